/* query/date_order - pages in the order of publication.
 *
 * The index gives newest first by document number (to the minute, spilled where a minute was full)
 * and oldest first by value; a window around the page is put in its true order: by second, then by
 * id. It is widened when many articles share the second at its edge. */
#ifndef SN_QUERY_DATE_ORDER_H
#define SN_QUERY_DATE_ORDER_H

#include "query/lookup.h"

typedef struct sn_date_page {
    uint32_t offset, limit;
    bool newest_first;
    uint32_t first; /* of the window, set by sn_date_order_match() */
} sn_date_page;

/* Match the window of a page; opts has the order and everything but first and max_items. */
SN_MUST_USE sn_status sn_date_order_match(const sn_xap_db *db, const sn_xap_query *query,
                                          const sn_xap_match_opts *opts, sn_date_page *page,
                                          sn_xap_matches **out, sn_error *err);

/* The page out of its window. *out is the caller's, for free(). */
SN_MUST_USE sn_status sn_date_order_take(const sn_xap_db *db, const sn_xap_matches *window,
                                         const sn_date_page *page, sn_ref **out, size_t *n,
                                         sn_error *err);

#endif
