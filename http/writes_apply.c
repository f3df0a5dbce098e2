/* The applier thread: the index follows the archive, and waiting writes are answered. */
#include "http/writes_internal.h"

#include "base/clock.h"

#include <inttypes.h>

/* How often to look whether another process changed the archive. */
#define TICK_MS 50
/* How often the holder of writer.lock looks whether a rebuild wants it. */
#define WANTED_MS 500
/* After a failure, and while puts wait for a rebuild: not at each tick. */
#define BACKOFF_MS 1000

typedef struct applier {
    sn_writes *w;
    bool held;          /* writer.lock is ours */
    bool needs_rebuild; /* the index was built by another analysis */
    int64_t version;    /* of the archive when it was last applied */
    int64_t due_us;     /* when to try even if nothing seems to have changed */
    sn_status last;     /* so that the same failure is logged once */
    uint64_t applied;
} applier;

/* Wait for something stored, or one tick. False: everything is stored, end. */
static bool wait_for_work(sn_writes *w, bool *fresh)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += TICK_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    pthread_mutex_lock(&w->lock);
    while (!w->fresh && !w->store_ended)
        if (pthread_cond_timedwait(&w->stored, &w->lock, &until) != 0)
            break;
    *fresh = w->fresh;
    w->fresh = false;
    bool more = !w->store_ended;
    pthread_mutex_unlock(&w->lock);
    return more;
}

/* What another process has applied, as searches see it. */
static void look_at_index(applier *a)
{
    sn_engine_status status;
    pthread_mutex_lock(&a->w->lock);
    bool waited_for = a->w->waiting != NULL;
    pthread_mutex_unlock(&a->w->lock);
    if (waited_for && sn_searcher_status(a->w->probe, &status, NULL) == SN_OK)
        a->applied = status.applied;
}

static void report_applied(const applier *a, const sn_apply_report *report, int64_t started_us)
{
    if (report->put + report->deleted == 0)
        return;
    sn_log_line(&a->w->log, SN_LOG_DEBUG, "applied",
                "change=%" PRIu64 " put=%" PRIu64 " deleted=%" PRIu64 " ms=%" PRId64,
                report->applied, report->put, report->deleted,
                (sn_clock_monotonic_us() - started_us) / 1000);
}

static void report_failure(applier *a, sn_status s, const sn_error *err)
{
    if (s == a->last)
        return;
    sn_log_level level = s == SN_ELOCKED ? SN_LOG_INFO : SN_LOG_ERROR;
    sn_log_line(&a->w->log, level, "not_applied", "status=%s reason=\"%s\"", sn_status_name(s),
                err->msg);
}

static sn_status apply_pending(applier *a, sn_apply_report *report, sn_error *err)
{
    sn_status s = a->held ? SN_OK : sn_writer_hold(a->w->applying, err);
    if (s == SN_OK)
        s = sn_writer_apply_pending(a->w->applying, report, err);
    a->held = s == SN_OK;
    /* Whoever comes to rebuild or repair must find the lock free. */
    if (s != SN_OK)
        sn_writer_let_go(a->w->applying);
    return s;
}

static void bring_along(applier *a)
{
    sn_error err = {0};
    sn_apply_report report = {0};
    int64_t now_us = sn_clock_monotonic_us();
    sn_status s = apply_pending(a, &report, &err);
    if (s == SN_OK) {
        a->applied = report.applied;
        report_applied(a, &report, now_us);
    } else {
        report_failure(a, s, &err);
        look_at_index(a);
    }
    a->last = s;
    a->needs_rebuild = s == SN_EFORMAT;
    int64_t pause_ms = s == SN_OK ? WANTED_MS : s == SN_ELOCKED ? TICK_MS : BACKOFF_MS;
    a->due_us = sn_clock_monotonic_us() + pause_ms * 1000;
}

/* Did another process (or the store thread) commit to the archive since the last look? */
static bool is_archive_changed(applier *a)
{
    int64_t version;
    if (sn_archive_data_version(sn_writer_archive(a->w->applying), &version, NULL) != SN_OK)
        return false;
    bool changed = version != a->version;
    a->version = version;
    return changed;
}

static bool is_settled(const applier *a, const sn_job *job, bool ending, int64_t now_us)
{
    return job->change <= a->applied || a->needs_rebuild || ending || now_us >= job->deadline_us;
}

static void answer_waiting(applier *a, bool ending)
{
    sn_writes *w = a->w;
    sn_job *settled = NULL;
    int64_t now_us = sn_clock_monotonic_us();
    pthread_mutex_lock(&w->lock);
    for (sn_job **at = &w->waiting; *at != NULL;) {
        sn_job *job = *at;
        if (!is_settled(a, job, ending, now_us)) {
            at = &job->next;
            continue;
        }
        *at = job->next;
        job->next = settled;
        settled = job;
        w->n_waiting--;
    }
    pthread_mutex_unlock(&w->lock);
    for (sn_job *next; settled != NULL; settled = next) {
        next = settled->next;
        sn_job_answer(settled, settled->change <= a->applied);
    }
}

void *sn_apply_run(void *writes)
{
    applier a = {.w = writes, .version = -1};
    bool more = true;
    while (more) {
        bool fresh;
        more = wait_for_work(a.w, &fresh);
        bool changed = is_archive_changed(&a);
        if (a.last != SN_OK && a.last != SN_ELOCKED)
            fresh = changed = false;
        if (fresh || changed || !more || sn_clock_monotonic_us() >= a.due_us)
            bring_along(&a);
        answer_waiting(&a, !more);
    }
    sn_writer_let_go(a.w->applying);
    return NULL;
}
