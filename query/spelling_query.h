/* query/spelling_query - the words of a query as spelling sees them, and questions to the index
 * about them. Private to spelling*.c. */
#ifndef SN_QUERY_SPELLING_QUERY_H
#define SN_QUERY_SPELLING_QUERY_H

#include "query/spelling.h"

/* A token of the query. */
typedef struct sn_doubted {
    size_t begin, end; /* bytes of the query */
    sn_str exact, stem;
    sn_spelled letters; /* of the exact form; len 0: it has others, and is left alone */
    uint32_t freq;      /* articles that may be shown and have it; counted to RARE only */
    bool is_content;    /* no stop word, no number, and not excluded */
    bool is_doubted;
    bool is_changed; /* a change covers it */
} sn_doubted;

typedef struct sn_spelling_query {
    const sn_spelling_input *in;
    sn_pool *pool;
    sn_doubted words[SN_LIMIT_QUERY_TERMS];
    size_t n;
    sn_tree tree;
    sn_xap_query *rest; /* the words that are not doubted, any of them; NULL: none */
    double rest_best;   /* the most that an article has of them */
    sn_error *err;
} sn_spelling_query;

/* Articles at most that a doubted word may have; one in Latin letters, which may be a Persian word
 * that thousands have («tehran»). */
#define SN_SPELLING_RARE  3u
#define SN_SPELLING_LATIN 100u

/* Read the query and look its words up. *out is zeroed but for pool; ended with
 * sn_spelling_query_done(). */
SN_MUST_USE sn_status sn_spelling_query_read(const sn_spelling_input *in, sn_spelling_query *out,
                                             sn_error *err);
void sn_spelling_query_done(sn_spelling_query *q);

/* How well a text goes with the rest of the query. */
typedef struct sn_fit {
    double
        share; /* of the rest, 0..1, that an article has; -1: no article that may be shown has the text */
    uint32_t freq; /* articles that have the text, hidden ones too; of several words, the rarest */
    bool is_stop;  /* nothing but function words */
} sn_fit;
/* Of the articles that have all words of `text` (two: beside each other) the one that has most of the rest.
 * Statuses of xapian-c and of the analysis, here and below. */
SN_MUST_USE sn_status sn_spelling_fit(sn_spelling_query *q, sn_str text, sn_fit *out);

/* Does a word of the list's letters and the index's articles exist: each token of `text`, content or
 * not? *freq: of the rarest. */
SN_MUST_USE sn_status sn_spelling_all_known(sn_spelling_query *q, sn_str text, uint32_t *freq);

SN_DEFINE_CLEANUP(sn_spelling_query, sn_spelling_query_done)

#endif
