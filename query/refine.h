/* query/refine - the best hits weighed by where the words stand.
 *
 * Nearness and phrases read where all words of an article stand, 5 us an article: too much for all that
 * match. They can only add weight, so the best `refined` hits of the ranking stay ahead of the
 * others whatever they add, and every page agrees with every other. */
#ifndef SN_QUERY_REFINE_H
#define SN_QUERY_REFINE_H

#include "query/lookup.h"

/* Add the plan's positional parts to refs[0..n), the best hits from the very first on, and order
 * them anew. Out of time, some stay without, and l->totals says so. */
SN_MUST_USE sn_status sn_refine(const sn_searcher *s, sn_lookup *l, sn_ref *refs, size_t n,
                                sn_error *err);

/* Give pinned articles, in the order of their places, what all parts of the plan give them, wherever
 * they rank; out of time as above. Statuses of xapian-c. */
SN_MUST_USE sn_status sn_score_pinned(const sn_searcher *s, sn_lookup *l, sn_ref *refs, size_t n,
                                      sn_error *err);

#endif
