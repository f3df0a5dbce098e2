/* Files that cannot be opened, each in turn: a database is open with all its terms and positions, or not at all. The
 * library takes a table that it cannot open for one that was never made. */
#undef _FILE_OFFSET_BITS /* or open would be another name of open64, and both are wanted */
#include "xapian-c/tests/helpers.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DOCS = 50, OPENS = 60 };

/* ---- the n-th table that is opened from now on is not; the library's calls come here, too */

static int fails_at;

static int open_file(const char *path, int flags, mode_t mode)
{
    if (strstr(path, ".glass") != NULL && fails_at > 0 && --fails_at == 0) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
    va_end(args);
    return open_file(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
    va_end(args);
    return open_file(path, flags, mode);
}

/* ---- */

static void make_part(place *p, char path[300], const char *name, sn_docid first)
{
    sn_xap_writer *w = NULL;
    snprintf(path, 300, "%s/%s", p->dir, name);
    must(p, sn_xap_writer_open(path, SN_XAP_SCRATCH, &w, &p->err));
    for (sn_docid i = first; i < first + DOCS; i++)
        put_words(p, w, i, "all of it");
    must(p, sn_xap_writer_commit(w, &p->err));
    sn_xap_writer_close(w);
}

static sn_status count_term(void *ctx, sn_str term, uint32_t freq)
{
    (void)term;
    *(uint32_t *)ctx += freq;
    return SN_OK;
}

static void expect_lists(place *p, sn_xap_db *db, sn_docid docid)
{
    uint32_t places[4], terms = 0;
    size_t n = 0;
    must(p, sn_xap_db_each_doc_term(db, docid, count_term, &terms, &p->err));
    assert_int_equal(terms, 3);
    must(p, sn_xap_db_positions(db, docid, SN_STR("it"), 0, places, 4, &n, &p->err));
    assert_int_equal(n, 1);
}

static void expect_data(place *p, sn_xap_db *db, sn_docid docid)
{
    SN_CLEANUP(sn_buf) sn_buf data = SN_BUF(100);
    must(p, sn_xap_db_data(db, docid, &data, &p->err));
    assert_string_equal(sn_buf_text(&data), "all of it");
}

/* Of the attempts some met a file that did not open; those that went well are looked at by then. */
static void expect_failures(int least, int failures)
{
    fails_at = 0;
    assert_in_range(failures, least, OPENS - 1);
}

static void a_database_opens_with_its_lists_or_not(void **state)
{
    place *p = *state;
    char path[300];
    int failures = 0;
    make_part(p, path, "db", 1);
    for (int n = 1; n <= OPENS; n++) {
        SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
        fails_at = n;
        sn_status s = sn_xap_db_open(path, &db, &p->err);
        failures += s != SN_OK;
        if (s == SN_OK)
            expect_lists(p, db, 7);
        else
            assert_int_equal(s, SN_EIO);
    }
    expect_failures(2, failures); /* postlist, termlist */
}

static void a_database_moves_on_with_its_lists_or_not(void **state)
{
    place *p = *state;
    char path[300];
    int failures = 0;
    make_part(p, path, "db", 1);
    for (int n = 1; n <= OPENS; n++) {
        sn_xap_writer *w = NULL;
        SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
        fails_at = 0;
        must(p, sn_xap_db_open(path, &db, &p->err));
        must(p, sn_xap_writer_open(path, SN_XAP_OPEN, &w, &p->err));
        put_words(p, w, (sn_docid)(1000 + n), "all of it");
        must(p, sn_xap_writer_commit(w, &p->err));
        sn_xap_writer_close(w);
        fails_at = n;
        sn_status s = sn_xap_db_reopen(db, NULL, &p->err);
        failures += s != SN_OK;
        if (s == SN_OK)
            expect_lists(p, db, (sn_docid)(1000 + n));
    }
    expect_failures(2, failures);
}

/* In a process of its own: the library loses its tables when one of them does not open. */
static bool joins(place *p, char parts[2][300], const char *made, int n)
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        fails_at = n;
        _exit(sn_xap_join((const char *const[]){parts[0], parts[1]}, 2, made, &p->err) == SN_OK);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status) == 1;
}

static void parts_are_joined_as_a_whole_or_not(void **state)
{
    place *p = *state;
    char parts[2][300];
    int failures = 0;
    make_part(p, parts[0], "a", 1);
    make_part(p, parts[1], "b", 101);
    for (int n = 1; n <= OPENS; n++) {
        char made[300];
        SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
        snprintf(made, sizeof made, "%s/made-%d", p->dir, n);
        if (!joins(p, parts, made, n)) {
            failures++;
            continue;
        }
        must(p, sn_xap_db_open(made, &db, &p->err));
        for (sn_docid docid = 7; docid < 200; docid += 100) {
            expect_lists(p, db, docid);
            expect_data(p, db, docid);
        }
    }
    expect_failures(12, failures); /* three tables of two parts, opened twice */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_database_opens_with_its_lists_or_not),
        PLACED(a_database_moves_on_with_its_lists_or_not),
        PLACED(parts_are_joined_as_a_whole_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
