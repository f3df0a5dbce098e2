#include "base/hex.h"
#include "tests/unit/base/testing.h"

#include <stdlib.h>
#include <string.h>

static int sign(int n)
{
    return (n > 0) - (n < 0);
}

static void strings_compare_by_bytes(void **state)
{
    (void)state;
    static const struct compare_case {
        const char *name, *a, *b;
        int want;
    } cases[] = {
        {"equal texts are equal", "abc", "abc", 0},
        {"the first byte that differs decides", "abc", "abd", -1},
        {"the shorter comes first", "ab", "abc", -1},
        {"bytes over 127 come last", "\xd8", "z", 1},
        {"empty comes before everything", "", "a", -1},
        {"empty texts are equal", "", "", 0},
        {"nothing at all is empty", NULL, "", 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sn_str a = sn_str_of(cases[i].a), b = sn_str_of(cases[i].b);
        print_message("  case: %s\n", cases[i].name);
        assert_int_equal(sign(sn_str_compare(a, b)), cases[i].want);
        assert_int_equal(sign(sn_str_compare(b, a)), -cases[i].want);
        assert_int_equal(sn_str_equal(a, b), cases[i].want == 0);
    }
    assert_false(sn_str_equal(SN_STR("a\0b"), SN_STR("a\0c")));
    assert_int_equal(SN_STR("a\0b").len, 3);
    assert_null(sn_str_of(NULL).at);
}

static void prefixes(void **state)
{
    (void)state;
    assert_true(sn_str_has_prefix(SN_STR("abc"), SN_STR("ab")));
    assert_true(sn_str_has_prefix(SN_STR("abc"), SN_STR("abc")));
    assert_true(sn_str_has_prefix(SN_STR("abc"), (sn_str){0}));
    assert_true(sn_str_has_prefix((sn_str){0}, (sn_str){0}));
    assert_false(sn_str_has_prefix(SN_STR("abc"), SN_STR("abcd")));
    assert_false(sn_str_has_prefix(SN_STR("abc"), SN_STR("b")));
    assert_false(sn_str_has_prefix((sn_str){0}, SN_STR("a")));
}

static void trim_takes_ascii_white_space(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"nothing to take", "a b", "a b"},
        {"all kinds at both ends", " \t\r\n\v\fa b \t\r\n\v\f", "a b"},
        {"only white space leaves nothing", " \n ", ""},
        {"nothing stays nothing", "", ""},
        {"other scripts' spaces stay", "\u00a0a\u200c", "\u00a0a\u200c"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        print_message("  case: %s\n", cases[i][0]);
        assert_str(sn_str_trim(sn_str_of(cases[i][1])), cases[i][2]);
    }
    assert_int_equal(sn_str_trim((sn_str){0}).len, 0);
}

static void a_copy_is_ended_and_whole(void **state)
{
    (void)state;
    char *copy = sn_str_dup(SN_STR("a\0b"));
    assert_memory_equal(copy, "a\0b", 4);
    free(copy);
    copy = sn_str_dup((sn_str){0});
    assert_string_equal(copy, "");
    free(copy);
}

static void a_buffer_grows(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf b = SN_BUF(100000);
    assert_string_equal(sn_buf_text(&b), "");
    assert_int_equal(sn_buf_add(&b, NULL, 0), SN_OK);
    assert_string_equal(b.at, "");
    for (unsigned i = 0; i < 100000; i++) {
        assert_int_equal(sn_buf_add_byte(&b, (unsigned char)i), SN_OK);
        assert_int_equal(b.at[b.len], '\0');
    }
    assert_int_equal(b.len, 100000);
    for (unsigned i = 0; i < 100000; i++)
        assert_int_equal((unsigned char)b.at[i], i & 0xff);
    assert_int_equal(sn_buf_add_byte(&b, 'x'), SN_ELIMIT);
}

