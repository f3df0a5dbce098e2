/* What becomes of the files: damaged ones, full disks, several writers, sudden death. */
#include "tests/unit/archive/helper.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define USER_VERSION_AT   60 /* in the header of an SQLite file, big-endian */
#define APPLICATION_ID_AT 68

static sn_status open_with(const place *p, sn_archive_opts opts, sn_archive **out, sn_error *err)
{
    opts.now_sec = NOW_SEC;
    return sn_archive_open(p->dir, &opts, out, err);
}

static void expect_refused(const place *p, sn_archive_opts opts, sn_status status,
                           const char *message)
{
    sn_error err = {0};
    sn_archive *a = NULL;
    assert_fails(open_with(p, opts, &a, &err), status, &err, message);
    assert_null(a);
}

static void without_create_there_must_be_one(void **state)
{
    const place *p = *state;
    expect_refused(p, (sn_archive_opts){0}, SN_ENOTFOUND, "archive.db: there is none");
    expect_refused(p, (sn_archive_opts){.read_only = true}, SN_ENOTFOUND, "there is none");
    expect_refused(p, (sn_archive_opts){.read_only = true, .create = true}, SN_ENOTFOUND, NULL);
    assert_int_equal(count_entries(p->dir), 0);
}

static void a_missing_directory_is_not_made(void **state)
{
    sn_error err = {0};
    sn_archive *a = NULL;
    sn_archive_opts opts = {.create = true};
    assert_int_not_equal(sn_archive_open(place_path(*state, "none"), &opts, &a, &err), SN_OK);
    assert_null(a);
}

static void a_file_that_is_no_database(void **state)
{
    const place *p = *state;
    char text[5000];
    memset(text, 'x', sizeof text);
    place_put(p, "archive.db", (sn_str){text, sizeof text});
    expect_refused(p, (sn_archive_opts){.create = true}, SN_EFORMAT, "not a database");
    expect_refused(p, (sn_archive_opts){.read_only = true}, SN_EFORMAT, "not a database");
    place_put(p, "archive.db", SN_STR("short"));
    expect_refused(p, (sn_archive_opts){.create = true}, SN_EFORMAT, NULL);
}

static void an_empty_file_is_a_beginning(void **state)
{
    const place *p = *state;
    place_put(p, "archive.db", SN_STR(""));
    expect_refused(p, (sn_archive_opts){0}, SN_EFORMAT, "no archive.db of Sarnakh");
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(p->dir);
    put_ok(a, "a", "t", "", SN_PUT_CREATED);
}

/* Change byte `at` of a file of the place by `by`. */
static void change_byte(const place *p, const char *name, size_t at, int by)
{
    SN_CLEANUP(sn_buf) sn_buf content = SN_BUF(1 << 26);
    assert_int_equal(sn_file_read(place_path(p, name), &content, NULL), SN_OK);
    assert_true(at < content.len);
    content.at[at] = (char)(content.at[at] + by);
    place_put(p, name, sn_buf_str(&content));
}

static void formats_of_the_future(void **state)
{
    const place *p = *state;
    static const char *const names[] = {"archive.db", "takedowns.db"};
    static const char *const reasons[] = {"format 5, this program knows 4",
                                          "format 3, this program knows 2"};
    sn_archive_close(archive_make(p->dir));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        change_byte(p, names[i], USER_VERSION_AT + 3, 1);
        expect_refused(p, (sn_archive_opts){0}, SN_EFORMAT, reasons[i]);
        expect_refused(p, (sn_archive_opts){.create = true}, SN_EFORMAT, names[i]);
        change_byte(p, names[i], USER_VERSION_AT + 3, -1);
        change_byte(p, names[i], APPLICATION_ID_AT, 1);
        expect_refused(p, (sn_archive_opts){.create = true}, SN_EFORMAT, "a database, but no");
        change_byte(p, names[i], APPLICATION_ID_AT, -1);
    }
    sn_archive_close(archive_make(p->dir));
}

static void put_pages(sn_archive *a, int from, int n)
{
    char id[32], rest[4100];
    memset(rest, 'x', sizeof rest);
    memcpy(rest, ",\"lead\":\"", 9);
    strcpy(rest + 4000, "\"");
    for (int i = from; i < from + n; i++) {
        snprintf(id, sizeof id, "a%d", i);
        put_ok(a, id, "t", rest, SN_PUT_CREATED);
    }
}

