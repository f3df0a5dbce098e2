#include "base/utf8.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>
#include <string.h>

static const struct validity_case {
    const char *name;
    sn_str text;
    size_t bad; /* SIZE_MAX: all of it is well-formed */
} validity_cases[] = {
    {"nothing", {NULL, 0}, SIZE_MAX},
    {"ascii", {"abc", 3}, SIZE_MAX},
    {"the zero byte", {"a\0b", 3}, SIZE_MAX},
    {"two, three and four bytes", {"\u0646\u200c\U0001f197", 9}, SIZE_MAX},
    {"the last code point", {"\xf4\x8f\xbf\xbf", 4}, SIZE_MAX},
    {"the ones beside the surrogates", {"\xed\x9f\xbf\xee\x80\x80", 6}, SIZE_MAX},
    {"a lone continuation byte", {"ab\x80", 3}, 2},
    {"a letter cut in two", {"\u0633\xd9", 3}, 2},
    {"three bytes cut after two", {"\xe2\x80", 2}, 0},
    {"four bytes cut after three", {"x\xf0\x9f\x86", 4}, 1},
    {"ascii in the place of a continuation", {"\xd8(", 2}, 0},
    {"overlong slash in two bytes", {"\xc0\xaf", 2}, 0},
    {"overlong slash in three bytes", {"a\xe0\x80\xaf", 4}, 1},
    {"overlong slash in four bytes", {"\xf0\x80\x80\xaf", 4}, 0},
    {"overlong in two bytes, the greatest", {"\xc1\xbf", 2}, 0},
    {"overlong in three bytes, the greatest", {"\xe0\x9f\xbf", 3}, 0},
    {"overlong in four bytes, the greatest", {"\xf0\x8f\xbf\xbf", 4}, 0},
    {"the first surrogate", {"\xed\xa0\x80", 3}, 0},
    {"the last surrogate", {"\xed\xbf\xbf", 3}, 0},
    {"past the last code point", {"\xf4\x90\x80\x80", 4}, 0},
    {"five bytes", {"\xf8\x88\x80\x80\x80", 5}, 0},
    {"bytes that never occur", {"a\xff", 2}, 1},
};

static void ill_formed_sequences_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(validity_cases); i++) {
        const struct validity_case *c = &validity_cases[i];
        size_t bad = SIZE_MAX;
        print_message("  case: %s\n", c->name);
        assert_int_equal(sn_utf8_is_valid(c->text, &bad), c->bad == SIZE_MAX);
        assert_true(bad == c->bad);
        assert_int_equal(sn_utf8_is_valid(c->text, NULL), c->bad == SIZE_MAX);
    }
}

/* Behind `before` bytes of letters and joiners, before ten letters. */
static void check_inside(const struct validity_case *c, size_t before)
{
    char bytes[128];
    size_t n = 0, bad = SIZE_MAX;
    while (n < before)
        n += before - n == 1   ? (size_t)sprintf(bytes + n, "a")
             : before - n == 2 ? (size_t)sprintf(bytes + n, "\u0645")
                               : (size_t)sprintf(bytes + n, "\u200c");
    if (c->text.len > 0)
        memcpy(bytes + n, c->text.at, c->text.len);
    n += c->text.len;
    n += (size_t)sprintf(bytes + n, "\u0627\u0628\u0627\u0628\u0627\u0628\u0627\u0628\u0627\u0628");
    assert_int_equal(sn_utf8_is_valid((sn_str){bytes, n}, &bad), c->bad == SIZE_MAX);
    assert_true(bad == (c->bad == SIZE_MAX ? SIZE_MAX : before + c->bad));
}

static void ill_formed_sequences_are_found_anywhere_in_a_long_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(validity_cases); i++) {
        print_message("  case: %s\n", validity_cases[i].name);
        for (size_t before = 0; before < 40; before++)
            check_inside(&validity_cases[i], before);
    }
}

static void every_code_point_is_written_and_read(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
        char bytes[4];
        size_t offset = 0, n = sn_utf8_write(cp, bytes);
        sn_str s = {bytes, n};
        if (sn_utf8_is_valid(s, NULL) != (cp < 0xd800 || cp > 0xdfff))
            fail_msg("U+%04X", cp);
        if (sn_utf8_next(s, &offset) != cp || offset != n || sn_utf8_length(s) != 1)
            fail_msg("U+%04X", cp);
    }
}

