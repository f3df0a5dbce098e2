#include "tests/unit/base/testing.h"

#include "calendar/calendar.h"
#include "query/date_words.h"

#include <string.h>

#define NOW_SEC 1795000000 /* 2026-11-18, 27 Aban 1405, a Wednesday */

/* What is found, between < and >; ~ before soft ones. */
static const struct date_case {
    const char *name, *text, *want;
} cases[] = {
    {"a month", "زلزله آبان ۱۴۰۲ بم", "زلزله ~<آبان ۱۴۰۲> بم"},
    {"a day", "۵ آبان ۱۴۰۲", "~<۵ آبان ۱۴۰۲>"},
    {"a month with its word", "آبان‌ماه سال 1402", "~<آبان‌ماه سال 1402>"},
    {"a month without a year is a word", "آبان", "آبان"},
    {"a year with its word", "تورم سال ۱۴۰۲", "تورم ~<سال ۱۴۰۲>"},
    {"a year alone is a number", "انتخابات ۱۴۰۰", "انتخابات ۱۴۰۰"},
    {"numbers are no dates", "۲۰۰۰ نفر و 12:30", "۲۰۰۰ نفر و 12:30"},
    {"a season is no date", "لیگ 2010-11", "لیگ 2010-11"},
    {"a day with slashes", "نرخ ارز ۱۴۰۲/۰۸/۰۵", "نرخ ارز ~<۱۴۰۲/۰۸/۰۵>"},
    {"a Gregorian day", "2023-10-27", "~<2023-10-27>"},
    {"a day that is none", "1404/13/40", "1404/13/40"},
    {"the mark of a sentence is not of it", "در آبان ۱۴۰۲؟", "در ~<آبان ۱۴۰۲>؟"},
    {"function words are not of it", "در و آبان ۱۴۰۲ و بم", "در و ~<آبان ۱۴۰۲> و بم"},
    {"from a day", "بم از ۱۴۰۲/۰۱/۰۱", "بم ~<از ۱۴۰۲/۰۱/۰۱>"},
    {"from a day to a day", "از ۱۴۰۲/۰۱/۰۱ تا ۱۴۰۲/۰۲/۰۱ بم", "~<از ۱۴۰۲/۰۱/۰۱ تا ۱۴۰۲/۰۲/۰۱> بم"},
    {"from a year to a year", "از ۱۳۹۸ تا ۱۴۰۰", "~<از ۱۳۹۸ تا ۱۴۰۰>"},
    {"from a number", "از ۲۰۰۰ نفر", "از ۲۰۰۰ نفر"},
    {"from a place to a place", "از تهران تا مشهد", "از تهران تا مشهد"},
    {"up to a month", "تا آبان ۱۴۰۲", "~<تا آبان ۱۴۰۲>"},
    {"after a year", "بعد از سال ۱۴۰۰", "~<بعد از سال ۱۴۰۰>"},
    {"before a month", "پیش از آبان ۱۴۰۲", "~<پیش از آبان ۱۴۰۲>"},
    {"yesterday", "زلزله دیروز", "زلزله <دیروز>"},
    {"last week", "هفته گذشته", "<هفته گذشته>"},
    {"with a half-space", "هفته‌ی گذشته", "<هفته‌ی گذشته>"},
    {"days up to now", "۳ روز اخیر", "<۳ روز اخیر>"},
    {"this year", "امسال", "<امسال>"},
    {"from yesterday", "از دیروز", "<از دیروز>"},
    {"a week is a word", "هفته بسیج", "هفته بسیج"},
    {"two dates", "آبان ۱۴۰۲ یا دیروز", "~<آبان ۱۴۰۲> یا <دیروز>"},
    {"nothing", "", ""},
};

static void dates_of_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf got = SN_BUF(4096);
        sn_str text = sn_str_of(cases[i].text);
        size_t at = 0, done = 0;
        sn_asked_date d;
        print_message("  case: %s\n", cases[i].name);
        while (sn_date_words_find(text, &at, NOW_SEC, &d)) {
            size_t begin = (size_t)(d.text.at - text.at);
            sn_buf_add_str(&got, (sn_str){text.at + done, begin - done});
            sn_buf_add_format(&got, "%s<%.*s>", d.is_soft ? "~" : "", (int)d.text.len, d.text.at);
            done = begin + d.text.len;
            assert_true(at == done && d.from_sec <= d.to_sec && d.is_soft != d.is_relative);
        }
        sn_buf_add_str(&got, (sn_str){text.at + done, text.len - done});
        assert_string_equal(sn_buf_text(&got), cases[i].want);
    }
}

static const struct span_case {
    const char *text, *first, *last; /* NULL: open */
} spans[] = {
    {"از ۱۴۰۲/۰۱/۰۱ تا ۱۴۰۲/۰۱/۳۱", "1402/01/01", "1402/01/31"},
    {"از آبان ۱۴۰۲", "1402/08/01", NULL},
    {"تا آبان ۱۴۰۲", NULL, "1402/08/30"},
    {"آبان ۱۴۰۲", "1402/08/01", "1402/08/30"},
};

static void a_span_is_from_its_first_second_to_its_last(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(spans); i++) {
        int64_t first = INT64_MIN, last = INT64_MAX, ignored;
        size_t at = 0;
        sn_asked_date d;
        print_message("  %s\n", spans[i].text);
        assert_true(sn_date_words_find(sn_str_of(spans[i].text), &at, NOW_SEC, &d));
        if (spans[i].first != NULL)
            assert_int_equal(
                sn_period_parse(sn_str_of(spans[i].first), NOW_SEC, &first, &ignored, NULL), SN_OK);
        if (spans[i].last != NULL)
            assert_int_equal(
                sn_period_parse(sn_str_of(spans[i].last), NOW_SEC, &ignored, &last, NULL), SN_OK);
        assert_true(d.from_sec == first && d.to_sec == last);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_of_texts),
        cmocka_unit_test(a_span_is_from_its_first_second_to_its_last),
    };
    return cmocka_run_group_tests_name("query/date_words", tests, NULL, NULL);
}
