/* archive/batches - the last run of each kind of batch (add, rebuild, ...), for whoever watches over
 * them: kept in archive.db, so that it is in every copy of it and two runs cannot undo each other's.
 * Statuses: as archive/archive.h says for all functions. */
#ifndef SN_ARCHIVE_BATCHES_H
#define SN_ARCHIVE_BATCHES_H

#include "archive/archive.h"
#include "base/json_writer.h"

#define SN_BATCH_KIND_SIZE 24

typedef struct sn_batch {
    char kind[SN_BATCH_KIND_SIZE]; /* "add": lower-case letters */
    int64_t began_sec, ended_sec;  /* of the last run */
    int exit_status;               /* of the last run, 0 to 255 */
    int64_t good_sec;              /* when the last good one ended, 0: none yet */
} sn_batch;

/* Remember a run that has ended; with exit status 0 it was good, and good_sec is set to its end,
 * otherwise that stays what it was (b->good_sec is not looked at). A transaction of its own.
 * SN_EINVAL: no such kind, or numbers that are none. */
SN_MUST_USE sn_status sn_batch_remember(sn_archive *a, const sn_batch *b, sn_error *err);

typedef sn_status sn_batch_fn(void *ctx, const sn_batch *batch); /* borrowed */
/* Those remembered, by kind. A status of fn other than SN_OK ends the walk and is returned. */
SN_MUST_USE sn_status sn_batches_each(sn_archive *a, sn_batch_fn *fn, void *ctx, sn_error *err);

/* When the newest live article was published, in seconds since 1970; 0 if none has a date. */
SN_MUST_USE sn_status sn_archive_newest(sn_archive *a, int64_t *sec, sn_error *err);

/* ---- both, as status tells them ---- */

#define SN_ARRIVALS_RUNS 16

typedef struct sn_arrivals {
    int64_t newest_sec; /* as sn_archive_newest */
    sn_batch runs[SN_ARRIVALS_RUNS];
    size_t n_runs;
} sn_arrivals;

SN_MUST_USE sn_status sn_arrivals_read(sn_archive *a, sn_arrivals *out, sn_error *err);
/* The members newest_article_at and last_runs of an object that is being written. */
void sn_arrivals_json(sn_json *j, const sn_arrivals *arrivals);

#endif
