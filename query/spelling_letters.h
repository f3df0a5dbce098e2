/* query/spelling_letters - words as rows of small numbers, and what it costs to take one letter for
 * another. Private to query/.
 *
 * Costs are in tenths of a plain edit: the cheaper, the likelier a writer meant the other letter. */
#ifndef SN_QUERY_SPELLING_LETTERS_H
#define SN_QUERY_SPELLING_LETTERS_H

#include "base/bytes.h"

/* Letters of a word that spelling knows; longer ones are nobody's slip. */
#define SN_SPELLING_LETTERS 32

/* Numbers: 1.. the Persian letters as folded (and آ), then a-z; digits and anything else have none. */
#define SN_LETTERS_KNOWN 61 /* numbers are below it */
#define SN_LETTER_KINDS  64

/* A word's letters: half-spaces are passed over, the rest must be letters. */
typedef struct sn_spelled {
    uint8_t at[SN_SPELLING_LETTERS];
    size_t len;
} sn_spelled;

/* Folded text, well-formed, as letters. False: it has a sign that is no letter here, has none at
 * all, or too many. */
bool sn_spelled_of(sn_str folded, sn_spelled *out);

/* Back to UTF-8, at most 2 bytes a letter; returns the length. */
size_t sn_spelled_write(const uint8_t *letters, size_t n, char *out);

bool sn_letter_is_latin(uint8_t letter);

/* Cost of writing b where a is meant, the same both ways; 0 for a itself. */
enum {
    SN_COST_VARIANT = 1,   /* آ ا: hardly told apart */
    SN_COST_HOMOPHONE = 4, /* ز ذ ض ظ, س ص ث, ت ط, ه ح, غ ق, ا ع: one sound */
    SN_COST_NEIGHBOUR = 8, /* keys beside each other */
    SN_COST_SHAPE = 8,     /* letters that only dots or a stroke tell apart */
    SN_COST_OTHER = 11,    /* any other letter */
    SN_COST_TWICE = 5,     /* a letter written twice, or once for twice */
    SN_COST_GAP = 9,       /* a letter too few or too many */
    SN_COST_SWAPPED = 7,   /* two letters in the wrong order */
    SN_COST_FIRST = 2,     /* more, for the first letter, which is seldom wrong */
    SN_COST_SPLIT = 6,     /* a space too few or too many */
    SN_COST_LAYOUT = 6     /* the whole word on the wrong keyboard */
};
unsigned sn_letter_cost(uint8_t a, uint8_t b);

#endif
