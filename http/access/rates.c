#include "http/access/rates.h"

#include "base/limits.h"

#include <math.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

#define WAYS  8  /* places that a caller may have */
#define LOCKS 64 /* each guards as many sets */
#define SETS  (SN_LIMIT_RATE_CALLERS / WAYS)

typedef struct bucket {
    uint64_t caller;
    int64_t used_us; /* 0: nobody's */
    double tokens;   /* below 0: owed */
} bucket;

struct sn_rates {
    unsigned char key[crypto_shorthash_KEYBYTES];
    pthread_mutex_t locks[LOCKS];
    bucket buckets[SETS][WAYS];
};

sn_status sn_rates_create(sn_rates **out)
{
    if (sodium_init() < 0)
        return SN_EINTERNAL;
    sn_rates *r = calloc(1, sizeof *r);
    if (r == NULL)
        return SN_ENOMEM;
    randombytes_buf(r->key, sizeof r->key);
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_init(&r->locks[i], NULL);
    *out = r;
    return SN_OK;
}

void sn_rates_destroy(sn_rates *r)
{
    if (r == NULL)
        return;
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_destroy(&r->locks[i]);
    free(r);
}

uint64_t sn_rates_caller(const sn_rates *r, const void *bytes, size_t len)
{
    uint64_t caller;
    _Static_assert(crypto_shorthash_BYTES == sizeof caller, "a digest is a caller");
    crypto_shorthash((unsigned char *)&caller, bytes, len, r->key);
    return caller;
}

static double burst_of(int64_t per_sec)
{
    return (double)per_sec * SN_LIMIT_RATE_BURST_SEC;
}

/* The caller's, filled up to now. Under the lock of its set. */
static bucket *bucket_of(sn_rates *r, uint64_t caller, int64_t per_sec, int64_t now_us)
{
    bucket *set = r->buckets[caller % SETS], *oldest = set;
    double burst = burst_of(per_sec);
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].used_us != 0 && set[i].caller == caller) {
            double filled = (double)(now_us - set[i].used_us) / 1e6 * (double)per_sec;
            set[i].tokens = fmin(burst, set[i].tokens + fmax(0, filled));
            set[i].used_us = now_us;
            return &set[i];
        }
        oldest = set[i].used_us < oldest->used_us ? &set[i] : oldest;
    }
    *oldest = (bucket){caller, now_us, burst};
    return oldest;
}

static pthread_mutex_t *lock_of(sn_rates *r, uint64_t caller)
{
    pthread_mutex_t *lock = &r->locks[caller % SETS % LOCKS];
    pthread_mutex_lock(lock);
    return lock;
}

bool sn_rates_take(sn_rates *r, uint64_t caller, int64_t per_sec, int64_t now_us,
                   sn_rate_state *state)
{
    double rate = (double)per_sec, burst = burst_of(per_sec);
    pthread_mutex_t *lock = lock_of(r, caller);
    bucket *b = bucket_of(r, caller, per_sec, now_us);
    bool is_there = b->tokens >= 1;
    b->tokens -= is_there ? 1 : 0;
    double tokens = b->tokens;
    pthread_mutex_unlock(lock);
    *state = (sn_rate_state){
        .quota = (int64_t)burst,
        .remaining = tokens > 0 ? (int64_t)tokens : 0,
        .reset_sec = (int64_t)ceil((burst - tokens) / rate),
        .retry_after_sec = is_there ? 0 : (int64_t)ceil((1 - tokens) / rate),
    };
    return is_there;
}

void sn_rates_charge(sn_rates *r, uint64_t caller, int64_t per_sec, int64_t work_us, int64_t now_us)
{
    double cost = floor((double)work_us / (SN_LIMIT_RATE_WORK_MS * 1000.0));
    if (cost < 1)
        return;
    pthread_mutex_t *lock = lock_of(r, caller);
    bucket *b = bucket_of(r, caller, per_sec, now_us);
    b->tokens = fmax(-burst_of(per_sec), b->tokens - cost);
    pthread_mutex_unlock(lock);
}
