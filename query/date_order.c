#include "query/date_order.h"

#include "archive/number.h"
#include "layout/hit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SLACK      64u   /* how far the order of numbers strays from that of seconds, in hits */
#define WIDE_SLACK 2048u /* when one second has so many articles that the first is too small */

/* An article further than this from its number's minute has no time of day: it was spread over its
 * day, and stands there. */
#define SPREAD_MINUTES 60

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

/* Undated articles come last in both orders. */
static sn_status set_key(const sn_xap_db *db, bool newest_first, sn_ref *ref, sn_error *err)
{
    int64_t sec;
    sn_status s = published(db, ref->docid, &sec, err);
    if (s != SN_OK)
        return s;
    bool is_undated = sec == INT64_MAX || ref->docid > SN_NUMBER_DATED_LAST;
    if (!newest_first || is_undated) {
        ref->key = is_undated ? (newest_first ? INT64_MIN : INT64_MAX) : sec;
        return SN_OK;
    }
    int64_t minute = sn_minute_of_number(ref->docid);
    int64_t distance = llabs(minute - sn_minute_of_second(sec));
    ref->key = distance > SPREAD_MINUTES ? minute * 60 : sec;
    return SN_OK;
}

static int compare_numbers(const sn_ref *a, const sn_ref *b)
{
    return (a->docid > b->docid) - (a->docid < b->docid);
}

static int newest_first(const void *a, const void *b)
{
    const sn_ref *left = a, *right = b;
    if (left->key != right->key)
        return left->key < right->key ? 1 : -1;
    return compare_numbers(left, right);
}

static int oldest_first(const void *a, const void *b)
{
    const sn_ref *left = a, *right = b;
    if (left->key != right->key)
        return left->key > right->key ? 1 : -1;
    return compare_numbers(left, right);
}

/* How many of the matches, which begin at the first of all, are in the window. */
static size_t window_count(const sn_xap_matches *m, const sn_date_page *page)
{
    size_t all = sn_xap_matches_count(m);
    return all > page->first ? all - page->first : 0;
}

static sn_status read_window(const sn_xap_db *db, const sn_xap_matches *m, const sn_date_page *page,
                             sn_ref **out, sn_error *err)
{
    size_t n = window_count(m, page);
    sn_ref *refs = calloc(n + 1, sizeof *refs);
    sn_status s = refs == NULL ? SN_ENOMEM : SN_OK;
    for (size_t i = 0; i < n && s == SN_OK; i++) {
        const sn_xap_hit *hit = sn_xap_matches_at(m, page->first + i);
        refs[i] = (sn_ref){.docid = hit->docid, .copies = hit->collapse_count};
        s = set_key(db, page->newest_first, &refs[i], err);
    }
    if (s != SN_OK) {
        free(refs);
        return s;
    }
    if (n > 1)
        qsort(refs, n, sizeof *refs, page->newest_first ? newest_first : oldest_first);
    *out = refs;
    return SN_OK;
}

static sn_status match_window(const sn_xap_db *db, const sn_xap_query *query,
                              sn_xap_match_opts opts, uint32_t slack, sn_date_page *page,
                              sn_xap_matches **out, sn_error *err)
{
    page->first = page->offset > slack ? page->offset - slack : 0;
    opts.max_items = page->offset + page->limit + slack;
    return sn_xap_match(db, query, &opts, out, err);
}

/* Undated articles have no second in common: they stay in the order of arrival. */
static bool is_run_key(int64_t key)
{
    return key != INT64_MIN && key != INT64_MAX;
}

/* Does a run of equal keys reach from the page beyond the window? */
static bool is_cut(const sn_ref *refs, size_t n, const sn_date_page *page, uint32_t slack)
{
    size_t begin = page->offset - page->first;
    if (begin >= n)
        return false;
    size_t last = begin + page->limit - 1 < n ? begin + page->limit - 1 : n - 1;
    bool is_full = n == page->offset - page->first + page->limit + slack;
    return (page->first > 0 && refs[begin].key == refs[0].key && is_run_key(refs[0].key)) ||
           (is_full && refs[last].key == refs[n - 1].key && is_run_key(refs[last].key));
}

