/* query/spelling_layout - words of a query as the other keyboard would have them. Private to
 * spelling*.c. */
#ifndef SN_QUERY_SPELLING_LAYOUT_H
#define SN_QUERY_SPELLING_LAYOUT_H

#include "query/spelling_query.h"

/* The text between blanks that holds byte `at` of q. */
sn_str sn_spelling_chunk(sn_str q, size_t at);

/* A chunk with a word that no article has, on the other keyboard, if articles have all words of it
 * then; else *text is empty. *freq: of the rarest. Statuses as of sn_spelling_fit(), here and below. */
SN_MUST_USE sn_status sn_spelling_layout_chunk(sn_spelling_query *q, sn_str chunk, sn_str *text,
                                               uint32_t *freq);

/* A whole query in Latin letters, with a word that no article has, which on a Persian keyboard is
 * made of known words: a change for each chunk of it. A query that is none is left alone. */
SN_MUST_USE sn_status sn_spelling_layout_query(sn_spelling_query *q, sn_spelling *out);

#endif
