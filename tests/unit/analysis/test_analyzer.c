#include "analysis/analyzer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

/* Tokens as text: "exact/stem" ("word" where both are one), "+w" for more than one position, then
 * the extras: .part =pair *whole, each with "@k" for the position k behind its token's. Tokens are
 * parted by " | ". */
static void write_tokens(const sn_tokens *got, sn_buf *out)
{
    static const char signs[] = {
        [SN_EXTRA_PART] = '.', [SN_EXTRA_PAIR] = '=', [SN_EXTRA_WHOLE] = '*'};
    sn_buf_clear(out);
    for (size_t i = 0; i < got->n_tokens; i++) {
        const sn_token *t = &got->tokens[i];
        if (i > 0)
            sn_buf_add_str(out, SN_STR(" | "));
        sn_buf_add_str(out, t->exact);
        if (!sn_str_equal(t->exact, t->stem)) {
            sn_buf_add_byte(out, '/');
            sn_buf_add_str(out, t->stem);
        }
        if (t->width > 1)
            sn_buf_add_format(out, "+%u", t->width);
        for (uint32_t e = 0; e < t->n_extras; e++) {
            const sn_extra *x = &got->extras[t->first_extra + e];
            sn_buf_add_format(out, " %c", signs[x->kind]);
            sn_buf_add_str(out, x->stem);
            if (x->pos != t->pos)
                sn_buf_add_format(out, "@%u", x->pos - t->pos);
            if (x->width > 1)
                sn_buf_add_format(out, "+%u", x->width);
        }
    }
    assert_int_equal(sn_buf_status(out), SN_OK);
}

typedef struct analyzer_case {
    const char *name, *in, *want;
} analyzer_case;

static const analyzer_case words[] = {
    {"nothing gives nothing", "", ""},
    {"signs give nothing", "«!» …", ""},
    {"a word is its exact form and its stem", "کتابها", "کتابها/کتاب"},
    {"arabic and persian letters are one word", "كتاب کتاب", "کتاب | کتاب"},
    {"alef madda stays in the exact form", "آب", "آب/اب"},
    {"stop words are words", "از ما به شما", "از | ما | به | شما"},
    {"a full stop without a space parts two words", "کتاب.خانه", "کتاب | خانه"},
    {"the ezafe of heh is no letter", "خانهٔ ما", "خانه | ما"},
    {"chinese is cut as unicode says", "漢字", "漢 | 字"},
    {"greek is a word", "Ωμέγα", "ωμεγα"},
    {"a ligature gives several words", "\ufdfa", "صلی =صلیالله+2 | الله | علیه | وسلم"},
};

static const analyzer_case affixes[] = {
    {"a spaced plural is one word", "کتاب ها", "کتابها/کتاب"},
    {"so with a half-space", "کتاب\u200cها", "کتابها/کتاب"},
    {"so with a half-space and a space", "کتاب\u200c ها", "کتابها/کتاب"},
    {"a spaced plural with ezafe", "کتاب های", "کتابهای/کتاب"},
    {"a spaced possessive plural", "کتاب هایش", "کتابهایش/کتاب"},
    {"a spaced superlative", "بزرگ ترین", "بزرگترین/بزرگ"},
    {"two endings", "بزرگ تر ها", "بزرگترها/بزرگ"},
    {"a spaced verb prefix", "می رود", "میرود/رفت"},
    {"a spaced negative verb prefix", "نمی رود", "نمیرود/رفت"},
    {"a spaced verb prefix before alef madda", "می آید", "میآید/امد"},
    {"می before a word that is no verb stays", "می کتاب", "می | کتاب"},
    {"a spaced perfect", "گفته اند", "گفتهاند/گفت"},
    {"a spaced indefinite behind heh", "خانه ای", "خانهای/خانه"},
    {"ای behind another letter is a word", "کتاب ای", "کتاب | ای"},
    {"ezafe ی behind heh", "خانه ی", "خانهی/خانه"},
    {"no ending across a comma", "کتاب، ها", "کتاب | ها"},
    {"no ending across a full stop", "می. گوید", "می | گوید/گفت"},
    {"no ending across a dash", "کتاب ـ ها", "کتاب | ها"},
    {"a single line end is a space", "کتاب\nها", "کتابها/کتاب"},
    {"a windows line end is a space", "کتاب\r\nها", "کتابها/کتاب"},
    {"an empty line parts", "کتاب\n\nها", "کتاب | ها"},
    {"an empty line of spaces parts", "کتاب\n  \nها", "کتاب | ها"},
    {"the plural of a latin word", "NGOها NGO ها NGO\u200cها", "ngoها/ngo | ngoها/ngo | ngoها/ngo"},
};

