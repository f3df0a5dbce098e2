#include "indexer/command.h"

#include "base/clock.h"
#include "indexer/apply/runs.h"
#include "indexer/readers/fetch.h"
#include "indexer/report.h"
#include "indexer/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* How often the file of a run is written. */
#define TELL_US 1000000

sn_writer *sn_command_open(const sn_command *c, bool create)
{
    sn_writer *w = NULL;
    sn_error err = {0};
    sn_writer_opts opts = {.create = create,
                           .program = "sarnakh-index",
                           .low_priority = c->priority == NULL || strcmp(c->priority, "low") == 0,
                           .whatever_room = c->whatever_room,
                           .jobs = (uint32_t)c->jobs,
                           .shards = (uint32_t)c->shards};
    sn_status s = sn_writer_open(c->index, &opts, &w, &err);
    if (s != SN_OK)
        sn_command_failed(c, "open", s, &err);
    return w;
}

void sn_command_print(FILE *to, const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        bool is_c1 = at[0] == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0;
        fputc(*at < 0x20 || *at == 0x7F || is_c1 ? '?' : *at, to);
        at += is_c1 ? 1 : 0;
    }
}

int sn_command_failed(const sn_command *c, const char *what, sn_status status, const sn_error *err)
{
    const char *reason = err != NULL && err->msg[0] != '\0' ? err->msg : sn_status_name(status);
    char sentence[sizeof err->msg + 80];
    snprintf(sentence, sizeof sentence, "%.70s: %s", what, reason);
    fputs("sarnakh-index: ", stderr);
    sn_command_print(stderr, sentence); /* reasons quote what came in */
    fputc('\n', stderr);
    sn_run_note(&c->run->errors, sentence);
    return SN_EXIT_FAILED;
}

bool sn_command_reports(const sn_command *c)
{
    return c->json || c->report_file != NULL;
}

void sn_command_report(const sn_command *c, sn_str json)
{
    c->run->report.max = json.len;
    if (c->report_file != NULL)
        sn_buf_add_str(&c->run->report, json);
    if (c->json)
        printf("%.*s\n", (int)json.len, json.at);
}

void sn_progress_start(sn_progress *p, const sn_command *c, const char *verb)
{
    *p = (sn_progress){.verb = verb,
                       .shown = !c->quiet && isatty(STDERR_FILENO) == 1,
                       .told = c->run->lock != NULL ? c : NULL,
                       .started_us = sn_clock_monotonic_us()};
}

static double rate_of(const sn_progress *p, uint64_t done, int64_t now_us)
{
    double seconds = (double)(now_us - p->started_us) / 1e6;
    return seconds > 0 && done > p->first ? (double)(done - p->first) / seconds : 0;
}

static void tell(sn_progress *p, uint64_t done, uint64_t total, int64_t now_us)
{
    sn_run_progress now = {
        .done = done, .total = total, .per_second = (uint64_t)rate_of(p, done, now_us)};
    snprintf(now.verb, sizeof now.verb, "%s", p->verb);
    p->told_us = now_us;
    sn_run_progress_write(p->told->index, p->told->run->command, &now);
}

static void show_line(const sn_progress *p, uint64_t done, uint64_t total, int64_t now_us)
{
    double rate = rate_of(p, done, now_us);
    fprintf(stderr, "\r%s %" PRIu64, p->verb, done);
    if (total > 0)
        fprintf(stderr, " of %" PRIu64, total);
    fprintf(stderr, ", %.0f a second", rate);
    if (total > done && rate > 0)
        fprintf(stderr, ", %.0f s left", (double)(total - done) / rate);
    fputs("\x1b[K", stderr);
}

void sn_progress_show(sn_progress *p, uint64_t done, uint64_t total)
{
    int64_t now_us = sn_clock_monotonic_us();
    if (!p->begun)
        p->first = done; /* the rate counts from here: changes begin anywhere */
    p->begun = true;
    if (p->told != NULL && (p->told_us == 0 || now_us - p->told_us >= TELL_US))
        tell(p, done, total, now_us);
    if (!p->shown || now_us - p->last_us < 200000)
        return;
    p->last_us = now_us;
    show_line(p, done, total, now_us);
}

void sn_progress_end(sn_progress *p)
{
    if (p->shown && p->last_us != 0)
        fputc('\n', stderr);
}

void sn_progress_apply(void *ctx, uint64_t done, uint64_t total)
{
    sn_progress_show(ctx, done, total);
}

