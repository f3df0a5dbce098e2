/* archive/days - how many articles came of each of the last days, for whoever watches over feeds: a day that
 * stayed empty is seen beside those that did not. Statuses: as archive/archive.h says for all functions. */
#ifndef SN_ARCHIVE_DAYS_H
#define SN_ARCHIVE_DAYS_H

#include "archive/archive.h"
#include "base/json_writer.h"

#define SN_DAYS 60

typedef struct sn_day {
    int64_t sec;       /* its first second, in Tehran */
    uint64_t articles; /* live ones published on it */
} sn_day;

/* out[0] is the day of now_sec, out[SN_DAYS - 1] the oldest. Reads numbers alone, no articles. */
SN_MUST_USE sn_status sn_archive_days(sn_archive *a, int64_t now_sec, sn_day out[SN_DAYS],
                                      sn_error *err);
/* The member articles_by_day of an object that is being written. */
void sn_days_json(sn_json *j, const sn_day days[SN_DAYS]);

#endif
