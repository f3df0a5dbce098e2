#include "archive/json.h"
#include "base/limits.h"
#include "tests/unit/base/testing.h"

#include <cjson/cJSON.h>
#include <string.h>

#define BYTES(literal) (literal), sizeof(literal) - 1

static const struct bad_case {
    const char *name, *at;
    size_t len; /* NULs count */
    sn_status status;
    const char *message;
} bad[] = {
    {"nothing", BYTES(""), SN_EINVAL, "byte 0: the text ends too early"},
    {"only white space", BYTES("  \n"), SN_EINVAL, "byte 3: the text ends too early"},
    {"a byte order mark", BYTES("\xEF\xBB\xBF{}"), SN_EINVAL, "byte 0: a byte order mark"},
    {"an overlong form", BYTES("{\"a\":\"\xC0\xAF\"}"), SN_EUTF8, "byte 6: ill-formed UTF-8"},
    {"a raw surrogate", BYTES("\"\xED\xA0\x80\""), SN_EUTF8, "byte 1: ill-formed UTF-8"},
    {"a cut sequence", BYTES("\"\xD8"), SN_EUTF8, "byte 1: ill-formed UTF-8"},
    {"a raw NUL in a string", BYTES("\"a\0b\""), SN_EINVAL, "byte 2: a control character"},
    {"a raw NUL behind the value", BYTES("{}\0"), SN_EINVAL, "byte 2: bytes behind the value"},
    {"an escaped NUL", BYTES("{\"a\":\"b\\u0000\"}"), SN_EINVAL, "byte 7: U+0000 is not text"},
    {"an escaped NUL in a key", BYTES("{\"a\\u0000\":1}"), SN_EINVAL, "byte 3: U+0000"},
    {"a raw line end in a string", BYTES("\"a\nb\""), SN_EINVAL, "byte 2: a control character"},
    {"a raw tab in a string", BYTES("\"a\tb\""), SN_EINVAL, "byte 2: a control character"},
    {"an unknown escape", BYTES("\"\\x41\""), SN_EINVAL, "byte 1: unknown escape"},
    {"a backslash at the end", BYTES("\"\\"), SN_EINVAL, "byte 1: unknown escape"},
    {"a short \\u", BYTES("\"\\u12\""), SN_EINVAL, "byte 5: \\u without four hexadecimal"},
    {"a lone high surrogate", BYTES("\"\\ud83d\""), SN_EINVAL, "byte 1: half a surrogate pair"},
    {"a lone low surrogate", BYTES("\"\\ude00\""), SN_EINVAL, "byte 1: half a surrogate pair"},
    {"two high surrogates", BYTES("\"\\ud83d\\ud83d\""), SN_EINVAL, "byte 1: half a surrogate"},
    {"a high surrogate and a character above", BYTES("\"\\ud83d\\ue000\""), SN_EINVAL,
     "byte 1: half"},
    {"a high surrogate and a letter", BYTES("\"\\ud83dabcdef\""), SN_EINVAL, "byte 1: half"},
    {"a string without end", BYTES("{\"a\":\"b"), SN_EINVAL, "byte 5: a string without its end"},
    {"a number in hexadecimal", BYTES("0x10"), SN_EINVAL, "byte 0: not a JSON number"},
    {"a leading zero", BYTES("01"), SN_EINVAL, "byte 0: not a JSON number"},
    {"a leading zero behind a minus", BYTES("-01"), SN_EINVAL, "byte 0: not a JSON number"},
    {"no digit behind the point", BYTES("[1.]"), SN_EINVAL, "byte 1: not a JSON number"},
    {"no digit before the point", BYTES(".5"), SN_EINVAL, "byte 0: no JSON value"},
    {"a plus", BYTES("+1"), SN_EINVAL, "byte 0: no JSON value"},
    {"a minus alone", BYTES("-"), SN_EINVAL, "byte 0: not a JSON number"},
    {"an empty exponent", BYTES("1e+"), SN_EINVAL, "byte 0: not a JSON number"},
    {"an exponent too large", BYTES("1e400"), SN_EINVAL, "byte 0: a number out of range"},
    {"an exponent far too large", BYTES("1e99999999999999"), SN_EINVAL, "out of range"},
    {"a number too long", BYTES("1234567890123456789012345678901234567890123456789012345678901234"),
     SN_EINVAL, "byte 0: a number of over 63 bytes"},
    {"NaN", BYTES("NaN"), SN_EINVAL, "byte 0: no JSON value"},
    {"Infinity", BYTES("-Infinity"), SN_EINVAL, "byte 0: not a JSON number"},
    {"True", BYTES("True"), SN_EINVAL, "byte 0: no JSON value"},
    {"half a word", BYTES("tru"), SN_EINVAL, "byte 0: no JSON value"},
    {"a word too long", BYTES("nullx"), SN_EINVAL, "byte 4: bytes behind the value"},
    {"single quotes", BYTES("{'a':1}"), SN_EINVAL, "byte 1: a key in quotes is missing"},
    {"a key without quotes", BYTES("{a:1}"), SN_EINVAL, "byte 1: a key in quotes is missing"},
    {"a comma too many in an object", BYTES("{\"a\":1,}"), SN_EINVAL, "byte 7: a key"},
    {"a comma too many in an array", BYTES("[1,]"), SN_EINVAL, "byte 3: no JSON value"},
    {"no colon", BYTES("{\"a\" 1}"), SN_EINVAL, "byte 5: a colon is missing"},
    {"no comma", BYTES("[1 2]"), SN_EINVAL, "byte 3: a comma or closing bracket"},
    {"the wrong bracket", BYTES("[1}"), SN_EINVAL, "byte 2: a comma or closing bracket"},
    {"an object without end", BYTES("{\"a\":1"), SN_EINVAL, "byte 6: a comma or closing"},
    {"an array without end", BYTES("["), SN_EINVAL, "byte 1: the text ends too early"},
    {"a comment", BYTES("{/* */}"), SN_EINVAL, "byte 1: a key in quotes is missing"},
    {"bytes behind the value", BYTES("{} x"), SN_EINVAL, "byte 3: bytes behind the value"},
    {"two values", BYTES("{}{}"), SN_EINVAL, "byte 2: bytes behind the value"},
    {"a form feed for white space", BYTES("{\f}"), SN_EINVAL, "byte 1: a key in quotes"},
    {"a key twice", BYTES("{\"a\":1,\"b\":2,\"a\":3}"), SN_EINVAL,
     "byte 13: key \"a\" a second time"},
    {"a key twice, once with an escape", BYTES("{\"title\":1,\"\\u0074itle\":2}"), SN_EINVAL,
     "byte 11: key \"\\u0074itle\" a second time"},
    {"a key twice, of a surrogate pair", BYTES("{\"\xF0\x9F\x98\x80\":1,\"\\ud83d\\uDE00\":2}"),
     SN_EINVAL, "a second time"},
    {"an empty key twice", BYTES("{\"\":1,\"\":2}"), SN_EINVAL, "byte 6: key \"\" a second time"},
    {"a key twice, deep inside", BYTES("{\"a\":[{\"b\":{\"c\":1,\"c\":1}}]}"), SN_EINVAL,
     "byte 18: key \"c\""},
    {"a key twice around an object", BYTES("{\"a\":{\"a\":1},\"a\":2}"), SN_EINVAL, "byte 13"},
};

