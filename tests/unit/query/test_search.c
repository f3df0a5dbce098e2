#include "tests/unit/query/shelf.h"

#include "query/lookup.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Ten articles and a few more, about bread, wheat and a bridge. */
static const char *const articles[] = {
    "{\"id\":\"a1\",\"title\":\"نان گران شد\",\"body\":\"قیمت نان و گندم بالا رفت.\","
    "\"published_at\":\"2026-11-01T08:00:00Z\",\"source\":\"سپیده\",\"category\":[\"اقتصاد\"]}",
    "{\"id\":\"a2\",\"title\":\"گندم ارزان شد\",\"body\":\"گندم به انبار رسید و نان فراوان است.\","
    "\"published_at\":\"2026-11-02T08:00:00Z\",\"source\":\"سپیده\",\"category\":[\"اقتصاد\","
    "\"کشاورزی\"]}",
    "{\"id\":\"a3\",\"title\":\"پل تازه\",\"body\":\"کارگران نان خوردند و پل را ساختند.\","
    "\"published_at\":\"2026-11-03T08:00:00Z\",\"source\":\"پگاه\",\"category\":\"شهر\"}",
    "{\"id\":\"a4\",\"title\":\"رئیس‌جمهور آمد\",\"body\":\"او از پل "
    "گذشت.\","
    "\"published_at\":\"2026-11-04T08:00:00Z\",\"source\":\"پگاه\"}",
    "{\"id\":\"a5\",\"title\":\"رئیس جمهور رفت\",\"body\":\"او از پل گذشت.\","
    "\"published_at\":\"2026-11-05T08:00:00Z\"}",
    "{\"id\":\"a6\",\"title\":\"رییسجمهور خندید\",\"body\":\"او از پل گذشت.\"}",
    "{\"id\":\"a7\",\"title\":\"کتاب‌ها رسید\",\"body\":\"از ما به شما "
    "رسید.\","
    "\"published_at\":\"1400/06/05\"}",
    "{\"id\":\"a8\",\"title\":\"كتابها رسيد\",\"body\":\"متن دیگر\"}",
    "{\"id\":\"a9\",\"title\":\"کتاب ها رسید\",\"body\":\"متن سوم\"}",
    "{\"id\":\"a10\",\"title\":\"ما از شما به کوه\",\"body\":\"گفتند\"}",
};

static int furnish(void **state)
{
    return shelf_furnish(state, articles, COUNT_OF(articles));
}
#define FURNISHED(test) cmocka_unit_test_setup_teardown(test, furnish, shelf_remove)

static const struct match_case {
    const char *name, *q, *setting, *want;
} match_cases[] = {
    {"one word", "q=گندم", "limit=10", "a1 a2"},
    {"all of them", "q=نان پل", "match=all", "a3"},
    {"any of them", "q=گندم کوه", "match=any", "a1 a10 a2"},
    {"auto finds more than the one with all", "q=نان پل", "match=auto", "a1 a2 a3 a4 a5 a6"},
    {"a word that no article has is not needed by any", "q=نان ژژژ", "match=any", "a1 a2 a3"},
    {"a word that no article has", "q=نان ژژژ", "match=all", ""},
    {"an excluded word", "q=نان -پل", "match=all", "a1 a2"},
    {"an excluded phrase", "q=نان -«قیمت نان»", "match=all", "a2 a3"},
    {"an excluded compound, however it is written", "q=پل -رئیس‌جمهور", "match=all",
     "a3"},
    {"a phrase", "q=\"نان و گندم\"", "match=all", "a1"},
    {"a phrase in the other order", "q=\"گندم و نان\"", "match=all", ""},
    {"a phrase of stop words", "q=«از ما به شما»", "match=all", "a7"},
    {"stop words alone", "q=از ما به شما", "match=all", "a10 a7"},
    {"stop words beside content are not needed", "q=از گندم برای", "match=all", "a1 a2"},
    {"a phrase stays needed when words are relaxed", "q=\"قیمت نان\" کوه", "match=auto", "a1"},
    {"a phrase across fields is none", "q=\"شد قیمت\"", "match=all", ""},
    {"a phrase with a spaced compound", "q=«رئیس جمهور آمد»", "match=all", "a4"},
    {"a phrase with a joined compound", "q=«رئیس‌جمهور رفت»", "match=all", "a5"},
    {"a plural in three writings", "q=کتاب‌ها", "match=all", "a7 a8 a9"},
    {"a compound in three writings", "q=رئیس جمهور", "match=all", "a4 a5 a6"},
    {"a source", "q=نان", "filter.source=سپیده", "a1 a2"},
    {"a source in other letters", "q=پل", "filter.source=پگاه", "a3 a4"},
    {"a category", "q=نان", "filter.category=کشاورزي", "a2"},
    {"an unknown source", "q=نان", "filter.source=ندارد", ""},
    {"a first day", "q=نان", "from=2026-11-02", "a2 a3"},
    {"a last day", "q=نان", "to=2026-11-02", "a1 a2"},
    {"undated articles are outside every period", "q=پل", "from=1950-01-01", "a3 a4 a5"},
    {"a day in Jalali", "q=کتاب", "from=1400/06/05", "a7"},
    {"no words, a source: its articles", "q=!", "filter.source=سپیده", "a1 a2"},
    {"no words and no filter", "q=!", "limit=10", ""},
    {"only an excluded word", "q=-نان", "limit=10", ""},
    {"only an excluded word, with a filter", "q=-گران", "filter.source=سپیده", "a2"},
};

