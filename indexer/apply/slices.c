#include "indexer/apply/slices_internal.h"

#include "base/disk.h"
#include "base/grow.h"
#include "base/limits.h"

#include <stdlib.h>

#define FOLDER "slices"
/* Articles of a slice, if there are not too many slices then. libxapian collects postings in trees: 500
 * articles took 21 % less processor time than 4,000 (8,000 of news). */
#define SLICE 500u

static void show(const sn_slices *all, uint64_t put)
{
    if (all->opts->progress != NULL)
        all->opts->progress(all->opts->ctx, put, all->opts->articles);
}

static bool all_have_ended(const sn_slices *all)
{
    return all->running == 0;
}

/* So that no more is handed over than a slice for each thread. */
static bool few_are_left(const sn_slices *all)
{
    return all->status != SN_OK || all->running == 0 ||
           all->left - all->prepared <= all->opts->jobs;
}

static void watch(sn_slices *all, bool (*is_enough)(const sn_slices *), uint64_t *told)
{
    pthread_mutex_lock(&all->lock);
    for (;;) {
        uint64_t put = all->put;
        if (put == *told && is_enough(all))
            break;
        if (put == *told) {
            pthread_cond_wait(&all->moved, &all->lock);
            continue;
        }
        *told = put;
        pthread_mutex_unlock(&all->lock);
        show(all, put);
        pthread_mutex_lock(&all->lock);
    }
    pthread_mutex_unlock(&all->lock);
}

/* Slice by slice, the last one first, as threads take them. */
static void prepare_all(sn_slices *all, uint64_t *told)
{
    const sn_slices_opts *o = all->opts;
    bool goes_on = o->prepare != NULL;
    for (size_t slice = all->n; goes_on && slice-- > 0;) {
        sn_error err = {0};
        watch(all, few_are_left, told);
        sn_status s = o->prepare(o->prepare_ctx, all->first[slice], sn_slices_end_of(all, slice),
                                 &all->handed[slice], &err);
        pthread_mutex_lock(&all->lock);
        sn_slices_note_failure(all, s, &err);
        all->prepared = slice;
        pthread_cond_broadcast(&all->ready);
        goes_on = all->status == SN_OK;
        pthread_mutex_unlock(&all->lock);
    }
}

static void start(sn_slices *all, sn_slice_writer *w)
{
    w->all = all;
    pthread_mutex_lock(&all->lock);
    all->running++;
    pthread_mutex_unlock(&all->lock);
    if (pthread_create(&w->thread, NULL, sn_slices_write, w) == 0)
        return;
    w->all = NULL;
    sn_error err = {0};
    sn_status s = sn_fail(&err, SN_ENOMEM, "a thread to build with cannot be started");
    pthread_mutex_lock(&all->lock);
    all->running--;
    sn_slices_note_failure(all, s, &err);
    pthread_mutex_unlock(&all->lock);
}

