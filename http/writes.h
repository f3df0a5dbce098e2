/* http/writes - writes from many requests, stored together, answered when a search sees them.
 *
 *   requests --[sn_writes_push]--> queue --[store thread]--> archive (accepted)
 *                                              |
 *                                   waiting --[applier thread]--> index (shown) --> job->done()
 *
 * The store thread puts all articles that are queued into one transaction. The applier thread holds
 * writer.lock, brings the index along, for other processes' changes too, and lets go of the lock
 * when another process asks for it; then it watches what that process has applied. They are two
 * threads so that a takedown is in force at once, however much there is to apply. */
#ifndef SN_HTTP_WRITES_H
#define SN_HTTP_WRITES_H

#include "base/log.h"
#include "http/job.h"
#include "http/watch/metrics.h"
#include "query/search.h"

typedef struct sn_writes sn_writes;

/* Open the index directory for writing; with create, make it if it is missing or empty.
 * Statuses as sn_writer_open. */
SN_MUST_USE sn_status sn_writes_open(const char *dir, bool create, const sn_log *log,
                                     sn_writes **out, sn_error *err);
/* Start both threads. The engine must be open; it must stay so until sn_writes_stop. */
SN_MUST_USE sn_status sn_writes_start(sn_writes *w, sn_engine *engine, sn_error *err);
/* Store what is queued, show it if that can be done at once, answer everything, end both threads. */
void sn_writes_stop(sn_writes *w);
void sn_writes_close(sn_writes *w); /* after sn_writes_stop; NULL is fine */

/* A place in the queue for a write of so many bytes, to be used by sn_writes_push or given back. False: the queue is
 * full (SN_LIMIT_WRITE_QUEUE, SN_LIMIT_WRITE_QUEUE_BYTES). Asked for before a connection is suspended, so that a push
 * never fails. */
SN_MUST_USE bool sn_writes_reserve(sn_writes *w, size_t bytes);
void sn_writes_release(sn_writes *w, size_t bytes);
/* The job is the threads' until they call job->done. */
void sn_writes_push(sn_writes *w, sn_job *job);

/* Answer those that have waited for SN_LIMIT_WRITE_WAIT_MS; to be called every second or so, as the
 * applier thread may be busy with what others have stored. NULL is fine, as it is below. */
void sn_writes_expire(sn_writes *w);

/* Writes that are not answered yet. */
typedef struct sn_writes_state {
    size_t queued;       /* not stored yet */
    size_t queued_bytes; /* of those */
    size_t waiting;      /* stored, and not shown */
} sn_writes_state;
sn_writes_state sn_writes_look(sn_writes *w);
/* How many these are. */
size_t sn_writes_pending(sn_writes *w);
/* Where to count how long it takes until they are shown; before sn_writes_start. */
void sn_writes_watch(sn_writes *w, sn_metrics *metrics);

SN_DEFINE_CLEANUP_PTR(sn_writes, sn_writes_close)

#endif