static void matches(void **state)
{
    for (size_t i = 0; i < COUNT_OF(match_cases); i++) {
        const struct match_case *c = &match_cases[i];
        print_message("  case: %s\n", c->name);
        assert_string_equal(shelf_sorted(shelf_ids(*state, c->q, c->setting, NULL)), c->want);
    }
}

static void a_title_of_one_word_twice_is_found_as_a_phrase(void **state)
{
    shelf_put(*state, "{\"id\":\"twice\",\"title\":\"دریا دریا\",\"body\":\"ماهی\"}", 0);
    shelf_commit(*state);
    assert_string_equal(shelf_ids(*state, "q=\"دریا دریا\"", NULL), "twice");
}

static void values_of_a_field_are_alternatives(void **state)
{
    assert_string_equal(
        shelf_sorted(shelf_ids(*state, "q=پل", "filter.source=پگاه", "filter[source]=سپیده", NULL)),
        "a3 a4");
    assert_string_equal(
        shelf_ids(*state, "q=نان", "filter.source=سپیده", "filter.category=کشاورزی", NULL), "a2");
}

/* Every writing of a query: the same articles with the same scores. */
static void writings_score_alike(void **state)
{
    static const char *const writings[][4] = {
        {"q=کتاب‌ها", "q=کتابها", "q=کتاب ها", "q=كتاب ها"},
        {"q=رئیس‌جمهور", "q=رییسجمهور", "q=رئیس جمهور", "q=رئيس جمهور"},
        {"q=پل رئیس‌جمهور", "q=پل رییسجمهور", "q=پل رئیس جمهور", "q=پل رييس جمهور"},
    };
    static const char *const ids[] = {"a4", "a5", "a6", "a7", "a8", "a9"};
    for (size_t w = 0; w < COUNT_OF(writings); w++) {
        for (size_t i = 0; i < COUNT_OF(ids); i++) {
            double first = shelf_score(*state, ids[i], writings[w][0], NULL);
            for (size_t k = 1; k < 4; k++) {
                double other = shelf_score(*state, ids[i], writings[w][k], NULL);
                if (fabs(first - other) > 1e-9)
                    fail_msg("%s: %s %g, %s %g", ids[i], writings[w][0], first, writings[w][k],
                             other);
            }
        }
    }
}

static void parts_add_up_to_the_score(void **state)
{
    static const char *const queries[] = {"q=نان گندم",        "q=پل",
                                          "q=رئیس جمهور آمد",  "q=کتاب‌ها",
                                          "q=«قیمت نان» گران", "q=نان قیمت گندم ژژژ"};
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        cJSON *answer =
            cJSON_Parse(shelf_json(*state, queries[i], "explain=true", "freshness=high", NULL));
        const cJSON *hit;
        assert_true(cJSON_GetArraySize(shelf_at(answer, "hits")) > 0);
        cJSON_ArrayForEach(hit, shelf_at(answer, "hits"))
        {
            double sum = 0, score = shelf_at(hit, "score")->valuedouble;
            const cJSON *part;
            cJSON_ArrayForEach(part, shelf_at(hit, "explain.parts")) sum +=
                shelf_at(part, "value")->valuedouble;
            assert_true(fabs(sum - score) < 1e-6);
            assert_true(fabs(shelf_at(hit, "explain.sum")->valuedouble - score) < 1e-6);
        }
        cJSON_Delete(answer);
    }
}

