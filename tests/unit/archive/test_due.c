/* Moments at which articles begin or cease to be shown: each becomes a change, once, whatever came before. */
#include "tests/unit/archive/helper.h"

#include "archive/due.h"
#include "archive/number.h"
#include "archive/shown.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static sn_archive *open_place(void **state)
{
    return archive_make(((const place *)*state)->dir);
}

static uint32_t fall_due(sn_archive *a, uint32_t max)
{
    sn_error err = {0};
    uint32_t n = 77;
    assert_ok(sn_archive_fall_due(a, max, &n, &err), &err);
    return n;
}

static int64_t next_due(sn_archive *a)
{
    sn_error err = {0};
    int64_t sec = 77;
    assert_ok(sn_archive_next_due(a, &sec, &err), &err);
    return sec == SN_NEVER_SEC ? -1 : sec - NOW_SEC;
}

static uint64_t last_change(sn_archive *a)
{
    uint64_t last = 0;
    assert_int_equal(sn_archive_last_change(a, &last, NULL), SN_OK);
    return last;
}

/* Put it with these seconds from NOW_SEC on; 0: not said. */
static void put_timed(sn_archive *a, const char *id, const char *title, int begin, int end,
                      const char *rest)
{
    char text[300];
    int n = snprintf(text, sizeof text, "%s", rest);
    if (begin != 0)
        n += snprintf(text + n, sizeof text - (size_t)n, ",\"publish_at\":%d", NOW_SEC + begin);
    if (end != 0)
        snprintf(text + n, sizeof text - (size_t)n, ",\"expires_at\":%d", NOW_SEC + end);
    sn_put_result result;
    sn_error err = {0};
    assert_ok(put(a, id, title, text, &result, &err), &err);
}

static void set_clock(sn_archive *a, int sec)
{
    sn_archive_set_now(a, NOW_SEC + sec);
}

static void embargoes_end_and_articles_expire(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    put_timed(a, "a", "one", 10, 20, "");
    expect_state(a, "a", SN_ARTICLE_EMBARGOED, "one");
    expect_live(a, "");
    expect_changes(a, 0, "a=");
    assert_true(fall_due(a, 10) == 0 && next_due(a) == 10);
    set_clock(a, 9);
    assert_true(fall_due(a, 10) == 0 && last_change(a) == 1);
    set_clock(a, 10);
    expect_live(a, ""); /* time alone changes nothing */
    assert_true(fall_due(a, 10) == 1 && next_due(a) == 20);
    expect_state(a, "a", SN_ARTICLE_LIVE, "one");
    expect_live(a, "a=one");
    expect_changes(a, 1, "a=one");
    assert_true(fall_due(a, 10) == 0 && last_change(a) == 2);
    set_clock(a, 20);
    assert_true(fall_due(a, 10) == 1 && next_due(a) == -1);
    expect_state(a, "a", SN_ARTICLE_EXPIRED, "one");
    expect_changes(a, 2, "a=");
    expect_live(a, "");
    assert_int_equal(last_change(a), 3);
}

static void a_moment_passed_over_is_none(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    put_timed(a, "a", "one", 10, 20, "");
    set_clock(a, 1000);
    assert_true(fall_due(a, 10) == 1 && next_due(a) == -1);
    expect_state(a, "a", SN_ARTICLE_EXPIRED, "one");
    expect_changes(a, 0, "a=");
}

static void many_fall_due_some_at_a_time(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    sn_archive_counts counts;
    for (int i = 0; i < 7; i++)
        put_timed(a, (const char[]){'a', (char)('0' + i), '\0'}, "t", 10 + i, 0, "");
    assert_int_equal(sn_archive_count(a, &counts, NULL), SN_OK);
    assert_true(counts.live == 0 && counts.embargoed == 7);
    set_clock(a, 14);
    assert_int_equal(fall_due(a, 3), 3);
    expect_live(a, "a0=t a1=t a2=t");
    assert_int_equal(fall_due(a, 3), 2);
    assert_int_equal(fall_due(a, 3), 0);
    expect_live(a, "a0=t a1=t a2=t a3=t a4=t");
    assert_int_equal(next_due(a), 15);
    assert_int_equal(sn_archive_count(a, &counts, NULL), SN_OK);
    assert_true(counts.live == 5 && counts.embargoed == 2);
}

