#include "layout/epoch.h"
#include "tests/unit/base/testing.h"

#include <pthread.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static sn_epoch *open_epoch(const place *p, bool writable)
{
    sn_epoch *e = NULL;
    sn_error err = {0};
    assert_ok(sn_epoch_open(p->dir, writable, &e, &err), &err);
    return e;
}

static void assert_values(const sn_epoch *e, uint64_t generation, uint64_t applied, uint64_t hidden)
{
    sn_epoch_values v = sn_epoch_get(e);
    assert_true(v.generation == generation && v.applied == applied);
    assert_true(v.hidden == hidden);
}

static void readers_see_what_writers_store(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *writer = open_epoch(p, true);
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *other = open_epoch(p, true);
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *reader = open_epoch(p, false);
    assert_values(reader, 0, 0, 0);
    sn_epoch_set_applied(writer, 7, 1204);
    assert_values(reader, 7, 1204, 0);
    sn_epoch_bump_hidden(other);
    sn_epoch_bump_hidden(writer);
    assert_values(reader, 7, 1204, 2);
    assert_values(other, 7, 1204, 2);
    sn_epoch_set_applied(other, 8, UINT64_MAX);
    assert_values(writer, 8, UINT64_MAX, 2);
}

static void the_numbers_stay_when_all_close(void **state)
{
    const place *p = *state;
    sn_epoch *e = open_epoch(p, true);
    sn_epoch_set_applied(e, 2, 5);
    sn_epoch_bump_hidden(e);
    sn_epoch_close(e);
    e = open_epoch(p, false);
    assert_values(e, 2, 5, 1);
    sn_epoch_close(e);
    e = open_epoch(p, true);
    assert_values(e, 2, 5, 1);
    sn_epoch_close(e);
    sn_epoch_close(NULL);
}

static void another_process_sees_them_too(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *e = open_epoch(p, true);
    pid_t child = fork();
    if (child == 0) {
        sn_epoch *own;
        if (sn_epoch_open(p->dir, true, &own, NULL) != SN_OK)
            _exit(1);
        sn_epoch_set_applied(own, 3, 9);
        _exit(0);
    }
    int status;
    assert_ok(sn_epoch_wait(e, 9, 60000), NULL);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_values(e, 3, 9, 0);
}

static void files_that_are_no_epoch(void **state)
{
    const place *p = *state;
    static const struct bad_case {
        const char *name;
        size_t len;
        bool writable;
        sn_status want;
    } cases[] = {
        {"too short to read", 10, false, SN_ECORRUPT},
        {"too short to write", 10, true, SN_ECORRUPT},
        {"other content to read", 4096, false, SN_ECORRUPT},
        {"other content to write", 4096, true, SN_ECORRUPT},
    };
    char content[4096];
    memset(content, 'x', sizeof content);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sn_epoch *e = NULL;
        sn_error err = {0};
        print_message("  case: %s\n", cases[i].name);
        place_put(p, "epoch", (sn_str){content, cases[i].len});
        assert_fails(sn_epoch_open(p->dir, cases[i].writable, &e, &err), cases[i].want, &err,
                     "epoch");
        assert_null(e);
    }
}

static void who_only_reads_does_not_make_it(void **state)
{
    const place *p = *state;
    sn_epoch *e = NULL;
    sn_error err = {0};
    assert_fails(sn_epoch_open(p->dir, false, &e, &err), SN_ENOTFOUND, &err, "epoch");
    assert_int_equal(count_entries(p->dir), 0);
    assert_fails(sn_epoch_open(place_path(p, "none"), true, &e, &err), SN_ENOTFOUND, &err, "epoch");
    assert_null(e);
}

/* What a process leaves that was killed between open(2) and its first write, and what is left of it when the
 * power fails before that is on the disk. */
static void an_empty_file_is_a_new_one(void **state)
{
    const place *p = *state;
    static const char zeros[40];
    const sn_str left[] = {{"", 0}, {zeros, 8}, {zeros, sizeof zeros}};
    for (size_t i = 0; i < COUNT_OF(left); i++) {
        sn_epoch *e = NULL;
        sn_error err = {0};
        place_put(p, "epoch", left[i]);
        assert_fails(sn_epoch_open(p->dir, false, &e, &err), SN_ENOTFOUND, &err, "not written yet");
        e = open_epoch(p, true);
        assert_values(e, 0, 0, 0);
        sn_epoch_set_applied(e, 1, 2);
        sn_epoch_close(e);
        e = open_epoch(p, true);
        assert_values(e, 1, 2, 0);
        sn_epoch_close(e);
    }
}

