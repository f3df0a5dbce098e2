/* query/language - the little language of the search box.
 *
 *   ایران "بازی بزرگ" -فوتبال   ->   words: ایران / phrase: بازی بزرگ / excluded: فوتبال
 *
 * Quotes are "…", «…» and “…”; one without its partner is a blank. A minus directly before a word
 * or phrase, at the start or behind a blank, excludes it. Everything else is words: no text is an
 * error. */
#ifndef SN_QUERY_LANGUAGE_H
#define SN_QUERY_LANGUAGE_H

#include "base/bytes.h"

typedef struct sn_chunk {
    sn_str text; /* borrowed from the query, without quotes and minus */
    bool is_phrase, is_excluded;
} sn_chunk;

typedef struct sn_chunks {
    sn_str rest;
    bool after_blank; /* the rest begins the query or stands behind a blank */
} sn_chunks;

/* q: well-formed UTF-8. */
sn_chunks sn_chunks_of(sn_str q);

/* The next chunk; false at the end. Chunks may have no word in them. */
bool sn_chunks_next(sn_chunks *c, sn_chunk *out);

#endif