static const analyzer_case compounds[] = {
    {"half-spaced compound: whole and parts", "رئیس\u200cجمهور", "رییسجمهور+2 .رییس .جمهور@1"},
    {"joined compound: the same", "رئیسجمهور", "رییسجمهور+2 .رییس .جمهور@1"},
    {"spaced compound: a pair over two tokens", "رئیس جمهور", "رییس =رییسجمهور+2 | جمهور"},
    {"an ending on the last part, half-spaced", "رئیس\u200cجمهورها",
     "رییسجمهورها/رییسجمهور+2 .رییس .جمهور@1"},
    {"an ending on the last part, spaced", "رئیس جمهورها", "رییس =رییسجمهور+2 | جمهورها/جمهور"},
    {"a spaced ending on the last part", "رئیس جمهور ها", "رییس =رییسجمهور+2 | جمهورها/جمهور"},
    {"a ye on the last part", "بی رنگی بی\u200cرنگی",
     "بی =بیرنگ+2 | رنگی | بیرنگی/بیرنگ+2 .بی .رنگ@1"},
    {"no pair across a sign", "رئیس، جمهور", "رییس | جمهور"},
    {"no pair across an empty line", "رئیس\n\nجمهور", "رییس | جمهور"},
    {"a pair across one line end", "رئیس\nجمهور", "رییس =رییسجمهور+2 | جمهور"},
    {"an unknown compound has its parts", "قلمبه\u200cکتاب", "قلمبهکتاب+2 .قلمبه .کتاب@1"},
    {"a letter is no part", "الف\u200cب", "الفب+2 .الف"},
    {"an ending is no part", "کتاب\u200cها", "کتابها/کتاب"},
    {"a verb has no parts", "می\u200cرود", "میرود/رفت"},
};

static const analyzer_case mixed[] = {
    {"letter and digit are cut, the whole is kept", "G7", "g *g7+2 | 7"},
    {"a hyphen too", "COVID-19", "covid *covid19+2 | 19"},
    {"persian digits as well", "F۱۴", "f *f14+2 | 14"},
    {"digit first", "5G", "5 *5g+2 | g"},
    {"persian letters and digits are cut", "۹متر", "9 | متر"},
    {"persian and latin are cut", "کوویدCOVID", "کووید | covid"},
    {"possessive s is no letter of the stem", "Trump's", "trumps/trump"},
    {"an apostrophe inside a name", "O’Neil", "oneil"},
    {"dotted letters are one word", "U.N.", "un"},
    {"persian dotted letters are one word", "ق.م", "قم"},
    {"with joiners too", "ه\u200d.ش", "هش"},
    {"an e-mail address is whole, with parts", "info@isna.ir",
     "info@isna.ir+3 .info .isna@1 .ir@2"},
    {"an underscore may be in an e-mail address", "a_bc@isna.ir",
     "a_bc@isna.ir+4 .bc@1 .isna@2 .ir@3"},
    {"so is a url, without scheme and www", "https://www.isna.ir/news/12.",
     "isna.ir/news/12+2 .isna .ir@1"},
    {"so is a host", "tabnak.ir،", "tabnak.ir+2 .tabnak .ir@1"},
    {"two latin sentences are no host", "done.Then", "done | then"},
    {"a name of a social network", "@FarsNews", "farsnews"},
    {"a hashtag is a word", "#کتاب", "کتاب"},
    {"a hashtag of several words", "#کتاب_خوب", "کتابخوب+2 .کتاب .خوب@1"},
    {"so is a file name", "file_name", "filename+2 .file .name@1"},
};

