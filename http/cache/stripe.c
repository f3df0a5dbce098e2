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

static void enlist(sn_stripe *s, sn_cache_entry *entry)
{
    entry->newer = NULL;
    entry->older = s->newest;
    if (s->newest != NULL)
        s->newest->newer = entry;
    else
        s->oldest = entry;
    s->newest = entry;
}

static void delist(sn_stripe *s, sn_cache_entry *entry)
{
    *(entry->newer != NULL ? &entry->newer->older : &s->newest) = entry->older;
    *(entry->older != NULL ? &entry->older->newer : &s->oldest) = entry->newer;
}

static sn_cache_entry **slot_of(sn_stripe *s, uint64_t hash)
{
    return &s->slots[hash / SN_STRIPES % SN_STRIPE_SLOTS];
}

static void drop(sn_stripe *s, sn_cache_entry *entry)
{
    sn_cache_entry **at = slot_of(s, entry->hash);
    while (*at != entry)
        at = &(*at)->next;
    *at = entry->next;
    delist(s, entry);
    entry->is_linked = false;
    s->bytes -= entry->size;
    s->entries--;
    sn_cache_entry_give_back(entry);
}

void sn_stripe_make_room(sn_stripe *s)
{
    while (s->bytes > s->max && s->oldest != NULL) {
        drop(s, s->oldest);
        s->evictions++;
    }
}

static sn_cache_entry *look(sn_stripe *s, uint64_t hash, sn_str key)
{
    sn_cache_entry *at = *slot_of(s, hash);
    while (at != NULL && (at->hash != hash || !sn_str_equal(at->key, key)))
        at = at->next;
    return at;
}

sn_cache_entry *sn_stripe_take(sn_stripe *s, uint64_t hash, const sn_cache_key *key)
{
    sn_cache_entry *entry = look(s, hash, key->text);
    if (entry == NULL)
        return NULL;
    if (!sn_cache_entry_is_good(entry, key)) {
        drop(s, entry);
        return NULL;
    }
    delist(s, entry);
    enlist(s, entry);
    atomic_fetch_add(&entry->users, 1);
    return entry;
}

void sn_stripe_put(sn_stripe *s, sn_cache_entry *entry)
{
    sn_cache_entry *before = look(s, entry->hash, entry->key);
    if (before != NULL)
        drop(s, before);
    sn_cache_entry **slot = slot_of(s, entry->hash);
    entry->next = *slot;
    *slot = entry;
    entry->is_linked = true;
    enlist(s, entry);
    s->bytes += entry->size;
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
