/* GET and POST /v1/analyze: what the analysis makes of a text, stage by stage. */
#include "http/handlers.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "http/problem.h"
#include "http/search_body.h"
#include "query/refuse.h"

#include <string.h>

/* The one parameter. */
typedef struct wanted {
    sn_buf text;
    bool is_given;
} wanted;

static sn_status set_text(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    wanted *w = ctx;
    if (!sn_str_equal(name, SN_STR("text")))
        return sn_param_refuse(NULL, name, value, problem);
    if (w->is_given)
        return sn_refuse_repeated(problem, "text");
    if (value.len > SN_LIMIT_ANALYZE_BYTES)
        return sn_problem_make(problem, SN_ELIMIT, "limit_exceeded", "text",
                               "text: %zu bytes; the limit is %d",
                               "text: متن %zu بایت است و بیش از %d بایت پذیرفته نیست", value.len,
                               SN_LIMIT_ANALYZE_BYTES);
    w->is_given = true;
    return sn_buf_add_str(&w->text, value);
}

static sn_status check(const wanted *w, sn_problem *problem)
{
    if (!w->is_given)
        return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", "text", "%s is wanted",
                               "پارامتر %s لازم است", "text");
    if (!sn_utf8_is_valid(sn_buf_str(&w->text), NULL))
        return sn_problem_make(problem, SN_EUTF8, "invalid_parameter", "text",
                               "%s: the value is not well-formed UTF-8",
                               "%s: متن به UTF-8 درست نیست", "text");
    return SN_OK;
}

static sn_status analyze(sn_exchange *x, sn_str text, sn_problem *problem)
{
    sn_answer_info info = {.request_id = x->request_id, .started_us = x->started_us};
    sn_searcher *searcher = sn_exchange_searcher(x);
    sn_status s = sn_searcher_analyze_json(searcher, text, &info, &x->answer.body, problem);
    sn_exchange_give_back(x, searcher);
    return s;
}

static void answer_analyze(sn_exchange *x, bool with_body)
{
    sn_problem problem = {0};
    wanted w = {.text = SN_BUF(SN_LIMIT_ANALYZE_BYTES)};
    sn_status s = sn_params_each(x->target.query, set_text, &w, &problem);
    if (s == SN_OK && with_body)
        s = sn_search_body_each(sn_buf_str(&x->body), set_text, &w, &problem);
    if (s == SN_OK)
        s = check(&w, &problem);
    if (s == SN_OK)
        s = analyze(x, sn_buf_str(&w.text), &problem);
    sn_exchange_answer_query(x, s, &problem);
    sn_buf_done(&w.text);
}

void sn_handle_analyze(sn_exchange *x)
{
    answer_analyze(x, false);
}

void sn_handle_analyze_body(sn_exchange *x)
{
    answer_analyze(x, true);
}