static const analyzer_case numbers[] = {
    {"three scripts of digits", "12 ۱۲ ١٢", "12 | 12 | 12"},
    {"thousands separators go", "۱۲٬۵۰۰ 1,234,567", "12500 | 1234567"},
    {"groups that are no thousands are numbers", "12,5", "12 | 5"},
    {"decimal fractions", "۲٫۵ 2.50", "2.5 | 2.50/2.5"},
    {"thousands and a fraction", "1,234.5", "1234.5"},
    {"points between thousands go", "1.250.000 400.000", "1250000 | 400000"},
    {"slashes between thousands go", "۲۵۰/۰۰۰", "250000"},
    {"an old slash is a point too", "۲/۵", "2 *2.5+2 | 5"},
    {"leading zeros are not in the stem", "007 0 0.5", "007/7 | 0 | 0.5"},
    {"the percent sign is a word", "۵۰٪ %20", "50 | درصد | درصد | 20"},
    {"the percent sign alone is none", "% a", "a"},
    {"a date is whole, with parts", "۱۴۰۳/۵/۱۲", "1403/5/12/1403/05/12+3 .1403 .5@1 .12@2"},
    {"another separator, the same stem", "1403-05-12", "1403/05/12+3 .1403 .5@1 .12@2"},
    {"the year at the end, the same stem", "12/05/1403",
     "12/05/1403/1403/05/12+3 .12 .5@1 .1403@2"},
    {"a short year", "81/10/11", "81/10/11+3 .81 .10@1 .11@2"},
    {"a month in words makes the same date", "۱۲ مرداد ۱۴۰۳", "12 =1403/05/12+3 | مرداد | 1403"},
    {"with its ماه", "12 مردادماه 1403", "12 =1403/05/12+3 | مردادماه | 1403"},
    {"a Gregorian month, by either name", "۲۴ آگوست ۲۰۲۱", "24 =2021/08/24+3 | آگوست/اگوست | 2021"},
    {"no date without its year", "۱۲ مرداد", "12 | مرداد"},
    {"no date over a sign", "۱۲ مرداد، ۱۴۰۳", "12 | مرداد | 1403"},
    {"no Jalali month in a Gregorian year", "۱۲ مرداد ۲۰۲۱", "12 | مرداد | 2021"},
    {"no date has month 13", "1403/13/12", "1403 | 13 | 12"},
    {"an address of four numbers", "192.168.1.1", "192 *192.168.1.1+4 | 168 | 1 | 1"},
    {"a range is two numbers", "1403-1404", "1403 | 1404"},
};

static void check(sn_analyzer *a, const analyzer_case *cases, size_t n)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 16);
    for (size_t i = 0; i < n; i++) {
        sn_tokens got;
        print_message("  case: %s\n", cases[i].name);
        assert_int_equal(sn_analyzer_run(a, sn_str_of(cases[i].in), &got), SN_OK);
        write_tokens(&got, &out);
        assert_string_equal(sn_buf_text(&out), cases[i].want);
    }
}

#define CHECK(cases) check(*state, cases, sizeof cases / sizeof *cases)

static void words_and_scripts(void **state)
{
    CHECK(words);
}
static void spaced_affixes(void **state)
{
    CHECK(affixes);
}
static void compounds_in_three_writings(void **state)
{
    CHECK(compounds);
}
static void latin_and_addresses(void **state)
{
    CHECK(mixed);
}
static void numbers_and_dates(void **state)
{
    CHECK(numbers);
}

