#include "http/delete_body.h"

#include "archive/json.h"
#include "base/options.h"
#include "http/problem.h"
#include "http/search_body.h"
#include "query/refuse.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

typedef struct reading {
    sn_delete_body *body;
    int64_t now_sec;
} reading;

void sn_delete_body_done(sn_delete_body *b)
{
    sn_choice_done(&b->choice);
    free(b->reason);
    b->reason = NULL;
}

static sn_status set_reason(sn_delete_body *b, sn_str value, sn_problem *problem)
{
    sn_status s = sn_refuse_bad_text(problem, "reason", value, SN_LIMIT_FIELD_BYTES);
    if (s != SN_OK)
        return s;
    if (b->has_reason)
        return sn_refuse_repeated(problem, "reason");
    b->has_reason = true;
    b->reason = sn_str_dup(value);
    return b->reason != NULL ? SN_OK : sn_problem_of_status(problem, SN_ENOMEM);
}

static sn_status set_dry_run(sn_delete_body *b, sn_str value, sn_problem *problem)
{
    int choice = 1;
    sn_status s = sn_choose_once(&b->has_dry_run, "dry_run", value, "true|false", &choice, problem);
    b->dry_run = choice == 0;
    return s;
}

static sn_status set_expect(sn_delete_body *b, sn_str value, sn_problem *problem)
{
    if (b->has_expect)
        return sn_refuse_repeated(problem, "expect");
    b->has_expect = true;
    if (sn_int_parse(value, 0, SN_LIMIT_CHOSEN_ARTICLES, &b->expect) == SN_OK)
        return SN_OK;
    return sn_refuse_number(problem, "expect", value, 0, SN_LIMIT_CHOSEN_ARTICLES);
}

static sn_status set_param(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    const reading *r = ctx;
    if (sn_str_equal(name, SN_STR("reason")))
        return set_reason(r->body, value, problem);
    if (sn_str_equal(name, SN_STR("dry_run")))
        return set_dry_run(r->body, value, problem);
    if (sn_str_equal(name, SN_STR("expect")))
        return set_expect(r->body, value, problem);
    sn_status s = sn_choice_set(&r->body->choice, name, value, r->now_sec, problem);
    return s == SN_ENOMEM ? sn_problem_of_status(problem, s) : s;
}

static sn_status set_item(reading *r, const char *name, const cJSON *item, sn_problem *problem)
{
    const char *text = cJSON_GetStringValue(item);
    if (text == NULL)
        return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", name,
                               "%s: a list of texts is wanted",
                               "%s: فهرستی از متن‌ها لازم است", name);
    return set_param(r, sn_str_of(name), sn_str_of(text), problem);
}

/* Lists that are longer than parameters are many. */
static sn_status take_list(reading *r, cJSON *object, const char *name, sn_problem *problem)
{
    cJSON *list = cJSON_DetachItemFromObjectCaseSensitive(object, name);
    const cJSON *item;
    sn_status s = SN_OK;
    if (cJSON_IsString(list))
        s = set_item(r, name, list, problem);
    else if (list != NULL && !cJSON_IsNull(list) && !cJSON_IsArray(list))
        s = set_item(r, name, NULL, problem);
    if (cJSON_IsArray(list))
        cJSON_ArrayForEach(item, list) s = s == SN_OK ? set_item(r, name, item, problem) : s;
    cJSON_Delete(list);
    return s;
}

static sn_status read_object(reading *r, sn_str body, sn_problem *problem)
{
    cJSON *tree = NULL;
    sn_error err = {0};
    sn_status s = sn_json_parse(body, &tree, &err);
    if (s != SN_OK)
        return sn_problem_of_error(problem, &err, s, s == SN_EINVAL ? "invalid_json" : NULL);
    if (cJSON_IsObject(tree))
        s = take_list(r, tree, "ids", problem);
    if (s == SN_OK && cJSON_IsObject(tree))
        s = take_list(r, tree, "urls", problem);
    if (s == SN_OK)
        s = sn_search_object_each(tree, set_param, r, problem);
    cJSON_Delete(tree);
    return s;
}

sn_status sn_delete_body_read(sn_str query, sn_str body, int64_t now_sec, sn_delete_body *out,
                              sn_problem *problem)
{
    reading r = {out, now_sec};
    if (sn_choice_init(&out->choice) != SN_OK)
        return sn_problem_of_status(problem, SN_ENOMEM);
    sn_status s = sn_params_each(query, set_param, &r, problem);
    if (s == SN_OK && body.len > 0)
        s = read_object(&r, body, problem);
    if (s == SN_OK)
        s = sn_choice_check(&out->choice, problem);
    if (s != SN_OK || out->dry_run || out->has_expect)
        return s;
    return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", "expect",
                           "%s is wanted: the count that a dry run (dry_run) said",
                           "%s لازم است: شماری که dry_run گفته است", "expect");
}
