#include "indexer/feeding.h"

#include "archive/address.h"
#include "archive/shown.h"
#include "indexer/identity.h"
#include "indexer/readers/ahead.h"
#include "indexer/readers/fetch.h"

#include <stdio.h>
#include <string.h>

/* Articles to one transaction: each is an fsync others wait for. */
#define BATCH 1000

bool sn_feeding_is_refusal(sn_status s)
{
    return s == SN_EINVAL || s == SN_EUTF8 || s == SN_ELIMIT || s == SN_ECONFLICT ||
           s == SN_ETAKENDOWN;
}

void sn_feeding_name(sn_feeding *f, const char *given)
{
    SN_CLEANUP(sn_buf) sn_buf shown = SN_BUF(sizeof f->file);
    sn_str name = sn_str_of(given);
    sn_status s = sn_address_begins(name) ? sn_address_shown(given, &shown) : SN_DONE;
    snprintf(f->file, sizeof f->file, "%s", s == SN_DONE ? given : sn_buf_text(&shown));
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

static sn_status begin_batch(sn_feeding *f)
{
    sn_status s = sn_archive_begin(sn_writer_archive(f->writer), &f->err);
    f->stopped = f->stopped || s != SN_OK;
    return s;
}

sn_status sn_feeding_commit(sn_feeding *f)
{
    sn_status s = SN_OK;
    if (f->in_batch == 0 && f->note == NULL)
        return SN_OK;
    if (f->in_batch == 0)
        s = begin_batch(f);
    if (s == SN_OK && f->note != NULL)
        s = f->note(f->note_ctx, &f->err);
    if (s == SN_OK) {
        f->in_batch = 0;
        s = sn_archive_commit(sn_writer_archive(f->writer), &f->err);
    }
    f->stopped = f->stopped || s != SN_OK;
    return s;
}

static void refuse(sn_feeding *f, uint64_t line, const char *id, sn_status s)
{
    if (f->passes_over && (s == SN_ECONFLICT || s == SN_ETAKENDOWN))
        f->tally.passed_over++;
    else
        sn_tally_refuse(&f->tally, f->file, line, id, s, &f->err);
}

static sn_status count_batch(sn_feeding *f)
{
    sn_status s = f->in_batch == 0 ? begin_batch(f) : SN_OK;
    f->in_batch += s == SN_OK ? 1 : 0;
    return s;
}

sn_status sn_feeding_put(sn_feeding *f, const sn_article *article)
{
    sn_put_result put;
    sn_status s = count_batch(f);
    if (s != SN_OK)
        return s;
    s = sn_archive_put(sn_writer_archive(f->writer), article, &put, &f->err);
    if (s == SN_OK)
        count_put(&f->tally, &put);
    else if (!sn_feeding_is_refusal(s))
        f->stopped = true;
    return s;
}

/* As what it is known, and then it has been seen. */
static sn_status put_known(sn_feeding *f, unsigned traits, sn_article *article)
{
    bool skip = false;
    sn_status s = count_batch(f);
    if (s == SN_OK)
        s = sn_identity_find(sn_writer_archive(f->writer), traits, article, &skip, &f->err);
    f->stopped = f->stopped || s != SN_OK;
    if (s == SN_OK && skip)
        f->tally.unchanged++;
    else if (s == SN_OK)
        s = sn_feeding_put(f, article);
    if (s != SN_OK || f->seen == NULL)
        return s;
    s = f->seen(f->seen_ctx, traits, article);
    f->stopped = s != SN_OK;
    return s;
}

static sn_status put_article(sn_feeding *f, sn_ahead_record *record)
{
    sn_status s = put_known(f, record->traits, &record->article);
    if (f->stopped)
        return s;
    if (s != SN_OK)
        refuse(f, record->line, record->article.id, s);
    f->place = record->after;
    return f->in_batch >= BATCH ? sn_feeding_commit(f) : SN_OK;
}

static sn_status take_article(sn_feeding *f, sn_ahead_record *record)
{
    const sn_article *article = &record->article;
    if (f->writer != NULL)
        return put_article(f, record);
    /* What the archive would refuse of what a reader takes. */
    sn_status s = sn_pubstatus_check(article->pubstatus, &f->err);
    if (s != SN_OK) {
        refuse(f, record->line, article->id, s);
        return SN_OK;
    }
    s = sn_dry_run_article(f->command, &f->dry, article);
    f->stopped = s != SN_OK;
    return s;
}

static bool is_page(const char *format)
{
    return strcmp(format, "html") == 0 || strcmp(format, "page") == 0;
}

/* Servers answer 200 with a page where they mean «not now». */
static sn_status check_format(sn_feeding *f, const char *now)
{
    if (f->was_format == NULL || is_page(f->was_format) || !is_page(now))
        return SN_OK;
    return sn_fail(&f->err, SN_EFORMAT,
                   "it was read as %s, and is %s now (if that is meant: --format %s, or --forget)",
                   f->was_format, now, now);
}

static sn_status take_record(sn_feeding *f, sn_ahead_record *record)
{
    f->tally.read++;
    if (record->status == SN_OK)
        return take_article(f, record);
    f->err = record->err;
    if (!sn_feeding_is_refusal(record->status))
        return record->status;
    refuse(f, record->line, NULL, record->status);
    return SN_OK;
}

/* A record that cannot be read now, for want of memory, is read again the next time: the place stays
 * before it. */
sn_status sn_feeding_read(sn_feeding *f, sn_reader *reader)
{
    SN_CLEANUP_PTR(sn_ahead) sn_ahead *ahead = NULL;
    sn_status s = sn_ahead_open(reader, &ahead, &f->err);
    for (bool first = true; s == SN_OK; first = false) {
        sn_ahead_record *record = sn_ahead_next(ahead);
        f->err.msg[0] = '\0';
        f->place = record->before;
        if (record->status == SN_DONE) {
            f->place = record->after;
            return SN_OK;
        }
        if (first && check_format(f, record->format) != SN_OK)
            return SN_EFORMAT;
        s = take_record(f, record);
        if (s == SN_OK)
            sn_progress_show(&f->progress, f->tally.read, 0);
    }
    return s;
}

void sn_feeding_stop(sn_feeding *f, const char *name, sn_status s, int64_t started_us)
{
    sn_command_failed(f->command, f->file, s, &f->err);
    if (f->in_batch > 0)
        fprintf(stderr, "sarnakh-index: stopped; the last %u lines read were not stored\n",
                f->in_batch);
    if (f->writer != NULL) {
        sn_archive_rollback(sn_writer_archive(f->writer));
        sn_apply_report report = {0};
        sn_status shown =
            sn_writer_catch_up(f->writer, 0, f->command->wait_ms, NULL, NULL, &report, NULL);
        sn_command_tell(f->command, name, &f->tally, &report, shown == SN_OK, false, started_us);
    }
    sn_buf_done(&f->tally.refusals);
    sn_buf_done(&f->tally.sources);
    sn_buf_done(&f->dry.inputs);
}
