#include "http/pages/search/when.h"

#include "calendar/calendar.h"
#include "calendar/span.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LINE_BYTES 512

/* ---- days ---- */

/* "2 September 2026" of a Gregorian day; less of it if day or month is 0. */
static void gregorian(int year, int month, int day, sn_buf *out)
{
    struct tm at = {.tm_mon = month - 1, .tm_mday = 1};
    char name[32];
    if (day > 0)
        sn_buf_add_format(out, "%d ", day);
    if (month > 0 && strftime(name, sizeof name, "%B", &at) > 0)
        sn_buf_add_format(out, "%s ", name);
    sn_buf_add_format(out, "%d", year);
}

static sn_date_calendar calendar_of(sn_lang lang)
{
    return lang == SN_LANG_FA ? SN_DATE_JALALI : SN_DATE_GREGORIAN;
}

static void add_span(sn_lang lang, const sn_date_span *span, sn_buf *out)
{
    char label[SN_DATE_SPAN_SIZE];
    bool has_month = span->unit != SN_DATE_YEAR, has_day = span->unit == SN_DATE_DAY;
    if (lang == SN_LANG_EN) {
        gregorian(span->year, has_month ? span->month : 0, has_day ? span->day : 0, out);
        return;
    }
    sn_date_span_write_label(span, label);
    sn_buf_add_str(out, sn_str_of(label));
}

void sn_when_day(sn_lang lang, int64_t sec, sn_buf *out)
{
    int64_t day;
    sn_date_span span;
    if (sn_tehran_day(sec, &day) == SN_OK &&
        sn_date_span_of_day(calendar_of(lang), SN_DATE_DAY, day, &span) == SN_OK)
        add_span(lang, &span, out);
}

/* The greatest span that begins and ends with these days. */
static bool find_span(sn_lang lang, int64_t from_sec, int64_t to_sec, sn_date_span *out)
{
    static const sn_date_unit units[] = {SN_DATE_YEAR, SN_DATE_MONTH, SN_DATE_DAY};
    int64_t first, last;
    if (sn_tehran_day(from_sec, &first) != SN_OK || sn_tehran_day(to_sec, &last) != SN_OK)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (sn_date_span_of_day(calendar_of(lang), units[i], first, out) == SN_OK &&
            out->first_day == first && out->next_day == last + 1)
            return true;
    }
    return false;
}

void sn_when_period(sn_lang lang, int64_t from_sec, int64_t to_sec, sn_buf *out)
{
    SN_CLEANUP(sn_buf) sn_buf from = SN_BUF(LINE_BYTES), to = SN_BUF(LINE_BYTES);
    sn_date_span span;
    bool has_from = from_sec != INT64_MIN, has_to = to_sec != INT64_MAX;
    if (has_from && has_to && find_span(lang, from_sec, to_sec, &span)) {
        add_span(lang, &span, out);
        return;
    }
    if (has_from)
        sn_when_day(lang, from_sec, &from);
    if (has_to)
        sn_when_day(lang, to_sec, &to);
    sn_fill fills[] = {{"from", sn_buf_str(&from)}, {"to", sn_buf_str(&to)}};
    if (!has_to)
        sn_text_fill(lang, SN_TEXT_WHEN_SINCE, fills, 2, out);
    else
        sn_text_fill(lang, has_from ? SN_TEXT_WHEN_SPAN : SN_TEXT_WHEN_UNTIL, fills, 2, out);
}

void sn_when_span(sn_lang lang, const char *value, const char *label, sn_buf *out)
{
    int year = 0, month = 0, day = 0;
    bool is_read = sscanf(value, "%4d-%2d-%2d", &year, &month, &day) > 0;
    if (lang == SN_LANG_EN && is_read && year >= 1900 && month >= 0 && month <= 12)
        gregorian(year, month, day, out);
    else
        sn_buf_add_str(out, sn_str_of(label));
}

void sn_when_typed(sn_lang lang, sn_str value, sn_buf *out)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.at[i];
        bool between = i > 0 && value.at[i - 1] >= '0' && value.at[i - 1] <= '9';
        if (lang == SN_LANG_FA && c >= '0' && c <= '9')
            sn_buf_add_format(out, "\xdb%c", 0xb0 + (c - '0')); /* U+06F0 */
        else
            sn_buf_add_byte(out, lang == SN_LANG_FA && c == '-' && between ? '/' : c);
    }
}

/* ---- how long ago ---- */

#define MINUTE_SEC 60
#define HOUR_SEC   3600
#define DAY_SEC    86400

