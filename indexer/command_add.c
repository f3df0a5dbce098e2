#include "indexer/command.h"

#include "base/clock.h"
#include "indexer/readers/reader.h"

#include <stdio.h>

/* Articles to one transaction: each is an fsync others wait for. */
#define ADD_BATCH 1000

typedef struct adding {
    const sn_command *command;
    sn_writer *writer;
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

static sn_status put_article(adding *a, const char *file, uint64_t line, const sn_article *article)
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
        sn_tally_refuse(&a->tally, file, line, article->id, s, &a->err);
    else
        return s;
    return a->in_batch >= ADD_BATCH ? commit_batch(a) : SN_OK;
}

static sn_status add_records(adding *a, const char *file, sn_reader *reader)
{
    for (;;) {
        SN_CLEANUP(sn_article) sn_article article = {0};
        a->err.msg[0] = '\0';
        sn_status s = sn_reader_next(reader, &article, &a->err);
        if (s == SN_DONE)
            return SN_OK;
        a->tally.read++;
        if (s == SN_OK)
            s = put_article(a, file, sn_reader_line(reader), &article);
        else if (is_refusal(s)) {
            sn_tally_refuse(&a->tally, file, sn_reader_line(reader), NULL, s, &a->err);
            s = SN_OK;
        }
        if (s != SN_OK)
            return s;
        sn_progress_show(&a->progress, a->tally.read, 0);
    }
}

static sn_status add_file(adding *a, const char *file)
{
    SN_CLEANUP_PTR(sn_reader) sn_reader *reader = NULL;
    sn_status s = sn_reader_open(file, &reader, &a->err);
    if (s == SN_OK)
        s = add_records(a, file, reader);
    return s == SN_OK ? commit_batch(a) : s;
}

/* A failure in the middle: what was committed before stays accepted and is shown. */
static int stop_adding(adding *a, const char *file, sn_status s)
{
    uint64_t lost = a->in_batch;
    sn_archive_rollback(sn_writer_archive(a->writer));
    sn_command_failed(file, s, &a->err);
    if (lost > 0)
        fprintf(stderr, "sarnakh-index: stopped; the last %u lines read were not stored\n",
                (unsigned)lost);
    sn_apply_report report = {0};
    sn_status shown =
        sn_writer_catch_up(a->writer, 0, a->command->wait_ms, NULL, NULL, &report, NULL);
    (void)shown; /* the failure above is the one to report */
    sn_buf_done(&a->tally.refusals);
    return SN_EXIT_FAILED;
}

int sn_command_add(const sn_command *c)
{
    if (c->n_args == 0) {
        fputs("sarnakh-index: add wants files, or - for standard input\n", stderr);
        return SN_EXIT_USAGE;
    }
    int64_t started_us = sn_clock_monotonic_us();
    SN_CLEANUP_PTR(sn_writer) sn_writer *w = sn_command_open(c, true);
    if (w == NULL)
        return SN_EXIT_FAILED;
    adding a = {.command = c, .writer = w};
    sn_progress_start(&a.progress, c, "reading");
    for (int i = 0; i < c->n_args; i++) {
        sn_status s = add_file(&a, c->args[i]);
        if (s != SN_OK)
            return stop_adding(&a, c->args[i], s);
    }
    sn_progress_end(&a.progress);
    return sn_command_finish(c, w, "add", &a.tally, started_us);
}
