#include "query/pool.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES 8192

struct sn_pool_block {
    sn_pool_block *before;
    size_t used, cap;
    max_align_t bytes[];
};

void sn_pool_done(sn_pool *p)
{
    while (p->last != NULL) {
        sn_pool_block *before = p->last->before;
        free(p->last);
        p->last = before;
    }
}

static bool add_block(sn_pool *p, size_t size)
{
    size_t cap = size > BLOCK_BYTES ? size : BLOCK_BYTES;
    sn_pool_block *block = calloc(1, sizeof *block + cap);
    if (block == NULL)
        return false;
    block->before = p->last;
    block->cap = cap;
    p->last = block;
    return true;
}

void *sn_pool_take(sn_pool *p, size_t size)
{
    size_t align = sizeof(max_align_t);
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + align - 1) / align * align;
    if ((p->last == NULL || p->last->cap - p->last->used < size) && !add_block(p, size))
        return NULL;
    void *at = (char *)p->last->bytes + p->last->used;
    p->last->used += size;
    return at;
}

sn_status sn_pool_copy(sn_pool *p, sn_str s, sn_str *out)
{
    char *copy = sn_pool_take(p, s.len + 1);
    if (copy == NULL)
        return SN_ENOMEM;
    if (s.len > 0)
        memcpy(copy, s.at, s.len);
    *out = (sn_str){copy, s.len};
    return SN_OK;
}
