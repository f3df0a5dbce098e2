#include "tests/unit/base/testing.h"

#include "analysis/fold.h"
#include "query/finglish.h"
#include "query/word_list.h"

#include <stdio.h>
#include <string.h>

/* A vocabulary of our own, with how many articles have each. */
static const struct known {
    const char *word;
    uint32_t freq;
} known[] = {
    {"دولت", 900},   {"دولتی", 200},    {"ذخیره", 80},    {"رضایت", 120},   {"حافظ", 60},
    {"مصاحبه", 150}, {"ثابت", 140},     {"سوال", 300},    {"طلا", 400},     {"تهران", 2000},
    {"حمایت", 250},  {"هوا", 500},      {"قانون", 700},   {"غذا", 330},     {"عملیات", 310},
    {"اعتماد", 260}, {"پرسپولیس", 350}, {"استقلال", 420}, {"دانشگاه", 600}, {"باران", 270},
    {"سلام", 90},    {"رییس", 800},     {"جمهور", 780},   {"شیراز", 160},   {"اصفهان", 190},
    {"مشهد", 180},   {"کتاب", 340},     {"خبر", 950},     {"محمد", 640},    {"علی", 720},
    {"خیابان", 110}, {"قزوین", 70},     {"چراغ", 65},     {"ژاله", 12},     {"آبان", 230},
    {"معلم", 130},   {"زلزله", 210},    {"یزد", 75},      {"خواهر", 55},    {"covid", 45},
};

static int make(void **state)
{
    static sn_word_list list;
    sn_str words[COUNT_OF(known)];
    uint32_t freqs[COUNT_OF(known)];
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        words[i] = sn_str_of(known[i].word);
        freqs[i] = known[i].freq;
    }
    *state = &list;
    return sn_word_list_of(words, freqs, COUNT_OF(known), &list) == SN_OK ? 0 : -1;
}

static int end(void **state)
{
    sn_word_list_done(*state);
    return 0;
}

static sn_spelled spelled(const char *word)
{
    sn_spelled w;
    assert_true(sn_spelled_of(sn_str_of(word), &w));
    return w;
}

static const char *text_of(const sn_word_list *l, uint32_t word)
{
    static char text[2 * SN_SPELLING_LETTERS + 1];
    size_t len =
        sn_spelled_write(l->letters + l->begin[word], l->begin[word + 1] - l->begin[word], text);
    text[len] = '\0';
    return text;
}

/* Wrong and right; each class of mistakes with several words. */
static const struct slip {
    const char *wrong, *right;
    unsigned cost;
} slips[] = {
    {"دولط", "دولت", SN_COST_HOMOPHONE},
    {"طهران", "تهران", SN_COST_HOMOPHONE + 0},
    {"تلا", "طلا", SN_COST_HOMOPHONE},
    {"زخیره", "ذخیره", SN_COST_HOMOPHONE},
    {"ضخیره", "ذخیره", SN_COST_HOMOPHONE},
    {"رزایت", "رضایت", SN_COST_HOMOPHONE},
    {"رظایت", "رضایت", SN_COST_HOMOPHONE},
    {"حافز", "حافظ", SN_COST_HOMOPHONE},
    {"حافذ", "حافظ", SN_COST_HOMOPHONE},
    {"مساحبه", "مصاحبه", SN_COST_HOMOPHONE},
    {"مثاحبه", "مصاحبه", SN_COST_HOMOPHONE},
    {"سابت", "ثابت", SN_COST_HOMOPHONE},
    {"صوال", "سوال", SN_COST_HOMOPHONE},
    {"پرصپولیس", "پرسپولیس", SN_COST_HOMOPHONE},
    {"هافظ", "حافظ", SN_COST_HOMOPHONE},
    {"حوا", "هوا", SN_COST_HOMOPHONE},
    {"هجمالت", "", 0}, /* two edits in a short word: too far */
    {"غانون", "قانون", SN_COST_HOMOPHONE},
    {"قذا", "غذا", SN_COST_HOMOPHONE},
    {"اتلاعات", "", 0},
    {"املیات", "عملیات", SN_COST_HOMOPHONE},
    {"عصفهان", "اصفهان", SN_COST_HOMOPHONE},
    {"آستقلال", "استقلال", SN_COST_VARIANT},
    {"ابان", "آبان", SN_COST_VARIANT},
    {"دانشگاخ", "دانشگاه", SN_COST_NEIGHBOUR},
    {"باراد", "باران", 0 + SN_COST_OTHER},
    {"بارات", "باران", SN_COST_NEIGHBOUR},
    {"مشخد", "مشهد", SN_COST_NEIGHBOUR},
    {"دانشگا", "دانشگاه", SN_COST_GAP},
    {"استقال", "استقلال", SN_COST_GAP},
    {"استقلالل", "استقلال", SN_COST_TWICE},
    {"زلزللله", "زلزله", 2 * SN_COST_TWICE},
    {"شیرااز", "شیراز", SN_COST_TWICE},
    {"شیرزا", "شیراز", SN_COST_SWAPPED},
    {"کتبا", "کتاب", SN_COST_SWAPPED},
    {"استلاقل", "استقلال", 2 * SN_COST_GAP},
};

static void each_class_of_slips_is_found_at_its_cost(void **state)
{
    const sn_word_list *l = *state;
    for (size_t i = 0; i < COUNT_OF(slips); i++) {
        sn_near near[4];
        sn_spelled w = spelled(slips[i].wrong);
        size_t n = sn_word_list_near(l, &w, sn_near_bound(w.len), near, 4);
        print_message("  %s\n", slips[i].wrong);
        if (slips[i].cost == 0) {
            assert_int_equal(n, 0);
            continue;
        }
        assert_true(n > 0);
        assert_string_equal(text_of(l, near[0].word), slips[i].right);
        assert_int_equal(near[0].cost, slips[i].cost);
    }
}

