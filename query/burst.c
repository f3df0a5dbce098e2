#include "query/burst.h"

#include "archive/number.h"
#include "base/limits.h"

#define HOUR_MINUTES 60

/* The numbers of the minutes before end_minute; numbers fall as time rises. */
static sn_xap_docid_range range_before(int64_t end_minute, int64_t minutes)
{
    sn_docid first = sn_number_of_minute(end_minute - 1);
    sn_docid last = sn_number_of_minute(end_minute - minutes) + SN_NUMBER_SLOTS - 1;
    return (sn_xap_docid_range){
        .first = first, .last = last, .inner_first = first, .inner_last = last};
}

/* Articles that match; beyond so many, newest first, those of the rest of the range are taken to come
 * as fast as these did. */
static sn_status count_in(const sn_xap_db *db, sn_tree *t, sn_xap_query *query,
                          const sn_xap_docid_range *range, double *out)
{
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_xap_query *within = sn_tree_pair(t, SN_XAP_FILTER, query, sn_tree_range(t, range));
    const uint32_t most = SN_LIMIT_BURST_ARTICLES;
    sn_xap_match_opts opts = {
        .first = most, .max_items = 1, .check_at_least = most + 1, .order = SN_XAP_BY_DOCID};
    if (t->status == SN_OK)
        t->status = sn_xap_match(db, within, &opts, &m, t->err);
    if (t->status != SN_OK)
        return t->status;
    if (sn_xap_matches_count(m) == 0) {
        *out = sn_xap_matches_totals(m).lower;
        return SN_OK;
    }
    double seen = (double)sn_xap_matches_at(m, 0)->docid - range->first + 1;
    *out = most * ((double)range->last - range->first + 1) / seen;
    return SN_OK;
}

static sn_status count_articles(const sn_xap_db *db, int64_t end_minute, int64_t minutes,
                                uint32_t *out, sn_error *err)
{
    sn_xap_docid_range range = range_before(end_minute, minutes);
    return sn_xap_db_count_between(db, range.first, range.last, out, err);
}

/* The minute behind the hour that the times end with. */
static sn_status find_end(const sn_xap_db *db, int64_t now_sec, int64_t *out, sn_error *err)
{
    sn_docid newest;
    int64_t minute = sn_minute_of_second(now_sec);
    sn_status s = sn_xap_db_first_with_term(db, SN_STR(""), &newest, err);
    if (s != SN_OK && s != SN_ENOTFOUND)
        return s;
    if (s == SN_OK && newest <= SN_NUMBER_DATED_LAST && sn_minute_of_number(newest) < minute)
        minute = sn_minute_of_number(newest);
    int64_t into_hour = (minute % HOUR_MINUTES + HOUR_MINUTES) % HOUR_MINUTES;
    *out = minute - into_hour + HOUR_MINUTES;
    return SN_OK;
}

sn_status sn_burst_base_count(const sn_xap_db *db, int64_t now_sec, sn_burst_base *base,
                              sn_error *err)
{
    sn_burst_base fresh = {0};
    sn_status s = find_end(db, now_sec, &fresh.end_minute, err);
    if (s != SN_OK || fresh.end_minute == base->end_minute)
        return s;
    s = count_articles(db, fresh.end_minute, SN_BURST_RECENT_MINUTES, &fresh.recent_articles, err);
    if (s == SN_OK)
        s = count_articles(db, fresh.end_minute, SN_BURST_USUAL_MINUTES, &fresh.usual_articles,
                           err);
    if (s == SN_OK)
        *base = fresh;
    return s;
}

sn_status sn_burst_of(const sn_xap_db *db, const sn_burst_base *base, sn_tree *t,
                      sn_xap_query *query, double *out)
{
    double recent, usual;
    if (base->usual_articles == 0) {
        *out = 1;
        return SN_OK;
    }
    sn_xap_docid_range day = range_before(base->end_minute, SN_BURST_RECENT_MINUTES);
    sn_xap_docid_range quarter = range_before(base->end_minute, SN_BURST_USUAL_MINUTES);
    sn_status s = count_in(db, t, query, &day, &recent);
    if (s == SN_OK)
        s = count_in(db, t, query, &quarter, &usual);
    if (s == SN_OK)
        *out = (recent + 1) / (base->recent_articles * usual / base->usual_articles + 1);
    return s;
}