static void an_answer_has_its_members(void **state)
{
    cJSON *a = cJSON_Parse(shelf_json(*state, "q=نان گران", "freshness=low", NULL));
    assert_string_equal(shelf_at(a, "query.q")->valuestring, "نان گران");
    assert_string_equal(shelf_at(a, "query.interpreted")->valuestring, "نان گران");
    assert_true(cJSON_IsTrue(shelf_at(a, "query.relaxed")));
    assert_string_equal(shelf_at(a, "query.match")->valuestring, "auto");
    assert_string_equal(shelf_at(a, "query.freshness")->valuestring, "low");
    assert_string_equal(shelf_at(a, "query.half_life")->valuestring, "60d");
    assert_string_equal(shelf_at(a, "query.now")->valuestring, "2026-11-18T11:06:40Z");
    assert_int_equal(shelf_at(a, "total.value")->valueint, 3);
    assert_string_equal(shelf_at(a, "total.relation")->valuestring, "eq");
    assert_string_equal(shelf_at(a, "hits.0.id")->valuestring, "a1");
    assert_string_equal(shelf_at(a, "hits.0.published_at")->valuestring, "2026-11-01T08:00:00Z");
    assert_string_equal(shelf_at(a, "hits.0.published_at_jalali")->valuestring, "۱۴۰۵/۰۸/۱۰ ۱۱:۳۰");
    assert_true(cJSON_IsNull(shelf_at(a, "hits.0.modified_at")));
    assert_string_equal(shelf_at(a, "hits.0.category.0")->valuestring, "اقتصاد");
    assert_string_equal(shelf_at(a, "hits.0.highlight.title")->valuestring,
                        "<em>نان</em> <em>گران</em> شد");
    assert_int_equal(shelf_at(a, "generation")->valueint, 1);
    assert_int_equal(shelf_at(a, "change")->valueint, 10);
    assert_true(cJSON_IsFalse(shelf_at(a, "timed_out")));
    cJSON_Delete(a);
}

static void a_day_is_written_as_a_day(void **state)
{
    cJSON *a = cJSON_Parse(shelf_json(*state, "q=کتاب", "from=1400", NULL));
    assert_string_equal(shelf_at(a, "hits.0.published_at")->valuestring, "2021-08-27");
    assert_string_equal(shelf_at(a, "hits.0.published_at_jalali")->valuestring, "۱۴۰۰/۰۶/۰۵");
    cJSON_Delete(a);
}

static const struct warning_case {
    const char *q, *setting, *code;
} warning_cases[] = {
    {"q=؟!", "limit=10", "no_words"},
    {"q=", "limit=10", "no_words"},
    {"q=-نان", "limit=10", "only_excluded"},
};

static void nothing_to_search_for_is_said(void **state)
{
    for (size_t i = 0; i < COUNT_OF(warning_cases); i++) {
        cJSON *a =
            cJSON_Parse(shelf_json(*state, warning_cases[i].q, warning_cases[i].setting, NULL));
        assert_string_equal(shelf_at(a, "query.warnings.0.code")->valuestring,
                            warning_cases[i].code);
        assert_int_equal(shelf_at(a, "total.value")->valueint, 0);
        cJSON_Delete(a);
    }
    cJSON *a = cJSON_Parse(shelf_json(*state, "q=نان", "from=2026-11-02", "to=2026-11-01", NULL));
    assert_string_equal(shelf_at(a, "query.warnings.0.code")->valuestring, "empty_period");
    assert_int_equal(shelf_at(a, "total.value")->valueint, 0);
    cJSON_Delete(a);
}

static void relaxed_says_so_only_when_it_found_more(void **state)
{
    cJSON *a = cJSON_Parse(shelf_json(*state, "q=کوه گفتند", NULL));
    assert_true(cJSON_IsFalse(shelf_at(a, "query.relaxed")));
    cJSON_Delete(a);
    a = cJSON_Parse(shelf_json(*state, "q=کوه گندم", NULL));
    assert_true(cJSON_IsTrue(shelf_at(a, "query.relaxed")));
    cJSON_Delete(a);
    a = cJSON_Parse(shelf_json(*state, "q=کوه گندم", "match=any", NULL));
    assert_true(cJSON_IsFalse(shelf_at(a, "query.relaxed")));
    cJSON_Delete(a);
}

