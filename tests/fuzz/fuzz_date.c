/* Dates from anywhere: no crash, and laws.
 *   a date that was read is inside the range, and a failure leaves the out-parameter alone;
 *   what is written of it reads back as the same instant;
 *   a period has its beginning before its end, and that of a date begins with the date. */
#include "calendar/calendar.h"
#include "tests/fuzz/law.h"

#include <string.h>

#define NOW_SEC 1630057260

static void check_written(sn_instant instant)
{
    char text[SN_RFC3339_SIZE], jalali[SN_JALALI_SIZE];
    sn_instant back = {0};
    sn_date_write_rfc3339(instant.sec, text);
    law(sn_date_parse(sn_str_of(text), &back, NULL) == SN_OK && back.sec == instant.sec);
    sn_date_write_jalali(instant, jalali);
    law(sn_date_parse(sn_str_of(jalali), &back, NULL) == SN_OK ||
        instant.sec < SN_INSTANT_MIN + 60);
    if (instant.precision == SN_PRECISION_DAY) {
        law(back.sec == instant.sec && back.precision == SN_PRECISION_DAY);
        sn_date_write_tehran_day(instant.sec, text);
        law(sn_date_parse(sn_str_of(text), &back, NULL) == SN_OK && back.sec == instant.sec);
    }
}

static void check_period(sn_str text, bool is_date, sn_instant instant)
{
    int64_t first = 7, last = 6;
    sn_error err = {0};
    sn_status status = sn_period_parse(text, NOW_SEC, &first, &last, &err);
    if (status != SN_OK) {
        law(status == SN_EINVAL && first == 7 && last == 6 && err.msg[0] != '\0');
        law(!is_date);
        return;
    }
    law(first <= last && first >= SN_INSTANT_MIN && last <= SN_INSTANT_MAX);
    law(!is_date || first == instant.sec);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_str text = {(const char *)data, size};
    sn_instant instant = {77, SN_PRECISION_DAY};
    sn_error err = {0};
    sn_status status = sn_date_parse(text, &instant, &err);
    if (status == SN_OK) {
        law(instant.sec >= SN_INSTANT_MIN && instant.sec <= SN_INSTANT_MAX);
        law(instant.precision >= SN_PRECISION_DAY && instant.precision <= SN_PRECISION_SECOND);
        check_written(instant);
    } else {
        law(status == SN_EINVAL && instant.sec == 77 && strlen(err.msg) > 0);
    }
    check_period(text, status == SN_OK, instant);
    return 0;
}
