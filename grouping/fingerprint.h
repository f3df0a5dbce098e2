/* grouping/fingerprint - what is kept of an article to find its copies: hashes, no text.
 *
 *   title, lead, body --[analysis/fingerprint]--> fingerprint --[write]--> bytes of the archive
 *
 * It is made of the letters and digits of the folded, unstemmed text, without blanks, punctuation,
 * handles and addresses, so that letters of two keyboards, half-spaces and lost spaces make no
 * difference (docs/copies.md). Numbers here have no meaning but that equal ones come of equal text. */
#ifndef SN_GROUPING_FINGERPRINT_H
#define SN_GROUPING_FINGERPRINT_H

#include "base/bytes.h"

/* Changes whenever fingerprints, keys or verdicts do: groups made under another version are made again. */
#define SN_GROUPING_VERSION 4

/* Of a longer text, the lowest so many hashes: a sample that two texts draw alike. */
#define SN_FINGERPRINT_SHINGLES 8192
#define SN_FINGERPRINT_NUMBERS  256
#define SN_FINGERPRINT_PASSAGES 6

typedef struct sn_fingerprint {
    uint64_t text;            /* of the whole text; 0: it has no letter and no digit */
    uint64_t title;           /* of the title alone; 0: too short to say anything */
    uint32_t opening[2];      /* of the first 14 letters, and of those behind the title; 0: none */
    uint32_t ending;          /* of the last 14 letters; a shorter text has no shingle but this */
    const uint32_t *shingles; /* of the 14 letters that begin at each word; rising, each once */
    size_t n_shingles;
    const uint32_t *numbers; /* of each number in the text; rising, each once */
    size_t n_numbers;
    const uint32_t *passages; /* of 40 letters: the lowest of them all; rising, each once */
    size_t n_passages;
} sn_fingerprint;

/* As bytes, at most SN_FINGERPRINT_BYTES, appended to *out, which a failure leaves as it was.
 * SN_OK, SN_ENOMEM, SN_ELIMIT (over the maximum of *out). */
#define SN_FINGERPRINT_BYTES                                                                       \
    (4 * (SN_FINGERPRINT_SHINGLES + SN_FINGERPRINT_NUMBERS + SN_FINGERPRINT_PASSAGES) + 64)
SN_MUST_USE sn_status sn_fingerprint_write(const sn_fingerprint *f, sn_buf *out);

/* Room for the hashes of one fingerprint that was read; {0} to begin with, used again and again. */
typedef struct sn_fingerprint_memory {
    uint32_t *at;
    size_t cap;
} sn_fingerprint_memory;
void sn_fingerprint_memory_done(sn_fingerprint_memory *m);

/* The fingerprint that these bytes are, borrowed from *memory. SN_ECORRUPT: sn_fingerprint_write()
 * writes no such bytes. SN_ENOMEM. */
SN_MUST_USE sn_status sn_fingerprint_read(sn_str bytes, sn_fingerprint_memory *memory,
                                          sn_fingerprint *out);

SN_DEFINE_CLEANUP(sn_fingerprint_memory, sn_fingerprint_memory_done)

#endif