static sn_status run_threads(sn_slices *all, sn_error *err)
{
    sn_slice_writer *writers = calloc(all->opts->jobs, sizeof *writers);
    uint64_t told = 0;
    if (writers == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory for threads");
    for (uint32_t i = 0; i < all->opts->jobs; i++)
        start(all, &writers[i]);
    prepare_all(all, &told);
    watch(all, all_have_ended, &told);
    for (uint32_t i = 0; i < all->opts->jobs; i++)
        if (writers[i].all != NULL)
            pthread_join(writers[i].thread, NULL);
    free(writers);
    if (all->status != SN_OK && err != NULL)
        *err = all->err;
    return all->status;
}

/* ---- all of it ---- */

static uint32_t slice_articles(const sn_slices_opts *opts)
{
    uint64_t n = opts->articles / SN_LIMIT_BUILD_SLICES + 1;
    if (opts->slice != 0)
        return opts->slice;
    return n < SLICE ? SLICE : n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

static sn_status cut(sn_slices *all, sn_error *err)
{
    size_t cap = 0;
    sn_status s = SN_OK;
    for (uint32_t docid = 1; s == SN_OK && docid != 0;) {
        uint32_t *first = sn_grow(all->first, all->n, &cap, sizeof *first);
        if (first == NULL)
            return sn_fail(err, SN_ENOMEM, "no memory for slices");
        all->first = first;
        all->first[all->n++] = docid;
        s = sn_archive_live_stretch(all->opts->archive, docid, all->articles, &docid, err);
    }
    all->handed = calloc(all->n, sizeof *all->handed);
    if (all->handed == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory for slices");
    all->left = all->n;
    all->prepared = all->opts->prepare != NULL ? all->n : 0;
    return s;
}

/* The part of one shard in each slice. */
static sn_status join_shard(const sn_slices *all, uint32_t shard, const char *path, sn_error *err)
{
    const char **from = calloc(all->n_paths, sizeof *from);
    sn_shards *slices = calloc(all->n_paths, sizeof *slices);
    sn_status s = SN_OK;
    if (slices == NULL || from == NULL)
        s = sn_fail(err, SN_ENOMEM, "no memory for slices");
    for (size_t i = 0; i < all->n_paths && s == SN_OK; i++) {
        s = sn_shards_below(all->paths[i], all->draft->shards, &slices[i], err);
        from[i] = slices[i].at[shard];
    }
    if (s == SN_OK)
        s = sn_xap_join(from, all->n_paths, path, err);
    free(slices);
    free(from);
    return s;
}

static sn_status join_shards(const sn_slices *all, const char *folder, sn_error *err)
{
    sn_shards shards;
    uint32_t n = all->draft->shards;
    if (n == 1)
        return sn_xap_join((const char *const *)all->paths, all->n_paths, folder, err);
    sn_status s = sn_shards_below(folder, n, &shards, err);
    if (s == SN_OK)
        s = sn_dir_make(folder, err);
    for (uint32_t i = 0; i < n && s == SN_OK; i++)
        s = join_shard(all, i, shards.at[i], err);
    return s;
}

static sn_status join(sn_slices *all, sn_generation *draft, sn_error *err)
{
    char path[SN_PATH_SIZE];
    sn_status s = sn_generation_db_path(draft->path, path, sizeof path, err);
    if (s == SN_OK && all->n_paths > 0)
        s = join_shards(all, path, err);
    if (s == SN_OK && all->n_paths > 0)
        s = sn_tree_sync(path, err);
    if (s == SN_OK)
        s = sn_dir_remove(all->folder, err);
    if (s == SN_OK)
        s = sn_generation_begin(draft, all->n_paths > 0 ? SN_XAP_OPEN : SN_XAP_CREATE, err);
    draft->spill = all->spill;
    return s;
}

static sn_status build(sn_slices *all, sn_generation *draft, sn_error *err)
{
    sn_status s = sn_path_join(draft->path, FOLDER, all->folder, sizeof all->folder, err);
    if (s == SN_OK)
        s = sn_dir_make(all->folder, err);
    if (s == SN_OK)
        s = cut(all, err);
    if (s == SN_OK)
        s = run_threads(all, err);
    return s == SN_OK ? join(all, draft, err) : s;
}

sn_status sn_slices_build(sn_generation *draft, const sn_slices_opts *opts, uint64_t *put,
                          sn_error *err)
{
    sn_slices all = {.draft = draft,
                     .opts = opts,
                     .articles = slice_articles(opts),
                     .bytes = SN_LIMIT_BUILD_BYTES / opts->jobs,
                     .lock = PTHREAD_MUTEX_INITIALIZER,
                     .moved = PTHREAD_COND_INITIALIZER,
                     .ready = PTHREAD_COND_INITIALIZER};
    sn_status s = build(&all, draft, err);
    if (s == SN_OK)
        *put += all.put;
    for (size_t i = 0; i < all.n_paths; i++)
        free(all.paths[i]);
    free(all.paths);
    for (size_t i = 0; all.handed != NULL && i < all.n; i++)
        sn_chunk_done(&all.handed[i]);
    free(all.handed);
    free(all.first);
    return s;
}
