/* query/related - other articles on what a story is about.
 *
 *   story (related_source.h) --> its weightiest words --> OR of them, nearness in time --> best ones
 *                                                          within mode, window, filters;
 *                                                          no copies, few of one source and story
 *
 * score = sum of weight(word) * bm25(word, article) + time + section, where the words of the story itself
 * would add up to 1 (docs/related.md). They are parts of the plan, so explain and highlight are those of a
 * search. Private to query/; sn_related_json() of search.h is for others. */
#ifndef SN_QUERY_RELATED_H
#define SN_QUERY_RELATED_H

#include "query/lookup.h"
#include "query/related_source.h"

/* Of what was found for a text, so many that share most with it are compared: a copy has nearly all words of the
 * text, it stands at the top. */
#define SN_RELATED_COMPARED 20

/* A word of the story that weighs. */
typedef struct sn_related_term {
    sn_str stem;       /* borrowed from the source */
    double weight;     /* what its bm25 is multiplied by */
    double gain;       /* the same with its idf: what sn_xap_bm25() is multiplied by */
    uint32_t articles; /* that have it */
} sn_related_term;

typedef struct sn_related {
    sn_related_source source;
    sn_related_term terms[SN_LIMIT_RELATED_TERMS]; /* those that say most of the story first */
    size_t n_terms;
    size_t n_finders;  /* of the terms: those that a related story has one of */
    sn_lookup *lookup; /* question: the words to highlight; plan, refs as of a search */
    sn_ref
        copies[SN_RELATED_COMPARED]; /* of a text: what was published of it already, not in refs */
    size_t n_copies;
    bool is_undated; /* the mode or window needs a date, and the story has none: nothing found */
} sn_related;

void sn_related_done(sn_related *r);

/* related_terms.c: choose and weigh the words of r->source: r->terms. bm25: as r->lookup will match.
 * Statuses of xapian-c. */
SN_MUST_USE sn_status sn_related_choose(const sn_searcher *s, const sn_related_constants *constants,
                                        const sn_bm25 *bm25, double average_length, sn_related *r,
                                        sn_error *err);

/* related_plan.c: r->lookup's question and plan from r->terms, and the query to match, borrowed from
 * the plan; NULL: there is nothing to find. Statuses of xapian-c. */
SN_MUST_USE sn_status sn_related_plan(sn_searcher *s, const sn_related_request *request,
                                      sn_related *r, sn_xap_query **query, sn_error *err);

/* related_weigh.c: give r->lookup's list, which the finding words and the time have weighed, what all words weigh, then
 * without what is distant the section and the time, and order it by that. Out of time, some words are left out,
 * and the totals say so. Statuses of xapian-c. */
SN_MUST_USE sn_status sn_related_weigh(const sn_searcher *s, sn_related *r, sn_error *err);

/* related_copies.c: of a text, move from r->lookup's list to r->copies what is a copy of it; of an article, which
 * has a group of copies, nothing. Statuses of xapian-c. */
SN_MUST_USE sn_status sn_related_drop_copies(sn_searcher *s, const sn_related_request *request,
                                             sn_related *r, sn_error *err);

/* Do this with what was found, while its snapshot is held (NULL lookup: nothing is indexed, which only a
 * text can ask for). Called again from the beginning after SN_ESTALE. */
typedef struct sn_related_attempt sn_related_attempt;
typedef sn_status sn_related_fn(sn_related_attempt *a, const sn_related *found);
struct sn_related_attempt {
    sn_searcher *searcher;
    const sn_related_request *request;
    int64_t now_sec, started_us;
    void *ctx; /* fn's */
    sn_error err;
};
/* started_us: monotonic clock, 0: now. On failure *problem is filled, whatever failed. */
SN_MUST_USE sn_status sn_related_do(sn_searcher *s, const sn_related_request *request,
                                    int64_t started_us, sn_related_fn *fn, void *ctx,
                                    sn_problem *problem);

SN_DEFINE_CLEANUP(sn_related, sn_related_done)

#endif
