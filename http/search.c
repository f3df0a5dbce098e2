/* GET and POST /v1/search. */
#include "http/handlers.h"

#include "base/clock.h"
#include "http/problem.h"
#include "http/search_body.h"

typedef struct setting {
    sn_request *request;
    int64_t now_sec;
} setting;

static sn_status set_param(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    const setting *s = ctx;
    return sn_request_set(s->request, name, value, SN_ASKER_CLIENT, s->now_sec, problem);
}

static sn_status search(sn_exchange *x, const sn_request *request, sn_problem *problem)
{
    sn_answer_info info = {.request_id = x->request_id, .started_us = x->started_us};
    sn_searcher *searcher = sn_searchers_borrow(x->service->searchers);
    sn_status s = sn_search_json(searcher, request, &info, &x->answer.body, problem);
    sn_searchers_give_back(x->service->searchers, searcher);
    return s;
}

static void answer_search(sn_exchange *x, bool with_body)
{
    sn_problem problem = {0};
    SN_CLEANUP(sn_request) sn_request request = {0};
    setting ctx = {&request, sn_clock_now_sec()};
    sn_status s = sn_request_init(&request);
    if (s != SN_OK)
        sn_problem_of_status(&problem, s);
    else
        s = sn_params_each(x->target.query, set_param, &ctx, &problem);
    if (s == SN_OK && with_body)
        s = sn_search_body_each(sn_buf_str(&x->body), set_param, &ctx, &problem);
    if (s == SN_OK)
        s = search(x, &request, &problem);
    sn_exchange_answer_query(x, s, &problem);
}

void sn_handle_search(sn_exchange *x)
{
    answer_search(x, false);
}

void sn_handle_search_body(sn_exchange *x)
{
    answer_search(x, true);
}
