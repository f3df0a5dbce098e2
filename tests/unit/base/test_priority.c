#include "base/priority.h"
#include "tests/unit/base/testing.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct seen {
    int nice, io;
    sn_status status;
} seen;

static void look(seen *s)
{
    s->nice = getpriority(PRIO_PROCESS, 0);
    s->io = (int)syscall(SYS_ioprio_get, 1, 0);
}

/* What a thread has whose starter is as nice as this one. */
static int nicer(void)
{
    int nice = getpriority(PRIO_PROCESS, 0) + 10;
    return nice < 19 ? nice : 19;
}

static sn_status note(void *ctx)
{
    seen *s = ctx;
    look(s);
    return s->status;
}

static void *note_in_thread(void *ctx)
{
    look(ctx);
    return NULL;
}

static sn_status start_thread(void *ctx)
{
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, note_in_thread, ctx), 0);
    pthread_join(thread, NULL);
    return SN_OK;
}

static void work_runs_at_low_priority(void **state)
{
    seen s = {.status = SN_ENOSPACE};
    (void)state;
    assert_int_equal(sn_run_low(note, &s), SN_ENOSPACE); /* and its status is given on */
    assert_int_equal(s.nice, nicer());
    assert_int_equal(s.io >> 13, 3);
}

static void threads_started_by_it_too(void **state)
{
    seen s = {0};
    (void)state;
    assert_int_equal(sn_run_low(start_thread, &s), SN_OK);
    assert_int_equal(s.nice, nicer());
    assert_int_equal(s.io >> 13, 3);
}

static void the_caller_stays_as_it_was(void **state)
{
    seen before, after, s = {0};
    (void)state;
    look(&before);
    assert_int_equal(sn_run_low(note, &s), SN_OK);
    look(&after);
    assert_true(before.nice == after.nice && before.io == after.io);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_runs_at_low_priority),
        cmocka_unit_test(threads_started_by_it_too),
        cmocka_unit_test(the_caller_stays_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
