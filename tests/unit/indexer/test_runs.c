/* How far a run is, as one line that another process reads. */
#include "indexer/apply/runs.h"

#include "layout/lock.h"
#include "tests/unit/base/testing.h"

#include <string.h>
#include <unistd.h>

static void progress_is_read_as_it_was_written(void **state)
{
    const place *p = *state;
    sn_run_progress now = {"rebuilding", 12000, 62716, 1900}, seen = {.done = 1};
    assert_false(sn_run_progress_read(place_path(p, ""), "rebuild", &seen));
    assert_int_equal(seen.done, 1);
    sn_run_progress_write(place_path(p, ""), "rebuild", &now);
    assert_true(sn_run_progress_read(place_path(p, ""), "rebuild", &seen));
    assert_memory_equal(&seen, &now, sizeof seen);
    assert_false(sn_run_progress_read(place_path(p, ""), "backup", &seen));
    sn_run_progress_remove(place_path(p, ""), "rebuild");
    assert_false(sn_run_progress_read(place_path(p, ""), "rebuild", &seen));
    sn_run_progress_write("/nowhere/at/all", "rebuild", &now); /* nobody minds */
}

static void what_is_no_progress_is_none(void **state)
{
    static const char *const bad[] = {"",
                                      "1 2 3",
                                      "1 2 3 ",
                                      "-1 2 3 x",
                                      "1 2 3 X",
                                      "1  2 3 x",
                                      "1 2 3 a/b",
                                      "1 2 3 a\nb",
                                      "99999999999999999999 2 3 x",
                                      "1 2 3 abcdefghijklmnopqrstuvwxyzabcdef"};
    sn_run_progress seen;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (sn_run_progress_parse(sn_str_of(bad[i]), &seen))
            fail_msg("%s", bad[i]);
    assert_true(sn_run_progress_parse(SN_STR(" 1 0 3 indexing change\n"), &seen));
    assert_string_equal(seen.verb, "indexing change");
}

static void time_left_is_known_by_rate_and_total(void **state)
{
    static const struct {
        sn_run_progress p;
        int64_t want;
    } cases[] = {
        {{"a", 0, 100, 10}, 10},   {{"a", 95, 100, 10}, 1}, {{"a", 100, 100, 10}, 0},
        {{"a", 101, 100, 10}, -1}, {{"a", 1, 0, 10}, -1},   {{"a", 1, 100, 0}, -1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(sn_run_progress_left_sec(&cases[i].p), cases[i].want);
}

static void runs_are_those_that_hold_their_lock(void **state)
{
    const place *p = *state;
    sn_run_progress now = {"rebuilding", 5, 9, 1};
    sn_run_seen runs[SN_RUNS];
    size_t n = 7;
    sn_lock *lock = NULL;
    sn_error err = {0};
    sn_run_progress_write(place_path(p, ""), "rebuild", &now);
    assert_ok(sn_runs_read(place_path(p, ""), runs, &n, &err), &err);
    assert_int_equal(n, 0);
    assert_ok(sn_lock_take(place_path(p, ""), "run-rebuild.lock", "a-test", &lock, &err), &err);
    assert_ok(sn_runs_read(place_path(p, ""), runs, &n, &err), &err);
    assert_int_equal(n, 1);
    assert_string_equal(runs[0].command, "rebuild");
    assert_int_equal(runs[0].process, getpid());
    assert_non_null(strstr(runs[0].by, "a-test, process "));
    assert_true(runs[0].has_progress && runs[0].progress.done == 5);
    sn_lock_release(lock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(progress_is_read_as_it_was_written),
        cmocka_unit_test(what_is_no_progress_is_none),
        cmocka_unit_test(time_left_is_known_by_rate_and_total),
        PLACED(runs_are_those_that_hold_their_lock),
    };
    return cmocka_run_group_tests_name("indexer/runs", tests, NULL, NULL);
}
