/* A story and its parameters as a JSON object. */
#include "query/related_request.h"

#include "archive/json_members.h"
#include "query/refuse.h"

#include <string.h>

typedef struct reading {
    sn_related_request *request;
    sn_asker asker;
    int64_t now_sec;
    sn_problem *problem;
    size_t n; /* values so far */
} reading;

/* Filters are the parameters that may be repeated. */
static bool takes_list(sn_str name)
{
    return sn_str_has_prefix(name, SN_STR("filter"));
}

static sn_status take(void *ctx, const sn_json_value *value)
{
    reading *r = ctx;
    char quoted[SN_QUOTE_SIZE];
    if (++r->n > SN_LIMIT_QUERY_PARAMS)
        return sn_problem_make(r->problem, SN_ELIMIT, "limit_exceeded", "",
                               "more than %d parameters", "بیش از %d پارامتر پذیرفته نیست",
                               SN_LIMIT_QUERY_PARAMS);
    if (!value->is_scalar || (value->is_listed && !takes_list(value->name)))
        return sn_problem_make(
            r->problem, SN_EINVAL, "invalid_parameter", sn_quote(value->name, quoted),
            "%s: the value must be text, a number, true or false",
            "%s: مقدار باید متن، عدد، true یا false باشد", sn_quote(value->name, quoted));
    return sn_related_request_set(r->request, value->name, value->text, r->asker, r->now_sec,
                                  r->problem);
}

sn_status sn_related_request_read(sn_related_request *request, sn_str json, sn_asker asker,
                                  int64_t now_sec, sn_problem *problem)
{
    reading r = {request, asker, now_sec, problem, 0};
    sn_problem none = {0};
    sn_error err = {0};
    *problem = none;
    sn_status s = sn_json_each_member(json, take, &r, &err);
    if (s == SN_OK || problem->code[0] != '\0')
        return s;
    if (s == SN_ENOMEM)
        return sn_refuse_error(problem, &err, s);
    return sn_problem_make(problem, s, "invalid_json", "",
                           "a JSON object of parameters is wanted: %s",
                           "یک شیء JSON از پارامترها لازم است: %s", err.msg);
}
