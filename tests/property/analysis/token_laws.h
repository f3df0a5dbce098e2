/* What analyzer.h says of every answer, whatever the text and the dictionary: for properties and for
 * fuzz targets. */
#ifndef SN_TESTS_TOKEN_LAWS_H
#define SN_TESTS_TOKEN_LAWS_H

#include "analysis/analyzer.h"

/* Does a character begin, or the text end, at this byte? */
bool on_border(sn_str text, size_t at);

/* Is this a term: 1 to SN_TERM_MAX_BYTES bytes of UTF-8 without blanks and control signs? */
bool is_term(sn_str term);

/* The first law that the tokens of this text break, in words, or NULL. */
const char *broken_token_law(sn_str text, const sn_tokens *got);

/* Tokens from .. to - 1 with all that is said of them, a line each, positions from the first one's
 * on; begin and end too if places is set. What is the same twice is the same answer. */
void write_terms(const sn_tokens *got, size_t from, size_t to, bool places, sn_buf *out);

#endif
