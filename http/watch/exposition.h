/* http/watch/exposition - the text that a Prometheus server reads: families of samples.
 *
 *     # HELP sarnakh_searches_total Searches answered.
 *     # TYPE sarnakh_searches_total counter
 *     sarnakh_searches_total 17
 *
 * In the text format 0.0.4, or as OpenMetrics 1.0, where a counter's family is named without
 * _total and the text has an end. */
#ifndef SN_HTTP_WATCH_EXPOSITION_H
#define SN_HTTP_WATCH_EXPOSITION_H

#include "base/bytes.h"
#include "http/watch/histogram.h"

typedef enum sn_family_kind { SN_COUNTER, SN_GAUGE, SN_HISTOGRAM } sn_family_kind;

typedef struct sn_label {
    const char *name, *value; /* the value is escaped; it is well-formed UTF-8 */
} sn_label;

typedef struct sn_exposition {
    sn_buf *out;
    bool is_openmetrics;
    const char *family; /* what samples belong to */
} sn_exposition;

#define SN_EXPOSITION_TYPE   "text/plain; version=0.0.4; charset=utf-8"
#define SN_OPENMETRICS_TYPE  "application/openmetrics-text; version=1.0.0; charset=utf-8"
#define SN_EXPOSITION_LABELS 4

/* All samples of a family come behind it, before the next; the name of a counter ends in _total. */
void sn_exposition_family(sn_exposition *e, const char *name, sn_family_kind kind,
                          const char *help);
void sn_exposition_sample(sn_exposition *e, const sn_label *labels, size_t n, double value);
/* At most SN_EXPOSITION_LABELS - 1 labels: buckets have another. Seconds. */
void sn_exposition_histogram(sn_exposition *e, const sn_label *labels, size_t n,
                             const sn_distribution *d);
/* The status of the buffer. */
SN_MUST_USE sn_status sn_exposition_end(sn_exposition *e);

#endif
