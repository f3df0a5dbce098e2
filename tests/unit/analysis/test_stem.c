#include "analysis/stem.h"

#include "analysis/fold.h"
#include "base/utf8.h"
#include "tests/unit/analysis/stem_cases.h"
#include "tests/unit/base/testing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static sn_stem_result stem_of(const char *word)
{
    char folded[512];
    size_t len = 0;
    sn_stem_result result;
    assert_int_equal(sn_fold_word(sn_str_of(word), folded, sizeof folded, &len), SN_OK);
    bool ezafe = strstr(word, "\u0654") != NULL;
    sn_stem(sn_lexicon_builtin(), (sn_str){folded, len}, ezafe, &result);
    return result;
}

/* One row for each way a decision is taken. */
static const struct rule_case {
    const char *name, *word, *stem;
    sn_stem_rule rule;
} rules[] = {
    {"two letters stay", "تو", "تو", SN_RULE_AS_IS},
    {"digits stay", "1403", "1403", SN_RULE_AS_IS},
    {"latin stays", "nato", "nato", SN_RULE_AS_IS},
    {"madda of a word left alone is alef", "آ2", "ا2", SN_RULE_AS_IS},
    {"forms of the copula meet", "نیستند", "هست", SN_RULE_EXCEPTION},
    {"another spelling is mended", "مسأله", "مسیله", SN_RULE_EXCEPTION},
    {"a mended spelling takes endings", "مسوولان", "مسیول", SN_RULE_SUFFIX},
    {"a plural that lives on its own stays", "انتخابات", "انتخابات", SN_RULE_EXCEPTION},
    {"a broken plural", "اخبار", "خبر", SN_RULE_BROKEN_PLURAL},
    {"a broken plural and ezafe", "وزرای", "وزیر", SN_RULE_FINAL_YE},
    {"a broken plural and a pronoun", "افکارش", "فکر", SN_RULE_SUFFIX},
    {"a verb apart", "می\u200cرود", "رفت", SN_RULE_VERB},
    {"a verb joined", "نمیروند", "رفت", SN_RULE_VERB},
    {"the perfect", "گفته\u200cاند", "گفت", SN_RULE_VERB},
    {"the perfect joined", "گفتهاند", "گفت", SN_RULE_VERB},
    {"the perfect of the second person needs its half-space", "رفته\u200cای", "رفت", SN_RULE_VERB},
    {"an adjective's ی is no perfect", "پیچیده\u200cای", "پیچیده", SN_RULE_ZWNJ_SUFFIX},
    {"a pronoun behind a verb", "می\u200cبینمشان", "دید", SN_RULE_VERB},
    {"heh with hamza is no verb", "گفتهٔ", "گفته", SN_RULE_KNOWN},
    {"a noun that is a past stem too stays a noun", "شکست", "شکست", SN_RULE_KNOWN},
    {"می with its half-space makes a verb of a noun's letters", "می\u200cدانی", "دانست",
     SN_RULE_VERB},
    {"without it the noun wins", "میدانی", "میدانی", SN_RULE_KNOWN},
    {"an ending behind a half-space comes off a word nobody knows", "زرغابول\u200cها", "زرغابول",
     SN_RULE_ZWNJ_SUFFIX},
    {"several of them", "کتاب\u200cهای\u200cشان", "کتاب", SN_RULE_ZWNJ_SUFFIX},
    {"behind them plurals come off too", "کارگران\u200cشان", "کارگر", SN_RULE_ZWNJ_SUFFIX},
    {"the half-space tells names from letters: names", "نام\u200cهای", "نام", SN_RULE_ZWNJ_SUFFIX},
    {"the half-space tells names from letters: a letter", "نامه\u200cای", "نامه",
     SN_RULE_ZWNJ_SUFFIX},
    {"a part of a compound is no ending", "کتاب\u200cخانه", "کتابخانه", SN_RULE_COMPOUND},
    {"joined ha off a known word", "کتابهایش", "کتاب", SN_RULE_HA},
    {"joined ha off an unknown word", "زرغابولهای", "زرغابول", SN_RULE_HA},
    {"no ha off three unknown letters", "ژغپها", "ژغپها", SN_RULE_UNKNOWN},
    {"a known word stays", "بیمارستان", "بیمارستان", SN_RULE_KNOWN},
    {"an indefinite noun", "گزارشی", "گزارش", SN_RULE_FINAL_YE},
    {"an indefinite adjective", "مهمی", "مهم", SN_RULE_FINAL_YE},
    {"a relational adjective stays", "ورزشی", "ورزشی", SN_RULE_KNOWN},
    {"ezafe behind a vowel", "دنیای", "دنیا", SN_RULE_FINAL_YE},
    {"an indefinite noun in silent heh", "خانهای", "خانه", SN_RULE_FINAL_YE},
    {"heh behind alef is a consonant", "نگاهی", "نگاه", SN_RULE_FINAL_YE},
    {"a plural in gan", "فروشندگان", "فروشنده", SN_RULE_SUFFIX},
    {"a plural in yan", "دانشجویان", "دانشجو", SN_RULE_SUFFIX},
    {"a plural in at over heh", "مقالات", "مقاله", SN_RULE_SUFFIX},
    {"a plural in in of a participle", "مسئولین", "مسیول", SN_RULE_SUFFIX},
    {"a comparative", "سریعترین", "سریع", SN_RULE_SUFFIX},
    {"a copula", "معتقدند", "معتقد", SN_RULE_SUFFIX},
    {"a copula behind a vowel", "زیباست", "زیبا", SN_RULE_SUFFIX},
    {"a pronoun", "همکارانشان", "همکار", SN_RULE_SUFFIX},
    {"a known compound joined", "رئیسجمهور", "رییسجمهور", SN_RULE_COMPOUND},
    {"a known compound apart", "رئیس\u200cجمهور", "رییسجمهور", SN_RULE_COMPOUND},
    {"an unknown name stays", "لمپارد", "لمپارد", SN_RULE_UNKNOWN},
    {"an unknown name in an stays", "ژرفغان", "ژرفغان", SN_RULE_UNKNOWN},
    {"madda stays where it tells two words apart", "آستان", "آستان", SN_RULE_KNOWN},
    {"and under an ending", "آستان\u200cهای", "آستان", SN_RULE_ZWNJ_SUFFIX},
    {"madda is alef elsewhere", "آزادی", "ازادی", SN_RULE_KNOWN},
};

