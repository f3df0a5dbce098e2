#include "analysis/term_cache.h"

#include <stdlib.h>
#include <string.h>

sn_status sn_term_cache_init(sn_term_cache *cache)
{
    cache->entries = calloc(SN_TERM_CACHE_ENTRIES, sizeof *cache->entries);
    cache->run = 1;
    return cache->entries != NULL ? SN_OK : SN_ENOMEM;
}

void sn_term_cache_done(sn_term_cache *cache)
{
    free(cache->entries);
    *cache = (sn_term_cache){0};
}

void sn_term_cache_next_run(sn_term_cache *cache)
{
    if (++cache->run != 0)
        return;
    memset(cache->entries, 0, SN_TERM_CACHE_ENTRIES * sizeof *cache->entries);
    cache->run = 1;
}

uint64_t sn_term_hash(sn_str word, bool ezafe)
{
    uint64_t h = word.len * 2 + ezafe, piece;
    size_t i = 0;
    for (; i + 8 <= word.len; i += 8) {
        memcpy(&piece, word.at + i, 8);
        h = (h ^ piece) * 0x9e3779b97f4a7c15u;
        h ^= h >> 29;
    }
    piece = 0;
    memcpy(&piece, word.at + i, word.len - i);
    h = (h ^ piece) * 0xbf58476d1ce4e5b9u;
    return h ^ h >> 32;
}

/* The two places a word may have. */
static sn_term_entry *place(const sn_term_cache *cache, uint64_t hash, unsigned which)
{
    return &cache->entries[(hash & (SN_TERM_CACHE_ENTRIES - 1)) ^ which];
}

const sn_term_entry *sn_term_cache_find(sn_term_cache *cache, uint64_t hash, sn_str word,
                                        bool ezafe)
{
    for (unsigned which = 0; which < 2; which++) {
        sn_term_entry *e = place(cache, hash, which);
        if (e->run != 0 && e->hash == hash && e->word_len == word.len && e->ezafe == ezafe &&
            memcmp(e->letters, word.at, word.len) == 0) {
            e->run = cache->run;
            return e;
        }
    }
    return NULL;
}

static sn_term_entry *oldest(const sn_term_cache *cache, uint64_t hash)
{
    sn_term_entry *a = place(cache, hash, 0), *b = place(cache, hash, 1);
    return a->run <= b->run ? a : b;
}

/* s as a piece of the letters that are there already, or put behind them. */
static bool put(sn_term_entry *e, size_t *used, sn_str *s)
{
    const char *at = s->len > 0 ? memmem(e->letters, *used, s->at, s->len) : e->letters;
    if (at == NULL) {
        if (s->len > sizeof e->letters - *used)
            return false;
        memcpy(e->letters + *used, s->at, s->len);
        at = e->letters + *used;
        *used += s->len;
    }
    s->at = at;
    return true;
}

bool sn_term_cache_keep(sn_term_cache *cache, uint64_t hash, sn_str word, bool ezafe, sn_term *term)
{
    sn_term_entry *e = oldest(cache, hash);
    if (e->run == cache->run || word.len > sizeof e->letters)
        return false;
    sn_term kept = *term;
    size_t used = word.len;
    e->run = 0; /* no entry any more, should something not fit */
    memcpy(e->letters, word.at, word.len);
    if (!put(e, &used, &kept.exact) || !put(e, &used, &kept.stem) || !put(e, &used, &kept.parts))
        return false;
    e->hash = hash;
    e->word_len = (uint8_t)word.len;
    e->ezafe = ezafe;
    e->term = kept;
    e->run = cache->run;
    *term = kept;
    return true;
}
