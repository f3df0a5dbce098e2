/* catch-up, rebuild. */
#include "indexer/command.h"

#include "base/clock.h"
#include "base/descriptors.h"
#include "base/limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

int sn_command_catch_up(const sn_command *c)
{
    int64_t started_us = sn_clock_monotonic_us();
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = sn_command_open(c, false);
    sn_tally tally = {0};
    return w != NULL ? sn_command_finish(c, w, "catch-up", &tally, started_us) : SN_EXIT_FAILED;
}

/* ---- rebuild ---- */

static int failed(const sn_command *c, sn_status s, const sn_error *err)
{
    sn_command_failed(c, "rebuild", s, err);
    if (s == SN_ENOSPACE && !c->whatever_room)
        fputs("sarnakh-index: --whatever-room begins all the same\n", stderr);
    return s == SN_ELOCKED ? SN_EXIT_PENDING : SN_EXIT_FAILED;
}

/* Joining the slices opens four files of each, beside the archive and the current generation. */
#define BUILD_FILES ((uint64_t)SN_LIMIT_BUILD_SLICES * 4 + 64)

/* Known before hours of work, not behind them. */
static sn_status check_open_files(sn_error *err)
{
    uint64_t limit = sn_descriptors_raise();
    return limit >= BUILD_FILES ? SN_OK
                                : sn_fail(err, SN_ELIMIT,
                                          "it opens up to %" PRIu64 " files at once, and %" PRIu64
                                          " are allowed (ulimit -Hn)",
                                          BUILD_FILES, limit);
}

int sn_command_rebuild(const sn_command *c)
{
    int64_t started_us = sn_clock_monotonic_us();
    if (c->priority != NULL && strcmp(c->priority, "low") != 0 &&
        strcmp(c->priority, "normal") != 0) {
        fputs("sarnakh-index: --priority is low or normal\n", stderr);
        return SN_EXIT_USAGE;
    }
    sn_error err = {0};
    if (check_open_files(&err) != SN_OK)
        return failed(c, SN_ELIMIT, &err);
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = sn_command_open(c, false);
    if (w == NULL)
        return SN_EXIT_FAILED;
    sn_progress progress;
    sn_apply_report report = {0};
    sn_progress_start(&progress, c, "rebuilding");
    sn_status s = c->regroup ? sn_writer_forget_groups(w, &err) : SN_OK;
    if (s == SN_OK)
        s = sn_writer_rebuild(w, c->wait_ms, sn_progress_apply, &progress, &report, &err);
    sn_progress_end(&progress);
    if (s != SN_OK)
        return failed(c, s, &err);
    sn_tally tally = {.read = report.put, .change = report.applied};
    return sn_command_finish(c, w, "rebuild", &tally, started_us);
}