static void damage_is_found(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    size_t errors = 77;
    SN_CLEANUP(sn_buf) sn_buf findings = SN_BUF(1 << 20);
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(p->dir);
    put_pages(a, 0, 50);
    assert_ok(sn_archive_check(a, &findings, &errors, &err), &err);
    assert_true(errors == 0 && findings.len == 0);
    sn_archive_close(a);
    a = NULL;

    SN_CLEANUP(sn_buf) sn_buf content = SN_BUF(1 << 26);
    assert_int_equal(sn_file_read(place_path(p, "archive.db"), &content, NULL), SN_OK);
    for (size_t page = 4096 * 3; page < content.len; page += 4096)
        memset(content.at + page, 0x55, 100);
    place_put(p, "archive.db", sn_buf_str(&content));
    sn_status status = open_with(p, (sn_archive_opts){0}, &a, &err);
    if (status == SN_OK) {
        assert_ok(sn_archive_check(a, &findings, &errors, &err), &err);
        assert_true(errors > 0 && findings.len > 0);
        walked w = {.text = SN_BUF(1 << 20)};
        uint32_t next;
        status = sn_archive_each_live(a, 0, 60, walk_note, &w, &next, &err);
        sn_buf_done(&w.text);
    }
    assert_int_equal(status, SN_ECORRUPT);
}

static void reading_handles_do_not_write(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    sn_put_result result;
    uint64_t change;
    uint32_t docid;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(p->dir);
    SN_CLEANUP_PTR(sn_archive) sn_archive *reader = NULL;
    put_ok(a, "a", "t", "", SN_PUT_CREATED);
    assert_ok(open_with(p, (sn_archive_opts){.read_only = true}, &reader, &err), &err);
    expect_live(reader, "a=t");
    assert_fails(put(reader, "b", "t", "", &result, &err), SN_EINVAL, &err, "reading only");
    assert_int_equal(sn_archive_withdraw(reader, SN_STR("a"), &change, NULL), SN_EINVAL);
    assert_int_equal(sn_archive_begin(reader, NULL), SN_EINVAL);
    assert_int_equal(sn_archive_take_down(reader, SN_STR("a"), NULL, NULL, &change, &docid, NULL),
                     SN_EINVAL);
    put_ok(a, "b", "t", "", SN_PUT_CREATED);
    expect_live(reader, "a=t b=t");
}

static void transactions_are_all_or_nothing(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(p->dir);
    SN_CLEANUP_PTR(sn_archive) sn_archive *other = archive_make(p->dir);
    int64_t before = 0, after = 0;
    assert_int_equal(sn_archive_commit(a, NULL), SN_EINVAL);
    sn_archive_rollback(a);
    assert_int_equal(sn_archive_begin(a, NULL), SN_OK);
    assert_int_equal(sn_archive_begin(a, NULL), SN_EINVAL);
    put_ok(a, "a", "t", "", SN_PUT_CREATED);
    expect_live(a, "a=t");
    expect_live(other, "");
    sn_archive_rollback(a);
    expect_live(a, "");

    assert_int_equal(sn_archive_data_version(other, &before, NULL), SN_OK);
    assert_int_equal(sn_archive_begin(a, NULL), SN_OK);
    put_ok(a, "b", "t", "", SN_PUT_CREATED);
    put_ok(a, "c", "t", ",\"version\":5", SN_PUT_CREATED);
    /* A refusal inside does not undo the rest. */
    expect_put(a, "c", "u", ",\"version\":4", SN_ECONFLICT, "newer version");
    assert_int_equal(sn_archive_commit(a, NULL), SN_OK);
    assert_int_equal(sn_archive_data_version(other, &after, NULL), SN_OK);
    assert_int_not_equal(before, after);
    expect_live(other, "b=t c=t");
    assert_int_equal(expect_changes(other, 0, "b=t c=t"), 2);

    assert_int_equal(sn_archive_begin(a, NULL), SN_OK);
    put_ok(a, "d", "t", "", SN_PUT_CREATED);
    sn_archive_close(a);
    a = NULL;
    expect_live(other, "b=t c=t");
}

