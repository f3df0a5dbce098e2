/* query/joined - which tokens make one word, and what its parts are. */
#ifndef SN_QUERY_JOINED_H
#define SN_QUERY_JOINED_H

#include "analysis/analyzer.h"

/* Tokens first .. first + n - 1 as one word. */
typedef struct sn_joined {
    size_t first, n;
    const sn_extra *joint; /* the PAIR or WHOLE over several tokens; NULL: one token by itself */
} sn_joined;

/* The word that begins at token `first`: the widest joint whose end is the end of a token. */
sn_joined sn_joined_at(const sn_tokens *tokens, size_t first);

/* The stem of the whole word. */
sn_str sn_joined_stem(const sn_tokens *tokens, const sn_joined *joined);
uint32_t sn_joined_width(const sn_tokens *tokens, const sn_joined *joined);

/* Stems of what stands on the word's positions, in order: parts of a compound, or the tokens a
 * joint is over. At most cap are written; returns how many there are (1 for a simple word). */
size_t sn_joined_parts(const sn_tokens *tokens, const sn_joined *joined, sn_str *out, size_t cap);

#endif
