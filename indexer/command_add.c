#include "indexer/command_add.h"

#include "base/clock.h"
#include "base/file.h"
#include "indexer/readers/mapping.h"
#include "indexer/readers/reader.h"
#include "indexer/readers/walk.h"

#include <stdio.h>

/* Articles to one transaction: each is an fsync others wait for. */
#define ADD_BATCH 1000

typedef struct adding {
    const sn_command *command;
    sn_writer *writer;       /* NULL in a dry run */
    sn_mapping *mapping;     /* or NULL */
    char file[SN_PATH_SIZE]; /* that is read */
    sn_dry_run dry;
    sn_tally tally;
    sn_progress progress;
    unsigned in_batch;
    sn_error err;
} adding;

static bool is_refusal(sn_status s)
{
    return s == SN_EINVAL || s == SN_EUTF8 || s == SN_ELIMIT || s == SN_ECONFLICT ||
           s == SN_ETAKENDOWN;
}

static void count_put(sn_tally *t, const sn_put_result *put)
{
    if (put->outcome == SN_PUT_CREATED)
        t->created++;
    else if (put->outcome == SN_PUT_UPDATED)
        t->updated++;
    else
        t->unchanged++;
    if (put->change != 0)
        t->change = put->change;
}

static sn_status commit_batch(adding *a)
{
    if (a->in_batch == 0)
        return SN_OK;
    a->in_batch = 0;
    return sn_archive_commit(sn_writer_archive(a->writer), &a->err);
}

static void refuse(adding *a, uint64_t line, const char *id, sn_status s)
{
    sn_tally_refuse(&a->tally, a->file, line, id, s, &a->err);
}

static sn_status put_article(adding *a, uint64_t line, const sn_article *article)
{
    sn_put_result put;
    sn_archive *archive = sn_writer_archive(a->writer);
    sn_status s = a->in_batch == 0 ? sn_archive_begin(archive, &a->err) : SN_OK;
    if (s != SN_OK)
        return s;
    a->in_batch++;
    s = sn_archive_put(archive, article, &put, &a->err);
    if (s == SN_OK)
        count_put(&a->tally, &put);
    else if (is_refusal(s))
        refuse(a, line, article->id, s);
    else
        return s;
    return a->in_batch >= ADD_BATCH ? commit_batch(a) : SN_OK;
}

static sn_status take_article(adding *a, uint64_t line, const sn_article *article)
{
    if (a->writer != NULL)
        return put_article(a, line, article);
    return sn_dry_run_article(a->command, &a->dry, article);
}

static sn_status add_records(adding *a, sn_reader *reader)
{
    for (;;) {
        SN_CLEANUP(sn_article) sn_article article = {0};
        a->err.msg[0] = '\0';
        sn_status s = sn_reader_next(reader, &article, &a->err);
        if (s == SN_DONE)
            return SN_OK;
        a->tally.read++;
        if (s == SN_OK)
            s = take_article(a, sn_reader_line(reader), &article);
        else if (is_refusal(s)) {
            refuse(a, sn_reader_line(reader), NULL, s);
            s = SN_OK;
        }
        if (s != SN_OK)
            return s;
        sn_progress_show(&a->progress, a->tally.read, 0);
    }
}

static sn_status add_file(void *ctx, const char *file, sn_error *err)
{
    adding *a = ctx;
    SN_CLEANUP_PTR(sn_reader) sn_reader *reader = NULL;
    sn_reader_opts opts = {.format = a->command->format, .mapping = a->mapping};
    uint64_t taken = a->dry.taken, refused = a->tally.refused;
    snprintf(a->file, sizeof a->file, "%s", file);
    sn_status s = sn_reader_open(file, &opts, &reader, err);
    if (s == SN_OK)
        s = add_records(a, reader);
    if (s == SN_OK && a->writer == NULL)
        sn_dry_run_file(a->command, &a->dry, file, sn_reader_format(reader), a->dry.taken - taken,
                        a->tally.refused - refused);
    return s == SN_OK && a->writer != NULL ? commit_batch(a) : s;
}

/* A failure in the middle: what was committed before stays accepted and is shown. */
static int stop_adding(adding *a, sn_status s, int64_t started_us)
{
    uint64_t lost = a->in_batch;
    sn_command_failed(a->command, a->file, s, &a->err);
    if (lost > 0)
        fprintf(stderr, "sarnakh-index: stopped; the last %u lines read were not stored\n",
                (unsigned)lost);
    if (a->writer != NULL) {
        sn_archive_rollback(sn_writer_archive(a->writer));
        sn_apply_report report = {0};
        sn_status shown =
            sn_writer_catch_up(a->writer, 0, a->command->wait_ms, NULL, NULL, &report, NULL);
        sn_command_tell(a->command, "add", &a->tally, &report, shown == SN_OK, false, started_us);
    }
    sn_buf_done(&a->tally.refusals);
    sn_buf_done(&a->dry.inputs);
    return SN_EXIT_FAILED;
}

/* What the options say that cannot be is found out before an index is made. */
static int check_options(const sn_command *c, sn_mapping **mapping)
{
    sn_error err = {0};
    if (c->n_args == 0) {
        fputs("sarnakh-index: add wants files, directories, or - for standard input\n", stderr);
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
    adding a = {.command = c, .writer = w, .mapping = mapping};
    sn_progress_start(&a.progress, c, "reading");
    for (int i = 0; i < c->n_args; i++) {
        snprintf(a.file, sizeof a.file, "%s", c->args[i]);
        sn_status s = sn_walk(c->args[i], add_file, &a, &a.err);
        if (s != SN_OK)
            return stop_adding(&a, s, started_us);
    }
    sn_progress_end(&a.progress);
    if (c->dry_run)
        return sn_dry_run_finish(c, &a.dry, &a.tally, started_us);
    return sn_command_finish(c, w, "add", &a.tally, started_us);
}
