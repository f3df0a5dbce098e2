/* bench-searches: what one searcher is asked, for counting instructions and for profiles.
 *
 *   bench-searches INDEX REQUESTS [ROUNDS]
 *
 * A line of REQUESTS has, with tabs between, a name, `search`, `suggest` or `related`, and parameters as
 * NAME=VALUE. Each is answered once, so that tables are open and memory is there, then ROUNDS (1) times by
 * bench_counted(), for which callgrind counts (bench/instructions.py). Prints name, microseconds of processor
 * time an answer, and its bytes. */
#include "base/clock.h"
#include "bench/seconds.h"
#include "query/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A request of one of three kinds. */
typedef struct asked {
    enum { SEARCH, SUGGEST, RELATED } kind;
    sn_request search;
    sn_suggest_request suggest;
    sn_related_request related;
} asked;

sn_status bench_counted(sn_searcher *s, const asked *a, sn_buf *out, sn_problem *problem);

static void give_up(const char *what)
{
    fprintf(stderr, "bench-searches: %s\n", what);
    exit(1);
}

static sn_status answer_once(sn_searcher *s, const asked *a, sn_buf *out, sn_problem *problem)
{
    sn_buf_clear(out);
    switch (a->kind) {
    case SUGGEST:
        return sn_suggest_json(s, &a->suggest, NULL, out, problem);
    case RELATED:
        return sn_related_json(s, &a->related, NULL, out, problem);
    case SEARCH:
        break;
    }
    return sn_search_json(s, &a->search, NULL, out, problem);
}

#ifdef __clang__
#define KEPT_WHOLE __attribute__((noinline))
#else
#define KEPT_WHOLE __attribute__((noipa))
#endif

/* What is counted: a function that the compiler leaves as it is, with its name. */
KEPT_WHOLE sn_status bench_counted(sn_searcher *s, const asked *a, sn_buf *out, sn_problem *problem)
{
    return answer_once(s, a, out, problem);
}

static void begin(asked *a, const char *kind)
{
    a->kind = strcmp(kind, "suggest") == 0   ? SUGGEST
              : strcmp(kind, "related") == 0 ? RELATED
                                             : SEARCH;
    sn_suggest_request_init(&a->suggest);
    if (sn_request_init(&a->search) != SN_OK || sn_related_request_init(&a->related) != SN_OK)
        give_up("out of memory");
}

static void set(asked *a, char *pair)
{
    sn_problem problem = {0};
    char *equals = strchr(pair, '=');
    if (equals == NULL)
        give_up(pair);
    sn_str name = {pair, (size_t)(equals - pair)}, value = sn_str_of(equals + 1);
    int64_t now = sn_clock_now_sec();
    sn_status status =
        a->kind == SUGGEST ? sn_suggest_request_set(&a->suggest, name, value, &problem)
        : a->kind == RELATED
            ? sn_related_request_set(&a->related, name, value, SN_ASKER_CLIENT, now, &problem)
            : sn_request_set(&a->search, name, value, SN_ASKER_CLIENT, now, &problem);
    if (status != SN_OK)
        give_up(problem.detail);
}

static void answer(sn_searcher *s, char *line, int rounds)
{
    static sn_buf out = {.max = (size_t)64 << 20};
    char *rest = NULL, *name = strtok_r(line, "\t\n", &rest), *kind = strtok_r(NULL, "\t\n", &rest);
    if (kind == NULL)
        give_up("a line without a kind");
    asked a = {0};
    sn_problem problem = {0};
    begin(&a, kind);
    for (char *pair; (pair = strtok_r(NULL, "\t\n", &rest)) != NULL;)
        set(&a, pair);
    sn_status status = answer_once(s, &a, &out, &problem);
    double since = seconds();
    for (int i = 0; i < rounds && status == SN_OK; i++)
        status = bench_counted(s, &a, &out, &problem);
    if (status != SN_OK)
        give_up(problem.detail);
    printf("%s\t%.1f\t%zu\n", name, 1e6 * (seconds() - since) / rounds, out.len);
    sn_request_done(&a.search);
    sn_related_request_done(&a.related);
}

int main(int argc, char **argv)
{
    SN_CLEANUP_PTR(sn_engine) sn_engine *engine = NULL;
    SN_CLEANUP_PTR(sn_searcher) sn_searcher *searcher = NULL;
    sn_error err = {0};
    if (argc < 3) {
        fprintf(stderr, "usage: bench-searches INDEX REQUESTS [ROUNDS]\n");
        return 2;
    }
    if (sn_engine_open(argv[1], NULL, &engine, &err) != SN_OK ||
        sn_searcher_create(engine, &searcher, &err) != SN_OK)
        give_up(err.msg);
    FILE *requests = fopen(argv[2], "r");
    if (requests == NULL)
        give_up(argv[2]);
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, requests) > 0)
        answer(searcher, line, argc > 3 ? atoi(argv[3]) : 1);
    free(line);
    fclose(requests);
    return 0;
}
