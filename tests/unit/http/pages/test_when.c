#include "http/pages/search/when.h"

#include "calendar/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define DAY_SEC 86400
/* 2026-11-27 12:00 in Tehran. */
#define NOON_SEC 1795768200

static void times_are_told_by_their_distance(void **state)
{
    static const struct {
        int64_t age_sec;
        bool has_time;
        const char *fa, *en;
    } rows[] = {
        {-60, true, "", ""},
        {30, true, "همین حالا", "just now"},
        {60, true, "۱ دقیقه پیش", "1 min ago"},
        {3599, true, "۵۹ دقیقه پیش", "59 min ago"},
        {7200, true, "۲ ساعت پیش", "2 h ago"},
        {7200, false, "امروز", "today"},
        {DAY_SEC, true, "دیروز", "yesterday"},
        {13 * 3600, false, "دیروز", "yesterday"},
        {29 * DAY_SEC, false, "۲۹ روز پیش", "29 days ago"},
        {45 * DAY_SEC, false, "یک ماه پیش", "a month ago"},
        {100 * DAY_SEC, false, "۳ ماه پیش", "3 months ago"},
        {400 * DAY_SEC, false, "یک سال پیش", "a year ago"},
        {3 * 366 * DAY_SEC, false, "۳ سال پیش", "3 years ago"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        SN_CLEANUP(sn_buf) sn_buf fa = SN_BUF(256), en = SN_BUF(256);
        sn_when_ago(SN_LANG_FA, NOON_SEC - rows[i].age_sec, rows[i].has_time, NOON_SEC, &fa);
        sn_when_ago(SN_LANG_EN, NOON_SEC - rows[i].age_sec, rows[i].has_time, NOON_SEC, &en);
        assert_string_equal(sn_buf_text(&fa), rows[i].fa);
        assert_string_equal(sn_buf_text(&en), rows[i].en);
    }
}

static void days_are_those_of_tehran_in_the_reader_s_calendar(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf fa = SN_BUF(256), en = SN_BUF(256);
    (void)state;
    sn_when_day(SN_LANG_FA, NOON_SEC, &fa);
    sn_when_day(SN_LANG_EN, NOON_SEC, &en);
    assert_string_equal(sn_buf_text(&fa), "۶ آذر ۱۴۰۵");
    assert_string_equal(sn_buf_text(&en), "27 November 2026");
}

static void periods_have_the_names_of_the_language(void **state)
{
    static const struct {
        sn_lang lang;
        const char *value, *label, *wanted;
    } rows[] = {
        {SN_LANG_FA, "1405-08", "آبان ۱۴۰۵", "آبان ۱۴۰۵"},
        {SN_LANG_EN, "2026-11", "نوامبر ۲۰۲۶", "November 2026"},
        {SN_LANG_EN, "2026-11-03", "۳ نوامبر ۲۰۲۶", "3 November 2026"},
        {SN_LANG_EN, "2026", "۲۰۲۶", "2026"},
        {SN_LANG_EN, "1405-08", "آبان ۱۴۰۵", "آبان ۱۴۰۵"}, /* calendar=jalali was asked for */
        {SN_LANG_EN, "x", "x", "x"},
        {SN_LANG_EN, "2026-99", "?", "?"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(256);
        sn_when_span(rows[i].lang, rows[i].value, rows[i].label, &out);
        assert_string_equal(sn_buf_text(&out), rows[i].wanted);
    }
}

static void a_period_has_the_name_of_its_month_or_year(void **state)
{
    static const struct {
        sn_lang lang;
        const char *from, *to, *wanted;
    } rows[] = {
        {SN_LANG_FA, "۱۴۰۰/۰۳/۰۱", "۱۴۰۰/۰۳/۳۱", "خرداد ۱۴۰۰"},
        {SN_LANG_FA, "۱۴۰۰/۰۳/۰۱", "۱۴۰۰/۰۳/۳۰", "۱ خرداد ۱۴۰۰ تا ۳۰ خرداد ۱۴۰۰"},
        {SN_LANG_FA, "۱۴۰۰/۰۱/۰۱", "۱۴۰۰/۱۲/۲۹", "۱۴۰۰"},
        {SN_LANG_FA, "۱۴۰۰/۰۳/۰۵", "۱۴۰۰/۰۳/۰۵", "۵ خرداد ۱۴۰۰"},
        {SN_LANG_EN, "2026-11-01", "2026-11-30", "November 2026"},
        {SN_LANG_EN, "۱۴۰۰/۰۳/۰۱", "۱۴۰۰/۰۳/۳۱", "22 May 2021 to 21 June 2021"},
        {SN_LANG_FA, "۱۴۰۰/۰۳/۰۱", NULL, "از ۱ خرداد ۱۴۰۰"},
        {SN_LANG_FA, NULL, "۱۴۰۰/۰۳/۰۱", "تا ۱ خرداد ۱۴۰۰"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(256);
        sn_error err = {0};
        sn_instant from = {.sec = INT64_MIN}, to = {.sec = INT64_MAX};
        if (rows[i].from != NULL)
            assert_int_equal(sn_date_parse(sn_str_of(rows[i].from), &from, &err), SN_OK);
        if (rows[i].to != NULL)
            assert_int_equal(sn_date_parse(sn_str_of(rows[i].to), &to, &err), SN_OK);
        sn_when_period(rows[i].lang, from.sec, to.sec, &out);
        assert_string_equal(sn_buf_text(&out), rows[i].wanted);
    }
}

static void what_was_typed_is_shown_in_the_digits_of_the_language(void **state)
{
    static const struct {
        sn_lang lang;
        const char *typed, *wanted;
    } rows[] = {
        {SN_LANG_FA, "1405-08", "۱۴۰۵/۰۸"}, {SN_LANG_EN, "1405-08", "1405-08"},
        {SN_LANG_FA, "-7d", "-۷d"},         {SN_LANG_FA, "دیروز", "دیروز"},
        {SN_LANG_FA, "۱۴۰۵/۰۸", "۱۴۰۵/۰۸"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(256);
        sn_when_typed(rows[i].lang, sn_str_of(rows[i].typed), &out);
        assert_string_equal(sn_buf_text(&out), rows[i].wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_told_by_their_distance),
        cmocka_unit_test(days_are_those_of_tehran_in_the_reader_s_calendar),
        cmocka_unit_test(periods_have_the_names_of_the_language),
        cmocka_unit_test(a_period_has_the_name_of_its_month_or_year),
        cmocka_unit_test(what_was_typed_is_shown_in_the_digits_of_the_language),
    };
    return cmocka_run_group_tests_name("http/pages/when", tests, NULL, NULL);
}
