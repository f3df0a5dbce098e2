#include "calendar/calendar.h"
#include "calendar/parts.h"

#define DAY_SEC 86400

typedef struct period {
    int64_t first, last;
} period;

static sn_status day_of(int64_t now_sec, int back_days, period *out)
{
    sn_jalali_date today;
    int64_t number, first = 0, next = 0;
    sn_status s = sn_jalali_of(now_sec, &today);
    if (s == SN_OK)
        s = sn_icu_day_number(SN_CALSYS_JALALI, today.year, today.month, today.day, &number);
    if (s == SN_OK)
        s = sn_icu_tehran_instant((number - back_days) * DAY_SEC, &first);
    if (s == SN_OK)
        s = sn_icu_tehran_instant((number - back_days + 1) * DAY_SEC, &next);
    if (s == SN_OK)
        *out = (period){first, next - 1};
    return s;
}

/* The same time of day `months` Jalali months ago, on the month's last day where it is shorter. */
static sn_status months_before(int64_t now_sec, int64_t months, int64_t *sec)
{
    sn_jalali_time t;
    sn_status s = sn_icu_jalali_time(now_sec, &t);
    if (s != SN_OK)
        return s;
    int64_t month = (int64_t)t.year * 12 + t.month - 1 - months;
    if (month < 12)
        return SN_EINVAL;
    int64_t number = 0;
    s = SN_EINVAL;
    for (int day = t.day; s == SN_EINVAL && day > 0; day--)
        s = sn_icu_day_number(SN_CALSYS_JALALI, (int)(month / 12), (int)(month % 12) + 1, day,
                              &number);
    if (s != SN_OK)
        return s;
    return sn_icu_tehran_instant(number * DAY_SEC + t.hour * 3600 + t.minute * 60 + t.second, sec);
}

static sn_status before_now(int64_t now_sec, uint64_t count, int unit, period *out)
{
    if (count > 1000000)
        return SN_EINVAL;
    int64_t n = (int64_t)count, sec = now_sec;
    sn_status s = SN_OK;
    switch (unit) {
    case 'h':
        sec -= n * 3600;
        break;
    case 'd':
        sec -= n * DAY_SEC;
        break;
    case 'w':
        sec -= n * 7 * DAY_SEC;
        break;
    default:
        s = months_before(now_sec, unit == 'y' ? n * 12 : n, &sec);
    }
    if (s != SN_OK)
        return s;
    *out = (period){sec, sec};
    return SN_OK;
}

/* -7d, today; SN_DONE if the text is not of this kind. */
static sn_status relative_period(const sn_tokens *tokens, int64_t now_sec, period *out)
{
    const sn_token *t = tokens->at;
    if (tokens->n == 1 && t[0].kind == SN_TOKEN_WORD) {
        const sn_date_name *name = sn_date_name_find(t[0].word);
        if (name != NULL && name->word == SN_DATE_WORD_TODAY)
            return day_of(now_sec, 0, out);
        if (name != NULL && name->word == SN_DATE_WORD_YESTERDAY)
            return day_of(now_sec, 1, out);
        return SN_DONE;
    }
    if (tokens->n == 3 && t[0].kind == SN_TOKEN_MARK && t[0].mark == '-' &&
        t[1].kind == SN_TOKEN_NUMBER && t[1].digits <= 7 && t[2].kind == SN_TOKEN_WORD) {
        const sn_date_name *name = sn_date_name_find(t[2].word);
        if (name != NULL && name->word == SN_DATE_WORD_UNIT)
            return before_now(now_sec, t[1].value, name->value, out);
    }
    return SN_DONE;
}

static sn_status first_of(sn_calsys system, int year, int month, int day, int64_t *sec)
{
    int64_t number;
    sn_status s = sn_icu_day_number(system, year, month, day, &number);
    return s != SN_OK ? s : sn_icu_tehran_instant(number * DAY_SEC, sec);
}

/* A year, a month or a day: from its first second to the one before the next begins. */
static sn_status calendar_period(const sn_date_parts *p, period *out)
{
    int month = p->month != 0 ? p->month : 1, day = p->day != 0 ? p->day : 1;
    int64_t first = 0, next = 0, number = 0;
    sn_status s = first_of(p->system, p->year, month, day, &first);
    if (s != SN_OK)
        return s;
    if (p->day != 0) {
        s = sn_icu_day_number(p->system, p->year, month, day, &number);
        if (s == SN_OK)
            s = sn_icu_tehran_instant((number + 1) * DAY_SEC, &next);
    } else if (p->month == 0 || month == 12) {
        s = first_of(p->system, p->year + 1, 1, 1, &next);
    } else {
        s = first_of(p->system, p->year, month + 1, 1, &next);
    }
    if (s == SN_OK)
        *out = (period){first, next - 1};
    return s;
}

static sn_status absolute_period(const sn_tokens *tokens, period *out)
{
    sn_date_parts parts;
    sn_instant instant;
    sn_status s = sn_date_parts_read(tokens, &parts);
    if (s != SN_OK)
        return s;
    if (!parts.is_epoch && parts.time == 0)
        return parts.month == 0 && parts.day != 0 ? SN_EINVAL : calendar_period(&parts, out);
    s = sn_date_parts_instant(&parts, &instant);
    if (s != SN_OK)
        return s;
    int64_t length = instant.precision == SN_PRECISION_MINUTE ? 60 : 1;
    *out = (period){instant.sec, instant.sec + length - 1};
    return SN_OK;
}

sn_status sn_period_parse(sn_str text, int64_t now_sec, int64_t *first, int64_t *last,
                          sn_error *err)
{
    sn_tokens tokens;
    period p = {0, 0};
    sn_status s = sn_tokens_read(text, &tokens);
    if (s == SN_OK)
        s = relative_period(&tokens, now_sec, &p);
    if (s == SN_DONE)
        s = absolute_period(&tokens, &p);
    if (s == SN_OK && (p.first < SN_INSTANT_MIN || p.first > SN_INSTANT_MAX))
        s = SN_EINVAL;
    if (s != SN_OK)
        return sn_date_refuse(err, text, s);
    *first = p.first;
    *last = p.last < SN_INSTANT_MAX ? p.last : SN_INSTANT_MAX;
    return SN_OK;
}
