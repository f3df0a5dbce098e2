/* Which words of a story say what it is about, and how much. */
#include "analysis/lexicon.h"
#include "layout/membership.h"
#include "query/plan_parts.h"
#include "query/related.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A word of more than a tenth of all articles says nothing; in a small index everything is frequent. */
#define FREQUENT_SHARE 10
#define FREQUENT_LEAST 25

/* Whom and what a story is about are names; what the lexicon knows as neither noun nor adjective, as
 * adverbs and numerals, are how it is told. docs/related.md has what they gain. */
#define NAME_WEIGHT  1.5
#define OTHER_WEIGHT 0.3

typedef struct candidate {
    sn_related_term term;
    double self; /* what the story itself would score by it */
} candidate;

typedef struct measure {
    const sn_searcher *s;
    const sn_related_constants *constants;
    const sn_bm25 *bm25;
    uint32_t count;  /* articles */
    double relative; /* length of the story by the average */
    uint32_t own;    /* articles that the story is, with its copies; 0 for a text */
} measure;

static int by_self(const void *a, const void *b)
{
    const candidate *left = a, *right = b;
    if (left->self != right->self)
        return left->self < right->self ? 1 : -1;
    return sn_str_compare(left->term.stem, right->term.stem);
}

/* 0 for a stop word, which says nothing; 1 for a word that the lexicon does not have. */
static double class_weight(const sn_searcher *s, sn_str stem)
{
    sn_word known;
    if (sn_dictionary_is_stop(s->vocabulary->stop, stem))
        return 0;
    if (!sn_lexicon_find(s->vocabulary->lexicon, stem, &known))
        return 1;
    if ((known.classes & SN_WORD_STOP) != 0)
        return 0;
    if ((known.classes & SN_WORD_NAME) != 0)
        return NAME_WEIGHT;
    return (known.classes & (SN_WORD_NOUN | SN_WORD_ADJECTIVE)) != 0 ? 1 : OTHER_WEIGHT;
}

/* False: it is left out. A word that only the story and its copies have finds nothing else. */
static bool weigh(const measure *m, const sn_related_word *word, uint32_t freq, candidate *out)
{
    uint32_t frequent = m->count / FREQUENT_SHARE;
    frequent = frequent > FREQUENT_LEAST ? frequent : FREQUENT_LEAST;
    if (freq <= m->own || freq > frequent)
        return false;
    double idf = sn_plan_idf(freq, m->count);
    double weight =
        class_weight(m->s, word->stem) * sqrt(word->tf) * pow(idf, m->constants->rarity);
    if (weight <= 0)
        return false;
    if (word->in_title)
        weight *= m->constants->title;
    out->term = (sn_related_term){word->stem, weight, weight * idf, freq};
    out->self = out->term.gain * sn_xap_bm25(m->bm25->k1, m->bm25->b, m->relative, word->tf);
    return true;
}

static sn_status weigh_all(const measure *m, const sn_related_source *source, candidate *out,
                           size_t *n, sn_error *err)
{
    char bytes[SN_INDEX_TERM_SIZE];
    sn_status s = SN_OK;
    *n = 0;
    for (size_t i = 0; i < source->n && s == SN_OK; i++) {
        uint32_t freq = 0;
        sn_str term = sn_index_term(SN_LIST_STEM, source->words[i].stem, bytes);
        s = sn_xap_db_term_freq(m->s->snapshot.db, term, &freq, err);
        if (s == SN_OK && weigh(m, &source->words[i], freq, &out[*n]))
            ++*n;
    }
    return s;
}

static sn_status count_own(const sn_searcher *s, const sn_related_source *source, uint32_t *out,
                           sn_error *err)
{
    char term[SN_INDEX_TERM_SIZE];
    if (source->docid == 0)
        return SN_OK;
    return sn_xap_db_term_freq(s->snapshot.db, sn_group_term(SN_GROUP_COPIES, source->copies, term),
                               out, err);
}

sn_status sn_related_choose(const sn_searcher *s, const sn_related_constants *constants,
                            const sn_bm25 *bm25, double average_length, sn_related *r,
                            sn_error *err)
{
    measure m = {.s = s,
                 .constants = constants,
                 .bm25 = bm25,
                 .count = s->snapshot.articles,
                 .relative = average_length > 0 ? r->source.length / average_length : 1};
    size_t n = 0;
    double self = 0;
    candidate *all = calloc(r->source.n + 1, sizeof *all);
    sn_status status = all == NULL ? SN_ENOMEM : count_own(s, &r->source, &m.own, err);
    if (status == SN_OK)
        status = weigh_all(&m, &r->source, all, &n, err);
    if (status == SN_OK) {
        if (n > 1)
            qsort(all, n, sizeof *all, by_self);
        r->n_terms = n < constants->terms ? n : constants->terms;
        r->n_finders = r->n_terms < constants->finders ? r->n_terms : constants->finders;
        for (size_t i = 0; i < r->n_terms; i++)
            self += all[i].self;
        for (size_t i = 0; i < r->n_terms; i++) {
            r->terms[i] = all[i].term;
            r->terms[i].weight /= self;
            r->terms[i].gain /= self;
        }
    }
    free(all);
    return status;
}
