#include "indexer/readers/walk.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/names.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct walk {
    sn_walk_visit *visit;
    void *ctx;
    sn_error *err;
} walk;

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static sn_status add_name(sn_names *list, const char *dir, const char *name, sn_error *err)
{
    if (list->n >= SN_LIMIT_DIRECTORY_NAMES)
        return sn_fail(err, SN_ELIMIT, "%s has more than %d names (DIRECTORY_NAMES)", dir,
                       SN_LIMIT_DIRECTORY_NAMES);
    return sn_names_add(list, name);
}

static sn_status read_names(const char *dir, sn_names *list, sn_error *err)
{
    DIR *d = opendir(dir);
    if (d == NULL)
        return sn_fail_errno(err, "cannot open %s", dir);
    sn_status s = SN_OK;
    while (s == SN_OK) {
        errno = 0;
        const struct dirent *entry = readdir(d);
        if (entry == NULL) {
            s = errno != 0 ? sn_fail_errno(err, "cannot read %s", dir) : SN_DONE;
            break;
        }
        if (entry->d_name[0] != '.')
            s = add_name(list, dir, entry->d_name, err);
    }
    closedir(d);
    if (s == SN_DONE && list->n > 0)
        qsort(list->at, list->n, sizeof *list->at, by_bytes);
    return s == SN_DONE ? SN_OK : s;
}

static sn_status walk_directory(const walk *w, const char *dir, int depth);

static sn_status walk_name(const walk *w, const char *dir, const char *name, int depth)
{
    char path[SN_PATH_SIZE];
    struct stat own, target;
    sn_status s = sn_path_join(dir, name, path, sizeof path, w->err);
    if (s != SN_OK)
        return s;
    if (lstat(path, &own) != 0)
        return errno == ENOENT ? SN_OK : sn_fail_errno(w->err, "cannot look at %s", path);
    if (S_ISDIR(own.st_mode))
        return walk_directory(w, path, depth + 1);
    if (stat(path, &target) != 0 || !S_ISREG(target.st_mode))
        return SN_OK;
    return w->visit(w->ctx, path, w->err);
}

static sn_status walk_directory(const walk *w, const char *dir, int depth)
{
    SN_CLEANUP(sn_names) sn_names list = {0};
    sn_status s =
        depth <= SN_LIMIT_DIRECTORY_DEPTH
            ? read_names(dir, &list, w->err)
            : sn_fail(w->err, SN_ELIMIT, "%s is over %d directories deep (DIRECTORY_DEPTH)", dir,
                      SN_LIMIT_DIRECTORY_DEPTH);
    for (size_t i = 0; i < list.n && s == SN_OK; i++)
        s = walk_name(w, dir, list.at[i], depth);
    return s;
}

sn_status sn_walk(const char *path, sn_walk_visit *visit, void *ctx, sn_error *err)
{
    struct stat st;
    walk w = {visit, ctx, err};
    if (strcmp(path, "-") == 0 || stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
        return visit(ctx, path, err);
    return walk_directory(&w, path, 1);
}
