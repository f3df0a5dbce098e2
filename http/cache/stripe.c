#include "http/cache/stripe.h"

#include <stdlib.h>
#include <string.h>

/* A request whose answer others wait for. */
struct sn_lead {
    const sn_cache_key *key;
    uint64_t number;
    struct sn_lead *next;
};

void sn_stripe_init(sn_stripe *s, size_t max)
{
    *s = (sn_stripe){.max = max};
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->led, NULL);
}

static void enlist(sn_stripe *s, sn_kept *kept)
{
    kept->newer = NULL;
    kept->older = s->newest;
    if (s->newest != NULL)
        s->newest->newer = kept;
    else
        s->oldest = kept;
    s->newest = kept;
}

static void delist(sn_stripe *s, sn_kept *kept)
{
    *(kept->newer != NULL ? &kept->newer->older : &s->newest) = kept->older;
    *(kept->older != NULL ? &kept->older->newer : &s->oldest) = kept->newer;
}

static sn_kept **slot_of(sn_stripe *s, uint64_t hash)
{
    return &s->slots[hash / SN_STRIPES % SN_STRIPE_SLOTS];
}

static void drop(sn_stripe *s, sn_kept *kept)
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

void sn_stripe_make_room(sn_stripe *s)
{
    while (s->bytes > s->max && s->oldest != NULL) {
        drop(s, s->oldest);
        s->evictions++;
    }
}

static sn_kept *look(sn_stripe *s, uint64_t hash, sn_str key)
{
    sn_kept *at = *slot_of(s, hash);
    while (at != NULL && (at->hash != hash || !sn_str_equal(at->key, key)))
        at = at->next;
    return at;
}

sn_kept *sn_stripe_take(sn_stripe *s, uint64_t hash, const sn_cache_key *key)
{
    sn_kept *kept = look(s, hash, key->text);
    if (kept == NULL)
        return NULL;
    if (!sn_kept_is_good(kept, key)) {
        drop(s, kept);
        return NULL;
    }
    delist(s, kept);
    enlist(s, kept);
    atomic_fetch_add(&kept->users, 1);
    return kept;
}

void sn_stripe_put(sn_stripe *s, sn_kept *kept)
{
    sn_kept *before = look(s, kept->hash, kept->key);
    if (before != NULL)
        drop(s, before);
    sn_kept **slot = slot_of(s, kept->hash);
    kept->next = *slot;
    *slot = kept;
    kept->is_linked = true;
    enlist(s, kept);
    s->bytes += kept->size;
    s->entries++;
    sn_stripe_make_room(s);
}

void sn_stripe_done(sn_stripe *s)
{
    while (s->oldest != NULL)
        drop(s, s->oldest);
    pthread_cond_destroy(&s->led);
    pthread_mutex_destroy(&s->lock);
}

/* ---- who waits ---- */

static sn_lead *lead_of(const sn_stripe *s, const sn_cache_key *key)
{
    sn_lead *at = s->leads;
    while (at != NULL && (memcmp(at->key->stamp, key->stamp, SN_STAMP_BYTES) != 0 ||
                          !sn_str_equal(at->key->text, key->text)))
        at = at->next;
    return at;
}

bool sn_stripe_wait(sn_stripe *s, const sn_cache_key *key)
{
    const sn_lead *at = lead_of(s, key);
    if (at == NULL)
        return false;
    uint64_t number = at->number;
    s->waits++;
    while (at != NULL) {
        pthread_cond_wait(&s->led, &s->lock);
        for (at = s->leads; at != NULL && at->number != number;)
            at = at->next;
    }
    return true;
}

bool sn_stripe_lead(sn_stripe *s, const sn_cache_key *key)
{
    sn_lead *led = malloc(sizeof *led);
    if (led == NULL)
        return false;
    *led = (sn_lead){key, ++s->n_leads, s->leads};
    s->leads = led;
    return true;
}

void sn_stripe_end_lead(sn_stripe *s, const sn_cache_key *key)
{
    sn_lead **at = &s->leads;
    while (*at != NULL && (*at)->key != key)
        at = &(*at)->next;
    if (*at == NULL)
        return;
    sn_lead *led = *at;
    *at = led->next;
    free(led);
    pthread_cond_broadcast(&s->led);
}
