#include "tests/unit/query/shelf.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

/* Two spellings of a source and of a category, a copy, an undated article, one that has nothing. */
static const char *const articles[] = {
    "{'id':'a1','title':'پل نو','body':'یک','source':'سپیده دم','category':['شهر','راه'],"
    "'author':['مینا راد'],'tags':['پل','گشایش'],'published_at':'1405/06/01'}",
    "{'id':'a2','title':'پل "
    "کهنه','body':'دو','source':'سپیده‌دم','category':['شهر'],"
    "'tags':['پل'],'published_at':'1405/06/31 23:59'}",
    "{'id':'a3','title':'پل کهنه','body':'دو','source':'پگاه','category':['راه'],"
    "'published_at':'1405/08/02'}",
    "{'id':'a4','title':'پل "
    "چوبی','body':'سه','source':'سپیده‌دم','category':['چای','جاده'],"
    "'author':['پویا','مینا راد'],'published_at':'1404/12/29'}",
    "{'id':'a5','title':'پل سنگی','body':'چهار','source':'گزارش','category':['شهر','شهر!']}",
    "{'id':'a6','title':'پل فلزی','body':'پنج','published_at':'1405/08/03'}",
    "{'id':'b1','title':'کوه','body':'برف','source':'پگاه','published_at':'1405/08/04'}",
};

static int furnish(void **state)
{
    if (shelf_make(state) != 0)
        return -1;
    for (size_t i = 0; i < COUNT_OF(articles); i++) {
        char json[1000];
        snprintf(json, sizeof json, "%s", articles[i]);
        for (char *c = json; *c != '\0'; c++)
            *c = *c == '\'' ? '"' : *c;
        shelf_put(*state, json, 0);
    }
    shelf_commit(*state);
    return 0;
}
#define FURNISHED(test) cmocka_unit_test_setup_teardown(test, furnish, shelf_remove)

static int number_of(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    assert_true(cJSON_IsNumber(item));
    return item->valueint;
}

/* "value=count value=count | others missing" with what stands for others and missing by kind, and a
 * ~ at the end of what is approximate. */
static void describe(const cJSON *facet, char *out, size_t size)
{
    size_t len = 0;
    const cJSON *v, *other = cJSON_GetObjectItemCaseSensitive(facet, "other");
    out[0] = '\0';
    cJSON_ArrayForEach(v, cJSON_GetObjectItemCaseSensitive(facet, "values"))
    {
        const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(v, "value"));
        len += (size_t)snprintf(out + len, size - len, "%s=%d ", value, number_of(v, "count"));
    }
    if (other != NULL)
        len += (size_t)snprintf(out + len, size - len, "| %d:%d %d", number_of(other, "values"),
                                number_of(other, "count"), number_of(facet, "missing"));
    else
        len += (size_t)snprintf(out + len, size - len, "| %d %d", number_of(facet, "earlier"),
                                number_of(facet, "undated"));
    if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(facet, "approximate")))
        snprintf(out + len, size - len, " ~");
}

static void expect_facet(const char *json, const char *name, const char *want)
{
    char got[1000];
    cJSON *answer = cJSON_Parse(json);
    const cJSON *facets = cJSON_GetObjectItemCaseSensitive(answer, "facets");
    const cJSON *facet = cJSON_GetObjectItemCaseSensitive(facets, name);
    assert_non_null(facet);
    describe(facet, got, sizeof got);
    cJSON_Delete(answer);
    assert_string_equal(got, want);
}

