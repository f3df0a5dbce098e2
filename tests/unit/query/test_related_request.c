#include "query/related_request.h"
#include "query/related_source.h"
#include "tests/unit/base/testing.h"

#include <stdlib.h>
#include <string.h>

#define NOW 1795000000

static sn_status set(sn_related_request *r, const char *name, const char *value, sn_problem *p)
{
    return sn_related_request_set(r, sn_str_of(name), sn_str_of(value), SN_ASKER_CLIENT, NOW, p);
}

static void parameters_are_set(void **state)
{
    (void)state;
    SN_CLEANUP(sn_related_request) sn_related_request r = {0};
    sn_problem p = {0};
    assert_int_equal(sn_related_request_init(&r), SN_OK);
    assert_true(r.max_per_source == 2 && r.max_per_story == 1);
    static const char *const pairs[][2] = {
        {"id", "a-1"},           {"mode", "followup"},     {"window", "30d"},
        {"max_per_source", "0"}, {"max_per_story", "3"},   {"limit", "5"},
        {"filter.source", "x"},  {"filter[source]", "y"},  {"from", "1404"},
        {"fields", "id,title"},  {"highlight", "ranges"},  {"snippet.count", "1"},
        {"explain", "true"},     {"highlight.pre", "<b>"},
    };
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        if (set(&r, pairs[i][0], pairs[i][1], &p) != SN_OK)
            fail_msg("%s: %s", pairs[i][0], p.detail);
    }
    assert_int_equal(sn_related_request_check(&r, &p), SN_OK);
    assert_string_equal(r.id, "a-1");
    assert_int_equal(r.mode, SN_RELATED_FOLLOWUP);
    assert_true(r.window_days == 30 && r.max_per_source == 0 && r.max_per_story == 3);
    assert_true(r.search.limit == 5 && r.search.source.n == 2 && r.search.explain);
}

static void others_are_refused_by_name(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"q", "x", "unknown_parameter"},
        {"collapse", "none", "unknown_parameter"},
        {"offset", "1", "unknown_parameter"},
        {"cursor", "x", "unknown_parameter"},
        {"now", "1404/01/01", "unknown_parameter"},
        {"filter.text", "x", "unknown_parameter"},
        {"mode", "older", "invalid_parameter"},
        {"window", "5", "invalid_parameter"},
        {"window", "0d", "invalid_parameter"},
        {"max_per_source", "-1", "invalid_parameter"},
        {"max_per_story", "101", "invalid_parameter"},
        {"limit", "101", "invalid_parameter"},
        {"published_at", "نزدیک", "invalid_parameter"},
        {"title", "\xff", "invalid_parameter"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_related_request) sn_related_request r = {0};
        sn_problem p = {0};
        print_message("  %s=%s\n", cases[i][0], cases[i][1]);
        assert_int_equal(sn_related_request_init(&r), SN_OK);
        assert_int_not_equal(set(&r, cases[i][0], cases[i][1], &p), SN_OK);
        assert_string_equal(p.code, cases[i][2]);
        assert_true(strlen(p.detail) > 0 && strlen(p.detail_fa) > 0);
    }
}

static void a_parameter_is_given_once(void **state)
{
    (void)state;
    SN_CLEANUP(sn_related_request) sn_related_request r = {0};
    sn_problem p = {0};
    assert_int_equal(sn_related_request_init(&r), SN_OK);
    assert_int_equal(set(&r, "id", "a", &p), SN_OK);
    assert_int_equal(set(&r, "id", "a", &p), SN_EINVAL);
    assert_string_equal(p.code, "repeated_parameter");
    assert_int_equal(set(&r, "limit", "3", &p), SN_OK);
    assert_int_equal(set(&r, "limit", "3", &p), SN_EINVAL);
    assert_string_equal(p.code, "repeated_parameter");
}

static void long_texts_are_refused_with_the_limit(void **state)
{
    (void)state;
    SN_CLEANUP(sn_related_request) sn_related_request r = {0};
    sn_problem p = {0};
    char *text = malloc(SN_LIMIT_RELATED_TEXT_BYTES + 2);
    assert_non_null(text);
    memset(text, 'a', SN_LIMIT_RELATED_TEXT_BYTES + 1);
    text[SN_LIMIT_RELATED_TEXT_BYTES + 1] = '\0';
    assert_int_equal(sn_related_request_init(&r), SN_OK);
    assert_int_equal(set(&r, "body", text, &p), SN_ELIMIT);
    assert_string_equal(p.code, "limit_exceeded");
    assert_non_null(strstr(p.detail, "262144"));
    text[SN_LIMIT_RELATED_TEXT_BYTES - 10] = '\0';
    assert_int_equal(set(&r, "lead", text, &p), SN_OK);
    assert_int_equal(set(&r, "title", "title of a story", &p), SN_OK);
    assert_int_equal(sn_related_request_check(&r, &p), SN_ELIMIT); /* together too long */
    free(text);
}

