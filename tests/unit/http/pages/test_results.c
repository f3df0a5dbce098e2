/* The search page around its hits, from answers as the API gives them. */
#include "tests/unit/http/pages/rows.h"

static void how_the_query_was_understood_is_said(void **state)
{
    static const row rows[] = {
        {"a correction", QUERY("\"corrected\":{\"from\":\"پلل\",\"to\":\"پل\"}"),
         "برای «پل» جست‌وجو شد", .is_there = true},
        {"and the way back", QUERY("\"corrected\":{\"from\":\"پلل\",\"to\":\"پل\"}"), "correct=off",
         .is_there = true},
        {"a suggestion", QUERY("\"suggestion\":{\"from\":\"a\",\"to\":\"b\"}"), "href=\"/?q=b\"",
         .is_there = true},
        {"words that nothing has",
         QUERY("\"relaxed\":true,\"needed\":{\"unknown\":[\"آب\",\"نان\"]}"), "آب، نان",
         .is_there = true},
        {"all words again", QUERY("\"relaxed\":true"), "match=all", .is_there = true},
        {"a day",
         QUERY("\"dates\":[{\"text\":\"دیروز\",\"from\":\"2026-11-25T20:30:00Z\",\"to\":"
               "\"2026-11-26T20:29:59Z\",\"as\":\"filter\"}]"),
         "«دیروز» زمان دانسته شد: ۵ آذر ۱۴۰۵", .is_there = true},
        {"a period in English",
         QUERY("\"dates\":[{\"text\":\"x\",\"from\":\"2026-11-01T20:30:00Z\",\"to\":"
               "null,\"as\":\"period_or_words\"}]"),
         "since 2 November 2026", .is_there = true, .lang = SN_LANG_EN},
        {"a warning", QUERY("\"warnings\":[{\"detail\":\"en\",\"detail_fa\":\"هشدار <\"}]"),
         "هشدار &lt;", .is_there = true},
        {"nothing where there is nothing", QUERY("\"corrected\":null"), "class=\"notes\"",
         .is_there = false},
    };
    (void)state;
    CHECK(rows);
}

static void pages_are_linked_as_far_as_they_go(void **state)
{
    static const row rows[] = {
        {"the next", TOTAL("25"), "offset=10\" rel=\"next\"", .is_there = true},
        {"the one before", TOTAL("25"), "offset=10\" rel=\"prev\"", .is_there = true, .offset = 20},
        {"the first has no offset", TOTAL("25"), "href=\"/?q=%D9%BE%D9%84\" rel=\"prev\"",
         .is_there = true, .offset = 10},
        {"no page behind the last", TOTAL("25"), "rel=\"next\"", .is_there = false, .offset = 20},
        {"this one says so", TOTAL("25"), "aria-label=\"صفحهٔ ۲\" aria-current=\"page\"",
         .is_there = true, .offset = 10},
        {"a single page needs none", TOTAL("10"), "class=\"pager\"", .is_there = false},
        {"no offset that is refused", TOTAL("99999"), "offset=10010", .is_there = false,
         .offset = 10000},
        {"a cursor beyond",
         "{\"query\":{},\"total\":{\"value\":99999},\"hits\":[],\"next_cursor\":\"AQ\"}",
         "cursor=AQ\" rel=\"next\"", .is_there = true, .offset = 10000},
        {"and from there only on",
         "{\"query\":{},\"total\":{\"value\":99999},\"hits\":[],\"next_cursor\":\"AR\"}",
         "cursor=AR", .is_there = true, .name = "cursor", .value = "AQ"},
    };
    (void)state;
    CHECK(rows);
}

static void nothing_found_shows_ways_on(void **state)
{
    static const row rows[] = {
        {"it is said", TOTAL("0"), "خبری پیدا نشد", .is_there = true},
        {"without filters", TOTAL("0"),
         ">همین جست‌وجو بدون پالایه‌ها و زمان<", .is_there = true,
         .name = "filter.tag", .value = "x"},
        {"which there must be", TOTAL("0"),
         ">همین جست‌وجو بدون پالایه‌ها و زمان<", .is_there = false},
        {"all forms", TOTAL("0"), ">همهٔ صورت‌های واژه‌ها", .is_there = true,
         .name = "mode", .value = "exact"},
        {"from the first page", TOTAL("0"), ">خبرهای این جست‌وجو از آغاز<",
         .is_there = true, .offset = 50},
        {"a feed of it all the same", TOTAL("0"),
         "href=\"/v1/search?q=%D9%BE%D9%84&amp;format=rss\"", .is_there = true},
        {"the feed knows no language", TOTAL("0"), "lang=en&amp;format=rss", .is_there = false,
         .lang = SN_LANG_EN, .name = "lang", .value = "en"},
    };
    (void)state;
    CHECK(rows);
}

