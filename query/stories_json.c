#include "base/clock.h"
#include "calendar/calendar.h"
#include "layout/membership.h"
#include "query/answer.h"
#include "query/hit_json.h"
#include "query/records.h"
#include "query/refuse.h"
#include "query/stories.h"

#include <math.h>
#include <stdlib.h>

#define ITEM_COPIES 20 /* copies of one text that are named */
#define MAX_SOURCES 20

#define SHOWN                                                                                      \
    (SN_SHOW_ID | SN_SHOW_URL | SN_SHOW_TITLE | SN_SHOW_SOURCE | SN_SHOW_PUBLISHED_AT |            \
     SN_SHOW_PUBLISHED_AT_JALALI)

typedef struct answering {
    sn_searcher *searcher;
    const sn_stories_request *request;
    const sn_answer_info *info;
    int64_t started_us;
    sn_json json;
    sn_buf data; /* the record of an article */
    sn_hit *hit;
    sn_error *err;
} answering;

typedef sn_status answer_fn(answering *a);

static void write_members(answering *a)
{
    sn_hit_write_members(&a->json, a->hit, SHOWN);
}

static sn_status load(answering *a, const sn_story_member *m)
{
    return sn_hit_load(a->searcher->snapshot.db, m->docid, &a->data, a->hit, a->err);
}

static sn_status write_article(answering *a, const char *key, const sn_story_member *m)
{
    sn_status s = load(a, m);
    if (s != SN_OK)
        return s;
    sn_json_key(&a->json, key);
    sn_json_object(&a->json);
    write_members(a);
    sn_json_end(&a->json);
    return SN_OK;
}

static void write_sources(answering *a, const sn_story *story)
{
    sn_json *j = &a->json;
    sn_json_key(j, "sources");
    sn_json_array(j);
    for (size_t i = 0; i < story->n_sources && i < MAX_SOURCES; i++) {
        sn_json_object(j);
        sn_json_key(j, "value");
        sn_json_str(j, story->sources[i].label);
        sn_json_key(j, "count");
        sn_json_int(j, story->sources[i].articles);
        sn_json_end(j);
    }
    sn_json_end(j);
}

static sn_status write_words(answering *a, sn_story *story)
{
    sn_str words[SN_STORY_WORDS];
    size_t n = 0;
    sn_status s = sn_story_words(a->searcher, story, &a->data, a->hit, words, &n, a->err);
    if (s != SN_OK)
        return s;
    sn_json_key(&a->json, "keywords");
    sn_json_array(&a->json);
    for (size_t i = 0; i < n; i++)
        sn_json_str(&a->json, words[i]);
    sn_json_end(&a->json);
    return SN_OK;
}

/* The newest article with a date; without any, the last one. */
static const sn_story_member *newest_of(const sn_story *story)
{
    const sn_story_member *newest = &story->members[0];
    for (size_t i = 1; i < story->n_members; i++) {
        const sn_story_member *m = &story->members[i];
        if (isfinite(m->sec) && (!isfinite(newest->sec) || m->sec > newest->sec))
            newest = m;
    }
    return newest;
}

/* The members that a story has in both answers. */
static sn_status write_story(answering *a, sn_story *story)
{
    char name[SN_GROUP_TEXT_SIZE];
    sn_json *j = &a->json;
    sn_group_write(SN_GROUP_STORY, story->name, name);
    sn_json_key(j, "id");
    sn_json_text(j, name);
    sn_json_key(j, "total");
    sn_json_int(j, (int64_t)story->n_items);
    sn_json_key(j, "uncollapsed");
    sn_json_int(j, (int64_t)story->n_members);
    write_sources(a, story);
    sn_status s = write_words(a, story);
    if (s == SN_OK)
        s = write_article(a, "first", &story->members[0]);
    return s == SN_OK ? write_article(a, "last", newest_of(story)) : s;
}

static void write_end(answering *a)
{
    sn_json *j = &a->json;
    sn_answer_snapshot(j, &a->searcher->snapshot);
    sn_json_key(j, "took_ms");
    sn_json_double(j, round((double)(sn_clock_monotonic_us() - a->started_us) / 10) / 100);
    sn_answer_request(j, a->info);
    sn_json_end(j);
}

static void write_next(answering *a, int64_t next, bool is_there)
{
    sn_json_key(&a->json, "next_offset");
    if (is_there && next <= SN_LIMIT_DEPTH_HITS)
        sn_json_int(&a->json, next);
    else
        sn_json_null(&a->json);
}

