#include "archive/number.h"
#include "archive/number_runs.h"
#include "base/clock.h"
#include "tests/unit/archive/helper.h"

#include <stdio.h>
#include <string.h>

static const struct number_case {
    const char *name;
    int64_t minute;
    uint32_t number;
} numbers[] = {
    {"the last minute there is", SN_NUMBER_LAST_MINUTE, 1},
    {"a minute before", SN_NUMBER_LAST_MINUTE - 1, 9},
    {"1970", 0, 546992641},
    {"a minute before 1970", -1, 546992649},
    {"the first minute there is", SN_NUMBER_FIRST_MINUTE, SN_NUMBER_DATED_LAST - 7},
};

static void numbers_count_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        print_message("  case: %s\n", numbers[i].name);
        assert_int_equal(sn_number_of_minute(numbers[i].minute), numbers[i].number);
        for (uint32_t slot = 0; slot < SN_NUMBER_SLOTS; slot++)
            assert_true(sn_minute_of_number(numbers[i].number + slot) == numbers[i].minute);
    }
    assert_int_equal(sn_number_of_minute(SN_NUMBER_LAST_MINUTE + 1), 1);
    assert_int_equal(sn_number_of_minute(INT64_MIN), SN_NUMBER_DATED_LAST - 7);
    assert_true(sn_minute_of_number(SN_NUMBER_DATED_LAST) == SN_NUMBER_FIRST_MINUTE);
    assert_true(sn_minute_of_second(59) == 0 && sn_minute_of_second(-1) == -1 &&
                sn_minute_of_second(-60) == -1 && sn_minute_of_second(-61) == -2);
}

static void runs_grow_together(void **state)
{
    sn_number_runs runs = {.n = 0};
    (void)state;
    sn_number_runs_add(&runs, 10, 20);
    sn_number_runs_add(&runs, 30, 40);
    assert_int_equal(sn_number_runs_skip(&runs, 9), 9);
    assert_int_equal(sn_number_runs_skip(&runs, 10), 20);
    assert_int_equal(sn_number_runs_skip(&runs, 19), 20);
    assert_int_equal(sn_number_runs_skip(&runs, 20), 20);
    sn_number_runs_add(&runs, 20, 30);
    assert_int_equal(runs.n, 1);
    assert_int_equal(sn_number_runs_skip(&runs, 10), 40);
    sn_number_runs_add(&runs, 1, 3);
    assert_true(runs.n == 2 && runs.at[0].first == 1);
}

static void the_shortest_run_is_forgotten(void **state)
{
    sn_number_runs runs = {.n = 0};
    (void)state;
    for (uint32_t i = 0; i < SN_NUMBER_RUNS_MAX; i++)
        sn_number_runs_add(&runs, i * 1000, i * 1000 + 20 + i);
    sn_number_runs_add(&runs, 500000, 500100);
    assert_int_equal(runs.n, SN_NUMBER_RUNS_MAX);
    assert_int_equal(sn_number_runs_skip(&runs, 0), 0);
    assert_int_equal(sn_number_runs_skip(&runs, 1000), 1021);
    assert_int_equal(sn_number_runs_skip(&runs, 500000), 500100);
}

static uint32_t spill_of(sn_archive *a)
{
    uint32_t minutes = 0;
    assert_int_equal(sn_archive_max_spill(a, &minutes, NULL), SN_OK);
    return minutes;
}

static void put_many(sn_archive *a, const char *prefix, const char *date, int n)
{
    char id[64], rest[64];
    assert_int_equal(sn_archive_begin(a, NULL), SN_OK);
    for (int i = 0; i < n; i++) {
        snprintf(id, sizeof id, "%s%d", prefix, i);
        snprintf(rest, sizeof rest, ",\"published_at\":\"%s\"", date);
        put_ok(a, id, "t", rest, SN_PUT_CREATED);
    }
    assert_int_equal(sn_archive_commit(a, NULL), SN_OK);
}

