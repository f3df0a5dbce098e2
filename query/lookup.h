/* query/lookup - a request matched against one snapshot: which articles, in which order. */
#ifndef SN_QUERY_LOOKUP_H
#define SN_QUERY_LOOKUP_H

#include "query/engine.h"
#include "query/facet.h"
#include "query/plan.h"

/* A found article. */
typedef struct sn_ref {
    sn_docid docid;
    double score;    /* 0 in the date orders */
    uint32_t copies; /* others that it stands for (sn_collapse), at least */
    int64_t key;     /* date orders: the second it is ordered by (date_keys.h) */
    uint32_t place;  /* date orders: where it stood before */
    bool is_refined; /* the score has the positional parts */
    uint32_t pinned; /* its place among the pinned articles of the query, from 1; 0: it is none */
} sn_ref;

struct sn_spelling;

/* What of a query found little as what it may be, and was read as words. */
enum { SN_READ_DATES_AS_WORDS = 1, SN_READ_FIELDS_AS_WORDS = 2, SN_READ_PHRASES_AS_WORDS = 4 };

typedef struct sn_lookup {
    sn_question question;
    sn_plan plan;
    sn_sort sort;              /* what the order is; a query without words is listed newest first */
    bool has_content, relaxed; /* relaxed: plan.step says how far */
    unsigned reading;          /* SN_READ_*: what of the query was read as words, bits */
    uint32_t strict; /* articles that have all the words, at least; not counted for match=any */
    struct sn_spelling *spelling; /* of sn_correct(): what was meant; NULL: nothing to say */
    sn_plan_mode mode;            /* what was matched in the end */
    int64_t now_sec, deadline_us;
    sn_xap_totals totals;
    sn_ref pinned[SN_LIMIT_PINNED_IDS]; /* before all others (curate.h) */
    size_t n_pinned;
    uint64_t
        stands_for[SN_LIMIT_PINNED_IDS]; /* their groups, if the plan has what they stand for */
    sn_ref *refs; /* from the request's offset or cursor on, at most its limit */
    size_t n_refs;
    sn_xap_tally
        *seen; /* the articles that the last match went through; NULL: no facets are asked for */
    bool has_seen_all;      /* and these are all that there are */
    sn_facets facets;       /* of sn_lookup_facets(), of what was matched */
    sn_xap_query *matched;  /* of sn_lookup_matched(); NULL: not wanted */
    size_t position;        /* of the first of them in the list */
    bool has_more;          /* behind them */
    bool is_too_deep;       /* for a next page: over SN_LIMIT_CURSOR_HITS */
    sn_docid window;        /* the last of the hits weighed by places, as ranked before; 0: none */
    const sn_cursor *after; /* the request's, borrowed; NULL: a first page */
} sn_lookup;

typedef enum sn_total_relation {
    SN_TOTAL_EXACT,
    SN_TOTAL_ABOUT,
    SN_TOTAL_AT_LEAST
} sn_total_relation;

/* How many articles there are, and with those collapsed; on later pages, as the first one said. */
typedef struct sn_total {
    uint32_t value, uncollapsed;
    sn_total_relation relation;
} sn_total;
sn_total sn_lookup_total(const sn_lookup *l);

/* Find what the request asks for in the searcher's snapshot (which has a database). now_sec: what
 * freshness counts from. On SN_OK *out is the caller's, ended with sn_lookup_destroy().
 * Returns SN_ELIMIT with *problem filled, or the statuses of xapian-c with *err. */
SN_MUST_USE sn_status sn_lookup_run(sn_searcher *s, const sn_request *request, int64_t now_sec,
                                    int64_t deadline_us, sn_lookup **out, sn_problem *problem,
                                    sn_error *err);
/* Only read and plan it, for what needs no page: *out has no hits. The same statuses. */
SN_MUST_USE sn_status sn_lookup_plan(sn_searcher *s, const sn_request *request, int64_t now_sec,
                                     sn_lookup **out, sn_problem *problem, sn_error *err);
void sn_lookup_destroy(sn_lookup *l); /* NULL is fine */

/* Count the facets that the request asks for, if any, of what the lookup matched. Statuses as above,
 * with *err. */
SN_MUST_USE sn_status sn_lookup_facets(sn_searcher *s, const sn_request *request, sn_lookup *l,
                                       sn_error *err);

/* Set l->matched to what was matched in the end, without weights and pages, if the request asks for the
 * copies that hits stand for. Statuses as above. */
SN_MUST_USE sn_status sn_lookup_matched(const sn_request *request, sn_lookup *l);

/* Match the prepared lookup in one mode: refs, totals and what belongs to the page. relaxing.h */
SN_MUST_USE sn_status sn_lookup_match(sn_searcher *s, const sn_request *request, sn_lookup *l,
                                      sn_plan_mode mode, sn_error *err);

/* Is there anything but words that narrows what is found? */
bool sn_lookup_is_narrowed(const sn_lookup *l, const sn_request *request);

/* Matches counted exactly: as deep as pages go. */
#define SN_COUNTED_HITS (SN_LIMIT_DEPTH_HITS + SN_LIMIT_PAGE_HITS)

SN_DEFINE_CLEANUP_PTR(sn_lookup, sn_lookup_destroy)

#endif
