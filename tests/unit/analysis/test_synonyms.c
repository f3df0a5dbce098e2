#include "tests/unit/base/testing.h"

#include "analysis/synonyms.h"
#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

/* Rules as left|left=>right|right, those of two ways as a|b, one behind the other. */
static void describe(const sn_synonyms *s, sn_buf *out)
{
    for (size_t i = 0; i < s->n_rules; i++) {
        const sn_synonym_rule *r = &s->rules[i];
        sn_buf_add_format(out, "%s%u:", i > 0 ? " / " : "", r->line);
        for (size_t k = 0; k < r->n; k++)
            sn_buf_add_format(out, "%s%.*s", k > 0 ? "|" : "", (int)s->entries[r->first + k].len,
                              s->entries[r->first + k].at);
        for (size_t k = 0; k < r->n_right; k++)
            sn_buf_add_format(out, "%s%.*s", k > 0 ? "|" : "=>", (int)s->entries[r->right + k].len,
                              s->entries[r->right + k].at);
    }
    if (s->starter_off)
        sn_buf_add_format(out, " off");
}

static const struct good_case {
    const char *name, *text, *want;
} good_cases[] = {
    {"an empty file has no rules", "", ""},
    {"entries stand between commas", "آمریکا, ایالات متحده", "1:آمریکا|ایالات متحده"},
    {"the Persian comma is one, too", "آمریکا، ایالات متحده", "1:آمریکا|ایالات متحده"},
    {"an arrow makes a rule of one way", "کرونا => کووید, کووید ۱۹", "1:کرونا=>کووید|کووید ۱۹"},
    {"one way from several words", "الف, ب => پ", "1:الف|ب=>پ"},
    {"comments and empty lines are passed over", "# یادداشت\n\n  \nالف, ب\n", "4:الف|ب"},
    {"blanks, CR and a byte order mark are no part of an entry",
     "\xef\xbb\xbf الف ,\tب \r\nپ, ت\r\n", "1:الف|ب / 2:پ|ت"},
    {"the starter list can be left out", "@starter off\nالف, ب", "2:الف|ب off"},
};

static void test_rules_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good_cases); i++) {
        SN_CLEANUP(sn_synonyms) sn_synonyms s = {0};
        SN_CLEANUP(sn_buf) sn_buf got = SN_BUF(65536);
        sn_error err = {0};
        sn_str text = sn_str_of(good_cases[i].text);
        assert_ok(sn_synonyms_parse("synonyms.txt", text, &s, &err), &err);
        describe(&s, &got);
        if (strcmp(sn_buf_text(&got), good_cases[i].want) != 0)
            fail_msg("%s: «%s», not «%s»", good_cases[i].name, sn_buf_text(&got),
                     good_cases[i].want);
    }
}

static const struct bad_case {
    const char *text, *want;
    sn_status status;
} bad_cases[] = {
    {"الف, ب\nپ", "s, line 2: a rule wants at least two entries, with commas between", SN_EINVAL},
    {"الف,, ب", "s, line 1: nothing stands between two commas or beside =>", SN_EINVAL},
    {"الف =>", "s, line 1: nothing stands between two commas or beside =>", SN_EINVAL},
    {"=> الف", "s, line 1: nothing stands between two commas or beside =>", SN_EINVAL},
    {"\nالف => ب => پ", "s, line 2: => stands twice in one rule", SN_EINVAL},
    {"@off", "s, line 1: the only line with @ is «@starter off»", SN_EINVAL},
    {"الف, ب\nپ, \xff", "s, line 2: not well-formed UTF-8", SN_EUTF8},
};

static void test_mistakes_are_named_by_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad_cases); i++) {
        SN_CLEANUP(sn_synonyms) sn_synonyms s = {0};
        sn_error err = {0};
        sn_status status = sn_synonyms_parse("s", sn_str_of(bad_cases[i].text), &s, &err);
        assert_string_equal(err.msg, bad_cases[i].want);
        assert_int_equal(status, bad_cases[i].status);
    }
}

static void test_a_line_longer_than_the_limit_is_refused(void **state)
{
    (void)state;
    SN_CLEANUP(sn_synonyms) sn_synonyms s = {0};
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(65536);
    sn_error err = {0};
    while (text.len <= SN_LIMIT_SYNONYM_LINE_BYTES)
        sn_buf_add_format(&text, "a, ");
    assert_int_equal(sn_synonyms_parse("s", sn_buf_str(&text), &s, &err), SN_ELIMIT);
    assert_string_equal(err.msg, "s, line 1: the line is longer than the limit SYNONYM_LINE_BYTES");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules_are_read),
        cmocka_unit_test(test_mistakes_are_named_by_line),
        cmocka_unit_test(test_a_line_longer_than_the_limit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
