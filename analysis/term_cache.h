/* analysis/term_cache - words met before, with their terms. A few thousand words make nine tenths
 * of all news text; the lexicon is asked once for each. Internal to analysis/.
 *
 * An entry used in this run is pinned until the next one: its letters are what tokens point to.
 * Where both places of a word are pinned, or the word is too long, there is no entry, and the
 * terms are made in the arena. Answers never depend on what the cache holds. */
#ifndef SN_ANALYSIS_TERM_CACHE_H
#define SN_ANALYSIS_TERM_CACHE_H

#include "analysis/automaton.h"
#include "analysis/stem.h"

/* Parts that are a guess. */
typedef enum sn_guess {
    SN_GUESS_NONE,
    SN_GUESS_RUN_ON, /* run_on.h */
    SN_GUESS_READING /* second_reading.h */
} sn_guess;

/* The terms of one word. */
typedef struct sn_term {
    sn_str exact, stem;
    sn_str parts; /* of a compound or run-on, a space or half-space between them; the stem of a
                     second reading; or empty */
    uint32_t n_parts;
    uint32_t width; /* positions: 1, or those of all parts */
    sn_walk walk;   /* in the set of compounds, behind this word */
    bool begins;    /* is there a compound that begins so? */
    bool stop;
    uint8_t guess; /* sn_guess: what the parts are */
    uint8_t rule;  /* sn_stem_rule */
} sn_term;

enum {
    SN_TERM_CACHE_ENTRIES = 1 << 16, /* 12 MiB, touched as words come */
    SN_TERM_CACHE_LETTERS = 80
};

/* Three lines of the processor's cache; the first two are what most words need. */
typedef struct sn_term_entry {
    uint64_t hash;
    uint32_t run; /* the last one that used it, 0 never */
    uint8_t word_len;
    bool ezafe;
    sn_term term;
    char letters[SN_TERM_CACHE_LETTERS]; /* the word, then what is no part of it */
} sn_term_entry;

typedef struct sn_term_cache {
    void *memory;
    sn_term_entry *entries; /* in it, on a line's border */
    uint32_t run;
} sn_term_cache;

SN_MUST_USE sn_status sn_term_cache_init(sn_term_cache *cache); /* SN_OK, SN_ENOMEM */
void sn_term_cache_done(sn_term_cache *cache);
void sn_term_cache_next_run(sn_term_cache *cache); /* unpins everything */

uint64_t sn_term_hash(sn_str word, bool ezafe);

/* The terms of the word, pinned, or NULL. */
const sn_term *sn_term_cache_find(sn_term_cache *cache, uint64_t hash, sn_str word, bool ezafe);

/* Keep *term, whose strings may lie anywhere, under the word. Returns the kept one, with strings of
 * its own, or NULL if it does not fit. */
const sn_term *sn_term_cache_keep(sn_term_cache *cache, uint64_t hash, sn_str word, bool ezafe,
                                  const sn_term *term);

#endif
