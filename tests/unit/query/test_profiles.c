#include "tests/unit/query/shelf.h"

#include "config/file.h"
#include "query/lookup.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define NOW 1795000000 /* the shelf's */
#define DAY 86400

static sn_docid put(shelf *s, const char *id, const char *title, int64_t sec, const char *more)
{
    char json[512];
    snprintf(json, sizeof json, "{\"id\":\"%s\",\"title\":\"%s\",\"published_at\":%lld%s}", id,
             title, (long long)sec, more);
    return shelf_put(s, json, 0);
}

/* A member of the answer's object `query`, as text; borrowed until the next call. */
static const char *query_member(const char *json, const char *name)
{
    static char text[128];
    cJSON *answer = cJSON_Parse(json);
    cJSON *member = cJSON_GetObjectItem(cJSON_GetObjectItem(answer, "query"), name);
    assert_non_null(member);
    if (cJSON_IsString(member))
        snprintf(text, sizeof text, "%s", member->valuestring);
    else if (cJSON_IsNumber(member))
        snprintf(text, sizeof text, "%g", member->valuedouble);
    else
        snprintf(text, sizeof text, "null");
    cJSON_Delete(answer);
    return text;
}

static sn_status try_profile(shelf *s, const char *name, sn_problem *problem)
{
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    char setting[64];
    snprintf(setting, sizeof setting, "profile=%s", name);
    const char *settings[] = {"q=سیل", setting, NULL};
    shelf_request(&r, settings);
    return sn_search_json(s->searcher, &r, NULL, &out, problem);
}

static void a_request_names_its_profile(void **state)
{
    put(*state, "old", "سیل سیل سیل", NOW - 300 * DAY, "");
    put(*state, "new", "سیل در دشت", NOW - DAY, "");
    shelf_commit(*state);
    assert_string_equal(shelf_ids(*state, "q=سیل", NULL), "new old");
    assert_string_equal(shelf_ids(*state, "q=سیل", "profile=archive", NULL), "old new");
    assert_string_equal(query_member(shelf_json(*state, "q=سیل", NULL), "profile"), "portal");
    const char *json = shelf_json(*state, "q=سیل", "profile=archive", NULL);
    assert_string_equal(query_member(json, "profile"), "archive");
    assert_string_equal(query_member(json, "freshness"), "off");
    json = shelf_json(*state, "q=سیل", "profile=archive", "freshness=high", NULL);
    assert_string_equal(query_member(json, "freshness"), "high");
    sn_problem problem = {0};
    assert_int_equal(try_profile(*state, "portal", &problem), SN_OK);
    assert_int_equal(try_profile(*state, "night", &problem), SN_EINVAL);
    assert_string_equal(problem.parameter, "profile");
}

/* The name is looked at even where there is nothing to search in. */
static void a_wrong_name_is_wrong_without_articles(void **state)
{
    sn_problem problem = {0};
    assert_int_equal(try_profile(*state, "night", &problem), SN_EINVAL);
    assert_string_equal(problem.code, "invalid_parameter");
}

static void a_file_changes_profiles_on_reload(void **state)
{
    shelf *s = *state;
    sn_error err = {0};
    put(s, "old", "سیل سیل سیل", NOW - 300 * DAY, "");
    put(s, "new", "سیل در دشت", NOW - DAY, "");
    shelf_commit(s);
    shelf_configure(s, "profile = \"night\";\nprofiles = { night = { freshness = \"off\"; }; };");
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "old new");
    assert_string_equal(query_member(shelf_json(s, "q=سیل", NULL), "profile"), "night");
    place_put(s->place, SN_CONFIG_NAME, SN_STR("profile = \"dawn\";"));
    assert_fails(sn_engine_reload(s->engine, &err), SN_EINVAL, &err, "sarnakh.conf, line 1");
    assert_string_equal(query_member(shelf_json(s, "q=سیل", NULL), "profile"), "night");
    shelf_configure(s, "");
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "new old");
}

/* All that is read again is put in force together, or nothing of it. */
static void a_mistake_in_the_words_keeps_the_configuration(void **state)
{
    shelf *s = *state;
    sn_error err = {0};
    put(s, "a", "سیل در دشت", NOW - DAY, "");
    shelf_commit(s);
    assert_ok(sn_dir_make(place_path(s->place, "dictionaries"), &err), &err);
    place_put(s->place, "dictionaries/synonyms.txt", SN_STR("سیل\n"));
    place_put(s->place, SN_CONFIG_NAME, SN_STR("profile = \"archive\";"));
    assert_fails(sn_engine_reload(s->engine, &err), SN_EINVAL, &err, "synonyms.txt");
    assert_string_equal(query_member(shelf_json(s, "q=سیل", NULL), "profile"), "portal");
}

static void a_file_that_is_named_must_be_there(void **state)
{
    shelf *s = *state;
    sn_error err = {0};
    sn_engine *engine = NULL;
    assert_fails(sn_engine_open(s->place->dir, place_path(s->place, "no.conf"), &engine, &err),
                 SN_ENOTFOUND, &err, "no.conf");
    place_put(s->place, "my.conf", SN_STR("profile = 1;"));
    assert_fails(sn_engine_open(s->place->dir, place_path(s->place, "my.conf"), &engine, &err),
                 SN_EINVAL, &err, "my.conf, line 1");
    place_put(s->place, "my.conf", SN_STR("profile = \"editor\";"));
    assert_ok(sn_engine_open(s->place->dir, place_path(s->place, "my.conf"), &engine, &err), &err);
    sn_engine_close(engine);
}

