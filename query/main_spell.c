/* sarnakh-query spell: what a query was probably meant to be, and why. */
#include "query/attempt.h"
#include "query/main.h"
#include "query/spelling.h"

#include <stdio.h>
#include <string.h>

static sn_status print_spelling(sn_attempt *attempt, const sn_lookup *l)
{
    const sn_spelling *s = l != NULL ? l->spelling : NULL;
    bool *is_found = attempt->ctx;
    *is_found = s != NULL;
    if (s == NULL)
        return SN_OK;
    printf("%s\t%.*s\n", s->is_applied ? "corrected" : "suggestion", (int)s->text.len, s->text.at);
    for (size_t i = 0; i < s->n; i++) {
        const sn_correction *c = &s->changes[i];
        printf("  %s\t%.*s\t%.*s\tcost %.1f, fit %.2f, %u articles before\n",
               sn_correction_kind_name(c->kind), (int)(c->end - c->begin),
               attempt->request->q + c->begin, (int)c->to.len, c->to.at, c->cost / 10., c->fit,
               c->freq);
    }
    return SN_OK;
}

static int print_json(sn_searcher *s, const sn_request *request)
{
    sn_problem problem = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    if (sn_spell_json(s, request, NULL, &out, &problem) != SN_OK)
        return sn_command_refused(&problem);
    puts(sn_buf_text(&out));
    bool is_empty = strstr(sn_buf_text(&out), "\"candidates\":[]") != NULL;
    return is_empty ? SN_EXIT_FAILED : SN_EXIT_OK;
}

int sn_command_spell(const sn_command *c)
{
    SN_CLEANUP_PTR(sn_engine) sn_engine *engine = NULL;
    SN_CLEANUP_PTR(sn_searcher) sn_searcher *searcher = NULL;
    SN_CLEANUP(sn_request) sn_request request = {0};
    SN_CLEANUP(sn_buf) sn_buf words = SN_BUF(1 << 20);
    sn_problem problem = {0};
    bool is_found = false;
    if (sn_request_init(&request) != SN_OK)
        return SN_EXIT_FAILED;
    int exit_status = sn_command_request(c, 0, &request, &words);
    if (exit_status != SN_EXIT_OK)
        return exit_status;
    if (sn_request_set(&request, SN_STR("q"), sn_buf_str(&words), SN_ASKER_OPERATOR, 0, &problem) !=
        SN_OK)
        return sn_command_refused(&problem);
    exit_status = sn_command_open(c, &engine, &searcher);
    if (exit_status != SN_EXIT_OK)
        return exit_status;
    if (c->json)
        return print_json(searcher, &request);
    sn_attempt attempt = sn_attempt_of(searcher, &request, 0, &is_found, &problem);
    if (sn_attempt_do(&attempt, print_spelling) != SN_OK)
        return sn_command_refused(&problem);
    return is_found ? SN_EXIT_OK : SN_EXIT_FAILED;
}
