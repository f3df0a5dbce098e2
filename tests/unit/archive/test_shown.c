/* The rule of archive/shown.h, by a table: what an article says, when it is looked at, what it is. */
#include "tests/unit/archive/helper.h"

#include "archive/shown.h"

#include <stdio.h>

/* 2025-08-24 in Tehran begins at 2025-08-23T20:30Z; in 1400 (2021) there was summer time. */
static const struct rule_case {
    const char *says, *now;
    sn_article_state state;
    const char *until; /* "": it stays so */
} cases[] = {
    {"", "1980-01-01T00:00Z", SN_ARTICLE_LIVE, ""},
    {",\"published_at\":\"2090-01-01\"", "2025-08-24T00:00Z", SN_ARTICLE_LIVE, ""},
    {",\"publish_at\":\"2025-08-24T09:00:00Z\"", "2025-08-24T08:59:59Z", SN_ARTICLE_EMBARGOED,
     "2025-08-24T09:00Z"},
    {",\"publish_at\":\"2025-08-24T09:00:00Z\"", "2025-08-24T09:00:00Z", SN_ARTICLE_LIVE, ""},
    {",\"expires_at\":\"2025-08-24T09:00:00Z\"", "2025-08-24T08:59:59Z", SN_ARTICLE_LIVE,
     "2025-08-24T09:00Z"},
    {",\"expires_at\":\"2025-08-24T09:00:00Z\"", "2025-08-24T09:00:00Z", SN_ARTICLE_EXPIRED, ""},
    /* A day only: from its first second, through its last. */
    {",\"publish_at\":\"2025-08-24\"", "2025-08-23T20:29:59Z", SN_ARTICLE_EMBARGOED,
     "2025-08-23T20:30Z"},
    {",\"publish_at\":\"1404/06/02\"", "2025-08-23T20:30:00Z", SN_ARTICLE_LIVE, ""},
    {",\"expires_at\":\"2025-08-24\"", "2025-08-24T20:29:59Z", SN_ARTICLE_LIVE,
     "2025-08-24T20:30Z"},
    {",\"expires_at\":\"1404/06/02\"", "2025-08-24T20:30:00Z", SN_ARTICLE_EXPIRED, ""},
    {",\"expires_at\":\"2021-09-21\"", "2021-09-21T20:29:59Z", SN_ARTICLE_LIVE,
     "2021-09-21T20:30Z"},
    /* Both, in any order. */
    {",\"publish_at\":1000,\"expires_at\":2000", "1970-01-01T00:16:39Z", SN_ARTICLE_EMBARGOED,
     "1970-01-01T00:16:40Z"},
    {",\"publish_at\":1000,\"expires_at\":2000", "1970-01-01T00:16:40Z", SN_ARTICLE_LIVE,
     "1970-01-01T00:33:20Z"},
    {",\"publish_at\":1000,\"expires_at\":2000", "1970-01-01T00:33:20Z", SN_ARTICLE_EXPIRED, ""},
    {",\"publish_at\":2000,\"expires_at\":1000", "1970-01-01T00:00Z", SN_ARTICLE_EMBARGOED,
     "1970-01-01T00:16:40Z"},
    {",\"publish_at\":2000,\"expires_at\":1000", "1970-01-01T01:00Z", SN_ARTICLE_EXPIRED, ""},
    {",\"publish_at\":1000,\"expires_at\":1000", "1970-01-01T00:16:40Z", SN_ARTICLE_EXPIRED, ""},
    /* pubstatus */
    {",\"pubstatus\":\"usable\"", "2025-01-01", SN_ARTICLE_LIVE, ""},
    {",\"pubstatus\":\"Stat:Usable\"", "2025-01-01", SN_ARTICLE_LIVE, ""},
    {",\"pubstatus\":\"publish\"", "2025-01-01", SN_ARTICLE_LIVE, ""},
    {",\"pubstatus\":\"future\"", "2025-01-01", SN_ARTICLE_LIVE, ""},
    {",\"pubstatus\":\"future\",\"publish_at\":\"2025-01-02\"", "2025-01-01", SN_ARTICLE_EMBARGOED,
     "2025-01-01T20:30Z"},
    {",\"pubstatus\":\"withheld\"", "2025-01-01", SN_ARTICLE_WITHHELD, ""},
    {",\"pubstatus\":\"stat:canceled\"", "2025-01-01", SN_ARTICLE_WITHHELD, ""},
    {",\"pubstatus\":\"CANCELLED\"", "2025-01-01", SN_ARTICLE_WITHHELD, ""},
    {",\"pubstatus\":\"draft\"", "2025-01-01", SN_ARTICLE_WITHHELD, ""},
    {",\"pubstatus\":\"pending\"", "2025-01-01", SN_ARTICLE_WITHHELD, ""},
    {",\"pubstatus\":\"private\"", "2025-01-01", SN_ARTICLE_WITHHELD, ""},
    {",\"pubstatus\":\"trash\"", "2025-01-01", SN_ARTICLE_WITHHELD, ""},
    {",\"pubstatus\":\"auto-draft\"", "2025-01-01", SN_ARTICLE_WITHHELD, ""},
    {",\"pubstatus\":\"inherit\"", "2025-01-01", SN_ARTICLE_WITHHELD, ""},
    {",\"pubstatus\":\"withheld\",\"publish_at\":\"2025-01-02\",\"expires_at\":\"2024-01-01\"",
     "2025-01-01", SN_ARTICLE_WITHHELD, ""},
    /* In an archive of before: not known, so not shown. */
    {",\"pubstatus\":\"whatever\"", "2025-01-01", SN_ARTICLE_WITHHELD, ""},
    {",\"pubstatus\":\"usable!\"", "2025-01-01", SN_ARTICLE_WITHHELD, ""},
};

static int64_t second_of(const char *date)
{
    sn_error err = {0};
    sn_instant instant;
    assert_ok(sn_date_parse(sn_str_of(date), &instant, &err), &err);
    return instant.sec;
}

static void an_article_is_what_it_says_at_that_time(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct rule_case *c = &cases[i];
        SN_CLEANUP(sn_article) sn_article article = {0};
        char json[400];
        sn_error err = {0};
        sn_showing shown;
        snprintf(json, sizeof json, "{\"id\":\"a\",\"title\":\"t\"%s}", c->says);
        assert_ok(sn_article_parse(sn_str_of(json), &article, &err), &err);
        assert_ok(sn_article_shown_at(&article, second_of(c->now), &shown, &err), &err);
        int64_t until = c->until[0] != '\0' ? second_of(c->until) : SN_NEVER_SEC;
        if (shown.state != c->state || shown.until_sec != until)
            fail_msg("%s at %s: %s until %lld", c->says, c->now, sn_article_state_name(shown.state),
                     (long long)shown.until_sec);
    }
}

static void a_pubstatus_nobody_knows_is_refused_when_it_comes(void **state)
{
    static const char *const unknown[] = {"published", "usable ok", "stat:", "stat", "نشر"};
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(((const place *)*state)->dir);
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        char rest[100];
        snprintf(rest, sizeof rest, ",\"pubstatus\":\"%s\"", unknown[i]);
        expect_put(a, "a", "t", rest, SN_EINVAL, "is not one of usable, publish");
        expect_unknown(a, "a");
    }
    put_ok(a, "a", "t", ",\"pubstatus\":\"stat:usable\"", SN_PUT_CREATED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_is_what_it_says_at_that_time),
        PLACED(a_pubstatus_nobody_knows_is_refused_when_it_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
