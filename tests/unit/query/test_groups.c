/* Groups of copies and stories in what searches answer. */
#include "tests/unit/query/shelf.h"

#include "layout/membership.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A bridge that opens (three sources, one headline rewritten), what is said of it the day after, and
 * another bridge. */
#define OPENED "پل دوم زرینه‌آب گشوده شد"
#define TEXT   "پل دوم پس از سه سال به روی مردم گشوده شد"
#define ARTICLE(id, title, body, source, date)                                                     \
    "{\"id\":\"" id "\",\"title\":\"" title "\",\"body\":\"" body "\",\"source\":\"" source        \
    "\",\"published_at\":\"2026-11-" date ":00Z\"}"

static const struct placed {
    const char *json, *copies, *story;
} articles[] = {
    {ARTICLE("wire", OPENED, TEXT, "خزر", "10T08:00"), "wire", "wire"},
    {ARTICLE("copy", "گشایش پل زرینه‌آب", TEXT, "سپیده", "10T09:00"), "wire",
     "wire"},
    {ARTICLE("late", OPENED, TEXT, "پگاه", "11T07:00"), "wire", "wire"},
    {ARTICLE("next", "پل زرینه‌آب: وزیر چه گفت", "روز پس از گشایش", "خزر",
             "11T10:00"),
     "next", "wire"},
    {ARTICLE("other", "پل روستای چنار", "سیل پل را برد", "خزر", "12T10:00"), "other", "other"},
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
    assert_ok(sn_searcher_article_json(s->searcher, SN_STR("late"), fields, &out, NULL, &err),
              &err);
    assert_string_equal(sn_buf_text(&out), want);
    sn_buf_clear(&out);
    assert_ok(sn_searcher_article_json(s->searcher, SN_STR("late"), 0, &out, NULL, &err), &err);
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

static const cJSON *members_of(const cJSON *answer, const char *id)
{
    return shelf_at(hit_of(answer, id), "duplicates.members");
}

/* Their ids, joined by blanks. */
static const char *ids_of(const cJSON *list)
{
    static char out[256];
    const cJSON *one;
    size_t len = 0;
    out[0] = '\0';
    cJSON_ArrayForEach(one, list) len += (size_t)snprintf(
        out + len, sizeof out - len, "%s%s", len > 0 ? " " : "", shelf_at(one, "id")->valuestring);
    return out;
}

static const struct member_case {
    const char *name, *q, *setting, *hit, *want;
} member_cases[] = {
    {"those that a hit stands for, oldest first", "q=پل", "duplicates.members=20", "late",
     "wire copy"},
    {"as many as are wanted", "q=پل", "duplicates.members=1", "late", "wire"},
    {"only what has the words", "q=\"دوم زرینه‌آب\"", "duplicates.members=20", "late",
     "wire"},
    {"only what the filters leave", "q=پل", "to=2026-11-10", "copy", "wire"},
};

static void a_hit_lists_the_copies_it_stands_for(void **state)
{
    for (size_t i = 0; i < COUNT_OF(member_cases); i++) {
        const struct member_case *c = &member_cases[i];
        bool is_number = strncmp(c->setting, "duplicates", 10) == 0;
        print_message("  case: %s\n", c->name);
        cJSON *a = cJSON_Parse(shelf_json(*state, c->q, "sort=-date", "match=all", c->setting,
                                          is_number ? NULL : "duplicates.members=5", NULL));
        const cJSON *members = members_of(a, c->hit);
        assert_string_equal(ids_of(members), c->want);
        cJSON_Delete(a);
    }
}

static void a_member_has_what_a_link_needs(void **state)
{
    cJSON *a = cJSON_Parse(shelf_json(*state, "q=پل", "sort=-date", "duplicates.members=1",
                                      "fields=duplicates", NULL));
    char *got = cJSON_PrintUnformatted(shelf_at(a, "hits.2.duplicates.members.0"));
    assert_string_equal(
        got, "{\"id\":\"wire\",\"url\":null,\"title\":\"پل دوم زرینه‌آب گشوده "
             "شد\",\"source\":\"خزر\",\"published_at\":\"2026-11-10T08:00:00Z\","
             "\"published_at_jalali\":\"۱۴۰۵/۰۸/۱۹ ۱۱:۳۰\"}");
    free(got);
    cJSON_Delete(a);
    assert_null(strstr(shelf_json(*state, "q=پل", NULL), "\"members\""));
}

static void hidden_copies_are_no_members(void **state)
{
    shelf *s = *state;
    shelf_hide(s, "wire");
    cJSON *a = cJSON_Parse(shelf_json(s, "q=پل", "sort=-date", "duplicates.members=5", NULL));
    assert_string_equal(ids_of(members_of(a, "late")), "copy");
    assert_string_equal(shelf_at(hit_of(a, "late"), "duplicates.representative.id")->valuestring,
                        "copy");
    cJSON_Delete(a);
}

static void a_hit_lists_the_articles_of_its_story(void **state)
{
    static const struct {
        const char *setting, *want;
    } cases[] = {{"story.members=20", "wire copy late"}, {"story.members=1", "wire"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        cJSON *a = cJSON_Parse(
            shelf_json(*state, "q=پل", "sort=-date", "collapse=story", cases[i].setting, NULL));
        assert_string_equal(ids_of(shelf_at(a, "hits.1.collapsed.members")), cases[i].want);
        cJSON_Delete(a);
    }
    assert_null(strstr(shelf_json(*state, "q=پل", "collapse=story", NULL), "\"members\""));
}

static void members_are_of_what_is_collapsed(void **state)
{
    (void)state;
    SN_CLEANUP(sn_request) sn_request story = {0};
    sn_problem refused = {0};
    shelf_request(&story, (const char *const[]){"story.members=3", NULL});
    assert_int_equal(sn_request_check(&story, &refused), SN_EINVAL);
    assert_string_equal(refused.parameter, "story.members");
    static const char *const others[] = {"source", "story", "none"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        SN_CLEANUP(sn_request) sn_request r = {0};
        sn_problem problem = {0};
        char collapse[32];
        snprintf(collapse, sizeof collapse, "collapse=%s", others[i]);
        shelf_request(&r, (const char *const[]){"duplicates.members=3", collapse, NULL});
        assert_int_equal(sn_request_check(&r, &problem), SN_EINVAL);
        assert_string_equal(problem.parameter, "duplicates.members");
    }
}

static void the_first_one_stands_for_a_group_or_one_of_a_preferred_source(void **state)
{
    static const struct {
        const char *configuration, *want;
    } cases[] = {
        {"", "wire"},
        {"preferred_sources = ( \"پگاه\", \"سپیده\" );", "late"},
        {"preferred_sources = ( \"ناشناس\", \"سپيده\" );", "copy"},
        {"preferred_sources = ( \"ناشناس\" );", "wire"},
        {"preferred_sources = ( );", "wire"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        shelf_configure(*state, cases[i].configuration);
        cJSON *a = cJSON_Parse(shelf_json(*state, "q=پل", "sort=-date", NULL));
        assert_string_equal(
            shelf_at(hit_of(a, "late"), "duplicates.representative.id")->valuestring,
            cases[i].want);
        cJSON_Delete(a);
    }
}

/* Two of one second stand in the order of their ids, and an article without a date is no first one. */
static void of_one_second_the_lower_id_is_first(void **state)
{
    static const char *const dates[] = {"", "2026-11-10T08:00:00Z", "2026-11-10T08:00:00Z"};
    static const char *const ids[] = {"a", "c", "b"};
    shelf *s = *state;
    for (uint32_t i = 0; i < 3; i++) {
        char json[200], date[64] = "";
        if (dates[i][0] != '\0')
            snprintf(date, sizeof date, ",\"published_at\":\"%s\"", dates[i]);
        snprintf(json, sizeof json, "{\"id\":\"%s\",\"title\":\"گندم %u\"%s}", ids[i], i, date);
        shelf_put_in(s, json, i, "b", "b");
    }
    shelf_commit(s);
    cJSON *a = cJSON_Parse(shelf_json(s, "q=گندم", "sort=date", "duplicates.members=5", NULL));
    assert_string_equal(shelf_at(a, "hits.0.duplicates.representative.id")->valuestring, "b");
    bool is_b = strcmp(shelf_at(a, "hits.0.id")->valuestring, "b") == 0;
    assert_string_equal(ids_of(shelf_at(a, "hits.0.duplicates.members")), is_b ? "c a" : "b a");
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
        FURNISHED(a_hit_lists_the_copies_it_stands_for),
        FURNISHED(a_member_has_what_a_link_needs),
        FURNISHED(hidden_copies_are_no_members),
        cmocka_unit_test(members_are_of_what_is_collapsed),
        FURNISHED(a_hit_lists_the_articles_of_its_story),
        FURNISHED(the_first_one_stands_for_a_group_or_one_of_a_preferred_source),
        FURNISHED(of_one_second_the_lower_id_is_first),
        FURNISHED(an_older_index_says_that_it_knows_no_stories),
    };
    return cmocka_run_group_tests_name("query/groups", tests, NULL, NULL);
}
