/* POST /v1/search:batch: several searches of one snapshot, answered in their order. */
#include "http/handlers.h"

#include "archive/json.h"
#include "base/clock.h"
#include "base/json_writer.h"
#include "base/limits.h"
#include "http/problem.h"
#include "http/search_body.h"

#include <cjson/cJSON.h>

typedef struct batch {
    sn_exchange *x;
    const cJSON *searches;
    sn_searcher *searcher;
    int64_t now_sec, until_us;
    sn_json json;
} batch;

static sn_status refuse(sn_problem *problem, const char *reason, const char *reason_fa)
{
    return sn_problem_make(problem, SN_EINVAL, "invalid_json", "searches",
                           "searches: the body must be {\"searches\": [{…}, …]}: %s%.0s",
                           "searches: بدنه باید {\"searches\": [{…}, …]} باشد: %.0s%s", reason,
                           reason_fa);
}

/* The list of a body that is one. */
static sn_status check(const cJSON *body, const cJSON **searches, sn_problem *problem)
{
    const cJSON *member, *list = cJSON_GetObjectItemCaseSensitive(body, "searches");
    if (!cJSON_IsObject(body))
        return refuse(problem, "it is something else", "چیز دیگری است");
    cJSON_ArrayForEach(member, body)
    {
        if (member != list)
            return sn_param_refuse(NULL, sn_str_of(member->string), SN_STR(""), problem);
    }
    if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) == 0)
        return refuse(problem, "there is no search in it",
                      "جست‌وجویی در آن نیست");
    if (cJSON_GetArraySize(list) > SN_LIMIT_BATCH_SEARCHES)
        return sn_problem_make(
            problem, SN_ELIMIT, "limit_exceeded", "searches",
            "searches: more than %d of them (BATCH_SEARCHES)",
            "searches: بیش از %d جست‌وجو پذیرفته نیست (BATCH_SEARCHES)",
            SN_LIMIT_BATCH_SEARCHES);
    *searches = list;
    return SN_OK;
}

typedef struct asked {
    sn_request request;
    int64_t now_sec;
} asked;

static sn_status set_param(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    asked *a = ctx;
    return sn_request_set(&a->request, name, value, SN_ASKER_CLIENT, a->now_sec, problem);
}

static sn_status search(const batch *b, const cJSON *parameters, sn_buf *out, sn_problem *problem)
{
    sn_answer_facts facts = {0};
    asked a = {.now_sec = b->now_sec};
    sn_answer_info info = {.request_id = b->x->request_id,
                           .started_us = sn_clock_monotonic_us(),
                           .deadline_us = b->until_us,
                           .facts = &facts};
    int64_t most_us = info.started_us + (int64_t)SN_LIMIT_QUERY_MS * 1000;
    if (info.started_us >= b->until_us)
        return sn_problem_of_status(problem, SN_ETIMEOUT);
    if (info.deadline_us > most_us)
        info.deadline_us = most_us;
    sn_status s = sn_request_init(&a.request);
    if (s != SN_OK)
        return sn_problem_of_status(problem, s);
    s = sn_search_object_each(parameters, set_param, &a, problem);
    if (s == SN_OK)
        s = sn_search_json(b->searcher, &a.request, &info, out, problem);
    if (s == SN_OK)
        sn_exchange_searched(b->x, &a.request, &info);
    sn_request_done(&a.request);
    return s;
}

/* One entry: {"status": 200, "answer": {…}}, or {"status": 400, "problem": {…}}. SN_ESTALE: nothing. */
static sn_status write_one(batch *b, const cJSON *parameters)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_ANSWER_BYTES);
    sn_problem problem = {0};
    sn_status s = search(b, parameters, &text, &problem);
    if (sn_searcher_is_stale(b->searcher, s))
        return s;
    unsigned http_status = 200;
    if (s != SN_OK) {
        sn_exchange_disclose(b->x, s, &problem);
        http_status = sn_problem_http_status(&problem);
        sn_buf_clear(&text);
        s = sn_problem_write(&problem, http_status, b->x->target.path, b->x->request_id, &text);
        if (s != SN_OK)
            return s;
    }
    sn_json *j = &b->json;
    sn_json_object(j);
    sn_json_key(j, "status");
    sn_json_int(j, http_status);
    sn_json_key(j, http_status == 200 ? "answer" : "problem");
    sn_json_raw(j, sn_buf_str(&text));
    sn_json_end(j);
    return sn_buf_status(j->out);
}

static sn_status write_all(batch *b)
{
    const cJSON *parameters;
    sn_status s = SN_OK;
    b->json = SN_JSON(&b->x->answer.body);
    sn_json_object(&b->json);
    sn_json_key(&b->json, "answers");
    sn_json_array(&b->json);
    cJSON_ArrayForEach(parameters, b->searches)
    {
        s = write_one(b, parameters);
        if (s != SN_OK)
            return s;
    }
    sn_json_end(&b->json);
    return SN_OK;
}

/* Of one snapshot; from the beginning, if it is called once more. */
static sn_status write_afresh(void *ctx)
{
    batch *b = ctx;
    sn_buf_clear(&b->x->answer.body);
    return write_all(b);
}

static void answer(sn_exchange *x, const cJSON *searches)
{
    sn_error err = {0};
    batch b = {.x = x,
               .searches = searches,
               .searcher = sn_exchange_searcher(x),
               .now_sec = sn_clock_now_sec(),
               .until_us = sn_clock_monotonic_us() + (int64_t)SN_LIMIT_BATCH_MS * 1000};
    sn_status s = sn_searcher_do_held(b.searcher, write_afresh, &b, &err);
    sn_exchange_give_back(x, b.searcher);
    if (s != SN_OK) {
        sn_exchange_refuse_error(x, s, &err, NULL);
        return;
    }
    sn_exchange_write_took(x, &b.json);
    sn_exchange_finish_json(x, &b.json, 200);
}

void sn_handle_search_batch(sn_exchange *x)
{
    cJSON *body = NULL;
    const cJSON *searches = NULL;
    sn_error err = {0};
    sn_problem problem = {0};
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_status s = sn_json_parse(sn_buf_str(&x->body), &body, &err);
    if (s == SN_ENOMEM)
        sn_problem_of_status(&problem, s);
    else if (s != SN_OK)
        s = sn_problem_make(&problem, s, "invalid_json", "", "the body is no JSON: %s",
                            "بدنه JSON نیست: %s", err.msg);
    if (s == SN_OK)
        s = check(body, &searches, &problem);
    if (s == SN_OK)
        answer(x, searches);
    else
        sn_exchange_refuse_query(x, s, &problem);
    cJSON_Delete(body);
}
