/* analysis/stem_internal - what the files of the stemmer share. */
#ifndef SN_ANALYSIS_STEM_INTERNAL_H
#define SN_ANALYSIS_STEM_INTERNAL_H

#include "analysis/lexicon_blob.h"
#include "analysis/lexicon_letters.h"
#include "analysis/stem.h"

/* One word being stemmed. */
typedef struct sn_stemmer {
    const sn_lexicon *lexicon;
    sn_automaton words, verbs, suffixes;
    sn_letters word;
    sn_stem_result *out;
} sn_stemmer;

/* The record of letters[0..len) in the words set, or false. */
bool sn_stemmer_find_word(const sn_stemmer *s, const uint8_t *letters, size_t len,
                          uint16_t *record);

/* Write a stem: the letters, or what a map says they are a form of. */
void sn_stemmer_put_word(sn_stemmer *s, const uint8_t *letters, size_t len, uint16_t record,
                         sn_stem_rule rule);

/* Write letters that are no word of the lexicon. */
void sn_stemmer_put_letters(sn_stemmer *s, const uint8_t *letters, size_t len, sn_stem_rule rule);

/* Which endings may come off. */
typedef enum sn_cut {
    SN_CUT_ALL,
    SN_CUT_PLURAL, /* plurals and comparatives only: other endings stood behind already */
} sn_cut;

/* Take the likeliest ending off letters[0..len) if a known word is left, and write its stem. False,
 * with nothing written, if there is none. */
bool sn_stemmer_cut_suffix(sn_stemmer *s, const uint8_t *letters, size_t len, sn_cut cut);

/* Write the class of the word if it reads as a verb form. */
bool sn_stemmer_verb(sn_stemmer *s);

#endif
