#include "base/json_writer.h"
#include "tests/unit/base/testing.h"

#include <cjson/cJSON.h>
#include <float.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void commas_and_brackets_are_the_writers(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_json_key(&j, "empty");
    sn_json_object(&j);
    sn_json_end(&j);
    sn_json_key(&j, "list");
    sn_json_array(&j);
    sn_json_int(&j, -1);
    sn_json_array(&j);
    sn_json_end(&j);
    sn_json_object(&j);
    sn_json_key(&j, "a");
    sn_json_bool(&j, true);
    sn_json_key(&j, "b");
    sn_json_null(&j);
    sn_json_end(&j);
    sn_json_text(&j, NULL);
    sn_json_text(&j, "x");
    sn_json_raw(&j, SN_STR("{\"y\":1}"));
    sn_json_end(&j);
    sn_json_key(&j, "k\"ey");
    sn_json_bool(&j, false);
    sn_json_end(&j);
    assert_int_equal(sn_json_finish(&j), SN_OK);
    assert_str(sn_buf_str(&out), "{\"empty\":{},\"list\":[-1,[],{\"a\":true,\"b\":null},null,\"x\","
                                 "{\"y\":1}],\"k\\\"ey\":false}");
}

static void one_value_alone_is_json(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100);
    sn_json j = SN_JSON(&out);
    sn_json_str(&j, (sn_str){0});
    assert_int_equal(sn_json_finish(&j), SN_OK);
    assert_str(sn_buf_str(&out), "\"\"");
}

static void texts_are_escaped_for_json_and_html(void **state)
{
    (void)state;
    static const struct escape_case {
        const char *name;
        sn_str in;
        const char *want;
    } cases[] = {
        {"persian letters and half-spaces stay", {"می\u200cرود", 15 - 2}, "می\u200cرود"},
        {"quote and backslash", {"\"\\", 2}, "\\\"\\\\"},
        {"line ends and tab", {"\n\r\t", 3}, "\\n\\r\\t"},
        {"other control characters", {"\b\x1f\x7f", 3}, "\\u0008\\u001f\\u007f"},
        {"the zero byte", {"a\0b", 3}, "a\\u0000b"},
        {"html's signs", {"</b>&", 5}, "\\u003c/b\\u003e\\u0026"},
        {"the line and paragraph separators", {"a\u2028\u2029b", 8}, "a\\u2028\\u2029b"},
        {"their neighbours stay", {"\u2027\u202a", 6}, "\u2027\u202a"},
        {"a text that ends in the middle of one", {"a\xe2\x80", 3}, "a\xe2\x80"},
        {"nothing", {NULL, 0}, ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100);
        print_message("  case: %s\n", cases[i].name);
        assert_int_equal(sn_json_escape(&out, cases[i].in), SN_OK);
        assert_str(sn_buf_str(&out), cases[i].want);
    }
}

static void numbers(void **state)
{
    (void)state;
    static const struct number_case {
        const char *name;
        double value;
        const char *want;
    } cases[] = {
        {"a whole number has no point", 6, "6"},
        {"nothing at all", 0, "0"},
        {"nothing, from below", -0.0, "-0"},
        {"one tenth", 0.1, "0.1"},
        {"tenths of many digits", 123456789.9, "123456789.9"},
        {"nearly a tenth", 0.10000000000000002, "0.10000000000000002"},
        {"more than are written by hand", 1e9, "1000000000"},
        {"a third needs 16 digits", 1.0 / 3, "0.3333333333333333"},
        {"this one needs 17", 0.1 + 0.2, "0.30000000000000004"},
        {"negative", -2.5, "-2.5"},
        {"large", 1e300, "1e+300"},
        {"the least of all", 5e-324, "5e-324"},
        {"no number", NAN, "null"},
        {"infinite", INFINITY, "null"},
        {"infinite below", -INFINITY, "null"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100);
        sn_json j = SN_JSON(&out);
        print_message("  case: %s\n", cases[i].name);
        sn_json_double(&j, cases[i].value);
        assert_int_equal(sn_json_finish(&j), SN_OK);
        assert_str(sn_buf_str(&out), cases[i].want);
    }
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100);
    sn_json j = SN_JSON(&out);
    sn_json_array(&j);
    sn_json_int(&j, INT64_MIN);
    sn_json_int(&j, INT64_MAX);
    sn_json_end(&j);
    assert_str(sn_buf_str(&out), "[-9223372036854775808,9223372036854775807]");
}