static const struct facet_case {
    const char *name, *facets, *q, *setting, *more, *facet, *want;
} facet_cases[] = {
    {"spellings are one value, shown as most write it", "facets=source", "q=پل", "limit=10",
     "limit=10", "source", "سپیده‌دم=3 پگاه=1 گزارش=1 | 0:0 1"},
    {"copies count, each by itself", "facets=source", "q=کهنه", "limit=1", "collapse=duplicates",
     "source", "سپیده‌دم=1 پگاه=1 | 0:0 0"},
    {"lists count each value once", "facets=category", "q=پل", "limit=10", "offset=5", "category",
     "شهر=3 راه=2 جاده=1 چای=1 | 0:0 1"},
    {"authors and what has none", "facets=author", "q=پل", "limit=10", "sort=-date", "author",
     "مینا راد=2 پویا=1 | 0:0 4"},
    {"tags in a list of facets", "facets=source,tag", "q=پل", "limit=10", "sort=date", "tag",
     "پل=2 گشایش=1 | 0:0 4"},
    {"more values than asked for", "facets=category", "q=پل", "limit=10", "facet.limit=1",
     "category", "شهر=3 | 3:4 1"},
    {"the order of a dictionary", "facets=category", "q=پل", "limit=10", "facet.sort=value",
     "category", "جاده=1 چای=1 راه=2 شهر=3 | 0:0 1"},
    {"its own filter is left out", "facets=source", "q=پل", "filter.source=پگاه", "limit=10",
     "source", "سپیده‌دم=3 پگاه=1 گزارش=1 | 0:0 1"},
    {"that of another field is not", "facets=source", "q=پل", "filter.category=راه", "limit=10",
     "source", "سپیده دم=1 پگاه=1 | 0:0 0"},
    {"both at once", "facets=source,category", "q=پل", "filter.source=پگاه", "filter.category=شهر",
     "source", "سپیده دم=2 گزارش=1 | 0:0 0"},
    {"and the other of the two", "facets=source,category", "q=پل", "filter.source=پگاه",
     "filter.category=شهر", "category", "راه=1 | 0:0 0"},
    {"years", "facets=date:year", "q=پل", "limit=10", "limit=10", "date:year",
     "1404=1 1405=4 | 0 1"},
    {"months, the empty ones between too", "facets=date:month", "q=پل", "from=1405", "limit=10",
     "date:month", "1405-06=2 1405-07=0 1405-08=2 | 0 0"},
    {"days are Tehran's", "facets=date:day", "q=پل", "from=1405/06/30", "to=1405/07/30", "date:day",
     "1405-06-31=1 | 0 0"},
    {"Gregorian years", "facets=date:year", "q=پل", "calendar=gregorian", "limit=10", "date:year",
     "2026=5 | 0 1"},
    {"Gregorian months", "facets=date:month", "q=پل", "calendar=gregorian", "from=1405",
     "date:month", "2026-08=1 2026-09=1 2026-10=2 | 0 0"},
    {"no words, a filter", "facets=source", "q=", "from=1405/08", "limit=10", "source",
     "پگاه=2 | 0:0 1"},
    {"nothing searched for, nothing counted", "facets=source,date:day", "q=", "limit=10",
     "limit=10", "source", "| 0:0 0"},
    {"and no days", "facets=source,date:day", "q=", "limit=10", "limit=10", "date:day", "| 0 0"},
    {"nothing found", "facets=date:month", "q=ژژژ", "limit=10", "limit=10", "date:month", "| 0 0"},
    {"all words", "facets=source", "q=پل کوه", "match=all", "limit=10", "source", "| 0:0 0"},
    {"any of them when relaxed, as shown", "facets=source", "q=پل کوه", "match=auto", "limit=10",
     "source", "سپیده‌دم=3 پگاه=2 گزارش=1 | 0:0 1"},
};

static void facets_count_what_was_matched(void **state)
{
    for (size_t i = 0; i < COUNT_OF(facet_cases); i++) {
        const struct facet_case *c = &facet_cases[i];
        print_message("  case: %s\n", c->name);
        /* the same setting twice stands for one */
        const char *more = strcmp(c->setting, c->more) == 0 ? NULL : c->more;
        expect_facet(shelf_json(*state, c->facets, c->q, c->setting, more, NULL), c->facet,
                     c->want);
    }
}

static void what_may_not_be_shown_is_not_counted(void **state)
{
    shelf_hide(*state, "a2");
    expect_facet(shelf_json(*state, "q=پل", "facets=source", NULL), "source",
                 "سپیده دم=2 پگاه=1 گزارش=1 | 0:0 1");
    expect_facet(shelf_json(*state, "q=پل", "facets=source", "filter.source=پگاه", NULL), "source",
                 "سپیده دم=2 پگاه=1 گزارش=1 | 0:0 1");
    expect_facet(shelf_json(*state, "from=1405/06", "to=1405/06", "facets=tag", NULL), "tag",
                 "پل=1 گشایش=1 | 0:0 0");
}

