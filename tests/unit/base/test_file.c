#include "tests/unit/base/testing.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void a_file_is_read_whole(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000000), big = SN_BUF(1000000);
    sn_error err = {0};
    for (unsigned i = 0; i < 200000; i++)
        sn_buf_add_byte(&big, (unsigned char)(i * 7));
    place_put(p, "f", sn_buf_str(&big));
    assert_ok(sn_file_read(place_path(p, "f"), &out, &err), &err);
    assert_true(sn_str_equal(sn_buf_str(&out), sn_buf_str(&big)));
}

static void reading_appends(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10);
    sn_error err = {0};
    place_put(p, "f", SN_STR("a\0b"));
    place_put(p, "empty", SN_STR(""));
    sn_buf_add(&out, "x:", 2);
    assert_ok(sn_file_read(place_path(p, "f"), &out, &err), &err);
    assert_ok(sn_file_read(place_path(p, "empty"), &out, &err), &err);
    assert_int_equal(out.len, 5);
    assert_memory_equal(out.at, "x:a\0b", 6);
}

static void the_limit_is_the_buffers(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    place_put(p, "f", SN_STR("12345"));
    SN_CLEANUP(sn_buf) sn_buf fits = SN_BUF(5), small = SN_BUF(4);
    assert_ok(sn_file_read(place_path(p, "f"), &fits, &err), &err);
    assert_fails(sn_file_read(place_path(p, "f"), &small, &err), SN_ELIMIT, &err, "4 bytes");
    assert_int_equal(small.len, 0);
}

/* More than one read(2) of it fits, all of it does not. */
static void a_file_that_is_too_long_leaves_the_buffer_as_it_was(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf big = SN_BUF(300000), out = SN_BUF(200000);
    sn_error err = {0};
    memset(sn_buf_reserve(&big, 300000), 'x', 300000);
    sn_buf_commit(&big, 300000);
    place_put(p, "f", sn_buf_str(&big));
    sn_buf_add(&out, "before", 6);
    assert_fails(sn_file_read(place_path(p, "f"), &out, &err), SN_ELIMIT, &err, "200000");
    assert_str(sn_buf_str(&out), "before");
}

static void what_cannot_be_read_is_named(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100);
    sn_error err = {0};
    assert_fails(sn_file_read(place_path(p, "none"), &out, &err), SN_ENOTFOUND, &err, "/none");
    assert_fails(sn_file_read(p->dir, &out, &err), SN_EIO, &err, p->dir);
    assert_int_equal(out.len, 0);
}

static void a_file_is_written_and_replaced(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100);
    sn_error err = {0};
    assert_ok(sn_file_write(place_path(p, "f"), SN_STR("old and long"), &err), &err);
    assert_ok(sn_file_write(place_path(p, "f"), SN_STR("new"), &err), &err);
    assert_ok(sn_file_read(place_path(p, "f"), &out, &err), &err);
    assert_str(sn_buf_str(&out), "new");
    assert_ok(sn_file_write(place_path(p, "f"), (sn_str){0}, &err), &err);
    assert_int_equal(count_entries(p->dir), 1);
    struct stat st;
    assert_int_equal(stat(place_path(p, "f"), &st), 0);
    assert_int_equal(st.st_size, 0);
    assert_int_equal(st.st_mode & 0777, 0644);
}

static void a_write_that_fails_leaves_nothing_behind(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    char longest[5000];
    assert_fails(sn_file_write(place_path(p, "none/f"), SN_STR("x"), &err), SN_ENOTFOUND, &err,
                 "none/f");
    assert_int_equal(mkdir(place_path(p, "d"), 0700), 0);
    place_put(p, "d/inside", SN_STR("x"));
    assert_int_not_equal(sn_file_write(place_path(p, "d"), SN_STR("x"), &err), SN_OK);
    assert_int_equal(count_entries(p->dir), 1);
    memset(longest, 'a', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    assert_fails(sn_file_write(longest, SN_STR("x"), &err), SN_ELIMIT, &err, NULL);
}

static void a_full_disk_leaves_the_old_file(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf big = SN_BUF(100000), out = SN_BUF(100);
    sn_error err = {0};
    memset(sn_buf_reserve(&big, 100000), 'x', 100000);
    sn_buf_commit(&big, 100000);
    assert_ok(sn_file_write(place_path(p, "f"), SN_STR("old"), &err), &err);
    pid_t child = fork();
    if (child == 0) {
        fill_disk(50000);
        _exit(sn_file_write(place_path(p, "f"), sn_buf_str(&big), NULL) == SN_ENOSPACE ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_ok(sn_file_read(place_path(p, "f"), &out, &err), &err);
    assert_str(sn_buf_str(&out), "old");
    assert_int_equal(count_entries(p->dir), 1);
}

/* Readers see the old content or the new one, whole, while a writer replaces it. */
static void readers_never_see_half_a_file(void **state)
{
    const place *p = *state;
    static char content[2][40000];
    sn_error err = {0};
    memset(content[0], 'a', sizeof content[0]);
    memset(content[1], 'b', sizeof content[1]);
    sn_str texts[] = {{content[0], sizeof content[0]}, {content[1], sizeof content[1] / 2}};
    assert_ok(sn_file_write(place_path(p, "f"), texts[0], &err), &err);
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < 50; i++)
            if (sn_file_write(place_path(p, "f"), texts[i % 2], NULL) != SN_OK)
                _exit(1);
        _exit(0);
    }
    int status = -1;
    bool ended = false;
    while (!ended) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(sizeof content[0]);
        ended = waitpid(child, &status, WNOHANG) == child;
        assert_ok(sn_file_read(place_path(p, "f"), &out, &err), &err);
        assert_true(sn_str_equal(sn_buf_str(&out), texts[0]) ||
                    sn_str_equal(sn_buf_str(&out), texts[1]));
    }
    assert_int_equal(status, 0);
    assert_int_equal(count_entries(p->dir), 1);
}

