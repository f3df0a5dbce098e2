#include "http/watch/click.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void reads_what_a_page_tells(void **state)
{
    (void)state;
    sn_click click;
    sn_problem problem = {0};
    SN_CLEANUP(sn_buf) sn_buf line = SN_BUF(10000);
    assert_int_equal(
        sn_click_read(SN_STR("{\"query\": \" پل «نو» \", \"id\": \"b-1\", \"position\": 3, "
                             "\"request_id\": \"8806b7987aa7f9f6\"}"),
                      &click, &problem),
        SN_OK);
    assert_string_equal(click.query, "پل «نو»");
    assert_int_equal(click.position, 3);
    assert_int_equal(sn_click_write(&click, "2026-11-27T06:00:00Z", &line), SN_OK);
    assert_string_equal(line.at,
                        "{\"at\":\"2026-11-27T06:00:00Z\",\"query\":\"پل «نو»\",\"id\":\"b-1\","
                        "\"position\":3,\"request_id\":\"8806b7987aa7f9f6\"}");
    sn_buf_clear(&line);
    assert_int_equal(
        sn_click_read(SN_STR("{\"query\":\"q\",\"id\":\"i\",\"position\":1,\"request_id\":null}"),
                      &click, &problem),
        SN_OK);
    assert_int_equal(sn_click_write(&click, "t", &line), SN_OK);
    assert_string_equal(line.at, "{\"at\":\"t\",\"query\":\"q\",\"id\":\"i\",\"position\":1}");
}

static void refuses_with_code_and_member(void **state)
{
    (void)state;
    static const struct {
        const char *json, *code, *parameter;
    } rows[] = {
        {"", "invalid_json", ""},
        {"[]", "invalid_json", ""},
        {"{", "invalid_json", ""},
        {"{}", "invalid_parameter", "query"},
        {"{\"query\":\"q\"}", "invalid_parameter", "id"},
        {"{\"query\":\"q\",\"id\":\"i\"}", "invalid_parameter", "position"},
        {"{\"query\":\"q\",\"id\":\"i\",\"position\":0}", "invalid_parameter", "position"},
        {"{\"query\":\"q\",\"id\":\"i\",\"position\":1.5}", "invalid_parameter", "position"},
        {"{\"query\":\"q\",\"id\":\"i\",\"position\":100001}", "invalid_parameter", "position"},
        {"{\"query\":\"q\",\"id\":\"i\",\"position\":\"1\"}", "invalid_parameter", "position"},
        {"{\"query\":\" \",\"id\":\"i\",\"position\":1}", "invalid_parameter", "query"},
        {"{\"query\":\"a\\u0007\",\"id\":\"i\",\"position\":1}", "invalid_parameter", "query"},
        {"{\"query\":null,\"id\":\"i\",\"position\":1}", "invalid_parameter", "query"},
        {"{\"query\":\"q\",\"id\":7,\"position\":1}", "invalid_parameter", "id"},
        {"{\"query\":\"q\",\"id\":\"i\",\"position\":1,\"ip\":\"x\"}", "unknown_parameter", "ip"},
        {"{\"query\":\"q\",\"id\":\"i\",\"position\":1,\"request_id\":\"8806b7987aa7f9f\"}",
         "invalid_parameter", "request_id"},
        {"{\"query\":\"q\",\"id\":\"i\",\"position\":1,\"request_id\":\"8806B7987AA7F9F6\"}",
         "invalid_parameter", "request_id"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sn_click click = {.position = -1};
        sn_problem problem = {0};
        sn_status s = sn_click_read(sn_str_of(rows[i].json), &click, &problem);
        if (s == SN_OK || strcmp(problem.code, rows[i].code) != 0 ||
            strcmp(problem.parameter, rows[i].parameter) != 0)
            fail_msg("%s: %s %s", rows[i].json, problem.code, problem.parameter);
        assert_int_equal(click.position, -1);
        assert_true(problem.detail[0] != '\0' && problem.detail_fa[0] != '\0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_a_page_tells),
        cmocka_unit_test(refuses_with_code_and_member),
    };
    return cmocka_run_group_tests_name("http/watch/click", tests, NULL, NULL);
}
