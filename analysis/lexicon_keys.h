/* analysis/lexicon_keys - a growing list of keys with a value each, sorted into a set of the blob: of the built-in
 * lexicon when the program is built, of one with a newsroom's words (lexicon_extend.h) while it runs. Internal to
 * analysis/. */
#ifndef SN_ANALYSIS_LEXICON_KEYS_H
#define SN_ANALYSIS_LEXICON_KEYS_H

#include "analysis/lexicon_blob.h"
#include "analysis/lexicon_letters.h"

typedef struct sn_lexicon_key {
    uint8_t at[SN_WORD_MAX_LETTERS];
    uint8_t len;
    uint32_t value;
    uint32_t order; /* of adding: of two equal keys that the first is kept */
} sn_lexicon_key;

typedef struct sn_lexicon_keys {
    sn_lexicon_key *at;
    size_t n, cap;
} sn_lexicon_keys;

void sn_lexicon_keys_done(sn_lexicon_keys *k);

/* Returns SN_OK, SN_ELIMIT (key too long), SN_ENOMEM. */
SN_MUST_USE sn_status sn_lexicon_keys_add(sn_lexicon_keys *k, const uint8_t *letters, size_t len,
                                          uint32_t value);

/* Sort by letters and drop all but the first added of equal keys. */
void sn_lexicon_keys_sort(sn_lexicon_keys *k);

/* The key in sorted k, or NULL. */
sn_lexicon_key *sn_lexicon_keys_find(const sn_lexicon_keys *k, const uint8_t *letters, size_t len);

/* Mark those of the words (word records) that are compounds too. Both sorted. */
void sn_lexicon_keys_mark_compounds(sn_lexicon_keys *words, const sn_lexicon_keys *compounds);

/* Append the automaton and the records (record_bytes 2 or 4 each) of sorted k to *blob.
 * Returns SN_OK, SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn_lexicon_keys_write(const sn_lexicon_keys *k, size_t record_bytes,
                                            sn_buf *blob, sn_lexicon_set *set);

SN_DEFINE_CLEANUP(sn_lexicon_keys, sn_lexicon_keys_done)

#endif
