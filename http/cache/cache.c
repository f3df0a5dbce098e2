#include "http/cache/cache.h"

#include "base/digest.h"
#include "http/cache/stripe.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* An answer may take so much of its stripe: some large ones are not to empty it. */
#define LARGEST_SHARE 4

struct sn_cache {
    size_t stripe_bytes;
    uint64_t seed; /* so that nobody knows which keys meet in one slot */
    sn_stripe stripes[SN_STRIPES];
};

sn_status sn_cache_create(size_t bytes, sn_cache **out, sn_error *err)
{
    sn_cache *c = calloc(1, sizeof *c);
    if (c == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory");
    c->stripe_bytes = bytes / SN_STRIPES;
    if (getrandom(&c->seed, sizeof c->seed, 0) != sizeof c->seed)
        c->seed = (uintptr_t)c;
    for (size_t i = 0; i < SN_STRIPES; i++)
        sn_stripe_init(&c->stripes[i], c->stripe_bytes);
    *out = c;
    return SN_OK;
}

/* Eight bytes at a time: keys are looked up twice for each answer, and are as long as addresses. */
static uint64_t hash_of(const sn_cache *c, sn_str key)
{
    uint64_t hash = c->seed ^ key.len, word;
    for (; key.len >= sizeof word; key.at += sizeof word, key.len -= sizeof word) {
        memcpy(&word, key.at, sizeof word);
        hash = (hash ^ word) *
               0x9e3779b97f4a7c15u; /* 2^64 by the golden ratio: odd, bits everywhere */
        hash ^= hash >> 32;
    }
    hash = sn_digest_add(hash, key.at, key.len);
    return hash ^ hash >> 29;
}

sn_cache_found sn_cache_find(sn_cache *c, const sn_cache_key *key, const sn_cache_entry **out)
{
    uint64_t hash = hash_of(c, key->text);
    sn_stripe *s = &c->stripes[hash % SN_STRIPES];
    if (c->stripe_bytes == 0)
        return SN_CACHE_MISS;
    pthread_mutex_lock(&s->lock);
    sn_cache_entry *entry = sn_stripe_take(s, hash, key);
    bool waits = entry == NULL && sn_stripe_wait(s, key);
    if (waits)
        entry = sn_stripe_take(s, hash, key);
    bool leads = entry == NULL && !waits && sn_stripe_lead(s, key);
    s->hits += entry != NULL;
    s->misses += entry == NULL;
    pthread_mutex_unlock(&s->lock);
    if (entry == NULL)
        return leads ? SN_CACHE_LEAD : SN_CACHE_MISS;
    *out = entry;
    return SN_CACHE_HIT;
}

bool sn_cache_peek(sn_cache *c, const sn_cache_key *key, const sn_cache_entry **out)
{
    uint64_t hash = hash_of(c, key->text);
    sn_stripe *s = &c->stripes[hash % SN_STRIPES];
    pthread_mutex_lock(&s->lock);
    sn_cache_entry *entry = sn_stripe_take(s, hash, key);
    s->hits += entry != NULL;
    pthread_mutex_unlock(&s->lock);
    if (entry == NULL)
        return false;
    *out = entry;
    return true;
}

void sn_cache_keep(sn_cache *c, const sn_cache_key *key, const sn_cache_answer *answer)
{
    uint64_t hash = hash_of(c, key->text);
    sn_stripe *s = &c->stripes[hash % SN_STRIPES];
    bool fits = sn_cache_entry_size(key, answer) <= c->stripe_bytes / LARGEST_SHARE;
    sn_cache_entry *entry = fits ? sn_cache_entry_make(hash, key, answer) : NULL;
    pthread_mutex_lock(&s->lock);
    if (entry != NULL)
        sn_stripe_put(s, entry);
    sn_stripe_end_lead(s, key);
    pthread_mutex_unlock(&s->lock);
}

void sn_cache_leave(sn_cache *c, const sn_cache_key *key)
{
    sn_stripe *s = &c->stripes[hash_of(c, key->text) % SN_STRIPES];
    pthread_mutex_lock(&s->lock);
    sn_stripe_end_lead(s, key);
    pthread_mutex_unlock(&s->lock);
}

void sn_cache_add_packed(sn_cache *c, const sn_cache_entry *entry, sn_buf *packed, uint32_t crc)
{
    sn_cache_entry *own = (sn_cache_entry *)entry;
    sn_stripe *s = &c->stripes[own->hash % SN_STRIPES];
    sn_buf *held = malloc(sizeof *held);
    if (held == NULL)
        return;
    pthread_mutex_lock(&s->lock);
    bool is_first = atomic_load(&own->packed) == NULL;
    if (is_first) {
        *held = *packed;
        *packed = SN_BUF(1);
        own->crc = crc;
        atomic_store_explicit(&own->packed, held, memory_order_release);
        own->size += held->len;
        s->bytes += own->is_linked ? held->len : 0;
        sn_stripe_make_room(s);
    }
    pthread_mutex_unlock(&s->lock);
    if (!is_first)
        free(held);
}

void sn_cache_count(sn_cache *c, sn_cache_counts *out)
{
    *out = (sn_cache_counts){0};
    for (size_t i = 0; i < SN_STRIPES; i++) {
        sn_stripe *s = &c->stripes[i];
        pthread_mutex_lock(&s->lock);
        out->hits += s->hits;
        out->misses += s->misses;
        out->waits += s->waits;
        out->evictions += s->evictions;
        out->entries += s->entries;
        out->bytes += s->bytes;
        pthread_mutex_unlock(&s->lock);
    }
}

void sn_cache_destroy(sn_cache *c)
{
    if (c == NULL)
        return;
    for (size_t i = 0; i < SN_STRIPES; i++)
        sn_stripe_done(&c->stripes[i]);
    free(c);
}
