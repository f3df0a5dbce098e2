/* grouping/minhash - keys by which an article finds those that may be copies of it.
 *
 * Two articles that have a key in common are candidates, to be compared by grouping/similarity. Keys
 * of several kinds find copies of several kinds (docs/copies.md has the shares that each finds):
 *
 *   bands     the least of the shingles in two orders at once: texts that are much the same
 *   passages  40 letters in a row: a short piece out of a long text, a long quotation
 *   title     another text under the same headline
 *
 * Equal texts need no key: they have the same sn_fingerprint.text. */
#ifndef SN_GROUPING_MINHASH_H
#define SN_GROUPING_MINHASH_H

#include "grouping/fingerprint.h"

#define SN_COPY_BANDS 8
#define SN_COPY_KEYS  (SN_COPY_BANDS + SN_FINGERPRINT_PASSAGES + 1)

/* The keys of an article, each below 2^31 (so that SQLite stores it in 4 bytes), rising, each once; how
 * many is returned, 0 for a text without letters. The same fingerprint has the same keys. */
size_t sn_copy_keys(const sn_fingerprint *f, uint32_t keys[SN_COPY_KEYS]);

#endif
