#include "http/article_body.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void takes_the_id_of_the_path(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "{\"title\": \"ت\"}",
        "{\"title\": \"ت\",\"body\": \"a } b\"}  \n",
        "{\"title\": \"ت\", \"id\": \"a-1\"}",
        "{\"title\": \"ت\", \"\\u0069d\": \"a\\u002d1\"}",
        "{\"id\": null, \"title\": \"ت\"}",
        "{\"title\": \"ت\", \"extra\": {\"id\": \"other\"}}",
        "{\"title\": \"\\\"id\\\":\"}",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        SN_CLEANUP(sn_article) sn_article article = {0};
        sn_error err = {0};
        bool mismatch = false;
        print_message("  %s\n", bodies[i]);
        assert_int_equal(
            sn_article_parse_as(sn_str_of(bodies[i]), SN_STR("a-1"), &article, &mismatch, &err),
            SN_OK);
        assert_string_equal(article.id, "a-1");
        assert_false(mismatch);
    }
}

static void a_number_is_an_id_too(void **state)
{
    (void)state;
    SN_CLEANUP(sn_article) sn_article article = {0};
    sn_error err = {0};
    bool mismatch = false;
    assert_int_equal(sn_article_parse_as(SN_STR("{\"id\": 17, \"title\": \"t\"}"), SN_STR("17"),
                                         &article, &mismatch, &err),
                     SN_OK);
    assert_string_equal(article.id, "17");
}

static void refuses_another_id(void **state)
{
    (void)state;
    SN_CLEANUP(sn_article) sn_article article = {0};
    sn_error err = {0};
    bool mismatch = false;
    assert_int_equal(sn_article_parse_as(SN_STR("{\"id\": \"b\", \"title\": \"t\"}"), SN_STR("a"),
                                         &article, &mismatch, &err),
                     SN_EINVAL);
    assert_true(mismatch);
    assert_null(article.id);
}

static void refuses_what_is_no_article(void **state)
{
    (void)state;
    static const struct {
        const char *body, *id, *message;
    } cases[] = {
        {"", "a", ""},
        {"{", "a", "byte 1"},
        {"[]", "a", ""},
        {"\"x\"", "a", ""},
        {"{}", "a", "title"},
        {" { } ", "a", "title"},
        {"{\"title\": \"t\", \"unknown\": 1}", "a", "unknown"},
        {"{\"title\": \"t\"}", "a b", "id"},
        {"{\"title\": \"t\", \"title\": \"u\"}", "a", "title"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SN_CLEANUP(sn_article) sn_article article = {0};
        sn_error err = {0};
        bool mismatch = false;
        print_message("  %s\n", cases[i].body);
        assert_int_equal(sn_article_parse_as(sn_str_of(cases[i].body), sn_str_of(cases[i].id),
                                             &article, &mismatch, &err),
                         SN_EINVAL);
        assert_false(mismatch);
        assert_non_null(strstr(err.msg, cases[i].message));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_id_of_the_path),
        cmocka_unit_test(a_number_is_an_id_too),
        cmocka_unit_test(refuses_another_id),
        cmocka_unit_test(refuses_what_is_no_article),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
