#include "calendar/calendar.h"
#include "tests/unit/base/testing.h"

#include <pthread.h>
#include <string.h>

#define DAY_SEC 86400

static int64_t first_second(int year, int month, int day)
{
    int64_t sec = 0;
    assert_int_equal(sn_jalali_to_instant((sn_jalali_date){year, month, day}, &sec), SN_OK);
    return sec;
}

static void leap_years_are_irans(void **state)
{
    static const int leap[] = {1354, 1358, 1362, 1366, 1370, 1375, 1379, 1383, 1387,
                               1391, 1395, 1399, 1403, 1408, 1412, 1416, 1420};
    size_t next = 0;
    (void)state;
    for (int year = 1351; year <= 1420; year++) {
        int64_t sec;
        bool is_leap = sn_jalali_to_instant((sn_jalali_date){year, 12, 30}, &sec) == SN_OK;
        print_message("  %d\n", year);
        assert_int_equal(is_leap, next < COUNT_OF(leap) && leap[next] == year);
        next += is_leap ? 1 : 0;
    }
}

static void every_day_follows_the_one_before(void **state)
{
    int64_t before = first_second(1279, 1, 1);
    sn_jalali_date date = {0, 0, 0};
    (void)state;
    for (int64_t noon = before + DAY_SEC / 2; noon < 4000000000; noon += DAY_SEC) {
        assert_int_equal(sn_jalali_of(noon, &date), SN_OK);
        int64_t sec = first_second(date.year, date.month, date.day);
        int64_t length = sec - before;
        assert_true(noon - sec < DAY_SEC && noon >= sec);
        /* An hour more or less as clocks change; Tehran's own time had odd seconds at first. */
        assert_true(sec == before || (length > DAY_SEC - 3700 && length < DAY_SEC + 3700));
        before = sec;
    }
    assert_int_equal(date.year, 1475);
}

static void days_that_do_not_exist_are_refused(void **state)
{
    static const sn_jalali_date none[] = {{1404, 12, 30}, {1404, 7, 31}, {1404, 0, 1},
                                          {1404, 13, 1},  {1404, 1, 0},  {1404, 1, 32},
                                          {0, 1, 1},      {-1, 1, 1},    {10000, 1, 1}};
    int64_t sec = 77;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(none); i++)
        assert_int_equal(sn_jalali_to_instant(none[i], &sec), SN_EINVAL);
    assert_int_equal(sec, 77);
}

static const struct write_case {
    const char *name;
    int64_t sec;
    sn_precision precision;
    const char *rfc3339, *jalali, *day;
} writes[] = {
    {"a summer afternoon", 1630057260, SN_PRECISION_MINUTE, "2021-08-27T09:41:00Z",
     "۱۴۰۰/۰۶/۰۵ ۱۴:۱۱", "2021-08-27"},
    {"the same to the second", 1630057260, SN_PRECISION_SECOND, "2021-08-27T09:41:00Z",
     "۱۴۰۰/۰۶/۰۵ ۱۴:۱۱", "2021-08-27"},
    {"a day has no time", 1630006200, SN_PRECISION_DAY, "2021-08-26T19:30:00Z", "۱۴۰۰/۰۶/۰۵",
     "2021-08-27"},
    {"the epoch", 0, SN_PRECISION_SECOND, "1970-01-01T00:00:00Z", "۱۳۴۸/۱۰/۱۱ ۰۳:۳۰", "1970-01-01"},
    {"a second before it", -1, SN_PRECISION_SECOND, "1969-12-31T23:59:59Z", "۱۳۴۸/۱۰/۱۱ ۰۳:۲۹",
     "1970-01-01"},
    {"the first second there is", SN_INSTANT_MIN, SN_PRECISION_SECOND, "1900-01-01T00:00:00Z",
     "۱۲۷۸/۱۰/۱۱ ۰۳:۲۵", "1900-01-01"},
    {"the last", SN_INSTANT_MAX, SN_PRECISION_SECOND, "2100-01-01T00:00:00Z", "۱۴۷۸/۱۰/۱۲ ۰۳:۳۰",
     "2100-01-01"},
};

