/* analysis/fold - one spelling per letter.
 *
 *   original UTF-8 --[fold]--> folded UTF-8, with a map back to the original bytes
 *
 * What newsrooms' systems write in many ways comes out in one: Arabic, Kurdish, Urdu and Pashto
 * letters as Persian ones, hamza carriers, presentation forms and ligatures, tatweel, diacritics,
 * bidi marks, the half-space in all its disguises (U+200C; U+00AC and U+001F between Arabic
 * letters), three scripts of digits as ASCII, Latin in lower case without diacritics. The table
 * is analysis/fold_table.*; the reasons stand beside its rows (after Persian orthography as
 * printed by the Academy, and what Unicode's NFKC does and does not unify).
 *
 * U+200C stays (only single, only between two Arabic letters), and so does U+0622 (alef madda):
 * stemming needs both, see analysis/stem.h; sn_fold_exact() takes the half-space out. */
#ifndef SN_ANALYSIS_FOLD_H
#define SN_ANALYSIS_FOLD_H

#include "base/bytes.h"

#define SN_HALF_SPACE "\xe2\x80\x8c" /* U+200C in UTF-8 */

/* Folding one code point never gives more than this many bytes for each byte it took (U+FDFA is
 * the worst: 3 bytes become 33). */
#define SN_FOLD_GROWTH 11

/* Folded text: text.at[i] came from the original byte source[i]; source has text.len + 1 entries,
 * rises (not strictly), and source[text.len] is the length of the original. ezafe marks, a bit
 * each byte i (ezafe[i / 8] >> i % 8), a heh that carried a hamza (U+06C0, heh + U+0654): the
 * sign of an ezafe, so the word is no verb. */
typedef struct sn_folded {
    sn_buf text;
    uint32_t *source;
    uint8_t *ezafe;
    size_t cap; /* entries of source */
} sn_folded;

void sn_folded_done(sn_folded *f);

/* Fold `original` (well-formed UTF-8, below 4 GiB; may hold any code point) into *out, which is
 * cleared first and can be used again and again. Folding folded text gives the same bytes.
 * Returns SN_OK, SN_ENOMEM, SN_ELIMIT (over the maximum of out->text.max, 0 = no maximum). */
SN_MUST_USE sn_status sn_fold(sn_str original, sn_folded *out);

/* A key to compare lines by (the labels of a saved page): folded, U+0622 as U+0627, half-spaces
 * out, each run of anything but letters and digits one space, none at the ends. Appends to *out.
 * Returns SN_OK, SN_ENOMEM, SN_ELIMIT. */
SN_MUST_USE sn_status sn_fold_key(sn_str original, sn_buf *out);

/* The same, and its statuses, without the spaces, so that «محیط زیست», «محیط‌زیست» and «محیطزیست» are one: for sources,
 * categories, authors, tags, and for the equal text of two copies. */
SN_MUST_USE sn_status sn_fold_name(sn_str original, sn_buf *out);

/* A bare word (no map) folded into out[0..cap): for tables and tests. *len is set on SN_OK only.
 * Returns SN_OK, SN_ELIMIT (cap too small), SN_ENOMEM. */
SN_MUST_USE sn_status sn_fold_word(sn_str word, char *out, size_t cap, size_t *len);

SN_DEFINE_CLEANUP(sn_folded, sn_folded_done)

#endif
