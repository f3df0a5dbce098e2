#include "calendar/span.h"

#include "calendar/icu.h"
#include "calendar/write.h"

#include <stdio.h>
#include <time.h>

static const char *const month_names[][12] = {
    [SN_DATE_JALALI] = {"فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان",
                        "آذر", "دی", "بهمن", "اسفند"},
    [SN_DATE_GREGORIAN] = {"ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت",
                           "سپتامبر", "اکتبر", "نوامبر", "دسامبر"},
};

sn_status sn_tehran_day(int64_t sec, int64_t *day)
{
    int64_t wall;
    sn_status s = sn_icu_tehran_wall(sec, &wall);
    if (s == SN_OK)
        *day = sn_floor_div(wall, SN_DAY_SEC);
    return s;
}

/* The Gregorian date of a day number is arithmetic; the Jalali one is asked for at noon in Tehran,
 * which is in the same day whatever the clocks do. */
static sn_status date_of_day(sn_date_calendar calendar, int64_t day, sn_date_span *out)
{
    int64_t noon = day * SN_DAY_SEC + SN_DAY_SEC / 2;
    if (calendar == SN_DATE_GREGORIAN) {
        struct tm t;
        time_t sec = noon;
        if (gmtime_r(&sec, &t) == NULL)
            return SN_EINVAL;
        out->year = t.tm_year + 1900;
        out->month = t.tm_mon + 1;
        out->day = t.tm_mday;
        return SN_OK;
    }
    sn_jalali_date date;
    int64_t offset_sec = 3 * 3600 + 1800; /* of Tehran, give or take an hour */
    sn_status s = sn_jalali_of(noon - offset_sec, &date);
    if (s == SN_OK) {
        out->year = date.year;
        out->month = date.month;
        out->day = date.day;
    }
    return s;
}

static sn_status day_number(const sn_date_span *span, int year, int month, int64_t *day)
{
    sn_calsys system = span->calendar == SN_DATE_JALALI ? SN_CALSYS_JALALI : SN_CALSYS_GREGORIAN;
    return sn_icu_day_number(system, year, month, 1, day);
}

/* The first day of the month behind span's. Of Jalali months only the last changes its length. */
static sn_status next_month(const sn_date_span *span, int64_t first_of_month, int64_t *next)
{
    bool is_last = span->month == 12;
    if (span->calendar == SN_DATE_GREGORIAN || is_last)
        return day_number(span, span->year + is_last, is_last ? 1 : span->month + 1, next);
    *next = first_of_month + (span->month <= 6 ? 31 : 30);
    return SN_OK;
}

static sn_status widen(sn_date_span *span)
{
    int64_t first_of_month = span->first_day - (span->day - 1);
    sn_status s = SN_OK;
    if (span->unit == SN_DATE_DAY)
        return SN_OK;
    span->day = 1;
    if (span->unit == SN_DATE_MONTH) {
        span->first_day = first_of_month;
        return next_month(span, first_of_month, &span->next_day);
    }
    span->month = 1;
    s = day_number(span, span->year, 1, &span->first_day);
    return s == SN_OK ? day_number(span, span->year + 1, 1, &span->next_day) : s;
}

sn_status sn_date_span_of_day(sn_date_calendar calendar, sn_date_unit unit, int64_t day,
                              sn_date_span *out)
{
    if (day < -INT64_MAX / (2 * SN_DAY_SEC) || day > INT64_MAX / (2 * SN_DAY_SEC))
        return SN_EINVAL;
    sn_date_span span = {.calendar = calendar, .unit = unit, .first_day = day, .next_day = day + 1};
    sn_status s = date_of_day(calendar, day, &span);
    if (s != SN_OK)
        return s;
    if (span.year < 1 || span.year > 9998)
        return SN_EINVAL;
    s = widen(&span);
    if (s == SN_OK)
        *out = span;
    return s;
}

/* The last day or month of the Jalali year before: that month alone changes its length. */
static sn_status end_of_year_before(const sn_date_span *span, sn_date_span *out)
{
    sn_date_span before = *span;
    int64_t first_of_month;
    before.year--;
    before.month = 12;
    before.next_day = span->first_day;
    sn_status s = day_number(&before, before.year, before.month, &first_of_month);
    if (s != SN_OK)
        return s;
    bool is_day = before.unit == SN_DATE_DAY;
    before.first_day = is_day ? span->first_day - 1 : first_of_month;
    before.day = (int)(before.first_day - first_of_month) + 1;
    *out = before;
    return SN_OK;
}

sn_status sn_date_span_before(const sn_date_span *span, sn_date_span *out)
{
    sn_date_span before = *span;
    bool is_arithmetic = span->calendar == SN_DATE_JALALI && span->unit != SN_DATE_YEAR;
    if (is_arithmetic && span->day == 1 && span->month == 1)
        return end_of_year_before(span, out);
    if (!is_arithmetic)
        return sn_date_span_of_day(span->calendar, span->unit, span->first_day - 1, out);
    if (before.day > 1) {
        before.day--;
    } else {
        before.month--;
        before.day = before.unit == SN_DATE_MONTH ? 1 : before.month <= 6 ? 31 : 30;
    }
    int length = before.unit == SN_DATE_DAY ? 1 : before.month <= 6 ? 31 : 30;
    before.next_day = span->first_day;
    before.first_day = span->first_day - length;
    *out = before;
    return SN_OK;
}

sn_status sn_tehran_midnights(int64_t *days, size_t n)
{
    for (size_t i = 0; i < n; i++)
        days[i] *= SN_DAY_SEC;
    return sn_icu_tehran_instants(days, n);
}

void sn_date_span_write_value(const sn_date_span *span, char out[SN_DATE_SPAN_SIZE])
{
    if (span->unit == SN_DATE_YEAR)
        snprintf(out, SN_DATE_SPAN_SIZE, "%04d", span->year);
    else if (span->unit == SN_DATE_MONTH)
        snprintf(out, SN_DATE_SPAN_SIZE, "%04d-%02d", span->year, span->month);
    else
        snprintf(out, SN_DATE_SPAN_SIZE, "%04d-%02d-%02d", span->year, span->month, span->day);
}

void sn_date_span_write_label(const sn_date_span *span, char out[SN_DATE_SPAN_SIZE])
{
    char ascii[SN_DATE_SPAN_SIZE - 8]; /* at most six digits, each one byte longer in out */
    const char *month = month_names[span->calendar][span->month - 1];
    if (span->unit == SN_DATE_YEAR)
        snprintf(ascii, sizeof ascii, "%d", span->year);
    else if (span->unit == SN_DATE_MONTH)
        snprintf(ascii, sizeof ascii, "%s %d", month, span->year);
    else
        snprintf(ascii, sizeof ascii, "%d %s %d", span->day, month, span->year);
    sn_persian_digits(ascii, out);
}
