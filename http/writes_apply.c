/* The applier thread: the index follows the archive, and waiting writes are answered. */
#include "http/writes_internal.h"

#include "archive/due.h"
#include "archive/shown.h"
#include "base/clock.h"

#include <inttypes.h>

/* How often to look whether another process changed the archive. */
#define TICK_MS 50
/* How often the holder of writer.lock looks whether a rebuild wants it. */
#define WANTED_MS 500
/* After a failure, and while puts wait for a rebuild: not at each tick. */
#define BACKOFF_MS 1000
/* How long commits are put off for searches that have lost their snapshot, and how often that is looked at. */
#define QUIET_MOST_MS 1000
#define QUIET_LOOK_MS 5

typedef struct applier {
    sn_writes *w;
    int64_t version; /* of the archive when it was last applied */
    int64_t due_us;  /* when to try even if nothing seems to have changed */
    int64_t due_sec; /* the next moment at which an embargo ends or an article expires */
    sn_status last;  /* so that the same failure is logged once */
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

static void set_applied(sn_writes *w, uint64_t applied)
{
    pthread_mutex_lock(&w->lock);
    w->applied = applied;
    pthread_mutex_unlock(&w->lock);
}

static void set_needs_rebuild(sn_writes *w, bool needs_rebuild)
{
    pthread_mutex_lock(&w->lock);
    w->needs_rebuild = needs_rebuild;
    pthread_mutex_unlock(&w->lock);
}

/* What another process has applied, as searches see it. */
static void look_at_index(sn_writes *w)
{
    sn_engine_status status;
    pthread_mutex_lock(&w->lock);
    bool is_waited_for = w->waiting != NULL;
    pthread_mutex_unlock(&w->lock);
    if (is_waited_for && sn_searcher_status(w->probe, &status, NULL) == SN_OK)
        set_applied(w, status.applied);
}

/* While there is much to apply, what is shown already need not wait for the end of it. */
static void on_progress(void *writes, uint64_t done, uint64_t total)
{
    (void)total;
    set_applied(writes, done);
    sn_writes_answer_waiting(writes, false);
}

static void report_applied(const applier *a, const sn_apply_report *report, int64_t started_us)
{
    if (report->put + report->deleted == 0)
        return;
    sn_log_line(a->w->log, SN_LOG_DEBUG, "applied",
                "change=%" PRIu64 " put=%" PRIu64 " deleted=%" PRIu64 " ms=%" PRId64,
                report->applied, report->put, report->deleted,
                (sn_clock_monotonic_us() - started_us) / 1000);
}

static void report_failure(applier *a, sn_status s, const sn_error *err)
{
    if (s == a->last)
        return;
    sn_log_level level = s == SN_ELOCKED ? SN_LOG_INFO : SN_LOG_ERROR;
    sn_log_line(a->w->log, level, "not_applied", "status=%s reason=\"%s\"", sn_status_name(s),
                err->msg);
}

/* Hold the lock, unless a rebuild wants it, and apply all there is. */
static sn_status apply_pending(sn_writes *w, sn_apply_report *report, sn_error *err)
{
    sn_status s = sn_writer_hold(w->applying, err);
    if (s == SN_OK)
        s = sn_writer_catch_up(w->applying, 0, 0, on_progress, w, report, err);
    /* Whoever comes to rebuild or repair must find the lock free. */
    if (s != SN_OK)
        sn_writer_let_go(w->applying);
    return s;
}

/* A snapshot outlives one commit, not two. A search that takes longer than they are apart would lose it again and again,
 * so the next commit waits for it a little; takedowns are in force before. */
static void let_searches_end(const sn_writes *w)
{
    const struct timespec a_moment = {.tv_nsec = QUIET_LOOK_MS * 1000000L};
    int64_t most_us = sn_clock_monotonic_us() + QUIET_MOST_MS * 1000;
    int64_t now_us = sn_clock_monotonic_us();
    while (now_us < most_us && now_us < sn_engine_quiet_until_us(w->engine)) {
        (void)nanosleep(&a_moment, NULL);
        now_us = sn_clock_monotonic_us();
    }
}

static void bring_along(applier *a)
{
    sn_error err = {0};
    sn_apply_report report = {0};
    let_searches_end(a->w);
    int64_t started_us = sn_clock_monotonic_us();
    sn_status s = apply_pending(a->w, &report, &err);
    if (s == SN_OK) {
        set_applied(a->w, report.applied);
        report_applied(a, &report, started_us);
    } else {
        report_failure(a, s, &err);
        look_at_index(a->w);
    }
    a->last = s;
    set_needs_rebuild(a->w, s == SN_EFORMAT);
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

/* When to wake up for articles: asked after each change, so that it costs nothing meanwhile. */
static void note_next_due(applier *a)
{
    int64_t sec;
    if (sn_archive_next_due(sn_writer_archive(a->w->applying), &sec, NULL) == SN_OK)
        a->due_sec = sec;
}

/* Has a rebuild by another process made an index that this program can write to? */
static bool is_rebuilt(const applier *a)
{
    sn_engine_status status;
    return a->last == SN_EFORMAT && sn_searcher_status(a->w->probe, &status, NULL) == SN_OK &&
           status.analysis_matches;
}

/* After a failure only from time to time, whatever is stored meanwhile. */
static bool is_due(const applier *a, bool has_work)
{
    bool backs_off = a->last != SN_OK && a->last != SN_ELOCKED;
    if (has_work && (!backs_off || is_rebuilt(a)))
        return true;
    return sn_clock_monotonic_us() >= a->due_us;
}

void *sn_apply_run(void *writes)
{
    applier a = {.w = writes, .version = -1, .due_sec = SN_NEVER_SEC};
    bool more = true;
    while (more) {
        bool fresh;
        more = wait_for_work(a.w, &fresh);
        bool changed = is_archive_changed(&a);
        if (changed)
            note_next_due(&a);
        bool falls_due = sn_clock_now_sec() >= a.due_sec;
        if (!more || is_due(&a, fresh || changed || falls_due)) {
            bring_along(&a);
            note_next_due(&a);
        }
        sn_writes_answer_waiting(a.w, !more);
    }
    sn_writer_let_go(a.w->applying);
    return NULL;
}
