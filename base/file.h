/* base/file - whole small files, read with a limit and written so that a crash leaves the old one
 * or the new one. */
#ifndef SN_BASE_FILE_H
#define SN_BASE_FILE_H

#include "base/bytes.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Append the whole file to *out, whose max is the limit. What a failure read is cut off again.
 * Returns SN_OK, SN_ENOTFOUND, SN_ELIMIT (more than that), SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_file_read(const char *path, sn_buf *out, sn_error *err);

/* Write content to path through a temporary file beside it: fsync, rename, fsync of the directory.
 * Returns SN_OK, SN_ENOSPACE, SN_ENOTFOUND (no such directory), SN_ELIMIT (path too long), SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_file_write(const char *path, sn_str content, sn_error *err);
/* The same of a file that nobody but its owner may read (mode 0600; others are of mode 0644). */
SN_MUST_USE sn_status sn_file_write_private(const char *path, sn_str content, sn_error *err);

/* The calls below return SN_OK, SN_ENOTFOUND, SN_ENOSPACE, SN_EIO, SN_ENOMEM, as sn_fail_errno() does, and what
 * they say. */

/* fsync a directory, so that names made or renamed in it last. */
SN_MUST_USE sn_status sn_dir_sync(const char *path, sn_error *err);

/* Make a directory (its parent must exist) that lasts; one that is there is fine. SN_ELIMIT: path too long. */
SN_MUST_USE sn_status sn_dir_make(const char *path, sn_error *err);

/* Call fn for each name in a directory but "." and "..", in no order. What fn returns but SN_OK ends it, and is returned;
 * SN_DONE ends it as SN_OK. */
typedef sn_status sn_dir_fn(void *ctx, const char *name, sn_error *err);
SN_MUST_USE sn_status sn_dir_each(const char *path, sn_dir_fn *fn, void *ctx, sn_error *err);

/* Delete a directory of plain files and directories with all it holds; none is fine. */
SN_MUST_USE sn_status sn_dir_remove(const char *path, sn_error *err);

/* "dir/name" in *out (cleared first, room for PATH_MAX). SN_ELIMIT if longer. */
SN_MUST_USE sn_status sn_path_join(const char *dir, const char *name, char *out, size_t cap,
                                   sn_error *err);

#define SN_PATH_SIZE 4096

#ifdef __cplusplus
}
#endif

#endif
