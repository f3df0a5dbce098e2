#include "tests/unit/query/shelf.h"

#include "layout/membership.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#define NOW 1795000000 /* 2026-11-18T11:06:40Z */

/* The bridge: b1 and its copy b2, b3, b4 without a date; the market: m1, m2; alone: x; long ago: o. */
static const struct shelved {
    const char *json, *copies, *story;
} articles[] = {
    {"{'id':'b1','title':'پل زرین‌رود فرو "
     "ریخت','body':'یک','source':'سپیده‌دم',"
     "'published_at':'2026-11-17T20:00:00Z'}",
     "b1", "b1"},
    {"{'id':'b2','title':'پل زرین‌رود فرو "
     "ریخت','body':'یک','source':'پگاه',"
     "'published_at':'2026-11-17T21:00:00Z'}",
     "b1", "b1"},
    {"{'id':'b3','title':'شهردار از پل زرین‌رود بازدید "
     "کرد','body':'دو','source':'سپیده "
     "دم',"
     "'category':['شهر'],'published_at':'2026-11-18T08:00:00Z'}",
     "b3", "b1"},
    {"{'id':'b4','title':'تصویرهای پل زرین‌رود‌','body':'سه'}", "b4", "b1"},
    {"{'id':'m1','title':'بازار بزرگ آتش گرفت','body':'چهار','source':'پگاه',"
     "'published_at':'2026-11-18T09:00:00Z'}",
     "m1", "m1"},
    {"{'id':'m2','title':'آتش بازار بزرگ خاموش شد','body':'پنج','source':'پگاه',"
     "'published_at':'2026-11-18T10:00:00Z'}",
     "m2", "m1"},
    {"{'id':'x','title':'باران','body':'شش','published_at':'2026-11-18T10:30:00Z'}", "x", "x"},
    {"{'id':'o','title':'پل کهنه','body':'هفت','published_at':'2026-10-01T10:30:00Z'}", "o", "b1"},
};

static int furnish(void **state)
{
    if (shelf_make(state) != 0)
        return -1;
    for (size_t i = 0; i < COUNT_OF(articles); i++) {
        char json[1000];
        snprintf(json, sizeof json, "%s", articles[i].json);
        for (char *c = json; *c != '\0'; c++)
            *c = *c == '\'' ? '"' : *c;
        shelf_put_in(*state, json, 0, articles[i].copies, articles[i].story);
    }
    shelf_commit(*state);
    return 0;
}
#define FURNISHED(test) cmocka_unit_test_setup_teardown(test, furnish, shelf_remove)

static const char *name_of(const char *id)
{
    static char name[SN_GROUP_TEXT_SIZE];
    sn_group_write(SN_GROUP_STORY, sn_group_name(sn_str_of(id)), name);
    return name;
}

/* The answer of a list (story NULL) or of one story, asked with "name=value" settings; NULL and
 * *problem when it is refused. */
static cJSON *ask(shelf *s, const char *story, sn_problem *problem, const char *const *settings)
{
    static sn_buf out = {.max = 1 << 24};
    SN_CLEANUP(sn_stories_request) sn_stories_request r = {0};
    if (story != NULL)
        assert_int_equal(sn_stories_request_init_one(&r, sn_str_of(story)), SN_OK);
    else
        assert_int_equal(sn_stories_request_init(&r, NOW), SN_OK);
    for (; *settings != NULL; settings++) {
        size_t len = strcspn(*settings, "=");
        sn_status status = sn_stories_request_set(&r, (sn_str){*settings, len},
                                                  sn_str_of(*settings + len + 1), NOW, problem);
        if (status != SN_OK)
            return NULL;
    }
    sn_buf_clear(&out);
    if (sn_stories_json(s->searcher, &r, NULL, &out, problem) != SN_OK)
        return NULL;
    cJSON *json = cJSON_Parse(sn_buf_text(&out));
    assert_non_null(json);
    return json;
}
#define ASK(s, story, problem, ...) ask(s, story, problem, (const char *const[]){__VA_ARGS__, NULL})

static int number_at(const cJSON *json, const char *path)
{
    const cJSON *item = shelf_at(json, path);
    assert_true(cJSON_IsNumber(item));
    return item->valueint;
}

