#include "http/cache/cache.h"

#include "base/digest.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define SHARDS      8
#define SLOTS       1024 /* of a shard, each a chain of answers */
#define ENTRY_BYTES 200  /* what an answer takes besides its bytes */
#define TAG_SIZE    32
/* An answer may take so much of its shard: some large ones are not to empty it. */
#define LARGEST_SHARE 4

struct sn_kept {
    sn_kept *next;          /* in its slot */
    sn_kept *newer, *older; /* by when it was wanted last */
    uint64_t hash;
    unsigned char stamp[SN_STAMP_BYTES];
    int64_t until_sec;
    bool is_linked; /* in its shard; like the above under its lock */
    size_t size;    /* counted in the shard */
    atomic_size_t users;
    char tag[TAG_SIZE];
    uint32_t crc;
    _Atomic(sn_buf *) packed;
    sn_str body, note, key; /* in `bytes` */
    char bytes[];
};

/* A request whose answer others wait for. */
typedef struct lead {
    const sn_cache_key *key;
    uint64_t number;
    struct lead *next;
} lead;

typedef struct shard {
    pthread_mutex_t lock;
    pthread_cond_t led; /* an answer is there, or will not come */
    sn_kept *slots[SLOTS];
    sn_kept *newest, *oldest;
    size_t bytes, entries;
    lead *leads;
    uint64_t n_leads; /* so far */
    uint64_t hits, misses, waits, evictions;
} shard;

struct sn_cache {
    size_t shard_bytes;
    uint64_t seed; /* so that nobody knows which keys meet in one slot */
    shard shards[SHARDS];
};

sn_str sn_kept_body(const sn_kept *kept)
{
    return kept->body;
}

sn_str sn_kept_note(const sn_kept *kept)
{
    return kept->note;
}

const char *sn_kept_tag(const sn_kept *kept)
{
    return kept->tag;
}

bool sn_kept_packed(const sn_kept *kept, sn_str *packed, uint32_t *crc)
{
    const sn_buf *at = atomic_load_explicit(&kept->packed, memory_order_acquire);
    if (at == NULL)
        return false;
    *packed = sn_buf_str(at);
    *crc = kept->crc;
    return true;
}

static void destroy(sn_kept *kept)
{
    sn_buf *packed = atomic_load(&kept->packed);
    if (packed != NULL)
        sn_buf_done(packed);
    free(packed);
    free(kept);
}

void sn_kept_give_back(const sn_kept *kept)
{
    sn_kept *own = (sn_kept *)kept;
    if (own != NULL && atomic_fetch_sub(&own->users, 1) == 1)
        destroy(own);
}

