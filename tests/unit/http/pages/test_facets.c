/* What narrows a search, from answers as the API gives them. */
#include "tests/unit/http/pages/rows.h"

static void facets_narrow_and_filters_can_be_taken_away(void **state)
{
#define SOURCE                                                                                         \
    FACETS("\"source\":{\"values\":[{\"value\":\"پگاه\",\"count\":1200}],\"other\":{\"values\":3}" \
           "}")
#define PEGAH "%D9%BE%DA%AF%D8%A7%D9%87"
    static const row rows[] = {
        {"a value narrows", SOURCE, "filter.source=" PEGAH "\"", .is_there = true},
        {"its count", SOURCE, ">۱٬۲۰۰<", .is_there = true},
        {"more of them", SOURCE, "facet.limit=100", .is_there = true},
        {"the one that is chosen says so", SOURCE, "aria-current=\"true\"><span class=\"value\"",
         .is_there = true, .name = "filter.source", .value = "پگاه"},
        {"by its other name, too", SOURCE, "aria-current=\"true\"><span class=\"value\"",
         .is_there = true, .name = "filter[source]", .value = "پگاه"},
        {"and is taken away", SOURCE, "<a class=\"chip\" href=\"/?q=%D9%BE%D9%84\">",
         .is_there = true, .name = "filter.source", .value = "پگاه"},
        {"dates are taken away", SOURCE, "از ۱۴۰۵/۰۸<", .is_there = true, .name = "from",
         .value = "1405-08"},
        {"a way of searching is taken away", SOURCE, "<bdi>عیناً همین</bdi>", .is_there = true,
         .name = "mode", .value = "exact"},
        {"what the form has no field for goes on", SOURCE,
         "type=\"hidden\" name=\"filter.source\" value=\"پگاه\"", .is_there = true,
         .name = "filter.source", .value = "پگاه"},
        {"the place in the list does not", SOURCE, "name=\"offset\"", .is_there = false,
         .offset = 10, .name = "offset", .value = "10"},
        {"no facets, nothing", FACETS(""), "class=\"facet\"", .is_there = false},
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
        {"one is a link", MONTHS, "from=1405-07&amp;to=1405-07", .is_there = true},
        {"that says what it is", MONTHS, "aria-label=\"مهر ۱۴۰۵: ۲۰۰ خبر\"", .is_there = true},
        {"the greatest is as high as can be", MONTHS, "<rect y=\"0\" width=\"10\" height=\"100\">",
         .is_there = true},
        {"few are seen", MONTHS, "<rect y=\"96\" width=\"10\" height=\"4\">", .is_there = true},
        {"none is no link", MONTHS, "from=1405-09", .is_there = false},
        {"English months",
         FACETS("\"date:month\":{\"values\":[" MONTH("2026-10", "اکتبر ۲۰۲۶", "1") "," MONTH(
             "2026-11", "نوامبر ۲۰۲۶", "1") "]}"),
         "November 2026: 1 article\"", .is_there = true, .lang = SN_LANG_EN},
        {"a single month needs no bar",
         FACETS("\"date:month\":{\"values\":[" MONTH("1405-07", "مهر", "2") "]}"), "class=\"bars\"",
         .is_there = false},
        {"days, where there are not too many",
         FACETS("\"date:day\":{\"values\":[" MONTH("1405-08-01", "۱ آبان", "1") "," MONTH(
             "1405-08-02", "۲ آبان", "1") "]},"
                                          "\"date:month\":{\"values\":[" MONTH("1405-08", "آبان",
                                                                               "2") "]}"),
         "from=1405-08-02", .is_there = true},
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
