/* archive/copy - whole archives: out of one that others write to, and into one that others have open.
 *
 *   live --[sn_archive_copy]--> backup
 *   backup --[copied by the caller]--> staged --[joined, renewed, indexed]--[sn_archive_replace]--> live
 *
 * A restored archive is a fork: its change numbers mean other articles from some point on. So it gets a name of its
 * own, by which an index of before is told from its own, and its numbers go on above all that were ever
 * given out, or who waits for a change would be answered too early, and a takedown be thought forgotten.
 * The ledger is never replaced but joined: see sn_ledger_join(). Statuses: as archive/archive.h says. */
#ifndef SN_ARCHIVE_COPY_H
#define SN_ARCHIVE_COPY_H

#include "archive/archive.h"

/* done and total in pages. NULL is fine. */
typedef void sn_copy_progress(void *ctx, uint64_t done, uint64_t total);

/* Copy archive.db and, after it, so that it is never the older of the two, the ledger of an index directory into
 * another directory that has neither: each of one moment, one plain file, durable but for its name. Others
 * read and write meanwhile. What a failure leaves is the caller's to remove. */
SN_MUST_USE sn_status sn_archive_copy(const char *dir, const char *to_dir,
                                      sn_copy_progress *progress, void *ctx, sn_error *err);

/* Put what the ledger of another directory (of this format) knows into this one, and carry it out in archive.db. An
 * entry is the same in both if id, time, who and why are. Then:
 *   - what one of them has lifted is lifted;
 *   - what only one of them has, and has in force, stays in force, unless the other has a newer entry of that id
 *     that was lifted;
 *   - of two entries in force for one id the other's becomes a lifted one that names the entry that goes on.
 * So a takedown of either holds, and joining again, in any order, changes nothing. */
SN_MUST_USE sn_status sn_ledger_join(sn_archive *a, const char *other_dir, sn_error *err);

/* Give an archive a name of its own. */
SN_MUST_USE sn_status sn_archive_rename(sn_archive *a, sn_error *err);
/* Let its change numbers go on above `change`: append one that touches nothing, if they do not. */
SN_MUST_USE sn_status sn_archive_number_above(sn_archive *a, uint64_t change, sn_error *err);
/* Read the name again: another process may have put another archive in its place. */
SN_MUST_USE sn_status sn_archive_refresh(sn_archive *a, sn_error *err);

/* What must not have moved between looking at an archive and replacing it. */
typedef struct sn_archive_mark {
    uint64_t last_change;
    int64_t ledger; /* as sn_archive_data_version(), of the ledger */
} sn_archive_mark;
SN_MUST_USE sn_status sn_archive_get_mark(sn_archive *a, sn_archive_mark *out, sn_error *err);

/* Put the content of staged_dir's archive.db, which no process has open, in place of the one of dir, which is open as a
 * and may be open elsewhere: one transaction, so a kill leaves the old one or the new one, and others see
 * just another commit. SN_ESTALE: a change or takedown came since the mark, nothing is done. a is to be
 * closed afterwards. */
SN_MUST_USE sn_status sn_archive_replace(sn_archive *a, const char *dir, const char *staged_dir,
                                         const sn_archive_mark *mark, sn_error *err);

#endif