/* "first-id=count/total/uncollapsed …" of a list, refused or not. */
static void check_list_of(shelf *s, const char *want, const char *const *settings)
{
    char got[1000] = "";
    size_t len = 0;
    sn_problem problem = {0};
    cJSON *json = ask(s, NULL, &problem, settings);
    const cJSON *story;
    if (json == NULL)
        fail_msg("refused: %s", problem.detail);
    cJSON_ArrayForEach(story, shelf_at(json, "stories"))
    {
        len += (size_t)snprintf(got + len, sizeof got - len, "%s%s=%d/%d/%d", len > 0 ? " " : "",
                                shelf_at(story, "first.id")->valuestring, number_at(story, "count"),
                                number_at(story, "total"), number_at(story, "uncollapsed"));
    }
    assert_string_equal(got, want);
    cJSON_Delete(json);
}
#define CHECK_LIST(s, want, ...) check_list_of(s, want, (const char *const[]){__VA_ARGS__, NULL})

static void the_biggest_stories_of_a_day_come_first_and_copies_count_once(void **state)
{
    shelf *s = *state;
    CHECK_LIST(s, "m1=2/2/2 o=2/4/5", "limit=10");
    CHECK_LIST(s, "m1=2/2/2 o=2/4/5 x=1/1/1", "min=1");
    CHECK_LIST(s, "o=3/4/5 m1=2/2/2", "since=1405/01/01");
    CHECK_LIST(s, "m1=2/2/2", "since=-4h");
    CHECK_LIST(s, "o=1/4/5", "min=1", "until=1405/08/01");
    CHECK_LIST(s, "", "since=2026-11-19");
}

static void pages_and_filters_narrow_the_list(void **state)
{
    shelf *s = *state;
    sn_problem problem = {0};
    CHECK_LIST(s, "o=2/4/5", "limit=1", "offset=1");
    CHECK_LIST(s, "", "offset=10");
    CHECK_LIST(s, "o=1/4/5", "min=1", "filter.category=شهر");
    CHECK_LIST(s, "m1=2/2/2", "filter.source=پگاه");
    cJSON *json = ASK(s, NULL, &problem, "limit=1", "min=1");
    assert_int_equal(number_at(json, "next_offset"), 1);
    assert_int_equal(number_at(json, "total"), 3);
    assert_true(cJSON_IsFalse(shelf_at(json, "approximate")));
    assert_string_equal(shelf_at(json, "since")->valuestring, "2026-11-17T11:06:40Z");
    assert_true(cJSON_IsNull(shelf_at(json, "until")));
    cJSON_Delete(json);
}

static void a_story_is_a_time_line_with_copies_under_the_first_of_them(void **state)
{
    shelf *s = *state;
    sn_problem problem = {0};
    cJSON *json = ASK(s, name_of("b1"), &problem, "limit=4");
    assert_non_null(json);
    assert_string_equal(shelf_at(json, "id")->valuestring, name_of("b1"));
    assert_int_equal(number_at(json, "total"), 4);
    assert_int_equal(number_at(json, "uncollapsed"), 5);
    static const char *const order[] = {"o", "b1", "b3", "b4"};
    for (size_t i = 0; i < COUNT_OF(order); i++) {
        char path[40];
        snprintf(path, sizeof path, "articles.%zu.id", i);
        assert_string_equal(shelf_at(json, path)->valuestring, order[i]);
    }
    assert_string_equal(shelf_at(json, "articles.1.day")->valuestring, "1405-08-26");
    assert_string_equal(shelf_at(json, "articles.1.duplicates.members.0.id")->valuestring, "b2");
    assert_int_equal(number_at(json, "articles.1.duplicates.count"), 1);
    assert_true(cJSON_IsNull(shelf_at(json, "articles.3.day")));
    assert_string_equal(shelf_at(json, "days.0.day")->valuestring, "1405-07-09");
    assert_string_equal(shelf_at(json, "days.2.label")->valuestring, "۲۷ آبان ۱۴۰۵");
    assert_int_equal(cJSON_GetArraySize(shelf_at(json, "days")), 3);
    assert_string_equal(shelf_at(json, "last.id")->valuestring, "b3");
    assert_true(cJSON_IsNull(shelf_at(json, "next_offset")));
    cJSON_Delete(json);
}

