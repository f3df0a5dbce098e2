/* indexer/readers/ahead - the records of a reader, read ahead while others are stored.
 *
 *   reader --[thread]--> some records --[sn_ahead_next]--> one at a time
 *
 * To read an article takes about as long as to store it, and one waits for the disk where the other does not.
 * What is short, and what may let one wait (a terminal, a pipe), is read when it is asked for, without a
 * thread. */
#ifndef SN_READERS_AHEAD_H
#define SN_READERS_AHEAD_H

#include "indexer/readers/reader.h"

/* What sn_reader_next gave, and what the reader said then. */
typedef struct sn_ahead_record {
    sn_status status;   /* SN_OK, SN_DONE, a refusal, or what ended the reading */
    sn_article article; /* if SN_OK; may be changed */
    sn_error err;       /* of all but SN_OK and SN_DONE */
    uint64_t line;
    unsigned traits;
    const char *format;
    sn_reader_place before, after; /* where the reader was */
} sn_ahead_record;

typedef struct sn_ahead sn_ahead;

/* Until sn_ahead_close nobody else may use the reader. SN_ENOMEM. */
SN_MUST_USE sn_status sn_ahead_open(sn_reader *reader, sn_ahead **out, sn_error *err);
/* Ends the thread; what it had read is lost. NULL is fine. */
void sn_ahead_close(sn_ahead *ahead);

/* The next record, right until the next call. Behind SN_DONE and what ended the reading there is none: do not
 * ask. */
sn_ahead_record *sn_ahead_next(sn_ahead *ahead);

SN_DEFINE_CLEANUP_PTR(sn_ahead, sn_ahead_close)

#endif