static void bad_json_is_refused_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        sn_error err = {0};
        cJSON *tree = NULL;
        sn_str json = {bad[i].at, bad[i].len};
        print_message("  case: %s\n", bad[i].name);
        assert_fails(sn_json_check(json, &err), bad[i].status, &err, bad[i].message);
        assert_int_equal(sn_json_check(json, NULL), bad[i].status);
        assert_int_equal(sn_json_parse(json, &tree, &err), bad[i].status);
        assert_null(tree);
    }
}

static const char *const good[] = {
    "{}",
    "[]",
    " \t\r\n{ \"a\" : [ 1 , 2 ] } \n",
    "0",
    "-0",
    "-0.5e-10",
    "1E+240",
    "9007199254740993",
    "\"\"",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u06a9\"",
    "\"\\ud83d\\ude00\"",
    "\"\x7F\"",
    "{\"a\":{\"a\":{\"a\":1}},\"A\":1,\"\":null}",
    "[{\"a\":1},{\"a\":1}]",
    "[true,false,null]",
};

static void good_json_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        sn_error err = {0};
        cJSON *tree = NULL;
        print_message("  %s\n", good[i]);
        assert_ok(sn_json_parse(sn_str_of(good[i]), &tree, &err), &err);
        cJSON_Delete(tree);
    }
}

static void add_times(sn_buf *out, const char *text, int n)
{
    for (int i = 0; i < n; i++)
        sn_buf_add_str(out, sn_str_of(text));
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    for (int depth = SN_LIMIT_JSON_DEPTH; depth <= SN_LIMIT_JSON_DEPTH + 1; depth++) {
        SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(1 << 20);
        sn_error err = {0};
        add_times(&json, "[", depth);
        add_times(&json, "]", depth);
        sn_status status = sn_json_check(sn_buf_str(&json), &err);
        if (depth <= SN_LIMIT_JSON_DEPTH)
            assert_ok(status, &err);
        else
            assert_fails(status, SN_ELIMIT, &err, "byte 32: nested over 32 levels");
    }
    SN_CLEANUP(sn_buf) sn_buf deep = SN_BUF(1 << 20);
    add_times(&deep, "{\"a\":", 100000);
    assert_int_equal(sn_json_check(sn_buf_str(&deep), NULL), SN_ELIMIT);
}