static void offsets_are_those_of_the_original(void **state)
{
    /* what each token stands for, as it was written */
    static const char *const want[] = {"كتـابِ", "رئیس\u200cجمهور", "می رود", "ﷺ", "ﷺ", "ﷺ", "ﷺ"};
    sn_str text = SN_STR("«كتـابِ» رئیس\u200cجمهور، می رود ﷺ");
    sn_tokens got;
    assert_int_equal(sn_analyzer_run(*state, text, &got), SN_OK);
    assert_int_equal(got.n_tokens, sizeof want / sizeof *want);
    for (size_t i = 0; i < got.n_tokens; i++) {
        const sn_token *t = &got.tokens[i];
        assert_int_equal(t->end - t->begin, strlen(want[i]));
        assert_memory_equal(text.at + t->begin, want[i], t->end - t->begin);
    }
}

static void flags_say_what_a_token_is(void **state)
{
    static const struct {
        const char *in;
        unsigned want;
    } cases[] = {
        {"از", SN_TOKEN_STOP},           {"کتاب", 0},
        {"12", SN_TOKEN_NUMBER},         {"۱۴۰۳/۰۵/۱۲", SN_TOKEN_NUMBER},
        {"isna", SN_TOKEN_LATIN},        {"#کتاب", SN_TOKEN_HASHTAG},
        {"خانۀ", SN_TOKEN_EZAFE},        {"#isna", SN_TOKEN_LATIN | SN_TOKEN_HASHTAG},
        {"#کتاب_خوب", SN_TOKEN_HASHTAG},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sn_tokens got;
        assert_int_equal(sn_analyzer_run(*state, sn_str_of(cases[i].in), &got), SN_OK);
        assert_int_equal(got.n_tokens, 1);
        assert_int_equal(got.tokens[0].flags, cases[i].want);
    }
}

static void long_words_are_cut_at_a_letter(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1 << 20);
    static const char *const letters[] = {"ب", "a", "7", "ب\u200c", "a1", "a_", "漢"};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        sn_buf_clear(&text);
        sn_buf_add_byte(&text, 'x');
        for (size_t k = 0; k < 2000; k++)
            sn_buf_add_str(&text, sn_str_of(letters[i]));
        sn_tokens got;
        assert_int_equal(sn_analyzer_run(*state, sn_buf_str(&text), &got), SN_OK);
        for (size_t t = 0; t < got.n_tokens; t++) {
            assert_in_range(got.tokens[t].exact.len, 1, SN_TERM_MAX_BYTES);
            assert_in_range(got.tokens[t].stem.len, 1, SN_TERM_MAX_BYTES);
        }
    }
}

static void what_is_no_text_is_refused(void **state)
{
    sn_tokens got = {.n_tokens = 77};
    assert_int_equal(sn_analyzer_run(*state, SN_STR("\xd8"), &got), SN_EUTF8);
    assert_int_equal(sn_analyzer_run(*state, SN_STR("ab\xed\xa0\x80"), &got), SN_EUTF8);
    sn_str too_long = {"", (size_t)SN_ANALYSIS_MAX_BYTES + 1};
    assert_int_equal(sn_analyzer_run(*state, too_long, &got), SN_ELIMIT);
    assert_int_equal(got.n_tokens, 77); /* untouched on failure */
    assert_int_equal(sn_analyzer_run(*state, (sn_str){NULL, 0}, &got), SN_OK);
    assert_int_equal(got.n_tokens + got.n_extras + got.n_positions, 0);
    assert_int_equal(sn_analyzer_run(*state, SN_STR("a\0b"), &got), SN_OK);
    assert_int_equal(got.n_tokens, 2);
}

static int create(void **state)
{
    sn_analyzer *a = NULL;
    if (sn_analyzer_create(sn_lexicon_builtin(), &a) != SN_OK)
        return -1;
    *state = a;
    return 0;
}

static int destroy(void **state)
{
    sn_analyzer_destroy(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_scripts),
        cmocka_unit_test(spaced_affixes),
        cmocka_unit_test(compounds_in_three_writings),
        cmocka_unit_test(latin_and_addresses),
        cmocka_unit_test(numbers_and_dates),
        cmocka_unit_test(offsets_are_those_of_the_original),
        cmocka_unit_test(flags_say_what_a_token_is),
        cmocka_unit_test(long_words_are_cut_at_a_letter),
        cmocka_unit_test(what_is_no_text_is_refused),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
