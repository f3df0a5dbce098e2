/* backup, restore. */
#include "base/clock.h"
#include "indexer/backup/backup.h"
#include "indexer/command.h"
#include "indexer/report.h"

#include <inttypes.h>
#include <stdio.h>

static uint64_t bytes_of(const sn_backup_manifest *m)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < m->n_files; i++)
        bytes += m->files[i].bytes;
    return bytes;
}

static void report(const sn_command *c, sn_json *j, int64_t started_us)
{
    sn_report_int(j, "took_ms", (uint64_t)(sn_clock_monotonic_us() - started_us) / 1000);
    sn_json_end(j);
    if (sn_json_finish(j) == SN_OK)
        sn_command_report(c, sn_buf_str(j->out));
}

static void tell_backup(const sn_command *c, const sn_backup_manifest *m, int64_t started_us)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(65536);
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_report_text(&j, "command", "backup");
    sn_report_text(&j, "made_at", m->made_at);
    sn_report_int(&j, "change", m->change);
    sn_report_int(&j, "articles", m->articles);
    sn_report_int(&j, "files", m->n_files);
    sn_report_int(&j, "bytes", bytes_of(m));
    report(c, &j, started_us);
}

static void tell_restore(const sn_command *c, const sn_restore_report *r, int64_t started_us)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(65536);
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_report_text(&j, "command", "restore");
    sn_report_text(&j, "made_at", r->made_at);
    sn_report_int(&j, "articles", r->articles);
    sn_report_int(&j, "change", r->change);
    sn_report_int(&j, "generation", r->generation);
    report(c, &j, started_us);
}

static int usage(const char *sentence)
{
    fprintf(stderr, "sarnakh-index: %s\n", sentence);
    return SN_EXIT_USAGE;
}

int sn_command_backup(const sn_command *c)
{
    if (c->n_args != 1)
        return usage("backup wants one directory, which is not there yet");
    int64_t started_us = sn_clock_monotonic_us();
    SN_CLEANUP(sn_backup_manifest) sn_backup_manifest made = {0};
    sn_progress progress;
    sn_error err = {0};
    sn_progress_start(&progress, c, "copying page");
    sn_status s = sn_backup_make(c->index, c->args[0], sn_progress_apply, &progress, &made, &err);
    sn_progress_end(&progress);
    if (s != SN_OK)
        return sn_command_failed(c, "backup", s, &err);
    if (sn_command_reports(c))
        tell_backup(c, &made, started_us);
    if (!c->json && !c->quiet)
        fprintf(stderr,
                "backup: %" PRIu64 " articles up to change %" PRIu64 ", %zu files, %" PRIu64
                " bytes, in %s\n",
                made.articles, made.change, made.n_files, bytes_of(&made), c->args[0]);
    return SN_EXIT_OK;
}

int sn_command_restore(const sn_command *c)
{
    if (c->n_args != 1)
        return usage("restore wants the directory of one backup");
    int64_t started_us = sn_clock_monotonic_us();
    sn_progress progress;
    sn_restore_report made = {0};
    sn_error err = {0};
    sn_restore_opts opts = {.replace = c->replace,
                            .program = "sarnakh-index",
                            .timeout_ms = c->wait_ms,
                            .progress = sn_progress_apply,
                            .ctx = &progress};
    sn_progress_start(&progress, c, "rebuilding");
    sn_status s = sn_backup_restore(c->index, c->args[0], &opts, &made, &err);
    sn_progress_end(&progress);
    if (s != SN_OK) {
        sn_command_failed(c, "restore", s, &err);
        return s == SN_ELOCKED ? SN_EXIT_PENDING : SN_EXIT_FAILED;
    }
    if (sn_command_reports(c))
        tell_restore(c, &made, started_us);
    if (!c->json && !c->quiet)
        fprintf(stderr,
                "restore: the backup of %s, %" PRIu64 " articles, is generation %u; services that "
                "run read its words and configuration on SIGHUP\n",
                made.made_at, made.articles, made.generation);
    return SN_EXIT_OK;
}