/* Later pages of a list by date match only the rest. */
static void every_page_has_the_counts_of_all_that_was_found(void **state)
{
    static const char *const orders[] = {"sort=relevance", "sort=-date", "sort=date"};
    for (size_t i = 0; i < 2 * COUNT_OF(orders); i++) {
        const char *order = orders[i % COUNT_OF(orders)], *next = NULL;
        const char *collapse = i < COUNT_OF(orders) ? "collapse=none" : "collapse=duplicates";
        size_t pages = 0;
        do {
            const char *json = shelf_json(*state, "q=پل", "match=all", "facets=source", "limit=1",
                                          order, collapse, next, NULL);
            expect_facet(json, "source", "سپیده‌دم=3 پگاه=1 گزارش=1 | 0:0 1");
            next = shelf_next(json);
            pages++;
        } while (next != NULL);
        assert_int_equal(pages, i < COUNT_OF(orders) ? 6 : 5);
    }
}

static void facets_stand_in_the_order_asked_for_and_only_then(void **state)
{
    const char *json = shelf_json(*state, "q=پل", "facets=tag,date:year", "facets=source", NULL);
    const char *tag = strstr(json, "\"tag\":{"), *year = strstr(json, "\"date:year\":{"),
               *source = strstr(json, "\"source\":{");
    assert_true(tag != NULL && year != NULL && source != NULL && tag < year && year < source);
    assert_null(strstr(shelf_json(*state, "q=پل", NULL), "\"facets\""));
}

static void a_period_has_its_name_and_its_ends(void **state)
{
    const char *json = shelf_json(*state, "q=پل", "facets=date:month", "from=1405/08", NULL);
    assert_non_null(
        strstr(json, "\"date:month\":{\"calendar\":\"jalali\",\"values\":[{\"value\":\"1405-08\","
                     "\"label\":\"آبان ۱۴۰۵\",\"from\":\"2026-10-22T20:30:00Z\","
                     "\"to\":\"2026-11-21T20:29:59Z\",\"count\":2}],\"earlier\":0,\"undated\":0,"
                     "\"approximate\":false}"));
}

/* A thousand days are shown, those before are one number. */
static void a_long_time_by_days_ends_at_the_limit(void **state)
{
    shelf *s = *state;
    shelf_put(s, "{\"id\":\"old\",\"title\":\"پل\",\"published_at\":\"1380/01/01\"}", 0);
    shelf_commit(s);
    cJSON *answer = cJSON_Parse(shelf_json(s, "q=پل", "facets=date:day", NULL));
    const cJSON *facets = cJSON_GetObjectItemCaseSensitive(answer, "facets");
    const cJSON *days = cJSON_GetObjectItemCaseSensitive(facets, "date:day");
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(days, "values")),
                     SN_LIMIT_FACET_PERIODS);
    assert_int_equal(number_of(days, "earlier"), 1);
    assert_int_equal(number_of(days, "undated"), 1);
    cJSON_Delete(answer);
}

static void a_count_that_ran_out_of_time_is_approximate(void **state)
{
    shelf *s = *state;
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    shelf_request(&r, (const char *const[]){"q=پل", "facets=source", NULL});
    sn_answer_info info = {.started_us = 1}; /* long ago */
    assert_int_equal(sn_search_json(s->searcher, &r, &info, &out, NULL), SN_OK);
    assert_non_null(strstr(sn_buf_text(&out), "\"timed_out\":true"));
    expect_facet(sn_buf_text(&out), "source", "| 0:0 0 ~");
}

/* A generation of before has nothing to count: said, not counted as nothing. */
static void an_older_index_says_that_it_cannot_count(void **state)
{
    shelf *s = *state;
    shelf_json(s, "q=پل", NULL);               /* opens the generation */
    s->searcher->snapshot.manifest.format = 1; /* which stays open until a switch */
    const char *json = shelf_json(s, "q=پل", "facets=source", NULL);
    assert_non_null(strstr(json, "\"facets\":null"));
    assert_non_null(strstr(json, "\"code\":\"no_facets\""));
    assert_non_null(strstr(json, "\"id\":\"a1\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FURNISHED(facets_count_what_was_matched),
        FURNISHED(what_may_not_be_shown_is_not_counted),
        FURNISHED(every_page_has_the_counts_of_all_that_was_found),
        FURNISHED(facets_stand_in_the_order_asked_for_and_only_then),
        FURNISHED(a_period_has_its_name_and_its_ends),
        FURNISHED(a_long_time_by_days_ends_at_the_limit),
        FURNISHED(a_count_that_ran_out_of_time_is_approximate),
        FURNISHED(an_older_index_says_that_it_cannot_count),
    };
    return cmocka_run_group_tests_name("query/facets", tests, NULL, NULL);
}
