#include "indexer/readers/items.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>
#include <string.h>

/* What a list gives: "LINE:TEXT|", or "LINE:!status|". */
static void read_list(const place *p, sn_str content, size_t max_item, sn_buf *out)
{
    SN_CLEANUP_PTR(sn_input) sn_input *in = NULL;
    sn_error err = {0};
    sn_items it;
    sn_str item = {0};
    place_put(p, "in", content);
    assert_ok(sn_input_open(place_path(p, "in"), &in, &err), &err);
    assert_int_equal(sn_items_init(&it, in, max_item), SN_OK);
    for (;;) {
        sn_status s = sn_items_next(&it, &item, &err);
        if (s == SN_DONE)
            break;
        if (s == SN_OK)
            sn_buf_add_format(out, "%d:%.*s|", (int)it.begin_line, (int)item.len,
                              item.len > 0 ? item.at : "");
        else
            sn_buf_add_format(out, "%d:!%s|", (int)it.begin_line, sn_status_name(s));
    }
    assert_int_equal(sn_items_next(&it, &item, &err), SN_DONE);
    sn_items_done(&it);
}

static const struct list_case {
    const char *name, *content, *want;
} cases[] = {
    {"an empty list", "[]", ""},
    {"an empty list with space", " [ \n ] \n", ""},
    {"one member", "[{\"a\":1}]", "1:{\"a\":1}|"},
    {"several, over lines", "[\n {\"a\":1},\n\n {\"b\":[2,{}]}\n]\n",
     "2:{\"a\":1}|4:{\"b\":[2,{}]}|"},
    {"commas and brackets in a text", "[{\"a\":\"],[}{\"},{\"b\":\"\\\"]\"}]",
     "1:{\"a\":\"],[}{\"}|1:{\"b\":\"\\\"]\"}|"},
    {"a backslash before the last quotes", "[{\"a\":\"\\\\\"},{\"b\":1}]",
     "1:{\"a\":\"\\\\\"}|1:{\"b\":1}|"},
    {"other values than objects", "[1,\"x\",[2],null]", "1:1|1:\"x\"|1:[2]|1:null|"},
    {"nothing between commas", "[{},,{}]", "1:{}|1:|1:{}|"},
    {"a text without its quotes takes the list with it, and that is said",
     "[{\"a\":\"x},\n{\"b\":1}]", "1:{\"a\":\"x},\n{\"b\":1}]|2:!invalid|"},
    {"a list without its end", "[{},{\"a\":1}", "1:{}|1:{\"a\":1}|1:!invalid|"},
    {"an end after a comma", "[{},", "1:{}|1:!invalid|"},
    {"more behind the list", "[{}]\n{}", "1:{}|2:!invalid|"},
    {"a member that is too long is passed over",
     "[{\"a\":\"0123456789012345678901234567890123456789\"},{}]", "1:!limit_exceeded|1:{}|"},
};

static void list_table(void **state)
{
    const place *p = *state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
        print_message("  case: %s\n", cases[i].name);
        read_list(p, sn_str_of(cases[i].content), 40, &out);
        assert_string_equal(sn_buf_text(&out), cases[i].want);
    }
}

static void lists_are_told_by_their_first_member(void **state)
{
    (void)state;
    assert_true(sn_items_begin(SN_STR("[{")));
    assert_true(sn_items_begin(SN_STR("[ \n {\"id\"")));
    assert_true(sn_items_begin(SN_STR("[]")));
    assert_false(sn_items_begin(SN_STR("[")));
    assert_false(sn_items_begin(SN_STR("")));
    assert_false(sn_items_begin(SN_STR("[ عکس ] پل باز شد")));
    assert_false(sn_items_begin(SN_STR("{\"a\":[{")));
}

static void a_long_list_is_read_a_member_at_a_time(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf list = SN_BUF(1 << 22);
    SN_CLEANUP_PTR(sn_input) sn_input *in = NULL;
    sn_error err = {0};
    sn_items it;
    sn_str item = {0};
    sn_buf_add_byte(&list, '[');
    for (int i = 0; i < 20000; i++)
        sn_buf_add_format(&list, "%s{\"id\":\"%d\",\"x\":\"a long text of a member\"}",
                          i > 0 ? ",\n" : "", i);
    sn_buf_add_byte(&list, ']');
    place_put(p, "in", sn_buf_str(&list));
    assert_ok(sn_input_open(place_path(p, "in"), &in, &err), &err);
    assert_int_equal(sn_items_init(&it, in, 1000), SN_OK);
    for (int i = 0; i < 20000; i++) {
        char want[64];
        snprintf(want, sizeof want, "{\"id\":\"%d\",", i);
        assert_ok(sn_items_next(&it, &item, &err), &err);
        assert_int_equal(strncmp(item.at, want, strlen(want)), 0);
        assert_int_equal(it.begin_line, i + 1);
    }
    assert_int_equal(sn_items_next(&it, &item, &err), SN_DONE);
    assert_true(it.item.cap <= 2048);
    sn_items_done(&it);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(list_table),
        cmocka_unit_test(lists_are_told_by_their_first_member),
        PLACED(a_long_list_is_read_a_member_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
