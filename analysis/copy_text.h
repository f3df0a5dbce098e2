/* analysis/copy_text - what of a text counts when copies are compared. Internal to fingerprint.c.
 *
 *   folded text -> its letters and digits in a row, where words begin, its numbers
 *
 * Left out, because copies of one piece differ in them: blanks, half-spaces, punctuation, signs, the #
 * and _ of hashtags, @handles, addresses. A letter is a folded code point, alef without its madda. */
#ifndef SN_ANALYSIS_COPY_TEXT_H
#define SN_ANALYSIS_COPY_TEXT_H

#include "base/bytes.h"

typedef struct sn_copy_text {
    uint32_t *letters;
    size_t n_letters;
    uint32_t *words; /* places in letters where a word begins */
    size_t n_words;
    uint32_t *numbers; /* a hash of each, in text order; separators between digits do not count */
    size_t n_numbers;
    size_t cap; /* of each of the three */
} sn_copy_text;

/* Of another text, memory kept. Latin words that end a text are its signature and left out, too, if a
 * handle begins them («@mehrsar - Link»), and those of a body also in a line of their own or behind | or a
 * dash («Photo: AP»). SN_ENOMEM. */
SN_MUST_USE sn_status sn_copy_text_read(sn_copy_text *t, sn_str folded, bool is_body);
void sn_copy_text_done(sn_copy_text *t);

#endif
