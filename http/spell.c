/* GET /v1/spell: what a query was probably meant as, and why. */
#include "http/handlers.h"

#include "base/clock.h"
#include "http/problem.h"

/* A search of which only this is asked. */
typedef struct asked {
    sn_request request;
    bool has_q;
} asked;

static sn_status set_param(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    asked *a = ctx;
    if (!sn_str_equal(name, SN_STR("q")))
        return sn_param_refuse(NULL, name, value, problem);
    a->has_q = true;
    return sn_request_set(&a->request, name, value, SN_ASKER_CLIENT, sn_clock_now_sec(), problem);
}

static sn_status read_asked(const sn_exchange *x, asked *a, sn_problem *problem)
{
    sn_status s = sn_request_init(&a->request);
    if (s != SN_OK)
        return sn_problem_of_status(problem, s);
    s = sn_params_each(x->target.query, set_param, a, problem);
    return s != SN_OK || a->has_q ? s
                                  : sn_problem_make(problem, SN_EINVAL, "invalid_parameter", "q",
                                                    "%s is wanted", "پارامتر %s لازم است", "q");
}

static sn_status spell(sn_exchange *x, const sn_request *request, sn_problem *problem)
{
    sn_answer_info info = {.request_id = x->request_id, .started_us = x->started_us};
    sn_searcher *searcher = sn_exchange_searcher(x);
    sn_status s = sn_spell_json(searcher, request, &info, &x->answer.body, problem);
    sn_exchange_give_back(x, searcher);
    return s;
}

void sn_handle_spell(sn_exchange *x)
{
    sn_problem problem = {0};
    asked a = {0};
    sn_status s = read_asked(x, &a, &problem);
    if (s == SN_OK)
        s = spell(x, &a.request, &problem);
    sn_request_done(&a.request);
    sn_exchange_answer_query(x, s, &problem);
}
