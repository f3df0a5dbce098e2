/* calendar/icu - the few questions only a calendar or the zone database can answer, put to ICU.
 *
 * All return SN_OK, or SN_ENOMEM, or SN_EINTERNAL where ICU lacks the calendar or the zone; and what they say.
 * A calendar is opened for each question: that takes 2.7 us, so there is nothing to keep between
 * calls and nothing that threads share. Private to calendar/. */
#ifndef SN_CALENDAR_ICU_H
#define SN_CALENDAR_ICU_H

#include "calendar/calendar.h"

#define SN_DAY_SEC 86400

/* Rounded down, before 1970 too. b > 0. */
static inline int64_t sn_floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

typedef enum sn_calsys {
    SN_CALSYS_GREGORIAN,
    SN_CALSYS_JALALI,
    SN_CALSYS_HIJRI /* Umm al-Qura; the moon seen in Tehran may say another day */
} sn_calsys;

/* Days from 1970-01-01 to a day. SN_EINVAL if the calendar has no such day. */
SN_MUST_USE sn_status sn_icu_day_number(sn_calsys system, int year, int month, int day,
                                        int64_t *number);

/* The instant at which clocks in Tehran show local_sec (seconds since 1970-01-01T00:00:00 on the
 * wall). A time skipped by summer time is the instant the clocks jumped; of a time shown twice it is
 * the second. */
SN_MUST_USE sn_status sn_icu_tehran_instant(int64_t local_sec, int64_t *sec);

/* The same for n of them, in place, with one calendar: 1,000 midnights are asked for at once. On
 * failure they may be changed in part. */
SN_MUST_USE sn_status sn_icu_tehran_instants(int64_t *secs, size_t n);

/* The other way: seconds since 1970-01-01T00:00:00 that clocks in Tehran show at an instant.
 * SN_EINVAL for one over 30,000 years away. */
SN_MUST_USE sn_status sn_icu_tehran_wall(int64_t sec, int64_t *local_sec);

typedef struct sn_jalali_time {
    int year, month, day, hour, minute, second;
} sn_jalali_time;
/* What calendar and clock in Tehran show at an instant. SN_EINVAL as above. */
SN_MUST_USE sn_status sn_icu_jalali_time(int64_t sec, sn_jalali_time *out);

#endif
