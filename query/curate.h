/* query/curate - pinned articles before the ranking, hidden ones out of it.
 *
 * The list of a search is the pinned articles, in their order, and behind them the ranking without
 * them: pages are cut out of the whole, so that none shows an article twice and none is lost. */
#ifndef SN_QUERY_CURATE_H
#define SN_QUERY_CURATE_H

#include "query/lookup.h"

/* After the plan is made, before it is matched: note in l->pinned those that may be shown (they
 * exist, are not hidden or excluded, and pass the filters), and leave them, what they stand for and
 * what is hidden for this query out of the ranking. Does nothing but for a search by relevance. Statuses of xapian-c. */
SN_MUST_USE sn_status sn_curate(sn_searcher *s, const sn_request *request, sn_lookup *l,
                                sn_error *err);

/* Where in the ranking behind the pinned articles a place of the list is. */
size_t sn_curated_place(const sn_lookup *l, size_t place);

/* Put the pinned articles of the page before l->refs, with the scores that the formula gives them and
 * the count of what they stand for, and count all of them in l->totals. */
SN_MUST_USE sn_status sn_curated_page(const sn_searcher *s, const sn_request *request, sn_lookup *l,
                                      size_t first, size_t end, sn_error *err);

#endif