sn_status sn_cache_create(size_t bytes, sn_cache **out, sn_error *err)
{
    sn_cache *c = calloc(1, sizeof *c);
    if (c == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory");
    c->shard_bytes = bytes / SHARDS;
    if (getrandom(&c->seed, sizeof c->seed, 0) != sizeof c->seed)
        c->seed = (uintptr_t)c;
    for (size_t i = 0; i < SHARDS; i++) {
        pthread_mutex_init(&c->shards[i].lock, NULL);
        pthread_cond_init(&c->shards[i].led, NULL);
    }
    *out = c;
    return SN_OK;
}

/* ---- under the lock of the shard ---- */

static void enlist(shard *s, sn_kept *kept)
{
    kept->newer = NULL;
    kept->older = s->newest;
    if (s->newest != NULL)
        s->newest->newer = kept;
    else
        s->oldest = kept;
    s->newest = kept;
}

static void delist(shard *s, sn_kept *kept)
{
    *(kept->newer != NULL ? &kept->newer->older : &s->newest) = kept->older;
    *(kept->older != NULL ? &kept->older->newer : &s->oldest) = kept->newer;
}

static sn_kept **slot_of(shard *s, uint64_t hash)
{
    return &s->slots[hash / SHARDS % SLOTS];
}

static void drop(shard *s, sn_kept *kept)
{
    sn_kept **at = slot_of(s, kept->hash);
    while (*at != kept)
        at = &(*at)->next;
    *at = kept->next;
    delist(s, kept);
    kept->is_linked = false;
    s->bytes -= kept->size;
    s->entries--;
    sn_kept_give_back(kept);
}

static void make_room(const sn_cache *c, shard *s)
{
    while (s->bytes > c->shard_bytes && s->oldest != NULL) {
        drop(s, s->oldest);
        s->evictions++;
    }
}

static sn_kept *look(shard *s, uint64_t hash, sn_str key)
{
    sn_kept *at = *slot_of(s, hash);
    while (at != NULL && (at->hash != hash || !sn_str_equal(at->key, key)))
        at = at->next;
    return at;
}

static bool is_good(const sn_kept *kept, const sn_cache_key *key)
{
    return memcmp(kept->stamp, key->stamp, SN_STAMP_BYTES) == 0 && key->now_sec < kept->until_sec;
}

/* The answer if it is still one; what is none any more goes. */
static sn_kept *take(shard *s, uint64_t hash, const sn_cache_key *key)
{
    sn_kept *kept = look(s, hash, key->text);
    if (kept == NULL)
        return NULL;
    if (!is_good(kept, key)) {
        drop(s, kept);
        return NULL;
    }
    delist(s, kept);
    enlist(s, kept);
    atomic_fetch_add(&kept->users, 1);
    return kept;
}

static lead *lead_of(const shard *s, const sn_cache_key *key)
{
    lead *at = s->leads;
    while (at != NULL && (memcmp(at->key->stamp, key->stamp, SN_STAMP_BYTES) != 0 ||
                          !sn_str_equal(at->key->text, key->text)))
        at = at->next;
    return at;
}

/* Wait until that one is over. */
static void wait_for(shard *s, uint64_t number)
{
    const lead *at = s->leads;
    s->waits++;
    while (at != NULL) {
        pthread_cond_wait(&s->led, &s->lock);
        for (at = s->leads; at != NULL && at->number != number;)
            at = at->next;
    }
}

static bool begin_lead(shard *s, const sn_cache_key *key)
{
    lead *led = malloc(sizeof *led);
    if (led == NULL)
        return false;
    *led = (lead){key, ++s->n_leads, s->leads};
    s->leads = led;
    return true;
}

static void end_lead(shard *s, const sn_cache_key *key)
{
    lead **at = &s->leads;
    while (*at != NULL && (*at)->key != key)
        at = &(*at)->next;
    if (*at == NULL)
        return;
    lead *led = *at;
    *at = led->next;
    free(led);
    pthread_cond_broadcast(&s->led);
}

/* ---- ---- */

static uint64_t hash_of(const sn_cache *c, sn_str key)
{
    uint64_t hash = sn_digest_add(SN_DIGEST_BEGIN ^ c->seed, key.at, key.len);
    return hash ^ hash >> 29;
}

sn_cache_found sn_cache_find(sn_cache *c, const sn_cache_key *key, const sn_kept **out)
{
    uint64_t hash = hash_of(c, key->text);
    shard *s = &c->shards[hash % SHARDS];
    if (c->shard_bytes == 0)
        return SN_CACHE_MISS;
    pthread_mutex_lock(&s->lock);
    sn_kept *kept = take(s, hash, key);
    const lead *led = kept == NULL ? lead_of(s, key) : NULL;
    bool waits = led != NULL;
    if (waits) {
        wait_for(s, led->number);
        kept = take(s, hash, key);
    }
    bool leads = kept == NULL && !waits && begin_lead(s, key);
    s->hits += kept != NULL;
    s->misses += kept == NULL;
    pthread_mutex_unlock(&s->lock);
    if (kept == NULL)
        return leads ? SN_CACHE_LEAD : SN_CACHE_MISS;
    *out = kept;
    return SN_CACHE_HIT;
}

bool sn_cache_peek(sn_cache *c, const sn_cache_key *key, const sn_kept **out)
{
    uint64_t hash = hash_of(c, key->text);
    shard *s = &c->shards[hash % SHARDS];
    pthread_mutex_lock(&s->lock);
    sn_kept *kept = take(s, hash, key);
    s->hits += kept != NULL;
    pthread_mutex_unlock(&s->lock);
    if (kept == NULL)
        return false;
    *out = kept;
    return true;
}

static size_t bytes_of(const sn_cache_key *key, const sn_cache_answer *answer)
{
    return key->text.len + answer->body.len + answer->note.len;
}

/* Copied behind *at, which moves on. */
static sn_str copy(char **at, sn_str bytes)
{
    sn_str copied = {*at, bytes.len};
    if (bytes.len > 0)
        memcpy(*at, bytes.at, bytes.len);
    *at += bytes.len;
    return copied;
}

static sn_kept *make(uint64_t hash, const sn_cache_key *key, const sn_cache_answer *answer)
{
    sn_kept *kept = calloc(1, sizeof *kept + bytes_of(key, answer));
    if (kept == NULL)
        return NULL;
    char *at = kept->bytes;
    kept->hash = hash;
    memcpy(kept->stamp, key->stamp, SN_STAMP_BYTES);
    kept->until_sec = answer->until_sec;
    kept->size = ENTRY_BYTES + bytes_of(key, answer);
    kept->body = copy(&at, answer->body);
    kept->note = copy(&at, answer->note);
    kept->key = copy(&at, key->text);
    strncpy(kept->tag, answer->tag, TAG_SIZE - 1);
    atomic_init(&kept->users, 1);
    return kept;
}

void sn_cache_keep(sn_cache *c, const sn_cache_key *key, const sn_cache_answer *answer)
{
    uint64_t hash = hash_of(c, key->text);
    shard *s = &c->shards[hash % SHARDS];
    bool fits = ENTRY_BYTES + bytes_of(key, answer) <= c->shard_bytes / LARGEST_SHARE;
    sn_kept *kept = fits ? make(hash, key, answer) : NULL;
    pthread_mutex_lock(&s->lock);
    if (kept != NULL) {
        sn_kept *before = look(s, hash, key->text);
        if (before != NULL)
            drop(s, before);
        sn_kept **slot = slot_of(s, hash);
        kept->next = *slot;
        *slot = kept;
        kept->is_linked = true;
        enlist(s, kept);
        s->bytes += kept->size;
        s->entries++;
        make_room(c, s);
    }
    end_lead(s, key);
    pthread_mutex_unlock(&s->lock);
}

void sn_cache_leave(sn_cache *c, const sn_cache_key *key)
{
    shard *s = &c->shards[hash_of(c, key->text) % SHARDS];
    pthread_mutex_lock(&s->lock);
    end_lead(s, key);
    pthread_mutex_unlock(&s->lock);
}

void sn_cache_add_packed(sn_cache *c, const sn_kept *kept, sn_buf *packed, uint32_t crc)
{
    sn_kept *own = (sn_kept *)kept;
    shard *s = &c->shards[own->hash % SHARDS];
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
        make_room(c, s);
    }
    pthread_mutex_unlock(&s->lock);
    if (!is_first)
        free(held);
}

void sn_cache_count(sn_cache *c, sn_cache_counts *out)
{
    *out = (sn_cache_counts){0};
    for (size_t i = 0; i < SHARDS; i++) {
        shard *s = &c->shards[i];
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
    for (size_t i = 0; i < SHARDS; i++) {
        shard *s = &c->shards[i];
        while (s->oldest != NULL)
            drop(s, s->oldest);
        pthread_cond_destroy(&s->led);
        pthread_mutex_destroy(&s->lock);
    }
    free(c);
}
