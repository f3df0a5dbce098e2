/* indexer/feeding - articles from readers into the archive, in batches: what add and update share. */
#ifndef SN_INDEXER_FEEDING_H
#define SN_INDEXER_FEEDING_H

#include "base/file.h"
#include "indexer/dry_run.h"
#include "indexer/readers/mapping.h"
#include "indexer/readers/reader.h"

/* Called with each article that was put or is held as it is; traits are those of its reader. A status other than
 * SN_OK stops the feeding. */
typedef sn_status sn_feeding_seen(void *ctx, unsigned traits, const sn_article *article);
/* Called inside the transaction, before it is committed. */
typedef sn_status sn_feeding_note(void *ctx, sn_error *err);

typedef struct sn_feeding {
    const sn_command *command;
    sn_writer *writer;       /* NULL in a dry run */
    char file[SN_PATH_SIZE]; /* that is read, for messages */
    sn_dry_run dry;
    sn_tally tally;
    sn_progress progress;
    unsigned in_batch;
    sn_reader_place place; /* behind the last record that was taken or refused */
    /* Older versions and ids taken down are counted, not refused: feeds have them for days. */
    bool passes_over;
    bool stopped; /* the archive failed: nothing more can be taken */
    /* What it was read as before, or NULL: a feed that has become a page is no feed. */
    const char *was_format;
    sn_feeding_note *note; /* or NULL */
    void *note_ctx;
    sn_feeding_seen *seen; /* or NULL */
    void *seen_ctx;
    sn_error err;
} sn_feeding;

/* Is it of one record, and not the end of the feeding? */
bool sn_feeding_is_refusal(sn_status s);

/* What is read from now on, for messages: a path, or an address without its secrets; cut where it is too long. */
void sn_feeding_name(sn_feeding *f, const char *given);

/* All records of a reader. Refusals are told and counted. SN_OK, or what ended the reading: a failure of the
 * archive if f->stopped, otherwise one of the input; what was read before it is in the batch. */
SN_MUST_USE sn_status sn_feeding_read(sn_feeding *f, sn_reader *reader);
/* One article, as it is. SN_OK; a refusal, which is not told; what the archive says with f->stopped. */
SN_MUST_USE sn_status sn_feeding_put(sn_feeding *f, const sn_article *article);
/* Commit the batch; with `note` also an empty one. Statuses of the archive. */
SN_MUST_USE sn_status sn_feeding_commit(sn_feeding *f);
/* A failure in the middle: what was committed before stays accepted and is
 * shown and reported. */
void sn_feeding_stop(sn_feeding *f, const char *name, sn_status s, int64_t started_us);

#endif
