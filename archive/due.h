/* archive/due - articles whose moment is still to come: embargoes that end, articles that expire.
 *
 * Whether an article is shown stands in its state. Time enters only here and when an article is put or a
 * takedown lifted: each of them is a change with a number, so an index that follows the changes is right
 * however late, often or in whatever batches it is brought along.
 *
 *   put, lift --[the state now, the next moment]--> archive.db
 *   the clock reaches the moment --[sn_archive_fall_due]--> another state, a change
 *
 * Statuses as archive.h. */
#ifndef SN_ARCHIVE_DUE_H
#define SN_ARCHIVE_DUE_H

#include "archive/archive.h"

/* Make the changes of articles whose moment has come, at most max of them, the earliest first; *n is how
 * many were looked at (max: there may be more). Cheap where none has: one row is read. Any process may do
 * it, at any time; who brings an index along does it first. */
SN_MUST_USE sn_status sn_archive_fall_due(sn_archive *a, uint32_t max, uint32_t *n, sn_error *err);

/* The next moment at which an article begins or ceases to be shown, which may be over; SN_NEVER_SEC (shown.h):
 * none is waited for. */
SN_MUST_USE sn_status sn_archive_next_due(sn_archive *a, int64_t *sec, sn_error *err);
/* That of one article. */
SN_MUST_USE sn_status sn_archive_due_of(sn_archive *a, sn_str id, int64_t *sec, sn_error *err);

/* For tests, and for what is to be done as of another time: this handle's clock stands there; 0: it is the
 * system's. */
void sn_archive_set_now(sn_archive *a, int64_t now_sec);

#endif
