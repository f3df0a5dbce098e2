#include "archive/json_members.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>
#include <string.h>

static sn_status note(void *ctx, const sn_json_value *v)
{
    char *text = ctx;
    size_t used = strlen(text);
    snprintf(text + used, 512 - used, "[%.*s%s%.*s%s]", (int)v->name.len, v->name.at,
             v->is_listed ? "+" : "=", (int)v->text.len, v->text.len > 0 ? v->text.at : "",
             v->is_scalar ? "" : "…");
    return v->name.len == 3 ? SN_DONE : SN_OK;
}

static void members_are_passed_in_their_order(void **state)
{
    (void)state;
    static const struct {
        const char *json, *seen;
        sn_status status;
    } cases[] = {
        {"{}", "", SN_OK},
        {" {\"a\": \"سیل\", \"b\": 2.5, \"c\": true} ", "[a=سیل][b=2.5][c=true]", SN_OK},
        {"{\"a\": [\"x\", 10000, null, false], \"b\": []}", "[a+x][a+10000][a+false]", SN_OK},
        {"{\"a\": {\"b\": 1}, \"c\": [[1]]}", "[a=…][c+…]", SN_OK},
        {"{\"a\": null}", "", SN_OK},
        {"{\"abc\": 1, \"d\": 2}", "[abc=1]", SN_DONE},
        {"[1]", "", SN_EINVAL},
        {"", "", SN_EINVAL},
        {"{\"a\": 1} {", "", SN_EINVAL},
        {"{\"a\": 1, \"a\": 2}", "", SN_EINVAL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char seen[512] = "";
        sn_error err = {0};
        print_message("  %s\n", cases[i].json);
        assert_int_equal(sn_json_each_member(sn_str_of(cases[i].json), note, seen, &err),
                         cases[i].status);
        assert_string_equal(seen, cases[i].seen);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(members_are_passed_in_their_order)};
    return cmocka_run_group_tests_name("archive/json_members", tests, NULL, NULL);
}