static void instants_are_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(writes); i++) {
        const struct write_case *c = &writes[i];
        char rfc3339[SN_RFC3339_SIZE], jalali[SN_JALALI_SIZE], day[SN_RFC3339_SIZE];
        print_message("  case: %s\n", c->name);
        sn_date_write_rfc3339(c->sec, rfc3339);
        sn_date_write_jalali((sn_instant){c->sec, c->precision}, jalali);
        sn_date_write_tehran_day(c->sec, day);
        assert_string_equal(rfc3339, c->rfc3339);
        assert_string_equal(jalali, c->jalali);
        assert_string_equal(day, c->day);
    }
}

static void far_instants_do_no_harm(void **state)
{
    static const int64_t far[] = {INT64_MIN, INT64_MAX, -99999999999, 99999999999999};
    char text[SN_RFC3339_SIZE], jalali[SN_JALALI_SIZE];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(far); i++) {
        sn_date_write_rfc3339(far[i], text);
        assert_int_equal(strlen(text), 20);
        sn_date_write_jalali((sn_instant){far[i], SN_PRECISION_SECOND}, jalali);
        sn_date_write_tehran_day(far[i], text);
        assert_true(strlen(text) <= 10);
    }
    sn_date_write_rfc3339(-50000000000, text);
    assert_string_equal(text, "0385-07-25T07:06:40Z");
}

static const struct number_case {
    const char *name;
    int64_t number, sec;
    sn_status status;
} numbers[] = {
    {"seconds", 1630057260, 1630057260, SN_OK},
    {"milliseconds", 1630057260123, 1630057260, SN_OK},
    {"milliseconds before 1970 are rounded down", -100000000001, -100000001, SN_OK},
    {"zero", 0, 0, SN_OK},
    {"the first second", SN_INSTANT_MIN, SN_INSTANT_MIN, SN_OK},
    {"the last second", SN_INSTANT_MAX, SN_INSTANT_MAX, SN_OK},
    {"one before the first", SN_INSTANT_MIN - 1, 0, SN_EINVAL},
    {"one behind the last", SN_INSTANT_MAX + 1, 0, SN_EINVAL},
    {"the greatest number", INT64_MAX, 0, SN_EINVAL},
    {"the least number", INT64_MIN, 0, SN_EINVAL},
};

static void numbers_are_seconds_or_milliseconds(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        sn_error err = {0};
        sn_instant instant = {0};
        print_message("  case: %s\n", numbers[i].name);
        assert_int_equal(sn_date_of_number(numbers[i].number, &instant, &err), numbers[i].status);
        if (numbers[i].status == SN_OK)
            assert_true(instant.sec == numbers[i].sec && instant.precision == SN_PRECISION_SECOND);
    }
}

static void *read_dates(void *result)
{
    for (int i = 0; i < 2000; i++) {
        sn_instant instant;
        if (sn_date_parse(SN_STR("۰۵ شهريور ۱۴۰۰ - ۱۴:۱۱"), &instant, NULL) != SN_OK ||
            instant.sec != 1630057260)
            *(bool *)result = false;
    }
    return NULL;
}

static void threads_do_not_meet(void **state)
{
    pthread_t threads[4];
    bool right[4] = {true, true, true, true};
    (void)state;
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_dates, &right[i]), 0);
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_true(right[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leap_years_are_irans),
        cmocka_unit_test(every_day_follows_the_one_before),
        cmocka_unit_test(days_that_do_not_exist_are_refused),
        cmocka_unit_test(instants_are_written),
        cmocka_unit_test(far_instants_do_no_harm),
        cmocka_unit_test(numbers_are_seconds_or_milliseconds),
        cmocka_unit_test(threads_do_not_meet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