static void words_and_sources_say_what_a_story_is_about(void **state)
{
    shelf *s = *state;
    sn_problem problem = {0};
    cJSON *json = ASK(s, name_of("b1"), &problem, "offset=1", "limit=1", "calendar=gregorian");
    assert_non_null(json);
    assert_string_equal(shelf_at(json, "keywords.0")->valuestring, "زرین‌رود");
    assert_string_equal(shelf_at(json, "sources.0.value")->valuestring, "سپیده دم");
    assert_string_equal(shelf_at(json, "articles.0.day")->valuestring, "2026-11-17");
    assert_int_equal(number_at(json, "next_offset"), 2);
    cJSON_Delete(json);
}

static void what_is_taken_down_is_in_no_story(void **state)
{
    shelf *s = *state;
    sn_problem problem = {0};
    shelf_hide(s, "m2");
    shelf_hide(s, "b1");
    CHECK_LIST(s, "o=2/4/4 x=1/1/1 m1=1/1/1", "min=1", "limit=3");
    cJSON *json = ASK(s, name_of("b1"), &problem, "offset=1", "limit=1");
    assert_string_equal(shelf_at(json, "articles.0.id")->valuestring, "b2");
    assert_int_equal(number_at(json, "articles.0.duplicates.count"), 0);
    cJSON_Delete(json);
    shelf_hide(s, "x");
    assert_null(ASK(s, name_of("x"), &problem, "limit=1"));
    assert_string_equal(problem.code, "unknown_story");
    assert_null(ASK(s, name_of("nobody"), &problem, "limit=1"));
    assert_string_equal(problem.code, "unknown_story");
}

static void what_cannot_be_asked_is_refused_by_name(void **state)
{
    shelf *s = *state;
    static const struct {
        const char *story, *settings[3], *code, *parameter;
    } cases[] = {
        {NULL, {"limit=0"}, "invalid_parameter", "limit"},
        {NULL, {"limit=51"}, "invalid_parameter", "limit"},
        {"b1", {"limit=101"}, "invalid_parameter", "limit"},
        {NULL, {"since=چیزی"}, "invalid_parameter", "since"},
        {NULL, {"until="}, "invalid_parameter", "until"},
        {NULL, {"min=0"}, "invalid_parameter", "min"},
        {NULL, {"limit=1", "limit=1"}, "repeated_parameter", "limit"},
        {NULL, {"q=پل"}, "unknown_parameter", "q"},
        {NULL, {"calendar=jalali"}, "unknown_parameter", "calendar"},
        {NULL, {"filters=x"}, "unknown_parameter", "filters"},
        {"b1", {"since=-1d"}, "unknown_parameter", "since"},
        {"b1", {"filter.source=x"}, "unknown_parameter", "filter.source"},
        {"b1", {"calendar=hijri"}, "invalid_parameter", "calendar"},
        {"b1", {"offset=-1"}, "invalid_parameter", "offset"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sn_problem problem = {0};
        const char *story = cases[i].story != NULL ? name_of(cases[i].story) : NULL;
        assert_null(ask(s, story, &problem, cases[i].settings));
        assert_string_equal(problem.code, cases[i].code);
        assert_string_equal(problem.parameter, cases[i].parameter);
        assert_true(strlen(problem.detail_fa) > 0);
    }
    sn_stories_request r;
    static const char *const names[] = {"", "s:", "b1", "d:0123456789abcdef", "s:0123456789abcdeg"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_int_equal(sn_stories_request_init_one(&r, sn_str_of(names[i])), SN_EINVAL);
}

static void an_empty_index_has_no_stories(void **state)
{
    shelf *s = *state;
    sn_problem problem = {0};
    CHECK_LIST(s, "", "limit=1");
    assert_null(ASK(s, name_of("b1"), &problem, "limit=1"));
    assert_string_equal(problem.code, "unknown_story");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FURNISHED(the_biggest_stories_of_a_day_come_first_and_copies_count_once),
        FURNISHED(pages_and_filters_narrow_the_list),
        FURNISHED(a_story_is_a_time_line_with_copies_under_the_first_of_them),
        FURNISHED(words_and_sources_say_what_a_story_is_about),
        FURNISHED(what_is_taken_down_is_in_no_story),
        FURNISHED(what_cannot_be_asked_is_refused_by_name),
        SHELVED(an_empty_index_has_no_stories),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