static void the_first_visit_shows_the_stories_of_the_day(void **state)
{
#define STORIES "{\"stories\":[{\"total\":9,\"last\":{\"id\":\"n-9\",\"title\":\"پل باز شد\"}}]}"
    static const row rows[] = {
        {"a story", NULL, "href=\"/articles/n-9#story\"", .is_there = true, .stories = STORIES},
        {"how many articles", NULL, "۹ خبر", .is_there = true, .stories = STORIES},
        {"no story, no heading", NULL, "ماجراهای امروز", .is_there = false,
         .stories = "{\"stories\":[]}"},
        {"hints", NULL, "href=\"/?q=", .is_there = true},
        {"no results", NULL, "id=\"total\"", .is_there = false},
    };
    (void)state;
    CHECK(rows);
}

static void a_refused_search_can_be_mended(void **state)
{
    static const struct {
        const char *what, *part;
        bool is_there;
    } rows[] = {
        {"what is wrong", "«۱۴۰۴/۱۳» &lt;", true},
        {"what was asked", "name=\"q\" type=\"search\"", true},
        {"its words", "value=\"پل\"", true},
        {"the field that is wrong", "value=\"1404/13\"", true},
        {"its language", "name=\"lang\" value=\"en\"", true},
        {"what would be refused again is left out", "nonsense", false},
    };
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_link_param asked[] = {{SN_STR("q"), SN_STR("پل")},
                             {SN_STR("from"), SN_STR("1404/13")},
                             {SN_STR("nonsense"), SN_STR("1")},
                             {SN_STR("lang"), SN_STR("xx")},
                             {SN_STR("lang"), SN_STR("en")}};
    sn_link_params all = {asked, sizeof asked / sizeof *asked};
    sn_problem problem = {.detail_fa = "«۱۴۰۴/۱۳» <"};
    sn_refused refused = {&problem, 400, "r-1", NULL};
    sn_results_page page = {.site = "", .asked = &all};
    (void)state;
    assert_int_equal(sn_results_refused_write(&page, &refused, &out), SN_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if ((strstr(sn_buf_text(&out), rows[i].part) != NULL) != rows[i].is_there)
            fail_msg("%s: %s", rows[i].what, sn_buf_text(&out));
    }
}

static void what_is_no_answer_is_refused(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_error err = {0};
    sn_link_params none = {NULL, 0};
    sn_results_page page = {.asked = &none, .answer = SN_STR("{"), .limit = 10};
    (void)state;
    assert_int_not_equal(sn_results_page_write(&page, &out, &err), SN_OK);
}

static void an_answer_of_another_shape_is_a_page_all_the_same(void **state)
{
    static const char *const shapes[] = {
        "[]",
        "1",
        "{\"hits\":[1,null,[],{\"title\":1,\"url\":[],\"highlight\":[],\"duplicates\":7}]}",
        "{\"total\":{\"value\":1e100},\"facets\":{\"source\":{\"values\":[1,{}]},\"date:month\":{"
        "\"values\":[{},2]}}}",
        "{\"query\":{\"dates\":[{}],\"warnings\":[1],\"corrected\":{},\"relaxed\":true,\"needed\":"
        "1}}",
        "{\"hits\":[{\"title\":\"a\",\"highlight\":{\"title\":[[\"x\"],[-5,1e18],[0]]},\"published_"
        "at\":\"x\"}]}"};
    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        check(&(row){.what = shapes[i], .answer = shapes[i], .part = "</html>", .is_there = true},
              1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(how_the_query_was_understood_is_said),
        cmocka_unit_test(pages_are_linked_as_far_as_they_go),
        cmocka_unit_test(nothing_found_shows_ways_on),
        cmocka_unit_test(the_first_visit_shows_the_stories_of_the_day),
        cmocka_unit_test(a_refused_search_can_be_mended),
        cmocka_unit_test(what_is_no_answer_is_refused),
        cmocka_unit_test(an_answer_of_another_shape_is_a_page_all_the_same),
    };
    return cmocka_run_group_tests_name("http/pages/results", tests, NULL, NULL);
}
