#include "tests/unit/query/shelf.h"

#include "base/cleanup.h"
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void put(shelf *s, const char *id)
{
    char json[256];
    snprintf(json, sizeof json,
             "{\"id\":\"%s\",\"title\":\"سیل %s\",\"published_at\":\"2026-11-1%cT08:00:00Z\"}", id,
             id, id[strlen(id) - 1]);
    shelf_put(s, json, 0);
}

static void a_commit_is_seen(void **state)
{
    put(*state, "a1");
    shelf_commit(*state);
    assert_string_equal(shelf_ids(*state, "q=سیل", NULL), "a1");
    put(*state, "a2");
    assert_string_equal(shelf_ids(*state, "q=سیل", NULL), "a1");
    shelf_commit(*state);
    assert_string_equal(shelf_ids(*state, "q=سیل", NULL), "a2 a1");
}

/* The handle falls two commits behind without the epoch saying so: the request is done again. */
static void a_stale_snapshot_is_taken_anew(void **state)
{
    shelf *s = *state;
    put(s, "a1");
    shelf_commit(s);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a1");
    sn_error err = {0};
    for (char id[] = "b2"; id[1] <= '9'; id[1]++) {
        put(s, id);
        assert_ok(sn_xap_writer_commit(s->writer, &err), &err);
    }
    const char *ids = shelf_ids(s, "q=سیل", NULL);
    assert_true(strcmp(ids, "a1") == 0 || strcmp(ids, "b9 b8 b7 b6 b5 b4 b3 b2 a1") == 0);
}

/* A block that is read while it is written anew looks like damage. */
static void damage_is_believed_only_of_the_last_commit(void **state)
{
    shelf *s = *state;
    put(s, "a1");
    shelf_commit(s);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a1");
    assert_false(sn_searcher_is_stale(s->searcher, SN_ECORRUPT));
    assert_true(sn_searcher_is_stale(s->searcher, SN_ESTALE));
    put(s, "a2");
    shelf_commit(s);
    assert_true(sn_searcher_is_stale(s->searcher, SN_ECORRUPT));
    assert_false(sn_searcher_is_stale(s->searcher, SN_EIO));
    assert_false(sn_searcher_is_stale(s->searcher, SN_OK));
}

static void who_lost_a_snapshot_asks_for_quiet(void **state)
{
    shelf *s = *state;
    sn_error err = {0};
    put(s, "a1");
    shelf_commit(s);
    assert_ok(sn_searcher_hold(s->searcher, false, &err), &err);
    assert_true(sn_engine_quiet_until_us(s->engine) <= sn_clock_monotonic_us());
    assert_ok(sn_searcher_hold(s->searcher, true, &err), &err);
    assert_true(sn_engine_quiet_until_us(s->engine) > sn_clock_monotonic_us());
    sn_searcher_release(s->searcher);
}

static void a_switch_opens_the_other_generation(void **state)
{
    shelf *s = *state;
    put(s, "a1");
    shelf_commit(s);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a1");
    shelf_generation(s);
    put(s, "b2");
    shelf_commit(s);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a1");
    shelf_switch(s);
    put(s, "b3");
    shelf_commit(s);
    sn_engine_status status;
    assert_ok(sn_searcher_status(s->searcher, &status, NULL), NULL);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "b3 b2");
    assert_int_equal(status.generation, 2);
    assert_int_equal(status.articles, 2);
    assert_true(status.analysis_matches);
}

static void a_hidden_article_is_nowhere(void **state)
{
    shelf *s = *state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    put(s, "a1");
    put(s, "a2");
    shelf_commit(s);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a2 a1");
    shelf_hide(s, "a2");
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a1");
    assert_non_null(strstr(shelf_json(s, "q=سیل", NULL), "\"total\":{\"value\":1,"));
    assert_string_equal(shelf_ids(s, "q=سیل", "sort=-date", NULL), "a1");
    assert_string_equal(shelf_ids(s, "q=", "from=2026", NULL), "a1");
    assert_int_equal(sn_searcher_article_json(s->searcher, SN_STR("a2"), 0, &out, NULL, NULL),
                     SN_ENOTFOUND);
}

/* Taken down, applied, forgotten, put again: shown only from the commit that has the new one. */
static void hidden_ends_with_its_change(void **state)
{
    shelf *s = *state;
    sn_error err = {0};
    put(s, "a1");
    put(s, "a2");
    shelf_commit(s);
    shelf_hide(s, "a2");
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a1");
    shelf_commit(s); /* the index holds the takedown's change, and would have deleted it */
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a2 a1");
    assert_ok(sn_hidden_forget(s->place->dir, s->epoch, s->change, &err), &err);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a2 a1");
}

/* It came while the request was matched, and was even applied and forgotten meanwhile: the snapshot
 * still holds the article, so it stays hidden. */
