/* query/word_list - the words of an index, for spelling: sorted, with the number of articles of each.
 *
 *   stems and exact forms of a commit --[build]--> words --[near]--> words a few edits away
 *
 * A trie without its pointers: sorted words of one byte a letter, and for each how many letters it
 * shares with the one before, so that a walk leaves out what cannot be near any more. 10 bytes and a
 * letter each. Immutable once built; it may be older than what is searched, so whatever comes from
 * it is looked up in the index before it is shown. Private to query/. */
#ifndef SN_QUERY_WORD_LIST_H
#define SN_QUERY_WORD_LIST_H

#include "query/spelling_letters.h"
#include "xapian-c/xapian_c.h"

typedef struct sn_word_list {
    uint8_t *letters; /* of all words, one after the other */
    uint32_t *begin;  /* n + 1, into letters */
    uint32_t *freq;   /* articles that have it, at the time of the build */
    uint8_t *shared;
    size_t n;
    uint8_t costs[SN_LETTER_KINDS][SN_LETTER_KINDS];
} sn_word_list;

/* From the terms of a database, those of SN_SPELLING_LETTERS at most and no digits. The list is the
 * caller's, zeroed before, ended with sn_word_list_done() whatever comes back. SN_ESTALE and the
 * others of xapian-c; SN_ELIMIT: over SN_LIMIT_SPELLING_WORDS. */
SN_MUST_USE sn_status sn_word_list_build(const sn_xap_db *db, sn_word_list *out, sn_error *err);
/* From words given, for tests: folded, a freq each. SN_ENOMEM. */
SN_MUST_USE sn_status sn_word_list_of(const sn_str *words, const uint32_t *freqs, size_t n,
                                      sn_word_list *out);
void sn_word_list_done(sn_word_list *l);

/* How many articles have the word; 0: it is none of the list. */
uint32_t sn_word_list_freq(const sn_word_list *l, const uint8_t *letters, size_t n);

/* Of the words first..last - 1, which share their first `depth` letters, those whose next letter is
 * `letter`. False: none. For walks down the trie. */
bool sn_word_list_narrow(const sn_word_list *l, size_t *first, size_t *last, size_t depth,
                         uint8_t letter);

typedef struct sn_near {
    uint32_t word; /* of the list */
    uint32_t freq;
    unsigned cost;
} sn_near;

/* Bits that an edit is less likely by, for each unit of its cost. */
#define SN_COST_BITS 0.8

/* What orders words that are near: how often a word is met, less what it costs. */
double sn_near_worth(unsigned cost, uint32_t freq);

/* The words within `bound` of the word, it itself left out; the best `cap` by worth, best first, are
 * written to out. Returns how many. The walk is bounded by SN_LIMIT_SPELLING_STEPS. */
size_t sn_word_list_near(const sn_word_list *l, const sn_spelled *word, unsigned bound,
                         sn_near *out, size_t cap);

/* How far a word of so many letters may be off: one edit in short ones, two in long ones. */
unsigned sn_near_bound(size_t letters);

SN_DEFINE_CLEANUP(sn_word_list, sn_word_list_done)

#endif
