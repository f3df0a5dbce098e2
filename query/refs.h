/* query/refs - lists of found articles: taken from a match, put in order, matched once more. Private to
 * query/. */
#ifndef SN_QUERY_REFS_H
#define SN_QUERY_REFS_H

#include "query/lookup.h"

/* The hits of a match in a list of their own, which the caller frees. SN_ENOMEM. */
SN_MUST_USE sn_status sn_refs_take(const sn_xap_matches *m, sn_ref **out, size_t *n);

/* For qsort and bsearch: by document number; as the library orders: best first, equal ones by number. */
int sn_ref_by_number(const void *left, const void *right);
int sn_ref_by_score(const void *left, const void *right);

/* The first `depth` of a query by what it weighs, with the constants and the deadline of the lookup; for
 * sn_xap_matches_destroy(). Statuses of xapian-c. */
SN_MUST_USE sn_status sn_refs_match(const sn_searcher *s, const sn_lookup *l,
                                    const sn_xap_query *query, uint32_t depth, sn_xap_matches **out,
                                    sn_error *err);

/* Match query, which finds some of these articles (they stand by number), and add to the score of each
 * factor times what it weighs; l->totals.timed_out if time ran out. Statuses of xapian-c. */
SN_MUST_USE sn_status sn_refs_add_weights(const sn_searcher *s, sn_lookup *l,
                                          const sn_xap_query *query, double factor, sn_ref *refs,
                                          size_t n, sn_error *err);

/* Any of these articles, which stand by number; owned by t, its status tells of a failure. */
sn_xap_query *sn_refs_query(sn_tree *t, const sn_ref *refs, size_t n);

#endif
