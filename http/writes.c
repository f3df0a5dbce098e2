#include "http/writes.h"

#include "base/clock.h"
#include "http/writes_internal.h"

#include <stdlib.h>
#include <string.h>

static sn_status open_writers(sn_writes *w, const char *dir, bool create, sn_error *err)
{
    sn_writer_opts opts = {.create = create, .program = "sarnakh-httpd"};
    sn_status s = sn_writer_open(dir, &opts, &w->storing, err);
    opts.create = false;
    return s == SN_OK ? sn_writer_open(dir, &opts, &w->applying, err) : s;
}

static void init_locks(sn_writes *w)
{
    pthread_condattr_t attr;
    pthread_mutex_init(&w->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&w->queued, &attr);
    pthread_cond_init(&w->stored, &attr);
    pthread_condattr_destroy(&attr);
}

sn_status sn_writes_open(const char *dir, bool create, const sn_log *log, sn_writes **out,
                         sn_error *err)
{
    sn_writes *w = calloc(1, sizeof *w);
    if (w == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory");
    w->log = log;
    init_locks(w);
    sn_status s = open_writers(w, dir, create, err);
    if (s != SN_OK) {
        sn_writes_close(w);
        return s;
    }
    *out = w;
    return SN_OK;
}

static sn_status start_thread(pthread_t *thread, void *(*run)(void *), sn_writes *w, sn_error *err)
{
    int code = pthread_create(thread, NULL, run, w);
    return code == 0 ? SN_OK : sn_fail(err, SN_EIO, "no thread: %s", strerror(code));
}

sn_status sn_writes_start(sn_writes *w, sn_engine *engine, sn_error *err)
{
    w->engine = engine;
    sn_status s = sn_searcher_create(engine, &w->probe, err);
    if (s == SN_OK)
        s = start_thread(&w->store_thread, sn_store_run, w, err);
    if (s != SN_OK)
        return s;
    s = start_thread(&w->apply_thread, sn_apply_run, w, err);
    w->started = s == SN_OK;
    if (s != SN_OK) {
        pthread_mutex_lock(&w->lock);
        w->stopping = true;
        pthread_cond_signal(&w->queued);
        pthread_mutex_unlock(&w->lock);
        pthread_join(w->store_thread, NULL);
    }
    return s;
}

void sn_writes_stop(sn_writes *w)
{
    if (w == NULL || !w->started)
        return;
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_signal(&w->queued);
    pthread_cond_signal(&w->stored);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->store_thread, NULL);
    pthread_join(w->apply_thread, NULL);
    w->started = false;
    sn_searcher_destroy(w->probe);
    w->probe = NULL;
}

void sn_writes_close(sn_writes *w)
{
    if (w == NULL)
        return;
    sn_writes_stop(w);
    sn_searcher_destroy(w->probe);
    sn_writer_close(w->applying);
    sn_writer_close(w->storing);
    pthread_cond_destroy(&w->stored);
    pthread_cond_destroy(&w->queued);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

bool sn_writes_reserve(sn_writes *w, size_t bytes)
{
    pthread_mutex_lock(&w->lock);
    bool free_place = w->n_queued < SN_LIMIT_WRITE_QUEUE && !w->stopping &&
                      w->queued_bytes + bytes <= SN_LIMIT_WRITE_QUEUE_BYTES;
    if (free_place) {
        w->n_queued++;
        w->queued_bytes += bytes;
    }
    pthread_mutex_unlock(&w->lock);
    return free_place;
}

void sn_writes_release(sn_writes *w, size_t bytes)
{
    pthread_mutex_lock(&w->lock);
    w->n_queued--;
    w->queued_bytes -= bytes;
    pthread_cond_signal(&w->queued);
    pthread_mutex_unlock(&w->lock);
}

void sn_writes_push(sn_writes *w, sn_job *job)
{
    job->next = NULL;
    job->deadline_us = sn_clock_monotonic_us() + (int64_t)SN_LIMIT_WRITE_WAIT_MS * 1000;
    pthread_mutex_lock(&w->lock);
    if (w->last != NULL)
        w->last->next = job;
    else
        w->first = job;
    w->last = job;
    pthread_cond_signal(&w->queued);
    pthread_mutex_unlock(&w->lock);
}

sn_writes_state sn_writes_look(sn_writes *w)
{
    if (w == NULL)
        return (sn_writes_state){0};
    pthread_mutex_lock(&w->lock);
    sn_writes_state state = {
        .queued = w->n_queued, .queued_bytes = w->queued_bytes, .waiting = w->n_waiting};
    pthread_mutex_unlock(&w->lock);
    return state;
}

size_t sn_writes_pending(sn_writes *w)
{
    sn_writes_state state = sn_writes_look(w);
    return state.queued + state.waiting;
}

void sn_writes_watch(sn_writes *w, sn_metrics *metrics)
{
    w->metrics = metrics;
}

static bool is_settled(const sn_writes *w, const sn_job *job, int64_t now_us)
{
    return job->change <= w->applied || w->needs_rebuild || now_us >= job->deadline_us;
}

void sn_writes_answer_waiting(sn_writes *w, bool all)
{
    sn_job *settled = NULL;
    int64_t now_us = sn_clock_monotonic_us();
    pthread_mutex_lock(&w->lock);
    uint64_t applied = w->applied;
    for (sn_job **at = &w->waiting; *at != NULL;) {
        sn_job *job = *at;
        if (!all && !is_settled(w, job, now_us)) {
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
        if (w->metrics != NULL && settled->change <= applied)
            sn_metrics_shown(w->metrics, now_us - settled->accepted_us);
        sn_job_answer(settled, settled->change <= applied);
    }
}

void sn_writes_expire(sn_writes *w)
{
    if (w == NULL)
        return;
    sn_writes_answer_waiting(w, false);
}

void sn_job_answer(sn_job *job, bool visible)
{
    job->visible = visible;
    job->done(job->ctx);
}
