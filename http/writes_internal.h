/* http/writes_internal - what the queue, the store thread and the applier thread share. */
#ifndef SN_HTTP_WRITES_INTERNAL_H
#define SN_HTTP_WRITES_INTERNAL_H

#include "http/writes.h"
#include "indexer/apply/writer.h"

#include <pthread.h>

struct sn_writes {
    pthread_mutex_t lock; /* of what stands here down to the handles */
    pthread_cond_t queued, stored;
    sn_job *first, *last; /* not stored yet */
    sn_job *waiting;      /* stored, not shown */
    size_t n_queued;      /* places taken in the queue */
    size_t queued_bytes;  /* of the bodies of those */
    size_t n_waiting;
    uint64_t applied;   /* the last change searches are known to see */
    bool needs_rebuild; /* the index was built by another analysis: nothing new will be seen */
    bool fresh;         /* something was stored since the applier looked */
    bool stopping;      /* store what is queued, then end */
    bool store_ended;   /* nothing more will be waiting */

    sn_writer *storing;      /* the store thread's */
    sn_writer *applying;     /* the applier thread's */
    sn_searcher *probe;      /* the applier thread's: what searches see */
    const sn_engine *engine; /* that of the searches */
    pthread_t store_thread, apply_thread;
    bool started;
    const sn_log *log;
    sn_metrics *metrics; /* NULL: nothing is counted */
};

void *sn_store_run(void *writes);
void *sn_apply_run(void *writes);

/* Answer the waiting jobs that searches see, that will not be seen, or whose time is over; with all,
 * the others too. From any thread. */
void sn_writes_answer_waiting(sn_writes *w, bool all);

/* Put one article of a job, inside a transaction; what refuses it is noted in it. Statuses of the archive's failures
 * (writes_article.c). */
SN_MUST_USE sn_status sn_job_item_store(sn_job *job, sn_job_item *item, sn_archive *archive,
                                        sn_error *err);
/* Take an article down, if the job's condition holds. SN_EUNMET, statuses of sn_writer_take_down. */
SN_MUST_USE sn_status sn_job_take_down(sn_job *job, sn_writer *writer, const char *who,
                                       sn_error *err);

/* Take down all that were chosen, some in one transaction; those that are not what was found any more are passed over.
 * After a failure those before it stay down. Statuses as sn_writer_take_down_all. */
SN_MUST_USE sn_status sn_job_take_down_all(sn_job *job, sn_writer *writer, const char *who,
                                           sn_error *err);

/* Settle a job and answer it. Not under the lock: job->done may do anything. */
void sn_job_answer(sn_job *job, bool visible);

#endif