sn_status sn_date_order_match(const sn_xap_db *db, const sn_xap_query *query,
                              const sn_xap_match_opts *opts, sn_date_page *page,
                              sn_xap_matches **out, sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_ref *refs;
    sn_status s = match_window(db, query, *opts, SLACK, page, &m, err);
    if (s == SN_OK)
        s = read_window(db, m, page, &refs, err);
    if (s != SN_OK)
        return s;
    bool cut = is_cut(refs, window_count(m, page), page, SLACK);
    free(refs);
    if (cut)
        return match_window(db, query, *opts, WIDE_SLACK, page, out, err);
    *out = m;
    m = NULL;
    return SN_OK;
}

typedef struct named_ref {
    sn_ref ref;
    char id[SN_LIMIT_ID_BYTES + 1];
} named_ref;

static int by_id(const void *a, const void *b)
{
    const named_ref *left = a, *right = b;
    return strcmp(left->id, right->id);
}

static sn_status read_id(const sn_xap_db *db, sn_docid docid, char out[SN_LIMIT_ID_BYTES + 1],
                         sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf data = SN_BUF((size_t)2 * SN_LIMIT_ARTICLE_BYTES);
    sn_status s = sn_xap_db_data(db, docid, &data, err);
    if (s != SN_OK)
        return s;
    sn_hit *hit = malloc(sizeof *hit);
    if (hit == NULL)
        return SN_ENOMEM;
    s = sn_hit_read(sn_buf_str(&data), hit);
    if (s == SN_OK && hit->id.len <= SN_LIMIT_ID_BYTES) {
        memcpy(out, hit->id.at, hit->id.len);
        out[hit->id.len] = '\0';
    }
    free(hit);
    return s;
}

/* Order n articles of one second by their ids. */
static sn_status sort_run(const sn_xap_db *db, sn_ref *refs, size_t n, sn_error *err)
{
    named_ref *named = calloc(n, sizeof *named);
    sn_status s = named == NULL ? SN_ENOMEM : SN_OK;
    for (size_t i = 0; i < n && s == SN_OK; i++) {
        named[i].ref = refs[i];
        s = read_id(db, refs[i].docid, named[i].id, err);
    }
    if (s == SN_OK) {
        qsort(named, n, sizeof *named, by_id);
        for (size_t i = 0; i < n; i++)
            refs[i] = named[i].ref;
    }
    free(named);
    return s;
}

static sn_status sort_runs(const sn_xap_db *db, sn_ref *refs, size_t n, size_t begin, size_t end,
                           sn_error *err)
{
    sn_status s = SN_OK;
    for (size_t i = 0; i < n && s == SN_OK;) {
        size_t next = i + 1;
        while (next < n && refs[next].key == refs[i].key)
            next++;
        if (next - i > 1 && i < end && next > begin && is_run_key(refs[i].key))
            s = sort_run(db, refs + i, next - i, err);
        i = next;
    }
    return s;
}

sn_status sn_date_order_take(const sn_xap_db *db, const sn_xap_matches *window,
                             const sn_date_page *page, sn_ref **out, size_t *n, sn_error *err)
{
    sn_ref *refs;
    size_t count = window_count(window, page);
    sn_status s = read_window(db, window, page, &refs, err);
    if (s != SN_OK)
        return s;
    size_t begin = page->offset - page->first < count ? page->offset - page->first : count;
    size_t end = begin + page->limit < count ? begin + page->limit : count;
    s = sort_runs(db, refs, count, begin, end, err);
    if (s != SN_OK) {
        free(refs);
        return s;
    }
    memmove(refs, refs + begin, (end - begin) * sizeof *refs);
    *out = refs;
    *n = end - begin;
    return SN_OK;
}
