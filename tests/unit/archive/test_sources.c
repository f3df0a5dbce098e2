/* What is remembered of sources: rows as they were put, and only together with their articles. */
#include "archive/sources.h"
#include "tests/unit/archive/helper.h"

#include <string.h>

static void put_source(sn_archive *a, char *source, char *within, uint64_t bytes)
{
    sn_error err = {0};
    const sn_remembered r = {.source = source, .within = within, .bytes = bytes};
    assert_ok(sn_source_put(a, &r, &err), &err);
}

static uint64_t bytes_of(sn_archive *a, const char *source)
{
    SN_CLEANUP(sn_remembered) sn_remembered r = {0};
    sn_error err = {0};
    assert_ok(sn_source_get(a, source, &r, &err), &err);
    return r.bytes;
}

static sn_status note_name(void *ctx, const sn_remembered *r)
{
    return sn_buf_add_format(ctx, "%s ", r->source);
}

static void expect_sources(sn_archive *a, const char *within, const char *want)
{
    SN_CLEANUP(sn_buf) sn_buf names = SN_BUF(4096);
    sn_error err = {0};
    assert_ok(sn_sources_each(a, within, note_name, &names, &err), &err);
    assert_string_equal(sn_buf_text(&names), want);
}

static void a_source_comes_back_as_it_was_put(void **state)
{
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    sn_error err = {0};
    char source[] = "https://peyk.example/feed", format[] = "rss", etag[] = "W/\"الف\"",
         error[] = "the server answered 500", modified[] = "Fri, 20 Nov 2026 10:00:00 GMT";
    const sn_remembered put = {.source = source,
                               .asked_format = format,
                               .format = format,
                               .etag = etag,
                               .modified = modified,
                               .error = error,
                               .follows = true,
                               .bytes = UINT64_C(1) << 40,
                               .digest = UINT64_MAX - 1,
                               .lines = 7,
                               .whole = true,
                               .tried_sec = 1,
                               .good_sec = 2,
                               .retry_sec = 3,
                               .n_read = 4,
                               .n_taken = 5,
                               .n_refused = 6};
    assert_ok(sn_source_put(a, &put, &err), &err);
    a = archive_reopen(a, p->dir);
    SN_CLEANUP(sn_remembered) sn_remembered got = {0};
    assert_ok(sn_source_get(a, source, &got, &err), &err);
    assert_string_equal(got.source, source);
    assert_string_equal(got.asked_format, format);
    assert_string_equal(got.etag, etag);
    assert_string_equal(got.modified, modified);
    assert_string_equal(got.error, error);
    assert_true(got.within == NULL && got.asked_map == NULL && got.stamp == NULL);
    assert_true(got.follows && got.whole);
    assert_true(got.bytes == put.bytes && got.digest == put.digest && got.lines == 7);
    assert_true(got.tried_sec == 1 && got.good_sec == 2 && got.retry_sec == 3);
    assert_true(got.n_read == 4 && got.n_taken == 5 && got.n_refused == 6);
    sn_archive_close(a);
}

static void sources_have_an_order_and_are_forgotten_with_what_is_in_them(void **state)
{
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    sn_error err = {0};
    uint64_t n = 77;
    char dir[] = "/feeds", one[] = "/feeds/1", two[] = "/feeds/2", other[] = "/feeds.xml";
    put_source(a, two, dir, 2);
    put_source(a, one, dir, 1);
    put_source(a, dir, NULL, 0);
    put_source(a, other, NULL, 3);
    expect_sources(a, NULL, "/feeds /feeds.xml ");
    expect_sources(a, dir, "/feeds/1 /feeds/2 ");
    put_source(a, one, dir, 9);
    assert_int_equal(bytes_of(a, one), 9);
    assert_ok(sn_source_forget(a, dir, &n, &err), &err);
    assert_int_equal(n, 3);
    expect_sources(a, NULL, "/feeds.xml ");
    expect_sources(a, dir, "");
    assert_ok(sn_source_forget(a, dir, &n, &err), &err);
    assert_int_equal(n, 0);
    SN_CLEANUP(sn_remembered) sn_remembered none = {0};
    assert_fails(sn_source_get(a, dir, &none, &err), SN_ENOTFOUND, &err, "/feeds");
    sn_archive_close(a);
}

static void what_was_not_tried_for_long_is_forgotten_within_its_source(void **state)
{
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    sn_error err = {0};
    char map[] = "https://peyk.example/map.xml", old[] = "https://peyk.example/1",
         young[] = "https://peyk.example/2", other[] = "https://peyk.example/other";
    const sn_remembered rows[] = {{.source = map, .tried_sec = 1},
                                  {.source = old, .within = map, .tried_sec = 99},
                                  {.source = young, .within = map, .tried_sec = 100},
                                  {.source = other, .tried_sec = 1}};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_ok(sn_source_put(a, &rows[i], &err), &err);
    assert_ok(sn_source_forget_old(a, map, 100, &err), &err);
    expect_sources(a, map, "https://peyk.example/2 ");
    expect_sources(a, NULL, "https://peyk.example/map.xml https://peyk.example/other ");
    sn_archive_close(a);
}

static void a_source_is_remembered_with_its_articles_or_not_at_all(void **state)
{
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    sn_error err = {0};
    char source[] = "/feed.jsonl";
    put_source(a, source, NULL, 1);
    assert_ok(sn_archive_begin(a, &err), &err);
    put_ok(a, "n-1", "سیل", "", SN_PUT_CREATED);
    put_source(a, source, NULL, 2);
    assert_int_equal(bytes_of(a, source), 2);
    sn_archive_rollback(a);
    assert_int_equal(bytes_of(a, source), 1);
    expect_unknown(a, "n-1");
    assert_ok(sn_archive_begin(a, &err), &err);
    put_ok(a, "n-1", "سیل", "", SN_PUT_CREATED);
    put_source(a, source, NULL, 2);
    assert_ok(sn_archive_commit(a, &err), &err);
    a = archive_reopen(a, p->dir);
    assert_int_equal(bytes_of(a, source), 2);
    expect_state(a, "n-1", SN_ARTICLE_LIVE, "سیل");
    sn_archive_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_source_comes_back_as_it_was_put),
        PLACED(sources_have_an_order_and_are_forgotten_with_what_is_in_them),
        PLACED(what_was_not_tried_for_long_is_forgotten_within_its_source),
        PLACED(a_source_is_remembered_with_its_articles_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