/* ---- waiting ---------------------------------------------------------------------------------- */

static void what_is_applied_is_not_waited_for(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *e = open_epoch(p, true);
    assert_int_equal(sn_epoch_wait(e, 0, 0), SN_OK);
    sn_epoch_set_applied(e, 1, 10);
    assert_int_equal(sn_epoch_wait(e, 10, 0), SN_OK);
    assert_int_equal(sn_epoch_wait(e, 9, -1), SN_OK);
    assert_int_equal(sn_epoch_wait(e, 11, 0), SN_ETIMEOUT);
    assert_int_equal(sn_epoch_wait(e, 11, -1), SN_ETIMEOUT);
    assert_int_equal(sn_epoch_wait(e, 11, 5), SN_ETIMEOUT);
}

static void *count_up(void *arg)
{
    sn_epoch *e = arg;
    for (uint64_t i = 1; i <= 1000; i++)
        sn_epoch_set_applied(e, 1, i);
    return NULL;
}

static void a_waiter_is_woken_by_a_thread(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *writer = open_epoch(p, true);
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *reader = open_epoch(p, false);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, count_up, writer), 0);
    uint64_t last = 0;
    while (last < 1000) {
        assert_int_equal(sn_epoch_wait(reader, last + 1, 60000), SN_OK);
        uint64_t now = sn_epoch_get(reader).applied;
        assert_true(now > last);
        last = now;
    }
    pthread_join(thread, NULL);
    assert_values(reader, 1, 1000, 0);
}

/* ---- several at once -------------------------------------------------------------------------- */

#define BUMPS 2000

static void *bump_many(void *arg)
{
    for (int i = 0; i < BUMPS; i++)
        sn_epoch_bump_hidden(arg);
    return NULL;
}

static void no_change_of_the_hidden_set_goes_unnoticed(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *one = open_epoch(p, true);
    SN_CLEANUP_PTR(sn_epoch) sn_epoch *two = open_epoch(p, true);
    pthread_t a, b;
    assert_int_equal(pthread_create(&a, NULL, bump_many, one), 0);
    assert_int_equal(pthread_create(&b, NULL, bump_many, two), 0);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert_values(one, 0, 0, 2 * BUMPS);
}

#define MAKERS 4

/* Opens the epoch once the pipe is closed, bumps it, ends. */
static pid_t start_maker(const place *p, const int gate[2])
{
    pid_t child = fork();
    if (child != 0)
        return child;
    char byte;
    sn_epoch *e;
    close(gate[1]);
    if (read(gate[0], &byte, 1) != 0 || sn_epoch_open(p->dir, true, &e, NULL) != SN_OK)
        _exit(1);
    sn_epoch_bump_hidden(e);
    _exit(0);
}

static void several_may_make_it_at_once(void **state)
{
    const place *p = *state;
    for (unsigned turn = 0; turn < test_iters(30); turn++) {
        int gate[2], status;
        pid_t makers[MAKERS];
        unlink(place_path(p, "epoch"));
        assert_int_equal(pipe(gate), 0);
        for (size_t i = 0; i < MAKERS; i++)
            makers[i] = start_maker(p, gate);
        close(gate[1]);
        for (size_t i = 0; i < MAKERS; i++) {
            assert_int_equal(waitpid(makers[i], &status, 0), makers[i]);
            assert_int_equal(status, 0);
        }
        close(gate[0]);
        SN_CLEANUP_PTR(sn_epoch) sn_epoch *e = open_epoch(p, false);
        assert_values(e, 0, 0, MAKERS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(readers_see_what_writers_store),
        PLACED(the_numbers_stay_when_all_close),
        PLACED(another_process_sees_them_too),
        PLACED(files_that_are_no_epoch),
        PLACED(who_only_reads_does_not_make_it),
        PLACED(an_empty_file_is_a_new_one),
        PLACED(what_is_applied_is_not_waited_for),
        PLACED(a_waiter_is_woken_by_a_thread),
        PLACED(no_change_of_the_hidden_set_goes_unnoticed),
        PLACED(several_may_make_it_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
