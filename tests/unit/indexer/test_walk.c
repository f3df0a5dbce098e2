#include "base/limits.h"
#include "indexer/readers/walk.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct seen {
    size_t skip; /* of each path: the place's directory */
    sn_buf names;
    unsigned stop_at; /* 0: never */
    unsigned n;
} seen;

static sn_status note(void *ctx, const char *path, sn_error *err)
{
    seen *s = ctx;
    sn_buf_add_format(&s->names, "%s ", strlen(path) > s->skip ? path + s->skip : path);
    return ++s->n == s->stop_at ? sn_fail(err, SN_EIO, "enough") : SN_OK;
}

static void make_tree(const place *p)
{
    static const char *const dirs[] = {"feeds", "feeds/b", "feeds/b/deep", "feeds/.git",
                                       "feeds/empty"};
    static const char *const files[] = {"feeds/c.xml",     "feeds/a.xml",    "feeds/b/2.json",
                                        "feeds/b/10.json", "feeds/b/deep/x", "feeds/.hidden",
                                        "feeds/.git/x",    "feeds/Z.xml"};
    for (size_t i = 0; i < COUNT_OF(dirs); i++)
        assert_int_equal(sn_dir_make(place_path(p, dirs[i]), NULL), SN_OK);
    for (size_t i = 0; i < COUNT_OF(files); i++)
        place_put(p, files[i], SN_STR("x"));
    assert_int_equal(symlink("c.xml", place_path(p, "feeds/link")), 0);
    assert_int_equal(symlink(".", place_path(p, "feeds/loop")), 0);
    assert_int_equal(symlink("nowhere", place_path(p, "feeds/dangling")), 0);
}

static void a_directory_is_read_in_the_order_of_names(void **state)
{
    const place *p = *state;
    seen s = {.skip = strlen(place_path(p, "feeds")), .names = SN_BUF(4096)};
    sn_error err = {0};
    make_tree(p);
    assert_ok(sn_walk(place_path(p, "feeds"), note, &s, &err), &err);
    assert_string_equal(sn_buf_text(&s.names),
                        "/Z.xml /a.xml /b/10.json /b/2.json /b/deep/x /c.xml /link ");
    sn_buf_done(&s.names);
}

static void a_file_is_itself_whatever_it_is(void **state)
{
    const place *p = *state;
    seen s = {.skip = strlen(p->dir), .names = SN_BUF(4096)};
    sn_error err = {0};
    place_put(p, ".feed", SN_STR("x"));
    assert_ok(sn_walk(place_path(p, ".feed"), note, &s, &err), &err);
    assert_ok(sn_walk("-", note, &s, &err), &err);
    assert_ok(sn_walk(place_path(p, "none"), note, &s, &err), &err); /* for visit to say so */
    assert_string_equal(sn_buf_text(&s.names), "/.feed - /none ");
    sn_buf_done(&s.names);
}

static void the_walk_ends_with_the_first_failure(void **state)
{
    const place *p = *state;
    seen s = {.skip = strlen(place_path(p, "feeds")), .names = SN_BUF(4096), .stop_at = 4};
    sn_error err = {0};
    make_tree(p);
    assert_fails(sn_walk(place_path(p, "feeds"), note, &s, &err), SN_EIO, &err, "enough");
    assert_int_equal(s.n, 4);
    sn_buf_done(&s.names);
}

static void directories_have_a_depth(void **state)
{
    const place *p = *state;
    seen s = {.names = SN_BUF(4096)};
    sn_error err = {0};
    char path[1024];
    int len = snprintf(path, sizeof path, "%s", p->dir);
    for (int i = 0; i <= SN_LIMIT_DIRECTORY_DEPTH; i++) {
        len += snprintf(path + len, sizeof path - (size_t)len, "/d");
        assert_int_equal(sn_dir_make(path, NULL), SN_OK);
    }
    assert_fails(sn_walk(p->dir, note, &s, &err), SN_ELIMIT, &err, "DIRECTORY_DEPTH");
    assert_ok(sn_walk(place_path(p, "d/d"), note, &s, &err), &err);
    assert_int_equal(s.n, 0);
    sn_buf_done(&s.names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_directory_is_read_in_the_order_of_names),
        PLACED(a_file_is_itself_whatever_it_is),
        PLACED(the_walk_ends_with_the_first_failure),
        PLACED(directories_have_a_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
