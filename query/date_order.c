#include "query/date_order.h"

#include "archive/number.h"
#include "query/date_runs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Hits around the page that are looked at: each costs a value read. */
static const uint32_t slacks[] = {16, 128, 1024, 4096};

/* An article further than this from its number's minute has no time of day (or its hour had 8
 * articles a minute): it stands where its number does. */
#define SPREAD_MINUTES 60

/* The part of all hits that is put in order. */
typedef struct window {
    const sn_date_page *page;
    uint32_t slack;
    size_t first; /* hit, counted from the first of all */
    sn_ref *refs;
    size_t n;
    bool is_full; /* more hits follow */
} window;

static sn_status published(const sn_xap_db *db, sn_docid docid, int64_t *out, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(64);
    sn_status s = sn_xap_db_value(db, docid, SN_SLOT_PUBLISHED, &value, err);
    if (s != SN_OK)
        return s;
    double sec = value.len > 0 ? sn_xap_number_of_value(sn_buf_str(&value)) : INFINITY;
    *out = sec > -1e15 && sec < 1e15 ? (int64_t)sec : INT64_MAX;
    return SN_OK;
}

static sn_status set_key(const sn_xap_db *db, bool is_newest_first, sn_ref *ref, sn_error *err)
{
    int64_t sec;
    sn_status s = published(db, ref->docid, &sec, err);
    if (s != SN_OK)
        return s;
    bool is_undated = sec == INT64_MAX || ref->docid > SN_NUMBER_DATED_LAST;
    if (!is_newest_first || is_undated) {
        ref->key = is_undated ? (is_newest_first ? INT64_MIN : INT64_MAX) : sec;
        return SN_OK;
    }
    int64_t minute = sn_minute_of_number(ref->docid);
    int64_t distance = llabs(minute - sn_minute_of_second(sec));
    ref->key = distance > SPREAD_MINUTES ? minute * 60 : sec;
    return SN_OK;
}

static int by_place(const sn_ref *a, const sn_ref *b)
{
    return (a->place > b->place) - (a->place < b->place);
}

static int newest_first(const void *a, const void *b)
{
    const sn_ref *left = a, *right = b;
    if (left->key != right->key)
        return left->key < right->key ? 1 : -1;
    return by_place(left, right);
}

static int oldest_first(const void *a, const void *b)
{
    const sn_ref *left = a, *right = b;
    if (left->key != right->key)
        return left->key > right->key ? 1 : -1;
    return by_place(left, right);
}

static sn_status fill_window(const sn_xap_db *db, const sn_xap_matches *m, window *w, sn_error *err)
{
    size_t all = sn_xap_matches_count(m);
    size_t n = all > w->first ? all - w->first : 0;
    sn_status s = SN_OK;
    w->refs = calloc(n + 1, sizeof *w->refs);
    if (w->refs == NULL)
        return SN_ENOMEM;
    for (size_t i = 0; i < n && s == SN_OK; i++) {
        const sn_xap_hit *hit = sn_xap_matches_at(m, w->first + i);
        w->refs[i] =
            (sn_ref){.docid = hit->docid, .copies = hit->collapse_count, .place = (uint32_t)i};
        s = set_key(db, w->page->newest_first, &w->refs[i], err);
    }
    if (s == SN_OK && n > 1)
        qsort(w->refs, n, sizeof *w->refs, w->page->newest_first ? newest_first : oldest_first);
    w->n = n;
    w->is_full = all == (size_t)w->page->offset + w->page->limit + w->slack;
    return s;
}

/* Might hits outside the window belong on the page? If some moved far in it, or if the same second
 * reaches from the page over its edge. */
static bool is_too_small(const window *w)
{
    size_t begin = w->page->offset - w->first;
    if (begin >= w->n || (w->first == 0 && !w->is_full))
        return false;
    for (size_t i = 0; i < w->n; i++) {
        size_t moved = i > w->refs[i].place ? i - w->refs[i].place : w->refs[i].place - i;
        if (moved > w->slack / 2)
            return true;
    }
    size_t last = begin + w->page->limit - 1 < w->n ? begin + w->page->limit - 1 : w->n - 1;
    return (w->first > 0 && sn_date_is_same(&w->refs[begin], &w->refs[0])) ||
           (w->is_full && sn_date_is_same(&w->refs[last], &w->refs[w->n - 1]));
}

static sn_status match_window(const sn_xap_db *db, const sn_xap_query *query,
                              sn_xap_match_opts opts, window *w, sn_xap_matches **out,
                              sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    w->first = w->page->offset > w->slack ? w->page->offset - w->slack : 0;
    opts.max_items = w->page->offset + w->page->limit + w->slack;
    sn_status s = sn_xap_match(db, query, &opts, &m, err);
    if (s == SN_OK)
        s = fill_window(db, m, w, err);
    if (s != SN_OK)
        return s;
    *out = m;
    m = NULL;
    return SN_OK;
}

/* The page out of its window, each second in the order of ids. */
static sn_status cut_page(const sn_xap_db *db, window *w, size_t *n, sn_error *err)
{
    size_t begin = w->page->offset - w->first < w->n ? w->page->offset - w->first : w->n;
    size_t end = begin + w->page->limit < w->n ? begin + w->page->limit : w->n;
    sn_status s = sn_date_sort_runs(db, w->refs, w->n, begin, end, err);
    if (s != SN_OK)
        return s;
    memmove(w->refs, w->refs + begin, (end - begin) * sizeof *w->refs);
    *n = end - begin;
    return SN_OK;
}

sn_status sn_date_order_match(const sn_xap_db *db, const sn_xap_query *query,
                              const sn_xap_match_opts *opts, const sn_date_page *page,
                              sn_ref **refs, size_t *n, sn_xap_matches **out, sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    window w = {.page = page};
    sn_status s = SN_OK;
    for (size_t i = 0; i < sizeof slacks / sizeof *slacks && s == SN_OK; i++) {
        free(w.refs);
        sn_xap_matches_destroy(m);
        m = NULL;
        w = (window){.page = page, .slack = slacks[i]};
        s = match_window(db, query, *opts, &w, &m, err);
        if (s == SN_OK && !is_too_small(&w))
            break;
    }
    if (s == SN_OK)
        s = cut_page(db, &w, n, err);
    if (s != SN_OK) {
        free(w.refs);
        return s;
    }
    *refs = w.refs;
    *out = m;
    m = NULL;
    return SN_OK;
}
