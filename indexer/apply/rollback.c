/* Going back to a generation that is kept: it gets the next number, so that numbers only rise and no reader
 * takes it for what had the number before, and what was accepted since is replayed into it before it is the
 * current one. What was the current one stays, and is the one to go back to. */
#include "indexer/apply/go_live.h"

#include <stdio.h>

/* The greatest below the current one; what a killed way back has numbered anew is above it. */
static sn_status choose(sn_writer *w, uint32_t *number, sn_error *err)
{
    uint32_t current = 0, before = 0, last = 0;
    sn_status s = sn_generation_current(w->dir, &current, err);
    if (s == SN_OK)
        s = sn_generation_below(w->dir, current, &before, err);
    if (s == SN_OK && before == 0)
        s = sn_generation_last(w->dir, &last, err);
    if (s == SN_OK && before == 0 && last <= current)
        s = sn_fail(err, SN_ENOTFOUND, "there is no generation before %u", current);
    if (s == SN_OK)
        *number = before != 0 ? before : last;
    return s;
}

static sn_status check_chosen(sn_writer *w, uint32_t number, sn_manifest *manifest, sn_error *err)
{
    char path[SN_PATH_SIZE];
    uint32_t current = 0;
    sn_status s = sn_generation_current(w->dir, &current, err);
    if (s == SN_OK && current == number)
        return sn_fail(err, SN_EINVAL, "generation %u is the current one", number);
    if (s == SN_OK)
        s = sn_generation_path(w->dir, number, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_manifest_read(path, manifest, err);
    return s == SN_ENOTFOUND ? sn_fail(err, s, "there is no generation %u", number) : s;
}

static sn_status may_go_back(sn_writer *w, uint32_t number, sn_error *err)
{
    sn_generation g = {0};
    sn_status s = sn_generation_open(w->dir, number, &g, err);
    if (s == SN_OK)
        s = sn_generation_may_follow(&g, w->archive, err);
    sn_generation_close(&g);
    return s;
}

static sn_status give_number(sn_writer *w, uint32_t from, uint32_t to, sn_manifest *manifest,
                             sn_error *err)
{
    char old[SN_PATH_SIZE], fresh[SN_PATH_SIZE] = "", parent[SN_PATH_SIZE];
    sn_status s = sn_generation_path(w->dir, from, old, sizeof old, err);
    if (s == SN_OK)
        s = sn_generation_path(w->dir, to, fresh, sizeof fresh, err);
    if (s == SN_OK)
        s = sn_path_join(w->dir, SN_INDEX_GENERATIONS, parent, sizeof parent, err);
    if (s == SN_OK && from != to && rename(old, fresh) != 0)
        s = sn_fail_errno(err, "cannot rename %s", old);
    if (s == SN_OK)
        s = sn_dir_sync(parent, err);
    manifest->generation = to;
    return s == SN_OK ? sn_manifest_write(fresh, manifest, err) : s;
}

static sn_status roll_back(sn_writer *w, uint32_t chosen, int64_t timeout_ms,
                           sn_apply_report *report, sn_error *err)
{
    sn_generation g = {0};
    sn_manifest manifest;
    uint32_t number = 0;
    sn_status s = check_chosen(w, chosen, &manifest, err);
    if (s == SN_OK)
        s = may_go_back(w, chosen, err);
    if (s == SN_OK)
        s = sn_generation_number(w, chosen, &number, err);
    if (s == SN_OK)
        s = give_number(w, chosen, number, &manifest, err);
    if (s == SN_OK)
        s = sn_generation_open(w->dir, number, &g, err);
    if (s != SN_OK)
        return s;
    s = sn_generation_go_live(w, &g, timeout_ms, report, err);
    sn_generation_close(&g); /* what did not become current is there to be gone back to again */
    return s == SN_OK ? sn_generation_prune(w->dir, SN_KEEP_GENERATIONS, err) : s;
}

sn_status sn_writer_roll_back(sn_writer *w, uint32_t number, int64_t timeout_ms,
                              sn_apply_report *report, sn_error *err)
{
    SN_CLEANUP_PTR(sn_lock) sn_lock *lock = NULL;
    sn_status s = sn_generation_claim(w, &lock, err);
    if (s == SN_OK && number == 0)
        s = choose(w, &number, err);
    return s == SN_OK ? roll_back(w, number, timeout_ms, report, err) : s;
}
