/* Random texts of Persian as newsrooms write it, and as nobody should: words of the lexicon's tables
 * with prefixes and endings in every writing, compounds, numbers, dates, addresses, other scripts,
 * emoji, long runs. Seed and rounds are those of random_text.h. */
#ifndef SN_TESTS_RANDOM_PERSIAN_H
#define SN_TESTS_RANDOM_PERSIAN_H

#include "base/bytes.h"

/* Bytes of a long run, at most. */
#define LONG_RUN_MAX 4000

/* Reads words, verbs and compounds of SN_TEST_SOURCE/analysis/tables; false if they are not there. */
bool persian_begin(void);
void persian_end(void);

/* A word of the lexicon, without half-spaces; a compound, with a half-space between its parts. */
sn_str lexicon_word(void);
/* At the end of what it stands in, hamza goes or stays by the length of that: laws of folding are
 * about it, others do without. */
sn_str lexicon_word_without_hamza(void);
sn_str lexicon_compound(void);

/* Appended. A word with its affixes, however they are written; any piece of a text; n pieces with
 * blanks, signs or nothing between them. */
void put_persian_word(sn_buf *out);
void put_piece(sn_buf *out);
void put_persian_text(size_t n, sn_buf *out);

/* disguise.c: the same text as another keyboard, program or calligrapher writes it: Arabic letters and
 * presentation forms, digits of three scripts, harakat, tatweel, bidi marks, other half-spaces. Folds
 * to the same bytes. text: letters of the lexicon, half-spaces between them, blanks and digits. */
void put_disguised(sn_str text, sn_buf *out);

/* Break the text's UTF-8 somewhere: bytes missing, foreign, overlong, surrogates. */
void break_utf8(sn_buf *text);

#endif
