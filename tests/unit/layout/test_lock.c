#include "layout/lock.h"
#include "tests/unit/base/testing.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static sn_lock *take(const place *p, const char *name, const char *program)
{
    sn_lock *lock = NULL;
    sn_error err = {0};
    assert_ok(sn_lock_take(p->dir, name, program, &lock, &err), &err);
    assert_non_null(lock);
    return lock;
}

static void assert_holder(const place *p, const char *name, const char *want)
{
    SN_CLEANUP(sn_buf) sn_buf holder = SN_BUF(1000);
    sn_error err = {0};
    assert_ok(sn_lock_holder(p->dir, name, &holder, &err), &err);
    if (strlen(want) == 0)
        assert_int_equal(holder.len, 0);
    else
        assert_ptr_equal(strstr(sn_buf_text(&holder), want), holder.at);
    assert_null(strchr(sn_buf_text(&holder), '\n'));
}

static void one_at_a_time(void **state)
{
    const place *p = *state;
    sn_lock *lock = take(p, SN_LOCK_WRITER, "sarnakh-httpd"), *second = NULL;
    char want[100];
    sn_error err = {0};
    snprintf(want, sizeof want, "writer.lock is held by sarnakh-httpd, process %ld, since 20",
             (long)getpid());
    assert_fails(sn_lock_take(p->dir, SN_LOCK_WRITER, "other", &second, &err), SN_ELOCKED, &err,
                 want);
    assert_null(second);
    assert_fails(sn_lock_take(p->dir, SN_LOCK_WRITER, "other", &second, &err), SN_ELOCKED, &err,
                 want); /* asking changed nothing */
    sn_lock_release(lock);
    lock = take(p, SN_LOCK_WRITER, "other");
    assert_holder(p, SN_LOCK_WRITER, "other, process ");
    sn_lock_release(lock);
    sn_lock_release(NULL);
}

static void who_holds_it_is_told(void **state)
{
    const place *p = *state;
    char want[64];
    assert_holder(p, SN_LOCK_WRITER, "");
    assert_int_equal(count_entries(p->dir), 0); /* asking makes no file */
    sn_lock *lock = take(p, SN_LOCK_WRITER, "sarnakh-index");
    snprintf(want, sizeof want, "sarnakh-index, process %ld, since 20", (long)getpid());
    assert_holder(p, SN_LOCK_WRITER, want);
    assert_holder(p, SN_LOCK_WRITER, want); /* and goes on holding it */
    sn_lock_release(lock);
    assert_holder(p, SN_LOCK_WRITER, ""); /* though the line stands in the file */
    lock = take(p, SN_LOCK_WRITER, "x");
    assert_holder(p, SN_LOCK_WRITER, "x, process"); /* nothing is left of a longer line */
    sn_lock_release(lock);
}

/* Between the lock and the line inside, or on a full disk, there is no line. */
static void a_holder_without_a_line_is_somebody(void **state)
{
    const place *p = *state;
    sn_lock *lock = take(p, SN_LOCK_WANTED, "sarnakh-index"), *second = NULL;
    SN_CLEANUP(sn_buf) sn_buf holder = SN_BUF(1000);
    sn_error err = {0};
    assert_int_equal(truncate(place_path(p, SN_LOCK_WANTED), 0), 0);
    assert_ok(sn_lock_holder(p->dir, SN_LOCK_WANTED, &holder, &err), &err);
    assert_true(holder.len > 0);
    assert_fails(sn_lock_take(p->dir, SN_LOCK_WANTED, "other", &second, &err), SN_ELOCKED, &err,
                 sn_buf_text(&holder));
    sn_lock_release(lock);
    assert_holder(p, SN_LOCK_WANTED, "");
}

static void locks_of_other_names_are_other_locks(void **state)
{
    const place *p = *state;
    static const char *const names[] = {SN_LOCK_WRITER, SN_LOCK_WANTED, SN_LOCK_REBUILD};
    sn_lock *locks[COUNT_OF(names)];
    for (size_t i = 0; i < COUNT_OF(names); i++)
        locks[i] = take(p, names[i], names[i]);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_holder(p, names[i], names[i]);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        sn_lock_release(locks[i]);
}

