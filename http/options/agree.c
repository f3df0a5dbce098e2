#include "http/options/agree.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>

/* The folder of a file that need not be there, as it is on the disk; free() it. NULL: there is none. */
static char *folder_of(const char *file)
{
    char path[SN_PATH_SIZE] = ".";
    const char *slash = strrchr(file, '/');
    size_t len = slash == file ? 1 : slash != NULL ? (size_t)(slash - file) : 0;
    if (len >= sizeof path)
        return NULL;
    if (len > 0) {
        memcpy(path, file, len);
        path[len] = '\0';
    }
    return realpath(path, NULL);
}

static bool lies_in(const char *file, const char *index)
{
    char *folder = folder_of(file), *root = realpath(index, NULL);
    size_t len = root != NULL ? strlen(root) : 0;
    bool inside = folder != NULL && root != NULL && strncmp(folder, root, len) == 0 &&
                  (folder[len] == '/' || folder[len] == '\0');
    free(folder);
    free(root);
    return inside;
}

sn_status sn_http_options_agree(const sn_http_options *o, sn_error *err)
{
    const struct {
        const char *name, *file;
    } logs[] = {{"slow_query_log", o->slow_query_log},
                {"zero_hit_log", o->zero_hit_log},
                {"click_log", o->click_log}};
    if (!o->read_only)
        return SN_OK;
    if (o->create)
        return sn_fail(err, SN_EINVAL, "create: not with read_only, which makes nothing");
    for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
        if (logs[i].file != NULL && o->index != NULL && lies_in(logs[i].file, o->index))
            return sn_fail(err, SN_EINVAL,
                           "%s: %s lies in the index directory, where read_only writes nothing",
                           logs[i].name, logs[i].file);
    }
    return SN_OK;
}
