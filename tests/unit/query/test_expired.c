/* Articles whose time is over are shown nowhere, by the clock alone: nobody writes anything in these tests. */
#include "tests/unit/query/shelf.h"

#include "base/limits.h"
#include "layout/expiry.h"

#include <stdio.h>
#include <string.h>

#define NOW_SEC 1795000000 /* 2026-11-18, as shelf_request() has it */

static void put(shelf *s, const char *id, int ends)
{
    char json[300];
    int n = snprintf(json, sizeof json,
                     "{\"id\":\"%s\",\"title\":\"سیل %s\","
                     "\"published_at\":\"2026-11-1%cT08:00:00Z\"",
                     id, id, id[1]);
    if (ends != 0)
        n += snprintf(json + n, sizeof json - (size_t)n, ",\"expires_at\":%d", NOW_SEC + ends);
    snprintf(json + n, sizeof json - (size_t)n, "}");
    shelf_put(s, json, 0);
}

static void set_clock(shelf *s, int sec)
{
    sn_engine_set_now(s->engine, NOW_SEC + sec);
}

static void an_article_goes_at_its_second(void **state)
{
    shelf *s = *state;
    set_clock(s, 0);
    put(s, "a1", 0);
    put(s, "a2", 10);
    put(s, "a3", 20);
    put(s, "a4", 20);
    shelf_commit(s);
    static const struct moment {
        int clock;
        const char *ids;
    } moments[] = {{0, "a4 a3 a2 a1"}, {9, "a4 a3 a2 a1"}, {10, "a4 a3 a1"},
                   {19, "a4 a3 a1"},   {20, "a1"},         {1000, "a1"}};
    for (size_t i = 0; i < COUNT_OF(moments); i++) {
        sn_engine_status status;
        set_clock(s, moments[i].clock);
        assert_string_equal(shelf_ids(s, "q=سیل", NULL), moments[i].ids);
        assert_ok(sn_searcher_status(s->searcher, &status, NULL), NULL);
        assert_int_equal(status.articles, (strlen(moments[i].ids) + 1) / 3);
    }
}

/* By the clock, not by what a request says is now. */
static void no_request_brings_it_back(void **state)
{
    shelf *s = *state;
    set_clock(s, 0);
    put(s, "a1", 0);
    put(s, "a2", 10);
    shelf_commit(s);
    assert_string_equal(shelf_ids(s, "q=سیل", "now=2027-11-17T00:00:00Z", NULL), "a2 a1");
    set_clock(s, 10);
    assert_string_equal(shelf_ids(s, "q=سیل", "now=2026-11-17T00:00:00Z", NULL), "a1");
}

static void a_page_that_goes_on_behind_the_moment_leaves_it_out(void **state)
{
    shelf *s = *state;
    char next[2000];
    const char *const sorts[] = {"sort=-date", "sort=relevance"};
    for (int i = 0; i < (int)COUNT_OF(sorts); i++) {
        set_clock(s, 20 * i);
        for (char id[] = "a1"; id[1] <= '9'; id[1]++)
            put(s, id, id[1] == '4' ? 20 * i + 10 : 0);
        shelf_commit(s);
        const char *json = shelf_json(s, "q=سیل", sorts[i], "limit=5", NULL);
        assert_non_null(strstr(json, "\"a5\""));
        snprintf(next, sizeof next, "%s", shelf_next(json));
        json = shelf_json(s, "q=سیل", sorts[i], "limit=5", next, NULL);
        assert_non_null(strstr(json, "\"a4\""));
        set_clock(s, 20 * i + 10);
        json = shelf_json(s, "q=سیل", sorts[i], "limit=5", next, NULL);
        assert_null(strstr(json, "\"a4\""));
        assert_non_null(strstr(json, "\"a3\""));
    }
}

/* A newer version with a later end, or none, is shown as soon as it is committed. */
static void a_newer_version_is_shown_again(void **state)
{
    shelf *s = *state;
    set_clock(s, 10);
    put(s, "a1", 10);
    shelf_commit(s);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "");
    put(s, "a1", 20);
    shelf_commit(s);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a1");
    set_clock(s, 20);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "");
    put(s, "a1", 0);
    shelf_commit(s);
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a1");
}

static void taken_down_and_expired_is_hidden_once(void **state)
{
    shelf *s = *state;
    set_clock(s, 10);
    put(s, "a1", 0);
    put(s, "a2", 10);
    put(s, "a3", 0);
    shelf_commit(s);
    shelf_hide(s, "a2");
    shelf_hide(s, "a3");
    assert_string_equal(shelf_ids(s, "q=سیل", NULL), "a1");
    assert_int_equal(s->searcher->snapshot.n_hidden_docids, 2);
    sn_engine_status status;
    assert_ok(sn_searcher_status(s->searcher, &status, NULL), NULL);
    assert_int_equal(status.articles, 1);
}

static void put_bare(shelf *s, sn_docid docid)
{
    SN_CLEANUP_PTR(sn_xap_doc) sn_xap_doc *doc = NULL;
    SN_CLEANUP(sn_buf) sn_buf record = SN_BUF(1000);
    static sn_hit hit;
    char term[SN_INDEX_TERM_SIZE], id[16];
    sn_error err = {0};
    snprintf(id, sizeof id, "b%u", docid);
    hit = (sn_hit){.id = sn_str_of(id), .title = SN_STR("سیل")};
    assert_int_equal(sn_hit_write(&hit, &record), SN_OK);
    assert_ok(sn_xap_doc_create(&doc), NULL);
    assert_ok(sn_xap_doc_add_term(doc, sn_index_term(SN_LIST_ID, hit.id, term), 0, &err), &err);
    assert_ok(sn_xap_doc_add_term(doc, sn_expiry_term(NOW_SEC, term), 0, &err), &err);
    assert_ok(sn_xap_doc_set_data(doc, sn_buf_str(&record), &err), &err);
    assert_ok(sn_xap_writer_replace(s->writer, docid, doc, &err), &err);
    s->change++;
}

static sn_status search(shelf *s, sn_problem *problem)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    SN_CLEANUP(sn_request) sn_request r = {0};
    shelf_request(&r, (const char *const[]){"q=سیل", NULL});
    return sn_search_json(s->searcher, &r, NULL, &out, problem);
}

/* As many as the limit are left out, more are no list to be kept: nothing is shown before they are gone. */
static void too_many_of_them_stop_the_search(void **state)
{
    shelf *s = *state;
    sn_problem problem = {0};
    set_clock(s, 0);
    for (sn_docid docid = 1; docid <= SN_LIMIT_EXPIRED_IDS; docid++)
        put_bare(s, docid);
    shelf_commit(s);
    assert_int_equal(search(s, &problem), SN_OK);
    assert_int_equal(s->searcher->snapshot.n_hidden_docids, SN_LIMIT_EXPIRED_IDS);
    put_bare(s, SN_LIMIT_EXPIRED_IDS + 1);
    shelf_commit(s);
    assert_int_equal(search(s, &problem), SN_ELOCKED);
    assert_non_null(strstr(problem.detail, "EXPIRED_IDS"));
    shelf_delete(s, 1);
    shelf_commit(s);
    assert_int_equal(search(s, &problem), SN_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHELVED(an_article_goes_at_its_second),
        SHELVED(no_request_brings_it_back),
        SHELVED(a_page_that_goes_on_behind_the_moment_leaves_it_out),
        SHELVED(a_newer_version_is_shown_again),
        SHELVED(taken_down_and_expired_is_hidden_once),
        SHELVED(too_many_of_them_stop_the_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
