#include "archive/batches.h"
#include "tests/unit/archive/helper.h"

#include <string.h>

static sn_status note_batch(void *ctx, const sn_batch *b)
{
    sn_buf *out = ctx;
    return sn_buf_add_format(out, "%s %d-%d %d %d; ", b->kind, (int)b->began_sec, (int)b->ended_sec,
                             b->exit_status, (int)b->good_sec);
}

static void expect_batches(sn_archive *a, const char *want)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
    sn_error err = {0};
    assert_ok(sn_batches_each(a, note_batch, &out, &err), &err);
    assert_str(sn_buf_str(&out), want);
}

static void remember(sn_archive *a, const char *kind, int began, int ended, int status)
{
    sn_error err = {0};
    sn_batch b = {.began_sec = began, .ended_sec = ended, .exit_status = status};
    strcpy(b.kind, kind);
    assert_ok(sn_batch_remember(a, &b, &err), &err);
}

static void nothing_is_remembered_of_no_run(void **state)
{
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    expect_batches(a, "");
    sn_archive_close(a);
}

static void the_last_run_of_each_kind_is_remembered(void **state)
{
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    remember(a, "rebuild", 10, 20, 1);
    remember(a, "add", 30, 31, 0);
    remember(a, "add", 40, 42, 0);
    expect_batches(a, "add 40-42 0 42; rebuild 10-20 1 0; ");
    sn_archive_close(a);
}

static void a_bad_run_leaves_the_last_good_one(void **state)
{
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    remember(a, "add", 30, 31, 0);
    remember(a, "add", 40, 42, 3);
    remember(a, "add", 50, 52, 75);
    expect_batches(a, "add 50-52 75 31; ");
    a = archive_reopen(a, p->dir);
    expect_batches(a, "add 50-52 75 31; ");
    remember(a, "add", 60, 61, 0);
    expect_batches(a, "add 60-61 0 61; ");
    sn_archive_close(a);
}

static void what_is_no_run_is_refused(void **state)
{
    static const sn_batch wrong[] = {
        {"", 1, 2, 0, 0},     {"Add", 1, 2, 0, 0},   {"a b", 1, 2, 0, 0},  {"add", -1, 2, 0, 0},
        {"add", 1, -2, 0, 0}, {"add", 1, 2, 256, 0}, {"add", 1, 2, -1, 0},
    };
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        sn_error err = {0};
        assert_fails(sn_batch_remember(a, &wrong[i], &err), SN_EINVAL, &err, "no run to remember");
    }
    expect_batches(a, "");
    sn_archive_close(a);
}

static void the_newest_article_is_the_one_published_last(void **state)
{
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    sn_error err = {0};
    int64_t sec = 7;
    assert_ok(sn_archive_newest(a, &sec, &err), &err);
    assert_int_equal(sec, 0);
    put_ok(a, "undated", "t", "", SN_PUT_CREATED);
    assert_ok(sn_archive_newest(a, &sec, &err), &err);
    assert_int_equal(sec, 0);
    put_ok(a, "old", "t", ",\"published_at\":\"2021-01-01T00:00:00Z\"", SN_PUT_CREATED);
    put_ok(a, "new", "t", ",\"published_at\":\"2021-01-01T00:02:00Z\"", SN_PUT_CREATED);
    assert_ok(sn_archive_newest(a, &sec, &err), &err);
    assert_int_equal(sec, 1609459320);
    take_down_ok(a, "new");
    assert_ok(sn_archive_newest(a, &sec, &err), &err);
    assert_int_equal(sec, 1609459200);
    sn_archive_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(nothing_is_remembered_of_no_run),
        PLACED(the_last_run_of_each_kind_is_remembered),
        PLACED(a_bad_run_leaves_the_last_good_one),
        PLACED(what_is_no_run_is_refused),
        PLACED(the_newest_article_is_the_one_published_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
