/* indexer/apply/slices - all live articles of the archive as the database of a new generation, written in
 * slices of time by several threads at once.
 *
 *   archive --[stretches of numbers]--> thread: documents --> GENERATION/slices/0000 --+
 *                                       thread: documents --> GENERATION/slices/0001 --+--[join]--> db/
 *                                                        ...                         --+
 *
 * Document numbers run by date, so a stretch of them is a slice of time, and slices are joined list by
 * list without a look into them. A slice is small enough to be written out at once, which libxapian does
 * faster than adding to large tables again and again; so this is the way to build also with one thread.
 * Each thread reads the archive by a handle of its own, in short reads, while others write to it.
 * Statuses: of generation.h and of the archive. */
#ifndef SN_INDEXER_SLICES_H
#define SN_INDEXER_SLICES_H

#include "indexer/apply/chunk.h"
#include "indexer/apply/generation.h"
#include "indexer/apply/writer.h"

/* Bytes of the articles of a slice (sn_chunk_item) that may be handed over: those of 500 long ones. */
#define SN_SLICE_HANDED_BYTES ((size_t)4 << 20)

/* Numbers from first on, below end (0: to the last one). If *articles (empty) gets the live ones, they are all
 * of the slice, by number, with their groups, and the slice is written of them; otherwise they are read again. */
typedef sn_status sn_slice_fn(void *ctx, uint32_t first, uint32_t end, sn_chunk *articles,
                              sn_error *err);

typedef struct sn_slices_opts {
    const char *dir;             /* of the index */
    sn_archive *archive;         /* of this thread */
    uint32_t jobs;               /* threads, 1 to SN_LIMIT_BUILD_JOBS */
    uint64_t articles;           /* about how many there are */
    uint32_t slice;              /* articles of a slice; 0: by their number */
    sn_apply_progress *progress; /* called by this thread, with articles; NULL is fine */
    void *ctx;
    /* Called by this thread for each slice, before any thread takes it, and not long before: groups that are
     * not known yet are found while slices are written; NULL is fine. */
    sn_slice_fn *prepare;
    void *prepare_ctx;
} sn_slices_opts;

/* Slices are written oldest first: then what comes later seldom renames a group of what is written.
 * Make a draft a generation that holds all articles (but no change: commit says which), and add their
 * number to *put. What the first thread that fails says is returned; then close it, and remove it. */
SN_MUST_USE sn_status sn_slices_build(sn_generation *draft, const sn_slices_opts *opts,
                                      uint64_t *put, sn_error *err);

/* Put the article of a change (which is there) into a generation, with the groups that the archive says
 * it belongs to now. */
SN_MUST_USE sn_status sn_slices_put(sn_generation *g, sn_archive *archive, const sn_change *change,
                                    sn_error *err);

#endif
