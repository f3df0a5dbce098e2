#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/borders.h"

#include <stdlib.h>
#include <string.h>

/* A bar in the text is the place asked about; around it must be what stands between the borders. */
static const struct border_case {
    const char *name, *text, *before, *after;
} border_cases[] = {
    {"a place between two words is a border", "کتاب| خوب", "کتاب", ""},
    {"a word is whole", "یک کت|اب خوب", "یک ", "اب"},
    {"a half-space is inside its word", "او می‌|خواهد برود", "او ", "خواهد"},
    {"before a half-space", "او می|‌خواهد برود", "او ", "\u200cخواهد"},
    {"a half-space that hangs loose", "او می‌| رفت", "او ", " "},
    {"a combining mark belongs to its letter", "گفت حتما|ً رفت", "گفت ", "\u064b"},
    {"a mark behind a blank is not left alone", "گفت |\u064bرفت", "گفت", "\u064b"},
    {"a number with its point", "نرخ 12|.5 شد", "نرخ ", ".5"},
    {"a number in Persian digits", "نرخ ۱۲|٫۵ شد", "نرخ ", "٫۵"},
    {"a family is one sign", "ما \U0001F468\u200d|\U0001F469 هستیم", "ما ", "\U0001F469"},
    {"a flag is two letters", "در \U0001F1EE|\U0001F1F7 بود", "در ", "\U0001F1F7"},
    {"a tone of skin", "از \U0001F44D|\U0001F3FD دور", "از ", "\U0001F3FD"},
    {"the beginning is a border", "|\u064bکتاب", "", ""},
    {"the end is a border", "کتاب\u200c|", "کتاب\u200c", ""},
};

static void places_in_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof border_cases / sizeof *border_cases; i++) {
        const struct border_case *c = &border_cases[i];
        char text[256];
        const char *bar = strchr(c->text, '|');
        size_t at = (size_t)(bar - c->text), len = strlen(c->text) - 1;
        print_message("  case: %s\n", c->name);
        memcpy(text, c->text, at);
        memcpy(text + at, bar + 1, len - at);
        assert_int_equal(sn_border_before((sn_str){text, len}, at), strlen(c->before));
        assert_int_equal(sn_border_after((sn_str){text, len}, at), at + strlen(c->after));
    }
}

static void a_text_without_borders_is_cut_somewhere(void **state)
{
    (void)state;
    size_t len = 5 * SN_BORDER_REACH;
    char *text = malloc(len);
    assert_non_null(text);
    memset(text, 'a', len);
    assert_int_equal(sn_border_before((sn_str){text, len}, len / 2), len / 2);
    assert_int_equal(sn_border_after((sn_str){text, len}, len / 2), len / 2);
    assert_int_equal(sn_border_before((sn_str){text, len}, 100), 0);
    assert_int_equal(sn_border_after((sn_str){text, len}, len - 100), len);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_in_texts),
        cmocka_unit_test(a_text_without_borders_is_cut_somewhere),
    };
    return cmocka_run_group_tests_name("analysis/borders", tests, NULL, NULL);
}
