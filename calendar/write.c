#include "calendar/write.h"

#include "calendar/calendar.h"
#include "calendar/icu.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define YEAR_0_SEC    (-62167219200LL) /* 0000-01-01T00:00:00Z */
#define YEAR_9999_SEC 253402300799LL   /* 9999-12-31T23:59:59Z */

static void write_two(char *out, int number)
{
    out[0] = (char)('0' + number / 10 % 10);
    out[1] = (char)('0' + number % 10);
}

void sn_date_write_rfc3339(int64_t sec, char out[SN_RFC3339_SIZE])
{
    time_t clamped = sec < YEAR_0_SEC ? YEAR_0_SEC : sec > YEAR_9999_SEC ? YEAR_9999_SEC : sec;
    struct tm t = {0};
    gmtime_r(&clamped, &t);
    memcpy(out, "0000-00-00T00:00:00Z", sizeof "0000-00-00T00:00:00Z");
    write_two(out, (t.tm_year + 1900) / 100);
    write_two(out + 2, (t.tm_year + 1900) % 100);
    write_two(out + 5, t.tm_mon + 1);
    write_two(out + 8, t.tm_mday);
    write_two(out + 11, t.tm_hour);
    write_two(out + 14, t.tm_min);
    write_two(out + 17, t.tm_sec);
}

void sn_date_write_tehran_day(int64_t sec, char out[SN_RFC3339_SIZE])
{
    int64_t wall;
    out[0] = '\0';
    if (sn_icu_tehran_wall(sec, &wall) != SN_OK)
        return;
    sn_date_write_rfc3339(wall, out);
    out[sizeof "2021-08-27" - 1] = '\0';
}

void sn_persian_digits(const char *from, char *out)
{
    for (; *from != '\0'; from++) {
        if (*from >= '0' && *from <= '9') {
            *out++ = '\xDB';
            *out++ = (char)(0xB0 + (*from - '0'));
        } else {
            *out++ = *from;
        }
    }
    *out = '\0';
}

void sn_date_write_jalali(sn_instant instant, char out[SN_JALALI_SIZE])
{
    out[0] = '\0';
    sn_jalali_time t;
    if (sn_icu_jalali_time(instant.sec, &t) != SN_OK || t.year < 0 || t.year > 9999)
        return;
    char text[SN_JALALI_SIZE / 2 - 1];
    int len = snprintf(text, sizeof text, "%04d/%02d/%02d %02d:%02d", t.year, t.month, t.day,
                       t.hour, t.minute);
    if (len < 0 || (size_t)len >= sizeof text)
        return;
    if (instant.precision == SN_PRECISION_DAY)
        *strchr(text, ' ') = '\0';
    sn_persian_digits(text, out);
}

sn_status sn_jalali_of(int64_t sec, sn_jalali_date *out)
{
    sn_jalali_time t;
    sn_status s = sn_icu_jalali_time(sec, &t);
    if (s == SN_OK)
        *out = (sn_jalali_date){t.year, t.month, t.day};
    return s;
}

sn_status sn_jalali_to_instant(sn_jalali_date date, int64_t *sec)
{
    int64_t day;
    sn_status s = sn_icu_day_number(SN_CALSYS_JALALI, date.year, date.month, date.day, &day);
    return s != SN_OK ? s : sn_icu_tehran_instant(day * SN_DAY_SEC, sec);
}
