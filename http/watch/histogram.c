#include "http/watch/histogram.h"

static const int64_t bounds_us[SN_HISTOGRAM_BOUNDS] = {
    500,    1000,   2500,    5000,    10000,   25000,    50000,   100000,
    250000, 500000, 1000000, 2500000, 5000000, 10000000, 30000000};

int64_t sn_histogram_bound_us(size_t i)
{
    return bounds_us[i];
}

void sn_histogram_add(sn_histogram *h, int64_t us)
{
    size_t i = 0;
    while (i < SN_HISTOGRAM_BOUNDS && us > bounds_us[i])
        i++;
    atomic_fetch_add_explicit(&h->sum_us, us > 0 ? (uint64_t)us : 0, memory_order_relaxed);
    atomic_fetch_add_explicit(&h->counts[i], 1, memory_order_relaxed);
}

void sn_histogram_read(const sn_histogram *h, sn_distribution *out)
{
    *out = (sn_distribution){0};
    for (size_t i = 0; i <= SN_HISTOGRAM_BOUNDS; i++) {
        out->counts[i] = atomic_load_explicit(&h->counts[i], memory_order_relaxed);
        out->n += out->counts[i];
    }
    out->sum_us = atomic_load_explicit(&h->sum_us, memory_order_relaxed);
}

void sn_distribution_add(sn_distribution *to, const sn_distribution *more)
{
    to->n += more->n;
    to->sum_us += more->sum_us;
    for (size_t i = 0; i <= SN_HISTOGRAM_BOUNDS; i++)
        to->counts[i] += more->counts[i];
}

sn_distribution sn_distribution_between(const sn_distribution *earlier,
                                        const sn_distribution *later)
{
    sn_distribution d = {.n = later->n - earlier->n, .sum_us = later->sum_us - earlier->sum_us};
    for (size_t i = 0; i <= SN_HISTOGRAM_BOUNDS; i++)
        d.counts[i] = later->counts[i] - earlier->counts[i];
    return d;
}

double sn_distribution_quantile_us(const sn_distribution *d, double share)
{
    double wanted = share * (double)d->n, below = 0;
    if (d->n == 0)
        return 0;
    for (size_t i = 0; i < SN_HISTOGRAM_BOUNDS; i++) {
        double here = (double)d->counts[i];
        if (here > 0 && below + here >= wanted) {
            double from = i > 0 ? (double)bounds_us[i - 1] : 0;
            return from + ((double)bounds_us[i] - from) * (wanted - below) / here;
        }
        below += here;
    }
    return (double)bounds_us[SN_HISTOGRAM_BOUNDS - 1];
}
