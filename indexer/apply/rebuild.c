/* A rebuild writes the next generation from the archive, newest first, while readers and the
 * applier go on with the current one; what was accepted meanwhile is replayed from the change
 * number noted before the first read. The lock is held only for the last of it and the switch. */
#include "base/clock.h"
#include "indexer/apply/settings.h"
#include "indexer/apply/writer_internal.h"

#include <poll.h>

#define LOCK_POLL_MS 20
/* The generation before stays for roll-back. */
#define KEEP_GENERATIONS 2

typedef struct build {
    sn_generation generation;
    sn_apply_report *report;
    sn_apply_progress *progress;
    void *ctx;
    uint64_t total; /* live articles when it began */
    sn_error *err;
} build;

static sn_status put_one(void *ctx, const sn_change *change)
{
    build *b = ctx;
    sn_status s = sn_generation_apply(&b->generation, change, b->err);
    if (s == SN_OK)
        b->report->put++;
    return s;
}

static sn_status copy_articles(sn_writer *w, build *b)
{
    sn_status s = SN_OK;
    for (uint32_t docid = 1; s == SN_OK && docid != 0;) {
        s = sn_archive_each_live(w->archive, docid, SN_APPLY_BATCH, put_one, b, &docid, b->err);
        if (s == SN_OK)
            s = sn_generation_commit(&b->generation, 0, b->err);
        if (s == SN_OK && b->progress != NULL)
            b->progress(b->ctx, b->report->put, b->total);
    }
    return s;
}

/* Replay until a batch brings nothing new. */
static sn_status replay_changes(sn_writer *w, build *b, uint64_t after)
{
    sn_generation *g = &b->generation;
    sn_status s = SN_OK;
    for (bool more = true; s == SN_OK && more; after = g->applied) {
        uint64_t last = after;
        s = sn_apply_changes(g, w->archive, after, &last, b->report, b->err);
        if (s == SN_OK)
            s = sn_settings_carry(g, w->archive, b->err);
        if (s == SN_OK)
            s = sn_generation_commit(g, last, b->err);
        more = last != after;
    }
    return s;
}

static sn_status go_live(sn_writer *w, build *b)
{
    sn_generation *g = &b->generation;
    sn_status s = replay_changes(w, b, g->applied);
    if (s == SN_OK)
        s = sn_generation_switch(w->dir, g->number, b->err);
    if (s != SN_OK)
        return s;
    sn_epoch_set_applied(w->epoch, g->number, g->applied);
    b->report->applied = g->applied;
    return sn_hidden_forget(w->dir, w->epoch, g->applied, b->err);
}

/* Hold up a hand (writer.wanted) so that the service lets go, then take the lock. */
static sn_status take_lock(sn_writer *w, int64_t timeout_ms, sn_lock **lock, sn_error *err)
{
    SN_CLEANUP_PTR(sn_lock) sn_lock *wanted = NULL;
    int64_t deadline_us = sn_clock_monotonic_us() + timeout_ms * 1000;
    sn_status s = sn_lock_take(w->dir, SN_LOCK_WANTED, w->program, &wanted, err);
    while (s == SN_OK) {
        s = sn_lock_take(w->dir, SN_LOCK_WRITER, w->program, lock, err);
        if (s != SN_ELOCKED || sn_clock_monotonic_us() >= deadline_us)
            break;
        poll(NULL, 0, LOCK_POLL_MS);
        s = SN_OK;
    }
    return s;
}

/* Directories above the current generation are what a killed rebuild left. */
static sn_status next_generation(sn_writer *w, uint32_t *number, sn_error *err)
{
    uint32_t current = 0, last;
    sn_status s = sn_generation_current(w->dir, &current, err);
    if (s == SN_ENOTFOUND)
        s = SN_OK;
    if (s == SN_OK)
        s = sn_generation_last(w->dir, &last, err);
    for (; s == SN_OK && last > current;
         s = s == SN_OK ? sn_generation_last(w->dir, &last, err) : s) {
        char path[SN_PATH_SIZE];
        s = sn_generation_path(w->dir, last, path, sizeof path, err);
        if (s == SN_OK)
            s = sn_dir_remove(path, err);
    }
    if (s == SN_OK)
        *number = current + 1;
    return s;
}

static sn_status start_build(sn_writer *w, build *b, uint64_t *since)
{
    uint32_t number;
    sn_archive_counts counts;
    sn_status s = sn_archive_count(w->archive, &counts, b->err);
    if (s == SN_OK)
        s = next_generation(w, &number, b->err);
    if (s == SN_OK)
        s = sn_generation_create(w->dir, number, sn_archive_uuid(w->archive), &b->generation,
                                 b->err);
    if (s == SN_OK) {
        b->total = counts.live;
        *since = counts.last_change;
    }
    return s;
}

static sn_status finish_build(sn_writer *w, build *b, int64_t timeout_ms)
{
    SN_CLEANUP_PTR(sn_lock) sn_lock *lock = NULL;
    bool held = w->applier.lock != NULL;
    sn_status s = held ? SN_OK : take_lock(w, timeout_ms, &lock, b->err);
    if (s == SN_OK)
        s = go_live(w, b);
    if (held)
        sn_applier_reset(&w->applier); /* it has the generation before open */
    return s;
}

/* What was not finished goes, unless it is live already: the last steps come behind the switch. */
static void discard(sn_writer *w, const sn_generation *g)
{
    sn_error ignored;
    uint32_t current = 0;
    sn_status s = sn_generation_current(w->dir, &current, &ignored);
    if ((s == SN_OK && current != g->number) || s == SN_ENOTFOUND)
        s = sn_dir_remove(g->path, &ignored);
    (void)s; /* the next rebuild clears it away */
}

static sn_status build_and_switch(sn_writer *w, build *b, int64_t timeout_ms)
{
    uint64_t since;
    sn_status s = start_build(w, b, &since);
    if (s != SN_OK)
        return s;
    s = copy_articles(w, b);
    if (s == SN_OK)
        s = replay_changes(w, b, since);
    if (s == SN_OK)
        s = finish_build(w, b, timeout_ms);
    sn_generation_close(&b->generation);
    if (s != SN_OK) {
        discard(w, &b->generation);
        return s;
    }
    return sn_generation_prune(w->dir, KEEP_GENERATIONS, b->err);
}

sn_status sn_writer_rebuild(sn_writer *w, int64_t timeout_ms, sn_apply_progress *progress,
                            void *ctx, sn_apply_report *report, sn_error *err)
{
    SN_CLEANUP_PTR(sn_lock) sn_lock *lock = NULL;
    sn_status s = sn_lock_take(w->dir, SN_LOCK_REBUILD, w->program, &lock, err);
    if (s != SN_OK)
        return s;
    build b = {.report = report, .progress = progress, .ctx = ctx, .err = err};
    return build_and_switch(w, &b, timeout_ms);
}