static void directories_are_made_once(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    assert_ok(sn_dir_make(place_path(p, "d"), &err), &err);
    assert_ok(sn_dir_make(place_path(p, "d"), &err), &err);
    assert_fails(sn_dir_make(place_path(p, "none/d"), &err), SN_ENOTFOUND, &err, "none/d");
    place_put(p, "f", SN_STR("x"));
    assert_fails(sn_dir_make(place_path(p, "f"), &err), SN_EIO, &err, "/f");
    assert_ok(sn_dir_sync(place_path(p, "d"), &err), &err);
    assert_fails(sn_dir_sync(place_path(p, "none"), &err), SN_ENOTFOUND, &err, "none");
    assert_fails(sn_dir_sync(place_path(p, "f"), &err), SN_EIO, &err, "/f");
}

/* What each name is answered with, and how many have come. */
typedef struct visit {
    sn_status answer;
    size_t names, known;
} visit;

static sn_status count_name(void *ctx, const char *name, sn_error *err)
{
    visit *v = ctx;
    v->names++;
    v->known += strcmp(name, "a") == 0 || strcmp(name, ".hidden") == 0 || strcmp(name, "d") == 0;
    return v->answer == SN_OK || v->answer == SN_DONE ? v->answer
                                                      : sn_fail(err, v->answer, "it is %s", name);
}

static void each_name_of_a_directory_comes_once(void **state)
{
    const place *p = *state;
    visit all = {SN_OK, 0, 0}, one = {SN_DONE, 0, 0}, bad = {SN_ECORRUPT, 0, 0};
    sn_error err = {0};
    place_put(p, "a", SN_STR("x"));
    place_put(p, ".hidden", SN_STR("x"));
    assert_ok(sn_dir_make(place_path(p, "d"), &err), &err);
    assert_ok(sn_dir_each(p->dir, count_name, &all, &err), &err);
    assert_int_equal(all.names, 3);
    assert_int_equal(all.known, 3);
    assert_ok(sn_dir_each(p->dir, count_name, &one, &err), &err);
    assert_int_equal(one.names, 1);
    assert_fails(sn_dir_each(p->dir, count_name, &bad, &err), SN_ECORRUPT, &err, "it is ");
    assert_int_equal(bad.names, 1);
    assert_fails(sn_dir_each(place_path(p, "none"), count_name, &all, &err), SN_ENOTFOUND, &err,
                 "/none");
}

static void a_directory_goes_with_all_it_holds(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    assert_ok(sn_dir_make(place_path(p, "keep"), &err), &err);
    place_put(p, "keep/f", SN_STR("x"));
    assert_ok(sn_dir_make(place_path(p, "d"), &err), &err);
    assert_ok(sn_dir_make(place_path(p, "d/e"), &err), &err);
    place_put(p, "d/e/f", SN_STR("x"));
    place_put(p, "d/.hidden", SN_STR("x"));
    assert_int_equal(symlink("../../keep", place_path(p, "d/e/link")), 0);
    assert_int_equal(symlink("nowhere", place_path(p, "d/broken")), 0);
    assert_ok(sn_dir_remove(place_path(p, "d"), &err), &err);
    assert_int_equal(count_entries(p->dir), 1);
    assert_int_equal(access(place_path(p, "keep/f"), F_OK), 0); /* links are not followed */
    assert_ok(sn_dir_remove(place_path(p, "d"), &err), &err);   /* none is fine */
}

static void paths_are_joined_with_a_limit(void **state)
{
    (void)state;
    char out[8];
    sn_error err = {0};
    assert_ok(sn_path_join("abc", "def", out, sizeof out, &err), &err);
    assert_string_equal(out, "abc/def");
    assert_fails(sn_path_join("abcd", "def", out, sizeof out, &err), SN_ELIMIT, &err, "abcd");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_file_is_read_whole),
        PLACED(reading_appends),
        PLACED(the_limit_is_the_buffers),
        PLACED(a_file_that_is_too_long_leaves_the_buffer_as_it_was),
        PLACED(what_cannot_be_read_is_named),
        PLACED(a_file_is_written_and_replaced),
        PLACED(a_write_that_fails_leaves_nothing_behind),
        PLACED(a_full_disk_leaves_the_old_file),
        PLACED(readers_never_see_half_a_file),
        PLACED(directories_are_made_once),
        PLACED(each_name_of_a_directory_comes_once),
        PLACED(a_directory_goes_with_all_it_holds),
        cmocka_unit_test(paths_are_joined_with_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
