#include "config/file.h"

#include "base/file.h"

#include <stdio.h>

sn_status sn_config_path(const char *dir, const char *path, char *out, size_t size, sn_error *err)
{
    if (path == NULL)
        return sn_path_join(dir, SN_CONFIG_NAME, out, size, err);
    int n = snprintf(out, size, "%s", path);
    return n >= 0 && (size_t)n < size
               ? SN_OK
               : sn_fail(err, SN_ELIMIT, "the path of the configuration is too long");
}

sn_status sn_config_read(const char *file, bool is_optional, sn_buf *out, sn_error *err)
{
    sn_status s = sn_file_read(file, out, err);
    return s == SN_ENOTFOUND && is_optional ? SN_OK : s;
}
