/* sarnakh-query suggest: what may be completed; without a text, for each line of standard input. */
#include "query/main.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int suggest(sn_searcher *s, const sn_suggest_request *request)
{
    sn_problem problem = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 24);
    if (sn_suggest_json(s, request, NULL, &out, &problem) != SN_OK)
        return sn_command_refused(&problem);
    puts(sn_buf_text(&out));
    bool is_empty = strstr(sn_buf_text(&out), "\"suggestions\":[]") != NULL;
    return is_empty ? SN_EXIT_FAILED : SN_EXIT_OK;
}

static int suggest_lines(sn_searcher *s, const sn_suggest_request *options)
{
    char *line = NULL;
    size_t cap = 0;
    int exit_status = SN_EXIT_OK;
    while (exit_status != SN_EXIT_USAGE && getline(&line, &cap, stdin) >= 0) {
        sn_problem problem = {0};
        sn_suggest_request request = *options;
        request.seen = 0;
        line[strcspn(line, "\n")] = '\0';
        if (sn_suggest_request_set(&request, SN_STR("q"), sn_str_of(line), &problem) != SN_OK)
            exit_status = sn_command_refused(&problem);
        else if (suggest(s, &request) == SN_EXIT_USAGE)
            exit_status = SN_EXIT_USAGE;
    }
    if (exit_status != SN_EXIT_USAGE)
        exit_status = sn_command_read(stdin, "standard input", exit_status);
    free(line);
    return exit_status;
}

/* name=value arguments are parameters, the rest is the text. */
static int read_arguments(const sn_command *c, sn_suggest_request *request, sn_buf *words)
{
    for (int i = 0; i < c->n_args; i++) {
        sn_problem problem = {0};
        const char *arg = c->args[i], *equals = strchr(arg, '=');
        size_t len = strspn(arg, "abcdefghijklmnopqrstuvwxyz");
        if (equals != NULL && len > 0 && arg + len == equals) {
            if (sn_suggest_request_set(request, (sn_str){arg, len}, sn_str_of(equals + 1),
                                       &problem) != SN_OK)
                return sn_command_refused(&problem);
            continue;
        }
        if (words->len > 0)
            sn_buf_add_byte(words, ' ');
        sn_buf_add_str(words, sn_str_of(arg));
    }
    return SN_EXIT_OK;
}

int sn_command_suggest(const sn_command *c)
{
    SN_CLEANUP_PTR(sn_engine) sn_engine *engine = NULL;
    SN_CLEANUP_PTR(sn_searcher) sn_searcher *searcher = NULL;
    SN_CLEANUP(sn_buf) sn_buf words = SN_BUF(1 << 20);
    sn_problem problem = {0};
    sn_suggest_request request;
    sn_suggest_request_init(&request);
    int exit_status = read_arguments(c, &request, &words);
    if (exit_status == SN_EXIT_OK)
        exit_status = sn_command_open(c, &engine, &searcher);
    if (exit_status != SN_EXIT_OK)
        return exit_status;
    bool has_text = words.len > 0 || (request.seen & 1u) != 0;
    if (words.len > 0 &&
        sn_suggest_request_set(&request, SN_STR("q"), sn_buf_str(&words), &problem) != SN_OK)
        return sn_command_refused(&problem);
    return has_text ? suggest(searcher, &request) : suggest_lines(searcher, &request);
}