static void a_writer_waits_and_then_gives_up(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    sn_put_result result;
    uint64_t change;
    uint32_t docid;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(p->dir);
    SN_CLEANUP_PTR(sn_archive) sn_archive *hasty = NULL;
    assert_ok(open_with(p, (sn_archive_opts){.busy_ms = 20}, &hasty, &err), &err);
    assert_int_equal(sn_archive_begin(a, NULL), SN_OK);
    put_ok(a, "a", "t", "", SN_PUT_CREATED);
    assert_fails(put(hasty, "b", "t", "", &result, &err), SN_ELOCKED, &err, "locked");
    assert_int_equal(sn_archive_take_down(hasty, SN_STR("b"), NULL, NULL, &change, &docid, NULL),
                     SN_ELOCKED);
    expect_live(hasty, "");
    assert_int_equal(sn_archive_commit(a, NULL), SN_OK);
    put_ok(hasty, "b", "t", "", SN_PUT_CREATED);
}

/* Set how long files may grow; SIGXFSZ is ignored, so that the write fails. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static sn_status put_page(sn_archive *a, const char *prefix, int i, sn_error *err)
{
    char id[32], rest[4100];
    sn_put_result result;
    memset(rest, 'x', sizeof rest);
    memcpy(rest, ",\"lead\":\"", 9);
    strcpy(rest + 4000, "\"");
    snprintf(id, sizeof id, "%s%d", prefix, i);
    return put(a, id, "t", rest, &result, err);
}

static void expect_all(sn_archive *a, int n)
{
    char id[32];
    sn_archive_counts counts;
    for (int i = 0; i < n; i++) {
        snprintf(id, sizeof id, "a%d", i);
        expect_state(a, id, SN_ARTICLE_LIVE, "xxx");
    }
    assert_int_equal(sn_archive_count(a, &counts, NULL), SN_OK);
    assert_int_equal(counts.live, n);
    assert_int_equal(counts.last_change, n);
}

static void a_full_disk_loses_nothing_acknowledged(void **state)
{
    static const rlim_t limits[] = {150000, 600000, 6000000};
    const place *p = *state;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(p->dir);
    int n = 0;
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        sn_error err = {0};
        sn_status status;
        limit_files(limits[i]);
        while ((status = put_page(a, "a", n, &err)) == SN_OK)
            n++;
        print_message("  full at %d articles: %s\n", n, err.msg);
        limit_files(RLIM_INFINITY);
        assert_int_equal(status, SN_ENOSPACE);
        expect_all(a, n);
        a = archive_reopen(a, p->dir);
        expect_all(a, n);
        assert_ok(put_page(a, "a", n++, &err), &err);
    }
    size_t errors;
    SN_CLEANUP(sn_buf) sn_buf findings = SN_BUF(1 << 20);
    assert_int_equal(sn_archive_check(a, &findings, &errors, NULL), SN_OK);
    assert_int_equal(errors, 0);
}

static void a_full_disk_undoes_the_transaction(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(p->dir);
    sn_status status = SN_OK;
    assert_ok(put_page(a, "a", 0, &err), &err);
    assert_int_equal(sn_archive_begin(a, NULL), SN_OK);
    limit_files(300000);
    /* SQLite keeps 32 megabytes of changed pages in memory before it writes any. */
    for (int i = 0; i < 20000 && status == SN_OK; i++)
        status = put_page(a, "b", i, &err);
    assert_int_equal(status, SN_ENOSPACE);
    assert_fails(put_page(a, "c", 0, &err), SN_ENOSPACE, &err, "was rolled back");
    assert_fails(sn_archive_commit(a, &err), SN_ENOSPACE, &err, "was rolled back");
    limit_files(RLIM_INFINITY);
    expect_all(a, 1);
    assert_ok(put_page(a, "a", 1, &err), &err);
    expect_all(a, 2);

    assert_int_equal(sn_archive_begin(a, NULL), SN_OK);
    for (int i = 0; i < 50; i++)
        assert_ok(put_page(a, "b", i, &err), &err);
    limit_files(100000);
    status = sn_archive_commit(a, &err);
    limit_files(RLIM_INFINITY);
    assert_int_equal(status, SN_ENOSPACE);
    expect_all(a, 2);
}

static void a_takedown_on_a_full_disk_is_not_lost(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    uint64_t change = 77;
    uint32_t docid;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(p->dir);
    assert_ok(put_page(a, "a", 0, &err), &err);
    /* Room for the ledger, none for the log of archive.db. */
    limit_files(32 * 1024);
    sn_status status = sn_archive_take_down(a, SN_STR("a0"), "who", "why", &change, &docid, &err);
    limit_files(RLIM_INFINITY);
    assert_int_equal(status, SN_ENOSPACE);
    assert_int_equal(change, 77);
    expect_state(a, "a0", SN_ARTICLE_TAKEN_DOWN, "xxx");
    a = archive_reopen(a, p->dir);
    expect_state(a, "a0", SN_ARTICLE_TAKEN_DOWN, "xxx");
    expect_changes(a, 1, "a0=");
}