static void a_takedown_during_a_request(void **state)
{
    shelf *s = *state;
    sn_error err = {0};
    put(s, "a1");
    put(s, "a2");
    put(s, "a3");
    shelf_commit(s);
    shelf_hide(s, "a3");
    assert_ok(sn_searcher_refresh(s->searcher, false, &err), &err);
    const sn_snapshot *now = &s->searcher->snapshot;
    assert_true(sn_snapshot_hides(now, SN_STR("a3")));
    shelf_hide(s, "a2");
    assert_ok(sn_searcher_look_again(s->searcher, &err), &err);
    assert_true(sn_snapshot_hides(now, SN_STR("a2")));
    assert_ok(sn_hidden_forget(s->place->dir, s->epoch, s->change, &err), &err);
    assert_ok(sn_searcher_look_again(s->searcher, &err), &err);
    assert_true(sn_snapshot_hides(now, SN_STR("a2")) && sn_snapshot_hides(now, SN_STR("a3")));
    assert_false(sn_snapshot_hides(now, SN_STR("a1")));
}

static void a_takedown_of_an_unknown_id_hides_nothing(void **state)
{
    shelf *s = *state;
    put(s, "a1");
    shelf_commit(s);
    shelf_hide(s, "zz");
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a1");
}

static void many_hidden(void **state)
{
    shelf *s = *state;
    put(s, "a1");
    put(s, "a2");
    put(s, "a3");
    shelf_commit(s);
    for (int i = 0; i < 200; i++) {
        char id[16];
        snprintf(id, sizeof id, "x%d", i);
        shelf_hide(s, i == 100 ? "a2" : id);
    }
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a3 a1");
}

static void no_index_yet(void **state)
{
    place *p = *state;
    sn_error err = {0};
    SN_CLEANUP_PTR(sn_engine) sn_engine *engine = NULL;
    SN_CLEANUP_PTR(sn_searcher) sn_searcher *searcher = NULL;
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_problem problem = {0};
    assert_fails(sn_engine_open(p->dir, NULL, &engine, &err), SN_ENOTFOUND, &err, "not an index");
    assert_fails(sn_engine_open(place_path(p, "none"), NULL, &engine, &err), SN_ENOTFOUND, &err,
                 "none");
    place_put(p, "archive.db", SN_STR(""));
    assert_ok(sn_engine_open(p->dir, NULL, &engine, &err), &err);
    assert_ok(sn_searcher_create(engine, &searcher, &err), &err);
    const char *const settings[] = {"q=سیل", NULL};
    shelf_request(&r, settings);
    assert_int_equal(sn_search_json(searcher, &r, NULL, &out, &problem), SN_OK);
    assert_non_null(strstr(sn_buf_text(&out), "\"no_index\""));
    assert_non_null(strstr(sn_buf_text(&out), "\"hits\":[]"));
    sn_engine_status status;
    assert_ok(sn_searcher_status(searcher, &status, &err), &err);
    assert_int_equal(status.generation, 0);
    assert_int_equal(sn_searcher_article_json(searcher, SN_STR("a"), 0, &out, NULL, &err),
                     SN_ENOTFOUND);
}

static void write_format(shelf *s, int format, int analysis)
{
    char path[SN_PATH_SIZE];
    sn_error err = {0};
    sn_manifest m = {.format = format,
                     .analysis = analysis,
                     .archive_uuid = "8a1f0e4c-0000-4000-8000-000000000001",
                     .built_at = "2026-11-22T00:00:00Z",
                     .generation = s->generation};
    assert_ok(sn_generation_path(s->place->dir, s->generation, path, sizeof path, &err), &err);
    assert_ok(sn_manifest_write(path, &m, &err), &err);
}

/* A generation of a later program: the old one goes on answering. */
static void an_unknown_format_keeps_the_old_generation(void **state)
{
    shelf *s = *state;
    put(s, "a1");
    shelf_commit(s);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a1");
    shelf_generation(s);
    put(s, "b2");
    shelf_commit(s);
    write_format(s, SN_INDEX_FORMAT + 1, SN_ANALYSIS_VERSION);
    shelf_switch(s);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a1");
    put(s, "b3");
    shelf_commit(s);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a1");
    write_format(s, SN_INDEX_FORMAT, SN_ANALYSIS_VERSION);
    shelf_generation(s);
    put(s, "c4");
    shelf_switch(s);
    shelf_commit(s);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "c4");
}

static void an_unknown_format_alone_is_an_error(void **state)
{
    shelf *s = *state;
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    const char *const settings[] = {"q=سیل", NULL};
    sn_problem problem = {0};
    write_format(s, SN_INDEX_FORMAT + 1, SN_ANALYSIS_VERSION);
    shelf_request(&r, settings);
    assert_int_equal(sn_search_json(s->searcher, &r, NULL, &out, &problem), SN_EFORMAT);
    assert_string_equal(problem.code, "unknown_format");
    assert_int_equal(out.len, 0);
}