static void counts_tell_states_apart(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    sn_archive_counts c;
    put_timed(a, "shown", "t", 0, 10, "");
    put_timed(a, "early", "t", 10, 0, "");
    put_timed(a, "late", "t", 0, -10, "");
    put_timed(a, "held", "t", 0, 0, ",\"pubstatus\":\"withheld\"");
    assert_int_equal(sn_archive_count(a, &c, NULL), SN_OK);
    assert_true(c.live == 1 && c.embargoed == 1 && c.expired == 1 && c.withheld == 1);
    take_down_ok(a, "early");
    withdraw_ok(a, "late");
    assert_int_equal(sn_archive_count(a, &c, NULL), SN_OK);
    assert_true(c.live == 1 && c.embargoed == 0 && c.expired == 0 && c.withheld == 1);
    assert_true(c.taken_down == 1 && c.withdrawn == 1);
}

/* ---- what may happen to an article meanwhile ---------------------------------------------------- */

typedef struct step {
    enum { END, PUT, CLOCK, WITHDRAW, TAKE_DOWN, LIFT, REOPEN } what;
    int begin, end; /* PUT; CLOCK: begin is the time */
    const char *rest;
} step;

static const struct course {
    const char *name;
    step steps[8];
    sn_article_state state;
    int next; /* the moment that is noted; -1: none */
    const char *title;
} courses[] = {
    {"a later publish_at holds",
     {{PUT, 10, 0, ""}, {PUT, 30, 0, ""}, {CLOCK, 20, 0, NULL}},
     SN_ARTICLE_EMBARGOED,
     30,
     "v2"},
    {"an earlier publish_at holds",
     {{PUT, 30, 0, ""}, {PUT, 10, 0, ""}, {CLOCK, 20, 0, NULL}},
     SN_ARTICLE_LIVE,
     -1,
     "v2"},
    {"a shown one goes back under embargo",
     {{PUT, 0, 0, ""}, {PUT, 10, 0, ""}},
     SN_ARTICLE_EMBARGOED,
     10,
     "v2"},
    {"an embargo that is lifted", {{PUT, 30, 0, ""}, {PUT, 0, 0, ""}}, SN_ARTICLE_LIVE, -1, "v2"},
    {"an expiry that is put off",
     {{PUT, 0, 10, ""}, {PUT, 0, 30, ""}, {CLOCK, 20, 0, NULL}},
     SN_ARTICLE_LIVE,
     30,
     "v2"},
    {"an expiry that is put off too late",
     {{PUT, 0, 10, ""}, {CLOCK, 20, 0, NULL}, {PUT, 0, 30, ""}},
     SN_ARTICLE_LIVE,
     30,
     "v2"},
    {"an expiry that comes earlier",
     {{PUT, 0, 30, ""}, {PUT, 0, 10, ""}, {CLOCK, 20, 0, NULL}},
     SN_ARTICLE_EXPIRED,
     -1,
     "v2"},
    {"a newer version under embargo",
     {{PUT, 30, 0, ",\"version\":1"}, {PUT, 30, 0, ",\"version\":2"}, {CLOCK, 30, 0, NULL}},
     SN_ARTICLE_LIVE,
     -1,
     "v2"},
    {"an expired one comes back with a version",
     {{PUT, 0, 10, ",\"version\":1"}, {CLOCK, 20, 0, NULL}, {PUT, 0, 0, ",\"version\":2"}},
     SN_ARTICLE_LIVE,
     -1,
     "v2"},
    {"withdrawn under embargo",
     {{PUT, 10, 0, ""}, {WITHDRAW, 0, 0, NULL}, {CLOCK, 20, 0, NULL}},
     SN_ARTICLE_WITHDRAWN,
     -1,
     "v1"},
    {"withdrawn and put again under embargo",
     {{PUT, 10, 0, ""}, {WITHDRAW, 0, 0, NULL}, {PUT, 15, 0, ""}},
     SN_ARTICLE_EMBARGOED,
     15,
     "v2"},
    {"withdrawn when expired",
     {{PUT, 0, 10, ""}, {CLOCK, 20, 0, NULL}, {WITHDRAW, 0, 0, NULL}},
     SN_ARTICLE_WITHDRAWN,
     -1,
     "v1"},
    {"taken down under embargo",
     {{PUT, 10, 0, ""}, {TAKE_DOWN, 0, 0, NULL}, {CLOCK, 20, 0, NULL}},
     SN_ARTICLE_TAKEN_DOWN,
     -1,
     "v1"},
    {"lifted when the embargo is over",
     {{PUT, 10, 0, ""}, {TAKE_DOWN, 0, 0, NULL}, {CLOCK, 20, 0, NULL}, {LIFT, 0, 0, NULL}},
     SN_ARTICLE_LIVE,
     -1,
     "v1"},
    {"lifted before the embargo is over",
     {{PUT, 10, 0, ""}, {TAKE_DOWN, 0, 0, NULL}, {LIFT, 0, 0, NULL}},
     SN_ARTICLE_EMBARGOED,
     10,
     "v1"},
    {"lifted when it has expired",
     {{PUT, 0, 10, ""}, {TAKE_DOWN, 0, 0, NULL}, {CLOCK, 20, 0, NULL}, {LIFT, 0, 0, NULL}},
     SN_ARTICLE_EXPIRED,
     -1,
     "v1"},
    {"lifted before it expires",
     {{PUT, 0, 10, ""}, {TAKE_DOWN, 0, 0, NULL}, {CLOCK, 5, 0, NULL}, {LIFT, 0, 0, NULL}},
     SN_ARTICLE_LIVE,
     10,
     "v1"},
    {"withdrawn, taken down, lifted",
     {{PUT, 10, 0, ""},
      {WITHDRAW, 0, 0, NULL},
      {TAKE_DOWN, 0, 0, NULL},
      {LIFT, 0, 0, NULL},
      {CLOCK, 20, 0, NULL}},
     SN_ARTICLE_WITHDRAWN,
     -1,
     "v1"},
    {"withheld, then usable",
     {{PUT, 0, 0, ",\"pubstatus\":\"withheld\""}, {PUT, 0, 0, ",\"pubstatus\":\"usable\""}},
     SN_ARTICLE_LIVE,
     -1,
     "v2"},
    {"canceled under embargo",
     {{PUT, 10, 0, ""}, {PUT, 10, 0, ",\"pubstatus\":\"canceled\""}, {CLOCK, 20, 0, NULL}},
     SN_ARTICLE_WITHHELD,
     -1,
     "v2"},
    {"withheld and lifted",
     {{PUT, 0, 0, ",\"pubstatus\":\"withheld\""}, {TAKE_DOWN, 0, 0, NULL}, {LIFT, 0, 0, NULL}},
     SN_ARTICLE_WITHHELD,
     -1,
     "v1"},
    {"moments outlive the process",
     {{PUT, 10, 20, ""},
      {REOPEN, 0, 0, NULL},
      {CLOCK, 15, 0, NULL},
      {REOPEN, 0, 0, NULL},
      {CLOCK, 16, 0, NULL}},
     SN_ARTICLE_LIVE,
     20,
     "v1"},
    {"another date under embargo",
     {{PUT, 10, 0, ",\"published_at\":\"2025-01-01\""},
      {PUT, 10, 0, ",\"published_at\":\"2025-01-03\""},
      {CLOCK, 20, 0, NULL}},
     SN_ARTICLE_LIVE,
     -1,
     "v2"},
};

