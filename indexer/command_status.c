#include "indexer/command.h"

#include "base/clock.h"

#include <inttypes.h>
#include <stdio.h>

static void write_status_json(const sn_index_status *st)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(65536);
    const struct {
        const char *key;
        int64_t value;
    } numbers[] = {
        {"articles", (int64_t)st->articles},
        {"documents", st->documents},
        {"change", (int64_t)st->change},
        {"applied", (int64_t)st->applied},
        {"generation", st->generation},
        {"withdrawn", (int64_t)st->withdrawn},
        {"taken_down", (int64_t)st->taken_down},
        {"hidden", (int64_t)st->hidden},
        {"analysis", st->analysis},
    };
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        sn_json_key(&j, numbers[i].key);
        sn_json_int(&j, numbers[i].value);
    }
    sn_json_key(&j, "analysis_matches");
    sn_json_bool(&j, st->analysis_matches);
    sn_json_key(&j, "dictionary_matches");
    sn_json_bool(&j, st->dictionary_matches);
    sn_json_key(&j, "groups_match");
    sn_json_bool(&j, st->groups_match);
    sn_json_key(&j, "built_at");
    sn_json_text(&j, st->built_at[0] != '\0' ? st->built_at : NULL);
    sn_json_key(&j, "writer");
    sn_json_text(&j, st->holder[0] != '\0' ? st->holder : NULL);
    sn_json_end(&j);
    if (sn_json_finish(&j) == SN_OK)
        puts(sn_buf_text(&out));
}

static void print_status(const sn_index_status *st)
{
    printf("articles    %" PRIu64 " (%" PRIu64 " withdrawn, %" PRIu64 " taken down)\n",
           st->articles, st->withdrawn, st->taken_down);
    printf("change      %" PRIu64 " accepted, %" PRIu64 " in the index\n", st->change, st->applied);
    if (st->generation == 0)
        puts("generation  none yet");
    else
        printf("generation  %u, %u documents, built %s, analysis %d\n", st->generation,
               st->documents, st->built_at, st->analysis);
    if (st->hidden > 0)
        printf("hidden      %zu takedowns the index has not forgotten yet\n", st->hidden);
    if (st->holder[0] != '\0')
        printf("writer      %s\n", st->holder);
    if (st->generation != 0 && !st->analysis_matches)
        puts("The index was built by another analysis: run sarnakh-index rebuild.");
    if (st->generation != 0 && !st->dictionary_matches)
        puts("The newsroom's own words changed since the index was built: run sarnakh-index "
             "rebuild.");
    if (st->generation != 0 && !st->groups_match)
        puts("Groups of copies and stories were made by other rules: with the next change, or by "
             "sarnakh-index rebuild, they are made again.");
}

int sn_command_status(const sn_command *c)
{
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = sn_command_open(c, false);
    if (w == NULL)
        return SN_EXIT_FAILED;
    sn_index_status st;
    sn_error err = {0};
    sn_status s = sn_writer_status(w, &st, &err);
    if (s != SN_OK)
        return sn_command_failed("status", s, &err);
    if (c->json)
        write_status_json(&st);
    else
        print_status(&st);
    return SN_EXIT_OK;
}

int sn_command_rebuild(const sn_command *c)
{
    int64_t started_us = sn_clock_monotonic_us();
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = sn_command_open(c, false);
    if (w == NULL)
        return SN_EXIT_FAILED;
    sn_progress progress;
    sn_apply_report report = {0};
    sn_error err = {0};
    sn_progress_start(&progress, c, "rebuilding");
    sn_status s = c->regroup ? sn_writer_forget_groups(w, &err) : SN_OK;
    if (s == SN_OK)
        s = sn_writer_rebuild(w, c->wait_ms, sn_progress_apply, &progress, &report, &err);
    sn_progress_end(&progress);
    if (s != SN_OK) {
        sn_command_failed("rebuild", s, &err);
        return s == SN_ELOCKED ? SN_EXIT_PENDING : SN_EXIT_FAILED;
    }
    sn_tally tally = {.read = report.put, .change = report.applied};
    return sn_command_finish(c, w, "rebuild", &tally, started_us);
}
