/* config/file - where the configuration file is, and its text. */
#ifndef SN_CONFIG_FILE_H
#define SN_CONFIG_FILE_H

#include "base/bytes.h"

/* The file that is read when none is named. */
#define SN_CONFIG_NAME "sarnakh.conf"

/* Write the file's path: that which is named, or dir/sarnakh.conf if path is NULL. SN_ELIMIT: too long. */
SN_MUST_USE sn_status sn_config_path(const char *dir, const char *path, char *out, size_t size,
                                     sn_error *err);

/* Append its text to *out (of at most SN_LIMIT_CONFIG_BYTES). is_optional: no such file is an empty one.
 * Statuses as sn_file_read(). */
SN_MUST_USE sn_status sn_config_read(const char *file, bool is_optional, sn_buf *out,
                                     sn_error *err);

#endif
