/* check: archive and index by themselves and against one another, with --deep to the last position. */
#include "base/clock.h"
#include "base/text_lines.h"
#include "base/utf8.h"
#include "indexer/apply/check.h"
#include "indexer/command.h"
#include "indexer/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define FINDINGS_BYTES ((size_t)16 << 20)
/* Of the report; standard output has them all. */
#define REPORTED_LINES 1000

typedef struct checking {
    const sn_command *command;
    sn_buf findings;
    size_t errors;
    uint64_t compared, seed;
} checking;

/* Of a sound index the libraries have much to say, too: then only what could not be looked at. */
static void write_findings(sn_json *j, const checking *c)
{
    sn_text_lines lines = sn_text_lines_of(sn_buf_str(&c->findings));
    sn_json_key(j, "findings");
    sn_json_array(j);
    for (sn_str line; lines.number < REPORTED_LINES && sn_text_lines_next(&lines, &line);) {
        if (c->errors == 0 && !sn_str_has_prefix(line, SN_STR("note: ")))
            continue;
        if (sn_utf8_is_valid(line, NULL))
            sn_json_str(j, line);
        else
            sn_json_text(j, "(a line that is no UTF-8)");
    }
    sn_json_end(j);
}

static void report(const checking *c, int64_t started_us)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(2 * FINDINGS_BYTES);
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_report_text(&j, "command", "check");
    sn_report_int(&j, "errors", c->errors);
    if (c->command->deep) {
        sn_report_int(&j, "compared", c->compared);
        sn_report_int(&j, "seed", c->seed);
    }
    write_findings(&j, c);
    sn_report_int(&j, "took_ms", (uint64_t)(sn_clock_monotonic_us() - started_us) / 1000);
    sn_json_end(&j);
    if (sn_json_finish(&j) == SN_OK)
        sn_command_report(c->command, sn_buf_str(&out));
}

static sn_status check_deep(checking *c, sn_writer *w, sn_error *err)
{
    sn_progress progress;
    size_t errors = 0;
    sn_deep_opts opts = {.sample = (uint64_t)c->command->sample,
                         .seed = c->seed,
                         .progress = sn_progress_apply,
                         .ctx = &progress};
    sn_progress_start(&progress, c->command, "comparing article");
    sn_status s = sn_writer_check_deep(w, &opts, &c->findings, &errors, &c->compared, err);
    sn_progress_end(&progress);
    c->errors += errors;
    return s;
}

static void print(const checking *c)
{
    const sn_command *command = c->command;
    if (c->errors == 0 && command->quiet)
        return;
    printf("%s", sn_buf_text(&c->findings));
    if (command->deep)
        printf("%" PRIu64 " articles compared%s", c->compared,
               command->sample > 0 ? ", a sample" : "\n");
    if (command->deep && command->sample > 0)
        printf(" (--seed %" PRIu64 ")\n", c->seed);
    printf("%zu errors found\n", c->errors);
}

static sn_status run(checking *c, sn_writer *w, sn_error *err)
{
    sn_status s = sn_writer_check(w, &c->findings, &c->errors, err);
    return s == SN_OK && c->command->deep ? check_deep(c, w, err) : s;
}

int sn_command_check(const sn_command *command)
{
    int64_t started_us = sn_clock_monotonic_us();
    if (command->sample > 0 && !command->deep) {
        fputs("sarnakh-index: --sample is for check --deep\n", stderr);
        return SN_EXIT_USAGE;
    }
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = sn_command_open(command, false);
    if (w == NULL)
        return SN_EXIT_FAILED;
    sn_error err = {0};
    uint64_t seed = command->seed != 0 ? (uint64_t)command->seed : (uint64_t)sn_clock_now_sec();
    checking c = {.command = command, .findings = SN_BUF(FINDINGS_BYTES), .seed = seed};
    sn_status s = run(&c, w, &err);
    if (s == SN_OK && sn_command_reports(command))
        report(&c, started_us);
    if (s == SN_OK && !command->json)
        print(&c);
    sn_buf_done(&c.findings);
    if (s != SN_OK)
        return sn_command_failed(command, "check", s, &err);
    return c.errors == 0 ? SN_EXIT_OK : SN_EXIT_FAILED;
}
