/* http/exchange - one request and its answer, without the server library.
 *
 *   create (target) -> begin (method, headers) -> take (body)* -> run -> [job done -> resume]
 *                                                                  |              |
 *                                                                  answer <-------+
 */
#ifndef SN_HTTP_EXCHANGE_H
#define SN_HTTP_EXCHANGE_H

#include "http/answer.h"
#include "http/coding.h"
#include "http/headers.h"
#include "http/route.h"
#include "http/service.h"
#include "http/target.h"

#define SN_CLIENT_ADDRESS_SIZE 64

typedef struct sn_exchange {
    sn_service *service;
    const sn_http_options *options;      /* in force when it began, to its end */
    char request_id[SN_REQUEST_ID_SIZE]; /* 16 random hexadecimal digits */
    int64_t started_us;                  /* monotonic clock */
    char *raw_target;
    sn_target target; /* in raw_target */
    sn_headers headers;
    char method[8];          /* for the log */
    bool begun;              /* its headers are there: in flight from then on */
    const sn_route *route;   /* NULL: refused */
    sn_client_address peer;  /* the other end of the connection */
    const sn_key_list *keys; /* in force when it began, given back at its end */
    sn_caller caller;
    int64_t work_us;  /* of the processor, of its route */
    uint64_t rated;   /* whose rate it is counted to; only with caller.rate */
    sn_buf query;     /* the target's without key= */
    sn_str raw_query; /* as it was asked, for addresses of the same */
    sn_buf id;        /* in place of {id} in the path */
    sn_buf body;
    size_t body_seen;  /* bytes received, kept or not */
    size_t body_bytes; /* of them, unpacked, what the route gets */
    sn_gunzip *gunzip; /* of a packed body */
    size_t body_held;  /* bytes counted in service->body_bytes */
    size_t line;       /* of a bulk body, the last one begun */
    sn_job job;
    char *reason;     /* of a takedown */
    bool is_probe;    /* it came to the address for probes, where there is nothing else */
    void *connection; /* the server's, to be resumed */
    sn_queued queued; /* while it waits for a thread */
    bool was_queued;  /* its answer is there, from another thread */
    bool is_kept;     /* its answer came from the cache */
    bool has_job;     /* push it once the connection is suspended */
    bool
        wants_job; /* of a search: what it found is to be written, and it has no place in the queue yet */
    char *asked;                          /* the text of a search, if the log wants it */
    char address[SN_CLIENT_ADDRESS_SIZE]; /* of the client, likewise; "": it does not */
    int64_t answered_us;                  /* when the answer was there; monotonic clock */
    size_t answered_bytes;                /* of its body, as it goes */
    sn_answer answer;
} sn_exchange;

/* The request line is there. NULL: out of memory. */
sn_exchange *sn_exchange_create(sn_service *service, const char *raw_target);
void sn_exchange_destroy(sn_exchange *x); /* NULL is fine */

/* All headers are there: find the route, refuse what can be refused now. A refused exchange has its
 * answer already; its body is passed over. local: the client is on this machine. */
void sn_exchange_begin(sn_exchange *x, const char *method, bool local);

/* Of begin: who asks, and may it be asked? Refuses if not (exchange_access.c). local: as of begin. */
void sn_exchange_admit(sn_exchange *x, bool local);
/* Nothing may fail any more: what the work costs is counted. */
void sn_exchange_settle(sn_exchange *x);

/* Must a refusal be answered before the body (which then is never read, the connection ends)? */
bool sn_exchange_answers_early(const sn_exchange *x);

/* A piece of the body. False: it takes too long, or is too long even to be passed over: hang up. */
bool sn_exchange_take(sn_exchange *x, sn_str piece);

/* The request is complete: is it answered already, by what is kept of such an answer? */
bool sn_exchange_answer_kept(sn_exchange *x);
/* The request is complete: is it one to be run by a thread of service->queue? */
bool sn_exchange_is_search(const sn_exchange *x);
/* Run it there, or refuse it because it has waited too long; answered and ended after this, unless it wants a job. */
void sn_exchange_run_queued(sn_exchange *x, bool in_time);
/* There is no place for it. */
void sn_exchange_shed(sn_exchange *x);

/* The request is complete. True: the answer is there. False: x->job is to be pushed, and
 * sn_exchange_resume to be called when it is done. */
bool sn_exchange_run(sn_exchange *x);
void sn_exchange_resume(sn_exchange *x);

/* Or HEAD: it asks for something, and may have it already. */
bool sn_exchange_is_get(const sn_exchange *x);

/* The answer is there: 304 if the client has it already; packed if it may be. */
void sn_exchange_end(sn_exchange *x);

/* The answer is ready to go: it is counted, before the client can know of it. */
void sn_exchange_count(const sn_exchange *x);
/* The connection is done with it: a line in the log. sent: the client got all of it. */
void sn_exchange_report(const sn_exchange *x, bool sent);
/* Does a log want to know what a search asked, should it be one? */
bool sn_exchange_wants_request(const sn_exchange *x);
/* A search was done, by whatever route: info has when it began, and the facts. request: NULL if no log wants it. */
void sn_exchange_searched(sn_exchange *x, const sn_request *request, const sn_answer_info *info);

/* Answer with a problem. */
void sn_exchange_refuse(sn_exchange *x, const sn_problem *problem);
/* Answer with the standard words of a code ("forbidden"). */
void sn_exchange_refuse_code(sn_exchange *x, const char *code);
/* The index is too far behind for an answer (staleness.c). */
void sn_exchange_refuse_stale(sn_exchange *x);
/* A searcher that sees what the caller may see, until it is given back. */
sn_searcher *sn_exchange_searcher(sn_exchange *x);
void sn_exchange_give_back(sn_exchange *x, sn_searcher *searcher);
/* Take a place in the queue of writes for x->job; refuses (503) if there is none. */
void sn_exchange_want_job(sn_exchange *x);

#endif