static void a_missing_directory_is_not_found(void **state)
{
    const place *p = *state;
    sn_lock *lock = NULL;
    sn_error err = {0};
    assert_fails(sn_lock_take(place_path(p, "none"), SN_LOCK_WRITER, "x", &lock, &err),
                 SN_ENOTFOUND, &err, "none");
    assert_null(lock);
}

static void a_buffer_too_small_for_the_holder_says_so(void **state)
{
    const place *p = *state;
    sn_lock *lock = take(p, SN_LOCK_WRITER, "sarnakh-index");
    SN_CLEANUP(sn_buf) sn_buf small = SN_BUF(5);
    assert_int_equal(sn_lock_holder(p->dir, SN_LOCK_WRITER, &small, NULL), SN_ELIMIT);
    sn_lock_release(lock);
}

/* ---- other processes -------------------------------------------------------------------------- */

/* Takes the lock, says so with a byte, holds it until the pipe `go` is closed or it is killed. */
static pid_t start_holder(const place *p, const int ready[2], const int go[2])
{
    pid_t child = fork();
    if (child != 0)
        return child;
    sn_lock *lock;
    char byte;
    close(go[1]);
    if (sn_lock_take(p->dir, SN_LOCK_WRITER, "child", &lock, NULL) != SN_OK ||
        write(ready[1], "x", 1) != 1)
        _exit(1);
    _exit(read(go[0], &byte, 1) == 0 ? 0 : 1);
}

static void a_lock_ends_with_its_process(void **state)
{
    const place *p = *state;
    for (int killed = 0; killed < 2; killed++) {
        int ready[2], go[2], status;
        char byte;
        sn_lock *lock = NULL;
        sn_error err = {0};
        assert_int_equal(pipe(ready), 0);
        assert_int_equal(pipe(go), 0);
        pid_t child = start_holder(p, ready, go);
        close(go[0]);
        assert_int_equal(read(ready[0], &byte, 1), 1);
        assert_fails(sn_lock_take(p->dir, SN_LOCK_WRITER, "parent", &lock, &err), SN_ELOCKED, &err,
                     "held by child, process ");
        assert_holder(p, SN_LOCK_WRITER, "child, process ");
        if (killed)
            kill(child, SIGKILL);
        close(go[1]);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(WIFSIGNALED(status), killed);
        close(ready[0]);
        close(ready[1]);
        assert_holder(p, SN_LOCK_WRITER, "");
        sn_lock_release(take(p, SN_LOCK_WRITER, "parent"));
    }
}

/* A child that runs another program takes no lock with it. */
static void a_program_that_was_started_does_not_keep_it(void **state)
{
    const place *p = *state;
    sn_lock *lock = take(p, SN_LOCK_WRITER, "parent");
    int in[2], out[2], status;
    char byte = 'x';
    assert_int_equal(pipe(in), 0);
    assert_int_equal(pipe(out), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        close(in[1]);
        execlp("cat", "cat", (char *)NULL);
        _exit(1);
    }
    assert_int_equal(write(in[1], &byte, 1), 1);
    assert_int_equal(read(out[0], &byte, 1), 1); /* cat runs */
    sn_lock_release(lock);
    sn_lock_release(take(p, SN_LOCK_WRITER, "parent"));
    close(in[1]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(in[0]);
    close(out[0]);
    close(out[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(one_at_a_time),
        PLACED(who_holds_it_is_told),
        PLACED(a_holder_without_a_line_is_somebody),
        PLACED(locks_of_other_names_are_other_locks),
        PLACED(a_missing_directory_is_not_found),
        PLACED(a_buffer_too_small_for_the_holder_says_so),
        PLACED(a_lock_ends_with_its_process),
        PLACED(a_program_that_was_started_does_not_keep_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
