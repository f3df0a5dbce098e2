/* GET /v1/suggest: completions of what is being typed. */
#include "http/handlers.h"

#include "http/problem.h"

static sn_status set_param(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    return sn_suggest_request_set(ctx, name, value, problem);
}

static sn_status suggest(sn_exchange *x, const sn_suggest_request *request, sn_problem *problem)
{
    sn_answer_info info = {.request_id = x->request_id, .started_us = x->started_us};
    sn_searcher *searcher = sn_searchers_borrow(x->service->searchers);
    sn_status s = sn_suggest_json(searcher, request, &info, &x->answer.body, problem);
    sn_searchers_give_back(x->service->searchers, searcher);
    return s;
}

void sn_handle_suggest(sn_exchange *x)
{
    sn_problem problem = {0};
    sn_suggest_request request;
    sn_suggest_request_init(&request);
    sn_status s = sn_params_each(x->target.query, set_param, &request, &problem);
    if (s == SN_OK)
        s = sn_suggest_request_check(&request, &problem);
    if (s == SN_OK)
        s = suggest(x, &request, &problem);
    sn_exchange_answer_query(x, s, &problem);
}