static void each_rule_decides(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        sn_stem_result r = stem_of(rules[i].word);
        if (strcmp(r.text, rules[i].stem) != 0 || r.rule != rules[i].rule)
            fail_msg("%s: %s is %s by %s, not %s by %s", rules[i].name, rules[i].word, r.text,
                     sn_stem_rule_name(r.rule), rules[i].stem, sn_stem_rule_name(rules[i].rule));
        assert_int_equal(r.len, strlen(r.text));
    }
}

static void names_and_news_words_stay(void **state)
{
    (void)state;
    assert_true(COUNT_OF(unchanged) >= 150);
    for (size_t i = 0; i < COUNT_OF(unchanged); i++) {
        sn_stem_result r = stem_of(unchanged[i]);
        if (strcmp(r.text, unchanged[i]) != 0)
            fail_msg("%s became %s by %s", unchanged[i], r.text, sn_stem_rule_name(r.rule));
    }
}

static void forms_of_a_word_meet(void **state)
{
    (void)state;
    size_t pairs = 0;
    for (size_t i = 0; i < COUNT_OF(families); i++) {
        sn_stem_result first = stem_of(families[i].words[0]);
        for (size_t k = 1; k < FAMILY_MAX && families[i].words[k] != NULL; k++, pairs++) {
            sn_stem_result r = stem_of(families[i].words[k]);
            if (strcmp(r.text, first.text) != 0)
                fail_msg("%s: %s is %s by %s, not %s", families[i].name, families[i].words[k],
                         r.text, sn_stem_rule_name(r.rule), first.text);
        }
    }
    assert_true(pairs >= 100);
}