static void a_crowd_spills_to_older_minutes(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(((place *)*state)->dir);
    int64_t minute = 1630057260 / 60, begin_us = sn_clock_monotonic_us();
    uint32_t first = sn_number_of_minute(minute);
    put_many(a, "first", "2021-08-27T09:41Z", 3000);
    /* Eight to a minute: the last is 3000 / 8 - 1 minutes older. */
    assert_int_equal(docid_of(a, "first0"), first);
    assert_int_equal(docid_of(a, "first7"), first + 7);
    assert_int_equal(docid_of(a, "first2999"), first + 2999);
    assert_int_equal(spill_of(a), 374);
    /* A minute in the middle of the crowd goes behind it; one before it is not touched by it. */
    put_many(a, "older", "2021-08-27T08:41Z", 2);
    assert_int_equal(docid_of(a, "older1"), first + 3001);
    put_many(a, "newer", "2021-08-27T09:42Z", 1);
    assert_int_equal(docid_of(a, "newer0"), first - 8);
    /* A handle that has not seen the crowd steps over it too. */
    a = archive_reopen(a, ((place *)*state)->dir);
    put_many(a, "again", "2021-08-27T09:41Z", 100);
    assert_int_equal(docid_of(a, "again99"), first + 3101);
    assert_true(sn_clock_monotonic_us() - begin_us < 20000000);
}

static void a_rolled_back_crowd_leaves_no_trace(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(((place *)*state)->dir);
    char id[64];
    assert_int_equal(sn_archive_begin(a, NULL), SN_OK);
    for (int i = 0; i < 100; i++) {
        snprintf(id, sizeof id, "a%d", i);
        put_ok(a, id, "t", ",\"published_at\":\"2021-08-27T09:41Z\"", SN_PUT_CREATED);
    }
    sn_archive_rollback(a);
    assert_int_equal(spill_of(a), 0);
    put_ok(a, "b", "t", ",\"published_at\":\"2021-08-27T09:41Z\"", SN_PUT_CREATED);
    assert_int_equal(docid_of(a, "b"), sn_number_of_minute(1630057260 / 60));
}

static void a_day_is_spread(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(((place *)*state)->dir);
    int64_t begin = 1630006200 / 60; /* 2021-08-27T00:00 in Tehran */
    unsigned hours[24] = {0};
    put_many(a, "a", "2021-08-27", 480);
    for (int i = 0; i < 480; i++) {
        char id[64];
        snprintf(id, sizeof id, "a%d", i);
        int64_t minute = sn_minute_of_number(docid_of(a, id)) - begin;
        assert_true(minute >= 0 && minute < 1440);
        hours[minute / 60]++;
    }
    for (size_t i = 0; i < 24; i++)
        assert_true(hours[i] > 0 && hours[i] < 60);
    assert_true(spill_of(a) > 1200 && spill_of(a) < 1440);
}

static void a_far_future_is_now(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(((place *)*state)->dir);
    put_ok(a, "far", "t", ",\"published_at\":\"2090-01-01T00:00Z\"", SN_PUT_CREATED);
    put_ok(a, "far-day", "t", ",\"published_at\":\"2090-01-01\"", SN_PUT_CREATED);
    put_ok(a, "tomorrow", "t", ",\"published_at\":1756080000", SN_PUT_CREATED);
    put_ok(a, "now", "t", ",\"published_at\":1756000000", SN_PUT_CREATED);
    uint32_t now = sn_number_of_minute(NOW_SEC / 60);
    assert_int_equal(docid_of(a, "far"), now);
    assert_int_equal(docid_of(a, "far-day"), now + 1);
    assert_int_equal(docid_of(a, "now"), now + 2);
    assert_true(docid_of(a, "tomorrow") == sn_number_of_minute(1756080000 / 60));
    assert_int_equal(spill_of(a), 0);
    expect_state(a, "far", SN_ARTICLE_LIVE, "2090-01-01T00:00Z");
    /* The number stays as long as the date does. */
    put_ok(a, "far", "u", ",\"published_at\":\"2090-01-01T00:00Z\"", SN_PUT_UPDATED);
    assert_int_equal(docid_of(a, "far"), now);
}

static void the_first_minute_has_no_older_one(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(((place *)*state)->dir);
    sn_put_result result;
    sn_error err = {0};
    put_many(a, "a", "1900-01-01T00:00Z", 8);
    assert_int_equal(docid_of(a, "a7"), SN_NUMBER_DATED_LAST);
    assert_fails(put(a, "b", "t", ",\"published_at\":\"1900-01-01T00:00Z\"", &result, &err),
                 SN_ELIMIT, &err, "no document number is left");
    expect_unknown(a, "b");
    put_ok(a, "c", "t", "", SN_PUT_CREATED);
    assert_int_equal(docid_of(a, "c"), SN_NUMBER_DATED_LAST + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_count_down),
        cmocka_unit_test(runs_grow_together),
        cmocka_unit_test(the_shortest_run_is_forgotten),
        PLACED(a_crowd_spills_to_older_minutes),
        PLACED(a_rolled_back_crowd_leaves_no_trace),
        PLACED(a_day_is_spread),
        PLACED(a_far_future_is_now),
        PLACED(the_first_minute_has_no_older_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
