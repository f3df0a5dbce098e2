/* indexer/update - sources brought up to date: of each only what changed since it was last read.
 *
 *   file, directory, address --[unchanged? where did the last one end?]--> feeding --> archive
 *
 * A source is known to be unchanged, from the cheapest to the dearest sign:
 *   a file     its size, times and inode are what they were (unless it changed in the last seconds)
 *   an address the server answers 304 to ETag and Last-Modified
 *   both       its bytes have the digest that was remembered
 * If only its beginning has that digest, and it is JSON lines, reading goes on behind: so a file that grows, or whose
 * reading was interrupted, is not read again. What is remembered is committed in one transaction with the articles
 * before it: a crash repeats work and never passes over any. */
#ifndef SN_INDEXER_UPDATE_H
#define SN_INDEXER_UPDATE_H

#include "archive/sources.h"
#include "indexer/feeding.h"
#include "indexer/readers/fetch.h"

typedef struct sn_pages sn_pages; /* update_internal.h */

typedef struct sn_updating {
    sn_feeding feeding;
    sn_fetcher *fetcher;                    /* NULL: no address yet */
    sn_mapping *mapping;                    /* of map_path */
    char *map_path;                         /* NULL: none was read yet */
    sn_remembered source;                   /* that is read */
    sn_reader *reader;                      /* of it */
    sn_pages *pages;                        /* that it names and are to be read, or NULL */
    const struct sn_page *page;             /* that was read */
    bool holds_back;                        /* the source is not done before its pages are */
    int64_t now_sec;                        /* of the run */
    uint64_t n_read, n_unchanged, n_failed; /* sources, files of directories among them */
} sn_updating;

void sn_updating_done(sn_updating *u);

/* The name of a source: an address, or the absolute path of what need not exist. SN_ELIMIT, SN_EIO. */
SN_MUST_USE sn_status sn_source_name(const char *given, char out[SN_PATH_SIZE], sn_error *err);

/* Bring one source up to date, that was given by its name (sn_source_name) or is remembered as given; "-" is read
 * and not remembered. Its failures are told, counted and remembered.
 * SN_OK; otherwise nothing more can be taken (u->feeding.err says why): a failure of the archive. */
SN_MUST_USE sn_status sn_update_source(sn_updating *u, const char *name);

#endif
