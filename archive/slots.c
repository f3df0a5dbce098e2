#include "archive/number.h"
#include "archive/store.h"
#include "base/limits.h"

#include <inttypes.h>
#include <string.h>

#define MINUTES_A_DAY 1440
#define LONG_RUN      16          /* shorter ones are found again as fast as they are remembered */
#define STEPS         64          /* between two looks at the runs */
#define SPILL_KEY     "max_spill" /* in `meta` (schema.c) */

/* FNV-1a: spreads; who crowds a minute on purpose can have the crowd for less. */
static uint32_t hash_of(const char *id)
{
    uint32_t hash = 2166136261u;
    for (; *id != '\0'; id++)
        hash = (hash ^ (unsigned char)*id) * 16777619u;
    return hash;
}

/* The minute an article belongs to, and in *offset how far into it a day without time is spread. */
static int64_t home_minute(const sn_archive *a, const sn_article *article, int64_t *offset)
{
    int64_t now = sn_archive_now(a), sec = article->published_at.sec, shown_sec = now;
    *offset = 0;
    /* Nobody sees it before its embargo ends: what is the past then is no date of the future. */
    if (article->publish_at.precision != 0 && article->publish_at.sec > now)
        shown_sec = article->publish_at.sec;
    if (sec > shown_sec + SN_LIMIT_FUTURE_SEC)
        return sn_minute_of_second(now);
    if (article->published_at.precision == SN_PRECISION_DAY)
        *offset = hash_of(article->id) % MINUTES_A_DAY;
    return sn_minute_of_second(sec);
}

/* From `number` on over numbers that are taken, to the first that is free or known as taken. */
static sn_status step_over(sn_archive *a, uint32_t *number, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status status = sn_rows_open(a, SN_SQL_NUMBERS_FROM, &rows, err, "i", (int64_t)*number);
    for (unsigned steps = 1; status == SN_OK; steps++) {
        status = sn_rows_next(&rows, err);
        if (status != SN_OK || sn_rows_int(&rows, 0) != *number)
            break;
        ++*number;
        if (steps % STEPS == 0 && sn_number_runs_skip(&a->runs, *number) != *number)
            break;
    }
    return status == SN_DONE ? SN_OK : status;
}

static sn_status first_free(sn_archive *a, uint32_t first, uint32_t *number, sn_error *err)
{
    uint32_t at = first, before;
    do {
        at = sn_number_runs_skip(&a->runs, at);
        before = at;
        sn_status status = step_over(a, &at, err);
        if (status != SN_OK)
            return status;
    } while (at != before && sn_number_runs_skip(&a->runs, at) != at);
    if (at > SN_NUMBER_DATED_LAST)
        return sn_fail(err, SN_ELIMIT, "no document number is left from that date on");
    if (at - first >= LONG_RUN)
        sn_number_runs_add(&a->runs, first, at + 1);
    *number = at;
    return SN_OK;
}

static sn_status note_spill(sn_archive *a, int64_t minutes, sn_error *err)
{
    int64_t most = 0;
    sn_status status = sn_meta_int(a, SPILL_KEY, &most, err);
    return status != SN_OK || minutes <= most
               ? status
               : sn_sql_run(a, SN_SQL_META_PUT, err, "ti", SPILL_KEY, minutes);
}

static sn_status find_undated(sn_archive *a, uint32_t *number, sn_error *err)
{
    int64_t last = 0;
    sn_status status = sn_sql_int(a, SN_SQL_LAST_NUMBER, &last, err, "");
    if (status != SN_OK)
        return status;
    if (last < SN_NUMBER_DATED_LAST)
        last = SN_NUMBER_DATED_LAST;
    if (last >= UINT32_MAX)
        return sn_fail(err, SN_ELIMIT, "no document number is left for articles without a date");
    *number = (uint32_t)last + 1;
    return SN_OK;
}

sn_status sn_slot_find(sn_archive *a, const sn_article *article, uint32_t *number, sn_error *err)
{
    if (article->published_at.precision == 0)
        return find_undated(a, number, err);
    int64_t offset, home = home_minute(a, article, &offset);
    uint32_t found = 0;
    sn_status status = first_free(a, sn_number_of_minute(home + offset), &found, err);
    if (status != SN_OK)
        return status;
    int64_t distance = home - sn_minute_of_number(found);
    status = note_spill(a, distance < 0 ? -distance : distance, err);
    if (status == SN_OK)
        *number = found;
    return status;
}

sn_status sn_archive_max_spill(sn_archive *a, uint32_t *minutes, sn_error *err)
{
    int64_t most = 0;
    sn_status status = sn_meta_int(a, SPILL_KEY, &most, err);
    if (status == SN_OK)
        *minutes = (uint32_t)most;
    return status;
}
