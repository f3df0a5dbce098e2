#include "archive/days.h"

#include "archive/number.h"
#include "archive/store.h"
#include "calendar/calendar.h"

static sn_status first_second(int64_t sec, int64_t *out, sn_error *err)
{
    sn_jalali_date date;
    sn_status s = sn_jalali_of(sec, &date);
    if (s == SN_OK)
        s = sn_jalali_to_instant(date, out);
    return s == SN_OK ? s : sn_fail(err, s, "no day has the second %lld", (long long)sec);
}

/* Numbers run newest first. An article whose minute was full has a number of an older one: a few at midnight may count
 * for the day before. */
static sn_status count_day(sn_archive *a, int64_t from_sec, int64_t before_sec, uint64_t *out,
                           sn_error *err)
{
    int64_t n = 0;
    uint32_t first = sn_number_of_minute(sn_minute_of_second(before_sec - 1));
    uint32_t behind = sn_number_of_minute(sn_minute_of_second(from_sec) - 1);
    sn_status s = sn_sql_int(a, SN_SQL_COUNT_BETWEEN, &n, err, "iii", (int64_t)first,
                             (int64_t)behind, (int64_t)SN_ARTICLE_LIVE);
    *out = (uint64_t)n;
    return s;
}

sn_status sn_archive_days(sn_archive *a, int64_t now_sec, sn_day out[SN_DAYS], sn_error *err)
{
    sn_day days[SN_DAYS];
    int64_t behind_sec;
    sn_status s = first_second(now_sec, &days[0].sec, err);
    for (size_t i = 1; i < SN_DAYS && s == SN_OK; i++)
        s = first_second(days[i - 1].sec - 1, &days[i].sec, err);
    /* Noon of the next day is on it, whatever its length. */
    if (s == SN_OK)
        s = first_second(days[0].sec + 36 * 3600, &behind_sec, err);
    for (size_t i = 0; i < SN_DAYS && s == SN_OK; i++)
        s = count_day(a, days[i].sec, i == 0 ? behind_sec : days[i - 1].sec, &days[i].articles,
                      err);
    for (size_t i = 0; i < SN_DAYS && s == SN_OK; i++)
        out[i] = days[i];
    return s;
}

void sn_days_json(sn_json *j, const sn_day days[SN_DAYS])
{
    sn_json_key(j, "articles_by_day");
    sn_json_array(j);
    for (size_t i = 0; i < SN_DAYS; i++) {
        char day[SN_RFC3339_SIZE];
        sn_date_write_tehran_day(days[i].sec, day);
        sn_json_object(j);
        sn_json_key(j, "day");
        sn_json_text(j, day);
        sn_json_key(j, "articles");
        sn_json_int(j, (int64_t)days[i].articles);
        sn_json_end(j);
    }
    sn_json_end(j);
}
