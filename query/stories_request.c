#include "query/stories_request.h"

#include "base/options.h"
#include "calendar/calendar.h"
#include "layout/membership.h"
#include "query/refuse.h"

#define DEFAULT_STORIES  10
#define DEFAULT_ARTICLES 50
#define DEFAULT_MIN      2
#define DAY_SEC          86400

sn_status sn_stories_request_init(sn_stories_request *r, int64_t now_sec)
{
    *r = (sn_stories_request){.min = DEFAULT_MIN, .limit = DEFAULT_STORIES};
    sn_status s = sn_request_init(&r->filters);
    r->filters.from_sec = now_sec - DAY_SEC;
    return s;
}

sn_status sn_stories_request_init_one(sn_stories_request *r, sn_str name)
{
    *r = (sn_stories_request){.is_one = true, .min = 1, .limit = DEFAULT_ARTICLES};
    sn_status s = sn_group_parse(SN_GROUP_STORY, name, &r->story);
    return s == SN_OK ? sn_request_init(&r->filters) : s;
}

void sn_stories_request_done(sn_stories_request *r)
{
    sn_request_done(&r->filters);
    *r = (sn_stories_request){0};
}

typedef struct setting {
    sn_stories_request *request;
    const char *name;
    sn_str value;
    int64_t now_sec;
    sn_problem *problem;
} setting;

static sn_status set_period(const setting *s, int64_t *first, int64_t *last)
{
    char quoted[SN_QUOTE_SIZE];
    sn_error err = {0};
    sn_status status = sn_period_parse(s->value, s->now_sec, first, last, &err);
    if (status != SN_EINVAL)
        return status == SN_OK ? SN_OK : sn_refuse_error(s->problem, &err, status);
    return sn_problem_make(s->problem, SN_EINVAL, "invalid_parameter", s->name,
                           "%s: «%s» is not a date or period", "%s: «%s» تاریخ یا بازهٔ زمانی نیست",
                           s->name, sn_quote(s->value, quoted));
}

static sn_status set_since(const setting *s)
{
    int64_t last;
    return set_period(s, &s->request->filters.from_sec, &last);
}

/* Named alone, the end says which days are meant: not those of now. */
static sn_status set_until(const setting *s)
{
    int64_t first;
    sn_status status = set_period(s, &first, &s->request->filters.to_sec);
    if (status == SN_OK && (s->request->seen & 1u) == 0)
        s->request->filters.from_sec = INT64_MIN;
    return status;
}

static sn_status set_count(const setting *s, int64_t least, int64_t most, int64_t *out)
{
    return sn_int_parse(s->value, least, most, out) == SN_OK
               ? SN_OK
               : sn_refuse_number(s->problem, s->name, s->value, least, most);
}

static sn_status set_min(const setting *s)
{
    return set_count(s, 1, SN_LIMIT_STORY_MEMBERS, &s->request->min);
}

static sn_status set_limit(const setting *s)
{
    int64_t most = s->request->is_one ? SN_LIMIT_PAGE_HITS : SN_LIMIT_STORIES;
    return set_count(s, 1, most, &s->request->limit);
}

static sn_status set_offset(const setting *s)
{
    return set_count(s, 0, SN_LIMIT_DEPTH_HITS, &s->request->offset);
}

static sn_status set_calendar(const setting *s)
{
    bool is_jalali = sn_str_equal(s->value, SN_STR("jalali"));
    if (!is_jalali && !sn_str_equal(s->value, SN_STR("gregorian")))
        return sn_refuse_value(s->problem, s->name, s->value, "jalali, gregorian");
    s->request->calendar = is_jalali ? SN_DATE_JALALI : SN_DATE_GREGORIAN;
    return SN_OK;
}

static const struct row {
    const char *name;
    bool of_list, of_one;
    sn_status (*set)(const setting *s);
} rows[] = {
    {"since", true, false, set_since},  {"until", true, false, set_until},
    {"min", true, false, set_min},      {"limit", true, true, set_limit},
    {"offset", true, true, set_offset}, {"calendar", false, true, set_calendar},
};

static sn_status set_row(const struct row *row, setting *s)
{
    unsigned bit = 1u << (row - rows);
    s->name = row->name;
    if ((s->request->seen & bit) != 0)
        return sn_refuse_repeated(s->problem, row->name);
    s->request->seen |= bit;
    return row->set(s);
}

sn_status sn_stories_request_set(sn_stories_request *r, sn_str name, sn_str value, int64_t now_sec,
                                 sn_problem *problem)
{
    setting s = {.request = r, .value = value, .now_sec = now_sec, .problem = problem};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (sn_str_equal(name, sn_str_of(rows[i].name)) &&
            (r->is_one ? rows[i].of_one : rows[i].of_list))
            return set_row(&rows[i], &s);
    }
    if (!r->is_one && sn_str_has_prefix(name, SN_STR("filter")))
        return sn_request_set(&r->filters, name, value, SN_ASKER_CLIENT, now_sec, problem);
    return sn_refuse_unknown(problem, name);
}
