/* query/job - one request done against one snapshot, again when the snapshot went away. Private to
 * query/. */
#ifndef SN_QUERY_JOB_H
#define SN_QUERY_JOB_H

#include "query/lookup.h"

typedef struct sn_job {
    sn_searcher *searcher;
    const sn_request *request;
    int64_t now_sec, started_us, deadline_us;
    sn_problem *problem; /* the caller's, NULL is fine */
    sn_problem refusal;  /* of this try */
    sn_error err;
    sn_request resumed; /* the request as its cursor froze it */
    sn_cursor after;
    void *ctx; /* the function's */
} sn_job;

/* What is done with the lookup (NULL: there is no index yet) while its snapshot is held. Called
 * again from the beginning after SN_ESTALE. */
typedef sn_status sn_job_fn(sn_job *j, const sn_lookup *lookup);

/* started_us: monotonic clock, 0: now. problem may be NULL. */
sn_job sn_job_of(sn_searcher *s, const sn_request *request, int64_t started_us, void *ctx,
                 sn_problem *problem);
/* On failure the problem is filled, whatever failed. */
SN_MUST_USE sn_status sn_job_do(sn_job *j, sn_job_fn *fn);

#endif