static void exactly_one_story_is_wanted(void **state)
{
    (void)state;
    static const struct {
        const char *pairs[4][2];
        bool fits;
    } cases[] = {
        {{{"limit", "3"}}, false},
        {{{"id", "a"}}, true},
        {{{"url", "https://paper.example/1"}}, true},
        {{{"text", "سیل"}}, true},
        {{{"title", "سیل"}, {"body", "باران"}, {"lead", "x"}}, true},
        {{{"id", "a"}, {"url", "b"}}, false},
        {{{"id", "a"}, {"body", "b"}}, false},
        {{{"text", "a"}, {"title", "b"}}, false},
        {{{"id", "a"}, {"published_at", "1404/01/01"}}, false},
        {{{"text", "a"}, {"published_at", "1404/01/01"}}, true},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_related_request) sn_related_request r = {0};
        sn_problem p = {0};
        assert_int_equal(sn_related_request_init(&r), SN_OK);
        for (size_t k = 0; k < 4 && cases[i].pairs[k][0] != NULL; k++)
            assert_int_equal(set(&r, cases[i].pairs[k][0], cases[i].pairs[k][1], &p), SN_OK);
        print_message("  case %zu\n", i);
        assert_int_equal(sn_related_request_check(&r, &p) == SN_OK, cases[i].fits);
        assert_true(cases[i].fits || strcmp(p.code, "invalid_parameter") == 0);
    }
}

static void json_objects_are_read(void **state)
{
    (void)state;
    static const char *const good[] = {
        "{\"id\": \"a\", \"limit\": 5, \"explain\": true, \"filter.source\": [\"x\", \"y\"]}",
        " {\"title\": \"سیل\", \"body\": null, \"published_at\": 1795000000} ",
    };
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        SN_CLEANUP(sn_related_request) sn_related_request r = {0};
        sn_problem p = {0};
        assert_int_equal(sn_related_request_init(&r), SN_OK);
        if (sn_related_request_read(&r, sn_str_of(good[i]), SN_ASKER_CLIENT, NOW, &p) != SN_OK)
            fail_msg("%s", p.detail);
        assert_int_equal(sn_related_request_check(&r, &p), SN_OK);
    }
    static const char *const bad[][3] = {
        {"", "invalid_json", ""},
        {"[]", "invalid_json", ""},
        {"{\"id\": \"a\"} x", "invalid_json", ""},
        {"{\"id\": \"a\", \"id\": \"b\"}", "invalid_json", ""},
        {"{\"id\": [\"a\"]}", "invalid_parameter", "id"},
        {"{\"id\": {\"a\": 1}}", "invalid_parameter", "id"},
        {"{\"filter.source\": [[\"a\"]]}", "invalid_parameter", "filter.source"},
        {"{\"nothing\": 1}", "unknown_parameter", "nothing"},
        {"{\"limit\": 2.5}", "invalid_parameter", "limit"},
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        SN_CLEANUP(sn_related_request) sn_related_request r = {0};
        sn_problem p = {0};
        print_message("  %s\n", bad[i][0]);
        assert_int_equal(sn_related_request_init(&r), SN_OK);
        assert_int_not_equal(
            sn_related_request_read(&r, sn_str_of(bad[i][0]), SN_ASKER_CLIENT, NOW, &p), SN_OK);
        assert_string_equal(p.code, bad[i][1]);
        assert_string_equal(p.parameter, bad[i][2]);
        assert_true(strlen(p.detail) > 0 && strlen(p.detail_fa) > 0);
    }
}

static void a_short_first_line_is_the_title(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"", "", ""},
        {"سیل در زرینه", "", "سیل در زرینه"},
        {"سیل در زرینه\nآب بالا آمد", "سیل در زرینه", "آب بالا آمد"},
        {"\n\n سیل \r\n\nآب", "سیل", "\nآب"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sn_str title, body;
        sn_related_split(sn_str_of(cases[i][0]), &title, &body);
        assert_true(sn_str_equal(title, sn_str_of(cases[i][1])));
        assert_true(sn_str_equal(body, sn_str_of(cases[i][2])));
    }
    char text[2 * SN_RELATED_TITLE_CHARS];
    memset(text, 'a', sizeof text);
    text[SN_RELATED_TITLE_CHARS + 1] = '\n';
    sn_str title, body;
    sn_related_split((sn_str){text, sizeof text}, &title, &body);
    assert_true(title.len == 0 && body.len == sizeof text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parameters_are_set),
        cmocka_unit_test(others_are_refused_by_name),
        cmocka_unit_test(a_parameter_is_given_once),
        cmocka_unit_test(long_texts_are_refused_with_the_limit),
        cmocka_unit_test(exactly_one_story_is_wanted),
        cmocka_unit_test(json_objects_are_read),
        cmocka_unit_test(a_short_first_line_is_the_title),
    };
    return cmocka_run_group_tests_name("query/related_request", tests, NULL, NULL);
}
