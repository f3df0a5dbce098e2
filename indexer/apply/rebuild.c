/* A rebuild writes the next generation from the archive, in slices of time (slices.h), while readers and the
 * applier go on with the current one; what was accepted meanwhile is replayed from the change
 * number noted before the first read. The lock is held only for the last of it and the switch, and, if
 * the groups in the archive were made by other rules, while they are made again. Before readers get it, it
 * is verified: tables without the lock, articles with it. Room is looked for before all this.
 *
 * Without the lock groups are only read. Those of an article that is not grouped yet may be wrong: its
 * change lies behind the last that was grouped, and all of these are replayed under the lock.
 *
 * It holds what may be shown when it begins, and what begins or ceases to be shown meanwhile is among the
 * changes that are replayed. */
#include "archive/groups.h"
#include "base/clock.h"
#include "base/disk.h"
#include "base/limits.h"
#include "base/priority.h"
#include "indexer/apply/first_groups.h"
#include "indexer/apply/go_live.h"
#include "indexer/apply/grouping.h"
#include "indexer/apply/slices.h"
#include "indexer/apply/verify.h"

#include <unistd.h>

typedef struct build {
    sn_writer *writer;
    sn_generation generation;
    sn_archive *archive;
    sn_apply_report *report;
    sn_apply_progress *progress;
    void *ctx;
    uint64_t total; /* live articles when it began */
    uint32_t jobs;
    bool is_first;           /* into an empty index */
    sn_first_groups *groups; /* to be found on the way, or NULL */
    sn_error *err;
} build;

static sn_status replay_one(void *ctx, const sn_change *change)
{
    build *b = ctx;
    bool live = change->json.len > 0;
    sn_status s = live ? sn_slices_put(&b->generation, b->archive, change, b->err)
                       : sn_generation_delete(&b->generation, change->docid, b->err);
    b->report->put += s == SN_OK && live;
    b->report->deleted += s == SN_OK && !live;
    return s;
}

static sn_status copy_articles(sn_writer *w, build *b)
{
    sn_slices_opts opts = {.dir = w->dir,
                           .archive = w->archive,
                           .jobs = b->jobs,
                           .articles = b->total,
                           .progress = b->progress,
                           .ctx = b->ctx,
                           .prepare = b->groups != NULL ? sn_first_groups_slice : NULL,
                           .prepare_ctx = b->groups};
    return sn_slices_build(&b->generation, &opts, &b->report->put, b->err);
}

/* What others have grouped since, so that less is left to be done under the lock. */
static sn_status replay_grouped(sn_writer *w, build *b, uint64_t after)
{
    sn_groups_state state;
    uint64_t at = after, last = 0;
    sn_status s = sn_groups_get_state(w->archive, &state, b->err);
    while (s == SN_OK && at < state.grouped && at != last) {
        last = at;
        s = sn_archive_each_change(w->archive, last, SN_APPLY_BATCH, replay_one, b, &at, b->err);
        if (s == SN_OK)
            s = sn_generation_commit(&b->generation, at < state.grouped ? at : state.grouped,
                                     b->err);
    }
    return s;
}

/* Groups that other rules made are made again, by the one who may. */
static sn_status regroup(sn_writer *w, build *b, int64_t timeout_ms)
{
    SN_CLEANUP_PTR(sn_lock) sn_lock *lock = NULL;
    SN_CLEANUP_PTR(sn_grouper) sn_grouper *grouper = NULL;
    sn_groups_state state;
    uint64_t last = 0;
    sn_status s = sn_groups_get_state(w->archive, &state, b->err);
    if (s != SN_OK || state.version == sn_grouping_version())
        return s;
    if (w->applier.lock == NULL)
        s = sn_writer_take_lock(w, timeout_ms, &lock, b->err);
    if (s == SN_OK)
        s = sn_archive_last_change(w->archive, &last, b->err);
    if (s == SN_OK)
        s = sn_grouper_create(&grouper, b->err);
    return s == SN_OK ? sn_grouping_catch_up(w->archive, grouper, last, b->err) : s;
}

