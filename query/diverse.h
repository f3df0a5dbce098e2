/* query/diverse - at most so many hits of one source: the list of hits without those that come after
 * their source has had its share.
 *
 * It is the whole list that is thinned, from its first hit on, so a page shows what the pages before
 * left and no source comes back on a later page. Articles without a source are no source's. Private
 * to lookup.c. */
#ifndef SN_QUERY_DIVERSE_H
#define SN_QUERY_DIVERSE_H

#include "query/lookup.h"

/* What documents have as a value of a slot, as a hash of 64 bits, 0 for none: out[i] for refs[i].
 * Statuses of xapian-c, SN_ENOMEM. */
SN_MUST_USE sn_status sn_diverse_keys(const sn_searcher *s, uint32_t slot, const sn_ref *refs,
                                      size_t n, uint64_t *out, sn_error *err);

/* l->refs is the list from its first hit on, as far as it was matched: leave out what is more than
 * `most` of its source. Pinned articles stand before it and count for theirs. Statuses of
 * xapian-c. */
SN_MUST_USE sn_status sn_diverse_thin(const sn_searcher *s, sn_lookup *l, int64_t most,
                                      sn_error *err);

/* How much of a list is matched for its first n hits to be left, most often. */
#define SN_DIVERSE_DEPTH(n) (4 * (n) + 50)

#endif
