#include "http/watch/behind.h"

#include "tests/unit/base/testing.h"

/* One look a row, at `at` seconds; then searches lack a change since `since`, -1: none. */
typedef struct look {
    uint64_t accepted, applied;
    int64_t at, since;
} look;

static void expect(const look *looks, size_t n)
{
    sn_behind b = {.n = 0};
    for (size_t i = 0; i < n; i++) {
        sn_behind_look(&b, looks[i].accepted, looks[i].applied, looks[i].at * 1000000);
        int64_t since_us = looks[i].since < 0 ? INT64_MAX : looks[i].since * 1000000;
        if (sn_behind_since_us(&b) != since_us)
            fail_msg("look %zu: %lld", i, (long long)sn_behind_since_us(&b));
    }
}

static void nothing_is_lacking_at_first(void **state)
{
    (void)state;
    const sn_behind b = {.n = 0};
    assert_int_equal(sn_behind_since_us(&b), INT64_MAX);
}

static void the_oldest_change_that_is_lacking_counts(void **state)
{
    (void)state;
    static const look looks[] = {
        {0, 0, 1, -1},    {5, 5, 2, -1},   {6, 5, 3, 3},    {6, 5, 4, 3},
        {9, 5, 5, 3},     {9, 6, 6, 5},    {9, 8, 7, 5},    {9, 9, 8, -1},
        {12, 9, 9, 9},    {12, 12, 9, -1}, {12, 13, 9, -1}, /* applied is looked at later */
        {14, 12, 11, 11}, {3, 3, 12, -1}, /* another archive: nobody waits for 14 */
        {15, 14, 13, 13}, {15, 20, 14, -1}};
    expect(looks, COUNT_OF(looks));
}

static void who_is_always_a_moment_behind_is_no_more_than_that(void **state)
{
    (void)state;
    sn_behind b = {.n = 0};
    for (int64_t at = 2; at < 1000; at++) {
        sn_behind_look(&b, (uint64_t)at * 10, (uint64_t)at * 10 - 15, at * 1000000);
        assert_int_equal(sn_behind_since_us(&b), (at == 2 ? at : at - 1) * 1000000);
    }
}

/* Many more looks than marks: never later than it was, and not much earlier. */
static void marks_are_put_together_for_want_of_room(void **state)
{
    (void)state;
    sn_behind b = {.n = 0};
    const int64_t n = 100 * SN_BEHIND_MARKS;
    for (int64_t at = 1; at <= n; at++) {
        sn_behind_look(&b, (uint64_t)at, 0, at);
        assert_true(b.n <= SN_BEHIND_MARKS);
    }
    assert_int_equal(sn_behind_since_us(&b), 1);
    for (int64_t applied = 1; applied < n; applied++) {
        sn_behind_look(&b, (uint64_t)n, (uint64_t)applied, n);
        int64_t since = sn_behind_since_us(&b);
        assert_true(since <= applied + 1 && since > applied - n / 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_lacking_at_first),
        cmocka_unit_test(the_oldest_change_that_is_lacking_counts),
        cmocka_unit_test(who_is_always_a_moment_behind_is_no_more_than_that),
        cmocka_unit_test(marks_are_put_together_for_want_of_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
