#include "http/search_queue.h"

#include "base/clock.h"
#include "base/limits.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define MOST (SN_LIMIT_SEARCHES_WAITING * SN_SEARCH_QUEUE_THREADS)

/* A gate that searches stand at until it is opened. */
typedef struct gate {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    bool open;
    int standing, done, refused;
    int order[MOST + 16]; /* of those that were run */
} gate;

typedef struct asked {
    sn_queued queued;
    gate *gate;
    int number;
    bool stands;
} asked;

static int make(void **state)
{
    static gate g;
    g = (gate){.lock = PTHREAD_MUTEX_INITIALIZER, .moved = PTHREAD_COND_INITIALIZER};
    *state = &g;
    return 0;
}
#define GATED(test) cmocka_unit_test_setup(test, make)

static void run(void *ctx, bool in_time)
{
    asked *a = ctx;
    gate *g = a->gate;
    pthread_mutex_lock(&g->lock);
    g->standing++;
    pthread_cond_broadcast(&g->moved);
    while (in_time && a->stands && !g->open)
        pthread_cond_wait(&g->moved, &g->lock);
    g->standing--;
    if (in_time)
        g->order[g->done++] = a->number;
    else
        g->refused++;
    pthread_cond_broadcast(&g->moved);
    pthread_mutex_unlock(&g->lock);
}

static void push(sn_search_queue *q, gate *g, asked *a, int number, bool stands)
{
    *a = (asked){.gate = g, .number = number, .stands = stands};
    a->queued = (sn_queued){.run = run, .ctx = a};
    sn_search_queue_push(q, &a->queued);
}

static void await(gate *g, const int *counter, int value)
{
    pthread_mutex_lock(&g->lock);
    while (*counter < value)
        pthread_cond_wait(&g->moved, &g->lock);
    pthread_mutex_unlock(&g->lock);
}

static void open_gate(gate *g)
{
    pthread_mutex_lock(&g->lock);
    g->open = true;
    pthread_cond_broadcast(&g->moved);
    pthread_mutex_unlock(&g->lock);
}

static void searches_are_run_in_their_order(void **state)
{
    gate *g = *state;
    asked all[20];
    SN_CLEANUP_PTR(sn_search_queue) sn_search_queue *q = NULL;
    assert_int_equal(sn_search_queue_start(1, &q, NULL), SN_OK);
    for (int i = 0; i < 20; i++) {
        assert_true(sn_search_queue_enter(q));
        push(q, g, &all[i], i, i == 0);
    }
    open_gate(g);
    await(g, &g->done, 20);
    for (int i = 0; i < 20; i++)
        assert_int_equal(g->order[i], i);
}

static void as_many_run_at_once_as_there_are_threads(void **state)
{
    gate *g = *state;
    asked all[3];
    SN_CLEANUP_PTR(sn_search_queue) sn_search_queue *q = NULL;
    assert_int_equal(sn_search_queue_start(3, &q, NULL), SN_OK);
    for (int i = 0; i < 3; i++) {
        assert_true(sn_search_queue_enter(q));
        push(q, g, &all[i], i, true);
    }
    await(g, &g->standing, 3);
    open_gate(g);
    await(g, &g->done, 3);
}

static void a_full_queue_refuses_at_once(void **state)
{
    gate *g = *state;
    static asked all[MOST + 1];
    sn_search_queue_counts counts;
    SN_CLEANUP_PTR(sn_search_queue) sn_search_queue *q = NULL;
    assert_int_equal(sn_search_queue_start(1, &q, NULL), SN_OK);
    assert_true(sn_search_queue_enter(q));
    push(q, g, &all[0], 0, true);
    await(g, &g->standing, 1);
    for (int i = 1; i <= MOST; i++) {
        assert_true(sn_search_queue_enter(q));
        push(q, g, &all[i], i, false);
    }
    assert_false(sn_search_queue_enter(q));
    sn_search_queue_count(q, &counts);
    assert_int_equal(counts.waiting, MOST);
    assert_int_equal(counts.refused, 1);
    open_gate(g);
    await(g, &g->done, MOST + 1);
    assert_true(sn_search_queue_enter(q));
    push(q, g, &all[0], 0, false);
    await(g, &g->done, MOST + 2);
}

/* Work for so long, of the thread's own time or not. */
static void work(void *ctx, bool in_time)
{
    asked *a = ctx;
    int64_t until_us = sn_clock_monotonic_us() + (int64_t)a->number * 1000;
    while (in_time && sn_clock_monotonic_us() < until_us)
        ;
    run(ctx, in_time);
}

