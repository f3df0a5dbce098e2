/* vacuum, rollback: generations that are made of others. */
#include "base/clock.h"
#include "base/options.h"
#include "indexer/command.h"
#include "indexer/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static void write_vacuum_json(const sn_command *c, const sn_vacuum_report *v, uint64_t applied,
                              int64_t started_us)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(65536);
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_report_text(&j, "command", "vacuum");
    sn_json_key(&j, "archive_rewritten");
    sn_json_bool(&j, v->archive_rewritten);
    sn_report_int(&j, "archive_before", v->archive_before);
    sn_report_int(&j, "archive_after", v->archive_after);
    sn_report_int(&j, "index_before", v->index_before);
    sn_report_int(&j, "index_after", v->index_after);
    sn_report_int(&j, "changes_removed", v->changes);
    sn_report_int(&j, "applied", applied);
    sn_report_int(&j, "took_ms", (uint64_t)(sn_clock_monotonic_us() - started_us) / 1000);
    sn_json_end(&j);
    if (sn_json_finish(&j) == SN_OK)
        sn_command_report(c, sn_buf_str(&out));
}

static void print_vacuum(const sn_vacuum_report *v)
{
    printf("archive  %" PRIu64 " bytes before, %" PRIu64 " after%s\n", v->archive_before,
           v->archive_after, v->archive_rewritten ? "" : " (too little was empty to rewrite it)");
    printf("         %" PRIu64 " needless rows of the change log went\n", v->changes);
    if (v->index_before == 0)
        puts("index    none yet");
    else
        printf("index    %" PRIu64 " bytes before, %" PRIu64
               " after; the generation before stays until the next one\n",
               v->index_before, v->index_after);
}

static int failed(const sn_command *c, const char *name, sn_status s, const sn_error *err)
{
    sn_command_failed(c, name, s, err);
    return s == SN_ELOCKED ? SN_EXIT_PENDING : SN_EXIT_FAILED;
}

int sn_command_vacuum(const sn_command *c)
{
    int64_t started_us = sn_clock_monotonic_us();
    sn_vacuum_report vacuum = {0};
    sn_apply_report report = {0};
    sn_error err = {0};
    /* SQLite writes the new archive to a file of its own first: where room was looked for. */
    setenv("SQLITE_TMPDIR", c->index, 1);
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = sn_command_open(c, false);
    if (w == NULL)
        return SN_EXIT_FAILED;
    sn_status s = sn_writer_vacuum(w, c->wait_ms, &vacuum, &report, &err);
    if (s != SN_OK)
        return failed(c, "vacuum", s, &err);
    if (sn_command_reports(c))
        write_vacuum_json(c, &vacuum, report.applied, started_us);
    if (!c->json && !c->quiet)
        print_vacuum(&vacuum);
    return SN_EXIT_OK;
}

int sn_command_rollback(const sn_command *c)
{
    int64_t started_us = sn_clock_monotonic_us(), number = 0;
    if (c->n_args > 1 ||
        (c->n_args == 1 && sn_int_parse(sn_str_of(c->args[0]), 1, UINT32_MAX, &number) != SN_OK)) {
        fputs("sarnakh-index: rollback wants the number of a generation, or nothing\n", stderr);
        return SN_EXIT_USAGE;
    }
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = sn_command_open(c, false);
    if (w == NULL)
        return SN_EXIT_FAILED;
    sn_apply_report report = {0};
    sn_error err = {0};
    sn_status s = sn_writer_roll_back(w, (uint32_t)number, c->wait_ms, &report, &err);
    if (s != SN_OK)
        return failed(c, "rollback", s, &err);
    sn_tally tally = {.read = report.put, .removed = report.deleted, .change = report.applied};
    return sn_command_finish(c, w, "rollback", &tally, started_us);
}
