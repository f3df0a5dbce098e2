/* analysis/arena - the letters of one run's terms, in blocks that never move and are kept.
 * Internal to analysis/. */
#ifndef SN_ANALYSIS_ARENA_H
#define SN_ANALYSIS_ARENA_H

#include "base/bytes.h"

typedef struct sn_arena_block sn_arena_block;

typedef struct sn_arena {
    sn_arena_block *first, *current;
} sn_arena;

void sn_arena_done(sn_arena *arena);
void sn_arena_clear(sn_arena *arena); /* memory kept */

/* Room for len bytes (at most SN_ARENA_MAX_PIECE), or NULL when out of memory. */
char *sn_arena_take(sn_arena *arena, size_t len);

#define SN_ARENA_MAX_PIECE 4096u

#endif
