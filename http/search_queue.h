/* http/search_queue - searches wait here for a thread, so that the threads of the sockets never wait for a search.
 *
 *   socket thread --[enter, push]--> queue --[a thread each]--> run
 *
 * A search that would not be answered in time is refused at once: when those before it would take longer than
 * SN_LIMIT_SEARCH_WAIT_MS (their number times the mean time of the last ones, by all threads; one that strays far
 * from the others counts for four of them), or when SN_LIMIT_SEARCHES_WAITING for each thread are there already. One that has waited twice as long after all is refused
 * then, by the thread that takes it or by the sweep. In their order: who came first has waited longest. */
#ifndef SN_HTTP_SEARCH_QUEUE_H
#define SN_HTTP_SEARCH_QUEUE_H

#include "base/bytes.h"

typedef struct sn_search_queue sn_search_queue;

typedef struct sn_queued {
    /* Called once, from another thread. in_time false: it has waited too long, refuse it. */
    void (*run)(void *ctx, bool in_time);
    void *ctx;
    bool is_long;     /* lasts as long as it likes: says nothing of the others */
    int64_t since_us; /* the queue's, as what follows */
    struct sn_queued *next;
} sn_queued;

/* How many may wait: SN_LIMIT_SEARCHES_WAITING for each thread. Of few threads four are counted: a hundred readers
 * who ask the same when a page comes out are no overload. */
#define SN_SEARCH_QUEUE_THREADS 4

/* SN_ENOMEM, SN_EIO (no thread). */
SN_MUST_USE sn_status sn_search_queue_start(size_t threads, sn_search_queue **out, sn_error *err);
/* What waits is refused, what runs ends; nothing enters any more. NULL is fine. */
void sn_search_queue_stop(sn_search_queue *q);
void sn_search_queue_destroy(sn_search_queue *q); /* stops it; NULL is fine */

/* Take a place for a push that then cannot fail. False: there is none, refuse it. */
SN_MUST_USE bool sn_search_queue_enter(sn_search_queue *q);
/* queued is the queue's until it is run. */
void sn_search_queue_push(sn_search_queue *q, sn_queued *queued);

/* Refuse those that have waited too long, though no thread is free to do it; every second or so. */
void sn_search_queue_sweep(sn_search_queue *q);

typedef struct sn_search_queue_counts {
    uint64_t refused; /* so far, at once or later */
    uint64_t run;     /* so far */
    size_t waiting;   /* now */
    int64_t mean_us;  /* of the last ones, from a thread to its answer */
} sn_search_queue_counts;
void sn_search_queue_count(sn_search_queue *q, sn_search_queue_counts *out);

SN_DEFINE_CLEANUP_PTR(sn_search_queue, sn_search_queue_destroy)

#endif
