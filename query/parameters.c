#include "query/parameters.h"

#include "base/options.h"
#include "calendar/calendar.h"
#include "query/profile.h"
#include "query/refuse.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static sn_status refuse_value(const sn_setting *s)
{
    return sn_refuse_value(s->problem, s->row->parameter.name, s->value, s->row->parameter.values);
}

static int choice_of(const sn_setting *s)
{
    return sn_one_of(s->value, s->row->parameter.values);
}

static sn_status set_q(sn_request *r, const sn_setting *s)
{
    if (s->value.len > SN_LIMIT_QUERY_BYTES)
        return sn_problem_make(s->problem, SN_ELIMIT, "limit_exceeded", "q",
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
    return sn_problem_make(s->problem, SN_EINVAL, "invalid_parameter", s->row->parameter.name,
                           "%s: «%s» is not a date or period", "%s: «%s» تاریخ یا دورهٔ درستی نیست",
                           s->row->parameter.name, sn_quote(s->value, quoted));
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

/* The member of the request that the row is about. */
static void *member_of(sn_request *r, const sn_setting *s)
{
    return (char *)r + s->row->at;
}

/* A member that is an enum, whose constants stand in the order of the values. */
static sn_status set_choice(sn_request *r, const sn_setting *s)
{
    int choice = choice_of(s);
    if (choice < 0)
        return refuse_value(s);
    *(unsigned *)member_of(r, s) = (unsigned)choice;
    return SN_OK;
}

/* true|false, in this order. */
static sn_status set_flag(sn_request *r, const sn_setting *s)
{
    int choice = choice_of(s);
    if (choice < 0)
        return refuse_value(s);
    *(bool *)member_of(r, s) = choice == 0;
    return SN_OK;
}

static sn_status add_value(sn_values *list, const sn_setting *s)
{
    if (list->n >= SN_LIMIT_FILTER_VALUES)
        return sn_problem_make(s->problem, SN_ELIMIT, "limit_exceeded", s->row->parameter.name,
                               "%s: more than %d values", "%s: بیش از %d مقدار پذیرفته نیست",
                               s->row->parameter.name, SN_LIMIT_FILTER_VALUES);
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

static sn_status set_values(sn_request *r, const sn_setting *s)
{
    return add_value(member_of(r, s), s);
}

/* A text that is looked up when the search begins. */
static sn_status set_name(sn_request *r, const sn_setting *s)
{
    char *copy = sn_str_dup(s->value), **member = member_of(r, s);
    if (copy == NULL)
        return SN_ENOMEM;
    free(*member);
    *member = copy;
    return SN_OK;
}

static sn_status set_half_life(sn_request *r, const sn_setting *s)
{
    char quoted[SN_QUOTE_SIZE];
    sn_quote(s->value, quoted);
    sn_status status = sn_half_life_parse(s->value, member_of(r, s));
    if (status == SN_ELIMIT)
        return sn_problem_make(s->problem, SN_EINVAL, "invalid_parameter", s->row->parameter.name,
                               "%s: «%s» is not within 1h to %dd", "%s: «%s» از 1h تا %dd نیست",
                               s->row->parameter.name, quoted, SN_LIMIT_HALF_LIFE_DAYS);
    if (status != SN_OK)
        return sn_problem_make(s->problem, SN_EINVAL, "invalid_parameter", s->row->parameter.name,
                               "%s: «%s» is not a number of hours, days or weeks, as 12h, 3d, 2w",
                               "%s: «%s» شمار ساعت، روز یا هفته نیست؛ نمونه: 12h، 3d، 2w",
                               s->row->parameter.name, quoted);
    return SN_OK;
}

static sn_status parse_count(const sn_setting *s, int64_t min, int64_t max, int64_t *out)
{
    return sn_int_parse(s->value, min, max, out) == SN_OK
               ? SN_OK
               : sn_refuse_number(s->problem, s->row->parameter.name, s->value, min, max);
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

static sn_status set_cursor(sn_request *r, const sn_setting *s)
{
    if (s->value.len <= SN_LIMIT_CURSOR_BYTES)
        return set_name(r, s);
    return sn_problem_make(
        s->problem, SN_ELIMIT, "limit_exceeded", "cursor", "cursor: %zu bytes; the limit is %d",
        "cursor: مکان‌نما %zu بایت است و بیش از %d بایت پذیرفته "
        "نیست",
        s->value.len, SN_LIMIT_CURSOR_BYTES);
}

static sn_status set_snippet_length(sn_request *r, const sn_setting *s)
{
    return parse_count(s, SN_SNIPPET_CHARS_MIN, SN_LIMIT_SNIPPET_CHARS, &r->snippet_length);
}

static sn_status set_snippet_count(sn_request *r, const sn_setting *s)
{
    return parse_count(s, 0, SN_LIMIT_SNIPPETS, &r->snippet_count);
}

static sn_status set_fields(sn_request *r, const sn_setting *s)
{
    return sn_fields_parse(s->value, SN_SHOW_ANY, &r->fields, s->problem);
}

static sn_status set_mark(char *to, bool is_harmless, const sn_setting *s)
{
    char quoted[SN_QUOTE_SIZE];
    if (!is_harmless)
        return sn_problem_make(
            s->problem, SN_EINVAL, "invalid_parameter", s->row->parameter.name,
            "%s: «%s» is neither an element like <mark class=\"hit\"> nor a text of at "
            "most %d bytes without < > & \" '",
            "%s: «%s» نه عنصری مانند <mark class=\"hit\"> است و نه متنی تا %d بایت "
            "بدون < > & \" '",
            s->row->parameter.name, sn_quote(s->value, quoted), SN_LIMIT_MARK_BYTES);
    memcpy(to, s->value.at, s->value.len);
    to[s->value.len] = '\0';
    return SN_OK;
}

static sn_status set_mark_begin(sn_request *r, const sn_setting *s)
{
    return set_mark(r->highlight_pre, sn_mark_opens(s->value), s);
}

static sn_status set_mark_end(sn_request *r, const sn_setting *s)
{
    return set_mark(r->highlight_post, sn_mark_closes(s->value), s);
}

static sn_status add_facet(sn_request *r, const sn_setting *s)
{
    int facet = choice_of(s);
    if (facet < 0)
        return refuse_value(s);
    for (size_t i = 0; i < r->n_facets; i++) {
        if (r->facets[i] == (sn_facet)facet)
            return sn_problem_make(s->problem, SN_EINVAL, "repeated_parameter", "facets",
                                   "facets: %.*s is named twice",
                                   "facets: ‏%.*s دو بار آمده است", (int)s->value.len,
                                   s->value.at);
    }
    r->facets[r->n_facets++] = (sn_facet)facet;
    return SN_OK;
}

/* Names with commas between. */
static sn_status set_facets(sn_request *r, const sn_setting *s)
{
    sn_status status = SN_OK;
    sn_str rest = s->value;
    for (bool more = true; more && status == SN_OK;) {
        const char *comma = rest.len > 0 ? memchr(rest.at, ',', rest.len) : NULL;
        sn_setting one = *s;
        more = comma != NULL;
        size_t len = more ? (size_t)(comma - rest.at) : rest.len;
        one.value = sn_str_trim((sn_str){rest.at, len});
        status = add_facet(r, &one);
        if (more)
            rest = (sn_str){comma + 1, rest.len - len - 1};
    }
    return status;
}

static sn_status set_members(sn_request *r, const sn_setting *s)
{
    return parse_count(s, 0, SN_LIMIT_HIT_MEMBERS, &r->members);
}

static sn_status set_story_members(sn_request *r, const sn_setting *s)
{
    return parse_count(s, 0, SN_LIMIT_HIT_MEMBERS, &r->story_members);
}

static sn_status set_facet_limit(sn_request *r, const sn_setting *s)
{
    return parse_count(s, 1, SN_LIMIT_FACET_VALUES, &r->facet_limit);
}

static sn_status set_max_per_source(sn_request *r, const sn_setting *s)
{
    return parse_count(s, 1, SN_LIMIT_PAGE_HITS, &r->max_per_source);
}

/* A row of the table: what is said of the parameter, how its value is set, and which member of the
 * request it is. */
#define ROW(name, values, help, set, member)                                                       \
    {                                                                                              \
        {name, values, help, false, false}, set, offsetof(sn_request, member), false               \
    }
#define ROW_OF_MANY(name, values, help, set, member)                                               \
    {                                                                                              \
        {name, values, help, true, false}, set, offsetof(sn_request, member), false                \
    }
#define ROW_OF_OPERATOR(name, values, help, set, member)                                           \
    {                                                                                              \
        {name, values, help, false, true}, set, offsetof(sn_request, member), true                 \
    }
/* Rows that say which part of the list is shown and how: a cursor goes on whatever they say. */
#define ROW_SHOWN(name, values, help, set, member)                                                 \
    {                                                                                              \
        {name, values, help, false, false}, set, offsetof(sn_request, member), true                \
    }
#define ROW_SHOWN_OF_MANY(name, values, help, set, member)                                         \
    {                                                                                              \
        {name, values, help, true, false}, set, offsetof(sn_request, member), true                 \
    }

static const sn_parameter_row rows[] = {
    ROW("q", "text", "what to search for: words, \"phrases\", -excluded, a OR b, title:a, pre*",
        set_q, q),
    ROW("from", "date|period", "articles from the beginning of this date or period on", set_from,
        from_sec),
    ROW("to", "date|period", "articles up to the end of this date or period", set_to, to_sec),
    ROW("sort", "relevance|-date|date", "order of the hits; -date: newest first", set_choice, sort),
    ROW("profile", "name", "constants of the ranking: portal, editor, archive, or your own",
        set_name, profile),
    ROW("freshness", "off|low|normal|high|auto", "how much newer articles are preferred",
        set_choice, freshness),
    ROW("half_life", "12h|3d|2w", "age at which freshness is half its peak", set_half_life,
        half_days),
    ROW("match", "auto|all|any",
        "which words are needed; auto: all, or fewer when few articles have all", set_choice,
        match),
    ROW("mode", "stem|exact", "exact: words as they are written, no inflections", set_choice, mode),
    ROW("collapse", "duplicates|source|story|none",
        "show only the best of copies, of one source, or of one story", set_choice, collapse),
    ROW_SHOWN("duplicates.members", "0..20", "copies listed in each hit, oldest first", set_members,
              members),
    ROW_SHOWN("story.members", "0..20", "articles of its story listed in each hit, oldest first",
              set_story_members, story_members),
    ROW("correct", "auto|suggest|off",
        "words that no article has; auto: as they were meant, if that finds more", set_choice,
        correct),
    ROW("max_per_source", "1..100", "hits of one source in the whole list", set_max_per_source,
        max_per_source),
    ROW_OF_MANY("filter.source", "text", "only articles of this source", set_values, source),
    ROW_OF_MANY("filter.category", "text", "only articles of this category", set_values, category),
    ROW_OF_MANY("filter.author", "text", "only articles by this author", set_values, author),
    ROW_OF_MANY("filter.tag", "text", "only articles with this tag", set_values, tag),
    ROW_SHOWN_OF_MANY("facets", "source|category|author|tag|date:day|date:month|date:year",
                      "count the articles found by these, with commas between", set_facets, facets),
    ROW_SHOWN("facet.limit", "1..1000", "values of one facet", set_facet_limit, facet_limit),
    ROW_SHOWN("facet.sort", "count|value", "order of a facet's values; value: as in a dictionary",
              set_choice, facet_sort),
    ROW_SHOWN("calendar", "jalali|gregorian", "days, months and years of facets", set_choice,
              calendar),
    ROW_SHOWN("limit", "1..100", "hits of one answer (the command line: up to 1000)", set_limit,
              limit),
    ROW_SHOWN("offset", "0..10000", "hits to skip", set_offset, offset),
    ROW_SHOWN("cursor", "text", "next_cursor of the page before: go on behind it", set_cursor,
              cursor),
    ROW_SHOWN("explain", "true|false", "show the parts of each score", set_flag, explain),
    ROW("expand", "true|false", "synonyms and derived forms are found, too", set_flag, expand),
    ROW("curation", "true|false", "articles pinned or hidden for the query are", set_flag,
        curation),
    ROW_SHOWN_OF_MANY("fields", "id,title,…", "only these members of each hit", set_fields, fields),
    ROW_SHOWN("highlight", "true|false|ranges",
              "mark the words found; ranges: where they stand, in code points", set_choice,
              highlight),
    ROW_SHOWN("highlight.pre", "mark", "what begins a mark: <em>, <mark class=\"hit\">, **",
              set_mark_begin, highlight_pre),
    ROW_SHOWN("highlight.post", "mark", "what ends a mark: </em>, **", set_mark_end,
              highlight_post),
    ROW_SHOWN("snippet.length", "20..1000", "characters of a passage of the body, about",
              set_snippet_length, snippet_length),
    ROW_SHOWN("snippet.count", "0..5", "passages of the body", set_snippet_count, snippet_count),
    ROW_OF_OPERATOR("now", "date", "what dates and freshness count from", set_now, now_sec),
};

_Static_assert(sizeof rows / sizeof *rows <= 64, "a row is a bit of sn_request.seen");

const sn_parameter_row *sn_parameter_rows(size_t *n)
{
    *n = sizeof rows / sizeof *rows;
    return rows;
}

const sn_parameter *sn_parameter_at(size_t i)
{
    return i < sizeof rows / sizeof *rows ? &rows[i].parameter : NULL;
}
