#include "query/metrics.h"

#include <math.h>
#include <stdlib.h>

#define NDCG_DEPTH   10
#define RECALL_DEPTH 100

const char *sn_metric_name(sn_metric metric)
{
    static const char *const names[SN_METRICS] = {
        [SN_METRIC_NDCG10] = "ndcg10",
        [SN_METRIC_MAP] = "map",
        [SN_METRIC_MRR] = "mrr",
        [SN_METRIC_RECALL100] = "recall100",
    };
    return names[metric];
}

static double gain(const int *grades, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n && i < NDCG_DEPTH; i++) {
        if (grades[i] > 0)
            sum += (ldexp(1, grades[i]) - 1) / log2((double)i + 2);
    }
    return sum;
}

static size_t count_relevant(const int *grades, size_t n)
{
    size_t relevant = 0;
    for (size_t i = 0; i < n; i++)
        relevant += grades[i] > 0;
    return relevant;
}

sn_scores sn_scores_of(const int *ranked, size_t n_ranked, const int *judged, size_t n_judged)
{
    sn_scores scores = {0};
    double relevant = (double)count_relevant(judged, n_judged), precision = 0;
    size_t found = 0, found_early = 0;
    if (relevant <= 0)
        return scores;
    for (size_t i = 0; i < n_ranked; i++) {
        if (ranked[i] <= 0)
            continue;
        found++;
        found_early += i < RECALL_DEPTH;
        precision += (double)found / (double)(i + 1);
        if (found == 1)
            scores.at[SN_METRIC_MRR] = 1 / (double)(i + 1);
    }
    scores.at[SN_METRIC_NDCG10] = gain(ranked, n_ranked) / gain(judged, n_judged);
    scores.at[SN_METRIC_MAP] = precision / relevant;
    scores.at[SN_METRIC_RECALL100] = (double)found_early / relevant;
    return scores;
}

double sn_mean(const double *values, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += values[i];
    return n > 0 ? sum / (double)n : 0;
}

/* splitmix64 (Steele, Lea and Flood, 2014): one state word, the same on every machine. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* The high bits, scaled: off by n / 2^32 at most, which no mean shows. */
static size_t random_below(uint64_t *state, size_t n)
{
    return (size_t)(((next_random(state) >> 32) * (uint64_t)n) >> 32);
}

static int by_value(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

sn_interval sn_bootstrap(const double *values, size_t n, uint64_t seed, double *means)
{
    sn_interval out = {.mean = sn_mean(values, n)};
    uint64_t state = seed;
    if (n == 0)
        return out;
    for (size_t r = 0; r < SN_RESAMPLES; r++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += values[random_below(&state, n)];
        means[r] = sum / (double)n;
    }
    qsort(means, SN_RESAMPLES, sizeof *means, by_value);
    out.low = means[SN_RESAMPLES * 25 / 1000];
    out.high = means[SN_RESAMPLES * 975 / 1000 - 1];
    return out;
}

double sn_randomisation_test(const double *a, const double *b, size_t n, uint64_t seed)
{
    double observed = 0;
    size_t as_great = 1;
    uint64_t state = seed;
    for (size_t i = 0; i < n; i++)
        observed += a[i] - b[i];
    observed = fabs(observed) - 1e-9; /* sums in another order differ in their last bits */
    for (size_t r = 0; r < SN_RESAMPLES; r++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += next_random(&state) >> 63 ? a[i] - b[i] : b[i] - a[i];
        as_great += fabs(sum) >= observed;
    }
    return (double)as_great / (SN_RESAMPLES + 1);
}