static void appends_of_every_kind(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf b = SN_BUF(100);
    assert_int_equal(sn_buf_add(&b, "ab", 2), SN_OK);
    assert_int_equal(sn_buf_add_str(&b, SN_STR("cd")), SN_OK);
    assert_int_equal(sn_buf_add_str(&b, (sn_str){0}), SN_OK);
    assert_int_equal(sn_buf_add_byte(&b, 'e'), SN_OK);
    assert_int_equal(sn_buf_add_format(&b, "-%d-%s", 5, "f"), SN_OK);
    assert_int_equal(sn_buf_add_format(&b, "%s", ""), SN_OK);
    memcpy(sn_buf_reserve(&b, 10), "ghi", 3);
    sn_buf_commit(&b, 3);
    assert_str(sn_buf_str(&b), "abcde-5-fghi");
    assert_string_equal(sn_buf_text(&b), "abcde-5-fghi");
}

static void the_maximum_is_exact_and_the_error_sticks(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf b = SN_BUF(5);
    assert_int_equal(sn_buf_add(&b, "abc", 3), SN_OK);
    assert_int_equal(sn_buf_add_format(&b, "%s", "def"), SN_ELIMIT);
    assert_str(sn_buf_str(&b), "abc");
    assert_int_equal(sn_buf_add(&b, "d", 1), SN_ELIMIT);
    assert_int_equal(sn_buf_add_varint(&b, 1), SN_ELIMIT);
    assert_null(sn_buf_reserve(&b, 1));
    assert_int_equal(sn_buf_status(&b), SN_ELIMIT);
    assert_str(sn_buf_str(&b), "abc");
    sn_buf_clear(&b);
    assert_int_equal(b.len, 0);
    assert_int_equal(sn_buf_status(&b), SN_OK);
    assert_string_equal(sn_buf_text(&b), "");
    assert_int_equal(sn_buf_add(&b, "12345", 5), SN_OK);
    assert_int_equal(sn_buf_add(&b, "", 0), SN_OK);
    assert_str(sn_buf_str(&b), "12345");
}

static void lengths_near_the_end_of_numbers_are_refused(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf b = SN_BUF(5);
    sn_buf_add(&b, "abc", 3);
    assert_null(sn_buf_reserve(&b, SIZE_MAX));
    assert_int_equal(sn_buf_status(&b), SN_ELIMIT);
    sn_buf_clear(&b);
    sn_buf_add(&b, "abc", 3);
    assert_null(sn_buf_reserve(&b, SIZE_MAX - 2));
    assert_str(sn_buf_str(&b), "abc");
}

static void no_maximum_is_no_buffer(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf b = {0};
    assert_int_equal(sn_buf_add_byte(&b, 'a'), SN_ELIMIT);
    assert_string_equal(sn_buf_text(&b), "");
}

static void a_buffer_that_was_ended_can_be_used_again(void **state)
{
    (void)state;
    sn_buf b = SN_BUF(3);
    sn_buf_add(&b, "abcd", 4);
    sn_buf_done(&b);
    assert_null(b.at);
    assert_int_equal(sn_buf_add(&b, "abc", 3), SN_OK);
    sn_buf_done(&b);
    sn_buf_done(&b);
    sn_buf_done(NULL);
}

