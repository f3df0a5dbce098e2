/* query/spots - where the words of a question stand in the bodies of the hits of a page, as the index knows it: so that
 * not all of a body is analysed for its passages (passages.h). */
#ifndef SN_QUERY_SPOTS_H
#define SN_QUERY_SPOTS_H

#include "layout/hit.h"
#include "query/passages.h"
#include "query/refs.h"

/* What was read of a page, and of the body looked at last. Zeroed: nothing is known. */
typedef struct sn_page_spots {
    sn_pool pool;
    struct sn_asked_terms *asked; /* NULL: nothing is known */
    struct sn_hit_places *hits;   /* by document number */
    size_t n_hits;
    sn_spot *at; /* of the last body */
    size_t n, cap;
    bool stands[SN_LIMIT_QUERY_TERMS];
} sn_page_spots;

void sn_page_spots_done(sn_page_spots *p);

/* Read the places of the question's words in n hits. Nothing is read, and known, of questions with prefixes or of exact
 * forms: the index has no places of these. *p is zeroed and is ended whatever comes back; the question outlives it.
 * Returns SN_OK, SN_ENOMEM, SN_ESTALE, SN_ECORRUPT. */
SN_MUST_USE sn_status sn_page_spots_read(sn_page_spots *p, const sn_xap_db *db,
                                         const sn_question *question, const sn_ref *refs, size_t n,
                                         sn_error *err);

/* Those in the body of a hit, valid until the next call. False: they are not known. SN_ENOMEM. */
SN_MUST_USE sn_status sn_page_spots_of(sn_page_spots *p, sn_docid docid, const sn_hit *hit,
                                       bool *is_known, sn_spots *out);

SN_DEFINE_CLEANUP(sn_page_spots, sn_page_spots_done)

#endif
