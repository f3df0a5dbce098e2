#include "indexer/readers/hits.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>
#include <string.h>

/* What is given: "LINE:TEXT|", or "LINE:!status|". */
static void read_hits(const place *p, sn_str content, size_t max_object, sn_buf *out)
{
    SN_CLEANUP_PTR(sn_input) sn_input *in = NULL;
    sn_error err = {0};
    sn_hits h;
    sn_str object = {0};
    place_put(p, "in", content);
    assert_ok(sn_input_open(place_path(p, "in"), &in, &err), &err);
    assert_int_equal(sn_hits_init(&h, in, max_object), SN_OK);
    for (;;) {
        sn_status s = sn_hits_next(&h, false, &object, &err);
        if (s == SN_DONE)
            break;
        if (s == SN_OK)
            sn_buf_add_format(out, "%d:%.*s|", (int)h.begin_line, (int)object.len,
                              object.len > 0 ? object.at : "");
        else
            sn_buf_add_format(out, "%d:!%s|", (int)h.begin_line, sn_status_name(s));
    }
    assert_int_equal(sn_hits_next(&h, false, &object, &err), SN_DONE);
    sn_hits_done(&h);
}

static const struct hits_case {
    const char *name, *content, *want;
} cases[] = {
    {"a hit a line", "{\"_id\":1}\n\n{\"_id\":2}\n", "1:{\"_id\":1}|3:{\"_id\":2}|"},
    {"a list that is the file", "[{\"a\":1},\n {\"b\":[2,{}]}]", "1:{\"a\":1}|2:{\"b\":[2,{}]}|"},
    {"an empty list", "[\n]", ""},
    {"the hits of an answer",
     "{\"took\":1,\"hits\":{\"total\":2,\"hits\":[{\"a\":1},{\"b\":2}]},\"x\":{}}",
     "1:{\"a\":1}|1:{\"b\":2}|"},
    {"of several answers, one a line",
     "{\"hits\":{\"hits\":[{}]}}\n{\"hits\":{\"hits\":[{\"a\":1}]}}", "1:{}|2:{\"a\":1}|"},
    {"of answers on one line", "{\"hits\":{\"hits\":[{}]}}{\"hits\":{\"hits\":[]}}", "1:{}|"},
    {"of an answer over many lines",
     "{\n  \"hits\" : {\n    \"hits\" : [\n      {\n \"a\":1}\n    ]\n  }\n}\n", "4:{\n \"a\":1}|"},
    {"an answer in a list", "[{\"hits\":{\"hits\":[{}]}}]", "1:{}|"},
    {"only the list of that name and place", "{\"hits\":[{}],\"a\":{\"hits\":[1]},\"b\":\"hits\"}",
     "1:{\"hits\":[{}],\"a\":{\"hits\":[1]},\"b\":\"hits\"}|"},
    {"not of a name that ends so", "{\"hits\":{\"\\\"hits\":[{}]}}",
     "1:{\"hits\":{\"\\\"hits\":[{}]}}|"},
    {"not of a value", "{\"hits\":{\"a\":\"hits\",\"b\":[{}]}}",
     "1:{\"hits\":{\"a\":\"hits\",\"b\":[{}]}}|"},
    {"not below it", "{\"_source\":{\"hits\":{\"hits\":[{}]}}}",
     "1:{\"_source\":{\"hits\":{\"hits\":[{}]}}}|"},
    {"brackets in a text", "{\"a\":\"}]{\\\"\"}", "1:{\"a\":\"}]{\\\"\"}|"},
    {"an object without its end ends where a line begins another", "{\"a\":{\n{\"b\":1}",
     "1:!invalid|2:{\"b\":1}|"},
    {"a text without its end, too", "{\"a\":\"x}\n{\"b\":1}", "1:!invalid|2:{\"b\":1}|"},
    {"objects inside begin further in", "{\"a\":[\n  {},\n  {}]}", "1:{\"a\":[\n  {},\n  {}]}|"},
    {"in an answer, by where hits begin",
     "{\"hits\":{\"hits\":[\n  {\"a\":[\n  {\"b\":[\n    {}]}]}}",
     "2:!invalid|3:{\"b\":[\n    {}]}|"},
    {"an answer without its end", "{\"hits\":{\"hits\":[{}", "1:{}|1:!invalid|"},
    {"an answer cut behind its hits", "{\"hits\":{\"hits\":[{}]", "1:{}|1:!invalid|"},
    {"and another one behind it", "{\"hits\":{\"hits\":[{}]\n{\"hits\":{\"hits\":[{\"a\":1}]}}",
     "1:{}|2:!invalid|2:{\"a\":1}|"},
    {"a list without its end", "[{}", "1:{}|1:!invalid|"},
    {"something else", "x {}\n{}\n", "1:!invalid|2:{}|"},
    {"commas belong into lists", "{},{}\n{}", "1:{}|1:!invalid|2:{}|"},
    {"one that is too long is passed over",
     "{\"a\":\"012345678901234567890123456789012345678901234567890123456789\"}\n{}",
     "1:!limit_exceeded|2:{}|"},
};

static void hits_table(void **state)
{
    const place *p = *state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
        print_message("  case: %s\n", cases[i].name);
        read_hits(p, sn_str_of(cases[i].content), 60, &out);
        assert_string_equal(sn_buf_text(&out), cases[i].want);
    }
}

static void hits_in_pieces_of_any_size(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf content = SN_BUF(1 << 20);
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_buf_add_str(&content, SN_STR("{\"hits\":{\"hits\":["));
    for (int i = 0; i < 20000; i++)
        sn_buf_add_format(&content, "%s{\"_id\":\"%d\"}", i > 0 ? "," : "", i);
    sn_buf_add_str(&content, SN_STR("]}}"));
    read_hits(p, sn_buf_str(&content), 60, &out);
    assert_non_null(strstr(sn_buf_text(&out), "1:{\"_id\":\"19999\"}|"));
    assert_null(strchr(sn_buf_text(&out), '!'));
}

static void what_begins_like_one(void **state)
{
    static const struct {
        const char *head;
        bool is;
    } heads[] = {
        {"{\"_index\":\"n\",\"_id\":\"1\",\"_source\":{}}", true},
        {"{ \"_id\" : \"1\" , \"_source\" : {}}", true},
        {"[ {\"_source\":{}}]", true},
        {"{\"took\":1,\"hits\":{}}", true},
        {"{\n  \"_scroll_id\" : \"x\",\n \"hits\" : {", true},
        {"{\"index\":{}}\n{}", true},
        {"{\"delete\":{\"_id\":\"1\"}}", true},
        {"{\"id\":\"1\",\"title\":\"_source\"}", false},
        {"{\"_id\":{\"$oid\":\"1\"},\"title\":\"x\"}", false},
        {"{\"index\":1}", false},
        {"{\"took\":1}", false},
        {"{\"_id", false},
        {"{", false},
        {"[]", false},
        {"", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        print_message("  case: %s\n", heads[i].head);
        assert_int_equal(sn_hits_begin(sn_str_of(heads[i].head)), heads[i].is);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        PLACED(hits_table),
        PLACED(hits_in_pieces_of_any_size),
        cmocka_unit_test(what_begins_like_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