/* Searches of so many milliseconds, one after another. */
static void run_some(sn_search_queue *q, gate *g, int n, int ms)
{
    for (int i = 0; i < n; i++) {
        asked one = {.gate = g, .number = ms};
        int before = g->done;
        one.queued = (sn_queued){.run = work, .ctx = &one};
        assert_true(sn_search_queue_enter(q));
        sn_search_queue_push(q, &one.queued);
        await(g, &g->done, before + 1);
    }
}

static void one_slow_search_turns_nobody_away(void **state)
{
    gate *g = *state;
    asked standing, waiting[8];
    SN_CLEANUP_PTR(sn_search_queue) sn_search_queue *q = NULL;
    assert_int_equal(sn_search_queue_start(1, &q, NULL), SN_OK);
    run_some(q, g, 8, 1);
    run_some(q, g, 1, 2 * SN_LIMIT_SEARCH_WAIT_MS);
    assert_true(sn_search_queue_enter(q));
    push(q, g, &standing, 0, true);
    await(g, &g->standing, 1);
    for (int i = 0; i < 8; i++) {
        assert_true(sn_search_queue_enter(q));
        push(q, g, &waiting[i], 0, false);
    }
    open_gate(g);
    await(g, &g->done, 18);
}

static void behind_slow_searches_fewer_may_wait(void **state)
{
    gate *g = *state;
    static asked standing, waiting[MOST];
    sn_search_queue_counts counts;
    SN_CLEANUP_PTR(sn_search_queue) sn_search_queue *q = NULL;
    assert_int_equal(sn_search_queue_start(1, &q, NULL), SN_OK);
    run_some(q, g, 8, 60);
    assert_true(sn_search_queue_enter(q));
    push(q, g, &standing, 0, true);
    await(g, &g->standing, 1);
    sn_search_queue_count(q, &counts);
    assert_true(counts.mean_us >= 30000);
    int64_t most = (int64_t)SN_LIMIT_SEARCH_WAIT_MS * 1000 / counts.mean_us + 1;
    int n = 0;
    while (sn_search_queue_enter(q))
        push(q, g, &waiting[n++], 0, false);
    assert_int_equal(n, most);
    open_gate(g);
    await(g, &g->done, 9 + n);
}

static void who_waited_too_long_is_refused_though_no_thread_is_free(void **state)
{
    gate *g = *state;
    asked standing, waiting;
    SN_CLEANUP_PTR(sn_search_queue) sn_search_queue *q = NULL;
    assert_int_equal(sn_search_queue_start(1, &q, NULL), SN_OK);
    assert_true(sn_search_queue_enter(q));
    push(q, g, &standing, 0, true);
    await(g, &g->standing, 1);
    assert_true(sn_search_queue_enter(q));
    push(q, g, &waiting, 1, false);
    sn_search_queue_sweep(q);
    assert_int_equal(g->refused, 0);
    int64_t late_us = sn_clock_monotonic_us() + (int64_t)SN_LIMIT_SEARCH_WAIT_MS * 2000 + 1000;
    while (sn_clock_monotonic_us() < late_us)
        ;
    sn_search_queue_sweep(q);
    assert_int_equal(g->refused, 1);
    open_gate(g);
    await(g, &g->done, 1);
}

static void who_waits_at_the_end_is_answered(void **state)
{
    gate *g = *state;
    asked standing, waiting;
    SN_CLEANUP_PTR(sn_search_queue) sn_search_queue *q = NULL;
    assert_int_equal(sn_search_queue_start(1, &q, NULL), SN_OK);
    assert_true(sn_search_queue_enter(q));
    push(q, g, &standing, 0, false);
    await(g, &g->done, 1);
    assert_true(sn_search_queue_enter(q));
    push(q, g, &waiting, 1, false);
    sn_search_queue_stop(q);
    assert_int_equal(g->done + g->refused, 2);
    assert_false(sn_search_queue_enter(q));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        GATED(searches_are_run_in_their_order),
        GATED(as_many_run_at_once_as_there_are_threads),
        GATED(a_full_queue_refuses_at_once),
        GATED(one_slow_search_turns_nobody_away),
        GATED(behind_slow_searches_fewer_may_wait),
        GATED(who_waited_too_long_is_refused_though_no_thread_is_free),
        GATED(who_waits_at_the_end_is_answered),
    };
    return cmocka_run_group_tests_name("http/search_queue", tests, NULL, NULL);
}
