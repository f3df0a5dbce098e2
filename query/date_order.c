#include "query/date_order.h"

#include "archive/number.h"
#include "query/date_keys.h"
#include "query/date_runs.h"

#include <stdlib.h>
#include <string.h>

/* Hits around the page that are looked at first: each costs a value read. */
#define SLACK_FIRST 64
#define SLACK_MORE  16 /* times as many */

/* The part of all hits that is put in order. */
typedef struct window {
    const sn_date_page *page;
    uint32_t slack;
    size_t first;  /* hit, counted from the first of all */
    sn_ref before; /* the hit before `first`, if there is one */
    sn_ref last;   /* the last hit of all that were matched */
    sn_ref *refs;
    size_t n;
    size_t begin; /* of the page, in refs */
    bool is_full; /* more hits follow */
} window;

static sn_status read_ref(const sn_xap_db *db, const sn_xap_matches *m, size_t i,
                          bool is_newest_first, sn_ref *out, sn_error *err)
{
    const sn_xap_hit *hit = sn_xap_matches_at(m, i);
    *out = (sn_ref){.docid = hit->docid, .copies = hit->collapse_count, .place = (uint32_t)i};
    return sn_date_set_key(db, is_newest_first, out, err);
}

static sn_status fill_window(const sn_xap_db *db, const sn_xap_matches *m, window *w, sn_error *err)
{
    size_t all = sn_xap_matches_count(m);
    bool is_newest_first = w->page->newest_first;
    w->first = w->first < all ? w->first : all;
    w->n = all - w->first;
    w->refs = calloc(w->n + 1, sizeof *w->refs);
    if (w->refs == NULL)
        return SN_ENOMEM;
    sn_status s = SN_OK;
    if (w->first > 0)
        s = read_ref(db, m, w->first - 1, is_newest_first, &w->before, err);
    for (size_t i = 0; i < w->n && s == SN_OK; i++)
        s = read_ref(db, m, w->first + i, is_newest_first, &w->refs[i], err);
    if (s != SN_OK)
        return s;
    if (w->n > 0)
        w->last = w->refs[w->n - 1];
    sn_date_sort(w->refs, w->n, is_newest_first);
    return SN_OK;
}

/* Do all hits up to w->before certainly stand before r? */
static bool begins_before(const window *w, const sn_ref *r)
{
    if (w->first == 0 || sn_date_is_undated(r))
        return true;
    if (sn_date_is_undated(&w->before))
        return false;
    if (!w->page->newest_first)
        return w->before.key < r->key;
    return (sn_minute_of_number(w->before.docid) - SN_DATE_SPREAD_MINUTES) * 60 > r->key;
}

/* Do all hits from w->last on certainly stand behind r? */
static bool ends_behind(const window *w, const sn_ref *r)
{
    if (!w->is_full || sn_date_is_undated(&w->last))
        return true;
    if (sn_date_is_undated(r))
        return false;
    if (!w->page->newest_first)
        return w->last.key > r->key;
    return (sn_minute_of_number(w->last.docid) + SN_DATE_SPREAD_MINUTES + 1) * 60 <= r->key;
}

/* Is nothing missing on the page, nor the hit behind it? */
static bool is_enough(const window *w)
{
    size_t behind = w->begin + w->page->limit;
    sn_ref after = {0};
    const sn_ref *begin = w->begin < w->n ? &w->refs[w->begin] : NULL;
    if (w->page->after != NULL) { /* those of the same second, too */
        after.key = w->page->after->key;
        begin = &after;
    }
    if (begin != NULL && !begins_before(w, begin))
        return false;
    if (behind < w->n)
        return ends_behind(w, &w->refs[behind]);
    return !w->is_full;
}

static sn_status match_window(const sn_xap_db *db, const sn_xap_query *query,
                              sn_xap_match_opts opts, window *w, sn_xap_matches **out,
                              sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    const sn_date_page *p = w->page;
    w->first = p->offset > w->slack ? p->offset - w->slack : 0;
    opts.max_items = p->offset + p->limit + 1 + w->slack;
    sn_status s = sn_xap_match(db, query, &opts, &m, err);
    if (s == SN_OK)
        s = fill_window(db, m, w, err);
    w->is_full = s == SN_OK && sn_xap_matches_count(m) == opts.max_items;
    w->begin = p->offset - w->first < w->n ? p->offset - w->first : w->n;
    if (s == SN_OK && p->after != NULL)
        s = sn_date_find_after(db, w->refs, w->n, p->after, p->newest_first, &w->begin, err);
    if (s != SN_OK)
        return s;
    *out = m;
    m = NULL;
    return SN_OK;
}

/* The page and the hit behind it out of their window, each second in the order of ids. */
static sn_status cut_page(const sn_xap_db *db, window *w, size_t *n, sn_error *err)
{
    size_t begin = w->begin, end = begin + w->page->limit + 1;
    end = end < w->n ? end : w->n;
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
    window w = {0};
    sn_status s = SN_OK;
    for (uint32_t slack = SLACK_FIRST; s == SN_OK; slack *= SLACK_MORE) {
        free(w.refs);
        sn_xap_matches_destroy(m);
        m = NULL;
        w = (window){.page = page, .slack = slack};
        s = match_window(db, query, *opts, &w, &m, err);
        if (s == SN_OK && (is_enough(&w) || sn_xap_matches_totals(m).timed_out ||
                           slack > UINT32_MAX / 2 / SLACK_MORE))
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

static sn_xap_query *numbers_from(sn_tree *t, sn_docid first)
{
    sn_xap_docid_range range = {
        .first = first, .last = UINT32_MAX, .inner_first = first, .inner_last = UINT32_MAX};
    return sn_tree_range(t, &range);
}

sn_xap_query *sn_date_order_rest(sn_tree *t, const sn_cursor *after, bool newest_first)
{
    char low[9];
    if (after->key == sn_date_undated_key(newest_first))
        return numbers_from(t, after->last[0] < UINT32_MAX ? after->last[0] + 1 : UINT32_MAX);
    int64_t minute = sn_minute_of_second(after->key);
    if (newest_first)
        return numbers_from(t, sn_number_of_minute(minute + SN_DATE_SPREAD_MINUTES));
    sn_str value = {low, sn_xap_number_to_value((double)after->key, low)};
    return sn_tree_values_from(t, SN_SLOT_PUBLISHED, value);
}