static void varints_are_leb128(void **state)
{
    (void)state;
    static const struct varint_case {
        uint64_t value;
        const char *bytes;
        size_t len;
    } cases[] = {
        {0, "\0", 1},
        {1, "\x01", 1},
        {127, "\x7f", 1},
        {128, "\x80\x01", 2},
        {300, "\xac\x02", 2},
        {16384, "\x80\x80\x01", 3},
        {UINT32_MAX, "\xff\xff\xff\xff\x0f", 5},
        {UINT64_MAX, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf b = SN_BUF(20);
        uint64_t value = 0;
        assert_int_equal(sn_buf_add_varint(&b, cases[i].value), SN_OK);
        assert_int_equal(b.len, cases[i].len);
        assert_memory_equal(b.at, cases[i].bytes, b.len);
        sn_buf_add(&b, "rest", 4);
        sn_str s = sn_buf_str(&b);
        assert_int_equal(sn_str_take_varint(&s, &value), SN_OK);
        assert_true(value == cases[i].value);
        assert_str(s, "rest");
    }
}

static void a_bad_varint_takes_nothing(void **state)
{
    (void)state;
    static const struct bad_case {
        const char *name;
        sn_str bytes;
    } cases[] = {
        {"no bytes", {NULL, 0}},
        {"cut short", {"\x80", 1}},
        {"cut short behind nine bytes", {"\xff\xff\xff\xff\xff\xff\xff\xff\xff", 9}},
        {"65 bits", {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10}},
        {"longer than its number needs", {"\x80\x00", 2}},
        {"one in three bytes", {"\x81\x80\x00", 3}},
        {"eleven bytes", {"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 11}},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sn_str s = cases[i].bytes;
        uint64_t value = 42;
        print_message("  case: %s\n", cases[i].name);
        assert_int_equal(sn_str_take_varint(&s, &value), SN_ECORRUPT);
        assert_int_equal(value, 42);
        assert_ptr_equal(s.at, cases[i].bytes.at);
        assert_int_equal(s.len, cases[i].bytes.len);
    }
}

static void bytes_are_taken_off_the_front(void **state)
{
    (void)state;
    sn_str s = SN_STR("abcde"), out = {0};
    assert_int_equal(sn_str_take(&s, 2, &out), SN_OK);
    assert_str(out, "ab");
    assert_int_equal(sn_str_take(&s, 4, &out), SN_ECORRUPT);
    assert_int_equal(sn_str_take(&s, SIZE_MAX, &out), SN_ECORRUPT);
    assert_str(out, "ab");
    assert_str(s, "cde");
    assert_int_equal(sn_str_take(&s, 3, &out), SN_OK);
    assert_int_equal(sn_str_take(&s, 0, &out), SN_OK);
    assert_int_equal(out.len, 0);
}

static void random_varints_come_back_in_order(void **state)
{
    (void)state;
    uint64_t random = test_seed();
    for (unsigned turn = 0; turn < test_iters(200); turn++) {
        SN_CLEANUP(sn_buf) sn_buf b = SN_BUF(10000);
        uint64_t values[100];
        for (size_t i = 0; i < COUNT_OF(values); i++) {
            values[i] = random_number(&random) >> random_below(&random, 64);
            sn_buf_add_varint(&b, values[i]);
        }
        sn_str s = sn_buf_str(&b);
        for (size_t i = 0; i < COUNT_OF(values); i++) {
            uint64_t value = 0;
            assert_int_equal(sn_str_take_varint(&s, &value), SN_OK);
            assert_true(value == values[i]);
        }
        assert_int_equal(s.len, 0);
    }
}

static void digits_of_either_case_are_read(void **state)
{
    (void)state;
    static const char digits[] = "0123456789abcdef", capitals[] = "0123456789ABCDEF";
    for (int i = 0; i < 16; i++) {
        assert_int_equal(sn_hex_digit(digits[i]), i);
        assert_int_equal(sn_hex_digit(capitals[i]), i);
    }
    for (int c = -128; c < 128; c++)
        if (c == 0 || strchr("0123456789abcdefABCDEF", c) == NULL)
            assert_int_equal(sn_hex_digit((char)c), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits_of_either_case_are_read),
        cmocka_unit_test(strings_compare_by_bytes),
        cmocka_unit_test(prefixes),
        cmocka_unit_test(trim_takes_ascii_white_space),
        cmocka_unit_test(a_copy_is_ended_and_whole),
        cmocka_unit_test(a_buffer_grows),
        cmocka_unit_test(appends_of_every_kind),
        cmocka_unit_test(the_maximum_is_exact_and_the_error_sticks),
        cmocka_unit_test(lengths_near_the_end_of_numbers_are_refused),
        cmocka_unit_test(no_maximum_is_no_buffer),
        cmocka_unit_test(a_buffer_that_was_ended_can_be_used_again),
        cmocka_unit_test(varints_are_leb128),
        cmocka_unit_test(a_bad_varint_takes_nothing),
        cmocka_unit_test(bytes_are_taken_off_the_front),
        cmocka_unit_test(random_varints_come_back_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
