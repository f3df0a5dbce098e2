/* calendar/span - days, months and years in Tehran, one after the other: for histograms.
 *
 *   second --[sn_tehran_day]--> day number --[sn_date_span_of_day]--> the month it is in, from day to day
 *
 * A day number counts days from 1970-01-01 as calendars in Tehran show them. */
#ifndef SN_CALENDAR_SPAN_H
#define SN_CALENDAR_SPAN_H

#include "base/bytes.h"

typedef enum sn_date_calendar { SN_DATE_JALALI, SN_DATE_GREGORIAN } sn_date_calendar;
typedef enum sn_date_unit { SN_DATE_DAY, SN_DATE_MONTH, SN_DATE_YEAR } sn_date_unit;

typedef struct sn_date_span {
    sn_date_calendar calendar;
    sn_date_unit unit;
    int year, month, day; /* month, day: 1 where the unit is greater */
    int64_t first_day;
    int64_t next_day; /* the first day of the next span */
} sn_date_span;

/* The day in Tehran at an instant. SN_EINVAL for one over 30,000 years away; SN_ENOMEM,
 * SN_EINTERNAL. */
SN_MUST_USE sn_status sn_tehran_day(int64_t sec, int64_t *day);

/* The span that a day is in. SN_EINVAL where a year is outside 1..9998, SN_ENOMEM, SN_EINTERNAL. */
SN_MUST_USE sn_status sn_date_span_of_day(sn_date_calendar calendar, sn_date_unit unit, int64_t day,
                                          sn_date_span *out);

/* The span right before another of its kind; statuses as above. Cheap: a calendar is asked once a
 * year only. */
SN_MUST_USE sn_status sn_date_span_before(const sn_date_span *span, sn_date_span *out);

/* The first seconds of n days in Tehran, in place: day numbers become seconds since 1970. On failure
 * they may be changed in part. SN_ENOMEM, SN_EINTERNAL. */
SN_MUST_USE sn_status sn_tehran_midnights(int64_t *days, size_t n);

#define SN_DATE_SPAN_SIZE 64
/* "1405-08-03", "1405-08", "1405", with its NUL: sn_period_parse() reads it as the same span. */
void sn_date_span_write_value(const sn_date_span *span, char out[SN_DATE_SPAN_SIZE]);
/* «۳ آبان ۱۴۰۵», «آبان ۱۴۰۵», «۱۴۰۵», with its NUL; Gregorian months by their Persian names. */
void sn_date_span_write_label(const sn_date_span *span, char out[SN_DATE_SPAN_SIZE]);

#endif
