/* layout/lock - locks between processes, by name, in the index directory.
 *
 *   writer.lock    who applies changes to the index: one process at a time
 *   writer.wanted  held by who waits for writer.lock (a rebuild): the service lets go of it then
 *   rebuild.lock   one rebuild at a time
 *   run-add.lock   one run of a batch command (indexer/run.h)
 *
 * The kernel holds the lock and frees it when the process ends, however it ends. Who holds it and
 * since when is written inside, for people. */
#ifndef SN_LAYOUT_LOCK_H
#define SN_LAYOUT_LOCK_H

#include "base/bytes.h"

#define SN_LOCK_WRITER  "writer.lock"
#define SN_LOCK_WANTED  "writer.wanted"
#define SN_LOCK_REBUILD "rebuild.lock"
#define SN_LOCK_RUN     "run-%s.lock" /* of a command */

typedef struct sn_lock sn_lock;

/* program: what to write inside ("sarnakh-httpd"). SN_ELOCKED at once if another has it (another
 * handle of this process too); the message says who. SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_lock_take(const char *dir, const char *name, const char *program,
                                   sn_lock **out, sn_error *err);
void sn_lock_release(sn_lock *lock); /* NULL is fine */
/* Who holds it, one line, appended (nothing if nobody). SN_EIO, SN_ENOMEM, the status of *out. */
SN_MUST_USE sn_status sn_lock_holder(const char *dir, const char *name, sn_buf *out, sn_error *err);

SN_DEFINE_CLEANUP_PTR(sn_lock, sn_lock_release)

#endif