static void a_full_buffer_shows_at_the_end(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10);
    sn_json j = SN_JSON(&out);
    sn_json_array(&j);
    for (int i = 0; i < 100; i++)
        sn_json_text(&j, "abc");
    sn_json_end(&j);
    assert_int_equal(sn_json_finish(&j), SN_ELIMIT);
    assert_true(out.len <= 10);
}

static void levels(unsigned depth)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    sn_json j = SN_JSON(&out);
    for (unsigned i = 0; i < depth; i++)
        sn_json_array(&j);
    for (unsigned i = 0; i < depth; i++)
        sn_json_end(&j);
    assert_int_equal(sn_json_finish(&j), SN_OK);
    assert_int_equal(out.len, 2 * depth);
}

static void the_deepest_level_is_usable(void **state)
{
    (void)state;
    levels(SN_JSON_WRITER_DEPTH);
}

static void value_without_key(sn_json *j)
{
    sn_json_object(j);
    sn_json_int(j, 1);
}
static void key_in_an_array(sn_json *j)
{
    sn_json_array(j);
    sn_json_key(j, "a");
}
static void key_without_value(sn_json *j)
{
    sn_json_object(j);
    sn_json_key(j, "a");
    sn_json_end(j);
}
static void two_keys_in_a_row(sn_json *j)
{
    sn_json_object(j);
    sn_json_key(j, "a");
    sn_json_key(j, "b");
}
static void an_end_too_many(sn_json *j)
{
    sn_json_array(j);
    sn_json_end(j);
    sn_json_end(j);
}
static void an_end_too_few(sn_json *j)
{
    sn_json_array(j);
    (void)!sn_json_finish(j);
}
static void a_level_too_many(sn_json *j)
{
    for (unsigned i = 0; i <= SN_JSON_WRITER_DEPTH; i++)
        sn_json_array(j);
}

static bool aborts(void (*misuse)(sn_json *))
{
    pid_t child = fork();
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0});
        signal(SIGABRT, SIG_DFL);
        close(STDERR_FILENO);
        sn_buf out = SN_BUF(1000);
        sn_json j = SN_JSON(&out);
        misuse(&j);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void misuse_is_an_assert(void **state)
{
    (void)state;
    assert_true(aborts(value_without_key));
    assert_true(aborts(key_in_an_array));
    assert_true(aborts(key_without_value));
    assert_true(aborts(two_keys_in_a_row));
    assert_true(aborts(an_end_too_many));
    assert_true(aborts(an_end_too_few));
    assert_true(aborts(a_level_too_many));
}

static void random_texts_read_back_equal(void **state)
{
    (void)state;
    uint64_t random = test_seed();
    for (unsigned turn = 0; turn < test_iters(1000); turn++) {
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1000), out = SN_BUF(10000);
        sn_json j = SN_JSON(&out);
        random_text(&random, random_below(&random, 60), &text);
        sn_json_str(&j, sn_buf_str(&text));
        assert_int_equal(sn_json_finish(&j), SN_OK);
        for (size_t i = 0; i < out.len; i++)
            assert_false((unsigned char)out.at[i] < 0x20 || strchr("<>&\x7f", out.at[i]) != NULL);
        cJSON *read = cJSON_ParseWithLength(out.at, out.len);
        assert_true(cJSON_IsString(read));
        assert_string_equal(cJSON_GetStringValue(read), sn_buf_text(&text));
        cJSON_Delete(read);
    }
}

static void random_doubles_read_back_equal(void **state)
{
    (void)state;
    uint64_t random = test_seed();
    for (unsigned turn = 0; turn < test_iters(20000); turn++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100);
        sn_json j = SN_JSON(&out);
        uint64_t bits = random_number(&random);
        double value;
        memcpy(&value, &bits, sizeof value);
        if (turn % 2 == 0)
            value = (double)(bits >> 40) / (turn % 4 == 0 ? 1000 : 10);
        if (!isfinite(value))
            continue;
        sn_json_double(&j, value);
        assert_int_equal(sn_json_finish(&j), SN_OK);
        assert_true(strtod(sn_buf_text(&out), NULL) == value);
        assert_true(out.len <= 24);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_and_brackets_are_the_writers),
        cmocka_unit_test(one_value_alone_is_json),
        cmocka_unit_test(texts_are_escaped_for_json_and_html),
        cmocka_unit_test(numbers),
        cmocka_unit_test(a_full_buffer_shows_at_the_end),
        cmocka_unit_test(the_deepest_level_is_usable),
        cmocka_unit_test(misuse_is_an_assert),
        cmocka_unit_test(random_texts_read_back_equal),
        cmocka_unit_test(random_doubles_read_back_equal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
