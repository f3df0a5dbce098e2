#include "indexer/run.h"

#include "archive/batches.h"
#include "archive/json_time.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/utf8.h"
#include "calendar/calendar.h"
#include "indexer/ages.h"
#include "indexer/apply/runs.h"
#include "indexer/report.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOCK_POLL_MS 100
/* The report of a run stays a file that a monitor reads at once. */
#define SENTENCES_BYTES 65536
#define REPORT_BYTES    (1 << 20)
/* How long the end of a run waits for the archive, to be remembered in it. */
#define REMEMBER_MS 2000

static bool is_batch(const char *command)
{
    for (size_t i = 0; i < SN_RUNS; i++)
        if (strcmp(sn_run_commands[i], command) == 0)
            return true;
    return false;
}

/* Does it leave when another run of its kind is at work, unless --overlap says otherwise? Adds have always been fine
 * side by side. */
static bool runs_alone(const char *command)
{
    return strcmp(command, "add") != 0;
}

/* Not one that only looks, or only forgets. */
static bool is_batch_run(const sn_command *c)
{
    return !c->dry_run && !c->list && !c->forget;
}

/* ---- exit statuses ---- */

static const struct exit_row {
    int number;
    const char *name, *sentence;
} exits[] = {
#define EXIT_ROW(code, number, name, sentence) {(number), (name), (sentence)},
    SN_EXIT_LIST(EXIT_ROW)
#undef EXIT_ROW
};

const char *sn_exit_name(int status)
{
    for (size_t i = 0; i < sizeof exits / sizeof *exits; i++)
        if (exits[i].number == status)
            return exits[i].name;
    return "unknown";
}

void sn_exit_help(sn_buf *out)
{
    for (size_t i = 0; i < sizeof exits / sizeof *exits; i++)
        sn_buf_add_format(out, "  %-3d %-8s %s\n", exits[i].number, exits[i].name,
                          exits[i].sentence);
}

/* ---- what is told ---- */

/* Sentences name files, and names of files are any bytes. */
static void add_escaped(sn_buf *out, sn_str text)
{
    size_t bad;
    while (!sn_utf8_is_valid(text, &bad)) {
        sn_json_escape(out, (sn_str){text.at, bad});
        sn_buf_add_byte(out, '?');
        text = (sn_str){text.at + bad + 1, text.len - bad - 1};
    }
    sn_json_escape(out, text);
}

void sn_run_note(sn_buf *list, const char *sentence)
{
    size_t before = list->len;
    list->max = SENTENCES_BYTES;
    if (before > 0)
        sn_buf_add_byte(list, ',');
    sn_buf_add_byte(list, '"');
    add_escaped(list, sn_str_of(sentence));
    if (sn_buf_add_byte(list, '"') != SN_OK)
        sn_buf_cut(list, before);
}

void sn_run_warn(sn_run *run, const char *sentence)
{
    fprintf(stderr, "sarnakh-index: warning: %s\n", sentence);
    sn_run_note(&run->warnings, sentence);
}

static void warn_of_age(void *ctx, const char *sentence)
{
    sn_run_warn(ctx, sentence);
}

static int refuse(sn_run *run, int status, const char *sentence)
{
    fprintf(stderr, "sarnakh-index: %s\n", sentence);
    sn_run_note(&run->errors, sentence);
    return status;
}

/* ---- begin ---- */

static int check_options(sn_run *run, const sn_command *c)
{
    sn_age_limits limits;
    sn_error err = {0};
    if (c->overlap != NULL && strcmp(c->overlap, "wait") != 0 && strcmp(c->overlap, "leave") != 0)
        return refuse(run, SN_EXIT_USAGE, "--overlap is wait or leave");
    if (c->overlap != NULL && !is_batch(run->command))
        return refuse(run, SN_EXIT_USAGE,
                      "--overlap is for batches: add, update, rebuild, vacuum, backup");
    if (sn_ages_parse(c->article_age, c->run_age, &limits, &err) != SN_OK)
        return refuse(run, SN_EXIT_USAGE, err.msg);
    for (size_t i = 0; i < limits.n_runs; i++)
        if (limits.runs[i].kind[0] != '\0' && !is_batch(limits.runs[i].kind))
            return refuse(run, SN_EXIT_USAGE,
                          "--last-good-run-max-age names a command that is no batch");
    return SN_EXIT_OK;
}

/* Nothing is made in a directory that is no index. */
static bool is_index(const char *dir)
{
    char path[SN_PATH_SIZE];
    return sn_path_join(dir, SN_ARCHIVE_FILE, path, sizeof path, NULL) == SN_OK &&
           access(path, F_OK) == 0;
}

