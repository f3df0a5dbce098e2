#include "indexer/feeding.h"

#include "archive/address.h"
#include "base/clock.h"
#include "indexer/readers/fetch.h"
#include "indexer/readers/walk.h"

#include <stdio.h>

typedef struct adding {
    sn_feeding feeding;
    sn_mapping *mapping; /* or NULL */
    sn_fetcher *fetcher; /* NULL: no address yet */
} adding;

/* All of it, before any of it is read: *got is the caller's to end. */
static sn_status fetch(adding *a, const char *address, sn_fetched *got, sn_error *err)
{
    sn_fetcher_opts opts;
    sn_command_fetcher_opts(a->feeding.command, &opts);
    sn_status s = a->fetcher == NULL ? sn_fetcher_create(&opts, &a->fetcher, err) : SN_OK;
    return s == SN_OK ? sn_fetcher_get(a->fetcher, address, NULL, NULL, got, err) : s;
}

static sn_status open_file(adding *a, const char *file, sn_fetched *got, sn_reader **out,
                           sn_error *err)
{
    sn_reader_opts opts = {.format = a->feeding.command->format, .mapping = a->mapping};
    if (!sn_address_begins(sn_str_of(file)))
        return sn_reader_open(file, &opts, out, err);
    sn_status s = fetch(a, file, got, err);
    opts.fetched = true;
    opts.address = got->address;
    return s == SN_OK ? sn_reader_open_fd(got->fd, &opts, out, err) : s;
}

static sn_status add_file(void *ctx, const char *file, sn_error *err)
{
    adding *a = ctx;
    sn_feeding *f = &a->feeding;
    SN_CLEANUP(sn_fetched) sn_fetched got = {.fd = -1};
    SN_CLEANUP_PTR(sn_reader) sn_reader *reader = NULL;
    uint64_t taken = f->dry.taken, refused = f->tally.refused;
    sn_feeding_name(f, file);
    sn_status s = open_file(a, file, &got, &reader, err);
    if (s == SN_OK)
        s = sn_feeding_read(f, reader);
    if (s == SN_OK && f->writer == NULL)
        sn_dry_run_file(f->command, &f->dry, f->file, sn_reader_format(reader),
                        f->dry.taken - taken, f->tally.refused - refused);
    return s == SN_OK && f->writer != NULL ? sn_feeding_commit(f) : s;
}

/* What the options say that cannot be is found out before an index is made. */
static int check_options(const sn_command *c, sn_mapping **mapping)
{
    sn_error err = {0};
    if (c->n_args == 0) {
        fputs("sarnakh-index: add wants files, directories, addresses, or - for standard input\n",
              stderr);
        return SN_EXIT_USAGE;
    }
    if (c->print && (!c->dry_run || c->json)) {
        fputs("sarnakh-index: --print goes with --dry-run, and not with --json\n", stderr);
        return SN_EXIT_USAGE;
    }
    if (c->map != NULL && sn_mapping_read(c->map, mapping, &err) != SN_OK) {
        fprintf(stderr, "sarnakh-index: %s\n", err.msg);
        return SN_EXIT_FAILED;
    }
    sn_reader_opts opts = {.format = c->format, .mapping = *mapping};
    if (sn_reader_check(&opts, &err) != SN_OK) {
        fprintf(stderr, "sarnakh-index: %s\n", err.msg);
        return SN_EXIT_USAGE;
    }
    return SN_EXIT_OK;
}

int sn_command_add(const sn_command *c)
{
    int64_t started_us = sn_clock_monotonic_us();
    SN_CLEANUP_PTR(sn_mapping) sn_mapping *mapping = NULL;
    int usage = check_options(c, &mapping);
    if (usage != SN_EXIT_OK)
        return usage;
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = c->dry_run ? NULL : sn_command_open(c, true);
    if (w == NULL && !c->dry_run)
        return SN_EXIT_FAILED;
    adding a = {.feeding = {.command = c, .writer = w}, .mapping = mapping};
    sn_feeding *f = &a.feeding;
    sn_progress_start(&f->progress, c, "reading");
    sn_status s = SN_OK;
    for (int i = 0; i < c->n_args && s == SN_OK; i++) {
        sn_feeding_name(f, c->args[i]);
        s = sn_walk(c->args[i], add_file, &a, &f->err);
    }
    sn_fetcher_destroy(a.fetcher);
    sn_progress_end(&f->progress);
    if (s != SN_OK) {
        sn_feeding_stop(f, "add", s, started_us);
        return SN_EXIT_FAILED;
    }
    if (c->dry_run)
        return sn_dry_run_finish(c, &f->dry, &f->tally, started_us);
    return sn_command_finish(c, w, "add", &f->tally, started_us);
}
