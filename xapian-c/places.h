/* xapian-c/places - where several terms stand in several documents, read in one go: what queries weigh by places, for
 * documents that are known already. Statuses as xapian_c.h says of every function with an sn_error. */
#ifndef SN_XAPIAN_C_PLACES_H
#define SN_XAPIAN_C_PLACES_H

#include "xapian-c/xapian_c.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct sn_xap_places sn_xap_places;

/* Of n terms; they are copied. *out is the caller's. */
SN_MUST_USE sn_status sn_xap_places_open(const sn_xap_db *db, const sn_str *terms, size_t n,
                                         sn_xap_places **out, sn_error *err);
void sn_xap_places_close(sn_xap_places *places); /* NULL is fine; before its db */
/* Read a document. Numbers must rise from one call to the next: that is not checked, and of others places are missed. One
 * that does not exist has none. */
SN_MUST_USE sn_status sn_xap_places_read(sn_xap_places *places, sn_docid docid, sn_error *err);
/* Where the i-th term stands in the document last read, rising; valid until the next one is read. */
SN_MUST_USE sn_status sn_xap_places_of(sn_xap_places *places, size_t i, const uint32_t **out,
                                       size_t *n, sn_error *err);
/* Has that document the i-th term, at a place or at none? */
SN_MUST_USE sn_status sn_xap_places_has(sn_xap_places *places, size_t i, bool *out, sn_error *err);
/* Where anything stands in the document last read: from place first to place last, both inclusive, rising; none where
 * it keeps its places as the library did. A stretch ends where the next place is SN_XAP_STRETCH_STEP or more further on:
 * fields that are so far apart are told apart. Valid until the next reading. */
typedef struct sn_xap_stretch {
    uint32_t first, last;
} sn_xap_stretch;
#define SN_XAP_STRETCH_STEP 64
SN_MUST_USE sn_status sn_xap_places_stretches(sn_xap_places *places, const sn_xap_stretch **out,
                                              size_t *n, sn_error *err);
/* n of the terms, from one on, by their numbers: in order (SN_XAP_PHRASE) or in any (SN_XAP_NEAR) within
 * window (0 = n) positions; k1 (> 0) and b of the match. */
typedef struct sn_xap_placing {
    const size_t *words;
    size_t n;
    uint32_t window;
    bool is_ordered;
    double k1, b;
} sn_xap_placing;
/* What a match of such a query would weigh the document last read; 0 if it would not find it. */
SN_MUST_USE sn_status sn_xap_places_weigh(sn_xap_places *places, const sn_xap_placing *how,
                                          double *out, sn_error *err);

SN_DEFINE_CLEANUP_PTR(sn_xap_places, sn_xap_places_close)

#ifdef __cplusplus
}
#endif
#endif
