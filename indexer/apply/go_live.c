#include "indexer/apply/go_live.h"

#include "base/clock.h"
#include "indexer/apply/settings.h"
#include "indexer/apply/takeover.h"
#include "indexer/apply/verify.h"

#include <poll.h>

#define LOCK_POLL_MS 20
/* How long others are waited for to finish what a killed restore has left: they let go soon. */
#define SETTLE_MS 10000

sn_status sn_writer_take_lock(sn_writer *w, int64_t timeout_ms, sn_lock **lock, sn_error *err)
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

static sn_status remove_generation(sn_writer *w, uint32_t number, sn_error *err)
{
    char path[SN_PATH_SIZE];
    sn_status s = sn_generation_path(w->dir, number, path, sizeof path, err);
    return s == SN_OK ? sn_dir_remove(path, err) : s;
}

/* A restore that was killed: what its archive is in place for is finished, the rest goes. */
static sn_status settle_restore(sn_writer *w, sn_error *err)
{
    SN_CLEANUP_PTR(sn_lock) sn_lock *lock = NULL;
    char path[SN_PATH_SIZE];
    bool due = false;
    sn_status s = sn_takeover_is_due(w->dir, w->archive, &due, err);
    if (s == SN_OK && !due) {
        s = sn_path_join(w->dir, SN_RESTORE_FOLDER, path, sizeof path, err);
        return s == SN_OK ? sn_dir_remove(path, err) : s;
    }
    if (s == SN_OK && w->applier.lock == NULL)
        s = sn_writer_take_lock(w, SETTLE_MS, &lock, err);
    if (s == SN_OK)
        s = sn_takeover_finish(w->dir, w->archive, w->epoch, err);
    sn_applier_reset(&w->applier);
    return s;
}

sn_status sn_generation_number(sn_writer *w, uint32_t keep, uint32_t *number, sn_error *err)
{
    uint32_t current = 0, last = 0;
    sn_status s = sn_generation_current(w->dir, &current, err);
    if (s == SN_ENOTFOUND)
        s = SN_OK;
    if (s == SN_OK)
        s = sn_generation_last(w->dir, &last, err);
    for (uint32_t above = last; s == SN_OK && above > current; above--)
        if (above != keep)
            s = remove_generation(w, above, err);
    if (s == SN_OK)
        *number = keep > current ? keep : current + 1;
    return s;
}

sn_status sn_generation_claim(sn_writer *w, sn_lock **lock, sn_error *err)
{
    sn_status s = sn_lock_take(w->dir, SN_LOCK_REBUILD, w->program, lock, err);
    return s == SN_OK ? settle_restore(w, err) : s;
}

sn_status sn_generation_may_follow(sn_generation *g, sn_archive *archive, sn_error *err)
{
    sn_status s = sn_generation_check_archive(g, archive, err);
    if (s == SN_OK && !g->analysis_matches)
        s = sn_fail(err, SN_EFORMAT,
                    "generation %u was built by another analysis or other groups: "
                    "`sarnakh-index rebuild` makes one of this program's",
                    g->number);
    return s;
}

/* Replay until a batch brings nothing new, what is due by now among it. */
static sn_status replay_changes(sn_writer *w, sn_generation *g, sn_apply_report *report,
                                sn_error *err)
{
    sn_status s = sn_apply_due(w->archive, err);
    uint64_t after = g->applied;
    for (bool more = true; s == SN_OK && more; after = g->applied) {
        uint64_t last = after;
        s = sn_apply_changes(g, w->archive, after, &last, report, err);
        if (s == SN_OK)
            s = sn_settings_carry(g, w->archive, err);
        if (s == SN_OK)
            s = sn_generation_commit(g, last, err);
        more = last != after;
    }
    return s;
}

static sn_status switch_to(sn_writer *w, sn_generation *g, sn_apply_report *report, sn_error *err)
{
    sn_status s = replay_changes(w, g, report, err);
    if (s == SN_OK)
        s = sn_verify_holdings(g, w->archive, err);
    if (s == SN_OK)
        s = sn_generation_switch(w->dir, g->number, err);
    if (s != SN_OK)
        return s;
    sn_epoch_set_applied(w->epoch, g->number, g->applied);
    report->applied = g->applied;
    return sn_hidden_forget(w->dir, w->epoch, g->applied, err);
}

sn_status sn_generation_go_live(sn_writer *w, sn_generation *g, int64_t timeout_ms,
                                sn_apply_report *report, sn_error *err)
{
    SN_CLEANUP_PTR(sn_lock) sn_lock *lock = NULL;
    bool held = w->applier.lock != NULL;
    sn_status s = held ? SN_OK : sn_writer_take_lock(w, timeout_ms, &lock, err);
    if (s == SN_OK)
        s = switch_to(w, g, report, err);
    if (held)
        sn_applier_reset(&w->applier); /* it has the generation before open */
    return s;
}

void sn_generation_discard(sn_writer *w, const sn_generation *g)
{
    sn_error ignored;
    uint32_t current = 0;
    sn_status s = sn_generation_current(w->dir, &current, &ignored);
    if ((s == SN_OK && current != g->number) || s == SN_ENOTFOUND)
        s = sn_dir_remove(g->path, &ignored);
    (void)s; /* the next rebuild clears it away */
}
