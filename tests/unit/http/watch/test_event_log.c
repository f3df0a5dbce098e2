#include "http/watch/event_log.h"

#include "base/limits.h"
#include "tests/unit/base/testing.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void read_all(const char *path, sn_buf *out)
{
    sn_error err = {0};
    sn_buf_clear(out);
    assert_ok(sn_file_read(path, out, &err), &err);
}

static void without_a_path_there_is_no_log(void **state)
{
    (void)state;
    sn_event_log *log = NULL;
    sn_error err = {0};
    assert_ok(sn_event_log_open(NULL, &log, &err), &err);
    assert_null(log);
    assert_ok(sn_event_log_reopen(log, &err), &err);
    assert_false(sn_event_log_write(log, SN_STR("x")));
    sn_event_log_close(log);
}

static void lines_are_appended_and_go_on_in_a_new_file(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_event_log) sn_event_log *log = NULL;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    sn_error err = {0};
    char path[SN_PATH_SIZE], moved[SN_PATH_SIZE];
    snprintf(path, sizeof path, "%s", place_path(p, "events"));
    snprintf(moved, sizeof moved, "%s", place_path(p, "events.1"));
    assert_ok(sn_file_write(path, SN_STR("old\n"), &err), &err);
    assert_ok(sn_event_log_open(path, &log, &err), &err);
    assert_true(sn_event_log_write(log, SN_STR("one")));
    assert_int_equal(rename(path, moved), 0);
    assert_true(sn_event_log_write(log, SN_STR("two")));
    assert_ok(sn_event_log_reopen(log, &err), &err);
    assert_true(sn_event_log_write(log, SN_STR("three")));
    read_all(moved, &out);
    assert_string_equal(out.at, "old\none\ntwo\n");
    read_all(path, &out);
    assert_string_equal(out.at, "three\n");
    struct stat file;
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(file.st_mode & 0007, 0);
}

static void a_file_that_cannot_be_opened_is_named(void **state)
{
    const place *p = *state;
    sn_event_log *log = NULL;
    sn_error err = {0};
    assert_int_equal(sn_event_log_open(place_path(p, "none/events"), &log, &err), SN_ENOTFOUND);
    assert_non_null(strstr(err.msg, "none/events"));
    assert_null(log);
}

static void lines_that_do_not_fit_are_lost_and_the_next_one_is_whole(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_event_log) sn_event_log *log = NULL;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    sn_error err = {0};
    struct rlimit before, small;
    char path[SN_PATH_SIZE];
    snprintf(path, sizeof path, "%s", place_path(p, "events"));
    assert_ok(sn_event_log_open(path, &log, &err), &err);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 6;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    assert_true(sn_event_log_write(log, SN_STR("one")));
    assert_false(sn_event_log_write(log, SN_STR("two and more")));
    assert_false(sn_event_log_write(log, SN_STR("three")));
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_true(sn_event_log_write(log, SN_STR("four")));
    assert_true(sn_event_log_write(log, SN_STR("five")));
    read_all(path, &out);
    assert_string_equal(out.at, "one\ntw\nfour\nfive\n");
}

static void a_file_at_its_limit_takes_no_more(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_event_log) sn_event_log *log = NULL;
    sn_error err = {0};
    const char *path = place_path(p, "events");
    assert_ok(sn_event_log_open(path, &log, &err), &err);
    assert_int_equal(truncate(path, SN_LIMIT_EVENT_LOG_BYTES), 0); /* a hole: it takes no room */
    assert_false(sn_event_log_write(log, SN_STR("one")));
    assert_int_equal(truncate(path, 0), 0);
    assert_true(sn_event_log_write(log, SN_STR("one")));
}

static void a_pipe_that_nobody_reads_stops_nobody(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_event_log) sn_event_log *log = NULL;
    sn_error err = {0};
    char path[SN_PATH_SIZE];
    snprintf(path, sizeof path, "%s", place_path(p, "pipe"));
    assert_int_equal(mkfifo(path, 0600), 0);
    int reader = open(path, O_RDONLY | O_NONBLOCK);
    assert_true(reader >= 0);
    assert_ok(sn_event_log_open(path, &log, &err), &err);
    size_t n = 0;
    while (n < 100000 && sn_event_log_write(log, SN_STR("a line of some length")))
        n++;
    assert_in_range(n, 1, 99999);
    close(reader);
}

enum { THREADS = 4, LINES = 2000 };

static void *write_many(void *log)
{
    for (int i = 0; i < LINES; i++)
        if (!sn_event_log_write(log, SN_STR("{\"a\":\"one whole line\"}")))
            return log;
    return NULL;
}

static void threads_and_a_reopening_do_not_tear_lines(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_event_log) sn_event_log *log = NULL;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_error err = {0};
    pthread_t threads[THREADS];
    void *lost;
    char path[SN_PATH_SIZE];
    snprintf(path, sizeof path, "%s", place_path(p, "events"));
    assert_ok(sn_event_log_open(path, &log, &err), &err);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_many, log), 0);
    for (int i = 0; i < 100; i++)
        assert_ok(sn_event_log_reopen(log, &err), &err);
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], &lost);
        assert_null(lost);
    }
    read_all(path, &out);
    static const char line[] = "{\"a\":\"one whole line\"}\n";
    assert_int_equal(out.len, THREADS * LINES * strlen(line));
    for (size_t i = 0; i < out.len; i += strlen(line))
        assert_memory_equal(out.at + i, line, strlen(line));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_path_there_is_no_log),
        PLACED(lines_are_appended_and_go_on_in_a_new_file),
        PLACED(a_file_that_cannot_be_opened_is_named),
        PLACED(lines_that_do_not_fit_are_lost_and_the_next_one_is_whole),
        PLACED(a_file_at_its_limit_takes_no_more),
        PLACED(a_pipe_that_nobody_reads_stops_nobody),
        PLACED(threads_and_a_reopening_do_not_tear_lines),
    };
    return cmocka_run_group_tests_name("http/watch/event_log", tests, NULL, NULL);
}
