#include "base/clock.h"
#include "tests/unit/base/testing.h"

#include <time.h>

static void the_time_of_day_is_the_systems(void **state)
{
    (void)state;
    time_t before = time(NULL);
    int64_t now = sn_clock_now_sec();
    /* time(2) reads a coarser clock, which may be a tick behind. */
    assert_true(now >= before && now <= time(NULL) + 1);
}

static void the_other_clock_never_runs_backward(void **state)
{
    (void)state;
    int64_t last = sn_clock_monotonic_us();
    for (int i = 0; i < 100000; i++) {
        int64_t now = sn_clock_monotonic_us();
        assert_true(now >= last);
        last = now;
    }
}

static void it_counts_microseconds(void **state)
{
    (void)state;
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    int64_t us = sn_clock_monotonic_us();
    clock_gettime(CLOCK_MONOTONIC, &after);
    assert_true(us >= before.tv_sec * 1000000LL + before.tv_nsec / 1000);
    assert_true(us <= after.tv_sec * 1000000LL + after.tv_nsec / 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_time_of_day_is_the_systems),
        cmocka_unit_test(the_other_clock_never_runs_backward),
        cmocka_unit_test(it_counts_microseconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
