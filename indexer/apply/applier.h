/* indexer/apply/applier - the changes of the archive carried into the current generation, by who
 * holds writer.lock. Internal to the library: programs use writer.h. Statuses besides those named: of the archive and of
 * generation.h. */
#ifndef SN_INDEXER_APPLIER_H
#define SN_INDEXER_APPLIER_H

#include "indexer/apply/generation.h"
#include "indexer/apply/writer.h"
#include "layout/epoch.h"
#include "layout/hidden.h"
#include "layout/lock.h"

typedef struct sn_applier {
    sn_lock *lock;
    sn_generation generation;
    bool open;          /* generation is */
    bool has_forgotten; /* the hidden set was brought up to date since the start */
} sn_applier;

/* How many changes one commit holds. More cost memory (about 40 KB an article) and let others wait
 * longer; libxapian does not get quicker with larger batches. */
#define SN_APPLY_BATCH 5000u
/* And how many bytes of articles, when those are long: 5,000 usual ones have 25 MB; with the chunk that passes it. */
#define SN_APPLY_BATCH_BYTES ((size_t)32 << 20)

/* Take the lock and open the current generation (the first one is made). Publishes what it holds in
 * the epoch. SN_ELOCKED, and those of sn_generation_open. */
SN_MUST_USE sn_status sn_applier_start(sn_applier *ap, const char *dir, const char *program,
                                       sn_archive *archive, sn_epoch *epoch, sn_error *err);
void sn_applier_stop(sn_applier *ap);
/* Close the generation, keep the lock: the next start opens whichever is current then. */
void sn_applier_reset(sn_applier *ap);

/* How many articles may fall due in one transaction of the archive, which others wait for. */
#define SN_DUE_BATCH 1000u

/* Make the changes of all articles whose moment has come (archive/due.h), whatever their number. */
SN_MUST_USE sn_status sn_apply_due(sn_archive *archive, sn_error *err);

/* One batch, what is due first: changes after generation.applied, commit, epoch, hidden set. *more: there may be others.
 * After a failure the generation is closed and must be started again. With another analysis only
 * deletions are done, and SN_EFORMAT says that puts wait for a rebuild. */
SN_MUST_USE sn_status sn_applier_step(sn_applier *ap, const char *dir, sn_archive *archive,
                                      sn_epoch *epoch, sn_apply_report *report, bool *more,
                                      sn_error *err);

/* Was it built from this archive, and is it not ahead of it? SN_EFORMAT otherwise. Where a later program has
 * made the archive's groups, g->analysis_matches becomes false. */
SN_MUST_USE sn_status sn_generation_check_archive(sn_generation *g, sn_archive *archive,
                                                  sn_error *err);

/* The walk of one batch into any generation, without commit. */
SN_MUST_USE sn_status sn_apply_changes(sn_generation *g, sn_archive *archive, uint64_t after,
                                       uint64_t *last, sn_apply_report *report, sn_error *err);

#endif
