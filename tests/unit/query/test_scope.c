/* A searcher that may see a part of the articles: what is outside is to it like what never was. */
#include "tests/unit/query/shelf.h"

#include "query/members.h"

#include <stdio.h>

static int furnish(void **state)
{
    static const char *const articles[][2] = {
        {"{\"id\":\"a\",\"title\":\"پل\",\"source\":\"پگاه\",\"tags\":[\"شهر\"],\"published_at\":"
         "\"2026-11-10T08:00:00Z\"}",
         "g"},
        {"{\"id\":\"b\",\"title\":\"پل\",\"source\":\"پیک\",\"tags\":[\"شهر\"],\"published_at\":"
         "\"2026-11-10T09:00:00Z\"}",
         "g"},
        {"{\"id\":\"c\",\"title\":\"پل راه\",\"source\":\"پگاه\",\"published_at\":"
         "\"2026-11-10T10:00:00Z\"}",
         "h"},
        {"{\"id\":\"d\",\"title\":\"پل تنها\",\"source\":\"پیک\",\"published_at\":"
         "\"2026-11-10T11:00:00Z\"}",
         "i"},
    };
    if (shelf_make(state) != 0)
        return -1;
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        shelf_put_in(*state, articles[i][0], 0, articles[i][1], articles[i][1]);
    shelf_commit(*state);
    return 0;
}
#define FURNISHED(test) cmocka_unit_test_setup_teardown(test, furnish, shelf_remove)

static const char *seen(shelf *s, const char *setting)
{
    static sn_request scope;
    const char *const settings[] = {setting, NULL};
    sn_request_done(&scope);
    shelf_request(&scope, settings);
    sn_searcher_set_scope(s->searcher, setting != NULL ? &scope : NULL);
    return shelf_sorted(shelf_ids(s, "q=پل", "collapse=none", NULL));
}

static void only_what_the_filters_leave_is_found(void **state)
{
    static const struct {
        const char *setting, *ids;
    } cases[] = {
        {NULL, "a b c d"},         {"filter.source=پگاه", "a c"}, {"filter.source=پیک", "b d"},
        {"filter.tag=شهر", "a b"}, {"filter.tag=هیچ", ""},        {"filter.source=پگاه", "a c"},
        {NULL, "a b c d"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        print_message("  %s\n", cases[i].setting != NULL ? cases[i].setting : "all");
        assert_string_equal(seen(*state, cases[i].setting), cases[i].ids);
    }
    seen(*state, NULL);
}

static void what_comes_and_goes_is_seen(void **state)
{
    shelf *s = *state;
    assert_string_equal(seen(s, "filter.source=پگاه"), "a c");
    shelf_put(s, "{\"id\":\"e\",\"title\":\"پل\",\"source\":\"پگاه\"}", 0);
    shelf_put(s, "{\"id\":\"f\",\"title\":\"پل\",\"source\":\"پیک\"}", 0);
    shelf_commit(s);
    assert_string_equal(seen(s, "filter.source=پگاه"), "a c e");
    shelf_hide(s, "a");
    assert_string_equal(seen(s, "filter.source=پگاه"), "c e");
    assert_string_equal(seen(s, "filter.source=پیک"), "b d f");
    assert_string_equal(seen(s, NULL), "b c d e f");
}

static void what_is_outside_is_hidden_by_id_and_in_groups(void **state)
{
    shelf *s = *state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    uint32_t n = 0;
    uint64_t group;
    sn_error err = {0};
    seen(s, "filter.source=پگاه");
    assert_int_equal(sn_searcher_article_json(s->searcher, SN_STR("a"), 0, &out, NULL, &err),
                     SN_OK);
    assert_int_equal(sn_searcher_article_json(s->searcher, SN_STR("b"), 0, &out, NULL, &err),
                     SN_ENOTFOUND);
    const sn_snapshot *now = &s->searcher->snapshot;
    assert_true(sn_snapshot_hides(now, SN_STR("b")) && !sn_snapshot_hides(now, SN_STR("c")));
    assert_true(sn_snapshot_hides(now, SN_STR("never")));
    assert_int_equal(sn_members_group(now, now->hidden_docids[1], SN_GROUP_COPIES, &group, &err),
                     SN_OK);
    assert_int_equal(sn_members_count(now, SN_GROUP_COPIES, group, &n, &err), SN_OK);
    assert_int_equal(n, 1); /* of a and b */
    seen(s, NULL);
    assert_false(sn_snapshot_hides(now, SN_STR("b")));
}

static void explanations_are_refused(void **state)
{
    shelf *s = *state;
    sn_problem problem = {0};
    sn_request request = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    const char *const settings[] = {"q=پل", "explain=true", NULL};
    shelf_request(&request, settings);
    seen(s, "filter.source=پگاه");
    assert_int_equal(sn_search_json(s->searcher, &request, NULL, &out, &problem), SN_EINVAL);
    assert_string_equal(problem.code, "not_for_filter");
    seen(s, NULL);
    assert_int_equal(sn_search_json(s->searcher, &request, NULL, &out, &problem), SN_OK);
    sn_request_done(&request);
}

/* The first page's cursor, asked for under one setting and gone on with under another: the code, or "". */
static const char *go_on(shelf *s, const char *first, const char *then)
{
    static sn_problem problem;
    char setting[2000];
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_request request = {0}, next = {0};
    const char *const settings[] = {"q=پل", "limit=1", NULL};
    problem = (sn_problem){0};
    shelf_request(&request, settings);
    seen(s, first);
    assert_int_equal(sn_search_json(s->searcher, &request, NULL, &out, &problem), SN_OK);
    cJSON *json = cJSON_ParseWithLength(out.at, out.len);
    snprintf(setting, sizeof setting, "cursor=%s", shelf_at(json, "next_cursor")->valuestring);
    cJSON_Delete(json);
    shelf_request(&next, (const char *const[]){"q=پل", "limit=1", setting, NULL});
    seen(s, then);
    sn_status status = sn_search_json(s->searcher, &next, NULL, &out, &problem);
    assert_int_equal(status == SN_OK, problem.code[0] == '\0');
    seen(s, NULL);
    sn_request_done(&request);
    sn_request_done(&next);
    return problem.code;
}

static void a_cursor_is_for_who_got_it(void **state)
{
    shelf *s = *state;
    const char *pegah = "filter.source=پگاه", *peyk = "filter.source=پیک";
    assert_string_equal(go_on(s, pegah, pegah), "");
    assert_string_equal(go_on(s, NULL, NULL), "");
    assert_string_equal(go_on(s, NULL, pegah), "invalid_parameter");
    assert_string_equal(go_on(s, pegah, NULL), "invalid_parameter");
    assert_string_equal(go_on(s, peyk, pegah), "invalid_parameter");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FURNISHED(only_what_the_filters_leave_is_found),
        FURNISHED(what_comes_and_goes_is_seen),
        FURNISHED(what_is_outside_is_hidden_by_id_and_in_groups),
        FURNISHED(explanations_are_refused),
        FURNISHED(a_cursor_is_for_who_got_it),
    };
    return cmocka_run_group_tests_name("query/scope", tests, NULL, NULL);
}
