/* query/evaluate - judged queries asked and scored, and two ways of asking compared.
 *
 *   judged (judged.h) --> each query searched --> scores by topic --> means, intervals, test
 *
 * A topic that nobody asked scores 0; one without a relevant article counts in no mean. */
#ifndef SN_QUERY_EVALUATE_H
#define SN_QUERY_EVALUATE_H

#include "base/json_writer.h"
#include "query/judged.h"
#include "query/search.h"

/* What one way of asking came to. */
typedef struct sn_evaluation {
    sn_scores *topics; /* by topic of the judged */
    size_t n;          /* topics that count */
    sn_interval of[SN_METRICS];
} sn_evaluation;
void sn_evaluation_done(sn_evaluation *e);

/* Make *r what a measurement asks for unless it is told otherwise: relevance only, any word,
 * no collapsing, SN_LIMIT_RUN_HITS deep. SN_ENOMEM. */
SN_MUST_USE sn_status sn_evaluate_request(sn_request *r);

/* Ask every topic (settled) as *request says; its q is overwritten. seed: of the bootstrap.
 * deadline_us: monotonic clock, 0: none; past it SN_ETIMEOUT. The statuses of sn_search_ranking, a
 * topic's problem with its name in front. *out is the caller's. */
SN_MUST_USE sn_status sn_evaluate(sn_searcher *s, sn_request *request, const sn_judged *judged,
                                  uint64_t seed, int64_t deadline_us, sn_evaluation *out,
                                  sn_problem *problem);

/* Two evaluations of the same judged topics. */
typedef struct sn_comparison {
    double p[SN_METRICS];                         /* sn_randomisation_test */
    size_t better[SN_METRICS], worse[SN_METRICS]; /* topics where b is above, below a */
} sn_comparison;
/* SN_ENOMEM. */
SN_MUST_USE sn_status sn_evaluations_compare(const sn_judged *judged, const sn_evaluation *a,
                                             const sn_evaluation *b, uint64_t seed,
                                             sn_comparison *out);

/* The members "a", "topics" and, with b, "b" and "comparison" of an object that the caller has opened
 * (docs/api.md). */
void sn_evaluation_json(const sn_judged *judged, const sn_evaluation *a, const sn_evaluation *b,
                        const sn_comparison *comparison, sn_json *j);

SN_DEFINE_CLEANUP(sn_evaluation, sn_evaluation_done)

#endif