static void different_words_stay_apart(void **state)
{
    (void)state;
    assert_true(COUNT_OF(apart) >= 100);
    for (size_t i = 0; i < COUNT_OF(apart); i++) {
        sn_stem_result a = stem_of(apart[i][0]);
        sn_stem_result b = stem_of(apart[i][1]);
        if (strcmp(a.text, b.text) == 0)
            fail_msg("%s and %s are both %s", apart[i][0], apart[i][1], a.text);
    }
}

static void exact_term_keeps_madda_and_drops_half_spaces(void **state)
{
    char out[SN_TERM_MAX_BYTES + 1];
    (void)state;
    assert_int_equal(sn_exact_term(sn_str_of("آب\u200cها"), out), strlen("آبها"));
    assert_string_equal(out, "آبها");
    assert_int_equal(sn_exact_term((sn_str){NULL, 0}, out), 0);
    assert_string_equal(out, "");
}

static void long_words_are_cut_at_a_letter(void **state)
{
    char word[402] = "";
    (void)state;
    for (size_t i = 0; i < 200; i++)
        memcpy(word + 2 * i, "ب", 2);
    sn_stem_result r = stem_of(word);
    assert_int_equal(r.len, SN_TERM_MAX_BYTES);
    assert_true(sn_utf8_is_valid((sn_str){r.text, r.len}, NULL));
    char out[SN_TERM_MAX_BYTES + 1];
    word[0] = 'x'; /* one byte more: the limit falls inside a letter */
    word[1] = 'x';
    word[2] = 'x';
    memmove(word + 3, word + 4, 397);
    assert_int_equal(sn_exact_term((sn_str){word, 399}, out), SN_TERM_MAX_BYTES - 1);
}

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* A word of letters, half-spaces and what else may come out of folding. */
static size_t random_word(uint64_t *seed, char *out)
{
    static const uint32_t others[] = {0x200c, 0x200c, 0x622, 0x621, 'a', '7', 0x1F600, 0x6a9};
    static const char *const pieces[] = {"می", "نمی", "ها", "ان", "ات", "کتاب", "رفت", "ی", "ترین"};
    size_t len = 0;
    size_t n = next_random(seed) % 40;
    for (size_t i = 0; i < n; i++) {
        uint64_t r = next_random(seed);
        if (r % 4 == 0) {
            const char *piece = pieces[r / 4 % COUNT_OF(pieces)];
            memcpy(out + len, piece, strlen(piece));
            len += strlen(piece);
        } else {
            uint32_t letter = 0x621u + (uint32_t)(r / 4 % 42);
            uint32_t cp = r % 4 == 1 ? others[r / 4 % COUNT_OF(others)] : letter;
            len += sn_utf8_write(cp, out + len);
        }
    }
    return len;
}

static void any_word_gives_a_short_valid_stem(void **state)
{
    const char *given = getenv("SN_SEED");
    uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    (void)state;
    print_message("seed %llu\n", (unsigned long long)seed);
    seed = seed * UINT64_C(0x9e3779b97f4a7c15) | 1u;
    for (size_t i = 0; i < 100000; i++) {
        char word[40 * 8];
        sn_str in = {word, random_word(&seed, word)};
        sn_stem_result r;
        sn_stem(sn_lexicon_builtin(), in, i % 7 == 0, &r);
        assert_true(r.len <= SN_TERM_MAX_BYTES);
        assert_int_equal(r.len, strlen(r.text));
        assert_true(sn_utf8_is_valid((sn_str){r.text, r.len}, NULL));
        assert_null(strstr(r.text, "\u200c"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_decides),
        cmocka_unit_test(names_and_news_words_stay),
        cmocka_unit_test(forms_of_a_word_meet),
        cmocka_unit_test(different_words_stay_apart),
        cmocka_unit_test(exact_term_keeps_madda_and_drops_half_spaces),
        cmocka_unit_test(long_words_are_cut_at_a_letter),
        cmocka_unit_test(any_word_gives_a_short_valid_stem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
