/* query/metrics - how good one ranking is, and how sure a mean over topics is.
 *
 * The measures are those of trec_eval, but for the gain of nDCG, which is 2^grade - 1 (Burges et al.,
 * "Learning to Rank using Gradient Descent", 2005). No I/O, no allocation. */
#ifndef SN_QUERY_METRICS_H
#define SN_QUERY_METRICS_H

#include <stddef.h>
#include <stdint.h>

typedef enum sn_metric {
    SN_METRIC_NDCG10,    /* discounted gain of the first ten, of that of the best order there is */
    SN_METRIC_MAP,       /* mean over the relevant ones of the precision at their ranks */
    SN_METRIC_MRR,       /* 1 / rank of the first relevant one */
    SN_METRIC_RECALL100, /* share of the relevant ones among the first hundred */
    SN_METRICS
} sn_metric;
const char *sn_metric_name(sn_metric metric); /* "ndcg10", "map", "mrr", "recall100" */

typedef struct sn_scores {
    double at[SN_METRICS]; /* 0..1 each */
} sn_scores;

/* Highest grade that is taken, so that gains stay exact in a double. */
#define SN_GRADE_MAX 30

/* ranked: the grade of each hit, best hit first, 0 for one without a judgement; of equal hits only the
 * first may stand there. judged: every grade of the topic, falling. Grades above 0 are relevant; a
 * topic without one scores 0 in all. */
sn_scores sn_scores_of(const int *ranked, size_t n_ranked, const int *judged, size_t n_judged);

double sn_mean(const double *values, size_t n); /* 0 for none */

/* A mean and the range that it lies in with 95 % of samples like this one. */
typedef struct sn_interval {
    double mean, low, high;
} sn_interval;

#define SN_RESAMPLES 10000

/* The bootstrap: means of SN_RESAMPLES samples drawn with replacement, between their 2.5 % and 97.5 %
 * points. means: room for SN_RESAMPLES. The same seed gives the same answer. */
sn_interval sn_bootstrap(const double *values, size_t n, uint64_t seed, double *means);

/* The paired randomisation test, two-sided: how often the means of a and b differ by at least as much
 * as they do when each pair is turned round by a coin (Smucker, Allan and Carterette, "A Comparison
 * of Statistical Significance Tests for Information Retrieval Evaluation", 2007). The observed pairing
 * counts as one of them, so the answer is above 0; 1 where all pairs are equal. */
double sn_randomisation_test(const double *a, const double *b, size_t n, uint64_t seed);

#endif
