#include "query/date_keys.h"

#include "archive/number.h"

#include <math.h>
#include <stdlib.h>

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

sn_status sn_date_set_key(const sn_xap_db *db, bool is_newest_first, sn_ref *ref, sn_error *err)
{
    int64_t sec;
    sn_status s = published(db, ref->docid, &sec, err);
    if (s != SN_OK)
        return s;
    ref->key = sec;
    if (sec == INT64_MAX || ref->docid > SN_NUMBER_DATED_LAST) {
        ref->key = sn_date_undated_key(is_newest_first);
    } else if (is_newest_first) {
        int64_t minute = sn_minute_of_number(ref->docid);
        int64_t distance = llabs(minute - sn_minute_of_second(sec));
        ref->key = distance > SN_DATE_SPREAD_MINUTES ? minute * 60 : sec;
    }
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

void sn_date_sort(sn_ref *refs, size_t n, bool is_newest_first)
{
    if (n > 1)
        qsort(refs, n, sizeof *refs, is_newest_first ? newest_first : oldest_first);
}
