#include "query/hints.h"

#include "base/clock.h"
#include "layout/index_dir.h"
#include "query/engine.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define REST 10 /* builds a thread could have made in the time it rests after one */

/* A hint, counted under the lock. */
typedef struct entry {
    sn_hint shown; /* first, so that what is shown is the entry */
    uint64_t round;
    size_t users;
} entry;

struct sn_hints {
    const char *dir;
    pthread_mutex_t lock; /* of what is below */
    pthread_cond_t moved; /* the index moved on, or it is time to stop; on the monotonic clock */
    entry *now[SN_HINT_KINDS];
    uint64_t round; /* of sn_hints_renew() */
    bool is_wanted, has_thread, is_stopping;
    pthread_t thread;
};

static void destroy_entry(entry *e)
{
    sn_word_list_done(&e->shown.words);
    sn_completions_done(&e->shown.completions);
    free(e);
}

/* Under the lock. */
static void give_back(entry *e)
{
    if (e != NULL && --e->users == 0)
        destroy_entry(e);
}

static sn_status fill(sn_hint_kind kind, const char *dir, sn_xap_db *db, sn_hint *out,
                      sn_error *err)
{
    out->kind = kind;
    return kind == SN_HINT_WORDS
               ? sn_word_list_build(db, &out->words, err)
               : sn_completions_build(dir, db, out->applied, &out->completions, err);
}

/* From the last commit, on a handle of its own: the searchers' may be held by others. */
static sn_status build(sn_hint_kind kind, const char *dir, entry **out, sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
    int64_t begin = sn_clock_monotonic_us();
    entry *e = calloc(1, sizeof *e);
    if (e == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    sn_status s = sn_snapshot_open_last(dir, &db, &e->shown.generation, &e->shown.applied, err);
    if (s == SN_OK)
        s = fill(kind, dir, db, &e->shown, err);
    if (s != SN_OK) {
        destroy_entry(e);
        return s;
    }
    e->users = 1;
    e->shown.build_us = sn_clock_monotonic_us() - begin;
    *out = e;
    return SN_OK;
}

/* Under the lock. */
static void publish(sn_hints *h, sn_hint_kind kind, entry *e, uint64_t round)
{
    give_back(h->now[kind]);
    e->round = round;
    h->now[kind] = e;
}

/* Of this commit, or of one that the searcher has not seen yet. */
static bool is_of(const entry *e, uint64_t round, const sn_snapshot *snapshot)
{
    return e != NULL && e->round == round && e->shown.applied >= snapshot->applied &&
           e->shown.generation == snapshot->manifest.generation;
}

sn_status sn_hints_create(const char *dir, sn_hints **out, sn_error *err)
{
    pthread_condattr_t monotonic;
    sn_hints *h = calloc(1, sizeof *h);
    if (h == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    h->dir = dir;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&h->lock, NULL);
    pthread_cond_init(&h->moved, &monotonic);
    pthread_condattr_destroy(&monotonic);
    *out = h;
    return SN_OK;
}

void sn_hints_destroy(sn_hints *h)
{
    if (h == NULL)
        return;
    pthread_mutex_lock(&h->lock);
    h->is_stopping = true;
    pthread_cond_signal(&h->moved);
    pthread_mutex_unlock(&h->lock);
    if (h->has_thread)
        pthread_join(h->thread, NULL);
    for (int kind = 0; kind < SN_HINT_KINDS; kind++)
        give_back(h->now[kind]);
    pthread_cond_destroy(&h->moved);
    pthread_mutex_destroy(&h->lock);
    free(h);
}

/* ---- the thread ------------------------------------------------------------------------------ */

/* A commit that goes away under the walk is left for the next round. */
static sn_status build_all(sn_hints *h, uint64_t round)
{
    sn_status s = SN_OK;
    for (int kind = 0; kind < SN_HINT_KINDS && s == SN_OK; kind++) {
        entry *e = NULL;
        s = build((sn_hint_kind)kind, h->dir, &e, NULL);
        if (s != SN_OK)
            return s;
        pthread_mutex_lock(&h->lock);
        publish(h, (sn_hint_kind)kind, e, round);
        bool is_stopping = h->is_stopping;
        pthread_mutex_unlock(&h->lock);
        if (is_stopping)
            return SN_OK;
    }
    return s;
}

/* Under the lock: wait until `until` (monotonic), whatever is wanted meanwhile. */
static void rest(sn_hints *h, int64_t until_us)
{
    struct timespec until = {.tv_sec = until_us / 1000000, .tv_nsec = until_us % 1000000 * 1000};
    int timed_out = 0;
    while (!h->is_stopping && timed_out == 0)
        timed_out = pthread_cond_timedwait(&h->moved, &h->lock, &until);
}

static void *run(void *ctx)
{
    sn_hints *h = ctx;
    pthread_mutex_lock(&h->lock);
    while (!h->is_stopping) {
        if (!h->is_wanted) {
            pthread_cond_wait(&h->moved, &h->lock);
            continue;
        }
        h->is_wanted = false;
        uint64_t round = h->round;
        pthread_mutex_unlock(&h->lock);
        int64_t begin = sn_clock_monotonic_us();
        sn_status s = build_all(h, round);
        int64_t end = sn_clock_monotonic_us();
        pthread_mutex_lock(&h->lock);
        h->is_wanted = h->is_wanted || s == SN_ESTALE;
        rest(h, end + REST * (end - begin));
    }
    pthread_mutex_unlock(&h->lock);
    return NULL;
}

sn_status sn_hints_start(sn_hints *h, sn_error *err)
{
    h->is_wanted = true;
    if (pthread_create(&h->thread, NULL, run, h) != 0)
        return sn_fail(err, SN_ENOMEM, "no thread for word lists");
    h->has_thread = true;
    return SN_OK;
}

/* ---- the searchers ---------------------------------------------------------------------------- */

void sn_hints_renew(sn_hints *h)
{
    pthread_mutex_lock(&h->lock);
    h->round++;
    h->is_wanted = true;
    pthread_cond_signal(&h->moved);
    pthread_mutex_unlock(&h->lock);
}

/* Under the lock, which others wait for meanwhile: who has no thread has few of them. */
static sn_status build_here(sn_hints *h, sn_hint_kind kind, sn_error *err)
{
    entry *e = NULL;
    sn_status s = build(kind, h->dir, &e, err);
    if (s == SN_OK)
        publish(h, kind, e, h->round);
    return s;
}

sn_status sn_hints_take(sn_hints *h, sn_hint_kind kind, const sn_snapshot *snapshot,
                        const sn_hint **out, sn_error *err)
{
    sn_status s = SN_OK;
    pthread_mutex_lock(&h->lock);
    if (!is_of(h->now[kind], h->round, snapshot)) {
        if (!h->has_thread) {
            s = build_here(h, kind, err);
        } else if (!h->is_wanted) {
            h->is_wanted = true;
            pthread_cond_signal(&h->moved);
        }
    }
    if (s == SN_OK) {
        entry *e = h->now[kind];
        if (e != NULL)
            e->users++;
        *out = e != NULL ? &e->shown : NULL;
    }
    pthread_mutex_unlock(&h->lock);
    return s;
}

void sn_hint_give_back(sn_hints *h, const sn_hint *hint)
{
    if (hint == NULL)
        return;
    pthread_mutex_lock(&h->lock);
    give_back((entry *)(uintptr_t)hint); /* counted here only */
    pthread_mutex_unlock(&h->lock);
}