/* Where to replay from: what is not grouped before the first read has no groups to be read. */
static sn_status note_start(sn_writer *w, build *b, uint64_t *since)
{
    sn_archive_counts counts;
    sn_groups_state state;
    sn_status s = sn_archive_count(w->archive, &counts, b->err);
    if (s == SN_OK)
        s = sn_groups_get_state(w->archive, &state, b->err);
    if (s != SN_OK)
        return s;
    b->total = counts.live;
    uint64_t grouped = b->groups != NULL ? b->groups->last : state.grouped;
    *since = counts.last_change < grouped ? counts.last_change : grouped;
    return SN_OK;
}

/* What needs no lock. */
static sn_status prepare(void *ctx)
{
    build *b = ctx;
    uint64_t since;
    sn_status s = note_start(b->writer, b, &since);
    if (s == SN_OK)
        s = copy_articles(b->writer, b);
    if (s == SN_OK && b->groups != NULL)
        s = sn_first_groups_end(b->groups, b->err);
    if (s == SN_OK)
        s = sn_generation_commit(&b->generation, since, b->err);
    if (s == SN_OK)
        s = replay_grouped(b->writer, b, since);
    /* There is none that answers whose place a first one takes. */
    return s == SN_OK && !b->is_first ? sn_verify_tables(&b->generation, b->err) : s;
}

static sn_status fill(sn_writer *w, build *b, int64_t timeout_ms)
{
    sn_status s = sn_apply_due(w->archive, b->err);
    if (s == SN_OK)
        s = regroup(w, b, timeout_ms);
    if (s == SN_OK)
        s = w->low_priority && !b->is_first ? sn_run_low(prepare, b) : prepare(b);
    return s == SN_OK ? sn_generation_go_live(w, &b->generation, timeout_ms, b->report, b->err) : s;
}

/* ---- room ---- */

/* Another generation like the current one, for as many articles as there are now, and its slices beside it. Without
 * one, the archive's own size: its texts, packed, and their terms are less than they and their groups take there. */
static sn_status bytes_wanted(const sn_writer *w, uint64_t *bytes, sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
    char path[SN_PATH_SIZE];
    sn_archive_counts counts;
    uint32_t generation, documents = 0;
    sn_status s = sn_archive_count(w->archive, &counts, err);
    if (s == SN_OK)
        s = sn_writer_open_db(w, &generation, &db, err);
    if (s == SN_OK)
        s = sn_xap_db_count(db, &documents, err);
    if (s == SN_OK && documents > 0)
        s = sn_generation_path(w->dir, generation, path, sizeof path, err);
    else if (s == SN_OK || s == SN_ENOTFOUND)
        s = sn_path_join(w->dir, SN_ARCHIVE_FILE, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_tree_bytes(path, bytes, err);
    if (s == SN_OK && documents > 0 && counts.live > documents)
        *bytes += *bytes / documents * (counts.live - documents);
    if (s == SN_OK)
        *bytes *= 2;
    return s;
}

/* A current generation that cannot be read is a reason for a rebuild, and none to forbid it. */
static sn_status look_for_room(const sn_writer *w, sn_error *err)
{
    uint64_t bytes = 0;
    sn_status s = w->whatever_room ? SN_OK : bytes_wanted(w, &bytes, NULL);
    return s == SN_OK && bytes > 0 ? sn_disk_reserve(w->dir, bytes, "rebuild", err) : SN_OK;
}

/* As many as asked for, or as there are. A generation that cannot be read has had one, for all that is known. */
static sn_status shards_of(const sn_writer *w, uint32_t *shards, sn_error *err)
{
    char path[SN_PATH_SIZE];
    uint32_t current;
    sn_manifest manifest;
    *shards = w->shards != 0 ? w->shards : 1;
    if (w->shards != 0 || sn_generation_current(w->dir, &current, NULL) != SN_OK)
        return SN_OK;
    sn_status s = sn_generation_path(w->dir, current, path, sizeof path, err);
    if (s == SN_OK && sn_manifest_read(path, &manifest, NULL) == SN_OK)
        *shards = manifest.shards;
    return s;
}

static sn_status build_and_switch(sn_writer *w, build *b, int64_t timeout_ms)
{
    uint32_t number, shards;
    sn_status s = sn_generation_number(w, 0, &number, b->err);
    if (s == SN_OK)
        s = shards_of(w, &shards, b->err);
    if (s == SN_OK)
        s = sn_generation_draft(w->dir, number, sn_archive_uuid(w->archive), shards, &b->generation,
                                b->err);
    if (s != SN_OK)
        return s;
    s = fill(w, b, timeout_ms);
    sn_generation_close(&b->generation);
    if (s != SN_OK) {
        sn_generation_discard(w, &b->generation);
        return s;
    }
    return sn_generation_prune(w->dir, SN_KEEP_GENERATIONS, b->err);
}

static uint32_t processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (uint32_t)n : 1;
}

