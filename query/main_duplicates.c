/* sarnakh-query duplicates: the copies of one article, as JSON. */
#include "query/main.h"

#include <stdio.h>
#include <string.h>

/* name=value arguments are parameters; the one that is none is the id. */
static int read_arguments(const sn_command *c, sn_duplicates_request *request, const char **id)
{
    for (int i = 0; i < c->n_args; i++) {
        sn_problem problem = {0};
        const char *arg = c->args[i];
        size_t len = strspn(arg, "abcdefghijklmnopqrstuvwxyz");
        if (len > 0 && arg[len] == '=') {
            if (sn_duplicates_request_set(request, (sn_str){arg, len}, sn_str_of(arg + len + 1),
                                          &problem) != SN_OK)
                return sn_command_refused(&problem);
        } else if (*id == NULL) {
            *id = arg;
        } else {
            fprintf(stderr, "sarnakh-query: one article is wanted\n");
            return SN_EXIT_USAGE;
        }
    }
    if (*id != NULL)
        return SN_EXIT_OK;
    fprintf(stderr, "sarnakh-query: the id of an article is wanted\n");
    return SN_EXIT_USAGE;
}

int sn_command_duplicates(const sn_command *c)
{
    SN_CLEANUP_PTR(sn_engine) sn_engine *engine = NULL;
    SN_CLEANUP_PTR(sn_searcher) sn_searcher *searcher = NULL;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF((size_t)1 << 30);
    sn_problem problem = {0};
    sn_duplicates_request request;
    const char *id = NULL;
    sn_duplicates_request_init(&request);
    int exit_status = read_arguments(c, &request, &id);
    if (exit_status == SN_EXIT_OK)
        exit_status = sn_command_open(c, &engine, &searcher);
    if (exit_status != SN_EXIT_OK)
        return exit_status;
    if (sn_duplicates_json(searcher, sn_str_of(id), &request, NULL, &out, &problem) != SN_OK)
        return sn_command_refused(&problem);
    puts(sn_buf_text(&out));
    bool is_empty = strstr(sn_buf_text(&out), "\"duplicates\":[]") != NULL;
    return is_empty ? SN_EXIT_FAILED : SN_EXIT_OK;
}
