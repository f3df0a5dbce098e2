/* query/grouping - which tokens make one word, and what its parts are. */
#ifndef SN_QUERY_GROUPING_H
#define SN_QUERY_GROUPING_H

#include "analysis/analyzer.h"

/* Tokens first .. first + n - 1 as one word. */
typedef struct sn_group {
    size_t first, n;
    const sn_extra *joint; /* the PAIR or WHOLE over several tokens; NULL: one token by itself */
} sn_group;

/* The word that begins at token `first`: the widest joint whose end is the end of a token. */
sn_group sn_group_at(const sn_tokens *tokens, size_t first);

/* The stem of the whole word. */
sn_str sn_group_stem(const sn_tokens *tokens, const sn_group *group);
uint32_t sn_group_width(const sn_tokens *tokens, const sn_group *group);

/* Stems of what stands on the word's positions, in order: parts of a compound, or the tokens a
 * joint is over. At most cap are written; returns how many there are (1 for a simple word). */
size_t sn_group_parts(const sn_tokens *tokens, const sn_group *group, sn_str *out, size_t cap);

#endif
