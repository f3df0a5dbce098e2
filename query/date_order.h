/* query/date_order - pages in the order of publication.
 *
 * The index gives newest first by document number (to the minute, spilled where a minute was full)
 * and oldest first by value; a window around the page is put in its true order: by second, then by
 * id. It is widened as long as hits move far in it or many share the second at its edge. Articles
 * without a time of day stand in the one order where they were spread over their day, in the other
 * at its beginning; those without a date come last in both, in the order of arrival. */
#ifndef SN_QUERY_DATE_ORDER_H
#define SN_QUERY_DATE_ORDER_H

#include "query/lookup.h"

typedef struct sn_date_page {
    uint32_t offset, limit;
    bool newest_first;
} sn_date_page;

/* Match a page; opts has the order and everything but first and max_items. *refs (for free()) and
 * *n are the page; *out the matches, from the first of all on. */
SN_MUST_USE sn_status sn_date_order_match(const sn_xap_db *db, const sn_xap_query *query,
                                          const sn_xap_match_opts *opts, const sn_date_page *page,
                                          sn_ref **refs, size_t *n, sn_xap_matches **out,
                                          sn_error *err);

#endif
