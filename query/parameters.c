#include "query/parameters.h"

#include "base/options.h"
#include "calendar/calendar.h"
#include "query/refuse.h"

#include <stdlib.h>
#include <string.h>

static sn_status refuse_value(const sn_setting *s)
{
    char quoted[SN_QUOTE_SIZE];
    return sn_refuse(s->problem, SN_EINVAL, "invalid_parameter", s->parameter->name,
                     "%s: «%s» is not one of %s", "%s: مقدار «%s» پذیرفته نیست؛ مقدارهای ممکن: %s",
                     s->parameter->name, sn_quote(s->value, quoted), s->parameter->values);
}

/* The index of the value in "a|b|c", or -1. */
static int choice_of(const sn_setting *s)
{
    const char *name = s->parameter->values;
    for (int i = 0;; i++) {
        size_t len = strcspn(name, "|");
        if (sn_str_equal(s->value, (sn_str){name, len}))
            return i;
        if (name[len] == '\0')
            return -1;
        name += len + 1;
    }
}

static sn_status set_q(sn_request *r, const sn_setting *s)
{
    if (s->value.len > SN_LIMIT_QUERY_BYTES)
        return sn_refuse(s->problem, SN_ELIMIT, "limit_exceeded", "q",
                         "q: the query has %zu bytes; the limit is %d",
                         "q: پرسش %zu بایت است و بیش از %d بایت پذیرفته نیست", s->value.len,
                         SN_LIMIT_QUERY_BYTES);
    char *copy = sn_str_dup(s->value);
    if (copy == NULL)
        return SN_ENOMEM;
    free(r->q);
    r->q = copy;
    return SN_OK;
}

static sn_status parse_period(const sn_setting *s, int64_t *first, int64_t *last)
{
    if (sn_period_parse(s->value, s->now_sec, first, last, NULL) == SN_OK)
        return SN_OK;
    char quoted[SN_QUOTE_SIZE];
    return sn_refuse(s->problem, SN_EINVAL, "invalid_parameter", s->parameter->name,
                     "%s: «%s» is not a date or period", "%s: «%s» تاریخ یا دورهٔ درستی نیست",
                     s->parameter->name, sn_quote(s->value, quoted));
}

static sn_status set_from(sn_request *r, const sn_setting *s)
{
    int64_t last;
    return parse_period(s, &r->from_sec, &last);
}

static sn_status set_to(sn_request *r, const sn_setting *s)
{
    int64_t first;
    return parse_period(s, &first, &r->to_sec);
}

static sn_status set_now(sn_request *r, const sn_setting *s)
{
    int64_t last;
    return parse_period(s, &r->now_sec, &last);
}

static sn_status set_sort(sn_request *r, const sn_setting *s)
{
    int choice = choice_of(s);
    if (choice < 0)
        return refuse_value(s);
    r->sort = (sn_sort)choice;
    return SN_OK;
}

static sn_status set_freshness(sn_request *r, const sn_setting *s)
{
    int choice = choice_of(s);
    if (choice < 0)
        return refuse_value(s);
    r->freshness = (sn_freshness)choice;
    return SN_OK;
}

static sn_status set_match(sn_request *r, const sn_setting *s)
{
    int choice = choice_of(s);
    if (choice < 0)
        return refuse_value(s);
    r->match = (sn_match_mode)choice;
    return SN_OK;
}

static sn_status set_collapse(sn_request *r, const sn_setting *s)
{
    int choice = choice_of(s);
    if (choice < 0)
        return refuse_value(s);
    r->collapse = (sn_collapse)choice;
    return SN_OK;
}

