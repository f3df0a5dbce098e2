/* calendar/calendar - dates as newsrooms write them, and as Persian readers read them.
 *
 *   text («۰۵ شهريور ۱۴۰۰ - ۱۴:۱۱», "Fri, 27 Aug 2021 14:11:00 +0430", 1630057260) -> instant
 *   instant -> RFC 3339 in UTC, Jalali in Persian digits
 *
 * The Jalali calendar and the time zone Asia/Tehran (with its summer time before 2022) are ICU's.
 * A time without a zone is Tehran time. No state that callers see; safe from every thread. */
#ifndef SN_CALENDAR_H
#define SN_CALENDAR_H

#include "base/bytes.h"

typedef enum sn_precision {
    SN_PRECISION_DAY = 1, /* a date only: sec is the first second of that day in Tehran */
    SN_PRECISION_MINUTE = 2,
    SN_PRECISION_SECOND = 3
} sn_precision;

typedef struct sn_instant {
    int64_t sec; /* seconds since 1970-01-01T00:00:00Z, leap seconds not counted */
    sn_precision precision;
} sn_instant;

/* Earliest and latest second that any date given from outside may be. */
#define SN_INSTANT_MIN (-2208988800LL) /* 1900-01-01T00:00:00Z */
#define SN_INSTANT_MAX 4102444800LL    /* 2100-01-01T00:00:00Z */

/* Read a date in any of the forms of docs/dates.md (that page is tested against this function):
 * RFC 3339 and ISO 8601 (with or without time, zone, seconds, fraction; space for T), RFC 822/2822,
 * epoch seconds or milliseconds as digits, Jalali and Gregorian y/m/d with / or - or . (year
 * 1200-1499 is Jalali, 1900-2100 Gregorian; d/m/y when the year stands last), Jalali or Gregorian or
 * Hijri month names in words («۱۴ شهریور ۱۴۰۴ - ۱۲:۵۶», «پنجشنبه ۳۰ مرداد ۱۴۰۴ ساعت ۱۵:۰۱»,
 * «27 August 2021»), digits of three scripts, Arabic and Persian letters, half-spaces and bidi
 * marks anywhere, time before or behind the date.
 * Returns SN_OK; SN_EINVAL (no date, a date that does not exist such as 1404/12/31 or 25:00, or one
 * outside SN_INSTANT_MIN..MAX; the message quotes at most 60 bytes of the text), SN_ENOMEM,
 * SN_EINTERNAL (ICU has no such calendar). */
SN_MUST_USE sn_status sn_date_parse(sn_str text, sn_instant *out, sn_error *err);

/* Seconds since 1970 or, over 10^11 or under -10^11, milliseconds. SN_EINVAL outside
 * SN_INSTANT_MIN..MAX. */
SN_MUST_USE sn_status sn_date_of_number(int64_t number, sn_instant *out, sn_error *err);

/* The whole period that a text names, for the filters from and to: like sn_date_parse, and also
 * «دیروز», «امروز», «هفته گذشته», «۳ روز اخیر», today, -7d, -12h, -3m, -1y (before now), a year (1403), a month
 * (1403/08, 2024-11, «آبان ۱۴۰۲»), each as [first, last] in seconds, both inclusive.
 * The last second of a period that goes on after SN_INSTANT_MAX is SN_INSTANT_MAX.
 * now_sec is the instant that relative forms count from: days, weeks and hours by seconds, months
 * and years by the Jalali calendar; first equals last. Statuses as sn_date_parse. */
SN_MUST_USE sn_status sn_period_parse(sn_str text, int64_t now_sec, int64_t *first, int64_t *last,
                                      sn_error *err);

#define SN_RFC3339_SIZE 32
/* "2021-08-27T09:41:00Z" with its NUL. */
void sn_date_write_rfc3339(int64_t sec, char out[SN_RFC3339_SIZE]);

/* "2021-08-27" with its NUL: the Gregorian day in Tehran, which sn_date_parse() reads back. Empty
 * when ICU fails. */
void sn_date_write_tehran_day(int64_t sec, char out[SN_RFC3339_SIZE]);

#define SN_JALALI_SIZE 48
/* «۱۴۰۰/۰۶/۰۵ ۱۴:۱۱» (without the time for SN_PRECISION_DAY) in UTF-8 with its NUL, in Tehran
 * time. Empty when ICU fails. */
void sn_date_write_jalali(sn_instant instant, char out[SN_JALALI_SIZE]);

/* Year, month (1-12) and day in Tehran time. */
typedef struct sn_jalali_date {
    int year, month, day;
} sn_jalali_date;
/* SN_EINVAL for an instant over 30,000 years away, SN_ENOMEM, SN_EINTERNAL. */
SN_MUST_USE sn_status sn_jalali_of(int64_t sec, sn_jalali_date *out);
/* The first second of a Jalali day in Tehran. SN_EINVAL for a day that does not exist,
 * SN_ENOMEM, SN_EINTERNAL. */
SN_MUST_USE sn_status sn_jalali_to_instant(sn_jalali_date date, int64_t *sec);

#endif
