/* GET /v1/suggest: completions of what is being typed. */
#include "http/handlers.h"

#include "archive/json.h"
#include "base/json_writer.h"
#include "http/problem.h"
#include "query/refuse.h"

#include <cjson/cJSON.h>

/* What is asked, and whether it is answered as browsers want it (OpenSearch suggestions). */
typedef struct asked {
    sn_suggest_request request;
    bool has_format, for_browser;
} asked;

static sn_status set_format(asked *a, sn_str value, sn_problem *problem)
{
    int choice = 0;
    sn_status s =
        sn_choose_once(&a->has_format, "format", value, "json|opensearch", &choice, problem);
    a->for_browser = choice == 1;
    return s;
}

static sn_status set_param(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    asked *a = ctx;
    return sn_str_equal(name, SN_STR("format"))
               ? set_format(a, value, problem)
               : sn_suggest_request_set(&a->request, name, value, problem);
}

static sn_status suggest(sn_exchange *x, const sn_suggest_request *request, sn_buf *out,
                         sn_problem *problem)
{
    sn_answer_info info = {.request_id = x->request_id, .started_us = x->started_us};
    sn_searcher *searcher = sn_exchange_searcher(x);
    sn_status s = sn_suggest_json(searcher, request, &info, out, problem);
    sn_exchange_give_back(x, searcher);
    return s;
}

/* ["what was typed", ["completion", …]] of an answer. */
static sn_status write_list(sn_str answer, sn_buf *out, sn_error *err)
{
    cJSON *json = NULL;
    const cJSON *suggestion;
    sn_status s = sn_json_parse(answer, &json, err);
    if (s != SN_OK)
        return s;
    sn_json j = SN_JSON(out);
    sn_json_array(&j);
    sn_json_text(&j, cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "q")));
    sn_json_array(&j);
    cJSON_ArrayForEach(suggestion, cJSON_GetObjectItemCaseSensitive(json, "suggestions"))
    {
        const cJSON *text = cJSON_GetObjectItemCaseSensitive(suggestion, "text");
        sn_json_text(&j, cJSON_GetStringValue(text));
    }
    sn_json_end(&j);
    sn_json_end(&j);
    cJSON_Delete(json);
    return sn_json_finish(&j);
}

static sn_status run(sn_exchange *x, const asked *a, sn_problem *problem)
{
    SN_CLEANUP(sn_buf) sn_buf answer = SN_BUF(SN_ANSWER_BYTES);
    sn_error err = {0};
    if (!a->for_browser)
        return suggest(x, &a->request, &x->answer.body, problem);
    sn_status s = suggest(x, &a->request, &answer, problem);
    if (s != SN_OK)
        return s;
    s = write_list(sn_buf_str(&answer), &x->answer.body, &err);
    return s == SN_OK ? s : sn_problem_of_error(problem, &err, s, NULL);
}

void sn_handle_suggest(sn_exchange *x)
{
    sn_problem problem = {0};
    asked a = {0};
    sn_suggest_request_init(&a.request);
    sn_status s = sn_params_each(x->target.query, set_param, &a, &problem);
    if (s == SN_OK)
        s = sn_suggest_request_check(&a.request, &problem);
    if (s == SN_OK)
        s = run(x, &a, &problem);
    sn_exchange_answer_query(x, s, &problem);
    if (s == SN_OK && a.for_browser)
        x->answer.content_type = "application/x-suggestions+json; charset=utf-8";
}
