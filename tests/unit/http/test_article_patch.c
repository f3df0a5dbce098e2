/* What an article becomes by a patch. */
#include "http/article_patch.h"
#include "tests/unit/base/testing.h"

#include <string.h>

#define HELD                                                                                         \
    "{\"id\":\"a\",\"url\":\"https://n.example/1\",\"title\":\"پل باز شد\",\"lead\":\"a < b " \
    "&amp; c\","                                                                                     \
    "\"published_at\":\"2026-11-01\",\"version\":4,\"tags\":[\"پل\",\"راه\"],"                  \
    "\"extra\":{\"n\":12345678901234567890,\"k\":{\"x\":1,\"y\":2}}}"

static sn_status patch(const char *text, sn_buf *out, bool *mismatch, sn_error *err)
{
    SN_CLEANUP(sn_article) sn_article article = {0};
    sn_status s =
        sn_article_patch(SN_STR(HELD), sn_str_of(text), SN_STR("a"), &article, mismatch, err);
    if (s == SN_OK)
        assert_int_equal(sn_article_write(&article, out), SN_OK);
    return s;
}

static void members_are_set_and_taken_away(void **state)
{
    (void)state;
    static const struct {
        const char *patch, *has, *has_not;
    } cases[] = {
        {"{}", "\"version\":4", "\"body\""},
        {"{\"title\":\"پل بسته شد\"}", "پل بسته شد", "باز شد"},
        {"{\"title\":\"پل <b>بسته</b> &amp; شد\"}", "پل بسته \\u0026 شد", "<b>"},
        {"{\"body\":\"<p>یک</p><p>دو</p>\"}", "یک", "<p>"},
        /* what was not named is not read as HTML once more */
        {"{\"title\":\"t\"}", "a \\u003c b \\u0026amp; c", "a b"},
        {"{\"lead\":null}", "\"title\"", "\"lead\""},
        {"{\"lead\":\"\"}", "\"title\"", "\"lead\""},
        {"{\"tags\":[\"رود\"]}", "[\"رود\"]", "راه"},
        {"{\"tags\":null,\"version\":null}", "\"title\"", "version"},
        {"{\"extra\":{\"k\":{\"x\":null,\"z\":3}}}",
         "{\"n\":12345678901234567890,\"k\":{\"y\":2,\"z\":3}}", "\"x\""},
        {"{\"extra\":null}", "\"title\"", "extra"},
        {"{\"published_at\":\"۱۴۰۵/۰۸/۱۲\"}", "2026-11-03", "2026-11-01"},
        {"{\"url\":\"https://N.example/2?utm_source=x\"}", "https://n.example/2\"", "utm"},
        {"{\"id\":\"a\"}", "\"id\":\"a\"", "\"body\""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
        sn_error err = {0};
        bool mismatch = false;
        print_message("  %s\n", cases[i].patch);
        assert_ok(patch(cases[i].patch, &out, &mismatch, &err), &err);
        assert_non_null(strstr(sn_buf_text(&out), cases[i].has));
        assert_null(strstr(sn_buf_text(&out), cases[i].has_not));
    }
}

static void what_becomes_of_it_is_an_article(void **state)
{
    (void)state;
    static const struct {
        const char *patch, *message;
        sn_status status;
    } cases[] = {
        {"{\"title\":null}", "title", SN_EINVAL},
        {"{\"title\":\"<br>\"}", "title", SN_EINVAL},
        {"{\"title\":7}", "title", SN_EINVAL},
        {"{\"published_at\":\"1405/13/01\"}", "published_at", SN_EINVAL},
        {"{\"published\":\"1405/12/01\"}", "published_at",
         SN_EINVAL}, /* it has one of the other name */
        {"{\"extra\":[]}", "extra", SN_EINVAL},
        {"{\"id\":\"b\"}", "id", SN_EINVAL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
        sn_error err = {0};
        bool mismatch = false;
        print_message("  %s\n", cases[i].patch);
        assert_int_equal(patch(cases[i].patch, &out, &mismatch, &err), cases[i].status);
        assert_non_null(strstr(err.msg, cases[i].message));
        assert_int_equal(mismatch, strstr(cases[i].patch, "\"b\"") != NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_set_and_taken_away),
        cmocka_unit_test(what_becomes_of_it_is_an_article),
    };
    return cmocka_run_group_tests_name("http/article_patch", tests, NULL, NULL);
}
