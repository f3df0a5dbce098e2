#include "archive/days.h"
#include "tests/unit/archive/helper.h"

#include <stdio.h>
#include <string.h>

#define NOON_SEC 1756024200 /* 2025-08-24T12:00 in Tehran */

static void put_at(sn_archive *a, const char *id, int64_t sec)
{
    char json[200];
    sn_error err = {0};
    SN_CLEANUP(sn_article) sn_article article = {0};
    sn_put_result result;
    snprintf(json, sizeof json, "{\"id\":\"%s\",\"title\":\"t\",\"published_at\":%lld}", id,
             (long long)sec);
    assert_ok(sn_article_parse(sn_str_of(json), &article, &err), &err);
    assert_ok(sn_archive_put(a, &article, &result, &err), &err);
}

static void an_empty_archive_has_empty_days(void **state)
{
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    sn_error err = {0};
    sn_day days[SN_DAYS];
    assert_ok(sn_archive_days(a, NOON_SEC, days, &err), &err);
    for (size_t i = 0; i < SN_DAYS; i++) {
        assert_int_equal(days[i].articles, 0);
        assert_int_equal(days[i].sec, NOON_SEC - 12 * 3600 - (int64_t)i * 86400);
    }
    sn_archive_close(a);
}

static void articles_count_for_their_day_in_tehran(void **state)
{
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    sn_error err = {0};
    sn_day days[SN_DAYS];
    const int64_t midnight = NOON_SEC - 12 * 3600;
    put_at(a, "noon", NOON_SEC);
    put_at(a, "first-minute", midnight + 59);
    put_at(a, "last-minute", midnight - 1);
    put_at(a, "tonight", midnight + 86399);
    put_at(a, "oldest", midnight - 59 * 86400);
    put_at(a, "too-old", midnight - 59 * 86400 - 60);
    put_at(a, "gone", NOON_SEC - 60);
    uint64_t change;
    assert_ok(sn_archive_withdraw(a, SN_STR("gone"), &change, &err), &err);
    assert_ok(sn_archive_days(a, NOON_SEC, days, &err), &err);
    assert_int_equal(days[0].articles, 3);
    assert_int_equal(days[1].articles, 1);
    assert_int_equal(days[SN_DAYS - 1].articles, 1);
    uint64_t all = 0;
    for (size_t i = 0; i < SN_DAYS; i++)
        all += days[i].articles;
    assert_int_equal(all, 5);
    sn_archive_close(a);
}

static void days_are_named_as_in_tehran(void **state)
{
    const place *p = *state;
    sn_archive *a = archive_make(p->dir);
    sn_error err = {0};
    sn_day days[SN_DAYS];
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
    sn_json j = SN_JSON(&out);
    put_at(a, "noon", NOON_SEC);
    assert_ok(sn_archive_days(a, NOON_SEC, days, &err), &err);
    sn_json_object(&j);
    sn_days_json(&j, days);
    sn_json_end(&j);
    assert_int_equal(sn_json_finish(&j), SN_OK);
    assert_non_null(strstr(out.at, "{\"articles_by_day\":[{\"day\":\"2025-08-24\",\"articles\":1},"
                                   "{\"day\":\"2025-08-23\",\"articles\":0},"));
    assert_non_null(strstr(out.at, "{\"day\":\"2025-06-26\",\"articles\":0}]}"));
    sn_archive_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(an_empty_archive_has_empty_days),
        PLACED(articles_count_for_their_day_in_tehran),
        PLACED(days_are_named_as_in_tehran),
    };
    return cmocka_run_group_tests_name("archive/days", tests, NULL, NULL);
}
