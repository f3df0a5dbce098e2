#include "http/target.h"

#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void splits_path_and_query(void **state)
{
    (void)state;
    static const struct {
        const char *raw, *path, *query;
    } cases[] = {
        {"/v1/search?q=a", "/v1/search", "q=a"},
        {"/v1/search", "/v1/search", ""},
        {"/v1/search?", "/v1/search", ""},
        {"/?a=?b", "/", "a=?b"},
        {"http://example.org/v1/status?x", "/v1/status", "x"},
        {"https://example.org?x=1", "", "x=1"},
        {"http://example.org", "", ""},
        {"", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sn_target t = sn_target_split(sn_str_of(cases[i].raw));
        print_message("  %s\n", cases[i].raw);
        assert_true(sn_str_equal(t.path, sn_str_of(cases[i].path)));
        assert_true(sn_str_equal(t.query, sn_str_of(cases[i].query)));
    }
}

static void decodes_percent(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
        bool plus;
        sn_status status;
    } cases[] = {
        {"abc", "abc", true, SN_OK},         {"", "", true, SN_OK},
        {"a+b", "a b", true, SN_OK},         {"a+b", "a+b", false, SN_OK},
        {"%D8%B3%d8%b1", "سر", true, SN_OK}, {"%2B%25%26", "+%&", true, SN_OK},
        {"سر", "سر", true, SN_OK},           {"%", NULL, true, SN_EINVAL},
        {"%4", NULL, true, SN_EINVAL},       {"a%4", NULL, true, SN_EINVAL},
        {"%zz", NULL, true, SN_EINVAL},      {"%u0633", NULL, true, SN_EINVAL},
        {"a%00b", NULL, true, SN_EINVAL},    {"%D8", NULL, true, SN_EUTF8},
        {"%C0%80", NULL, true, SN_EUTF8},    {"%ED%A0%80", NULL, true, SN_EUTF8},
        {"\xff", NULL, true, SN_EUTF8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(64);
        print_message("  %s\n", cases[i].in);
        assert_int_equal(sn_percent_decode(sn_str_of(cases[i].in), cases[i].plus, &out),
                         cases[i].status);
        if (cases[i].status == SN_OK)
            assert_string_equal(sn_buf_text(&out), cases[i].out);
    }
}

static void decoding_respects_the_buffer(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(3);
    assert_int_equal(sn_percent_decode(SN_STR("abcd"), false, &out), SN_ELIMIT);
}

typedef struct seen {
    char text[512];
    size_t n;
} seen;

static sn_status note(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    seen *s = ctx;
    (void)problem;
    size_t used = strlen(s->text);
    snprintf(s->text + used, sizeof s->text - used, "[%.*s=%.*s]", (int)name.len, name.at,
             (int)value.len, value.at);
    s->n++;
    return SN_OK;
}

static void walks_parameters_in_order(void **state)
{
    (void)state;
    static const struct {
        const char *query, *seen;
    } cases[] = {
        {"", ""},
        {"q=a", "[q=a]"},
        {"q=a&q=b&q=a", "[q=a][q=b][q=a]"},
        {"&&q=a&&", "[q=a]"},
        {"q", "[q=]"},
        {"q=", "[q=]"},
        {"=v", "[=v]"},
        {"q=a=b", "[q=a=b]"},
        {"filter.source=a%26b&q=%D9%86", "[filter.source=a&b][q=ن]"},
        {"filter%5Bsource%5D=x", "[filter[source]=x]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        seen s = {{0}, 0};
        sn_problem problem;
        print_message("  %s\n", cases[i].query);
        assert_int_equal(sn_params_each(sn_str_of(cases[i].query), note, &s, &problem), SN_OK);
        assert_string_equal(s.text, cases[i].seen);
    }
}

static void names_the_parameter_at_fault(void **state)
{
    (void)state;
    static const struct {
        const char *query, *parameter;
        sn_status status;
    } cases[] = {
        {"limit=5&q=%", "q", SN_EINVAL},
        {"from=%00", "from", SN_EINVAL},
        {"q=ok&sort=%ff", "sort", SN_EUTF8},
        {"%ff=1", "?", SN_EUTF8},
        {"filter.source=%D8", "filter.source", SN_EUTF8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        seen s = {{0}, 0};
        sn_problem problem;
        print_message("  %s\n", cases[i].query);
        assert_int_equal(sn_params_each(sn_str_of(cases[i].query), note, &s, &problem),
                         cases[i].status);
        assert_string_equal(problem.code, "invalid_parameter");
        assert_string_equal(problem.parameter, cases[i].parameter);
        assert_true(strlen(problem.detail) > 0 && strlen(problem.detail_fa) > 0);
    }
}

static void counts_parameters(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf query = SN_BUF(65536);
    seen s = {{0}, 0};
    sn_problem problem;
    for (int i = 0; i < SN_LIMIT_QUERY_PARAMS; i++)
        sn_buf_add_str(&query, SN_STR("q=a&"));
    assert_int_equal(sn_params_each(sn_buf_str(&query), note, &s, &problem), SN_OK);
    assert_int_equal(s.n, SN_LIMIT_QUERY_PARAMS);
    sn_buf_add_str(&query, SN_STR("q=a"));
    assert_int_equal(sn_params_each(sn_buf_str(&query), note, &s, &problem), SN_ELIMIT);
    assert_string_equal(problem.code, "limit_exceeded");
}

static void leaves_a_parameter_out(void **state)
{
    (void)state;
    static const struct {
        const char *query, *left;
    } cases[] = {{"", ""},
                 {"cursor=a", ""},
                 {"q=a&cursor=b&limit=1", "q=a&limit=1"},
                 {"cursor&q=a&&cursor=", "q=a"},
                 {"xcursor=1&q=cursor=2", "xcursor=1&q=cursor=2"},
                 {"q=%D9%BE", "q=%D9%BE"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100);
        assert_int_equal(sn_query_without(sn_str_of(cases[i].query), SN_STR("cursor"), &out),
                         SN_OK);
        assert_string_equal(sn_buf_text(&out), cases[i].left);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_path_and_query),
        cmocka_unit_test(decodes_percent),
        cmocka_unit_test(decoding_respects_the_buffer),
        cmocka_unit_test(walks_parameters_in_order),
        cmocka_unit_test(leaves_a_parameter_out),
        cmocka_unit_test(names_the_parameter_at_fault),
        cmocka_unit_test(counts_parameters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
