/* Random dictionaries of a newsroom: what they say, and files that say it in random writing. */
#ifndef SN_TESTS_RANDOM_DICTIONARY_H
#define SN_TESTS_RANDOM_DICTIONARY_H

#include "analysis/dictionary.h"
#include "analysis/stem.h"

/* What one line says, joined as sn_dictionary_row has it. */
typedef struct said {
    sn_dictionary_kind kind;
    char word[SN_TERM_MAX_BYTES + 1];
    char value[2 * SN_TERM_MAX_BYTES]; /* a stem, parts with one blank between them, or "" */
} said;

enum { SAID_MAX = 40 };

typedef struct random_dictionary {
    said said[SAID_MAX];
    size_t n;
    sn_buf files[SN_DICTIONARY_KINDS];
} random_dictionary;

/* No word is said twice, protected words and stems taken together, and no compound has a stem too. */
void random_dictionary_make(random_dictionary *r);
void random_dictionary_done(random_dictionary *r);

/* The row of this word, or NULL. kind: protected words and stems are one. */
const said *random_dictionary_find(const random_dictionary *r, sn_dictionary_kind kind,
                                   sn_str word);

/* Joined, as lookups want it: no half-spaces; alef for alef madda unless it is kept. */
void join_word(sn_str word, bool keep_madda, char out[SN_TERM_MAX_BYTES + 1]);

/* A line, without its end, that no file of the kind may have. *status: what it is refused with. */
void put_bad_line(sn_dictionary_kind kind, sn_buf *out, sn_status *status);

SN_DEFINE_CLEANUP(random_dictionary, random_dictionary_done)

#endif
