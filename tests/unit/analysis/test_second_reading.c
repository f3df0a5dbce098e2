#include "analysis/second_reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct reading_case {
    const char *name, *word, *stem, *other; /* other: "" if there is none */
} cases[] = {
    {"of a letter or of names", "نامهای", "نام", "نامه"},
    {"of a profession or of words", "حرفهای", "حرف", "حرفه"},
    {"of years or years old", "سالهاش", "سال", "ساله"},
    {"of a record or of former ones", "سابقهای", "سابق", "سابقه"},
    {"a word that has no other", "کتابهای", "کتاب", ""},
    {"nor this one: its ه is its own", "جلسهای", "جلسه", ""},
    {"nor if a half-space is no question", "کتابها", "کتاب", ""},
    {"nor of a base of one letter", "مهای", "مه", ""},
    {"a word as it stands has none", "نامه", "نامه", ""},
    {"nor have verbs", "گفتهاند", "گفت", ""},
};

static void a_joined_form_may_be_of_two_words(void **state)
{
    (void)state;
    const sn_lexicon *lexicon = sn_lexicon_builtin();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sn_stem_result first, other = {.len = 0};
        sn_str word = sn_str_of(cases[i].word);
        print_message("  case: %s\n", cases[i].name);
        sn_stem(lexicon, word, false, &first);
        assert_string_equal(first.text, cases[i].stem);
        bool found = sn_second_reading(lexicon, word, &first, &other);
        assert_int_equal(found, cases[i].other[0] != '\0');
        assert_string_equal(found ? other.text : "", cases[i].other);
    }
}

/* Each reading is what the word means in its half-spaced writing. */
static void both_readings_are_those_of_the_half_spaced_writings(void **state)
{
    (void)state;
    static const char *const bases[] = {"نام", "حرف", "سابق", "مرتب", "واقع", "دیرین", "هال"};
    const sn_lexicon *lexicon = sn_lexicon_builtin();
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        char joined[64], apart[2][64];
        sn_stem_result first, other, want[2];
        snprintf(joined, sizeof joined, "%sهای", bases[i]);
        snprintf(apart[0], sizeof apart[0], "%s\u200cهای", bases[i]);
        snprintf(apart[1], sizeof apart[1], "%sه\u200cای", bases[i]);
        sn_stem(lexicon, sn_str_of(joined), false, &first);
        for (int k = 0; k < 2; k++)
            sn_stem(lexicon, sn_str_of(apart[k]), false, &want[k]);
        assert_true(sn_second_reading(lexicon, sn_str_of(joined), &first, &other));
        bool in_order = strcmp(first.text, want[0].text) == 0;
        assert_string_equal(first.text, want[in_order ? 0 : 1].text);
        assert_string_equal(other.text, want[in_order ? 1 : 0].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_joined_form_may_be_of_two_words),
        cmocka_unit_test(both_readings_are_those_of_the_half_spaced_writings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
