#include "base/limits.h"
#include "intake/intake.h"
#include "tests/unit/base/testing.h"

#include <string.h>

static const struct intake_case {
    const char *name, *json, *want; /* the canonical form, or a phrase of the refusal */
    sn_status status;
} cases[] = {
    {"an article as it is kept stays", "{\"id\":\"n-1\",\"title\":\"پل\"}",
     "{\"id\":\"n-1\",\"title\":\"پل\"}", SN_OK},
    {"HTML leaves its texts",
     "{\"id\":\"n-1\",\"title\":\"<b>پل</b> "
     "&laquo;تازه&raquo;\",\"kicker\":\"<i>شهر</i>\",\"lead\":\"الف<br>ب\","
     "\"body\":\"<p>یک</p><script>x</script><p>دو &amp; سه</p>\"}",
     "{\"id\":\"n-1\",\"title\":\"پل "
     "«تازه»\",\"kicker\":\"شهر\",\"lead\":\"الف\\nب\",\"body\":\"یک\\n\\nدو \\u0026 سه\"}",
     SN_OK},
    {"what only looks like it stays", "{\"id\":\"n-1\",\"title\":\"5 < 7 & AT&T\"}",
     "{\"id\":\"n-1\",\"title\":\"5 \\u003c 7 \\u0026 AT\\u0026T\"}", SN_OK},
    {"other fields are no HTML", "{\"id\":\"n-1\",\"title\":\"پل\",\"source\":\"<b>\"}",
     "{\"id\":\"n-1\",\"title\":\"پل\",\"source\":\"\\u003cb\\u003e\"}", SN_OK},
    {"an address takes its canonical form",
     "{\"id\":\"n-1\",\"title\":\"پل\",\"url\":\"HTTPS://Peyk.example:443/"
     "a?utm_source=x&id=7#top\"}",
     "{\"id\":\"n-1\",\"url\":\"https://peyk.example/a?id=7\",\"title\":\"پل\"}", SN_OK},
    {"and is the name of what has none",
     "{\"title\":\"پل\",\"url\":\"https://m.peyk.example/news/42/amp?utm_source=x\"}",
     "{\"id\":\"peyk.example/news/42\",\"url\":\"https://m.peyk.example/news/42/"
     "amp\",\"title\":\"پل\"}",
     SN_OK},
    {"a path is no address", "{\"title\":\"پل\",\"url\":\"/news/42\"}", "id: missing", SN_EINVAL},
    {"without either it has no name", "{\"title\":\"پل\"}", "id: missing", SN_EINVAL},
    {"nothing is left of the title", "{\"id\":\"n-1\",\"title\":\"<p></p>\"}", "title: missing",
     SN_EINVAL},
};

static void intake_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_article) sn_article a = {0};
        SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
        sn_error err = {0};
        print_message("  case: %s\n", cases[i].name);
        sn_status s = sn_intake_parse(sn_str_of(cases[i].json), &a, &err);
        assert_int_equal(s, cases[i].status);
        if (s != SN_OK) {
            assert_non_null(strstr(err.msg, cases[i].want));
            assert_null(a.id);
            continue;
        }
        assert_int_equal(sn_article_write(&a, &json), SN_OK);
        assert_string_equal(sn_buf_text(&json), cases[i].want);
    }
}

/* What was taken in is taken in again as it is. */
static void taking_in_twice_is_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_article) sn_article a = {0};
        SN_CLEANUP(sn_article) sn_article again = {0};
        SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
        SN_CLEANUP(sn_buf) sn_buf second = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
        sn_error err = {0};
        if (cases[i].status != SN_OK)
            continue;
        assert_ok(sn_intake_parse(sn_str_of(cases[i].json), &a, &err), &err);
        assert_int_equal(sn_article_write(&a, &json), SN_OK);
        assert_ok(sn_intake_parse(sn_buf_str(&json), &again, &err), &err);
        assert_int_equal(sn_article_write(&again, &second), SN_OK);
        assert_string_equal(sn_buf_text(&second), sn_buf_text(&json));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intake_table),
        cmocka_unit_test(taking_in_twice_is_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
