/* http/watch/metrics - what the service counts, from any thread without a lock.
 *
 *   requests --[sn_metrics_request, _refused, _count, _shown]--> sn_metrics --[sn_metrics_write]--> text
 *   what stands somewhere else (queue, index, process) ------> sn_gauge ----------'
 *
 * No label has a value that a client chooses: routes and codes are those of the tables. */
#ifndef SN_HTTP_WATCH_METRICS_H
#define SN_HTTP_WATCH_METRICS_H

#include "http/watch/exposition.h"

/* What is counted and nothing else; the table is in metrics_write.c. */
typedef enum sn_count {
    SN_COUNT_REQUEST_BYTES, /* bodies received, as they came */
    SN_COUNT_ANSWER_BYTES,  /* bodies sent, as they went */
    SN_COUNT_UNANSWERED,    /* the client was gone before there was an answer */
    SN_COUNT_CONNECTIONS,
    SN_COUNT_HUNG_UP,   /* connections ended for their slowness */
    SN_COUNT_SEARCHES,  /* answered, from the cache or not: what readers see is what counts */
    SN_COUNT_NO_HITS,   /* of them: words, and nothing found */
    SN_COUNT_RELAXED,   /* of them: some of the words were given up */
    SN_COUNT_CORRECTED, /* of them: another query was answered */
    SN_COUNT_TIMED_OUT, /* of them: what was found by then */
    SN_COUNT_CACHE_HIT,
    SN_COUNT_CACHE_MISS,
    SN_COUNT_CLICKS,     /* told, whether or not they could be noted */
    SN_COUNT_LINES_LOST, /* of the logs of events */
    SN_COUNTS
} sn_count;

typedef struct sn_metrics sn_metrics;

/* A route as the labels name it. */
typedef struct sn_metric_route {
    const char *method, *pattern;
} sn_metric_route;

/* The tables of routes and of codes (of refusals) are copied, their texts outlive it. SN_ENOMEM. */
SN_MUST_USE sn_status sn_metrics_create(const sn_metric_route *routes, size_t n_routes,
                                        const char *const *codes, size_t n_codes, sn_metrics **out,
                                        sn_error *err);
void sn_metrics_destroy(sn_metrics *m); /* NULL is fine */

/* A request was answered with an HTTP status after so many microseconds. route: a
 * row, or n_routes if none fits. */
void sn_metrics_request(sn_metrics *m, size_t route, unsigned http_status, int64_t us);
/* It was refused with the code of this row. */
void sn_metrics_refused(sn_metrics *m, size_t code);
void sn_metrics_count(sn_metrics *m, sn_count what, uint64_t n);
/* A write that was accepted is shown after so many microseconds. */
void sn_metrics_shown(sn_metrics *m, int64_t us);

uint64_t sn_metrics_counted(const sn_metrics *m, sn_count what);
/* How long the answers of a route took. */
void sn_metrics_route(const sn_metrics *m, size_t route, sn_distribution *out);

/* Something that goes up and down, or is counted elsewhere (kind SN_COUNTER). */
typedef struct sn_gauge {
    const char *name, *help;
    sn_family_kind kind;
    double value; /* NaN: not known, left out */
} sn_gauge;

void sn_gauges_write(const sn_gauge *gauges, size_t n, sn_exposition *e);
void sn_metrics_write(const sn_metrics *m, sn_exposition *e);

SN_DEFINE_CLEANUP_PTR(sn_metrics, sn_metrics_destroy)

#endif
