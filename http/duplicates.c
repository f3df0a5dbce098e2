/* GET /v1/articles/{id}/duplicates: the copies of one article. */
#include "http/handlers.h"

#include "http/problem.h"

static sn_status set_param(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    return sn_duplicates_request_set(ctx, name, value, problem);
}

static sn_status find(sn_exchange *x, const sn_duplicates_request *request, sn_problem *problem)
{
    sn_answer_info info = {.request_id = x->request_id, .started_us = x->started_us};
    sn_searcher *searcher = sn_exchange_searcher(x);
    sn_status s =
        sn_duplicates_json(searcher, sn_buf_str(&x->id), request, &info, &x->answer.body, problem);
    sn_exchange_give_back(x, searcher);
    return s;
}

void sn_handle_duplicates(sn_exchange *x)
{
    sn_problem problem = {0};
    sn_duplicates_request request;
    sn_duplicates_request_init(&request);
    sn_status s = sn_params_each(x->target.query, set_param, &request, &problem);
    if (s == SN_OK)
        s = find(x, &request, &problem);
    if (s == SN_ENOTFOUND)
        sn_exchange_refuse_code(x, "not_found");
    else
        sn_exchange_answer_query(x, s, &problem);
}
