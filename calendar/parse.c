#include "calendar/calendar.h"
#include "calendar/parts.h"

#include "base/utf8.h"

#define QUOTE_BYTES 60

static bool is_in_range(int64_t sec)
{
    return sec >= SN_INSTANT_MIN && sec <= SN_INSTANT_MAX;
}

sn_status sn_date_refuse(sn_error *err, sn_str text, sn_status status)
{
    if (status == SN_ENOMEM)
        return sn_fail(err, status, "no memory to read a date");
    if (status != SN_EINVAL)
        return sn_fail(err, status, "dates cannot be read: ICU has no such calendar or zone");
    text = sn_str_trim(text);
    if (text.len == 0)
        return sn_fail(err, SN_EINVAL, "an empty text is not a date");
    if (!sn_utf8_is_valid(text, NULL))
        return sn_fail(err, SN_EINVAL, "ill-formed UTF-8 is not a date");
    sn_str quote = sn_utf8_cut(text, QUOTE_BYTES);
    return sn_fail(err, SN_EINVAL, "«%.*s%s» is not a date from 1900 to 2100", (int)quote.len,
                   quote.at, quote.len < text.len ? "…" : "");
}

sn_status sn_date_of_number(int64_t number, sn_instant *out, sn_error *err)
{
    const int64_t ms_from = 100000000000;
    int64_t sec = number;
    if (number > ms_from || number < -ms_from)
        sec = number / 1000 - (number % 1000 < 0);
    if (!is_in_range(sec))
        return sn_fail(err, SN_EINVAL, "%lld is not a date from 1900 to 2100", (long long)number);
    *out = (sn_instant){sec, SN_PRECISION_SECOND};
    return SN_OK;
}

sn_status sn_date_parts_instant(const sn_date_parts *p, sn_instant *out)
{
    if (p->is_epoch) {
        *out = p->epoch;
        return SN_OK;
    }
    int64_t day, sec = 0;
    sn_status s = sn_icu_day_number(p->system, p->year, p->month, p->day, &day);
    if (s != SN_OK)
        return s;
    if (p->hour == 24 && (p->minute != 0 || p->second != 0))
        return SN_EINVAL;
    int64_t local = day * SN_DAY_SEC + p->hour * 3600 + p->minute * 60 + p->second;
    if (p->has_zone)
        sec = local - (int64_t)p->zone_min * 60;
    else
        s = sn_icu_tehran_instant(local, &sec);
    if (s != SN_OK)
        return s;
    if (!is_in_range(sec))
        return SN_EINVAL;
    *out = (sn_instant){sec, p->time == 0 ? SN_PRECISION_DAY : p->time};
    return SN_OK;
}

sn_status sn_date_parse(sn_str text, sn_instant *out, sn_error *err)
{
    sn_date_tokens tokens;
    sn_date_parts parts;
    sn_status s = sn_date_tokens_read(text, &tokens);
    if (s == SN_OK)
        s = sn_date_parts_read(&tokens, &parts);
    if (s == SN_OK)
        s = sn_date_parts_instant(&parts, out);
    return s == SN_OK ? SN_OK : sn_date_refuse(err, text, s);
}
