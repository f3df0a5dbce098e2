/* update: sources brought up to date, and what is remembered of them. */
#include "archive/json_time.h"
#include "base/clock.h"
#include "base/names.h"
#include "calendar/calendar.h"
#include "indexer/readers/fetch.h"
#include "indexer/report.h"
#include "indexer/update.h"

#include <inttypes.h>
#include <string.h>

/* ---- what is remembered ---- */

static sn_status list_json(void *ctx, const sn_remembered *r)
{
    (void)ctx;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(65536);
    SN_CLEANUP(sn_buf) sn_buf shown = SN_BUF(SN_PATH_SIZE);
    sn_status s = sn_address_shown(r->source, &shown);
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_report_text(&j, "source", sn_buf_text(&shown));
    sn_report_text(&j, "format", r->format);
    sn_json_time(&j, "tried_at", r->tried_sec);
    sn_json_time(&j, "good_at", r->good_sec);
    sn_json_time(&j, "not_before", r->retry_sec);
    sn_json_key(&j, "whole");
    sn_json_bool(&j, r->whole);
    sn_report_int(&j, "read", r->n_read);
    sn_report_int(&j, "taken", r->n_taken);
    sn_report_int(&j, "refused", r->n_refused);
    sn_report_text(&j, "error", r->error);
    sn_json_end(&j);
    if (s == SN_OK)
        s = sn_json_finish(&j);
    if (s == SN_OK)
        puts(sn_buf_text(&out));
    return s;
}

static sn_status list_plain(void *ctx, const sn_remembered *r)
{
    (void)ctx;
    char good[SN_RFC3339_SIZE] = "never";
    SN_CLEANUP(sn_buf) sn_buf shown = SN_BUF(SN_PATH_SIZE);
    sn_status s = sn_address_shown(r->source, &shown);
    if (r->good_sec != 0)
        sn_date_write_rfc3339(r->good_sec, good);
    printf("%-20s  ", good);
    sn_command_print(stdout, sn_buf_text(&shown));
    printf("  (%s, %" PRIu64 " read, %" PRIu64 " refused)", r->format != NULL ? r->format : "files",
           r->n_read, r->n_refused);
    if (r->error != NULL) {
        fputs("  failed: ", stdout);
        sn_command_print(stdout, r->error);
    }
    putchar('\n');
    return s;
}

static int list_sources(const sn_command *c)
{
    sn_error err = {0};
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = sn_command_open(c, false);
    if (w == NULL)
        return SN_EXIT_FAILED;
    sn_status s =
        sn_sources_each(sn_writer_archive(w), NULL, c->json ? list_json : list_plain, NULL, &err);
    return s == SN_OK ? SN_EXIT_OK : sn_command_failed(c, "sources", s, &err);
}

static int forget_sources(const sn_command *c)
{
    sn_error err = {0};
    int status = SN_EXIT_OK;
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = sn_command_open(c, false);
    if (w == NULL)
        return SN_EXIT_FAILED;
    for (int i = 0; i < c->n_args; i++) {
        char name[SN_PATH_SIZE];
        uint64_t n = 0;
        sn_status s = sn_source_name(c->args[i], name, &err);
        if (s == SN_OK)
            s = sn_source_forget(sn_writer_archive(w), name, &n, &err);
        if (s != SN_OK)
            return sn_command_failed(c, c->args[i], s, &err);
        if (n == 0) {
            fprintf(stderr, "sarnakh-index: nothing is remembered of %s\n", c->args[i]);
            status = SN_EXIT_REFUSED;
        }
    }
    return status;
}

/* ---- the update ---- */

static sn_status add_remembered(void *ctx, const sn_remembered *r)
{
    return sn_names_add(ctx, r->source);
}

/* Those given, or all that are remembered. */
static sn_status gather(const sn_command *c, sn_writer *w, sn_names *list, sn_error *err)
{
    sn_status s = SN_OK;
    for (int i = 0; i < c->n_args && s == SN_OK; i++) {
        char name[SN_PATH_SIZE];
        s = sn_source_name(c->args[i], name, err);
        if (s == SN_OK)
            s = sn_names_add(list, name);
    }
    if (c->n_args == 0)
        s = sn_sources_each(sn_writer_archive(w), NULL, add_remembered, list, err);
    if (s == SN_OK && list->n == 0)
        s = sn_fail(err, SN_ENOTFOUND, "no source is remembered yet: name some");
    return s;
}

static int check_options(const sn_command *c)
{
    sn_error err = {0};
    const char *wrong = NULL;
    if (c->list && (c->forget || c->n_args > 0))
        wrong = "update --list goes alone";
    else if (c->forget && c->n_args == 0)
        wrong = "update --forget wants sources";
    else if (c->n_args == 0 && (c->format != NULL || c->map != NULL || c->pages))
        wrong = "update --format, --map and --pages want sources";
    else if (c->dry_run)
        wrong = "--dry-run goes with add";
    sn_reader_opts opts = {.format = c->format};
    if (wrong == NULL && sn_reader_check(&opts, &err) != SN_OK)
        wrong = err.msg;
    if (wrong == NULL)
        return SN_EXIT_OK;
    fprintf(stderr, "sarnakh-index: %s\n", wrong);
    return SN_EXIT_USAGE;
}

static int finish(const sn_command *c, sn_updating *u, int64_t started_us)
{
    bool nothing_done = u->n_read + u->n_unchanged == 0;
    if (!c->json && (!c->quiet || u->n_failed > 0))
        fprintf(stderr,
                "sources: %" PRIu64 " read, %" PRIu64 " unchanged, %" PRIu64 " failed; %" PRIu64
                " articles passed over (older than what is held, or taken down)\n",
                u->n_read, u->n_unchanged, u->n_failed, u->feeding.tally.passed_over);
    int status = sn_command_finish(c, u->feeding.writer, "update", &u->feeding.tally, started_us);
    return status == SN_EXIT_REFUSED && nothing_done && u->feeding.tally.change == 0
               ? SN_EXIT_FAILED
               : status;
}

static int update(const sn_command *c, sn_writer *w, const sn_names *list, int64_t started_us)
{
    sn_updating u = {.feeding = {.command = c, .writer = w, .passes_over = true},
                     .now_sec = sn_clock_now_sec()};
    sn_status s = SN_OK;
    sn_progress_start(&u.feeding.progress, c, "reading");
    for (size_t i = 0; i < list->n && s == SN_OK; i++)
        s = sn_update_source(&u, list->at[i]);
    sn_progress_end(&u.feeding.progress);
    int status = SN_EXIT_FAILED;
    if (s == SN_OK)
        status = finish(c, &u, started_us);
    else
        sn_feeding_stop(&u.feeding, "update", s, started_us);
    sn_updating_done(&u);
    return status;
}

int sn_command_update(const sn_command *c)
{
    int64_t started_us = sn_clock_monotonic_us();
    sn_error err = {0};
    int status = check_options(c);
    if (status != SN_EXIT_OK)
        return status;
    if (c->list)
        return list_sources(c);
    if (c->forget)
        return forget_sources(c);
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = sn_command_open(c, c->n_args > 0);
    if (w == NULL)
        return SN_EXIT_FAILED;
    sn_names list = {0};
    sn_status s = gather(c, w, &list, &err);
    status = s == SN_OK ? update(c, w, &list, started_us) : sn_command_failed(c, "update", s, &err);
    sn_names_done(&list);
    return status;
}
