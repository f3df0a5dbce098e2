/* grouping/similarity - how alike two articles are, and whether one is a copy of the other.
 *
 * A copy is the same piece: word for word, lightly edited, or cut. Rules and their reasons are in
 * docs/copies.md; the thresholds stand in similarity.c. */
#ifndef SN_GROUPING_SIMILARITY_H
#define SN_GROUPING_SIMILARITY_H

#include "grouping/fingerprint.h"

typedef struct sn_similarity {
    bool same_text;    /* all letters and digits the same: all shares are 1 */
    bool same_opening; /* they begin alike, with or without their headlines, or have one headline */
    double jaccard;    /* shingles and ends of both / those of either, 0..1 */
    double containment; /* shingles of both / shingles of the shorter one, 0..1 */
    double numbers;     /* numbers of both / numbers of either, 0..1; 1 if neither has any */
    /* numbers of both / numbers of the one that has fewer, 0..1; 1 if that has none */
    double numbers_kept;
    size_t smaller, larger; /* shingles of each */
} sn_similarity;

/* Exact up to SN_FINGERPRINT_SHINGLES shingles, beyond that from the sample. Symmetric. */
void sn_similarity_of(const sn_fingerprint *a, const sn_fingerprint *b, sn_similarity *out);

/* Two articles that were published further apart than this are copies only if their texts are the
 * same. Candidates need be looked for only so far. */
#define SN_COPY_WINDOW_SEC (72 * 3600)

/* The time between two articles of which one has no date, or neither. */
#define SN_APART_UNKNOWN (-1)

/* Is one a copy of the other? apart_sec: seconds between their dates of publication, not negative, or
 * SN_APART_UNKNOWN. Symmetric, and true of an article and itself unless it has no letters. */
bool sn_is_copy(const sn_similarity *s, int64_t apart_sec);

/* The greatest apart_sec, not unknown, that sn_is_copy() is true of, and it is of all below: INT64_MAX for the
 * same text, -1 for none. */
int64_t sn_copy_reach_sec(const sn_similarity *s);

#endif
