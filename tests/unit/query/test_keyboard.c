#include "tests/unit/base/testing.h"

#include "query/keyboard.h"

/* Families: everyday words of every row of the keyboard, names, words with the keys that only one
 * layout has. */
static const struct layout_case {
    sn_layout layout;
    const char *latin, *persian;
} both_ways[] = {
    {SN_LAYOUT_ISIRI, "hdvhk", "ایران"},
    {SN_LAYOUT_ISIRI, "jivhk", "تهران"},
    {SN_LAYOUT_ISIRI, "sghl", "سلام"},
    {SN_LAYOUT_ISIRI, "nhka'hi", "دانشگاه"},
    {SN_LAYOUT_ISIRI, ";jhf", "کتاب"},
    {SN_LAYOUT_ISIRI, "[ihk", "جهان"},
    {SN_LAYOUT_ISIRI, "]a", "چش"},
    {SN_LAYOUT_ISIRI, "vzl,", "رظمو"},
    {SN_LAYOUT_ISIRI, "mg", "پل"},
    {SN_LAYOUT_ISIRI, "mvs\\,gds", "پرس\\ولیس"},
    {SN_LAYOUT_WINDOWS, "\\g", "پل"},
    {SN_LAYOUT_WINDOWS, "vmds", "رئیس"},
    {SN_LAYOUT_WINDOWS, "hdvhk", "ایران"},
    {SN_LAYOUT_WINDOWS, "qwertyuiop", "ضصثقفغعهخح"},
    {SN_LAYOUT_ISIRI, "asdfghjkl", "شسیبلاتنم"},
    {SN_LAYOUT_ISIRI, "zxcvbn", "ظطزرذد"},
    {SN_LAYOUT_ISIRI, "covid", "زخرهی"},
    {SN_LAYOUT_ISIRI, "google", "لخخلمث"},
    {SN_LAYOUT_ISIRI, "2024", "2024"},
    {SN_LAYOUT_ISIRI, "", ""},
};

static const struct layout_case to_persian[] = {
    {SN_LAYOUT_ISIRI, "Hfhk", "آبان"},     {SN_LAYOUT_ISIRI, "CG,ik", "ژأوهن"},
    {SN_LAYOUT_ISIRI, "lDv", "مير"},       {SN_LAYOUT_ISIRI, "kdlBthwgi", "نیم\u200cفاصله"},
    {SN_LAYOUT_WINDOWS, "Chgi", "ژاله"},   {SN_LAYOUT_WINDOWS, "QWERTY", "ضصثقفغ"}, /* caps lock */
    {SN_LAYOUT_WINDOWS, "l,Vef", "موؤثب"},
};

static const struct layout_case to_latin[] = {
    {SN_LAYOUT_ISIRI, "covid", "زخرهي"}, /* an Arabic yeh is the same key */
    {SN_LAYOUT_ISIRI, "facebook", "بشزثذخخن"},
    {SN_LAYOUT_ISIRI, "m", "پ"},
    {SN_LAYOUT_WINDOWS, "\\", "پ"},
    {SN_LAYOUT_WINDOWS, "m", "ئ"},
    {SN_LAYOUT_ISIRI, "h", "آ"},
    {SN_LAYOUT_ISIRI, "\u067f", "\u067f"}, /* no key gives it */
};

static void check(const struct layout_case *c, bool is_persian_wanted)
{
    sn_buf out = SN_BUF(256);
    sn_str text = sn_str_of(is_persian_wanted ? c->latin : c->persian);
    sn_status s = is_persian_wanted ? sn_keyboard_persian(c->layout, text, &out)
                                    : sn_keyboard_latin(c->layout, text, &out);
    assert_int_equal(s, SN_OK);
    assert_string_equal(sn_buf_text(&out), is_persian_wanted ? c->persian : c->latin);
    sn_buf_done(&out);
}

static void what_is_typed_on_one_keyboard_is_read_on_the_other(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(both_ways); i++) {
        check(&both_ways[i], true);
        check(&both_ways[i], false);
    }
}

static void shifted_keys_are_those_of_their_layout(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(to_persian); i++)
        check(&to_persian[i], true);
}

static void persian_letters_of_any_keyboard_have_a_latin_key(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(to_latin); i++)
        check(&to_latin[i], false);
}

static void a_full_buffer_is_said(void **state)
{
    (void)state;
    sn_buf out = SN_BUF(3);
    assert_int_equal(sn_keyboard_persian(SN_LAYOUT_ISIRI, SN_STR("sghl"), &out), SN_ELIMIT);
    sn_buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_typed_on_one_keyboard_is_read_on_the_other),
        cmocka_unit_test(shifted_keys_are_those_of_their_layout),
        cmocka_unit_test(persian_letters_of_any_keyboard_have_a_latin_key),
        cmocka_unit_test(a_full_buffer_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