static void another_analysis_still_answers(void **state)
{
    shelf *s = *state;
    put(s, "a1");
    shelf_commit(s);
    write_format(s, SN_INDEX_FORMAT, SN_ANALYSIS_VERSION + 1);
    assert_non_null(strstr(shelf_json(s, "q=سیل", NULL), "\"other_analysis\""));
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a1");
}

/* A batch of searches is of one state; only takedowns go in between. */
static void a_held_snapshot_stays(void **state)
{
    shelf *s = *state;
    sn_error err = {0};
    put(s, "a1");
    put(s, "a2");
    shelf_commit(s);
    assert_ok(sn_searcher_hold(s->searcher, false, &err), &err);
    put(s, "a3");
    shelf_commit(s);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a2 a1");
    shelf_hide(s, "a2");
    assert_null(strstr(shelf_json(s, "q=سیل", NULL), "\"a2\""));
    sn_searcher_release(s->searcher);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a3 a1");
}

static void a_moment_is_over_when_something_changes(void **state)
{
    shelf *s = *state;
    sn_error err = {0};
    sn_moment first = {0}, next = {0};
    put(s, "a1");
    shelf_commit(s);
    assert_int_equal(sn_engine_moment(s->engine, &first), SN_OK);
    (void)shelf_ids(s, "q=سیل", NULL);
    assert_int_equal(sn_engine_moment(s->engine, &next), SN_OK);
    assert_memory_equal(&first, &next, sizeof first);
    shelf_hide(s, "a1");
    assert_int_equal(sn_engine_moment(s->engine, &next), SN_OK);
    assert_memory_not_equal(&first, &next, sizeof first);
    first = next;
    shelf_commit(s);
    assert_int_equal(sn_engine_moment(s->engine, &next), SN_OK);
    assert_memory_not_equal(&first, &next, sizeof first);
    first = next;
    assert_ok(sn_engine_reload(s->engine, &err), &err);
    assert_int_equal(sn_engine_moment(s->engine, &next), SN_OK);
    assert_memory_not_equal(&first, &next, sizeof first);
}

/* What is kept of an answer, and the end of it for another request. */
static void an_answer_ends_where_it_does_not_last(void **state)
{
    shelf *s = *state;
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20), again = SN_BUF(1 << 20);
    const char *const settings[] = {"q=سیل", NULL};
    sn_problem problem = {0};
    sn_answer_facts facts = {0};
    sn_answer_info info = {
        .request_id = "one", .started_us = sn_clock_monotonic_us(), .facts = &facts};
    put(s, "a1");
    shelf_commit(s);
    shelf_request(&r, settings);
    assert_int_equal(sn_search_json(s->searcher, &r, &info, &out, &problem), SN_OK);
    assert_true(facts.lasting > 0 && facts.lasting < out.len && !facts.timed_out);
    assert_true(facts.until_sec == INT64_MAX);
    assert_null(memmem(out.at, facts.lasting, "took_ms", 7));
    assert_int_equal(sn_buf_add(&again, out.at, facts.lasting), SN_OK);
    info = (sn_answer_info){.request_id = "two", .started_us = sn_clock_monotonic_us()};
    assert_int_equal(sn_answer_close(&again, &info), SN_OK);
    cJSON *json = cJSON_ParseWithLength(again.at, again.len);
    assert_string_equal(shelf_at(json, "request_id")->valuestring, "two");
    assert_true(cJSON_IsNumber(shelf_at(json, "took_ms")));
    assert_string_equal(shelf_at(json, "hits.0.id")->valuestring, "a1");
    cJSON_Delete(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHELVED(a_held_snapshot_stays),
        SHELVED(a_moment_is_over_when_something_changes),
        SHELVED(an_answer_ends_where_it_does_not_last),
        SHELVED(a_commit_is_seen),
        SHELVED(a_stale_snapshot_is_taken_anew),
        SHELVED(damage_is_believed_only_of_the_last_commit),
        SHELVED(who_lost_a_snapshot_asks_for_quiet),
        SHELVED(a_switch_opens_the_other_generation),
        SHELVED(a_hidden_article_is_nowhere),
        SHELVED(hidden_ends_with_its_change),
        SHELVED(a_takedown_during_a_request),
        SHELVED(a_takedown_of_an_unknown_id_hides_nothing),
        SHELVED(many_hidden),
        PLACED(no_index_yet),
        SHELVED(an_unknown_format_keeps_the_old_generation),
        SHELVED(an_unknown_format_alone_is_an_error),
        SHELVED(another_analysis_still_answers),
    };
    return cmocka_run_group_tests_name("query/snapshot", tests, NULL, NULL);
}
