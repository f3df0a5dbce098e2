/* http/watch/histogram - how long something took, counted in fixed buckets, from any thread.
 *
 * One counter is touched for each duration, without a lock. A reader may see a duration in its bucket
 * and not yet in the sum; buckets never run backwards. */
#ifndef SN_HTTP_WATCH_HISTOGRAM_H
#define SN_HTTP_WATCH_HISTOGRAM_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/* Upper bounds from half a millisecond to half a minute, the longest that an answer may take. */
#define SN_HISTOGRAM_BOUNDS 15

typedef struct sn_histogram {
    atomic_uint_fast64_t counts[SN_HISTOGRAM_BOUNDS + 1]; /* the last one: over all bounds */
    atomic_uint_fast64_t sum_us;
} sn_histogram; /* zeroed to begin with */

/* A bucket has what took at most its bound; microseconds. */
int64_t sn_histogram_bound_us(size_t i);

void sn_histogram_add(sn_histogram *h, int64_t us);

/* What was counted, at one moment or between two. */
typedef struct sn_distribution {
    uint64_t counts[SN_HISTOGRAM_BOUNDS + 1];
    uint64_t n, sum_us;
} sn_distribution;

/* n is the sum of the counts, whatever is added meanwhile. */
void sn_histogram_read(const sn_histogram *h, sn_distribution *out);
void sn_distribution_add(sn_distribution *to, const sn_distribution *more);
/* later less earlier, of the same histogram. */
sn_distribution sn_distribution_between(const sn_distribution *earlier,
                                        const sn_distribution *later);

/* The duration that a share (0..1) of them stays within, in microseconds, as if they lay evenly in
 * their bucket; the last bound for those over it, 0 if there are none. */
double sn_distribution_quantile_us(const sn_distribution *d, double share);

#endif
