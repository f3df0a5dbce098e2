/* What narrows a search, from answers as the API gives them. */
#include "tests/unit/http/pages/rows.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facets_narrow_and_filters_can_be_taken_away),
        cmocka_unit_test(months_are_bars),
    };
    return cmocka_run_group_tests_name("http/pages/facets", tests, NULL, NULL);
}
