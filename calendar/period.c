#include "calendar/calendar.h"
#include "calendar/relative.h"

static sn_status first_of(sn_calsys system, int year, int month, int day, int64_t *sec)
{
    int64_t number;
    sn_status s = sn_icu_day_number(system, year, month, day, &number);
    return s != SN_OK ? s : sn_icu_tehran_instant(number * SN_DAY_SEC, sec);
}

/* A year, a month or a day: from its first second to the one before the next begins. */
static sn_status calendar_period(const sn_date_parts *p, sn_period *out)
{
    int month = p->month != 0 ? p->month : 1, day = p->day != 0 ? p->day : 1;
    int64_t first = 0, next = 0, number = 0;
    sn_status s = first_of(p->system, p->year, month, day, &first);
    if (s != SN_OK)
        return s;
    if (p->day != 0) {
        s = sn_icu_day_number(p->system, p->year, month, day, &number);
        if (s == SN_OK)
            s = sn_icu_tehran_instant((number + 1) * SN_DAY_SEC, &next);
    } else if (p->month == 0 || month == 12) {
        s = first_of(p->system, p->year + 1, 1, 1, &next);
    } else {
        s = first_of(p->system, p->year, month + 1, 1, &next);
    }
    if (s == SN_OK)
        *out = (sn_period){first, next - 1};
    return s;
}

static sn_status absolute_period(const sn_date_tokens *tokens, sn_period *out)
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
    *out = (sn_period){instant.sec, instant.sec + length - 1};
    return SN_OK;
}

sn_status sn_period_parse(sn_str text, int64_t now_sec, int64_t *first, int64_t *last,
                          sn_error *err)
{
    sn_date_tokens tokens;
    sn_period p = {0, 0};
    sn_status s = sn_date_tokens_read(text, &tokens);
    if (s == SN_OK)
        s = sn_relative_period(&tokens, now_sec, &p);
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
