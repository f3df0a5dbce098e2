/* Handles that leave no trace: beside a writer, without one, behind one that was killed, and when files change below. */
#include "tests/unit/archive/helper.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static sn_status open_untouched(const char *dir, sn_archive **out, sn_error *err)
{
    sn_archive_opts opts = {.read_only = true, .untouched = true, .now_sec = NOW_SEC};
    return sn_archive_open(dir, &opts, out, err);
}

static sn_archive *opened(const char *dir)
{
    sn_error err = {0};
    sn_archive *a = NULL;
    assert_ok(open_untouched(dir, &a, &err), &err);
    return a;
}

/* Every name in a directory, and its own, with inode, size and time of change. */
static void list(const char *dir, sn_buf *out)
{
    struct dirent **names;
    int n = scandir(dir, &names, NULL, alphasort);
    assert_true(n >= 2);
    for (int i = 0; i < n; i++) {
        char path[SN_PATH_SIZE];
        struct stat st;
        assert_int_equal(sn_path_join(dir, names[i]->d_name, path, sizeof path, NULL), SN_OK);
        assert_int_equal(stat(path, &st), 0);
        sn_buf_add_format(out, "%s %llu %lld %lld.%09ld\n", names[i]->d_name,
                          (unsigned long long)st.st_ino, (long long)st.st_size,
                          (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
        free(names[i]);
    }
    free(names);
}

/* All that is asked of such a handle. */
static void ask_all(sn_archive *a)
{
    sn_archive_counts counts;
    uint64_t change;
    assert_int_equal(sn_archive_count(a, &counts, NULL), SN_OK);
    assert_int_equal(sn_archive_last_change(a, &change, NULL), SN_OK);
    assert_int_equal(change, counts.last_change);
}

static void nothing_is_left_where_nobody_writes(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf before = SN_BUF(1 << 16);
    SN_CLEANUP(sn_buf) sn_buf after = SN_BUF(1 << 16);
    sn_archive *writer = archive_make(p->dir);
    put_ok(writer, "a", "t", "", SN_PUT_CREATED);
    take_down_ok(writer, "b");
    sn_archive_close(writer);
    list(p->dir, &before);
    sn_archive *a = opened(p->dir);
    ask_all(a);
    expect_state(a, "a", SN_ARTICLE_LIVE, "t");
    expect_state(a, "b", SN_ARTICLE_TAKEN_DOWN, NULL);
    assert_false(sn_archive_is_outdated(a));
    sn_archive_close(a);
    list(p->dir, &after);
    assert_str(sn_buf_str(&after), sn_buf_text(&before));
}

static void commits_of_a_writer_beside_it_are_seen(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_archive) sn_archive *writer = archive_make(p->dir);
    put_ok(writer, "a", "t", "", SN_PUT_CREATED);
    size_t entries = count_entries(p->dir);
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = opened(p->dir);
    for (int i = 0; i < 20; i++) {
        char id[16];
        snprintf(id, sizeof id, "n-%d", i);
        put_ok(writer, id, "t", "", SN_PUT_CREATED);
        expect_state(a, id, SN_ARTICLE_LIVE, "t");
        ask_all(a);
    }
    assert_false(sn_archive_is_outdated(a));
    assert_int_equal(count_entries(p->dir), entries);
}

static void writing_is_refused(void **state)
{
    const place *p = *state;
    sn_put_result put_;
    sn_error err = {0};
    sn_archive_close(archive_make(p->dir));
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = opened(p->dir);
    assert_int_equal(put(a, "a", "t", "", &put_, &err), SN_EINVAL);
}

static void a_writer_that_comes_later_makes_it_outdated(void **state)
{
    const place *p = *state;
    sn_archive_close(archive_make(p->dir));
    sn_archive *a = opened(p->dir);
    assert_false(sn_archive_is_outdated(a));
    SN_CLEANUP_PTR(sn_archive) sn_archive *writer = archive_make(p->dir);
    put_ok(writer, "a", "t", "", SN_PUT_CREATED);
    assert_true(sn_archive_is_outdated(a));
    sn_archive_close(a);
    a = opened(p->dir);
    assert_false(sn_archive_is_outdated(a));
    expect_state(a, "a", SN_ARTICLE_LIVE, "t");
    sn_archive_close(a);
}

/* A writer that came and went between two looks. */
static void so_does_one_that_has_gone_again(void **state)
{
    const place *p = *state;
    sn_archive_close(archive_make(p->dir));
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = opened(p->dir);
    sn_archive *writer = archive_make(p->dir);
    put_ok(writer, "a", "t", "", SN_PUT_CREATED);
    sn_archive_close(writer);
    assert_true(sn_archive_is_outdated(a));
}

static void so_does_another_file_in_the_place_of_one(void **state)
{
    const place *p = *state;
    static const char *const names[] = {"archive.db", "takedowns.db"};
    sn_archive_close(archive_make(p->dir));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        SN_CLEANUP_PTR(sn_archive) sn_archive *a = opened(p->dir);
        copy_file(p, names[i], "copy");
        assert_int_equal(rename(place_path(p, "copy"), place_path(p, names[i])), 0);
        assert_true(sn_archive_is_outdated(a));
    }
}

/* Its log is there, with all that it committed; nobody but a writer may bring it home. */
static void what_a_killed_writer_committed_is_read(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf before = SN_BUF(1 << 16);
    SN_CLEANUP(sn_buf) sn_buf after = SN_BUF(1 << 16);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        sn_archive *writer = archive_make(p->dir);
        put_ok(writer, "a", "t", "", SN_PUT_CREATED);
        kill(getpid(), SIGKILL);
    }
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    list(p->dir, &before);
    sn_archive *a = opened(p->dir);
    ask_all(a);
    expect_state(a, "a", SN_ARTICLE_LIVE, "t");
    sn_archive_close(a);
    list(p->dir, &after);
    assert_str(sn_buf_str(&after), sn_buf_text(&before));
}

static void a_log_without_what_belongs_to_it_is_refused(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    sn_archive *a = NULL;
    SN_CLEANUP_PTR(sn_archive) sn_archive *writer = archive_make(p->dir);
    put_ok(writer, "a", "t", "", SN_PUT_CREATED);
    assert_int_equal(mkdir(place_path(p, "other"), 0700), 0);
    copy_file(p, "archive.db", "other/archive.db");
    copy_file(p, "archive.db-wal", "other/archive.db-wal");
    assert_fails(open_untouched(place_path(p, "other"), &a, &err), SN_EIO, &err,
                 "without archive.db-shm");
    assert_null(a);
    assert_int_equal(count_entries(place_path(p, "other")), 2);
}

/* What stands in an address for something else. */
static void a_path_may_have_any_bytes(void **state)
{
    const place *p = *state;
    static const char *const names[] = {"a b", "a?b=c", "a#b", "a%41", "خبر", "a&immutable=0"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *dir = place_path(p, names[i]);
        assert_int_equal(mkdir(dir, 0700), 0);
        sn_archive_close(archive_make(dir));
        SN_CLEANUP_PTR(sn_archive) sn_archive *a = opened(dir);
        ask_all(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(nothing_is_left_where_nobody_writes),
        PLACED(commits_of_a_writer_beside_it_are_seen),
        PLACED(writing_is_refused),
        PLACED(a_writer_that_comes_later_makes_it_outdated),
        PLACED(so_does_one_that_has_gone_again),
        PLACED(so_does_another_file_in_the_place_of_one),
        PLACED(what_a_killed_writer_committed_is_read),
        PLACED(a_log_without_what_belongs_to_it_is_refused),
        PLACED(a_path_may_have_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
