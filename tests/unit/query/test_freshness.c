#include "tests/unit/query/shelf.h"

#include "query/lookup.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NOW  1795000000 /* the shelf's: 2026-11-18, 1405/08/27 */
#define HOUR 3600
#define DAY  86400

#define USUAL_DAYS 90
#define A_DAY      5  /* articles of every day */
#define BURST      20 /* articles of the last one, of their own */

static void put(shelf *s, const char *id, const char *title, int64_t sec)
{
    char json[512];
    snprintf(json, sizeof json, "{\"id\":\"%s\",\"title\":\"%s\",\"published_at\":%lld}", id, title,
             (long long)sec);
    shelf_put(s, json, 0);
}

/* Rain every day, a flood today, and what was before. */
static void fill(shelf *s)
{
    char id[16];
    for (int day = 0; day < USUAL_DAYS + 2; day++) {
        for (int i = 0; i < A_DAY; i++) {
            snprintf(id, sizeof id, "d%d-%d", day, i);
            put(s, id, "باران در دشت", NOW - 2 * HOUR - day * DAY - i * 60);
        }
    }
    for (int i = 0; i < BURST; i++) {
        snprintf(id, sizeof id, "f%d", i);
        put(s, id, "سیل در شهر", NOW - HOUR - i * 60);
    }
    shelf_commit(s);
}

/* What was chosen for a query. */
static sn_freshness_choice choose(shelf *s, const char *query, const char *more, int64_t now)
{
    char q[256];
    sn_error err = {0};
    sn_problem problem = {0};
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP_PTR(sn_lookup) sn_lookup *l = NULL;
    snprintf(q, sizeof q, "q=%s", query);
    const char *settings[] = {q, "freshness=auto", more, NULL};
    shelf_request(&r, settings);
    assert_ok(sn_searcher_refresh(s->searcher, false, &err), &err);
    assert_ok(sn_lookup_run(s->searcher, &r, now, 0, &l, &problem, &err), &err);
    sn_freshness_choice c = l->plan.freshness;
    if (c.share > 0)
        assert_true(fabs(l->plan.decay.peak - c.share * l->plan.attainable) < 1e-9);
    return c;
}

static const struct rule_case {
    const char *name, *query, *more, *reason;
    double share;
} rules[] = {
    {"nothing said, nothing special", "باران", NULL, "steady", 0.35},
    {"from= chooses the time", "باران امروز", "from=-7d", "time_filter", 0},
    {"so does to=", "باران", "to=1404", "time_filter", 0},
    {"a source does not", "باران", "filter.source=x", "steady", 0.35},
    {"a past year", "باران ۱۴۰۴", NULL, "year", 0},
    {"a past Gregorian year", "باران 2025", NULL, "year", 0},
    {"the running year asks for what is new", "باران ۱۴۰۵", NULL, "steady", 0.35},
    {"so does the running Gregorian year", "باران 2026", NULL, "steady", 0.35},
    {"1700 is no year of an archive", "باران 1700", NULL, "steady", 0.35},
    {"nor is a number of five digits", "باران ۱۴۰۰۰", NULL, "steady", 0.35},
    {"a year that is not wanted says nothing", "باران -۱۴۰۴", NULL, "steady", 0.35},
    {"today", "باران امروز", NULL, "current_word", 0.8},
    {"with an ending", "باران دیروزها", NULL, "current_word", 0.8},
    {"moment by moment, joined", "باران لحظه‌ای", NULL, "current_word", 0.8},
    {"a price", "قیمت باران", NULL, "current_word", 0.8},
    {"prices", "قیمت‌های باران", NULL, "current_word", 0.8},
    {"results, by their broken plural", "نتایج باران", NULL, "current_word", 0.8},
    {"a conclusion is no result", "نتیجه‌گیری باران", NULL, "steady", 0.35},
    {"the late is not live", "زنده‌یاد باران", NULL, "steady", 0.35},
    {"a word in a phrase counts", "\"باران امروز\"", NULL, "current_word", 0.8},
    {"history", "تاریخچهٔ باران", NULL, "history_word", 0.15},
    {"a life", "زندگی‌نامه باران", NULL, "history_word", 0.15},
    {"a life, joined", "زندگینامه باران", NULL, "history_word", 0.15},
    {"a question what it is", "باران چیست", NULL, "history_word", 0.15},
    {"history before today", "تاریخچه باران امروز", NULL, "history_word", 0.15},
    {"a year before history", "تاریخچه باران ۱۳۵۷", NULL, "year", 0},
};

