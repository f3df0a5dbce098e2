/* query/date_keys - the second at which an article stands in an order of publication.
 *
 * Oldest first that is the second it was published. Newest first the index lists by document number:
 * an article stands at its second as long as that is within SN_DATE_SPREAD_MINUTES of its number's
 * minute; further away it has no time of day (or its hour had 8 articles a minute) and stands where
 * its number does. Articles without a date come last in both, in the order of arrival. */
#ifndef SN_QUERY_DATE_KEYS_H
#define SN_QUERY_DATE_KEYS_H

#include "query/lookup.h"

#define SN_DATE_SPREAD_MINUTES 60

/* Set ref->key: the second, or the value below for an article without a date. */
SN_MUST_USE sn_status sn_date_set_key(const sn_xap_db *db, bool is_newest_first, sn_ref *ref,
                                      sn_error *err);

/* Undated ones are behind all others whichever way the list runs. */
static inline int64_t sn_date_undated_key(bool is_newest_first)
{
    return is_newest_first ? INT64_MIN : INT64_MAX;
}
static inline bool sn_date_is_undated(const sn_ref *ref)
{
    return ref->key == INT64_MIN || ref->key == INT64_MAX;
}

/* By key, equal ones by place. */
void sn_date_sort(sn_ref *refs, size_t n, bool is_newest_first);

#endif