static void a_known_word_is_not_near_itself(void **state)
{
    const sn_word_list *l = *state;
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        sn_near near[COUNT_OF(known)];
        sn_spelled w = spelled(known[i].word);
        size_t n = sn_word_list_near(l, &w, 40, near, COUNT_OF(near));
        assert_int_equal(sn_word_list_freq(l, w.at, w.len), known[i].freq);
        for (size_t k = 0; k < n; k++)
            assert_string_not_equal(text_of(l, near[k].word), known[i].word);
    }
}

static void words_come_by_worth_and_no_more_than_asked_for(void **state)
{
    const sn_word_list *l = *state;
    sn_near near[5];
    sn_spelled w = spelled("تهرات");
    size_t n = sn_word_list_near(l, &w, 60, near, 5);
    assert_int_equal(n, 5);
    for (size_t i = 1; i < n; i++)
        assert_true(sn_near_worth(near[i - 1].cost, near[i - 1].freq) >=
                    sn_near_worth(near[i].cost, near[i].freq));
    assert_int_equal(sn_word_list_near(l, &w, 60, near, 0), 0);
}

static void unlike_words_have_no_letters(void **state)
{
    static const char *const words[] = {"", "12", "a1", "日本", "!", "\u200c"};
    (void)state;
    sn_spelled w;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        assert_false(sn_spelled_of(sn_str_of(words[i]), &w));
    assert_true(sn_spelled_of(sn_str_of("می\u200cرود"), &w));
    assert_int_equal(w.len, 5);
}

static void costs_are_the_same_both_ways(void **state)
{
    (void)state;
    for (uint8_t a = 1; a < SN_LETTERS_KNOWN; a++) {
        for (uint8_t b = 1; b < SN_LETTERS_KNOWN; b++) {
            assert_int_equal(sn_letter_cost(a, b), sn_letter_cost(b, a));
            assert_int_equal(sn_letter_cost(a, b) == 0, a == b);
        }
    }
}

static void an_empty_list_has_nothing(void **state)
{
    (void)state;
    SN_CLEANUP(sn_word_list) sn_word_list l = {0};
    sn_near near[2];
    sn_spelled w = spelled("دولت");
    assert_int_equal(sn_word_list_of(NULL, NULL, 0, &l), SN_OK);
    assert_int_equal(sn_word_list_near(&l, &w, 20, near, 2), 0);
    assert_int_equal(sn_word_list_freq(&l, w.at, w.len), 0);
    assert_false(sn_finglish_find(&l, SN_STR("dolat"), near));
}

static const struct latin_case {
    const char *latin, *persian;
} latin_cases[] = {
    {"tehran", "تهران"},      {"salam", "سلام"},         {"rais", "رییس"},
    {"raees", "رییس"},        {"jomhur", "جمهور"},       {"jomhoor", "جمهور"},
    {"shiraz", "شیراز"},      {"esfahan", "اصفهان"},     {"isfahan", "اصفهان"},
    {"mashhad", "مشهد"},      {"ketab", "کتاب"},         {"khabar", "خبر"},
    {"mohammad", "محمد"},     {"mohamad", "محمد"},       {"ali", "علی"},
    {"khiaban", "خیابان"},    {"khiyaban", "خیابان"},    {"ghazvin", "قزوین"},
    {"qazvin", "قزوین"},      {"cheragh", "چراغ"},       {"zhaleh", "ژاله"},
    {"aban", "آبان"},         {"moalem", "معلم"},        {"zelzele", "زلزله"},
    {"zelzeleh", "زلزله"},    {"yazd", "یزد"},           {"khahar", "خواهر"},
    {"dolat", "دولت"},        {"baran", "باران"},        {"daneshgah", "دانشگاه"},
    {"esteghlal", "استقلال"}, {"perspolis", "پرسپولیس"}, {"ghanoon", "قانون"},
    {"hafez", "حافظ"},
};

static void persian_in_latin_letters_is_read(void **state)
{
    for (size_t i = 0; i < COUNT_OF(latin_cases); i++) {
        sn_near near;
        print_message("  %s\n", latin_cases[i].latin);
        assert_true(sn_finglish_find(*state, sn_str_of(latin_cases[i].latin), &near));
        assert_string_equal(text_of(*state, near.word), latin_cases[i].persian);
    }
}

static void other_words_are_not_read(void **state)
{
    static const char *const words[] = {
        "",
        "x",
        "دولت",
        "TEHRAN",
        "a1",
        "xxxxxxxxxxxxxxxxxxxxxxxx",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    sn_near near;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        assert_false(sn_finglish_find(*state, sn_str_of(words[i]), &near));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_class_of_slips_is_found_at_its_cost),
        cmocka_unit_test(a_known_word_is_not_near_itself),
        cmocka_unit_test(words_come_by_worth_and_no_more_than_asked_for),
        cmocka_unit_test(unlike_words_have_no_letters),
        cmocka_unit_test(costs_are_the_same_both_ways),
        cmocka_unit_test(an_empty_list_has_nothing),
        cmocka_unit_test(persian_in_latin_letters_is_read),
        cmocka_unit_test(other_words_are_not_read),
    };
    return cmocka_run_group_tests(tests, make, end);
}