/* Newer first at equal text; and never so strong that the best old one is lost. */
static void freshness_orders_equals(void **state)
{
    shelf_put(*state,
              "{\"id\":\"n1\",\"title\":\"سیل آمد\",\"published_at\":\"2026-10-01T08:00:00Z\"}", 0);
    shelf_put(*state,
              "{\"id\":\"n2\",\"title\":\"سیل آمد\",\"published_at\":\"2026-11-18T08:00:00Z\"}", 0);
    shelf_put(*state,
              "{\"id\":\"n3\",\"title\":\"سیل آمد\",\"published_at\":\"2026-11-10T08:00:00Z\"}", 0);
    shelf_put(*state, "{\"id\":\"n4\",\"title\":\"سیل آمد\"}", 0);
    shelf_commit(*state);
    assert_string_equal(shelf_ids(*state, "q=سیل", "collapse=none", "freshness=normal", NULL),
                        "n2 n3 n1 n4");
    double fresh = shelf_score(*state, "n2", "q=سیل", "collapse=none", NULL);
    double undated = shelf_score(*state, "n4", "q=سیل", "collapse=none", NULL);
    double off = shelf_score(*state, "n2", "q=سیل", "collapse=none", "freshness=off", NULL);
    assert_true(fabs(undated - off) < 1e-9);
    assert_true(fresh > off && fresh < 2 * off);
}

static void copies_collapse(void **state)
{
    for (int i = 0; i < 3; i++) {
        char json[256];
        snprintf(json, sizeof json,
                 "{\"id\":\"c%d\",\"title\":\"باران تند\",\"body\":\"در شمال\","
                 "\"published_at\":\"2026-11-1%dT08:00:00Z\"}",
                 i, i);
        shelf_put(*state, json, 0);
    }
    shelf_put(*state, "{\"id\":\"d\",\"title\":\"باران\",\"body\":\"دیگر\"}", 0);
    shelf_commit(*state);
    cJSON *a = cJSON_Parse(shelf_json(*state, "q=باران", NULL));
    assert_int_equal(shelf_at(a, "total.value")->valueint, 2);
    assert_int_equal(shelf_at(a, "total.uncollapsed")->valueint, 4);
    assert_string_equal(shelf_at(a, "total.relation")->valuestring, "eq");
    const cJSON *hit;
    cJSON_ArrayForEach(hit, shelf_at(a, "hits"))
    {
        if (shelf_at(hit, "id")->valuestring[0] == 'c') {
            assert_string_equal(shelf_at(hit, "id")->valuestring, "c2");
            assert_int_equal(shelf_at(hit, "duplicates.count")->valueint, 2);
        } else {
            assert_true(cJSON_IsNull(shelf_at(hit, "duplicates")));
        }
    }
    cJSON_Delete(a);
    assert_string_equal(shelf_sorted(shelf_ids(*state, "q=باران", "collapse=none", NULL)),
                        "c0 c1 c2 d");
    assert_string_equal(shelf_ids(*state, "q=باران", "sort=-date", NULL), "c2 d");
}

/* Members in the order they come, joined by blanks. */
static const char *members(const cJSON *object)
{
    static char out[1024];
    size_t len = 0;
    out[0] = '\0';
    for (const cJSON *m = object->child; m != NULL; m = m->next)
        len += (size_t)snprintf(out + len, sizeof out - len, "%s%s", len > 0 ? " " : "", m->string);
    return out;
}