/* Table 3-7 of the Unicode standard, written another way: decode, then compare with the encoder. */
static bool is_one_code_point(const unsigned char *at, size_t n)
{
    uint32_t cp = n == 1 ? at[0] : at[0] & (0x7fu >> n);
    if (n == 1 ? at[0] > 0x7f : (uint32_t)at[0] >> (7 - n) != (1u << (n + 1)) - 2)
        return false;
    for (size_t i = 1; i < n; i++) {
        if (at[i] >> 6 != 2)
            return false;
        cp = cp << 6 | (at[i] & 0x3f);
    }
    char again[4];
    return cp <= 0x10ffff && (cp < 0xd800 || cp > 0xdfff) && sn_utf8_write(cp, again) == n;
}

static void random_bytes_are_judged_as_by_the_definition(void **state)
{
    (void)state;
    static const unsigned char edges[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0,
                                          0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed,
                                          0xee, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff};
    uint64_t random = test_seed();
    for (unsigned turn = 0; turn < test_iters(200000); turn++) {
        unsigned char bytes[8];
        size_t len = random_below(&random, sizeof bytes + 1), want = 0, bad = SIZE_MAX;
        for (size_t i = 0; i < len; i++)
            bytes[i] = edges[random_below(&random, COUNT_OF(edges))];
        for (size_t n = 1; want < len && n <= 4 && n <= len - want;) {
            if (is_one_code_point(bytes + want, n)) {
                want += n;
                n = 1;
            } else {
                n++;
            }
        }
        bool valid = sn_utf8_is_valid((sn_str){(char *)bytes, len}, &bad);
        assert_int_equal(valid, want == len);
        assert_true(valid || bad == want);
    }
}

static void a_cut_keeps_whole_letters(void **state)
{
    (void)state;
    static const struct cut_case {
        const char *name, *text;
        size_t max;
        const char *want;
    } cases[] = {
        {"a text that fits is kept", "سلام", 8, "سلام"},
        {"a cut on a border", "سلام", 4, "سل"},
        {"a cut inside two bytes", "سلام", 5, "سل"},
        {"a cut inside three bytes", "a\u200cb", 3, "a"},
        {"a cut inside four bytes", "\U0001f197", 3, ""},
        {"nothing fits in nothing", "سلام", 0, ""},
        {"ascii is cut anywhere", "abc", 2, "ab"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        print_message("  case: %s\n", cases[i].name);
        assert_str(sn_utf8_cut(sn_str_of(cases[i].text), cases[i].max), cases[i].want);
    }
    assert_int_equal(sn_utf8_cut((sn_str){0}, 0).len, 0);
    assert_int_equal(sn_utf8_length(SN_STR("سلام a\u200c\U0001f197")), 8);
    assert_int_equal(sn_utf8_length((sn_str){0}), 0);
}

static void a_mark_in_front_is_passed_over(void **state)
{
    (void)state;
    assert_str(sn_utf8_without_mark(SN_STR("\xEF\xBB\xBFسلام")), "سلام");
    assert_str(sn_utf8_without_mark(SN_STR("\xEF\xBB\xBF\xEF\xBB\xBF")), "\xEF\xBB\xBF");
    assert_str(sn_utf8_without_mark(SN_STR("سلام\xEF\xBB\xBF")), "سلام\xEF\xBB\xBF");
    assert_str(sn_utf8_without_mark(SN_STR("\xEF\xBB")), "\xEF\xBB");
    assert_int_equal(sn_utf8_without_mark((sn_str){0}).len, 0);
}

static void random_texts_are_walked_whole(void **state)
{
    (void)state;
    uint64_t random = test_seed();
    for (unsigned turn = 0; turn < test_iters(500); turn++) {
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1000), again = SN_BUF(1000);
        size_t n = random_below(&random, 100), steps = 0;
        random_text(&random, n, &text);
        sn_str s = sn_buf_str(&text);
        for (size_t i = 0; i < s.len; steps++) {
            char bytes[4];
            sn_buf_add(&again, bytes, sn_utf8_write(sn_utf8_next(s, &i), bytes));
        }
        assert_int_equal(steps, n);
        assert_int_equal(sn_utf8_length(s), n);
        assert_true(sn_str_equal(s, sn_buf_str(&again)));
        sn_str cut = sn_utf8_cut(s, random_below(&random, 400));
        assert_true(sn_utf8_is_valid(cut, NULL) && sn_str_has_prefix(s, cut));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ill_formed_sequences_are_found),
        cmocka_unit_test(ill_formed_sequences_are_found_anywhere_in_a_long_text),
        cmocka_unit_test(every_code_point_is_written_and_read),
        cmocka_unit_test(random_bytes_are_judged_as_by_the_definition),
        cmocka_unit_test(a_cut_keeps_whole_letters),
        cmocka_unit_test(a_mark_in_front_is_passed_over),
        cmocka_unit_test(random_texts_are_walked_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
