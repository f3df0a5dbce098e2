#include "http/search_body.h"

#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static sn_status note(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    char *text = ctx;
    (void)problem;
    size_t used = strlen(text);
    snprintf(text + used, 512 - used, "[%.*s=%.*s]", (int)name.len, name.at, (int)value.len,
             value.at);
    return SN_OK;
}

static void passes_members_as_text(void **state)
{
    (void)state;
    static const struct {
        const char *json, *seen;
    } cases[] = {
        {"{}", ""},
        {" {\"q\": \"زلزله\"} ", "[q=زلزله]"},
        {"{\"limit\": 5, \"offset\": 0}", "[limit=5][offset=0]"},
        {"{\"limit\": -1, \"offset\": 10000}", "[limit=-1][offset=10000]"},
        {"{\"limit\": 2.5}", "[limit=2.5]"},
        {"{\"explain\": true, \"highlight\": false}", "[explain=true][highlight=false]"},
        {"{\"q\": null}", ""},
        {"{\"filter.source\": [\"a\", \"b\"]}", "[filter.source=a][filter.source=b]"},
        {"{\"filter.source\": []}", ""},
        {"{\"\": \"x\"}", "[=x]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char seen[512] = "";
        sn_problem problem;
        print_message("  %s\n", cases[i].json);
        assert_int_equal(sn_search_body_each(sn_str_of(cases[i].json), note, seen, &problem),
                         SN_OK);
        assert_string_equal(seen, cases[i].seen);
    }
}

static void refuses_other_bodies(void **state)
{
    (void)state;
    static const struct {
        const char *json, *code, *parameter;
    } cases[] = {
        {"", "invalid_json", ""},
        {"[]", "invalid_json", ""},
        {"\"q\"", "invalid_json", ""},
        {"{\"q\": \"a\"} x", "invalid_json", ""},
        {"{\"q\": \"a\", \"q\": \"b\"}", "invalid_json", ""},
        {"{\"q\": \"a\\u0000b\"}", "invalid_json", ""},
        {"{\"q\": \"\xff\"}", "invalid_json", ""},
        {"{\"q\": {\"a\": 1}}", "invalid_parameter", "q"},
        {"{\"q\": [\"a\"]}", "invalid_parameter", "q"},
        {"{\"filter.source\": [[\"a\"]]}", "invalid_parameter", "filter.source"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char seen[512] = "";
        sn_problem problem;
        print_message("  %s\n", cases[i].json);
        assert_int_not_equal(sn_search_body_each(sn_str_of(cases[i].json), note, seen, &problem),
                             SN_OK);
        assert_string_equal(problem.code, cases[i].code);
        assert_string_equal(problem.parameter, cases[i].parameter);
        assert_true(strlen(problem.detail) > 0 && strlen(problem.detail_fa) > 0);
    }
}

static void counts_values(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(65536);
    char seen[512] = "";
    sn_problem problem;
    sn_buf_add_str(&json, SN_STR("{\"filter.source\":[1"));
    for (int i = 1; i <= SN_LIMIT_QUERY_PARAMS; i++)
        sn_buf_add_str(&json, SN_STR(",1"));
    sn_buf_add_str(&json, SN_STR("]}"));
    assert_int_equal(sn_search_body_each(sn_buf_str(&json), note, seen, &problem), SN_ELIMIT);
    assert_string_equal(problem.code, "limit_exceeded");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passes_members_as_text),
        cmocka_unit_test(refuses_other_bodies),
        cmocka_unit_test(counts_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
