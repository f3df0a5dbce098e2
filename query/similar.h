/* query/similar - how alike the text of one article is to those of others, from their hits with bodies.
 * Private to query/. */
#ifndef SN_QUERY_SIMILAR_H
#define SN_QUERY_SIMILAR_H

#include "analysis/fingerprint.h"
#include "grouping/similarity.h"
#include "layout/hit.h"

/* One article, and room for another. */
typedef struct sn_similar {
    sn_fingerprint_maker *own, *other;
    sn_fingerprint text;
} sn_similar;

/* Compare with this article from now on. *s is zeroed by the caller, who ends it with sn_similar_done()
 * whatever comes back. SN_ENOMEM, SN_ELIMIT. */
SN_MUST_USE sn_status sn_similar_begin(sn_similar *s, const sn_hit *article);
SN_MUST_USE sn_status sn_similar_to(sn_similar *s, const sn_hit *other, sn_similarity *out);
void sn_similar_done(sn_similar *s);

SN_DEFINE_CLEANUP(sn_similar, sn_similar_done)

#endif
