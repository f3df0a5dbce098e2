/* GET /v1/articles/{id}/related, POST /v1/related: other articles on what a story is about. */
#include "http/handlers.h"

#include "base/clock.h"
#include "http/problem.h"

typedef struct setting {
    sn_related_request *request;
    int64_t now_sec;
} setting;

static sn_status set_param(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    const setting *s = ctx;
    return sn_related_request_set(s->request, name, value, SN_ASKER_CLIENT, s->now_sec, problem);
}

static sn_status related(sn_exchange *x, const sn_related_request *request, sn_problem *problem)
{
    sn_answer_info info = {.request_id = x->request_id, .started_us = x->started_us};
    sn_searcher *searcher = sn_exchange_searcher(x);
    sn_status s = sn_related_json(searcher, request, &info, &x->answer.body, problem);
    sn_exchange_give_back(x, searcher);
    return s;
}

/* The story is the article of the path, or what the body says. */
static void answer_related(sn_exchange *x, bool is_article)
{
    sn_problem problem = {0};
    SN_CLEANUP(sn_related_request) sn_related_request request = {0};
    setting ctx = {&request, sn_clock_now_sec()};
    sn_status s = sn_related_request_init(&request);
    if (s != SN_OK)
        sn_problem_of_status(&problem, s);
    else if (is_article)
        s = set_param(&ctx, SN_STR("id"), sn_buf_str(&x->id), &problem);
    if (s == SN_OK)
        s = sn_params_each(x->target.query, set_param, &ctx, &problem);
    if (s == SN_OK && !is_article)
        s = sn_related_request_read(&request, sn_buf_str(&x->body), SN_ASKER_CLIENT, ctx.now_sec,
                                    &problem);
    sn_buf_done(&x->body);
    if (s == SN_OK)
        s = related(x, &request, &problem);
    sn_exchange_answer_query(x, s, &problem);
}

void sn_handle_related(sn_exchange *x)
{
    answer_related(x, true);
}

void sn_handle_related_body(sn_exchange *x)
{
    answer_related(x, false);
}
