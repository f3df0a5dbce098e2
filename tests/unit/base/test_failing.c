/* What base/ does when memory, files and disks fail: every call in its turn. */
#include "tests/unit/base/failing.h"
#include "tests/unit/base/testing.h"

#include "base/disk.h"
#include "base/grow.h"
#include "base/html_writer.h"
#include "base/json_writer.h"
#include "base/names.h"
#include "base/options.h"
#include "base/priority.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- files */

static sn_status write_and_read(void *ctx, sn_error *err)
{
    const char *path = place_path(ctx, "a");
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_status s = sn_file_write(path, SN_STR("some text"), err);
    if (s == SN_OK)
        s = sn_file_write_private(path, SN_STR("another text"), err);
    if (s == SN_OK)
        s = sn_file_read(path, &out, err);
    if (s == SN_OK)
        assert_str(sn_buf_str(&out), "another text");
    return s;
}

static void a_file_that_cannot_be_written_is_as_it_was(void **state)
{
    const place *p = *state;
    assert_true(each_call_fails(write_and_read, *state) > 10);
    assert_int_equal(count_entries(p->dir), 1); /* no temporary file is left */
}

static sn_status read_behind_a_text(void *ctx, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_status s = sn_buf_add(&out, "before", 6);
    if (s != SN_OK)
        return s;
    s = sn_file_read(place_path(ctx, "long"), &out, err);
    assert_memory_equal(out.at, "before", 6);
    assert_int_equal(out.len, s == SN_OK ? 200006 : 6);
    assert_true(s != SN_ENOMEM ||
                strstr(err->msg, "memory") != NULL); /* and not that it is too long */
    return s;
}

static void a_file_that_cannot_be_read_leaves_the_buffer_as_it_was(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf content = SN_BUF(1 << 20);
    memset(sn_buf_reserve(&content, 200000), 'x', 200000);
    sn_buf_commit(&content, 200000);
    place_put(*state, "long", sn_buf_str(&content));
    assert_true(each_call_fails(read_behind_a_text, *state) > 5);
}

static sn_status make_copy_and_remove(void *ctx, sn_error *err)
{
    const place *p = ctx;
    uint64_t bytes = 0;
    sn_status s = sn_dir_make(place_path(p, "d"), err);
    if (s == SN_OK)
        s = sn_file_write(place_path(p, "d/a"), SN_STR("text"), err);
    if (s == SN_OK)
        s = sn_file_copy(place_path(p, "d/a"), place_path(p, "d/b"), 0600, err);
    if (s == SN_OK)
        s = sn_tree_sync(p->dir, err);
    if (s == SN_OK)
        s = sn_tree_bytes(p->dir, &bytes, err);
    if (s == SN_OK)
        assert_int_equal(bytes, 8); /* a directory that is read in part is not a smaller one */
    if (s == SN_OK)
        s = sn_disk_reserve(p->dir, bytes, "a test", err);
    sn_error later = {0};
    assert_ok(sn_dir_remove(place_path(p, "d"), &later), &later);
    return s;
}

static void whatever_fails_of_trees_is_told_and_can_be_done_again(void **state)
{
    assert_true(each_call_fails(make_copy_and_remove, *state) > 20);
}

/* ---- memory */

static sn_status write_json(void *ctx, sn_error *err)
{
    (void)ctx;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_json j = SN_JSON(&out);
    sn_json_array(&j);
    for (int i = 0; i < 100; i++) {
        sn_json_object(&j);
        sn_json_key(&j, "key");
        sn_json_text(&j, "some <text>");
        sn_json_key(&j, "numbers");
        sn_json_array(&j);
        sn_json_int(&j, i);
        sn_json_double(&j, i / 7.0);
        sn_json_bool(&j, i % 2);
        sn_json_null(&j);
        sn_json_raw(&j, SN_STR("{}"));
        sn_json_end(&j);
        sn_json_end(&j);
    }
    sn_json_end(&j);
    (void)err;
    return sn_json_finish(&j);
}

static sn_status write_html(void *ctx, sn_error *err)
{
    (void)ctx;
    (void)err;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_html h = SN_HTML(&out);
    sn_html_doctype(&h);
    for (int i = 0; i < 100; i++) {
        sn_html_begin_class(&h, "p", "some");
        sn_html_attr_int(&h, "data-i", i);
        sn_html_attr_flag(&h, "hidden", i % 2);
        sn_html_text(&h, "a & b");
        sn_html_end(&h);
    }
    return sn_html_finish(&h);
}

static sn_status collect(void *ctx, sn_error *err)
{
    (void)ctx;
    (void)err;
    SN_CLEANUP(sn_names) sn_names list = {0};
    for (int i = 0; i < 200; i++) {
        size_t before = list.n;
        sn_status s = sn_names_add(&list, "a name");
        if (s != SN_OK) {
            assert_int_equal(list.n, before);
            return s;
        }
    }
    char *copy = sn_str_dup(SN_STR("text"));
    if (copy == NULL)
        return SN_ENOMEM;
    free(copy);
    return SN_OK;
}

static sn_status count_one(void *ctx)
{
    ++*(int *)ctx;
    return SN_OK;
}

static sn_status run_low(void *ctx, sn_error *err)
{
    (void)ctx;
    (void)err;
    int n = 0;
    sn_status s = sn_run_low(count_one, &n);
    assert_int_equal(n, s == SN_OK);
    return s;
}

static sn_status write_help(void *ctx, sn_error *err)
{
    (void)ctx;
    (void)err;
    static const sn_option table[] = {
        {"index", 'i', SN_OPTION_TEXT, 0, "DIR", "the index directory", 0, 0},
        {"a-name-that-needs-a-line-of-its-own", 0, SN_OPTION_FLAG, 0, NULL, "a flag", 0, 0},
    };
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    return sn_options_help(table, COUNT_OF(table), &out);
}

static void without_memory_nothing_is_half_done(void **state)
{
    static const struct {
        const char *name;
        failing_fn *scenario;
    } cases[] = {{"JSON", write_json},
                 {"HTML", write_html},
                 {"names", collect},
                 {"a thread of low priority", run_low},
                 {"help", write_help}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        print_message("  case: %s\n", cases[i].name);
        assert_true(each_call_fails_of(FAILING_MEMORY, cases[i].scenario, *state) > 0);
    }
}

static void an_array_does_not_grow_past_what_can_be_counted(void **state)
{
    (void)state;
    size_t cap = SIZE_MAX / 16;
    assert_null(sn_grow_more(NULL, &cap, 16));
    assert_int_equal(cap, SIZE_MAX / 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_file_that_cannot_be_written_is_as_it_was),
        PLACED(a_file_that_cannot_be_read_leaves_the_buffer_as_it_was),
        PLACED(whatever_fails_of_trees_is_told_and_can_be_done_again),
        PLACED(without_memory_nothing_is_half_done),
        PLACED(an_array_does_not_grow_past_what_can_be_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
