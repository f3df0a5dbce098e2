/* Another program: what it says, how it ends, and that nothing of it is left. */
#include "http/tasks/child.h"

#include "tests/unit/base/testing.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#define SHELL "/bin/sh"

static sn_child start(const char *script)
{
    const char *arguments[] = {SHELL, "-c", script, NULL};
    sn_child child;
    sn_error err = {0};
    assert_ok(sn_child_start(arguments, false, &child, &err), &err);
    return child;
}

static void says_and_ends(void **state)
{
    static const struct {
        const char *script, *says;
        int exit_status;
    } cases[] = {
        {"true", "", 0},
        {"echo out; echo one >&2; exit 3", "one\n", 3},
        {"kill -9 $$", "", -SIGKILL},
        {"exec 2>&-; exit 7", "", 7},
        {"kill -PIPE $$", "", -SIGPIPE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SN_CLEANUP(sn_buf) sn_buf said = SN_BUF(100);
        sn_child child = start(cases[i].script);
        sn_child_listen(&child, &said);
        sn_child_await(&child);
        assert_int_equal(sn_child_bury(&child), cases[i].exit_status);
        assert_string_equal(sn_buf_text(&said), cases[i].says);
    }
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static void only_the_end_of_what_it_says_is_kept(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf said = SN_BUF(100);
    (void)state;
    sn_child child = start("i=0; while [ $i -lt 500 ]; do i=$((i + 1)); echo line $i; done >&2; "
                           "printf end >&2");
    sn_child_listen(&child, &said);
    sn_child_await(&child);
    assert_int_equal(sn_child_bury(&child), 0);
    assert_true(said.len <= 100 && said.len >= 12);
    assert_string_equal(said.at + said.len - 12, "line 500\nend");
    assert_memory_equal(said.at, "line ", 5);
}

static void a_line_without_end_is_cut_too(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf said = SN_BUF(1000);
    (void)state;
    sn_child child = start("head -c 100000 /dev/zero >&2");
    sn_child_listen(&child, &said);
    sn_child_await(&child);
    assert_int_equal(sn_child_bury(&child), 0);
    assert_true(said.len <= 1000 && said.len >= 400);
}

static void ends_when_it_is_told_to(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf said = SN_BUF(100);
    (void)state;
    for (int by_force = 0; by_force < 2; by_force++) {
        sn_child child = start(by_force ? "trap '' TERM; cat" : "cat");
        sn_child_end(&child, by_force != 0);
        sn_child_listen(&child, &said);
        sn_child_await(&child);
        sn_child_end(&child, false); /* to one that is dead and not buried: nothing */
        assert_int_equal(sn_child_bury(&child), by_force ? -SIGKILL : -SIGTERM);
        sn_child_end(&child, true);
    }
}

static void what_is_no_program_is_not_found(void **state)
{
    static const char *const none[] = {"/nowhere/sarnakh-index", "/", "/etc/passwd",
                                       "/etc/passwd/x"};
    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        const char *arguments[] = {none[i], NULL};
        sn_child child = {.process = 4};
        sn_error err = {0};
        assert_fails(sn_child_start(arguments, false, &child, &err), SN_ENOTFOUND, &err, none[i]);
        assert_int_equal(child.process, 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_and_ends),
        cmocka_unit_test(only_the_end_of_what_it_says_is_kept),
        cmocka_unit_test(a_line_without_end_is_cut_too),
        cmocka_unit_test(ends_when_it_is_told_to),
        cmocka_unit_test(what_is_no_program_is_not_found),
    };
    return cmocka_run_group_tests_name("http/tasks/child", tests, NULL, NULL);
}