static void take(sn_archive **a, const char *dir, const step *s, int *version)
{
    char title[16];
    switch (s->what) {
    case PUT:
        snprintf(title, sizeof title, "v%d", ++*version);
        put_timed(*a, "x", title, s->begin, s->end, s->rest);
        break;
    case CLOCK:
        set_clock(*a, s->begin);
        fall_due(*a, 100);
        break;
    case WITHDRAW:
        withdraw_ok(*a, "x");
        break;
    case TAKE_DOWN:
        take_down_ok(*a, "x");
        break;
    case LIFT:
        lift_ok(*a, "x");
        break;
    case REOPEN:
        *a = archive_reopen(*a, dir);
        break;
    case END:
        break;
    }
}

/* What follows the changes one by one, and what begins at the end, hold the same. */
static void whatever_comes_between_the_last_state_holds(void **state)
{
    const place *p = *state;
    for (size_t i = 0; i < COUNT_OF(courses); i++) {
        const struct course *c = &courses[i];
        char dir[300], want[16] = "";
        int version = 0;
        snprintf(dir, sizeof dir, "%s/%zu", p->dir, i);
        assert_int_equal(sn_dir_make(dir, NULL), SN_OK);
        SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(dir);
        print_message("%s\n", c->name);
        for (const step *s = c->steps; s->what != END; s++)
            take(&a, dir, s, &version);
        expect_state(a, "x", c->state, c->title);
        assert_int_equal(next_due(a), c->next);
        if (c->state == SN_ARTICLE_LIVE)
            snprintf(want, sizeof want, "x=%s", c->title);
        expect_live(a, want);
    }
}

