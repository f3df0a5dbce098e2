#include "tests/unit/query/shelf.h"

#include "base/clock.h"
#include "query/suggest.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

#define PATIENCE_US (20 * 1000000LL) /* a thread has been forgotten if it takes longer */

static size_t count(sn_searcher *s, const char *q, bool *is_ready)
{
    sn_error err = {0};
    sn_problem problem = {0};
    sn_suggest_request r;
    SN_CLEANUP(sn_suggestions) sn_suggestions all = {0};
    sn_suggest_request_init(&r);
    assert_int_equal(sn_suggest_request_set(&r, SN_STR("q"), sn_str_of(q), &problem), SN_OK);
    sn_status status = SN_ESTALE;
    for (int i = 0; i < 100 && status == SN_ESTALE; i++) {
        status = sn_searcher_refresh(s, i > 0, &err);
        if (status == SN_OK)
            status = sn_suggest(s, &r, &all, &err);
    }
    assert_ok(status, &err);
    if (is_ready != NULL)
        *is_ready = all.is_ready;
    return all.n;
}

/* Asked again until it is so. */
static bool comes(sn_searcher *s, const char *q, size_t wanted)
{
    int64_t until = sn_clock_monotonic_us() + PATIENCE_US;
    while (count(s, q, NULL) != wanted) {
        if (sn_clock_monotonic_us() > until)
            return false;
        sched_yield();
    }
    return true;
}

static void put(shelf *s, int number)
{
    char json[128];
    snprintf(json, sizeof json, "{\"id\":\"h%d\",\"title\":\"کتاب %d\"}", number, number);
    shelf_put(s, json, 0);
    shelf_commit(s);
}

static void a_request_builds_what_it_needs_without_a_thread(void **state)
{
    shelf *s = *state;
    bool is_ready = false;
    put(s, 1);
    assert_int_equal(count(s->searcher, "کتا", &is_ready), 1);
    assert_true(is_ready);
    put(s, 2);
    assert_int_equal(count(s->searcher, "کتا", NULL), 2);
}

static void a_thread_follows_the_index(void **state)
{
    shelf *s = *state;
    sn_error err = {0};
    put(s, 1);
    assert_ok(sn_engine_hint_in_background(s->engine, &err), &err);
    assert_true(comes(s->searcher, "کتا", 1));
    put(s, 2);
    assert_true(comes(s->searcher, "کتا", 2));
    shelf_generation(s);
    put(s, 3);
    shelf_switch(s);
    assert_true(comes(s->searcher, "کتا", 1));
}

static void an_empty_index_is_waited_for(void **state)
{
    shelf *s = *state;
    sn_error err = {0};
    assert_ok(sn_engine_hint_in_background(s->engine, &err), &err);
    assert_int_equal(count(s->searcher, "کتا", NULL), 0);
    put(s, 1);
    assert_true(comes(s->searcher, "کتا", 1));
}

typedef struct asking {
    sn_engine *engine;
    atomic_bool is_over;
    atomic_size_t asked;
} asking;

static void *ask_on(void *ctx)
{
    asking *a = ctx;
    sn_searcher *s;
    if (sn_searcher_create(a->engine, &s, NULL) != SN_OK)
        return NULL;
    while (!atomic_load(&a->is_over)) {
        count(s, "کت", NULL);
        atomic_fetch_add(&a->asked, 1);
    }
    sn_searcher_destroy(s);
    return NULL;
}

static void many_ask_while_it_is_built_again(void **state)
{
    shelf *s = *state;
    sn_error err = {0};
    pthread_t threads[3];
    asking a = {.engine = s->engine};
    assert_ok(sn_engine_hint_in_background(s->engine, &err), &err);
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_on, &a), 0);
    for (int i = 0; i < 20; i++) {
        put(s, i);
        if (i % 5 == 0)
            assert_ok(sn_engine_reload(s->engine, &err), &err);
    }
    assert_true(comes(s->searcher, "کتاب 1", 10)); /* of 1 and 10 to 19 */
    atomic_store(&a.is_over, true);
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        pthread_join(threads[i], NULL);
    assert_true(atomic_load(&a.asked) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHELVED(a_request_builds_what_it_needs_without_a_thread),
        SHELVED(a_thread_follows_the_index),
        SHELVED(an_empty_index_is_waited_for),
        SHELVED(many_ask_while_it_is_built_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
