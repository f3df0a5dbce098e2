/* http/access/key_file - INDEX/keys on the disk: read, changed under a lock, looked at again. */
#ifndef SN_HTTP_ACCESS_KEY_FILE_H
#define SN_HTTP_ACCESS_KEY_FILE_H

#include "http/access/key_list.h"

#define SN_KEY_FILE "keys"

/* By which a changed file is known: written anew it is another one. */
typedef struct sn_key_stamp {
    bool is_there;
    uint64_t device, inode;
    int64_t size, changed_ns;
} sn_key_stamp;

bool sn_key_stamp_equal(const sn_key_stamp *a, const sn_key_stamp *b);

/* Read the file of an index directory; none is a file without keys. stamp may be NULL. SN_EINVAL,
 * SN_EUTF8, SN_ELIMIT: a mistake in it, named by line; SN_EINVAL too if others may read or write it;
 * SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_key_file_read(const char *dir, sn_key_list *out, sn_key_stamp *stamp,
                                       sn_error *err);

/* What the file is now, without reading it. SN_EIO. */
SN_MUST_USE sn_status sn_key_file_look(const char *dir, sn_key_stamp *out, sn_error *err);

/* Read it, let change() have the keys, and write them again if it returns SN_OK; one process at a time.
 * A crash leaves the file of before or the new one. SN_ELOCKED: another process changes it right now;
 * SN_ENOTFOUND: no such directory; SN_ENOSPACE; statuses as above, and those of change(). */
typedef sn_status sn_key_change_fn(void *ctx, sn_key_list *keys, sn_error *err);
SN_MUST_USE sn_status sn_key_file_change(const char *dir, sn_key_change_fn *change, void *ctx,
                                         sn_error *err);

#endif