static void a_rolled_back_moment_is_still_to_come(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    put_timed(a, "a", "t", 10, 0, "");
    set_clock(a, 10);
    assert_int_equal(sn_archive_begin(a, NULL), SN_OK);
    assert_int_equal(fall_due(a, 10), 1);
    sn_archive_rollback(a);
    assert_int_equal(next_due(a), 10);
    expect_state(a, "a", SN_ARTICLE_EMBARGOED, "t");
    assert_int_equal(fall_due(a, 10), 1);
    expect_live(a, "a=t");
}

static void the_number_of_a_planned_article_is_that_of_its_publication(void **state)
{
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    uint32_t spill = 77;
    int64_t later = NOW_SEC + 30 * 86400;
    char rest[100];
    snprintf(rest, sizeof rest, ",\"published_at\":%lld", (long long)later);
    put_timed(a, "planned", "t", 30 * 86400, 0, rest);
    assert_int_equal(sn_minute_of_number(docid_of(a, "planned")), sn_minute_of_second(later));
    /* Without the embargo it is a date of the future like others. */
    put_timed(a, "other", "t", 0, 0, rest);
    assert_int_equal(sn_minute_of_number(docid_of(a, "other")), sn_minute_of_second(NOW_SEC));
    put_timed(a, "planned", "u", 0, 0, rest);
    assert_int_equal(sn_minute_of_number(docid_of(a, "planned")), sn_minute_of_second(NOW_SEC));
    assert_int_equal(sn_archive_max_spill(a, &spill, NULL), SN_OK);
    assert_int_equal(spill, 0);
}

/* ---- archives of before ------------------------------------------------------------------------- */

static void make_first_format(const char *dir)
{
    char path[300];
    sqlite3 *db = NULL;
    snprintf(path, sizeof path, "%s/archive.db", dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db,
                     "UPDATE articles SET state = 0 WHERE state > 2;"
                     "UPDATE articles SET json = replace(json, 'withheld', 'secret');"
                     "DROP TABLE settings; DROP TABLE members; DROP TABLE texts; DROP TABLE keys;"
                     "DROP TABLE pairs; DROP TABLE sources; DROP TABLE addresses; DROP TABLE due;"
                     "PRAGMA user_version = 1;",
                     NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
}

static void an_older_archive_says_what_is_due(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = open_place(state);
    put_timed(a, "plain", "t", 0, 0, "");
    put_timed(a, "early", "t", 10, 0, "");
    put_timed(a, "late", "t", 0, -10, "");
    put_timed(a, "timed", "t", -10, 10, "");
    put_timed(a, "held", "t", 0, 0, ",\"pubstatus\":\"withheld\"");
    put_timed(a, "gone", "t", 0, 10, "");
    withdraw_ok(a, "gone");
    uint64_t before = last_change(a);
    sn_archive_close(a);
    a = NULL;
    make_first_format(p->dir);

    sn_archive_opts reading = {.read_only = true, .now_sec = NOW_SEC};
    assert_int_equal(sn_archive_open(p->dir, &reading, &a, NULL), SN_OK);
    assert_int_equal(next_due(a), -1);
    a = archive_reopen(a, p->dir);
    assert_int_equal(fall_due(a, 100), 5);
    expect_changes(a, before, "early= held= late= timed=t");
    expect_live(a, "plain=t timed=t");
    expect_state(a, "held", SN_ARTICLE_WITHHELD, "secret");
    assert_int_equal(next_due(a), 10);
    sn_archive_close(a);
    a = archive_make(p->dir);
    assert_int_equal(fall_due(a, 100), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(embargoes_end_and_articles_expire),
        PLACED(a_moment_passed_over_is_none),
        PLACED(many_fall_due_some_at_a_time),
        PLACED(counts_tell_states_apart),
        PLACED(whatever_comes_between_the_last_state_holds),
        PLACED(a_rolled_back_moment_is_still_to_come),
        PLACED(the_number_of_a_planned_article_is_that_of_its_publication),
        PLACED(an_older_archive_says_what_is_due),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
