/* query/attempt - one request done against one snapshot, again when the snapshot went away. Private to
 * query/. */
#ifndef SN_QUERY_ATTEMPT_H
#define SN_QUERY_ATTEMPT_H

#include "query/lookup.h"

typedef struct sn_attempt {
    sn_searcher *searcher;
    const sn_request *request;
    int64_t now_sec, started_us, deadline_us;
    sn_problem *problem; /* the caller's, NULL is fine */
    sn_problem refusal;  /* of this try */
    sn_error err;
    sn_request resumed; /* the request as its cursor froze it */
    sn_cursor after;
    void *ctx; /* the function's */
} sn_attempt;

/* What is done with the lookup (NULL: there is no index yet) while its snapshot is held. Called
 * again from the beginning after SN_ESTALE. */
typedef sn_status sn_attempt_fn(sn_attempt *a, const sn_lookup *lookup);

/* started_us: monotonic clock, 0: now. problem may be NULL. */
sn_attempt sn_attempt_of(sn_searcher *s, const sn_request *request, int64_t started_us, void *ctx,
                         sn_problem *problem);
/* On failure the problem is filled, whatever failed. */
SN_MUST_USE sn_status sn_attempt_do(sn_attempt *a, sn_attempt_fn *fn);

#endif
