/* Merge patches (RFC 7396), and by what versions of an article are known. */
#include "archive/article.h"
#include "archive/json.h"
#include "archive/json_merge.h"
#include "tests/unit/base/testing.h"

#include <stdlib.h>
#include <string.h>

static void assert_merges(const char *target, const char *patch, const char *want)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
    print_message("  %s + %s\n", target, patch);
    assert_int_equal(sn_json_merge(sn_str_of(target), sn_str_of(patch), &out), SN_OK);
    assert_string_equal(sn_buf_text(&out), want);
    assert_int_equal(sn_json_check(sn_buf_str(&out), NULL), SN_OK);
}

static void the_examples_of_the_rfc(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
        {"{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"},
        {"{\"a\":\"b\"}", "{\"a\":null}", "{}"},
        {"{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"},
        {"{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
        {"{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}"},
        {"{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"},
        {"{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"},
        {"[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]"},
        {"{\"a\":\"b\"}", "[\"c\"]", "[\"c\"]"},
        {"{\"a\":\"foo\"}", "null", "null"},
        {"{\"a\":\"foo\"}", "\"bar\"", "\"bar\""},
        {"{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}"},
        {"[1,2]", "{\"a\":\"b\",\"c\":null}", "{\"a\":\"b\"}"},
        {"{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_merges(cases[i][0], cases[i][1], cases[i][2]);
}

static void what_is_not_named_stays_as_it_is_spelt(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"{\"a\":12345678901234567890.10,\"b\":1}", "{\"b\":2e0}",
         "{\"a\":12345678901234567890.10,\"b\":2e0}"},
        {"{\"a\":\"\\u0628\",\"b\":1}", "{\"b\":null}", "{\"a\":\"\\u0628\"}"},
        {" { \"a\" : { \"x\" : 1 } } ", " { \"a\" : { \"y\" : [ 1, 2 ] } } ",
         "{\"a\":{\"x\":1,\"y\":[ 1, 2 ]}}"},
        {"{\"a\":\"} , {\"}", "{\"b\":\":\\\"\"}", "{\"a\":\"} , {\",\"b\":\":\\\"\"}"},
        {"{\"b\":1,\"a\":2}", "{\"d\":3,\"c\":4,\"a\":5}", "{\"b\":1,\"a\":5,\"d\":3,\"c\":4}"},
        {"{\"a\":1}", "{}", "{\"a\":1}"},
        {"{}", "{}", "{}"},
        {"{\"\":1}", "{\"\":2}", "{\"\":2}"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_merges(cases[i][0], cases[i][1], cases[i][2]);
}

static void a_name_is_the_same_however_it_is_spelt(void **state)
{
    (void)state;
    assert_merges("{\"a\":1,\"ب\":2}", "{\"\\u0061\":3,\"\\u0628\":null}", "{\"a\":3}");
    assert_merges("{\"\\u0061\":1}", "{\"a\":null}", "{}");
}

static void what_is_too_long_says_so(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(8);
    assert_int_equal(sn_json_merge(SN_STR("{\"a\":1}"), SN_STR("{\"b\":\"long\"}"), &out),
                     SN_ELIMIT);
}

static void a_patch_names_fields_of_articles(void **state)
{
    (void)state;
    static const char *const good[] = {"{}", "{\"title\":\"ت\"}",
                                       "{\"lead\":null,\"extra\":{\"a\":null}}", "{\"id\":\"a\"}",
                                       "{\"published\":1}"};
    static const char *const bad[][2] = {{"{\"titel\":null}", "titel"},
                                         {"{\"id\":null}", "id"},
                                         {"[]", "byte 0"},
                                         {"null", "byte 0"},
                                         {"{", "byte 1"},
                                         {"{\"a\\\"b\":1}", "a\\\"b"},
                                         {"{\"title\":1,\"title\":2}", "title"}};
    for (size_t i = 0; i < COUNT_OF(good); i++)
        assert_int_equal(sn_article_check_patch(sn_str_of(good[i]), NULL), SN_OK);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        sn_error err = {0};
        print_message("  %s\n", bad[i][0]);
        assert_int_equal(sn_article_check_patch(sn_str_of(bad[i][0]), &err), SN_EINVAL);
        assert_non_null(strstr(err.msg, bad[i][1]));
    }
}

static uint64_t etag_of(const char *json)
{
    SN_CLEANUP(sn_article) sn_article article = {0}, again = {0};
    SN_CLEANUP(sn_buf) sn_buf written = SN_BUF(10000);
    sn_error err = {0};
    assert_ok(sn_article_parse(sn_str_of(json), &article, &err), &err);
    assert_int_equal(sn_article_write(&article, &written), SN_OK);
    assert_ok(sn_article_parse(sn_buf_str(&written), &again, &err), &err);
    assert_true(sn_article_etag(&article) == sn_article_etag(&again));
    return sn_article_etag(&article);
}

static void every_field_counts_for_the_tag(void **state)
{
    (void)state;
    static const char *const versions[] = {
        "{\"id\":\"a\",\"title\":\"t\"}",
        "{\"id\":\"b\",\"title\":\"t\"}",
        "{\"id\":\"a\",\"title\":\"u\"}",
        "{\"id\":\"a\",\"title\":\"t\",\"kicker\":\"x\"}",
        "{\"id\":\"a\",\"title\":\"t\",\"lead\":\"x\"}",
        "{\"id\":\"a\",\"title\":\"t\",\"body\":\"x\"}",
        "{\"id\":\"a\",\"title\":\"t\",\"tags\":[\"x\"]}",
        "{\"id\":\"a\",\"title\":\"t\",\"category\":[\"x\"]}",
        "{\"id\":\"a\",\"title\":\"t\",\"category\":[\"x\",\"y\"]}",
        "{\"id\":\"a\",\"title\":\"t\",\"category\":[\"y\",\"x\"]}",
        "{\"id\":\"a\",\"title\":\"t\",\"published_at\":\"2026-01-02\"}",
        "{\"id\":\"a\",\"title\":\"t\",\"published_at\":\"2026-01-01T20:30:00Z\"}",
        "{\"id\":\"a\",\"title\":\"t\",\"expires_at\":\"2026-01-02\"}",
        "{\"id\":\"a\",\"title\":\"t\",\"publish_at\":\"2026-01-02\"}",
        "{\"id\":\"a\",\"title\":\"t\",\"version\":0}",
        "{\"id\":\"a\",\"title\":\"t\",\"version\":1}",
        "{\"id\":\"a\",\"title\":\"t\",\"urgency\":1}",
        "{\"id\":\"a\",\"title\":\"t\",\"pubstatus\":\"withheld\"}",
        "{\"id\":\"a\",\"title\":\"t\",\"extra\":{\"a\":1}}",
        "{\"id\":\"a\",\"title\":\"t\",\"extra\":{\"a\":1.0}}",
    };
    uint64_t tags[COUNT_OF(versions)];
    for (size_t i = 0; i < COUNT_OF(versions); i++) {
        tags[i] = etag_of(versions[i]);
        for (size_t k = 0; k < i; k++)
            assert_true(tags[k] != tags[i]);
    }
}

static void one_article_has_one_tag_however_it_is_written(void **state)
{
    (void)state;
    assert_true(
        etag_of("{\"id\":\"a\",\"title\":\" t \",\"tags\":\"x\",\"extra\":{ \"a\" : 1 }}") ==
        etag_of(
            "{\"tags\":[\"x\"],\"extra\":{\"a\":1},\"lead\":null,\"title\":\"t\",\"id\":\"a\"}"));
    assert_true(etag_of("{\"id\":\"a\",\"title\":\"t\",\"published_at\":\"1404/06/14\"}") ==
                etag_of("{\"id\":\"a\",\"title\":\"t\",\"published\":\"2025-09-05\"}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_the_rfc),
        cmocka_unit_test(what_is_not_named_stays_as_it_is_spelt),
        cmocka_unit_test(a_name_is_the_same_however_it_is_spelt),
        cmocka_unit_test(what_is_too_long_says_so),
        cmocka_unit_test(a_patch_names_fields_of_articles),
        cmocka_unit_test(every_field_counts_for_the_tag),
        cmocka_unit_test(one_article_has_one_tag_however_it_is_written),
    };
    return cmocka_run_group_tests_name("archive/patch", tests, NULL, NULL);
}
