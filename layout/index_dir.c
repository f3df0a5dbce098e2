#include "layout/index_dir.h"

#include "base/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

sn_status sn_generation_path(const char *dir, uint32_t generation, char *out, size_t cap,
                             sn_error *err)
{
    char name[64];
    snprintf(name, sizeof name, SN_INDEX_GENERATIONS "/%06u", generation);
    return sn_path_join(dir, name, out, cap, err);
}

sn_status sn_generation_db_path(const char *generation_path, char *out, size_t cap, sn_error *err)
{
    return sn_path_join(generation_path, SN_INDEX_DB_FOLDER, out, cap, err);
}

/* Only as sn_generation_path writes it: "7" or "0000007" beside 000007 is somebody else's. */
static bool parse_generation(const char *name, uint32_t *out)
{
    int64_t number;
    char written[16];
    if (sn_int_parse(sn_str_of(name), 1, UINT32_MAX, &number) != SN_OK)
        return false;
    snprintf(written, sizeof written, "%06u", (uint32_t)number);
    if (strcmp(written, name) != 0)
        return false;
    *out = (uint32_t)number;
    return true;
}

sn_status sn_generation_current(const char *dir, uint32_t *generation, sn_error *err)
{
    char link[SN_PATH_SIZE], target[256];
    sn_status s = sn_path_join(dir, "current", link, sizeof link, err);
    if (s != SN_OK)
        return s;
    ssize_t n = readlink(link, target, sizeof target - 1);
    if (n < 0)
        return sn_fail_errno(err, "no current generation in %s", dir);
    target[n] = '\0';
    size_t prefix = strlen(SN_INDEX_GENERATIONS "/");
    if (strncmp(target, SN_INDEX_GENERATIONS "/", prefix) != 0 ||
        !parse_generation(target + prefix, generation))
        return sn_fail(err, SN_ECORRUPT, "%s names %s, which is no generation", link, target);
    return SN_OK;
}

sn_status sn_generation_switch(const char *dir, uint32_t generation, sn_error *err)
{
    char link[SN_PATH_SIZE], fresh[SN_PATH_SIZE], target[64];
    sn_status s = sn_path_join(dir, "current", link, sizeof link, err);
    if (s == SN_OK)
        s = sn_path_join(dir, "current.new", fresh, sizeof fresh, err);
    if (s != SN_OK)
        return s;
    snprintf(target, sizeof target, SN_INDEX_GENERATIONS "/%06u", generation);
    if (unlink(fresh) != 0 && errno != ENOENT)
        return sn_fail_errno(err, "cannot replace %s", fresh);
    if (symlink(target, fresh) != 0 || rename(fresh, link) != 0)
        return sn_fail_errno(err, "cannot make %s name %s", link, target);
    return sn_dir_sync(dir, err);
}

/* Called for the number of each generation directory; false ends the walk. */
typedef bool generation_fn(void *ctx, uint32_t generation);

typedef struct generation_walk {
    generation_fn *fn;
    void *ctx;
} generation_walk;

static sn_status take_name(void *ctx, const char *name, sn_error *err)
{
    const generation_walk *w = ctx;
    uint32_t generation;
    (void)err;
    return parse_generation(name, &generation) && !w->fn(w->ctx, generation) ? SN_DONE : SN_OK;
}

static sn_status each_generation(const char *dir, generation_fn *fn, void *ctx, sn_error *err)
{
    char path[SN_PATH_SIZE];
    generation_walk w = {fn, ctx};
    sn_status s = sn_path_join(dir, SN_INDEX_GENERATIONS, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_dir_each(path, take_name, &w, err);
    return s == SN_ENOTFOUND ? SN_OK : s;
}

typedef struct below_search {
    uint32_t limit, found;
} below_search;

static bool find_below(void *ctx, uint32_t generation)
{
    below_search *b = ctx;
    if (generation < b->limit && generation > b->found)
        b->found = generation;
    return true;
}

sn_status sn_generation_below(const char *dir, uint32_t generation, uint32_t *below, sn_error *err)
{
    below_search b = {.limit = generation};
    sn_status s = each_generation(dir, find_below, &b, err);
    if (s == SN_OK)
        *below = b.found;
    return s;
}

static bool keep_greatest(void *ctx, uint32_t generation)
{
    uint32_t *greatest = ctx;
    if (generation > *greatest)
        *greatest = generation;
    return true;
}

sn_status sn_generation_last(const char *dir, uint32_t *generation, sn_error *err)
{
    uint32_t greatest = 0;
    sn_status s = each_generation(dir, keep_greatest, &greatest, err);
    if (s == SN_OK)
        *generation = greatest;
    return s;
}

/* oldest: the least but for the current one, 0 for none; greater: how many are above it. */
typedef struct oldest_search {
    uint32_t oldest, greater, current;
} oldest_search;

static bool find_oldest(void *ctx, uint32_t generation)
{
    oldest_search *o = ctx;
    if (generation != o->current && (o->oldest == 0 || generation < o->oldest))
        o->oldest = generation;
    return true;
}

static bool count_greater(void *ctx, uint32_t generation)
{
    oldest_search *o = ctx;
    o->greater += generation > o->oldest ? 1 : 0;
    return true;
}

sn_status sn_generation_prune(const char *dir, uint32_t keep, sn_error *err)
{
    for (;;) {
        oldest_search o = {0};
        sn_status s = sn_generation_current(dir, &o.current, err);
        if (s == SN_OK)
            s = each_generation(dir, find_oldest, &o, err);
        if (s == SN_OK)
            s = each_generation(dir, count_greater, &o, err);
        if (s != SN_OK || o.oldest == 0 || o.greater < keep)
            return s;
        char path[SN_PATH_SIZE];
        s = sn_generation_path(dir, o.oldest, path, sizeof path, err);
        if (s == SN_OK)
            s = sn_dir_remove(path, err);
        if (s != SN_OK)
            return s;
    }
}