static sn_status add_value(sn_values *list, const sn_setting *s)
{
    if (list->n >= SN_LIMIT_FILTER_VALUES)
        return sn_refuse(s->problem, SN_ELIMIT, "limit_exceeded", s->parameter->name,
                         "%s: more than %d values", "%s: بیش از %d مقدار پذیرفته نیست",
                         s->parameter->name, SN_LIMIT_FILTER_VALUES);
    char **at = realloc(list->at, (list->n + 1) * sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    list->at = at;
    char *copy = sn_str_dup(s->value);
    if (copy == NULL)
        return SN_ENOMEM;
    list->at[list->n++] = copy;
    return SN_OK;
}

static sn_status set_source(sn_request *r, const sn_setting *s)
{
    return add_value(&r->source, s);
}

static sn_status set_category(sn_request *r, const sn_setting *s)
{
    return add_value(&r->category, s);
}

static sn_status parse_count(const sn_setting *s, int64_t min, int64_t max, int64_t *out)
{
    if (sn_int_parse(s->value, min, max, out) == SN_OK)
        return SN_OK;
    char quoted[SN_QUOTE_SIZE];
    return sn_refuse(s->problem, SN_EINVAL, "invalid_parameter", s->parameter->name,
                     "%s: «%s» is not a whole number from %lld to %lld",
                     "%s: «%s» عدد درستی از %lld تا %lld نیست", s->parameter->name,
                     sn_quote(s->value, quoted), (long long)min, (long long)max);
}

static sn_status set_limit(sn_request *r, const sn_setting *s)
{
    int64_t max = s->asker == SN_ASKER_OPERATOR ? SN_LIMIT_RUN_HITS : SN_LIMIT_PAGE_HITS;
    return parse_count(s, 1, max, &r->limit);
}

static sn_status set_offset(sn_request *r, const sn_setting *s)
{
    return parse_count(s, 0, SN_LIMIT_DEPTH_HITS, &r->offset);
}

static sn_status set_explain(sn_request *r, const sn_setting *s)
{
    int choice = choice_of(s);
    if (choice < 0)
        return refuse_value(s);
    r->explain = choice == 0;
    return SN_OK;
}

static sn_status set_highlight(sn_request *r, const sn_setting *s)
{
    int choice = choice_of(s);
    if (choice < 0)
        return refuse_value(s);
    r->highlight = choice == 0;
    return SN_OK;
}

static sn_status set_expand(sn_request *r, const sn_setting *s)
{
    int choice = choice_of(s);
    if (choice < 0)
        return refuse_value(s);
    r->expand = choice == 0;
    return SN_OK;
}

/* Choices stand in the order of their enums; true|false in this order. */
#define PARAMETERS(X)                                                                              \
    X(q, "q", "text", "what to search for: words, \"phrases\", -excluded", false, false)           \
    X(from, "from", "date|period", "articles from the beginning of this date or period on", false, \
      false)                                                                                       \
    X(to, "to", "date|period", "articles up to the end of this date or period", false, false)      \
    X(sort, "sort", "relevance|-date|date", "order of the hits; -date: newest first", false,       \
      false)                                                                                       \
    X(freshness, "freshness", "off|low|normal|high", "how much newer articles are preferred",      \
      false, false)                                                                                \
    X(match, "match", "auto|all|any",                                                              \
      "which words are needed; auto: all, or any when few articles have all", false, false)        \
    X(collapse, "collapse", "duplicates|none", "show only the best of articles with equal text",   \
      false, false)                                                                                \
    X(source, "filter.source", "text", "only articles of this source", true, false)                \
    X(category, "filter.category", "text", "only articles of this category", true, false)          \
    X(limit, "limit", "1..100", "hits of one answer (the command line: up to 1000)", false, false) \
    X(offset, "offset", "0..10000", "hits to skip", false, false)                                  \
    X(explain, "explain", "true|false", "show the parts of each score", false, false)              \
    X(expand, "expand", "true|false", "synonyms and derived forms are found, too", false, false)   \
    X(highlight, "highlight", "true|false", "mark the words found", false, false)                  \
    X(now, "now", "date", "what dates and freshness count from", false, true)

static const sn_parameter table[] = {
#define ROW(id, name, values, help, repeatable, operator_only)                                     \
    {name, values, help, repeatable, operator_only},
    PARAMETERS(ROW)
#undef ROW
};

static sn_set_fn *const setters[] = {
#define ROW(id, name, values, help, repeatable, operator_only) set_##id,
    PARAMETERS(ROW)
#undef ROW
};

const sn_parameter *sn_parameters(size_t *n)
{
    *n = sizeof table / sizeof *table;
    return table;
}

sn_set_fn *sn_parameter_setter(size_t i)
{
    return setters[i];
}
