/* indexer/apply/slices_internal - what the caller of sn_slices_build (slices.c) and its threads
 * (slices_write.c) share. */
#ifndef SN_INDEXER_SLICES_INTERNAL_H
#define SN_INDEXER_SLICES_INTERNAL_H

#include "indexer/apply/slices.h"

#include <pthread.h>

/* What the threads share. */
typedef struct sn_slices {
    const sn_generation *draft;
    const sn_slices_opts *opts;
    uint32_t articles;         /* of a slice */
    size_t bytes;              /* of articles that are written out at once */
    char folder[SN_PATH_SIZE]; /* of the slices */

    uint32_t *first;  /* numbers where slices begin, rising */
    sn_chunk *handed; /* of each, until it is written; from `prepared` on they are the threads' */
    size_t n;

    pthread_mutex_t lock; /* of all below */
    pthread_cond_t moved; /* the caller waits for it */
    pthread_cond_t ready; /* threads do */
    size_t prepared;      /* slices from this one on are */
    size_t left;          /* slices below this one are not taken yet */
    uint32_t running;     /* threads */
    char **paths;         /* of slices that are written and not empty */
    size_t n_paths, paths_cap;
    uint64_t put;
    uint32_t spill;
    sn_status status; /* of the first thread that failed, and why */
    sn_error err;
} sn_slices;

/* A thread, and the slice it writes. */
typedef struct sn_slice_writer {
    sn_slices *all;
    pthread_t thread;
    sn_archive *archive;
    sn_generation part; /* its db is the slice, the maker is the thread's */
    char path[SN_PATH_SIZE];
    uint32_t docid, end; /* what is next; the first number behind the slice, 0: there is none */
    size_t bytes;        /* of articles since the last commit */
    uint64_t put;        /* into the slice */
    uint32_t untold;     /* of these, not told to the others */
    sn_error err;
} sn_slice_writer;

/* The first number behind a slice, 0: there is none. */
uint32_t sn_slices_end_of(const sn_slices *all, size_t slice);
/* With the lock. The first failure counts, and ends all. */
void sn_slices_note_failure(sn_slices *all, sn_status s, const sn_error *err);
/* Of a thread, with its writer: take slices and write them until there are none. */
void *sn_slices_write(void *writer);

#endif
