#include "http/search_queue.h"

#include "base/clock.h"
#include "base/limits.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* The mean follows an eighth of the way: a burst of costly searches is noticed after a few of them. */
#define MEAN_SHARE 8
/* What one counts for at most: so many times the mean, and a little for the first of all. */
#define STRAY_TIMES 4
#define STRAY_US    20000

struct sn_search_queue {
    pthread_mutex_t lock; /* of all that follows but the threads */
    pthread_cond_t pushed;
    sn_queued *first, *last;
    size_t n_entered; /* places taken: pushed or about to be, not begun */
    bool stopping;
    sn_search_queue_counts counts;
    size_t n_threads;
    size_t n_running; /* of them, not joined */
    pthread_t threads[];
};

static bool is_late(const sn_queued *queued, int64_t now_us)
{
    return now_us - queued->since_us > (int64_t)SN_LIMIT_SEARCH_WAIT_MS * 2000;
}

/* Under the lock, with one in the queue. */
static sn_queued *pop(sn_search_queue *q)
{
    sn_queued *queued = q->first;
    q->first = queued->next;
    if (q->first == NULL)
        q->last = NULL;
    q->n_entered--;
    if (q->stopping && q->n_entered == 0)
        pthread_cond_broadcast(&q->pushed);
    return queued;
}

/* One that took far longer than the others says little of those that come: by itself it must not turn away who would hardly
 * wait. Several do: the most that counts grows with the mean. */
static void note_time(sn_search_queue *q, int64_t took_us)
{
    int64_t most_us = STRAY_TIMES * q->counts.mean_us + STRAY_US;
    if (took_us > most_us)
        took_us = most_us;
    q->counts.mean_us += (took_us - q->counts.mean_us) / MEAN_SHARE;
}

static void *work(void *queue)
{
    sn_search_queue *q = queue;
    pthread_mutex_lock(&q->lock);
    for (;;) {
        /* A place that is taken will be used, stopping or not. */
        while (q->first == NULL && !(q->stopping && q->n_entered == 0))
            pthread_cond_wait(&q->pushed, &q->lock);
        if (q->first == NULL)
            break;
        sn_queued *queued = pop(q);
        int64_t since_us = sn_clock_monotonic_us();
        bool in_time = !q->stopping && !is_late(queued, since_us), is_long = queued->is_long;
        *(in_time ? &q->counts.run : &q->counts.refused) += 1;
        pthread_mutex_unlock(&q->lock);
        queued->run(queued->ctx, in_time); /* gone after this */
        pthread_mutex_lock(&q->lock);
        if (in_time && !is_long)
            note_time(q, sn_clock_monotonic_us() - since_us);
    }
    pthread_mutex_unlock(&q->lock);
    return NULL;
}

sn_status sn_search_queue_start(size_t threads, sn_search_queue **out, sn_error *err)
{
    sn_search_queue *q = calloc(1, sizeof *q + threads * sizeof q->threads[0]);
    if (q == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory");
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->pushed, NULL);
    q->n_threads = threads;
    for (; q->n_running < threads; q->n_running++) {
        int code = pthread_create(&q->threads[q->n_running], NULL, work, q);
        if (code != 0) {
            sn_search_queue_destroy(q);
            return sn_fail(err, SN_EIO, "no thread: %s", strerror(code));
        }
    }
    *out = q;
    return SN_OK;
}

void sn_search_queue_stop(sn_search_queue *q)
{
    if (q == NULL)
        return;
    pthread_mutex_lock(&q->lock);
    q->stopping = true;
    pthread_cond_broadcast(&q->pushed);
    pthread_mutex_unlock(&q->lock);
    for (; q->n_running > 0; q->n_running--)
        pthread_join(q->threads[q->n_running - 1], NULL);
}

void sn_search_queue_destroy(sn_search_queue *q)
{
    if (q == NULL)
        return;
    sn_search_queue_stop(q);
    pthread_cond_destroy(&q->pushed);
    pthread_mutex_destroy(&q->lock);
    free(q);
}

bool sn_search_queue_enter(sn_search_queue *q)
{
    pthread_mutex_lock(&q->lock);
    int64_t wait_us = (int64_t)q->n_entered * q->counts.mean_us / (int64_t)q->n_threads;
    size_t counted =
        q->n_threads > SN_SEARCH_QUEUE_THREADS ? q->n_threads : SN_SEARCH_QUEUE_THREADS;
    bool enters = !q->stopping && q->n_entered < counted * SN_LIMIT_SEARCHES_WAITING &&
                  wait_us <= (int64_t)SN_LIMIT_SEARCH_WAIT_MS * 1000;
    q->n_entered += enters;
    q->counts.refused += !enters;
    pthread_mutex_unlock(&q->lock);
    return enters;
}

void sn_search_queue_push(sn_search_queue *q, sn_queued *queued)
{
    queued->next = NULL;
    queued->since_us = sn_clock_monotonic_us();
    pthread_mutex_lock(&q->lock);
    if (q->last != NULL)
        q->last->next = queued;
    else
        q->first = queued;
    q->last = queued;
    pthread_cond_signal(&q->pushed);
    pthread_mutex_unlock(&q->lock);
}

void sn_search_queue_sweep(sn_search_queue *q)
{
    int64_t now_us = sn_clock_monotonic_us();
    pthread_mutex_lock(&q->lock);
    while (q->first != NULL && is_late(q->first, now_us)) {
        sn_queued *queued = pop(q);
        q->counts.refused++;
        pthread_mutex_unlock(&q->lock);
        queued->run(queued->ctx, false);
        pthread_mutex_lock(&q->lock);
    }
    pthread_mutex_unlock(&q->lock);
}

void sn_search_queue_count(sn_search_queue *q, sn_search_queue_counts *out)
{
    pthread_mutex_lock(&q->lock);
    *out = q->counts;
    out->waiting = q->n_entered;
    pthread_mutex_unlock(&q->lock);
}
