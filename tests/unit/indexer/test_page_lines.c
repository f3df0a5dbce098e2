#include "indexer/readers/page_lines.h"
#include "tests/unit/base/testing.h"

#include <string.h>

static const struct label_case {
    const char *name, *line;
    sn_page_label want;
    const char *value; /* for labels with one */
} cases[] = {
    {"a news code", "کد خبر: ۴۱۷۳۶", SN_PAGE_ID, "۴۱۷۳۶"},
    {"a code in arabic letters", "كد خبر : 41736", SN_PAGE_ID, "41736"},
    {"a code without space", "کد خبر:41736", SN_PAGE_ID, "41736"},
    {"a label with a half-space", "کد\u200cخبر:\u200f ۴۱۷۳۶", SN_PAGE_ID, "۴۱۷۳۶"},
    {"a label without space", "تاریخ‌انتشار: ۱۴۰۰/۰۶/۰۵", SN_PAGE_DATE,
     "۱۴۰۰/۰۶/۰۵"},
    {"an end line with a half-space", "انتهای‌پیام", SN_PAGE_END, NULL},
    {"two spellings of keywords, with", "برچسب‌ها: پل", SN_PAGE_END, NULL},
    {"and without a space", "برچسب ها: پل", SN_PAGE_END, NULL},
    {"a code with marks in the label", "\u200fکد  خبر\u200e:\u200f ۴۱۷۳۶ ", SN_PAGE_ID, "۴۱۷۳۶"},
    {"a code of other systems", "شناسه خبر: 99", SN_PAGE_ID, "99"},
    {"a code without a code", "کد خبر:", SN_PAGE_ID, ""},
    {"a date", "تاریخ انتشار: ۰۵ شهریور ۱۴۰۰ - ۱۴:۱۱", SN_PAGE_DATE, "۰۵ شهریور ۱۴۰۰ - ۱۴:۱۱"},
    {"a date in arabic letters", "تاريخ انتشار : 1400/06/05", SN_PAGE_DATE, "1400/06/05"},
    {"a reporter", "خبرنگار: مینا راد", SN_PAGE_AUTHOR, "مینا راد"},
    {"a writer", "نويسنده : مينا راد", SN_PAGE_AUTHOR, "مينا راد"},
    {"the comment form's name", "نام:", SN_PAGE_END, NULL},
    {"the comment form's address", "ایمیل:", SN_PAGE_END, NULL},
    {"comments", "نظرات بینندگان", SN_PAGE_END, NULL},
    {"comments in arabic letters", "نظرات بينندگان", SN_PAGE_END, NULL},
    {"the end of a message", "انتهای پیام/", SN_PAGE_END, NULL},
    {"a disclaimer",
     "«پیک مهرسار درباره درستی این سخنان داوری نمی‌کند "
     "و "
     "هیچ‌گونه "
     "مسئولیتی "
     "نمی‌پذیرد»",
     SN_PAGE_DISCLAIMER, NULL},
    {"a disclaimer in other letters", "«پيك مهرسار در اين باره مسؤوليتي ندارد»", SN_PAGE_DISCLAIMER,
     NULL},
    {"a quotation is no disclaimer", "«باران دیروز بند آمد»", SN_PAGE_TEXT, NULL},
    {"a sentence about responsibility is none",
     "شهردار گفت مسئولیتی نمی‌پذیرد", SN_PAGE_TEXT, NULL},
    {"guillemets alone are text", "«»", SN_PAGE_TEXT, NULL},
    {"half a guillemet is text", "«", SN_PAGE_TEXT, NULL},
    {"a sentence with a colon", "شهردار مهرسار گفت: پل باز شد", SN_PAGE_TEXT, NULL},
    {"a label inside a sentence", "به گفته خبرنگار: چنین شد", SN_PAGE_TEXT, NULL},
    {"a label's word alone", "خبرنگار", SN_PAGE_TEXT, NULL},
    {"a sentence that begins with an end line", "نظرات بینندگان را بخوانید", SN_PAGE_TEXT, NULL},
    {"a colon alone", ":", SN_PAGE_TEXT, NULL},
    {"nothing", "", SN_PAGE_TEXT, NULL},
};

static void label_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sn_str value = SN_STR("untouched");
        print_message("  case: %s\n", cases[i].name);
        assert_int_equal(sn_page_label_of(sn_str_of(cases[i].line), &value), cases[i].want);
        if (cases[i].value != NULL)
            assert_str(value, cases[i].value);
    }
}

static void trim_takes_every_white_space(void **state)
{
    (void)state;
    static const char *const trims[][3] = {
        {"ascii", " \t\r\n\v\fپل مهرسار \t", "پل مهرسار"},
        {"no-break and other spaces", "\u00a0\u2003\u3000پل\u00a0مهرسار\u2009\u202f",
         "پل\u00a0مهرسار"},
        {"invisible marks", "\ufeff\u200f\u202bپل\u202c\u200e\u200c", "پل"},
        {"white space only", " \u00a0\u200f", ""},
        {"nothing", "", ""},
        {"one letter", "آ", "آ"},
    };
    for (size_t i = 0; i < COUNT_OF(trims); i++) {
        print_message("  case: %s\n", trims[i][0]);
        assert_str(sn_page_trim(sn_str_of(trims[i][1])), trims[i][2]);
    }
    assert_int_equal(sn_page_trim((sn_str){0}).len, 0);
}

static void bullets_go(void **state)
{
    (void)state;
    static const char *const bullets[][2] = {{"• پل", "پل"}, {"●پل", "پل"},  {"▪  پل", "پل"},
                                             {"· پل", "پل"}, {"- پل", "پل"}, {"* پل", "پل"},
                                             {"– پل", "پل"}, {"پل", "پل"},   {"پل •", "پل •"},
                                             {"•", ""},      {"", ""},       {"۱- پل", "۱- پل"}};
    for (size_t i = 0; i < COUNT_OF(bullets); i++)
        assert_str(sn_page_without_bullet(sn_str_of(bullets[i][0])), bullets[i][1]);
    assert_int_equal(sn_page_without_bullet((sn_str){0}).len, 0);
}

static void texts_are_the_same_whatever_their_letters(void **state)
{
    (void)state;
    assert_true(sn_page_same_text(SN_STR("پل مهرسار باز شد."), SN_STR("پل  مهرسار، باز شد")));
    assert_true(sn_page_same_text(SN_STR("كتاب‌هاي ۱۲"), SN_STR("کتابهای 12")));
    assert_true(sn_page_same_text((sn_str){0}, SN_STR("…")));
    assert_false(sn_page_same_text(SN_STR("پل مهرسار"), SN_STR("پل مهرسار باز شد")));
    assert_false(sn_page_same_text(SN_STR("پل"), (sn_str){0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(label_table),
        cmocka_unit_test(trim_takes_every_white_space),
        cmocka_unit_test(bullets_go),
        cmocka_unit_test(texts_are_the_same_whatever_their_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
