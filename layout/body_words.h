/* layout/body_words - what bodies are packed behind: a dictionary of zstd. Private to layout/.
 *
 * Its text (tables/body_words.txt) is the words that news has most often, in the spellings of those who write them, the
 * most frequent last; before it stand the library's tables of how often bytes and lengths occur behind such a text. It
 * is part of the format: another one would be another way of packing (body.h). */
#ifndef SN_LAYOUT_BODY_WORDS_H
#define SN_LAYOUT_BODY_WORDS_H

#include "base/bytes.h"

/* Append the dictionary. Returns the status of *out. */
SN_MUST_USE sn_status sn_body_words(sn_buf *out);

#define SN_BODY_WORDS_BYTES 32768 /* it has fewer */

#endif
