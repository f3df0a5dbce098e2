/* query/pool - memory that lives as long as one request: taken piece by piece, freed at once. */
#ifndef SN_QUERY_POOL_H
#define SN_QUERY_POOL_H

#include "base/bytes.h"

typedef struct sn_pool_block sn_pool_block;

typedef struct sn_pool {
    sn_pool_block *last; /* the newest; zeroed is an empty pool */
} sn_pool;

void sn_pool_done(sn_pool *p);

/* Zeroed memory for size bytes, aligned for any type; NULL when out of memory. */
void *sn_pool_take(sn_pool *p, size_t size);

/* A copy of s in the pool, NUL-terminated beyond its length. SN_ENOMEM. */
SN_MUST_USE sn_status sn_pool_copy(sn_pool *p, sn_str s, sn_str *out);

SN_DEFINE_CLEANUP(sn_pool, sn_pool_done)

#endif
