#include "indexer/readers/walk.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/names.h"

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

/* Names that are found in a directory; hidden ones are passed over. */
typedef struct names_of_dir {
    const char *dir;
    sn_names *list;
} names_of_dir;

static sn_status add_name(void *ctx, const char *name, sn_error *err)
{
    const names_of_dir *found = ctx;
    if (name[0] == '.')
        return SN_OK;
    if (found->list->n >= SN_LIMIT_DIRECTORY_NAMES)
        return sn_fail(err, SN_ELIMIT, "%s has more than %d names (DIRECTORY_NAMES)", found->dir,
                       SN_LIMIT_DIRECTORY_NAMES);
    return sn_names_add(found->list, name);
}

static sn_status read_names(const char *dir, sn_names *list, sn_error *err)
{
    names_of_dir found = {dir, list};
    sn_status s = sn_dir_each(dir, add_name, &found, err);
    if (s == SN_OK && list->n > 0)
        qsort(list->at, list->n, sizeof *list->at, by_bytes);
    return s;
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
