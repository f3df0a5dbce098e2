#include "calendar/icu.h"

#include "calendar/icu_memory.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#define ZONE_SIZE 32
#define FAR_SEC   1000000000000LL /* 30,000 years */

typedef UCalendar *calendar_handle;
static void calendar_end(calendar_handle *calendar)
{
    if (*calendar != NULL)
        ucal_close(*calendar);
}
SN_DEFINE_CLEANUP(calendar_handle, calendar_end)

static sn_status status_of(UErrorCode code)
{
    if (U_SUCCESS(code))
        return SN_OK;
    return code == U_MEMORY_ALLOCATION_ERROR ? SN_ENOMEM : SN_EINTERNAL;
}

/* ICU answers with the Gregorian calendar, or with Greenwich, when it cannot load what was asked. */
static bool is_as_asked(UCalendar *calendar, const char *system, const UChar *zone)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar got[ZONE_SIZE];
    const char *type = ucal_getType(calendar, &code);
    if (U_FAILURE(code) || type == NULL || strcmp(type, system) != 0)
        return false;
    ucal_getTimeZoneID(calendar, got, ZONE_SIZE, &code);
    return U_SUCCESS(code) && u_strcmp(got, zone) == 0;
}

/* "persian" or another of ICU's calendars, with the clocks of Tehran. */
static sn_status calendar_open(const char *system, calendar_handle *out)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar zone[ZONE_SIZE];
    char locale[64];
    sn_icu_memory_prepare();
    u_uastrcpy(zone, "Asia/Tehran");
    snprintf(locale, sizeof locale, "fa_IR@calendar=%s", system);
    UCalendar *calendar = ucal_open(zone, -1, locale, UCAL_TRADITIONAL, &code);
    if (U_FAILURE(code))
        return status_of(code);
    *out = calendar;
    if (!is_as_asked(calendar, system, zone))
        return SN_EINTERNAL;
    ucal_setAttribute(calendar, UCAL_LENIENT, 1); /* what we ask is compared with what comes back */
    ucal_setAttribute(calendar, UCAL_SKIPPED_WALL_TIME, UCAL_WALLTIME_NEXT_VALID);
    return SN_OK;
}

/* libc's Gregorian calendar: no zone is involved, so ICU has nothing to add. */
static sn_status gregorian_day_number(int year, int month, int day, int64_t *number)
{
    struct tm t = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
    struct tm back = {0};
    time_t sec = timegm(&t);
    if (gmtime_r(&sec, &back) == NULL || back.tm_year != year - 1900 || back.tm_mon != month - 1 ||
        back.tm_mday != day)
        return SN_EINVAL;
    *number = sn_floor_div(sec, SN_DAY_SEC);
    return SN_OK;
}

/* The day number of the wall date that the calendar shows at its noon. */
static sn_status noon_day_number(UCalendar *calendar, int year, int month, int day, int64_t *number)
{
    UErrorCode code = U_ZERO_ERROR;
    ucal_clear(calendar);
    ucal_setDateTime(calendar, year, month - 1, day, 12, 0, 0, &code);
    int64_t utc_ms = (int64_t)ucal_getMillis(calendar, &code);
    bool same = ucal_get(calendar, UCAL_YEAR, &code) == year &&
                ucal_get(calendar, UCAL_MONTH, &code) == month - 1 &&
                ucal_get(calendar, UCAL_DATE, &code) == day;
    int64_t offset_ms = ucal_get(calendar, UCAL_ZONE_OFFSET, &code);
    offset_ms += ucal_get(calendar, UCAL_DST_OFFSET, &code);
    if (U_FAILURE(code))
        return status_of(code);
    if (!same)
        return SN_EINVAL;
    *number = sn_floor_div(utc_ms + offset_ms, SN_DAY_SEC * 1000);
    return SN_OK;
}

sn_status sn_icu_day_number(sn_calsys system, int year, int month, int day, int64_t *number)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return SN_EINVAL;
    if (system == SN_CALSYS_GREGORIAN)
        return gregorian_day_number(year, month, day, number);
    SN_CLEANUP(calendar_handle) calendar_handle calendar = NULL;
    const char *name = system == SN_CALSYS_JALALI ? "persian" : "islamic-umalqura";
    sn_status status = calendar_open(name, &calendar);
    return status != SN_OK ? status : noon_day_number(calendar, year, month, day, number);
}

static sn_status instant_of_wall(UCalendar *calendar, int64_t local_sec, int64_t *sec)
{
    time_t wall = local_sec;
    struct tm t;
    UErrorCode code = U_ZERO_ERROR;
    if (gmtime_r(&wall, &t) == NULL)
        return SN_EINTERNAL;
    ucal_clear(calendar);
    ucal_setDateTime(calendar, t.tm_year + 1900, t.tm_mon, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec,
                     &code);
    int64_t utc_ms = (int64_t)ucal_getMillis(calendar, &code);
    if (U_FAILURE(code))
        return status_of(code);
    *sec = sn_floor_div(utc_ms, 1000);
    return SN_OK;
}

sn_status sn_icu_tehran_instants(int64_t *secs, size_t n)
{
    SN_CLEANUP(calendar_handle) calendar_handle calendar = NULL;
    sn_status status = calendar_open("gregorian", &calendar);
    for (size_t i = 0; i < n && status == SN_OK; i++)
        status = instant_of_wall(calendar, secs[i], &secs[i]);
    return status;
}

sn_status sn_icu_tehran_instant(int64_t local_sec, int64_t *sec)
{
    int64_t one = local_sec;
    sn_status status = sn_icu_tehran_instants(&one, 1);
    if (status == SN_OK)
        *sec = one;
    return status;
}

sn_status sn_icu_tehran_wall(int64_t sec, int64_t *local_sec)
{
    if (sec < -FAR_SEC || sec > FAR_SEC)
        return SN_EINVAL;
    UErrorCode code = U_ZERO_ERROR;
    SN_CLEANUP(calendar_handle) calendar_handle calendar = NULL;
    sn_status status = calendar_open("gregorian", &calendar);
    if (status != SN_OK)
        return status;
    ucal_setMillis(calendar, (double)sec * 1000, &code);
    int64_t offset_ms = ucal_get(calendar, UCAL_ZONE_OFFSET, &code);
    offset_ms += ucal_get(calendar, UCAL_DST_OFFSET, &code);
    if (U_FAILURE(code))
        return status_of(code);
    *local_sec = sec + offset_ms / 1000;
    return SN_OK;
}

sn_status sn_icu_jalali_time(int64_t sec, sn_jalali_time *out)
{
    if (sec < -FAR_SEC || sec > FAR_SEC)
        return SN_EINVAL;
    UErrorCode code = U_ZERO_ERROR;
    SN_CLEANUP(calendar_handle) calendar_handle calendar = NULL;
    sn_status status = calendar_open("persian", &calendar);
    if (status != SN_OK)
        return status;
    ucal_setMillis(calendar, (double)sec * 1000, &code);
    sn_jalali_time t = {
        .year = ucal_get(calendar, UCAL_YEAR, &code),
        .month = ucal_get(calendar, UCAL_MONTH, &code) + 1,
        .day = ucal_get(calendar, UCAL_DATE, &code),
        .hour = ucal_get(calendar, UCAL_HOUR_OF_DAY, &code),
        .minute = ucal_get(calendar, UCAL_MINUTE, &code),
        .second = ucal_get(calendar, UCAL_SECOND, &code),
    };
    if (U_FAILURE(code))
        return status_of(code);
    *out = t;
    return SN_OK;
}