static void words_and_filters_decide_first(void **state)
{
    fill(*state);
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        print_message("  case: %s\n", rules[i].name);
        sn_freshness_choice c = choose(*state, rules[i].query, rules[i].more, NOW);
        assert_string_equal(c.reason, rules[i].reason);
        assert_true(fabs(c.share - rules[i].share) < 1e-9);
    }
}

/* (recent + 1) / (recent_articles * usual / usual_articles + 1) */
static double burst_of(double recent, double usual)
{
    double recent_articles = A_DAY + BURST, usual_articles = A_DAY * USUAL_DAYS + BURST;
    return (recent + 1) / (recent_articles * usual / usual_articles + 1);
}

static void a_burst_raises_and_is_counted_in_the_whole_index(void **state)
{
    fill(*state);
    double flood = burst_of(BURST, BURST), rain = burst_of(A_DAY, A_DAY * USUAL_DAYS);
    sn_freshness_choice c = choose(*state, "سیل", NULL, NOW);
    assert_true(fabs(c.burst - flood) < 1e-9 && flood > 8);
    assert_true(fabs(c.share - 0.35 * log2(flood) / 3) < 1e-9);
    assert_string_equal(c.reason, "burst");
    c = choose(*state, "سیل", "filter.source=x", NOW);
    assert_true(fabs(c.burst - flood) < 1e-9);
    c = choose(*state, "باران", NULL, NOW);
    assert_true(fabs(c.burst - rain) < 1e-9);
    c = choose(*state, "ژژژ", NULL, NOW); /* nowhere */
    assert_true(fabs(c.burst - 1) < 1e-9);
    assert_string_equal(c.reason, "steady");
}

static void the_profile_bounds_it(void **state)
{
    fill(*state);
    shelf_configure(*state, "profiles = { portal = { auto_least = 0; auto_most = 0.5; }; };");
    assert_true(fabs(choose(*state, "سیل", NULL, NOW).share - 0.175) < 1e-9);
    assert_true(choose(*state, "باران", NULL, NOW).share == 0);
    shelf_configure(*state, "profiles = { portal = { auto_octaves = 1; }; };");
    assert_true(fabs(choose(*state, "سیل", NULL, NOW).share - 0.7) < 1e-9); /* auto_most 2 */
}

/* One article where there never was any is no reason to put it first. */
static void a_single_article_is_no_burst(void **state)
{
    fill(*state);
    put(*state, "one", "زلزله", NOW - HOUR);
    shelf_commit(*state);
    sn_freshness_choice c = choose(*state, "زلزله", NULL, NOW);
    assert_true(c.burst > 1 && c.burst < 2);
    assert_string_equal(c.reason, "steady");
}

/* The last day of an index that nothing new comes to is its today, within the hour and years on. */
static void an_archive_has_its_own_today(void **state)
{
    fill(*state);
    double flood = burst_of(BURST, BURST);
    assert_true(fabs(choose(*state, "سیل", NULL, NOW + 50 * DAY).burst - flood) < 1e-9);
    assert_true(fabs(choose(*state, "سیل", NULL, NOW + 2000 * DAY).burst - flood) < 1e-9);
    /* Before its first article nothing is known. */
    assert_true(choose(*state, "سیل", NULL, NOW - 300 * DAY).burst == 1);
}

static void what_is_counted_follows_the_snapshot(void **state)
{
    fill(*state);
    double before = choose(*state, "باران", NULL, NOW).burst;
    for (int i = 0; i < 30; i++) {
        char id[16];
        snprintf(id, sizeof id, "n%d", i);
        put(*state, id, "باران", NOW - 600 - i * 60);
    }
    assert_true(choose(*state, "باران", NULL, NOW).burst == before);
    shelf_commit(*state);
    assert_true(choose(*state, "باران", NULL, NOW).burst > before);
}

static void a_half_life_of_the_request_is_used_with_auto(void **state)
{
    fill(*state);
    assert_true(choose(*state, "باران", "half_life=2d", NOW).half_days == 2);
    assert_true(choose(*state, "باران امروز", "half_life=2d", NOW).half_days == 2);
    assert_true(choose(*state, "باران امروز", NULL, NOW).half_days == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHELVED(words_and_filters_decide_first),
        SHELVED(a_burst_raises_and_is_counted_in_the_whole_index),
        SHELVED(the_profile_bounds_it),
        SHELVED(a_single_article_is_no_burst),
        SHELVED(an_archive_has_its_own_today),
        SHELVED(what_is_counted_follows_the_snapshot),
        SHELVED(a_half_life_of_the_request_is_used_with_auto),
    };
    return cmocka_run_group_tests_name("query/freshness", tests, NULL, NULL);
}
