#include "http/search_body.h"

#include "archive/json.h"
#include "base/limits.h"
#include "http/problem.h"
#include "query/request.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct walk {
    sn_param_fn *fn;
    void *ctx;
    sn_problem *problem;
    size_t n; /* values so far */
} walk;

static sn_status refuse_type(const char *name, sn_problem *problem)
{
    return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", name,
                           "%s: the value must be text, a number, true or false",
                           "%s: مقدار باید متن، عدد، true یا false باشد", name);
}

static sn_status pass_number(walk *w, sn_str name, double number)
{
    char text[40];
    bool whole = floor(number) == number && fabs(number) < 1e15;
    int n = snprintf(text, sizeof text, whole ? "%.0f" : "%.17g", number);
    return w->fn(w->ctx, name, (sn_str){text, (size_t)n}, w->problem);
}

static sn_status pass_value(walk *w, const char *name, const cJSON *value)
{
    sn_str key = sn_str_of(name);
    if (cJSON_IsNull(value))
        return SN_OK;
    if (++w->n > SN_LIMIT_QUERY_PARAMS)
        return sn_problem_make(w->problem, SN_ELIMIT, "limit_exceeded", "",
                               "more than %d parameters", "بیش از %d پارامتر پذیرفته نیست",
                               SN_LIMIT_QUERY_PARAMS);
    if (cJSON_IsString(value))
        return w->fn(w->ctx, key, sn_str_of(value->valuestring), w->problem);
    if (cJSON_IsNumber(value))
        return pass_number(w, key, value->valuedouble);
    if (cJSON_IsBool(value))
        return w->fn(w->ctx, key, cJSON_IsTrue(value) ? SN_STR("true") : SN_STR("false"),
                     w->problem);
    return refuse_type(name, w->problem);
}

/* Names that are no parameters are refused by fn, whatever their value. */
static bool takes_list(const char *name)
{
    const sn_parameter *p;
    for (size_t i = 0; (p = sn_parameter_at(i)) != NULL; i++)
        if (strcmp(p->name, name) == 0)
            return p->repeatable;
    return true;
}

static sn_status pass_member(walk *w, const cJSON *member)
{
    const cJSON *value;
    sn_status s = SN_OK;
    if (!cJSON_IsArray(member))
        return pass_value(w, member->string, member);
    if (!takes_list(member->string))
        return refuse_type(member->string, w->problem);
    cJSON_ArrayForEach(value, member)
    {
        s = pass_value(w, member->string, value);
        if (s != SN_OK)
            break;
    }
    return s;
}

static sn_status refuse_json(sn_problem *problem, sn_status status, const char *reason)
{
    return sn_problem_make(problem, status, "invalid_json", "",
                           "the body must be a JSON object of parameters: %s",
                           "بدنه باید یک شیء JSON از پارامترها باشد: %s", reason);
}

sn_status sn_search_object_each(const cJSON *object, sn_param_fn *fn, void *ctx,
                                sn_problem *problem)
{
    const cJSON *member;
    walk w = {fn, ctx, problem, 0};
    if (!cJSON_IsObject(object))
        return refuse_json(problem, SN_EINVAL, "it is something else");
    cJSON_ArrayForEach(member, object)
    {
        sn_status s = pass_member(&w, member);
        if (s != SN_OK)
            return s;
    }
    return SN_OK;
}

sn_status sn_search_body_each(sn_str body, sn_param_fn *fn, void *ctx, sn_problem *problem)
{
    cJSON *tree = NULL;
    sn_error err = {0};
    sn_status s = sn_json_parse(body, &tree, &err);
    if (s == SN_ENOMEM)
        return sn_problem_of_status(problem, s);
    if (s != SN_OK)
        return refuse_json(problem, s, err.msg);
    s = sn_search_object_each(tree, fn, ctx, problem);
    cJSON_Delete(tree);
    return s;
}
