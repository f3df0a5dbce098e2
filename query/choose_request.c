#include "query/choose.h"
#include "query/filters.h"
#include "query/refuse.h"

#include <stdlib.h>
#include <string.h>

static void values_done(sn_values *v)
{
    for (size_t i = 0; i < v->n; i++)
        free(v->at[i]);
    free(v->at);
    *v = (sn_values){0};
}

void sn_choice_done(sn_choice *c)
{
    sn_request_done(&c->request);
    values_done(&c->ids);
    values_done(&c->urls);
}

sn_status sn_choice_init(sn_choice *c)
{
    *c = (sn_choice){0};
    sn_status s = sn_request_init(&c->request);
    c->request.sort = SN_SORT_NEWEST;
    c->request.match = SN_MATCH_ALL;
    c->request.freshness = SN_FRESHNESS_OFF;
    c->request.collapse = SN_COLLAPSE_NONE;
    c->request.correct = SN_CORRECT_OFF;
    c->request.expand = false;
    c->request.curation = false;
    return s;
}

static sn_status add_value(sn_values *v, const char *name, sn_str value, sn_problem *problem)
{
    sn_status s = sn_refuse_bad_text(problem, name, value, SN_LIMIT_FIELD_BYTES);
    if (s != SN_OK)
        return s;
    if (v->n == SN_LIMIT_CHOSEN_ARTICLES)
        return sn_problem_make(problem, SN_ELIMIT, "limit_exceeded", name,
                               "%s: more than %d are not taken at once",
                               "%s: بیش از %d مقدار پذیرفته نیست", name, SN_LIMIT_CHOSEN_ARTICLES);
    char **at = realloc(v->at, (v->n + 1) * sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    v->at = at;
    if ((at[v->n] = sn_str_dup(value)) == NULL)
        return SN_ENOMEM;
    v->n++;
    return SN_OK;
}

static bool is_of_searches(sn_str name)
{
    static const char *const names[] = {"q", "from", "to", "mode"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (sn_str_equal(name, sn_str_of(names[i])))
            return true;
    return sn_str_has_prefix(name, SN_STR("filter.")) || sn_str_has_prefix(name, SN_STR("filter["));
}

sn_status sn_choice_set(sn_choice *c, sn_str name, sn_str value, int64_t now_sec,
                        sn_problem *problem)
{
    if (sn_str_equal(name, SN_STR("ids")))
        return add_value(&c->ids, "ids", value, problem);
    if (sn_str_equal(name, SN_STR("urls")))
        return add_value(&c->urls, "urls", value, problem);
    if (!is_of_searches(name))
        return sn_refuse_unknown(problem, name);
    return sn_request_set(&c->request, name, value, SN_ASKER_CLIENT, now_sec, problem);
}

sn_status sn_choice_check(const sn_choice *c, sn_problem *problem)
{
    bool has_words = sn_str_trim(sn_str_of(c->request.q)).len > 0;
    if (has_words || sn_filters_any(&c->request) || c->ids.n > 0 || c->urls.n > 0)
        return SN_OK;
    return sn_problem_make(
        problem, SN_EINVAL, "invalid_parameter", "q",
        "%s, a filter, a period, ids or urls are wanted: all articles are not taken",
        "%s یا فیلتر، دوره، ids یا urls لازم است", "q");
}