static uint32_t jobs_of(const sn_writer *w, uint32_t otherwise)
{
    uint32_t jobs = w->jobs != 0 ? w->jobs : otherwise;
    return jobs < SN_LIMIT_BUILD_JOBS ? jobs : SN_LIMIT_BUILD_JOBS;
}

sn_status sn_writer_rebuild(sn_writer *w, int64_t timeout_ms, sn_apply_progress *progress,
                            void *ctx, sn_apply_report *report, sn_error *err)
{
    SN_CLEANUP_PTR(sn_lock) sn_lock *lock = NULL;
    sn_status s = sn_generation_claim(w, &lock, err);
    if (s != SN_OK)
        return s;
    s = look_for_room(w, err);
    if (s != SN_OK)
        return s;
    build b = {.writer = w,
               .archive = w->archive,
               .report = report,
               .progress = progress,
               .ctx = ctx,
               .jobs = jobs_of(w, 1),
               .err = err};
    return build_and_switch(w, &b, timeout_ms);
}

/* ---- the first build ---- */

/* An empty generation and more to come than one batch. */
static bool is_first_build(const sn_writer *w, uint64_t last)
{
    const sn_generation *g = &w->applier.generation;
    return g->analysis_matches && g->applied == 0 && last > SN_APPLY_BATCH;
}

/* All that there are; those that are touched by it, too. */
static sn_status group_all(sn_writer *w, build *b, uint64_t last)
{
    int64_t since_us = sn_clock_processor_us();
    uint64_t upto = 0;
    sn_status s = SN_OK;
    while (s == SN_OK && upto != last) {
        upto = last;
        s = sn_grouping_catch_up(w->archive, w->applier.generation.grouper, upto, b->err);
        if (s == SN_OK)
            s = sn_archive_last_change(w->archive, &last, b->err);
    }
    b->report->grouping_us += (uint64_t)(sn_clock_processor_us() - since_us);
    return s;
}

sn_status sn_writer_build_first(sn_writer *w, sn_apply_progress *progress, void *ctx,
                                sn_apply_report *report, sn_error *err)
{
    SN_CLEANUP_PTR(sn_lock) sn_lock *lock = NULL;
    uint64_t last = 0;
    bool usable = false;
    sn_first_groups groups = {.archive = w->archive, .grouper = w->applier.generation.grouper};
    sn_status s = sn_archive_last_change(w->archive, &last, err);
    if (s != SN_OK || !is_first_build(w, last))
        return s;
    s = sn_lock_take(w->dir, SN_LOCK_REBUILD, w->program, &lock, err);
    if (s == SN_ELOCKED)
        return SN_OK; /* a rebuild waits for our lock: it gets it once the changes are applied */
    build b = {.writer = w,
               .archive = w->archive,
               .report = report,
               .progress = progress,
               .ctx = ctx,
               .is_first = true,
               .jobs = jobs_of(w, processors()),
               .err = err};
    if (s == SN_OK)
        s = sn_first_groups_begin(&groups, &usable, err);
    if (s == SN_OK && usable)
        b.groups = &groups;
    else if (s == SN_OK)
        s = group_all(w, &b, last);
    if (s == SN_OK)
        s = build_and_switch(w, &b, 0);
    report->grouping_us += groups.processor_us;
    return s;
}
