/* analysis/lexicon_letters - Persian words as one small number a letter.
 *
 * The automata, the stemmer and the table compiler work on these: an ending is a byte comparison
 * and a step of an automaton is one number. The half-space is not a letter but a mark between
 * two, so the joined and the half-spaced writing of a word are the same letters. */
#ifndef SN_ANALYSIS_LEXICON_LETTERS_H
#define SN_ANALYSIS_LEXICON_LETTERS_H

#include "base/bytes.h"

/* Letters of 1 to 35; 0 is none. Alef madda is a letter here, and alef in the tables. */
enum {
    SN_LETTER_ALEF = 1,
    SN_LETTER_MADDA = 2,
    SN_LETTER_BE = 3,
    SN_LETTER_TE = 5,
    SN_LETTER_DAL = 11,
    SN_LETTER_ZAL = 12,
    SN_LETTER_RE = 13,
    SN_LETTER_ZE = 14,
    SN_LETTER_ZHE = 15,
    SN_LETTER_SHIN = 17,
    SN_LETTER_MIM = 29,
    SN_LETTER_NUN = 30,
    SN_LETTER_VAV = 31,
    SN_LETTER_HE = 32,
    SN_LETTER_YE = 33,
    SN_LETTERS = 35 /* one more than the greatest */
};

/* Longer words are not Persian words: they are left as they are. */
#define SN_WORD_MAX_LETTERS 60

typedef struct sn_letters {
    uint8_t at[SN_WORD_MAX_LETTERS]; /* alef for alef madda */
    uint8_t len;
    bool madda;    /* the first letter was alef madda */
    uint64_t gaps; /* bit i: a half-space stands before letter i (i > 0) */
} sn_letters;

/* False if the word is empty, too long, or has anything but folded Persian letters and inner
 * half-spaces. */
bool sn_letters_of(sn_str word, sn_letters *out);

/* Write letters[0..len) as UTF-8 to out (room for 2 * len + 1, NUL-terminated); returns bytes. */
size_t sn_letters_write(const uint8_t *letters, size_t len, char *out);

/* The letter of code point cp, 0 if it is none. */
uint8_t sn_letter_of(uint32_t cp);

#endif
