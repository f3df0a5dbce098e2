/* The store thread: jobs of the queue into the archive, articles of several jobs in one
 * transaction (an fsync costs the same for one article as for a thousand). */
#include "http/writes_internal.h"

#include "base/clock.h"

/* Who the ledger of takedowns names, until clients have names. */
#define WHO "http"

/* Take jobs off the queue that go into one transaction: puts, up to SN_LIMIT_BULK_LINES articles and
 * SN_LIMIT_BULK_BYTES together, or one of another kind. Waits for one; NULL: stopping. */
static sn_job *take_group(sn_writes *w)
{
    pthread_mutex_lock(&w->lock);
    /* A place that is taken is used or given back, stopping or not. */
    while (w->first == NULL && !(w->stopping && w->n_queued == 0))
        pthread_cond_wait(&w->queued, &w->lock);
    sn_job *group = w->first, *end = group;
    size_t articles = group != NULL ? group->n_items : 0, bytes = group != NULL ? group->bytes : 0;
    while (end != NULL && end->kind == SN_JOB_PUT && end->next != NULL &&
           end->next->kind == SN_JOB_PUT && articles + end->next->n_items <= SN_LIMIT_BULK_LINES &&
           bytes + end->next->bytes <= SN_LIMIT_BULK_BYTES) {
        end = end->next;
        articles += end->n_items;
        bytes += end->bytes;
    }
    if (end != NULL) {
        w->first = end->next;
        if (w->first == NULL)
            w->last = NULL;
        end->next = NULL;
    }
    pthread_mutex_unlock(&w->lock);
    return group;
}

static sn_status put_all(sn_archive *archive, sn_job *group, uint64_t *change, sn_error *err)
{
    sn_status s = SN_OK;
    for (sn_job *job = group; job != NULL && s == SN_OK; job = job->next)
        for (size_t i = 0; i < job->n_items && s == SN_OK; i++)
            s = sn_job_item_store(job, &job->items[i], archive, err);
    /* An unchanged article may be one whose change another request still waits for. */
    return s == SN_OK ? sn_archive_last_change(archive, change, err) : s;
}

static sn_status store_puts(sn_writes *w, sn_job *group, sn_error *err)
{
    sn_archive *archive = sn_writer_archive(w->storing);
    uint64_t change = 0;
    sn_status s = sn_archive_begin(archive, err);
    if (s != SN_OK)
        return s;
    s = put_all(archive, group, &change, err);
    if (s == SN_OK)
        s = sn_archive_commit(archive, err);
    else
        sn_archive_rollback(archive);
    for (sn_job *job = group; job != NULL; job = job->next)
        job->change = change;
    return s;
}

static sn_status store_group(sn_writes *w, sn_job *group, sn_error *err)
{
    switch (group->kind) {
    case SN_JOB_PUT:
        return store_puts(w, group, err);
    case SN_JOB_TAKE_DOWN:
        return sn_job_take_down(group, w->storing, WHO, err);
    case SN_JOB_TAKE_DOWN_ALL:
        return sn_job_take_down_all(group, w->storing, WHO, err);
    case SN_JOB_LIFT:
        return sn_archive_lift(sn_writer_archive(w->storing), group->id, WHO, &group->change, err);
    case SN_JOB_SETTINGS:
        return sn_settings_job_store(&group->settings, sn_writer_archive(w->storing), WHO,
                                     &group->change, err);
    }
    return sn_fail(err, SN_EINTERNAL, "no such job");
}

static bool has_accepted(const sn_job *job)
{
    for (size_t i = 0; i < job->n_items; i++)
        if (job->items[i].status == SN_OK)
            return true;
    return job->kind != SN_JOB_PUT;
}

static void free_articles(sn_job *job)
{
    for (size_t i = 0; i < job->n_items; i++)
        sn_article_done(&job->items[i].article);
}

/* The queue has its places back; jobs to be shown wait for the applier. */
static void hand_on(sn_writes *w, sn_job *job)
{
    job->accepted_us = sn_clock_monotonic_us();
    pthread_mutex_lock(&w->lock);
    job->next = w->waiting;
    w->waiting = job;
    w->n_waiting++;
    w->fresh = true;
    pthread_cond_signal(&w->stored);
    pthread_mutex_unlock(&w->lock);
}

static void settle(sn_writes *w, sn_job *job, sn_status status, const sn_error *err)
{
    job->status = status;
    job->err = *err;
    free_articles(job);
    sn_writes_release(w, job->bytes);
    /* A takedown is in force before the index has heard of it. */
    bool is_takedown = job->kind == SN_JOB_TAKE_DOWN || job->kind == SN_JOB_TAKE_DOWN_ALL;
    if (status != SN_OK || is_takedown || !has_accepted(job))
        sn_job_answer(job, true);
    else
        hand_on(w, job);
}

void *sn_store_run(void *writes)
{
    sn_writes *w = writes;
    for (sn_job *group = take_group(w); group != NULL; group = take_group(w)) {
        sn_error err = {0};
        sn_status s = store_group(w, group, &err);
        if (s != SN_OK && !sn_status_is_refusal(s))
            sn_log_line(w->log, SN_LOG_ERROR, "not_stored", "status=%s reason=\"%s\"",
                        sn_status_name(s), err.msg);
        for (sn_job *job = group, *next; job != NULL; job = next) {
            next = job->next;
            settle(w, job, s, &err);
        }
    }
    pthread_mutex_lock(&w->lock);
    w->store_ended = true;
    pthread_cond_signal(&w->stored);
    pthread_mutex_unlock(&w->lock);
    return NULL;
}
