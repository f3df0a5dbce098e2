/* http/cache/entry - an answer that is kept, as the stripes have it; to others it is opaque (cache.h). */
#ifndef SN_HTTP_CACHE_ENTRY_H
#define SN_HTTP_CACHE_ENTRY_H

#include "http/cache/cache.h"

#include <stdatomic.h>

#define SN_CACHE_TAG_SIZE 32

struct sn_cache_entry {
    sn_cache_entry *next;          /* in its slot */
    sn_cache_entry *newer, *older; /* by when it was wanted last */
    uint64_t hash;
    unsigned char stamp[SN_STAMP_BYTES];
    int64_t until_sec;
    bool is_linked; /* in its stripe; like the above under its lock */
    size_t size;    /* counted in the stripe */
    atomic_size_t users;
    char tag[SN_CACHE_TAG_SIZE];
    uint32_t crc;
    _Atomic(sn_buf *) packed;
    sn_str body, note, key; /* in `bytes` */
    char bytes[];
};

/* What it would count for. */
size_t sn_cache_entry_size(const sn_cache_key *key, const sn_cache_answer *answer);
/* A copy with one user. NULL: out of memory. */
sn_cache_entry *sn_cache_entry_make(uint64_t hash, const sn_cache_key *key,
                                    const sn_cache_answer *answer);
/* Is it an answer to this, now? */
bool sn_cache_entry_is_good(const sn_cache_entry *entry, const sn_cache_key *key);

#endif
