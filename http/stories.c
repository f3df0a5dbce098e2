/* GET /v1/stories and /v1/stories/{id}: the articles of one event. */
#include "http/handlers.h"

#include "base/clock.h"
#include "http/problem.h"

typedef struct reading {
    sn_stories_request *request;
    int64_t now_sec;
} reading;

static sn_status set_param(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    reading *r = ctx;
    return sn_stories_request_set(r->request, name, value, r->now_sec, problem);
}

static void answer(sn_exchange *x, sn_stories_request *request)
{
    sn_problem problem = {0};
    reading r = {request, sn_clock_now_sec()};
    sn_status s = sn_params_each(x->target.query, set_param, &r, &problem);
    if (s == SN_OK) {
        sn_answer_info info = {.request_id = x->request_id, .started_us = x->started_us};
        sn_searcher *searcher = sn_exchange_searcher(x);
        s = sn_stories_json(searcher, request, &info, &x->answer.body, &problem);
        sn_exchange_give_back(x, searcher);
    }
    if (s == SN_ENOTFOUND)
        sn_exchange_refuse_code(x, "unknown_story");
    else
        sn_exchange_answer_query(x, s, &problem);
}

void sn_handle_stories(sn_exchange *x)
{
    SN_CLEANUP(sn_stories_request) sn_stories_request request = {0};
    if (sn_stories_request_init(&request, sn_clock_now_sec()) != SN_OK)
        sn_exchange_refuse_code(x, "internal_error");
    else
        answer(x, &request);
}

/* A name that no story can have is one that none has. */
void sn_handle_story(sn_exchange *x)
{
    SN_CLEANUP(sn_stories_request) sn_stories_request request = {0};
    sn_status s = sn_stories_request_init_one(&request, sn_buf_str(&x->id));
    if (s == SN_EINVAL)
        sn_exchange_refuse_code(x, "unknown_story");
    else if (s != SN_OK)
        sn_exchange_refuse_code(x, "internal_error");
    else
        answer(x, &request);
}