static void say(sn_lang lang, sn_text_id id, int64_t n, sn_buf *out)
{
    SN_CLEANUP(sn_buf) sn_buf digits = SN_BUF(64);
    sn_number_write(lang, n, &digits);
    sn_fill fill = {"n", sn_buf_str(&digits)};
    sn_text_fill(lang, id, &fill, 1, out);
}

static void say_days(sn_lang lang, int64_t days, sn_buf *out)
{
    if (days == 0)
        say(lang, SN_TEXT_WHEN_TODAY, 0, out);
    else if (days == 1)
        say(lang, SN_TEXT_WHEN_YESTERDAY, 0, out);
    else if (days < 30)
        say(lang, SN_TEXT_WHEN_DAYS, days, out);
    else if (days < 60)
        say(lang, SN_TEXT_WHEN_MONTH, 0, out);
    else if (days < 365)
        say(lang, SN_TEXT_WHEN_MONTHS, days * 12 / 365, out);
    else if (days < 730)
        say(lang, SN_TEXT_WHEN_YEAR, 0, out);
    else
        say(lang, SN_TEXT_WHEN_YEARS, days / 365, out);
}

void sn_when_ago(sn_lang lang, int64_t sec, bool has_time, int64_t now_sec, sn_buf *out)
{
    int64_t then, today, age_sec = now_sec - sec;
    if (age_sec < 0)
        return;
    if (has_time && age_sec < MINUTE_SEC)
        say(lang, SN_TEXT_WHEN_NOW, 0, out);
    else if (has_time && age_sec < HOUR_SEC)
        say(lang, SN_TEXT_WHEN_MINUTES, age_sec / MINUTE_SEC, out);
    else if (has_time && age_sec < DAY_SEC)
        say(lang, SN_TEXT_WHEN_HOURS, age_sec / HOUR_SEC, out);
    else if (sn_tehran_day(sec, &then) == SN_OK && sn_tehran_day(now_sec, &today) == SN_OK)
        say_days(lang, today - then, out);
}

/* ---- of an article ---- */

/* The time of day in Tehran, as the end of «۱۴۰۵/۰۶/۱۱ ۱۱:۳۰» has it, in the digits of the language. */
static void time_of_day(sn_lang lang, const char *jalali, sn_buf *out)
{
    const char *blank = jalali != NULL ? strchr(jalali, ' ') : NULL;
    for (const char *at = blank != NULL ? blank + 1 : ""; *at != '\0'; at++) {
        if (lang == SN_LANG_FA || (unsigned char)*at < 0x80)
            sn_buf_add_byte(out, (unsigned char)*at);
        else if ((unsigned char)*at >= 0xb0 && (unsigned char)*at <= 0xb9)
            sn_buf_add_byte(out, (unsigned char)('0' + ((unsigned char)*at - 0xb0)));
    }
}

static void day_and_time(const sn_view *v, int64_t sec, const char *jalali)
{
    SN_CLEANUP(sn_buf) sn_buf day = SN_BUF(LINE_BYTES), clock = SN_BUF(LINE_BYTES);
    sn_when_day(v->lang, sec, &day);
    time_of_day(v->lang, jalali, &clock);
    sn_fill fills[] = {{"day", sn_buf_str(&day)}, {"time", sn_buf_str(&clock)}};
    if (clock.len > 0)
        sn_view_say_with(v, SN_TEXT_WHEN_AT, fills, 2);
    else
        sn_html_str(v->h, fills[0].value);
}

void sn_when_write(const sn_view *v, const cJSON *article)
{
    SN_CLEANUP(sn_buf) sn_buf ago = SN_BUF(LINE_BYTES);
    const char *at = sn_view_text_of(article, "published_at");
    sn_instant instant;
    sn_error err = {0};
    if (at == NULL || sn_date_parse(sn_str_of(at), &instant, &err) != SN_OK) {
        sn_view_element(v, "span", "when", SN_TEXT_WHEN_UNDATED);
        return;
    }
    sn_html_begin_class(v->h, "time", "when");
    sn_html_attr_text(v->h, "datetime", at);
    day_and_time(v, instant.sec, sn_view_text_of(article, "published_at_jalali"));
    sn_html_end(v->h);
    sn_when_ago(v->lang, instant.sec, instant.precision > SN_PRECISION_DAY, v->now_sec, &ago);
    if (ago.len > 0) {
        sn_html_text(v->h, " · ");
        sn_html_element(v->h, "span", "ago", sn_buf_text(&ago));
    }
}