static void only_the_fields_asked_for(void **state)
{
    static const struct {
        const char *fields, *more, *want;
    } cases[] = {
        {"fields=id", "limit=1", "id"},
        {"fields=score,title,id", "limit=1", "id title score"},
        {"fields=highlight", "limit=1", "highlight"},
        {"fields=highlight", "highlight=false", ""},
        {"fields=id", "explain=true", "id explain"},
        {"fields=id,body", "limit=1", "id body"},
        {"limit=1", "highlight=false",
         "id url title kicker lead source category tags author image_url published_at "
         "published_at_jalali modified_at score pinned duplicates story story_articles"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        cJSON *a = cJSON_Parse(shelf_json(*state, "q=گندم", cases[i].fields, cases[i].more, NULL));
        assert_string_equal(members(cJSON_GetArrayItem(shelf_at(a, "hits"), 0)), cases[i].want);
        cJSON_Delete(a);
    }
    shelf *s = *state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_error err = {0};
    assert_ok(sn_searcher_article_json(s->searcher, SN_STR("a4"), SN_SHOW_BODY | SN_SHOW_ID, &out,
                                       NULL, &err),
              &err);
    assert_string_equal(sn_buf_text(&out), "{\"id\":\"a4\",\"body\":\"او از پل گذشت.\"}");
}

static void words_are_marked_as_asked(void **state)
{
    static const struct {
        const char *name, *setting, *want; /* want: the member highlight */
    } cases[] = {
        {"as usual", "limit=1",
         "{\"title\":\"<em>نان</em> گران شد\",\"lead\":null,\"body\":[\"قیمت <em>نان</em> و گندم "
         "بالا "
         "رفت.\"]}"},
        {"by a class", "highlight.pre=<b class=\"x\">",
         "{\"title\":\"<b class=\\\"x\\\">نان</b> گران شد\",\"lead\":null,\"body\":[\"قیمت <b "
         "class=\\\"x\\\">نان</b> و گندم بالا رفت.\"]}"},
        {"by code points", "highlight=ranges",
         "{\"title\":[[0,3]],\"lead\":null,\"body\":[{\"field\":\"body\",\"begin\":0,\"text\":"
         "\"قیمت نان "
         "و گندم بالا رفت.\",\"ranges\":[[5,8]]}]}"},
        {"in no passage", "snippet.count=0",
         "{\"title\":\"<em>نان</em> گران شد\",\"lead\":null,\"body\":[]}"},
        {"in a short passage", "snippet.length=20",
         "{\"title\":\"<em>نان</em> گران شد\",\"lead\":null,\"body\":[\"قیمت <em>نان</em> و گندم "
         "بالا…\"]}"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        print_message("  case: %s\n", cases[i].name);
        cJSON *a =
            cJSON_Parse(shelf_json(*state, "q=نان", "filter.category=اقتصاد", "fields=highlight",
                                   "to=2026-11-01", cases[i].setting, NULL));
        char *got = cJSON_PrintUnformatted(
            shelf_at(cJSON_GetArrayItem(shelf_at(a, "hits"), 0), "highlight"));
        assert_string_equal(got, cases[i].want);
        cJSON_free(got);
        cJSON_Delete(a);
    }
}

static void an_article_by_id(void **state)
{
    shelf *s = *state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_error err = {0};
    assert_ok(sn_searcher_article_json(s->searcher, SN_STR("a4"), 0, &out, NULL, &err), &err);
    cJSON *a = cJSON_Parse(sn_buf_text(&out));
    assert_string_equal(shelf_at(a, "title")->valuestring, "رئیس‌جمهور آمد");
    assert_string_equal(shelf_at(a, "body")->valuestring, "او از پل گذشت.");
    cJSON_Delete(a);
    size_t before = out.len;
    assert_int_equal(sn_searcher_article_json(s->searcher, SN_STR("a44"), 0, &out, NULL, &err),
                     SN_ENOTFOUND);
    assert_int_equal(sn_searcher_article_json(s->searcher, SN_STR(""), 0, &out, NULL, &err),
                     SN_ENOTFOUND);
    assert_int_equal(out.len, before);
}

static void a_query_over_its_terms_is_refused(void **state)
{
    shelf *s = *state;
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_buf) sn_buf q = SN_BUF(65536);
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_problem problem = {0};
    for (int i = 0; i < 65; i++)
        sn_buf_add_format(&q, "نان ");
    assert_int_equal(sn_request_init(&r), SN_OK);
    assert_int_equal(sn_request_set(&r, SN_STR("q"), sn_buf_str(&q), SN_ASKER_CLIENT, 0, &problem),
                     SN_OK);
    assert_int_equal(sn_search_json(s->searcher, &r, NULL, &out, &problem), SN_ELIMIT);
    assert_string_equal(problem.parameter, "q");
    assert_int_equal(out.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FURNISHED(matches),
        FURNISHED(a_title_of_one_word_twice_is_found_as_a_phrase),
        FURNISHED(values_of_a_field_are_alternatives),
        FURNISHED(writings_score_alike),
        FURNISHED(parts_add_up_to_the_score),
        FURNISHED(an_answer_has_its_members),
        FURNISHED(a_day_is_written_as_a_day),
        FURNISHED(nothing_to_search_for_is_said),
        FURNISHED(relaxed_says_so_only_when_it_found_more),
        FURNISHED(freshness_orders_equals),
        FURNISHED(copies_collapse),
        FURNISHED(only_the_fields_asked_for),
        FURNISHED(words_are_marked_as_asked),
        FURNISHED(an_article_by_id),
        FURNISHED(a_query_over_its_terms_is_refused),
    };
    return cmocka_run_group_tests_name("query/search", tests, NULL, NULL);
}
