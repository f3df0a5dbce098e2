/* indexer/apply/takeover - how a restored archive, with the index made of it, takes the place of what an index
 * directory has.
 *
 *   INDEX/restore/        an index directory of its own, made and checked beside the one in use
 *   INDEX/restore/ready   "UUID GENERATION": what is to be done once archive.db has that name
 *
 * The moment of truth is one commit to archive.db (archive/copy.h). Everything before it leaves the index as
 * it was; what is behind it (the generation, the files beside it) is done again until it is done, by
 * whoever applies next, if the one who began it was killed. Statuses besides those named: of archive/copy.h, of writer.h
 * and of base/file.h. */
#ifndef SN_INDEXER_TAKEOVER_H
#define SN_INDEXER_TAKEOVER_H

#include "indexer/apply/writer.h"
#include "layout/epoch.h"
#include "layout/lock.h"

#define SN_RESTORE_FOLDER "restore"

/* sn_generation_claim() (go_live.h), for who is outside of this library. */
SN_MUST_USE sn_status sn_takeover_begin(sn_writer *w, sn_lock **lock, sn_error *err);

/* Let INDEX/restore take over, under that lock; its generation 1 becomes the next one. Services go on: what they accept
 * until the last moment is lost with the archive it went into, but no takedown is. On failure INDEX/restore stays, and
 * is the caller's to remove. SN_ELOCKED if another process does not let go of the index within timeout_ms, or never
 * stops taking things down. */
SN_MUST_USE sn_status sn_writer_take_over(const char *dir, const char *program, int64_t timeout_ms,
                                          sn_apply_report *report, sn_error *err);

/* Do what is left of a takeover whose archive is in place; nothing if there is none. The caller holds
 * writer.lock. */
SN_MUST_USE sn_status sn_takeover_finish(const char *dir, sn_archive *archive, sn_epoch *epoch,
                                         sn_error *err);
/* Is there one whose archive is in place? */
SN_MUST_USE sn_status sn_takeover_is_due(const char *dir, sn_archive *archive, bool *due,
                                         sn_error *err);

#endif