void sn_command_fetcher_opts(const sn_command *c, sn_fetcher_opts *out)
{
    *out = (sn_fetcher_opts){.agent = "sarnakh-index/" SN_VERSION,
                             .proxy = c->proxy,
                             .spool_dir = c->dry_run ? NULL : c->index,
                             .total_sec = c->timeout_sec};
}

void sn_tally_refuse(sn_tally *t, const char *file, uint64_t line, const char *id, sn_status status,
                     const sn_error *err)
{
    const char *reason = err->msg[0] != '\0' ? err->msg : sn_status_name(status);
    t->refused++;
    fprintf(stderr, "%s:%" PRIu64 ": %s: ", file, line, sn_status_name(status));
    sn_command_print(stderr, reason); /* reasons quote what came in */
    fputc('\n', stderr);
    SN_CLEANUP(sn_buf) sn_buf one = SN_BUF(SN_REPORT_LIST_BYTES);
    sn_json j = SN_JSON(&one);
    sn_json_object(&j);
    sn_report_text(&j, "file", file);
    sn_report_int(&j, "line", line);
    sn_report_text(&j, "id", id);
    sn_report_text(&j, "code", sn_status_name(status));
    sn_report_text(&j, "reason", reason);
    sn_json_end(&j);
    if (sn_json_finish(&j) == SN_OK)
        sn_report_append(&t->refusals, &one);
}

static void write_report(const sn_command *c, const char *name, const sn_tally *t,
                         const sn_apply_report *report, bool shown, int64_t started_us)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(3 * SN_REPORT_LIST_BYTES);
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_report_text(&j, "command", name);
    sn_report_int(&j, "read", t->read);
    sn_report_int(&j, "created", t->created);
    sn_report_int(&j, "updated", t->updated);
    sn_report_int(&j, "unchanged", t->unchanged);
    sn_report_int(&j, "removed", t->removed);
    sn_report_int(&j, "refused", t->refused);
    sn_report_int(&j, "change", t->change);
    sn_report_int(&j, "applied", report->applied);
    sn_json_key(&j, "visible");
    sn_json_bool(&j, shown);
    sn_report_int(&j, "grouping_ms", report->grouping_us / 1000);
    sn_report_int(&j, "took_ms", (uint64_t)(sn_clock_monotonic_us() - started_us) / 1000);
    sn_report_list(&j, "refusals", &t->refusals);
    if (t->sources.len > 0) { /* of update */
        sn_report_int(&j, "passed_over", t->passed_over);
        sn_report_list(&j, "sources", &t->sources);
    }
    sn_json_end(&j);
    if (sn_json_finish(&j) == SN_OK)
        sn_command_report(c, sn_buf_str(&out));
}

static void print_summary(const char *name, const sn_tally *t, uint64_t applied)
{
    fprintf(stderr,
            "%s: %" PRIu64 " read, %" PRIu64 " new, %" PRIu64 " changed, %" PRIu64
            " as before, %" PRIu64 " removed, %" PRIu64 " refused; the index holds change %" PRIu64
            "\n",
            name, t->read, t->created, t->updated, t->unchanged, t->removed, t->refused, applied);
}

void sn_command_tell(const sn_command *c, const char *name, const sn_tally *t,
                     const sn_apply_report *report, bool shown, bool good, int64_t started_us)
{
    if (sn_command_reports(c))
        write_report(c, name, t, report, shown, started_us);
    if (!c->json && !(c->quiet && good))
        print_summary(name, t, report->applied);
}

static int exit_status(const sn_command *c, const sn_tally *t, sn_status caught_up,
                       const sn_error *err)
{
    if (caught_up != SN_OK)
        sn_command_failed(c, "index", caught_up, err);
    if (caught_up == SN_ETIMEOUT || caught_up == SN_EFORMAT)
        return SN_EXIT_PENDING;
    if (caught_up != SN_OK)
        return t->change != 0 ? SN_EXIT_PENDING : SN_EXIT_FAILED;
    return t->refused > 0 || t->failed > 0 ? SN_EXIT_REFUSED : SN_EXIT_OK;
}

int sn_command_finish(const sn_command *c, sn_writer *w, const char *name, sn_tally *t,
                      int64_t started_us)
{
    sn_progress progress;
    sn_apply_report report = {0};
    sn_error err = {0};
    sn_progress_start(&progress, c, "indexing change");
    sn_status s = sn_writer_catch_up(w, 0, c->wait_ms, sn_progress_apply, &progress, &report, &err);
    sn_progress_end(&progress);
    int status = exit_status(c, t, s, &err);
    sn_command_tell(c, name, t, &report, s == SN_OK, status == SN_EXIT_OK, started_us);
    sn_buf_done(&t->refusals);
    sn_buf_done(&t->sources);
    return status;
}