/* A takedown may have come while stories were counted: then they are counted again. */
static sn_status nothing_was_hidden(answering *a)
{
    size_t before = a->searcher->snapshot.hidden.n;
    sn_status s = sn_searcher_look_again(a->searcher, a->err);
    if (s == SN_OK && a->searcher->snapshot.hidden.n != before)
        s = sn_fail(a->err, SN_ESTALE, "articles were taken down while stories were counted");
    return s;
}

/* ---- the biggest stories of a period */

static sn_status write_count(answering *a, const sn_story_count *count)
{
    SN_CLEANUP(sn_story) sn_story story = {0};
    sn_status s = sn_story_load(a->searcher, count->name, &story, a->err);
    if (s != SN_OK)
        return s;
    sn_json_object(&a->json);
    sn_json_key(&a->json, "count");
    sn_json_int(&a->json, count->items);
    s = write_story(a, &story);
    if (s == SN_OK)
        sn_json_end(&a->json);
    return s;
}

static size_t big_enough(const sn_story_counts *counts, int64_t min)
{
    size_t n = 0;
    while (n < counts->n && counts->at[n].items >= min)
        n++;
    return n;
}

static sn_status write_counts(answering *a, const sn_story_counts *counts)
{
    sn_json *j = &a->json;
    size_t n = big_enough(counts, a->request->min), first = (size_t)a->request->offset;
    size_t end = first + (size_t)a->request->limit;
    sn_status s = SN_OK;
    sn_json_key(j, "stories");
    sn_json_array(j);
    for (size_t i = first; i < n && i < end && s == SN_OK; i++)
        s = write_count(a, &counts->at[i]);
    if (s != SN_OK)
        return s;
    sn_json_end(j);
    sn_json_key(j, "total");
    sn_json_int(j, (int64_t)n);
    sn_json_key(j, "approximate");
    sn_json_bool(j, counts->is_approximate);
    write_next(a, (int64_t)end, end < n);
    return SN_OK;
}

/* null where the period is open. */
static void write_instant(sn_json *j, const char *key, int64_t sec)
{
    char text[SN_RFC3339_SIZE] = "";
    if (sec != INT64_MIN && sec != INT64_MAX)
        sn_date_write_rfc3339(sec, text);
    sn_answer_text(j, key, sn_str_of(text));
}

static sn_status answer_list(answering *a)
{
    SN_CLEANUP(sn_story_counts) sn_story_counts counts = {0};
    const sn_request *filters = &a->request->filters;
    bool has_db = a->searcher->snapshot.db != NULL;
    sn_status s = has_db ? sn_stories_count(a->searcher, filters, &counts, a->err) : SN_OK;
    if (s == SN_OK && has_db)
        s = nothing_was_hidden(a);
    if (s != SN_OK)
        return s;
    sn_json_object(&a->json);
    write_instant(&a->json, "since", filters->from_sec);
    write_instant(&a->json, "until", filters->to_sec);
    s = write_counts(a, &counts);
    if (s == SN_OK)
        write_end(a);
    return s;
}

/* ---- the time line of one story */

/* The day an item is under; false: undated, or a date far from all calendars. */
static bool day_of(const answering *a, const sn_story *story, const sn_story_item *item,
                   sn_date_span *out)
{
    int64_t day;
    double sec = story->members[item->first].sec;
    return isfinite(sec) && sn_tehran_day((int64_t)sec, &day) == SN_OK &&
           sn_date_span_of_day(a->request->calendar, SN_DATE_DAY, day, out) == SN_OK;
}

static void write_day(answering *a, const sn_date_span *day, uint32_t count)
{
    char text[SN_DATE_SPAN_SIZE];
    sn_json *j = &a->json;
    sn_json_object(j);
    sn_date_span_write_value(day, text);
    sn_json_key(j, "day");
    sn_json_text(j, text);
    sn_date_span_write_label(day, text);
    sn_json_key(j, "label");
    sn_json_text(j, text);
    sn_json_key(j, "count");
    sn_json_int(j, count);
    sn_json_end(j);
}

/* The days of the whole time line, for headings. */
static void write_days(answering *a, const sn_story *story)
{
    sn_date_span day = {0}, next;
    uint32_t count = 0;
    sn_json_key(&a->json, "days");
    sn_json_array(&a->json);
    for (size_t i = 0; i < story->n_items; i++) {
        if (!day_of(a, story, &story->items[i], &next))
            continue;
        if (count > 0 && next.first_day != day.first_day) {
            write_day(a, &day, count);
            count = 0;
        }
        day = next;
        count++;
    }
    if (count > 0)
        write_day(a, &day, count);
    sn_json_end(&a->json);
}

