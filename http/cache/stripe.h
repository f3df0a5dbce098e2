/* http/cache/stripe - a part of the cache with a lock of its own: which answers are there, in what order they were wanted,
 * and which are being found, so that others wait for them. */
#ifndef SN_HTTP_CACHE_STRIPE_H
#define SN_HTTP_CACHE_STRIPE_H

#include "http/cache/entry.h"

#include <pthread.h>

#define SN_STRIPES      8    /* of a cache: the answer's hash modulo this is in which it lies */
#define SN_STRIPE_SLOTS 1024 /* each a chain of answers */

typedef struct sn_lead sn_lead;

typedef struct sn_stripe {
    pthread_mutex_t lock;
    pthread_cond_t led; /* an answer is there, or will not come */
    size_t max;         /* bytes */
    sn_cache_entry *slots[SN_STRIPE_SLOTS];
    sn_cache_entry *newest, *oldest;
    size_t bytes, entries;
    sn_lead *leads;
    uint64_t n_leads; /* so far */
    uint64_t hits, misses, waits, evictions;
} sn_stripe;

void sn_stripe_init(sn_stripe *s, size_t max);
void sn_stripe_done(sn_stripe *s); /* its answers are given back */

/* All that follows under the lock. */

/* The answer if it is still one, with one user more; what is none any more goes. */
sn_cache_entry *sn_stripe_take(sn_stripe *s, uint64_t hash, const sn_cache_key *key);
/* Takes it over, in place of the one of the same key. */
void sn_stripe_put(sn_stripe *s, sn_cache_entry *entry);
/* What was not wanted for longest goes, until the rest fits. */
void sn_stripe_make_room(sn_stripe *s);

/* Is another request about to have this answer? Then wait until it has, or has none. */
bool sn_stripe_wait(sn_stripe *s, const sn_cache_key *key);
/* Others wait for this request from now on. False: out of memory, they do not. */
bool sn_stripe_lead(sn_stripe *s, const sn_cache_key *key);
void sn_stripe_end_lead(sn_stripe *s, const sn_cache_key *key); /* of none: nothing */

#endif
