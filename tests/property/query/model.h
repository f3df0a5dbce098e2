/* model - an index without an index: articles in memory, and what the formula of docs/ranking.md gives
 * each of them, computed by looking at all. What libxapian, the plan and the pruning do is compared
 * with it.
 *
 * It begins where the index begins, with the tokens of the analysis, and writes down anew what
 * indexer/apply/document.c and query/plan*.c say in their ways. */
#ifndef SN_TESTS_PROPERTY_QUERY_MODEL_H
#define SN_TESTS_PROPERTY_QUERY_MODEL_H

#include "analysis/analyzer.h"
#include "archive/article.h"
#include "layout/terms.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One occurrence of a term. */
typedef struct model_posting {
    uint32_t term; /* number of the term in the model */
    uint32_t pos;  /* UINT32_MAX: without a position */
    uint32_t wdf;
} model_posting;

typedef struct model_article {
    char id[32];
    uint32_t docid;
    int64_t sec; /* published; INT64_MIN: undated */
    model_posting *postings;
    size_t n_postings, cap;
    double length;        /* the sum of all wdf */
    size_t copies, story; /* numbers of the articles that name its groups */
} model_article;

typedef struct model {
    sn_analyzer *analyzer;
    model_article *articles;
    size_t n_articles;
    struct model_terms *terms;
    double average_length;
} model;

void model_init(model *m, size_t n_articles);
void model_done(model *m);

/* Take an article in as number i. */
void model_add(model *m, size_t i, const sn_article *a, uint32_t docid);
/* When all are in: counts of the whole. */
void model_finish(model *m);

/* A term's number, UINT32_MAX if no article has it. */
uint32_t model_term(const model *m, sn_term_list list, sn_str text);
uint32_t model_frequency(const model *m, uint32_t term); /* articles that have it */

bool model_has(const model_article *a, uint32_t term);
/* The constants of BM25; length: of a usual article, 0: the average of the index. */
typedef struct model_constants {
    double k1, b, length;
} model_constants;
double model_bm25(const model *m, const model_article *a, uint32_t term, model_constants c);
/* The most that it can come to; 0 for a term that no article has. */
double model_best(const model *m, uint32_t term, model_constants c);

/* Do the terms stand in their order within `span` positions (phrase), or in any order within `window`
 * (near)? As libxapian has it: all positions lie in a window of so many. */
bool model_phrase(const model_article *a, const uint32_t *terms, size_t n, uint32_t window);
bool model_near(const model_article *a, const uint32_t *terms, size_t n, uint32_t window);
/* The first place of a term from `from` on, UINT32_MAX: none. */
uint32_t model_next_place(const model_article *a, uint32_t term, uint32_t from);
bool model_share_place(const model_article *a, uint32_t one, uint32_t other);

#endif