static sn_status write_copies(answering *a, const sn_story *story, const sn_story_item *item)
{
    sn_json *j = &a->json;
    sn_status s = SN_OK;
    sn_json_key(j, "duplicates");
    sn_json_object(j);
    sn_json_key(j, "count");
    sn_json_int(j, (int64_t)item->n - 1);
    sn_json_key(j, "members");
    sn_json_array(j);
    for (size_t i = 1; i < item->n && i <= ITEM_COPIES && s == SN_OK; i++) {
        s = load(a, &story->members[item->first + i]);
        if (s != SN_OK)
            return s;
        sn_json_object(j);
        write_members(a);
        sn_json_end(j);
    }
    sn_json_end(j);
    sn_json_end(j);
    return s;
}

static sn_status write_item(answering *a, const sn_story *story, const sn_story_item *item)
{
    char text[SN_DATE_SPAN_SIZE] = "";
    sn_date_span day;
    sn_status s = load(a, &story->members[item->first]);
    if (s != SN_OK)
        return s;
    sn_json_object(&a->json);
    if (day_of(a, story, item, &day))
        sn_date_span_write_value(&day, text);
    sn_answer_text(&a->json, "day", sn_str_of(text));
    write_members(a);
    s = write_copies(a, story, item);
    if (s == SN_OK)
        sn_json_end(&a->json);
    return s;
}

static sn_status write_line(answering *a, const sn_story *story)
{
    size_t first = (size_t)a->request->offset, end = first + (size_t)a->request->limit;
    sn_status s = SN_OK;
    write_days(a, story);
    sn_json_key(&a->json, "articles");
    sn_json_array(&a->json);
    for (size_t i = first; i < story->n_items && i < end && s == SN_OK; i++)
        s = write_item(a, story, &story->items[i]);
    if (s != SN_OK)
        return s;
    sn_json_end(&a->json);
    write_next(a, (int64_t)end, end < story->n_items);
    return SN_OK;
}

static sn_status answer_one(answering *a)
{
    SN_CLEANUP(sn_story) sn_story story = {0};
    bool has_db = a->searcher->snapshot.db != NULL;
    sn_status s =
        has_db ? sn_story_load(a->searcher, a->request->story, &story, a->err) : SN_ENOTFOUND;
    if (s == SN_OK)
        s = nothing_was_hidden(a);
    if (s != SN_OK)
        return s;
    sn_json_object(&a->json);
    s = write_story(a, &story);
    if (s == SN_OK)
        s = write_line(a, &story);
    if (s == SN_OK)
        write_end(a);
    return s;
}

/* ---- both */

static sn_status check_format(const sn_snapshot *now, sn_error *err)
{
    if (now->db == NULL || now->manifest.format >= SN_GROUPS_FORMAT)
        return SN_OK;
    return sn_fail(err, SN_EFORMAT,
                   "the index has no stories yet: it was built by an older program, and "
                   "`sarnakh-index rebuild` makes them");
}

static sn_status try_once(answering *a, bool force, sn_buf *out)
{
    sn_status s = sn_searcher_refresh(a->searcher, force, a->err);
    if (s == SN_OK)
        s = check_format(&a->searcher->snapshot, a->err);
    a->json = SN_JSON(out);
    if (s == SN_OK)
        s = a->request->is_one ? answer_one(a) : answer_list(a);
    return s == SN_OK ? sn_json_finish(&a->json) : s;
}

static sn_status refuse(sn_problem *problem, const sn_error *err, sn_status s)
{
    if (s == SN_ENOTFOUND)
        return sn_problem_make(problem, s, "unknown_story", "", "there is no such story",
                               "چنین ماجرایی نداریم");
    return sn_refuse_error(problem, err, s);
}

sn_status sn_stories_json(sn_searcher *s, const sn_stories_request *request,
                          const sn_answer_info *info, sn_buf *out, sn_problem *problem)
{
    sn_error err = {0};
    size_t before = out->len;
    SN_CLEANUP(sn_buf) sn_buf data = SN_BUF(SN_RECORD_BYTES);
    answering a = {.searcher = s, .request = request, .info = info, .err = &err};
    a.started_us =
        info != NULL && info->started_us != 0 ? info->started_us : sn_clock_monotonic_us();
    a.hit = malloc(sizeof *a.hit);
    a.data = data;
    sn_status status = a.hit == NULL ? SN_ENOMEM : SN_ESTALE;
    for (int i = 0; i < SN_SNAPSHOT_TRIES && sn_searcher_is_stale(s, status); i++) {
        err = (sn_error){0};
        sn_buf_cut(out, before);
        status = try_once(&a, i > 0, out);
    }
    data = a.data;
    free(a.hit);
    if (status == SN_OK)
        return SN_OK;
    sn_buf_cut(out, before);
    return refuse(problem, &err, status);
}
