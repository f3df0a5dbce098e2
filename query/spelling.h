/* query/spelling - did you mean: what a query was probably meant to be.
 *
 *   query --> words no article has --> words near them, joined, split, on the other keyboard
 *         --> the one that goes best with the rest of the query --> the text with the changes
 *
 * Words come from the word list of the index (word_list.h), and only those that an article shows now
 * are proposed. What becomes of a proposal is correct.h's to decide. docs/spelling.md has the
 * costs, and how they were found. Private to query/. */
#ifndef SN_QUERY_SPELLING_H
#define SN_QUERY_SPELLING_H

#include "query/lookup.h"
#include "query/word_list.h"

typedef enum sn_correction_kind {
    SN_CORRECTION_LETTER, /* letters wrong, missing, too many or swapped */
    SN_CORRECTION_SPLIT,
    SN_CORRECTION_JOIN,
    SN_CORRECTION_LAYOUT,  /* typed on the other keyboard */
    SN_CORRECTION_FINGLISH /* Persian in Latin letters: proposed only */
} sn_correction_kind;
const char *sn_correction_kind_name(sn_correction_kind kind);

typedef struct sn_correction {
    sn_correction_kind kind;
    size_t begin, end; /* bytes of the query */
    sn_str to;
    uint32_t freq;   /* articles that had the words changed: 0, or few */
    unsigned cost;   /* of the edits */
    double fit;      /* 0..1: how much of the rest of the query an article has that has `to` */
    double evidence; /* bits: for the change (it fits) less against it (its cost) */
    bool is_stop;    /* `to` is made of function words, which every article has */
} sn_correction;

typedef struct sn_spelling {
    sn_pool pool;
    sn_str text; /* the query with the changes */
    sn_correction changes[SN_LIMIT_SPELLING_CHANGES];
    size_t n;
    bool is_applied; /* what was found is what the text finds */
    sn_total before,
        after; /* what the query finds as it is, and with the changes; of sn_correct() */
} sn_spelling;

/* What a proposal is made from; all of it borrowed. */
typedef struct sn_spelling_input {
    sn_searcher *searcher;
    const sn_word_list *words;
    const sn_profile *profile;
    sn_str q;
    bool none;           /* no article has all the words */
    int64_t deadline_us; /* monotonic clock */
} sn_spelling_input;

/* What the query of a lookup was meant to be: *out, zeroed by the caller, who ends it with
 * sn_spelling_done() whatever comes back; no changes: as it is. Statuses of xapian-c and of the
 * analysis. */
SN_MUST_USE sn_status sn_spelling_propose(const sn_spelling_input *in, sn_spelling *out,
                                          sn_error *err);
void sn_spelling_done(sn_spelling *s);

SN_DEFINE_CLEANUP(sn_spelling, sn_spelling_done)

#endif
