/* sarnakh-query run: topics in, a TREC run out. */
#include "query/evaluate.h"
#include "query/main.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int run_topic(sn_searcher *s, sn_request *request, sn_str topic, sn_str query)
{
    sn_problem problem = {0};
    SN_CLEANUP(sn_ranking) sn_ranking ranking = {0};
    request->seen = 0;
    if (sn_request_set(request, SN_STR("q"), query, SN_ASKER_OPERATOR, 0, &problem) != SN_OK ||
        sn_search_ranking(s, request, &ranking, &problem) != SN_OK)
        return sn_command_refused(&problem);
    if (ranking.timed_out) { /* half a ranking would be measured as a whole one */
        fprintf(stderr, "sarnakh-query: topic %.*s: no whole answer within %d ms\n", (int)topic.len,
                topic.at, SN_LIMIT_QUERY_MS);
        return SN_EXIT_FAILED;
    }
    for (size_t i = 0; i < ranking.n; i++)
        printf("%.*s Q0 %s %zu %.6f sarnakh\n", (int)topic.len, topic.at, ranking.at[i].id, i + 1,
               ranking.at[i].score);
    return SN_EXIT_OK;
}

static int run_line(sn_searcher *s, sn_request *request, const char *line, size_t number)
{
    sn_str text = sn_str_trim(sn_str_of(line));
    const char *tab = text.len > 0 ? memchr(text.at, '\t', text.len) : NULL;
    if (text.len == 0 || text.at[0] == '#')
        return SN_EXIT_OK;
    if (tab == NULL) {
        fprintf(stderr, "sarnakh-query: line %zu: topic, tab, query is wanted\n", number);
        return SN_EXIT_USAGE;
    }
    sn_str topic = {text.at, (size_t)(tab - text.at)};
    sn_str query = {tab + 1, text.len - topic.len - 1};
    return run_topic(s, request, topic, query);
}

static int run_file(sn_searcher *s, sn_request *request, FILE *topics, const char *name)
{
    char *line = NULL;
    size_t cap = 0, number = 0;
    int exit_status = SN_EXIT_OK;
    while (exit_status == SN_EXIT_OK && getline(&line, &cap, topics) >= 0)
        exit_status = run_line(s, request, line, ++number);
    if (exit_status == SN_EXIT_OK) /* half a run would be measured as a whole one */
        exit_status = sn_command_read(topics, name, exit_status);
    free(line);
    return exit_status;
}

int sn_command_run(const sn_command *c)
{
    SN_CLEANUP_PTR(sn_engine) sn_engine *engine = NULL;
    SN_CLEANUP_PTR(sn_searcher) sn_searcher *searcher = NULL;
    SN_CLEANUP(sn_request) sn_request request = {0};
    SN_CLEANUP(sn_buf) sn_buf words = SN_BUF(1 << 20);
    if (c->n_args < 1) {
        fprintf(stderr, "sarnakh-query: run: TOPICS.tsv is wanted\n");
        return SN_EXIT_USAGE;
    }
    if (sn_evaluate_request(&request) != SN_OK)
        return SN_EXIT_FAILED;
    int exit_status = sn_command_request(c, 1, &request, &words);
    if (exit_status == SN_EXIT_OK)
        exit_status = sn_command_open(c, &engine, &searcher);
    if (exit_status != SN_EXIT_OK)
        return exit_status;
    FILE *topics = strcmp(c->args[0], "-") == 0 ? stdin : fopen(c->args[0], "re");
    if (topics == NULL) {
        fprintf(stderr, "sarnakh-query: %s: %s\n", c->args[0], strerror(errno));
        return SN_EXIT_FAILED;
    }
    exit_status = run_file(searcher, &request, topics, c->args[0]);
    if (topics != stdin)
        fclose(topics);
    return exit_status;
}