#define WRITERS 3
#define EACH    60

static int write_from_a_process(const char *dir, int writer)
{
    sn_archive *a = NULL;
    sn_archive_opts opts = {.create = true, .busy_ms = 60000};
    if (sn_archive_open(dir, &opts, &a, NULL) != SN_OK)
        return 1;
    for (int i = 0; i < EACH; i++) {
        char id[32];
        sn_put_result result;
        uint64_t change;
        uint32_t docid;
        sn_article article = {.id = id, .title = id};
        snprintf(id, sizeof id, "w%d-%d", writer, i);
        if (sn_archive_put(a, &article, &result, NULL) != SN_OK || result.outcome != SN_PUT_CREATED)
            return 2;
        if (i % 10 == 0 &&
            sn_archive_take_down(a, sn_str_of(id), NULL, NULL, &change, &docid, NULL) != SN_OK)
            return 3;
    }
    sn_archive_close(a);
    return 0;
}

static void several_processes_write(void **state)
{
    const place *p = *state;
    pid_t pids[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        pids[i] = fork();
        assert_true(pids[i] >= 0);
        if (pids[i] == 0)
            _exit(write_from_a_process(p->dir, i)); /* they make the archive at once, too */
    }
    for (int i = 0; i < WRITERS; i++) {
        int status = 0;
        assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
        assert_int_equal(status, 0);
    }
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(p->dir);
    sn_archive_counts counts;
    assert_int_equal(sn_archive_count(a, &counts, NULL), SN_OK);
    assert_int_equal(counts.live, WRITERS * EACH * 9 / 10);
    assert_int_equal(counts.taken_down, WRITERS * EACH / 10);
    assert_int_equal(counts.last_change, WRITERS * EACH * 11 / 10);
}

/* Writes articles and says so, one byte each, until it is killed. */
static void write_until_killed(const char *dir, int from, int acknowledge)
{
    sn_archive *a = NULL;
    if (sn_archive_open(dir, &(sn_archive_opts){0}, &a, NULL) != SN_OK)
        _exit(1);
    for (int i = from;; i++) {
        char id[32];
        sn_put_result result;
        sn_article article = {.id = id, .title = id};
        snprintf(id, sizeof id, "k%d", i);
        if (sn_archive_put(a, &article, &result, NULL) != SN_OK)
            _exit(2);
        if (write(acknowledge, "k", 1) != 1)
            _exit(3);
    }
}

static void sudden_death_loses_nothing_acknowledged(void **state)
{
    const place *p = *state;
    int n = 0;
    sn_archive_close(archive_make(p->dir));
    for (int round = 0; round < 6; round++) {
        int ends[2];
        char byte;
        assert_int_equal(pipe(ends), 0);
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0)
            write_until_killed(p->dir, n, ends[1]);
        close(ends[1]);
        int acknowledged = 0;
        while (acknowledged < 5 + round * 7 && read(ends[0], &byte, 1) == 1)
            acknowledged++;
        kill(pid, SIGKILL);
        while (read(ends[0], &byte, 1) == 1)
            acknowledged++;
        close(ends[0]);
        assert_int_equal(waitpid(pid, NULL, 0), pid);
        SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(p->dir);
        sn_archive_counts counts;
        assert_int_equal(sn_archive_count(a, &counts, NULL), SN_OK);
        /* At most one was stored whose byte was not written. */
        assert_true((int)counts.live - n - acknowledged == 0 ||
                    (int)counts.live - n - acknowledged == 1);
        assert_int_equal(counts.last_change, counts.live);
        n = (int)counts.live;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(without_create_there_must_be_one),
        PLACED(a_missing_directory_is_not_made),
        PLACED(a_file_that_is_no_database),
        PLACED(an_empty_file_is_a_beginning),
        PLACED(formats_of_the_future),
        PLACED(damage_is_found),
        PLACED(reading_handles_do_not_write),
        PLACED(transactions_are_all_or_nothing),
        PLACED(a_writer_waits_and_then_gives_up),
        PLACED(a_full_disk_loses_nothing_acknowledged),
        PLACED(a_full_disk_undoes_the_transaction),
        PLACED(a_takedown_on_a_full_disk_is_not_lost),
        PLACED(several_processes_write),
        PLACED(sudden_death_loses_nothing_acknowledged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