static void a_half_life_is_that_of_the_request(void **state)
{
    put(*state, "a", "سیل در دشت", NOW - 3 * DAY, "");
    shelf_commit(*state);
    double off = shelf_score(*state, "a", "q=سیل", "freshness=off", NULL);
    double peak = 2 * (shelf_score(*state, "a", "q=سیل", "half_life=3d", NULL) - off);
    double day = shelf_score(*state, "a", "q=سیل", "half_life=1d", NULL) - off;
    double twelve = shelf_score(*state, "a", "q=سیل", "half_life=12h", NULL) - off;
    /* half / (half + age), age 3 days to a minute */
    assert_true(day > peak / 4 - 1e-3 && day < peak / 4 + 1e-3);
    assert_true(twelve > peak / 7 - 1e-3 && twelve < peak / 7 + 1e-3);
    assert_string_equal(query_member(shelf_json(*state, "q=سیل", NULL), "half_life"), "7d");
    assert_string_equal(
        query_member(shelf_json(*state, "q=سیل", "half_life=12h", NULL), "half_life"), "12h");
    assert_string_equal(
        query_member(shelf_json(*state, "q=سیل", "half_life=12h", "freshness=off", NULL),
                     "half_life"),
        "null");
}

#define PRIORS                                                                                     \
    "profiles = { portal = { source_priors = ( { source = \"پیک مهر\"; prior = 0.2; },"      \
    " { source = \"خزر\"; prior = 0.2; }, { source = \"دشت\"; prior = 0; } );"               \
    " urgency_priors = ( { urgency = 1; prior = 0.5; }, { urgency = 8; prior = 0.1; } ); }; };"

/* Five articles that differ in source and urgency only. */
static void fill_sources(shelf *s)
{
    static const char *const more[] = {"", ",\"source\":\"پیک‌مهر\"",
                                       ",\"source\":\"دشت\",\"urgency\":8",
                                       ",\"source\":\"خزر\",\"urgency\":1", ",\"urgency\":5"};
    for (int i = 0; i < 5; i++) {
        char id[8];
        snprintf(id, sizeof id, "p%d", i);
        put(s, id, "سیل در دشت", NOW - DAY - i * 60, more[i]);
    }
    shelf_commit(s);
}

static void priors_add_their_share_of_what_words_can_reach(void **state)
{
    static const char *const query[] = {"q=سیل دشت", "freshness=off", "collapse=none", NULL};
    static const double shares[] = {0, 0.2, 0.1, 0.7, 0};
    shelf *s = *state;
    double plain[5];
    sn_error err = {0};
    sn_problem problem = {0};
    fill_sources(s);
    char id[8];
    for (int i = 0; i < 5; i++) {
        snprintf(id, sizeof id, "p%d", i);
        plain[i] = shelf_score(s, id, query[0], query[1], query[2], NULL);
    }
    shelf_configure(s, PRIORS);
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP_PTR(sn_lookup) sn_lookup *l = NULL;
    shelf_request(&r, query);
    assert_ok(sn_searcher_refresh(s->searcher, false, &err), &err);
    assert_ok(sn_lookup_run(s->searcher, &r, NOW, 0, &l, &problem, &err), &err);
    for (int i = 0; i < 5; i++) {
        snprintf(id, sizeof id, "p%d", i);
        double score = shelf_score(s, id, query[0], query[1], query[2], NULL);
        assert_true(fabs(score - plain[i] - shares[i] * l->plan.attainable) < 1e-9);
    }
    assert_string_equal(shelf_ids(s, query[0], query[1], query[2], NULL), "p3 p1 p2 p0 p4");
}

static void priors_are_parts_that_add_up(void **state)
{
    shelf *s = *state;
    fill_sources(s);
    shelf_configure(s, PRIORS);
    const char *json = shelf_json(s, "q=سیل دشت", "explain=true", "collapse=none", NULL);
    cJSON *answer = cJSON_Parse(json), *hit;
    size_t named = 0;
    cJSON_ArrayForEach(hit, cJSON_GetObjectItem(answer, "hits"))
    {
        double sum = 0;
        cJSON *part;
        cJSON_ArrayForEach(part, cJSON_GetObjectItem(cJSON_GetObjectItem(hit, "explain"), "parts"))
        {
            const char *name = cJSON_GetObjectItem(part, "name")->valuestring;
            sum += cJSON_GetObjectItem(part, "value")->valuedouble;
            named += strcmp(name, "source") == 0 || strcmp(name, "urgency") == 0;
        }
        assert_true(fabs(sum - cJSON_GetObjectItem(hit, "score")->valuedouble) < 1e-6);
    }
    assert_int_equal(named, 4); /* source of p1 and p3, urgency of p2 and p3 */
    cJSON_Delete(answer);
}

/* They only add: what is found, and the orders by date, stay. */
static void priors_find_nothing(void **state)
{
    shelf *s = *state;
    fill_sources(s);
    shelf_configure(s, PRIORS);
    assert_string_equal(shelf_ids(s, "q=ژژژ", NULL), "");
    assert_string_equal(shelf_ids(s, "q=سیل", "sort=-date", "collapse=none", NULL),
                        "p0 p1 p2 p3 p4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHELVED(a_request_names_its_profile),
        SHELVED(a_wrong_name_is_wrong_without_articles),
        SHELVED(a_file_changes_profiles_on_reload),
        SHELVED(a_mistake_in_the_words_keeps_the_configuration),
        SHELVED(a_file_that_is_named_must_be_there),
        SHELVED(a_half_life_is_that_of_the_request),
        SHELVED(priors_add_their_share_of_what_words_can_reach),
        SHELVED(priors_are_parts_that_add_up),
        SHELVED(priors_find_nothing),
    };
    return cmocka_run_group_tests_name("query/profiles", tests, NULL, NULL);
}
