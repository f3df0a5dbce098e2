/* query/units - one chunk of the query as units: words, a phrase, a prefix, the value of a field.
 * Private to query/question. */
#ifndef SN_QUERY_UNITS_H
#define SN_QUERY_UNITS_H

#include "query/words.h"

/* What surrounds a chunk. */
typedef struct sn_chunk_scope {
    sn_query_field field; /* of the group, for chunks without one */
    bool is_excluded;
    size_t depth;
} sn_chunk_scope;

/* Add the units of a text, phrase or prefix; they are those from question->n_units before on. */
SN_MUST_USE sn_status sn_units_read(sn_reading *r, const sn_chunk *chunk,
                                    const sn_chunk_scope *scope);

#endif
