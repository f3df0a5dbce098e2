/* Groups of copies and stories in what searches answer. */
#include "tests/unit/query/shelf.h"

#include "layout/membership.h"

#include <stdio.h>
#include <string.h>

/* A bridge that opens (three sources, one headline rewritten), what is said of it the day after, and
 * another bridge. */
static const struct placed {
    const char *json, *copies, *story;
} articles[] = {
    {"{\"id\":\"wire\",\"title\":\"پل دوم زرینه‌آب گشوده شد\",\"body\":\"پل "
     "دوم "
     "پس "
     "از "
     "سه "
     "سال "
     "به "
     "روی "
     "مردم گشوده شد\",\"source\":\"خزر\",\"published_at\":\"2026-11-10T08:00:00Z\"}",
     "wire", "wire"},
    {"{\"id\":\"copy\",\"title\":\"گشایش پل زرینه‌آب\",\"body\":\"پل دوم پس "
     "از "
     "سه "
     "سال "
     "به "
     "روی "
     "مردم گشوده "
     "شد\",\"source\":\"سپیده\",\"published_at\":\"2026-11-10T09:00:00Z\"}",
     "wire", "wire"},
    {"{\"id\":\"late\",\"title\":\"پل دوم زرینه‌آب گشوده شد\",\"body\":\"پل "
     "دوم "
     "پس "
     "از "
     "سه "
     "سال "
     "به "
     "روی "
     "مردم گشوده شد\",\"source\":\"پگاه\",\"published_at\":\"2026-11-11T07:00:00Z\"}",
     "wire", "wire"},
    {"{\"id\":\"next\",\"title\":\"وزیر راه: پل زرینه‌آب شاهراه "
     "است\",\"body\":\"روز "
     "پس "
     "از "
     "گشایش\","
     "\"source\":\"خزر\",\"published_at\":\"2026-11-11T10:00:00Z\"}",
     "next", "wire"},
    {"{\"id\":\"other\",\"title\":\"پل روستای چنار\",\"body\":\"سیل پل را برد\",\"source\":\"خزر\","
     "\"published_at\":\"2026-11-12T10:00:00Z\"}",
     "other", "other"},
};

static int furnish(void **state)
{
    if (shelf_make(state) != 0)
        return -1;
    for (size_t i = 0; i < COUNT_OF(articles); i++)
        shelf_put_in(*state, articles[i].json, 0, articles[i].copies, articles[i].story);
    shelf_commit(*state);
    return 0;
}
#define FURNISHED(test) cmocka_unit_test_setup_teardown(test, furnish, shelf_remove)

static const char *story_named(const char *id)
{
    static char text[SN_GROUP_TEXT_SIZE];
    sn_group_write(SN_GROUP_STORY, sn_group_name(sn_str_of(id)), text);
    return text;
}

static const char *copies_named(const char *id)
{
    static char text[SN_GROUP_TEXT_SIZE];
    sn_group_write(SN_GROUP_COPIES, sn_group_name(sn_str_of(id)), text);
    return text;
}

static const cJSON *hit_of(const cJSON *answer, const char *id)
{
    const cJSON *hit;
    cJSON_ArrayForEach(hit, shelf_at(answer, "hits"))
    {
        if (strcmp(shelf_at(hit, "id")->valuestring, id) == 0)
            return hit;
    }
    fail_msg("%s is no hit", id);
    return NULL;
}

static void copies_are_those_of_a_group_whatever_their_texts(void **state)
{
    cJSON *a = cJSON_Parse(shelf_json(*state, "q=پل", "sort=-date", NULL));
    assert_string_equal(shelf_ids(*state, "q=پل", "sort=-date", NULL), "other next late");
    assert_int_equal(shelf_at(a, "total.value")->valueint, 3);
    assert_int_equal(shelf_at(a, "total.uncollapsed")->valueint, 5);
    const cJSON *late = hit_of(a, "late");
    assert_int_equal(shelf_at(late, "duplicates.count")->valueint, 2);
    assert_string_equal(shelf_at(late, "duplicates.group")->valuestring, copies_named("wire"));
    assert_true(cJSON_IsNull(shelf_at(hit_of(a, "other"), "duplicates")));
    assert_null(cJSON_GetObjectItem(late, "collapsed"));
    cJSON_Delete(a);
}

static void a_story_has_one_hit_for_all_its_articles_and_their_copies(void **state)
{
    assert_string_equal(shelf_ids(*state, "q=پل", "sort=-date", "collapse=story", NULL),
                        "other next");
    assert_string_equal(shelf_ids(*state, "q=پل", "sort=date", "collapse=story", NULL),
                        "wire other");
    cJSON *a = cJSON_Parse(shelf_json(*state, "q=پل", "collapse=story", NULL));
    assert_int_equal(shelf_at(a, "total.value")->valueint, 2);
    assert_int_equal(shelf_at(a, "total.uncollapsed")->valueint, 5);
    const cJSON *hit;
    cJSON_ArrayForEach(hit, shelf_at(a, "hits"))
    {
        bool is_other = strcmp(shelf_at(hit, "id")->valuestring, "other") == 0;
        assert_true(cJSON_IsNull(shelf_at(hit, "duplicates")));
        if (is_other) {
            assert_true(cJSON_IsNull(shelf_at(hit, "collapsed")));
            continue;
        }
        assert_string_equal(shelf_at(hit, "collapsed.by")->valuestring, "story");
        assert_int_equal(shelf_at(hit, "collapsed.count")->valueint, 3);
    }
    cJSON_Delete(a);
}

