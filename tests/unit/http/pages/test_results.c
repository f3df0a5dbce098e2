/* The search page around its hits, from answers as the API gives them. */
#include "tests/unit/http/pages/rows.h"

static void how_the_query_was_understood_is_said(void **state)
{
    static const row rows[] = {
        {.what = "a correction",
         QUERY("\"corrected\":{\"from\":\"پلل\",\"to\":\"پل\"}"),
         "برای «پل» جست‌وجو شد",
         true},
        {.what = "and the way back",
         QUERY("\"corrected\":{\"from\":\"پلل\",\"to\":\"پل\"}"),
         "correct=off",
         true},
        {.what = "a suggestion",
         QUERY("\"suggestion\":{\"from\":\"a\",\"to\":\"b\"}"),
         "href=\"/?q=b\"",
         true},
        {.what = "words that nothing has",
         QUERY("\"relaxed\":true,\"needed\":{\"unknown\":[\"آب\",\"نان\"]}"),
         "آب، نان",
         true},
        {.what = "all words again", QUERY("\"relaxed\":true"), "match=all", true},
        {.what = "a day",
         QUERY("\"dates\":[{\"text\":\"دیروز\",\"from\":\"2026-11-25T20:30:00Z\",\"to\":"
               "\"2026-11-26T20:29:59Z\",\"as\":\"filter\"}]"),
         "«دیروز» زمان دانسته شد: ۵ آذر ۱۴۰۵",
         true},
        {.what = "a period in English",
         QUERY("\"dates\":[{\"text\":\"x\",\"from\":\"2026-11-01T20:30:00Z\",\"to\":"
               "null,\"as\":\"period_or_words\"}]"),
         "since 2 November 2026",
         true,
         SN_LANG_EN},
        {.what = "a warning",
         QUERY("\"warnings\":[{\"detail\":\"en\",\"detail_fa\":\"هشدار <\"}]"),
         "هشدار &lt;",
         true},
        {.what = "nothing where there is nothing",
         QUERY("\"corrected\":null"),
         "class=\"notes\"",
         false},
    };
    (void)state;
    CHECK(rows);
}

static void facets_narrow_and_filters_can_be_taken_away(void **state)
{
#define SOURCE                                                                                         \
    FACETS("\"source\":{\"values\":[{\"value\":\"پگاه\",\"count\":1200}],\"other\":{\"values\":3}" \
           "}")
#define PEGAH "%D9%BE%DA%AF%D8%A7%D9%87"
    static const row rows[] = {
        {.what = "a value narrows", SOURCE, "filter.source=" PEGAH "\"", true},
        {.what = "its count", SOURCE, ">۱٬۲۰۰<", true},
        {.what = "more of them", SOURCE, "facet.limit=100", true},
        {.what = "the one that is chosen says so",
         SOURCE,
         "aria-current=\"true\"><span class=\"value\"",
         true,
         SN_LANG_FA,
         0,
         "filter.source",
         "پگاه"},
        {.what = "by its other name, too",
         SOURCE,
         "aria-current=\"true\"><span class=\"value\"",
         true,
         SN_LANG_FA,
         0,
         "filter[source]",
         "پگاه"},
        {.what = "and is taken away",
         SOURCE,
         "<a class=\"chip\" href=\"/?q=%D9%BE%D9%84\">",
         true,
         SN_LANG_FA,
         0,
         "filter.source",
         "پگاه"},
        {.what = "dates are taken away",
         SOURCE,
         "از ۱۴۰۵/۰۸<",
         true,
         SN_LANG_FA,
         0,
         "from",
         "1405-08"},
        {.what = "a way of searching is taken away",
         SOURCE,
         "<bdi>عیناً همین</bdi>",
         true,
         SN_LANG_FA,
         0,
         "mode",
         "exact"},
        {.what = "what the form has no field for goes on",
         SOURCE,
         "type=\"hidden\" name=\"filter.source\" value=\"پگاه\"",
         true,
         SN_LANG_FA,
         0,
         "filter.source",
         "پگاه"},
        {.what = "the place in the list does not",
         SOURCE,
         "name=\"offset\"",
         false,
         SN_LANG_FA,
         10,
         "offset",
         "10"},
        {.what = "no facets, nothing", FACETS(""), "class=\"facet\"", false},
    };
    (void)state;
    CHECK(rows);
}

#define MONTH(value, label, count)                                                                 \
    "{\"value\":\"" value "\",\"label\":\"" label "\",\"count\":" count "}"
#define MONTHS                                                                                     \
    FACETS("\"date:month\":{\"values\":[" MONTH("1405-07", "مهر ۱۴۰۵", "200") "," MONTH(           \
        "1405-08", "آبان ۱۴۰۵", "1") "," MONTH("1405-09", "آذر ۱۴۰۵", "0") "]}")

