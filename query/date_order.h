/* query/date_order - pages in the order of publication.
 *
 * The index gives newest first by document number (to the minute, spilled where a minute was full)
 * and oldest first by value; a window around the page is put in its true order: by date_keys.h, then
 * by id. It is widened until nothing outside of it can belong on the page. */
#ifndef SN_QUERY_DATE_ORDER_H
#define SN_QUERY_DATE_ORDER_H

#include "query/lookup.h"

typedef struct sn_date_page {
    uint32_t offset, limit;
    bool newest_first;
    const sn_cursor *after; /* behind this hit, which need not be there any more; NULL: by offset */
} sn_date_page;

/* Match a page; opts has the order and everything but first and max_items. *refs (for free()) and
 * *n are the page, and one more hit if there is one; *out the matches, from the first of all on. With
 * `after` the offset is about where that hit stands among the matches of the query. */
SN_MUST_USE sn_status sn_date_order_match(const sn_xap_db *db, const sn_xap_query *query,
                                          const sn_xap_match_opts *opts, const sn_date_page *page,
                                          sn_ref **refs, size_t *n, sn_xap_matches **out,
                                          sn_error *err);

/* What articles behind a hit must be in, so that the match need not begin at the first one of all.
 * Not with collapsing: which of a group is shown may be decided before it. */
sn_xap_query *sn_date_order_rest(sn_tree *t, const sn_cursor *after, bool newest_first);

#endif