static void every_hit_says_its_story_and_how_large_it_is(void **state)
{
    static const char *const ways[] = {"collapse=none", "collapse=duplicates", "collapse=source",
                                       "collapse=story"};
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        cJSON *a = cJSON_Parse(shelf_json(*state, "q=پل", ways[i], NULL));
        const cJSON *hit;
        cJSON_ArrayForEach(hit, shelf_at(a, "hits"))
        {
            bool is_other = strcmp(shelf_at(hit, "id")->valuestring, "other") == 0;
            assert_string_equal(shelf_at(hit, "story")->valuestring,
                                story_named(is_other ? "other" : "wire"));
            assert_int_equal(shelf_at(hit, "story_articles")->valueint, is_other ? 1 : 4);
        }
        cJSON_Delete(a);
    }
}

static void the_story_is_a_field_like_others(void **state)
{
    char want[128];
    snprintf(want, sizeof want, "\"hits\":[{\"id\":\"other\",\"story\":\"%s\"}]",
             story_named("other"));
    assert_non_null(strstr(shelf_json(*state, "q=چنار", "fields=story,id", NULL), want));
    assert_non_null(strstr(shelf_json(*state, "q=چنار", "fields=story_articles", NULL),
                           "[{\"story_articles\":1}]"));
    assert_null(strstr(shelf_json(*state, "q=چنار", "fields=id", NULL), "story"));
}

static void an_article_says_its_story_too(void **state)
{
    shelf *s = *state;
    char want[128];
    sn_error err = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    uint32_t fields = SN_SHOW_ID | SN_SHOW_GROUPS;
    snprintf(want, sizeof want, "{\"id\":\"late\",\"story\":\"%s\",\"story_articles\":4}",
             story_named("wire"));
    assert_ok(sn_searcher_article_json(s->searcher, SN_STR("late"), fields, &out, &err), &err);
    assert_string_equal(sn_buf_text(&out), want);
    sn_buf_clear(&out);
    assert_ok(sn_searcher_article_json(s->searcher, SN_STR("late"), 0, &out, &err), &err);
    assert_non_null(strstr(sn_buf_text(&out), want + strlen("{\"id\":\"late\",")));
}

static void hidden_articles_are_not_counted(void **state)
{
    shelf *s = *state;
    shelf_hide(s, "copy");
    shelf_hide(s, "copy");
    shelf_hide(s, "nobody");
    cJSON *a = cJSON_Parse(shelf_json(s, "q=پل", "sort=-date", NULL));
    assert_int_equal(shelf_at(hit_of(a, "late"), "duplicates.count")->valueint, 1);
    assert_int_equal(shelf_at(hit_of(a, "next"), "story_articles")->valueint, 3);
    assert_int_equal(shelf_at(hit_of(a, "other"), "story_articles")->valueint, 1);
    assert_int_equal(shelf_at(a, "total.uncollapsed")->valueint, 4);
    cJSON_Delete(a);
}

static void an_older_index_says_that_it_knows_no_stories(void **state)
{
    shelf *s = *state;
    shelf_ids(s, "q=پل", NULL);
    s->searcher->snapshot.manifest.format = 2; /* which stays open until a switch */
    cJSON *a = cJSON_Parse(shelf_json(s, "q=پل", "collapse=story", NULL));
    assert_string_equal(shelf_at(a, "query.warnings.0.code")->valuestring, "no_stories");
    assert_true(cJSON_IsNull(shelf_at(a, "hits.0.story")));
    assert_true(cJSON_IsNull(shelf_at(a, "hits.0.story_articles")));
    cJSON_Delete(a);
    a = cJSON_Parse(shelf_json(s, "q=پل", "sort=-date", NULL));
    assert_int_equal(shelf_at(hit_of(a, "late"), "duplicates.count")->valueint, 2);
    assert_null(cJSON_GetObjectItem(shelf_at(hit_of(a, "late"), "duplicates"), "group"));
    cJSON_Delete(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FURNISHED(copies_are_those_of_a_group_whatever_their_texts),
        FURNISHED(a_story_has_one_hit_for_all_its_articles_and_their_copies),
        FURNISHED(every_hit_says_its_story_and_how_large_it_is),
        FURNISHED(the_story_is_a_field_like_others),
        FURNISHED(an_article_says_its_story_too),
        FURNISHED(hidden_articles_are_not_counted),
        FURNISHED(an_older_index_says_that_it_knows_no_stories),
    };
    return cmocka_run_group_tests_name("query/groups", tests, NULL, NULL);
}
