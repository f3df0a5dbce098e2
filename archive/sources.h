/* archive/sources - what is remembered of the files and addresses that articles are brought from.
 *
 *   sarnakh-index update --[articles, and in the same transaction how far they were read]--> archive.db
 *
 * Storage only: what of it says that a source is unchanged is decided by who reads it (indexer/update.h).
 * It lives in archive.db because of that transaction: a source is never remembered as read further than
 * its articles are accepted. It has no change number, for the index has nothing of it.
 * Puts and forgetting are transactions of their own outside sn_archive_begin(). Statuses as archive.h. */
#ifndef SN_ARCHIVE_SOURCES_H
#define SN_ARCHIVE_SOURCES_H

#include "archive/archive.h"

/* Text is well-formed UTF-8 or what file names are made of; NULL is "none". Times are seconds since 1970, 0
 * is never. The struct owns its text. */
typedef struct sn_remembered {
    char *source; /* an absolute path, or an address: its name */
    /* The directory (sitemap) that was given, of a file (page) that was found in it; NULL: given itself. */
    char *within;
    char *asked_format, *asked_map;      /* what it was to be read with */
    bool follows;                        /* its pages were to be read, too */
    char *map_stamp;                     /* of the file asked_map, when it was read */
    char *format;                        /* what it was read as */
    char *stamp;                         /* of a file, when it was read */
    char *etag, *modified;               /* of an address, word for word */
    uint64_t bytes, digest, lines;       /* up to where it was read (sn_reader_place) */
    bool whole;                          /* that was to its end */
    int64_t tried_sec;                   /* when it was last tried */
    int64_t good_sec;                    /* when it was last read, or found unchanged */
    int64_t retry_sec;                   /* not again before */
    char *error;                         /* why the last try failed */
    uint64_t n_read, n_taken, n_refused; /* records, when it was last read to its end */
} sn_remembered;
void sn_remembered_done(sn_remembered *r); /* frees the content; zeroed is fine */

/* *out (zeroed by the caller) is filled. SN_ENOTFOUND: nothing is remembered of it. */
SN_MUST_USE sn_status sn_source_get(sn_archive *a, const char *source, sn_remembered *out,
                                    sn_error *err);
/* In place of what was remembered of it. SN_ELIMIT: it is new, and there are SN_LIMIT_SOURCES. */
SN_MUST_USE sn_status sn_source_put(sn_archive *a, const sn_remembered *r, sn_error *err);
/* With all files that were found within it; *n is how many were forgotten. */
SN_MUST_USE sn_status sn_source_forget(sn_archive *a, const char *source, uint64_t *n,
                                       sn_error *err);

/* What was found within a source and last tried before `before_sec`. */
SN_MUST_USE sn_status sn_source_forget_old(sn_archive *a, const char *within, int64_t before_sec,
                                           sn_error *err);

typedef sn_status sn_source_fn(void *ctx, const sn_remembered *r); /* borrowed */
/* In the order of the bytes of their names; within NULL: those given themselves, otherwise the files
 * within that directory. A status of fn other than SN_OK ends the walk and is returned. fn must not
 * write to this handle. */
SN_MUST_USE sn_status sn_sources_each(sn_archive *a, const char *within, sn_source_fn *fn,
                                      void *ctx, sn_error *err);

SN_DEFINE_CLEANUP(sn_remembered, sn_remembered_done)

#endif
