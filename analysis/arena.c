#include "analysis/arena.h"

#include <stdlib.h>

enum { BLOCK_BYTES = 65536 - 64 };

struct sn_arena_block {
    sn_arena_block *next;
    size_t used;
    char bytes[BLOCK_BYTES];
};

void sn_arena_done(sn_arena *arena)
{
    sn_arena_block *block = arena->first;
    while (block != NULL) {
        sn_arena_block *next = block->next;
        free(block);
        block = next;
    }
    *arena = (sn_arena){0};
}

void sn_arena_clear(sn_arena *arena)
{
    arena->current = arena->first;
    if (arena->first != NULL)
        arena->first->used = 0;
}

static bool next_block(sn_arena *arena)
{
    sn_arena_block *next = arena->current != NULL ? arena->current->next : NULL;
    if (next == NULL) {
        next = malloc(sizeof *next);
        if (next == NULL)
            return false;
        next->next = NULL;
        if (arena->current != NULL)
            arena->current->next = next;
        else
            arena->first = next;
    }
    next->used = 0;
    arena->current = next;
    return true;
}

char *sn_arena_take(sn_arena *arena, size_t len)
{
    if (arena->current == NULL || len > BLOCK_BYTES - arena->current->used) {
        if (!next_block(arena))
            return NULL;
    }
    char *at = arena->current->bytes + arena->current->used;
    arena->current->used += len;
    return at;
}
