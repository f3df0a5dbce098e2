#include "analysis/term_cache.h"

#include <stdlib.h>
#include <string.h>

enum { LINE = 64 };

sn_status sn_term_cache_init(sn_term_cache *cache)
{
    cache->memory = calloc(1, SN_TERM_CACHE_ENTRIES * sizeof *cache->entries + LINE);
    if (cache->memory == NULL)
        return SN_ENOMEM;
    uintptr_t at = ((uintptr_t)cache->memory + LINE - 1) & ~(uintptr_t)(LINE - 1);
    cache->entries = (sn_term_entry *)at;
    cache->run = 1;
    return SN_OK;
}

void sn_term_cache_done(sn_term_cache *cache)
{
    free(cache->memory);
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

const sn_term *sn_term_cache_find(sn_term_cache *cache, uint64_t hash, sn_str word, bool ezafe)
{
    for (unsigned which = 0; which < 2; which++) {
        sn_term_entry *e = place(cache, hash, which);
        if (e->run != 0 && e->hash == hash && e->word_len == word.len && e->ezafe == ezafe &&
            memcmp(e->letters, word.at, word.len) == 0) {
            e->run = cache->run;
            return &e->term;
        }
    }
    return NULL;
}

static sn_term_entry *oldest(const sn_term_cache *cache, uint64_t hash)
{
    sn_term_entry *a = place(cache, hash, 0), *b = place(cache, hash, 1);
    return a->run <= b->run ? a : b;
}

static bool begins_at(const sn_term_entry *e, size_t at, size_t used, sn_str s)
{
    return s.len <= used - at && memcmp(e->letters + at, s.at, s.len) == 0;
}

/* s as a piece of the letters that are there already, or put behind them: exact and stem are often
 * the word itself or its beginning. word_len: where what was put last may begin. */
static bool put(sn_term_entry *e, size_t word_len, size_t *used, sn_str *s)
{
    size_t at = *used;
    if (s->len == 0) {
        *s = (sn_str){"", 0};
        return true;
    }
    if (begins_at(e, 0, *used, *s))
        at = 0;
    else if (begins_at(e, word_len, *used, *s))
        at = word_len;
    else if (s->len > sizeof e->letters - *used)
        return false;
    if (at == *used) {
        memcpy(e->letters + at, s->at, s->len);
        *used += s->len;
    }
    s->at = e->letters + at;
    return true;
}

const sn_term *sn_term_cache_keep(sn_term_cache *cache, uint64_t hash, sn_str word, bool ezafe,
                                  const sn_term *term)
{
    sn_term_entry *e = oldest(cache, hash);
    if (e->run == cache->run || word.len > sizeof e->letters)
        return NULL;
    size_t used = word.len;
    e->run = 0; /* no entry any more, should something not fit */
    e->term = *term;
    memcpy(e->letters, word.at, word.len);
    if (!put(e, word.len, &used, &e->term.exact) || !put(e, word.len, &used, &e->term.stem) ||
        !put(e, word.len, &used, &e->term.parts))
        return NULL;
    e->hash = hash;
    e->word_len = (uint8_t)word.len;
    e->ezafe = ezafe;
    e->run = cache->run;
    return &e->term;
}
