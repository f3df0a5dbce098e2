/* base/disk - files and directories of any size: how much room there is and is taken, copies that last.
 *
 * Trees are directories of plain files and directories; symbolic links in them are not followed. All return
 * SN_OK, SN_ENOTFOUND, SN_ENOSPACE, SN_EIO, SN_ENOMEM, as sn_fail_errno() does, and what they say; those of
 * trees SN_ELIMIT too (16 directories in one another, or a path too long). */
#ifndef SN_BASE_DISK_H
#define SN_BASE_DISK_H

#include "base/bytes.h"

/* Bytes that this user may still write where path is (a file or directory that exists). */
SN_MUST_USE sn_status sn_disk_free(const char *path, uint64_t *bytes, sn_error *err);
/* Bytes of all plain files below a directory, or of one file; none is 0. */
SN_MUST_USE sn_status sn_tree_bytes(const char *path, uint64_t *bytes, sn_error *err);
/* SN_ENOSPACE, with both numbers in the message, unless `bytes` and a tenth more are free at path.
 * what: for whom, "vacuum". */
SN_MUST_USE sn_status sn_disk_reserve(const char *path, uint64_t bytes, const char *what,
                                      sn_error *err);

/* Copy one plain file to a name that is not there yet, with this mode, durable but for its name (whose
 * directory is the caller's to sync). SN_ENOTFOUND: there is no such file; SN_EINVAL: it is no plain one. What a
 * failure leaves is the caller's to remove. */
SN_MUST_USE sn_status sn_file_copy(const char *from, const char *to, uint32_t mode, sn_error *err);
/* fsync all below a directory, and the directory itself. */
SN_MUST_USE sn_status sn_tree_sync(const char *path, sn_error *err);

#endif
