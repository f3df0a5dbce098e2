#include "calendar/calendar.h"
#include "calendar/span.h"
#include "tests/unit/base/testing.h"

#include <string.h>

static int64_t day_of(const char *date)
{
    sn_instant at;
    int64_t day = 0;
    assert_int_equal(sn_date_parse(sn_str_of(date), &at, NULL), SN_OK);
    assert_int_equal(sn_tehran_day(at.sec, &day), SN_OK);
    return day;
}

static const struct span_case {
    const char *name, *date;
    sn_date_calendar calendar;
    sn_date_unit unit;
    const char *value, *label, *first, *next; /* days, the second outside */
} span_cases[] = {
    {"a Jalali day", "2026-11-24", SN_DATE_JALALI, SN_DATE_DAY, "1405-09-03", "۳ آذر ۱۴۰۵",
     "1405/09/03", "1405/09/04"},
    {"a Jalali month", "2026-11-24", SN_DATE_JALALI, SN_DATE_MONTH, "1405-09", "آذر ۱۴۰۵",
     "1405/09/01", "1405/10/01"},
    {"a Jalali year", "2026-11-24", SN_DATE_JALALI, SN_DATE_YEAR, "1405", "۱۴۰۵", "1405/01/01",
     "1406/01/01"},
    {"the last month of a leap year", "1403/12/30", SN_DATE_JALALI, SN_DATE_MONTH, "1403-12",
     "اسفند ۱۴۰۳", "1403/12/01", "1404/01/01"},
    {"a Gregorian day", "2026-11-24", SN_DATE_GREGORIAN, SN_DATE_DAY, "2026-11-24",
     "۲۴ نوامبر ۲۰۲۶", "2026-11-24", "2026-11-25"},
    {"a Gregorian month", "2024-02-29", SN_DATE_GREGORIAN, SN_DATE_MONTH, "2024-02", "فوریه ۲۰۲۴",
     "2024-02-01", "2024-03-01"},
    {"December", "2026-12-31", SN_DATE_GREGORIAN, SN_DATE_MONTH, "2026-12", "دسامبر ۲۰۲۶",
     "2026-12-01", "2027-01-01"},
    {"a Gregorian year", "1969-12-31", SN_DATE_GREGORIAN, SN_DATE_YEAR, "1969", "۱۹۶۹",
     "1969-01-01", "1970-01-01"},
};

static void days_are_in_their_spans(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(span_cases); i++) {
        const struct span_case *c = &span_cases[i];
        char text[SN_DATE_SPAN_SIZE];
        sn_date_span span;
        print_message("  case: %s\n", c->name);
        assert_int_equal(sn_date_span_of_day(c->calendar, c->unit, day_of(c->date), &span), SN_OK);
        sn_date_span_write_value(&span, text);
        assert_string_equal(text, c->value);
        sn_date_span_write_label(&span, text);
        assert_string_equal(text, c->label);
        assert_int_equal(span.first_day, day_of(c->first));
        assert_int_equal(span.next_day, day_of(c->next));
    }
}

/* Its value reads back as it, from its first second to its last. */
static void assert_reads_back(const sn_date_span *span)
{
    int64_t days[] = {span->first_day, span->next_day}, first, last;
    char text[SN_DATE_SPAN_SIZE];
    sn_date_span_write_value(span, text);
    assert_int_equal(sn_tehran_midnights(days, 2), SN_OK);
    assert_int_equal(sn_period_parse(sn_str_of(text), 0, &first, &last, NULL), SN_OK);
    assert_int_equal(days[0], first);
    assert_int_equal(days[1] - 1, last);
}

static void assert_same(const sn_date_span *a, const sn_date_span *b)
{
    assert_int_equal(a->calendar, b->calendar);
    assert_int_equal(a->unit, b->unit);
    assert_int_equal(a->year, b->year);
    assert_int_equal(a->month, b->month);
    assert_int_equal(a->day, b->day);
    assert_int_equal(a->first_day, b->first_day);
    assert_int_equal(a->next_day, b->next_day);
}

/* From 2090 back to 1905: span before span, each holds its first and last day. */
static void spans_follow_one_another_and_read_back(void **state)
{
    (void)state;
    for (int kind = 0; kind < 6; kind++) {
        sn_date_calendar calendar = (sn_date_calendar)(kind / 3);
        sn_date_unit unit = (sn_date_unit)(kind % 3);
        sn_date_span span;
        assert_int_equal(sn_date_span_of_day(calendar, unit, 43800, &span), SN_OK);
        for (int n = 0; span.first_day > -23700; n++) {
            sn_date_span first, last, before;
            assert_int_equal(sn_date_span_of_day(calendar, unit, span.first_day, &first), SN_OK);
            assert_int_equal(sn_date_span_of_day(calendar, unit, span.next_day - 1, &last), SN_OK);
            assert_same(&span, &first);
            assert_same(&span, &last);
            if (unit != SN_DATE_DAY || n % 50 == 0) /* some days will do */
                assert_reads_back(&span);
            assert_int_equal(sn_date_span_before(&span, &before), SN_OK);
            assert_int_equal(before.next_day, span.first_day);
            span = before;
        }
    }
}

static void the_day_is_that_of_tehran(void **state)
{
    (void)state;
    int64_t day = 0;
    assert_int_equal(sn_tehran_day(0, &day), SN_OK);
    assert_int_equal(day, 0);
    assert_int_equal(sn_tehran_day(20 * 3600 + 1799, &day), SN_OK); /* 23:59:59 */
    assert_int_equal(day, 0);
    assert_int_equal(sn_tehran_day(20 * 3600 + 1800, &day), SN_OK);
    assert_int_equal(day, 1);
    assert_int_equal(sn_tehran_day(-4 * 3600, &day), SN_OK); /* 23:30 of the day before */
    assert_int_equal(day, -1);
    assert_int_equal(sn_tehran_day(INT64_MAX, &day), SN_EINVAL);
}

static void years_that_cannot_be_written_are_refused(void **state)
{
    (void)state;
    static const int64_t days[] = {INT64_MIN, -1000000, 4000000, INT64_MAX};
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        sn_date_span span = {.year = 7};
        assert_int_equal(sn_date_span_of_day(SN_DATE_JALALI, SN_DATE_MONTH, days[i], &span),
                         SN_EINVAL);
        assert_int_equal(sn_date_span_of_day(SN_DATE_GREGORIAN, SN_DATE_DAY, days[i], &span),
                         SN_EINVAL);
        assert_int_equal(span.year, 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_in_their_spans),
        cmocka_unit_test(spans_follow_one_another_and_read_back),
        cmocka_unit_test(the_day_is_that_of_tehran),
        cmocka_unit_test(years_that_cannot_be_written_are_refused),
    };
    return cmocka_run_group_tests_name("calendar/span", tests, NULL, NULL);
}