static void values_are_counted(void **state)
{
    (void)state;
    for (int n = SN_LIMIT_JSON_NODES - 1; n <= SN_LIMIT_JSON_NODES; n++) {
        SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(1 << 20);
        sn_error err = {0};
        sn_buf_add_str(&json, SN_STR("["));
        add_times(&json, "1,", n - 1);
        sn_buf_add_str(&json, SN_STR("1]"));
        sn_status status = sn_json_check(sn_buf_str(&json), &err);
        if (n < SN_LIMIT_JSON_NODES)
            assert_ok(status, &err);
        else
            assert_fails(status, SN_ELIMIT, &err, "over 100000 values");
    }
}

static void many_keys_are_compared_in_time(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(1 << 22);
    sn_error err = {0};
    (void)state;
    sn_buf_add_str(&json, SN_STR("{\"k0\":0"));
    for (int i = 1; i < 90000; i++)
        sn_buf_add_format(&json, ",\"k%d\":%d", i, i);
    sn_buf_add_str(&json, SN_STR("}"));
    assert_ok(sn_json_check(sn_buf_str(&json), &err), &err);
    json.len--;
    sn_buf_add_str(&json, SN_STR(",\"k45000\":0}"));
    assert_fails(sn_json_check(sn_buf_str(&json), &err), SN_EINVAL, &err, "key \"k45000\"");
}

static const struct member_case {
    const char *name, *json, *want;
} members[] = {
    {"the first", "{\"x\":1,\"y\":2}", "1"},
    {"the last, with white space", "{\"y\" : 2 , \"x\" :  \"a, b}\" }", "\"a, b}\""},
    {"behind an object that has the same key", "{\"y\":{\"x\":3},\"x\":[4,{\"x\":5}]}",
     "[4,{\"x\":5}]"},
    {"behind quotes inside a text", "{\"y\":\"\\\"x\\\":6\",\"x\":7}", "7"},
    {"spelt with an escape", "{\"\\u0078\":8}", "8"},
    {"none", "{\"y\":\"x\"}", NULL},
    {"of an empty object", "{}", NULL},
    {"of something else", "3", NULL},
    {"of text cut short", "{\"x", NULL},
};

static void members_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        sn_str found = sn_json_member(sn_str_of(members[i].json), "x");
        print_message("  case: %s\n", members[i].name);
        if (members[i].want == NULL)
            assert_null(found.at);
        else
            assert_str(found, members[i].want);
    }
}

static const struct compact_case {
    const char *name, *json, *want;
} compacts[] = {
    {"white space goes", " { \"a\" : [ 1 ,\n2 ] } ", "{\"a\":[1,2]}"},
    {"white space inside text stays", "{\"a b\":\" c \"}", "{\"a b\":\" c \"}"},
    {"a quote inside text", "{\"a\":\"\\\" \\\\\" , \"b\":1}", "{\"a\":\"\\\" \\\\\",\"b\":1}"},
    {"numbers keep their digits", "[9007199254740993, 1.10]", "[9007199254740993,1.10]"},
    {"what a page could read as a tag", "[\"<a>&\"]", "[\"\\u003ca\\u003e\\u0026\"]"},
    {"line separators", "[\"\u2028\u2029\u2030\"]", "[\"\\u2028\\u2029\u2030\"]"},
};

static void compact_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(compacts); i++) {
        SN_CLEANUP(sn_buf) sn_buf once = SN_BUF(1000);
        SN_CLEANUP(sn_buf) sn_buf twice = SN_BUF(1000);
        print_message("  case: %s\n", compacts[i].name);
        assert_int_equal(sn_json_compact(sn_str_of(compacts[i].json), &once), SN_OK);
        assert_str(sn_buf_str(&once), compacts[i].want);
        assert_int_equal(sn_json_compact(sn_buf_str(&once), &twice), SN_OK);
        assert_str(sn_buf_str(&twice), compacts[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_json_is_refused_with_its_place),
        cmocka_unit_test(good_json_is_read),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(values_are_counted),
        cmocka_unit_test(many_keys_are_compared_in_time),
        cmocka_unit_test(members_are_found),
        cmocka_unit_test(compact_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
