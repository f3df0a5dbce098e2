#include "base/disk.h"
#include "tests/unit/base/testing.h"

#include <sys/stat.h>
#include <unistd.h>

static void sizes_are_those_of_all_files_below(void **state)
{
    const place *p = *state;
    uint64_t bytes = 7;
    sn_error err = {0};
    assert_ok(sn_tree_bytes(p->dir, &bytes, &err), &err);
    assert_int_equal(bytes, 0);
    place_put(p, "a", SN_STR("12345"));
    assert_ok(sn_dir_make(place_path(p, "sub"), &err), &err);
    place_put(p, "sub/b", SN_STR("123"));
    assert_int_equal(symlink("a", place_path(p, "link")), 0);
    assert_ok(sn_tree_bytes(p->dir, &bytes, &err), &err);
    assert_int_equal(bytes, 8);
    assert_ok(sn_tree_bytes(place_path(p, "a"), &bytes, &err), &err);
    assert_int_equal(bytes, 5);
    assert_ok(sn_tree_bytes(place_path(p, "none"), &bytes, &err), &err);
    assert_int_equal(bytes, 0);
    assert_ok(sn_tree_sync(p->dir, &err), &err);
    assert_int_equal(sn_tree_sync(place_path(p, "none"), &err), SN_ENOTFOUND);
}

static void room_that_is_not_there_is_told_with_both_numbers(void **state)
{
    const place *p = *state;
    uint64_t bytes = 0;
    sn_error err = {0};
    assert_ok(sn_disk_free(p->dir, &bytes, &err), &err);
    assert_ok(sn_disk_reserve(p->dir, 0, "a test", &err), &err);
    assert_fails(sn_disk_reserve(p->dir, (uint64_t)1 << 60, "a test", &err), SN_ENOSPACE, &err,
                 "a test: no room on the disk");
    assert_fails(sn_disk_reserve(p->dir, (uint64_t)1 << 60, "a test", &err), SN_ENOSPACE, &err,
                 "MB are wanted");
    assert_int_equal(sn_disk_free(place_path(p, "none"), &bytes, &err), SN_ENOTFOUND);
}

static void a_copy_has_the_bytes_and_the_mode_asked_for(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf content = SN_BUF(1 << 20), copy = SN_BUF(1 << 20);
    struct stat st;
    sn_error err = {0};
    for (unsigned i = 0; i < 200000; i++)
        sn_buf_add_byte(&content, (unsigned char)(i * 7));
    place_put(p, "a", sn_buf_str(&content));
    assert_ok(sn_file_copy(place_path(p, "a"), place_path(p, "b"), 0600, &err), &err);
    assert_ok(sn_file_read(place_path(p, "b"), &copy, &err), &err);
    assert_true(sn_str_equal(sn_buf_str(&content), sn_buf_str(&copy)));
    assert_int_equal(stat(place_path(p, "b"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void copies_replace_nothing_and_are_of_files_only(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    place_put(p, "a", SN_STR("1"));
    place_put(p, "b", SN_STR("2"));
    assert_int_equal(sn_file_copy(place_path(p, "a"), place_path(p, "b"), 0600, &err), SN_EIO);
    assert_int_equal(sn_file_copy(place_path(p, "none"), place_path(p, "c"), 0600, &err),
                     SN_ENOTFOUND);
    assert_fails(sn_file_copy(p->dir, place_path(p, "c"), 0600, &err), SN_EINVAL, &err,
                 "not a plain file");
    assert_int_equal(mkfifo(place_path(p, "pipe"), 0600), 0);
    assert_fails(sn_file_copy(place_path(p, "pipe"), place_path(p, "c"), 0600, &err), SN_EINVAL,
                 &err, "not a plain file");
    assert_int_equal(access(place_path(p, "c"), F_OK), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(sizes_are_those_of_all_files_below),
        PLACED(room_that_is_not_there_is_told_with_both_numbers),
        PLACED(a_copy_has_the_bytes_and_the_mode_asked_for),
        PLACED(copies_replace_nothing_and_are_of_files_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