/* Which of two that begin at the same time is left alone is the kernel's choice. */
static int take_lock(sn_run *run, const sn_command *c)
{
    char name[64];
    sn_error err = {0};
    bool waits = c->overlap != NULL && strcmp(c->overlap, "wait") == 0;
    int64_t deadline_us = run->began_us + c->wait_ms * 1000;
    snprintf(name, sizeof name, SN_LOCK_RUN, run->command);
    sn_status s = sn_lock_take(c->index, name, "sarnakh-index", &run->lock, &err);
    while (s == SN_ELOCKED && waits && sn_clock_monotonic_us() < deadline_us) {
        poll(NULL, 0, LOCK_POLL_MS);
        s = sn_lock_take(c->index, name, "sarnakh-index", &run->lock, &err);
    }
    if (s == SN_OK) /* how far a killed one was */
        sn_run_progress_remove(c->index, run->command);
    if (s == SN_OK || (s == SN_ELOCKED && !runs_alone(run->command) && c->overlap == NULL))
        return SN_EXIT_OK;
    if (s != SN_ELOCKED)
        return sn_command_failed(c, run->command, s, &err);
    char sentence[sizeof err.msg + 80];
    snprintf(sentence, sizeof sentence, "%s: another run is at work%s: %s", run->command,
             waits ? ", and was waited for in vain" : "", err.msg);
    return refuse(run, SN_EXIT_LEFT, sentence);
}

int sn_run_begin(sn_run *run, const sn_command *c, const char *command)
{
    *run = (sn_run){
        .command = command, .began_sec = sn_clock_now_sec(), .began_us = sn_clock_monotonic_us()};
    int status = check_options(run, c);
    if (status != SN_EXIT_OK || !is_batch(command) || !is_batch_run(c) || !is_index(c->index))
        return status;
    return take_lock(run, c);
}

/* ---- end ---- */

static sn_status remember(const sn_run *run, sn_archive *archive, int status, sn_error *err)
{
    sn_batch batch = {
        .began_sec = run->began_sec, .ended_sec = sn_clock_now_sec(), .exit_status = status};
    snprintf(batch.kind, sizeof batch.kind, "%s", run->command);
    return sn_batch_remember(archive, &batch, err);
}

/* The run is over: what goes wrong here is a warning. */
static void look_back(sn_run *run, const sn_command *c, int status)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *archive = NULL;
    sn_age_limits limits = {0};
    sn_error err = {0};
    char sentence[sizeof err.msg + 80];
    sn_archive_opts opts = {.busy_ms = REMEMBER_MS};
    sn_status s = sn_archive_open(c->index, &opts, &archive, &err);
    if (s == SN_OK)
        s = remember(run, archive, status, &err);
    if (s == SN_OK)
        s = sn_ages_parse(c->article_age, c->run_age, &limits, &err);
    if (s == SN_OK)
        s = sn_ages_check(archive, &limits, sn_clock_now_sec(), warn_of_age, run, &err);
    if (s == SN_OK)
        return;
    snprintf(sentence, sizeof sentence, "the run is not remembered: %s",
             err.msg[0] != '\0' ? err.msg : sn_status_name(s));
    sn_run_warn(run, sentence);
}

static sn_status write_report(const sn_run *run, const sn_command *c, int status, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(REPORT_BYTES);
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_report_text(&j, "command", run->command);
    sn_json_time(&j, "began_at", run->began_sec);
    sn_json_time(&j, "ended_at", sn_clock_now_sec());
    sn_report_int(&j, "took_ms", (uint64_t)(sn_clock_monotonic_us() - run->began_us) / 1000);
    sn_report_int(&j, "exit_status", (uint64_t)status);
    sn_report_text(&j, "outcome", sn_exit_name(status));
    sn_report_list(&j, "errors", &run->errors);
    sn_report_list(&j, "warnings", &run->warnings);
    sn_json_key(&j, "report");
    if (run->report.len > 0)
        sn_json_raw(&j, sn_buf_str(&run->report));
    else
        sn_json_null(&j);
    sn_json_end(&j);
    sn_status s = sn_json_finish(&j);
    if (s == SN_OK)
        s = sn_buf_add_byte(&out, '\n');
    return s == SN_OK ? sn_file_write(c->report_file, sn_buf_str(&out), err) : s;
}

/* Cron's mail has the sentences of what went wrong; this says of which run they are. */
static void sign_mail(const sn_run *run, const sn_command *c, int status)
{
    char began[SN_RFC3339_SIZE];
    sn_date_write_rfc3339(run->began_sec, began);
    fprintf(stderr, "sarnakh-index: %s of %s, begun %s, ended with exit status %d (%s)\n",
            run->command, c->index != NULL ? c->index : "nothing", began, status,
            sn_exit_name(status));
}

int sn_run_end(sn_run *run, const sn_command *c, int status)
{
    bool was_run = status != SN_EXIT_USAGE && status != SN_EXIT_LEFT;
    sn_error err = {0};
    if (was_run && is_batch(run->command) && is_batch_run(c) && is_index(c->index))
        look_back(run, c, status);
    if (c->report_file != NULL && write_report(run, c, status, &err) != SN_OK) {
        fprintf(stderr, "sarnakh-index: --report: %s\n", err.msg);
        status = status == SN_EXIT_OK ? SN_EXIT_FAILED : status;
    }
    if (c->quiet && was_run && status != SN_EXIT_OK)
        sign_mail(run, c, status);
    if (run->lock != NULL)
        sn_run_progress_remove(c->index, run->command);
    sn_lock_release(run->lock);
    sn_buf_done(&run->report);
    sn_buf_done(&run->errors);
    sn_buf_done(&run->warnings);
    return status;
}