static void months_are_bars(void **state)
{
    static const row rows[] = {
        {.what = "one is a link", MONTHS, "from=1405-07&amp;to=1405-07", true},
        {.what = "that says what it is", MONTHS, "aria-label=\"مهر ۱۴۰۵: ۲۰۰ خبر\"", true},
        {.what = "the greatest is as high as can be",
         MONTHS,
         "<rect y=\"0\" width=\"10\" height=\"100\">",
         true},
        {.what = "few are seen", MONTHS, "<rect y=\"96\" width=\"10\" height=\"4\">", true},
        {.what = "none is no link", MONTHS, "from=1405-09", false},
        {.what = "English months",
         FACETS("\"date:month\":{\"values\":[" MONTH("2026-10", "اکتبر ۲۰۲۶", "1") "," MONTH(
             "2026-11", "نوامبر ۲۰۲۶", "1") "]}"),
         "November 2026: 1 article\"",
         true,
         SN_LANG_EN},
        {.what = "a single month needs no bar",
         FACETS("\"date:month\":{\"values\":[" MONTH("1405-07", "مهر", "2") "]}"),
         "class=\"bars\"",
         false},
        {.what = "days, where there are not too many",
         FACETS("\"date:day\":{\"values\":[" MONTH("1405-08-01", "۱ آبان", "1") "," MONTH(
             "1405-08-02", "۲ آبان", "1") "]},"
                                          "\"date:month\":{\"values\":[" MONTH("1405-08", "آبان",
                                                                               "2") "]}"),
         "from=1405-08-02",
         true},
    };
    (void)state;
    CHECK(rows);
}

static void pages_are_linked_as_far_as_they_go(void **state)
{
    static const row rows[] = {
        {.what = "the next", TOTAL("25"), "offset=10\" rel=\"next\"", true},
        {.what = "the one before", TOTAL("25"), "offset=10\" rel=\"prev\"", true, SN_LANG_FA, 20},
        {.what = "the first has no offset",
         TOTAL("25"),
         "href=\"/?q=%D9%BE%D9%84\" rel=\"prev\"",
         true,
         SN_LANG_FA,
         10},
        {.what = "no page behind the last", TOTAL("25"), "rel=\"next\"", false, SN_LANG_FA, 20},
        {.what = "this one says so",
         TOTAL("25"),
         "aria-label=\"صفحهٔ ۲\" aria-current=\"page\"",
         true,
         SN_LANG_FA,
         10},
        {.what = "a single page needs none", TOTAL("10"), "class=\"pager\"", false},
        {.what = "no offset that is refused",
         TOTAL("99999"),
         "offset=10010",
         false,
         SN_LANG_FA,
         10000},
        {.what = "a cursor beyond",
         "{\"query\":{},\"total\":{\"value\":99999},\"hits\":[],\"next_cursor\":\"AQ\"}",
         "cursor=AQ\" rel=\"next\"",
         true,
         SN_LANG_FA,
         10000},
        {.what = "and from there only on",
         "{\"query\":{},\"total\":{\"value\":99999},\"hits\":[],\"next_cursor\":\"AR\"}",
         "cursor=AR",
         true,
         SN_LANG_FA,
         0,
         "cursor",
         "AQ"},
    };
    (void)state;
    CHECK(rows);
}

static void nothing_found_shows_ways_on(void **state)
{
    static const row rows[] = {
        {.what = "it is said", TOTAL("0"), "خبری پیدا نشد", true},
        {.what = "without filters",
         TOTAL("0"),
         ">همین جست‌وجو بدون پالایه‌ها و زمان<",
         true,
         SN_LANG_FA,
         0,
         "filter.tag",
         "x"},
        {.what = "which there must be",
         TOTAL("0"),
         ">همین جست‌وجو بدون پالایه‌ها و زمان<",
         false},
        {.what = "all forms",
         TOTAL("0"),
         ">همهٔ صورت‌های واژه‌ها",
         true,
         SN_LANG_FA,
         0,
         "mode",
         "exact"},
        {.what = "from the first page",
         TOTAL("0"),
         ">خبرهای این جست‌وجو از آغاز<",
         true,
         SN_LANG_FA,
         50},
        {.what = "a feed of it all the same",
         TOTAL("0"),
         "href=\"/v1/search?q=%D9%BE%D9%84&amp;format=rss\"",
         true},
        {.what = "the feed knows no language",
         TOTAL("0"),
         "lang=en&amp;format=rss",
         false,
         SN_LANG_EN,
         0,
         "lang",
         "en"},
    };
    (void)state;
    CHECK(rows);
}

static void the_first_visit_shows_the_stories_of_the_day(void **state)
{
#define STORIES "{\"stories\":[{\"total\":9,\"last\":{\"id\":\"n-9\",\"title\":\"پل باز شد\"}}]}"
    static const row rows[] = {
        {.what = "a story", NULL, "href=\"/articles/n-9#story\"", true, .stories = STORIES},
        {.what = "how many articles", NULL, "۹ خبر", true, .stories = STORIES},
        {.what = "no story, no heading",
         NULL,
         "ماجراهای امروز",
         false,
         .stories = "{\"stories\":[]}"},
        {.what = "hints", NULL, "href=\"/?q=", true},
        {.what = "no results", NULL, "id=\"total\"", false},
    };
    (void)state;
    CHECK(rows);
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
        cmocka_unit_test(facets_narrow_and_filters_can_be_taken_away),
        cmocka_unit_test(months_are_bars),
        cmocka_unit_test(pages_are_linked_as_far_as_they_go),
        cmocka_unit_test(nothing_found_shows_ways_on),
        cmocka_unit_test(the_first_visit_shows_the_stories_of_the_day),
        cmocka_unit_test(what_is_no_answer_is_refused),
        cmocka_unit_test(an_answer_of_another_shape_is_a_page_all_the_same),
    };
    return cmocka_run_group_tests_name("http/pages/results", tests, NULL, NULL);
}
