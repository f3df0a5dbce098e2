/* POST /v1/evaluate: judged queries asked and scored, and two ways of asking compared. */
#include "http/evaluate_body.h"
#include "http/settings.h"

#include "base/clock.h"
#include "base/json_writer.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "http/problem.h"

#include <stdio.h>

/* A searcher for each query would serve others in between; but the figures are to be of one index. */
static sn_status evaluate(sn_exchange *x, sn_evaluate_body *body, sn_evaluation results[2],
                          sn_comparison *comparison, sn_problem *problem)
{
    int64_t deadline_us = x->started_us + (int64_t)SN_LIMIT_EVALUATE_MS * 1000;
    uint64_t seed = (uint64_t)body->seed;
    sn_searcher *searcher = sn_exchange_searcher(x);
    sn_status s =
        sn_evaluate(searcher, &body->a, &body->judged, seed, deadline_us, &results[0], problem);
    if (s == SN_OK && body->has_b)
        s = sn_evaluate(searcher, &body->b, &body->judged, seed, deadline_us, &results[1], problem);
    sn_exchange_give_back(x, searcher);
    if (s != SN_OK || !body->has_b)
        return s;
    s = sn_evaluations_compare(&body->judged, &results[0], &results[1], seed, comparison);
    return s == SN_OK ? SN_OK : sn_problem_of_status(problem, s);
}

/* The query is its own topic; where it is longer than a name may be, its beginning and a number. */
static sn_str name_of(sn_str query, size_t number, char out[SN_LIMIT_ID_BYTES + 1])
{
    if (query.len <= SN_LIMIT_ID_BYTES)
        return query;
    sn_str cut = sn_utf8_cut(query, SN_LIMIT_ID_BYTES - 24);
    int n = snprintf(out, SN_LIMIT_ID_BYTES + 1, "%.*s… %zu", (int)cut.len, cut.at, number);
    return (sn_str){out, (size_t)n};
}

/* Rows come by query. */
static sn_status add_stored(void *ctx, const sn_setting_row *row)
{
    sn_judged *judged = ctx;
    char text[SN_LIMIT_ID_BYTES + 1];
    bool is_new =
        judged->n == 0 || !sn_str_equal(sn_str_of(judged->topics[judged->n - 1].query), row->key);
    sn_str name = name_of(row->key, judged->n + is_new, text);
    sn_status s = is_new ? sn_judged_ask(judged, name, row->key, NULL) : SN_OK;
    return s == SN_OK ? sn_judged_grade(judged, name, row->item, sn_setting_grade(row), NULL) : s;
}

/* Without topics: the judgements that the archive keeps. */
static sn_status take_stored(sn_exchange *x, sn_judged *judged, sn_problem *problem)
{
    sn_error err = {0};
    sn_status s = sn_service_each_setting(x->service, SN_SETTING_JUDGEMENT, (sn_str){0}, add_stored,
                                          judged, &err);
    if (s == SN_OK)
        s = sn_judged_settle(judged, &err);
    if (s != SN_OK)
        return sn_problem_of_error(problem, &err, s, NULL);
    if (judged->n > 0)
        return SN_OK;
    return sn_problem_make(
        problem, SN_EINVAL, "invalid_parameter", "topics",
        "topics: none are given, and no judgements are kept",
        "topics: پرسشی داده نشده و داوری‌ای هم نگه داشته نشده "
        "است");
}

static void write_answer(sn_exchange *x, const sn_evaluate_body *body,
                         const sn_evaluation results[2], const sn_comparison *comparison)
{
    sn_json j = SN_JSON(&x->answer.body);
    sn_json_object(&j);
    sn_evaluation_json(&body->judged, &results[0], body->has_b ? &results[1] : NULL, comparison,
                       &j);
    sn_json_key(&j, "seed");
    sn_json_int(&j, body->seed);
    sn_exchange_write_took(x, &j);
    sn_exchange_finish_json(x, &j, 200);
}

void sn_handle_evaluate(sn_exchange *x)
{
    sn_problem problem = {0};
    sn_evaluation results[2] = {0};
    sn_comparison comparison = {0};
    SN_CLEANUP(sn_evaluate_body) sn_evaluate_body body = {0};
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_status s = sn_evaluate_body_read(sn_buf_str(&x->body), sn_clock_now_sec(), &body, &problem);
    if (s == SN_OK && body.judged.n == 0)
        s = take_stored(x, &body.judged, &problem);
    if (s == SN_OK)
        s = evaluate(x, &body, results, &comparison, &problem);
    if (s == SN_OK)
        write_answer(x, &body, results, &comparison);
    else
        sn_exchange_refuse_query(x, s, &problem);
    sn_evaluation_done(&results[0]);
    sn_evaluation_done(&results[1]);
}
