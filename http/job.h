/* http/job - one write on its way: asked by a request, stored by the store thread, shown by the
 * applier thread, then answered. */
#ifndef SN_HTTP_JOB_H
#define SN_HTTP_JOB_H

#include "archive/archive.h"
#include "http/condition.h"
#include "http/settings_job.h"
#include "query/choose.h"

typedef enum sn_job_kind {
    SN_JOB_PUT,
    SN_JOB_TAKE_DOWN,
    SN_JOB_TAKE_DOWN_ALL,
    SN_JOB_LIFT,
    SN_JOB_SETTINGS
} sn_job_kind;

/* One article of a put. */
typedef struct sn_job_item {
    sn_article article; /* freed once it is stored */
    sn_str patch;       /* what of the one held becomes it, borrowed; at is NULL: it is all here */
    uint32_t line;      /* of a bulk request, from 1 */
    char *id;           /* of the article, NULL if it has none */
    sn_status status;   /* refused if not SN_OK: before it was queued, or by the archive */
    char *reason;       /* why it was refused */
    bool mismatch;      /* because of another id */
    sn_put_result put;
    uint64_t
        etag; /* of one that is alone in its job: of what is stored, or of what is there instead; 0: none */
} sn_job_item;

typedef struct sn_job {
    sn_job_kind kind;
    size_t bytes;       /* of the body it came in */
    sn_job_item *items; /* SN_JOB_PUT */
    size_t n_items, cap_items;
    sn_str id; /* SN_JOB_TAKE_DOWN, SN_JOB_LIFT, a put of one article; borrowed, as why is */
    sn_condition condition; /* of a put or takedown of that one */
    uint64_t etag; /* SN_JOB_TAKE_DOWN, SN_EUNMET: of what is there instead; 0: none, or hidden */
    const char *why;
    sn_chosen chosen; /* SN_JOB_TAKE_DOWN_ALL; the id of one that was passed over becomes NULL */
    size_t n_passed_over;     /* of them: others since they were found */
    sn_settings_job settings; /* SN_JOB_SETTINGS */

    sn_status status; /* of the whole: SN_OK, accepted */
    sn_error err;
    uint64_t change; /* the index shows it once it has applied this change */
    bool visible;    /* it did within SN_LIMIT_WRITE_WAIT_MS */

    int64_t deadline_us;
    int64_t accepted_us;     /* by the archive; monotonic clock */
    void (*done)(void *ctx); /* called once, from another thread, when all above is settled */
    void *ctx;
    struct sn_job *next;
} sn_job;

/* Frees what it points to, not the job. */
void sn_job_done(sn_job *job);

/* One more item, zeroed; NULL when out of memory. */
sn_job_item *sn_job_add_item(sn_job *job);

/* Refuse an item with the words of err. */
void sn_job_item_refuse(sn_job_item *item, sn_status status, const sn_error *err);

/* What became of a put, as answers say it: "created", "updated", "unchanged". */
const char *sn_put_outcome_name(sn_put_outcome outcome);

/* A status that is about the item alone, not about the archive. */
bool sn_status_is_refusal(sn_status status);

#endif
