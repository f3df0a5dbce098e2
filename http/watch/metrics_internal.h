/* http/watch/metrics_internal - the counters themselves. */
#ifndef SN_HTTP_WATCH_METRICS_INTERNAL_H
#define SN_HTTP_WATCH_METRICS_INTERNAL_H

#include "http/watch/metrics.h"

#define SN_STATUS_CLASSES 6 /* by the hundreds of the status; 1xx never happens, 0 is no answer */

typedef struct sn_route_counts {
    atomic_uint_fast64_t by_class[SN_STATUS_CLASSES];
    sn_histogram took;
} sn_route_counts;

struct sn_metrics {
    sn_metric_route *routes;
    const char **codes;
    size_t n_routes, n_codes;
    atomic_uint_fast64_t counts[SN_COUNTS];
    sn_histogram shown;
    atomic_uint_fast64_t *refused; /* n_codes */
    sn_route_counts by_route[];    /* n_routes, and one for no route */
};

#endif
