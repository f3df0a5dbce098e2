/* What the language of the search box finds. */
#include "tests/unit/query/shelf.h"

#include "query/lookup.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const articles[] = {
    "{\"id\":\"a1\",\"title\":\"نان گران شد\","
    "\"body\":\"قیمت نان و گندم در مهرسار بالا رفت.\","
    "\"published_at\":\"2026-11-01T08:00:00Z\",\"source\":\"سپیده\","
    "\"category\":[\"اقتصاد\"],"
    "\"author\":\"پویان نیک‌سرشت\","
    "\"tags\":[\"نان\",\"گرانی\"]}",
    "{\"id\":\"a2\",\"title\":\"گندم ارزان شد\","
    "\"body\":\"گندم به انبار رسید و نان فراوان است.\","
    "\"published_at\":\"2026-11-17T08:00:00Z\",\"source\":\"سپیده\","
    "\"category\":[\"کشاورزی\"]}",
    "{\"id\":\"a3\",\"title\":\"پل تازه\","
    "\"body\":\"کارگران نان خوردند و پل را ساختند.\","
    "\"published_at\":\"2026-11-03T08:00:00Z\",\"source\":\"پگاه\","
    "\"category\":\"شهر\"}",
    "{\"id\":\"a4\",\"title\":\"رئیس‌جمهور آمد\","
    "\"body\":\"او از پل گذشت و کتاب‌ها را دید.\","
    "\"published_at\":\"2023-11-04T08:00:00Z\",\"source\":\"پگاه\"}",
    "{\"id\":\"a5\",\"title\":\"کتابی از آبان ۱۴۰۲\","
    "\"body\":\"باران دیروز و کتابخانه.\","
    "\"published_at\":\"2025-01-05T08:00:00Z\"}",
    "{\"id\":\"a6\",\"title\":\"مرگ یا زندگی\",\"body\":\"نمایشی از زندگی.\"}",
    "{\"id\":\"a7\",\"title\":\"منبع: گندم\",\"body\":\"متن دیگر\"}",
};

static int furnish(void **state)
{
    return shelf_furnish(state, articles, COUNT_OF(articles));
}
#define FURNISHED(test) cmocka_unit_test_setup_teardown(test, furnish, shelf_remove)

/* Everything that is asked for (match=all), unless the query has settings of its own. */
static const struct asked_case {
    const char *name, *q, *setting, *want;
} asked_cases[] = {
    {"OR", "q=گران OR ارزان", "match=all", "a1 a2"},
    {"a bar", "q=گران|ارزان", "match=all", "a1 a2"},
    {"OR binds closer than words beside each other", "q=نان گران OR پل", "match=all", "a1 a3"},
    {"a group", "q=(نان گران) OR پل", "match=all", "a1 a3 a4"},
    {"OR of three", "q=گران OR ارزان OR تازه", "match=all", "a1 a2 a3"},
    {"یا between two words", "q=مهرسار یا انبار", "match=all", "a1 a2"},
    {"یا as it stands in an article", "q=مرگ یا زندگی", "match=all", "a6"},
    {"یا at an end is a word", "q=یا نان", "match=all", "a1 a2 a3"},
    {"an exclusion is no alternative", "q=نان OR -پل", "match=all", "a1 a2"},
    {"an exclusion in a group", "q=(نان -پل) OR کتاب", "match=all", "a1 a2 a4 a5"},
    {"an excluded group", "q=نان -(گندم قیمت)", "match=all", "a2 a3"},
    {"an excluded alternative", "q=نان -(گران OR پل)", "match=all", "a2"},
    {"NOT", "q=نان NOT پل", "match=all", "a1 a2"},
    {"what is excluded twice is nothing", "q=نان -(-پل)", "match=all", "a1 a2 a3"},
    {"only exclusions between OR", "q=نان OR (-پل -گندم)", "match=all", "a1 a2 a3"},
    {"a title", "q=عنوان:گندم", "match=all", "a2 a7"},
    {"a title by all of a group", "q=title:(نان گران)", "match=all", "a1"},
    {"a phrase of a title", "q=title:\"گران شد\"", "match=all", "a1"},
    {"an excluded title", "q=گندم -title:گندم", "match=all", "a1"},
    {"a compound in a title", "q=title:(رئیس جمهور)", "match=all", "a4"},
    {"a source", "q=منبع:پگاه", "match=all", "a3 a4"},
    {"a source in other letters beside a word", "q=نان source:سپيده", "match=all", "a1 a2"},
    {"an excluded source", "q=نان -source:سپیده", "match=all", "a3"},
    {"one of two sources", "q=source:(سپیده OR پگاه) گندم", "match=all", "a1 a2"},
    {"an author in quotes", "q=نویسنده:«پویان نیک سرشت»", "match=all", "a1"},
    {"a tag", "q=برچسب:گرانی", "match=all", "a1"},
    {"a category", "q=دسته:اقتصاد نان", "match=all", "a1"},
    {"a field or a word", "q=tag:گرانی OR پل", "match=all", "a1 a3 a4"},
    {"a field behind a blank that has nothing", "q=منبع: گندم", "match=all", "a7"},
    {"a prefix", "q=کتا*", "match=all", "a4 a5"},
    {"a prefix of a form, not of the stem", "q=کتابخ*", "match=all", "a5"},
    {"a prefix in other letters", "q=كتاب‌خ*", "match=all", "a5"},
    {"an excluded prefix", "q=پل -کتا*", "match=all", "a3"},
    {"a prefix of nothing", "q=ژژژ*", "match=all", ""},
    {"a prefix of a title", "q=title:کت*", "match=all", "a5"},
    {"slop finds words apart", "q=\"قیمت گندم\"~2", "match=all", "a1"},
    {"slop finds the other order", "q=\"گندم قیمت\"~2", "match=all", "a1"},
    {"too little slop", "q=\"قیمت گندم\"~1", "match=all", ""},
    {"what is needed stays needed", "q=+گران پل کوه", "match=auto", "a1"},
    {"also of any", "q=+گران پل", "match=any", "a1"},
    {"a field stays needed", "q=source:پگاه گران تازه", "match=auto", "a3 a4"},
    {"a needed function word", "q=+در نان", "match=all", "a1"},
    {"exact: a form", "q=کتاب‌ها", "mode=exact", "a4"},
    {"exact: another form", "q=کتابی", "mode=exact", "a5"},
    {"stems: all forms", "q=کتابی", "mode=stem", "a4 a5"},
    {"exact: a phrase", "q=«پل گذشت»", "mode=exact", "a4"},
    {"exact: an excluded form", "q=کتاب -کتاب‌ها", "mode=exact", "a5"},
    {"a month, or articles that name it", "q=کتاب آبان ۱۴۰۲", "match=all", "a4 a5"},
    {"dates of the request win", "q=کتاب آبان ۱۴۰۲", "from=2024", "a5"},
    {"a span", "q=نان از ۱۴۰۵/۰۸/۱۲", "match=all", "a2 a3"},
    {"a date field", "q=نان date:1405/08/26", "match=all", "a2"},
    {"a date field only", "q=تاریخ:«آبان ۱۴۰۲»", "match=all", "a4"},
    {"a relative date with little is words", "q=دیروز باران", "match=all", "a5"},
    {"a relative date within is words", "q=باران دیروز کتابخانه", "match=all", "a5"},
    {"lone parentheses are nothing", "q=نان ) ( گران", "match=all", "a1"},
    {"a phrase that nobody has is words", "q=«گندم گران»", "match=auto", "a1 a2 a7"},
    {"unless it is needed", "q=+«گندم گران»", "match=auto", ""},
};

static void what_is_asked_for_is_found(void **state)
{
    for (size_t i = 0; i < COUNT_OF(asked_cases); i++) {
        const struct asked_case *c = &asked_cases[i];
        print_message("  case: %s\n", c->name);
        assert_string_equal(shelf_sorted(shelf_ids(*state, c->q, c->setting, NULL)), c->want);
    }
}

/* Every writing of a query: the same articles with the same scores. */
static void writings_score_alike(void **state)
{
    static const char *const writings[][4] = {
        {"q=نان گران", "q=(نان) گران", "q=+نان AND +گران", "q=((نان گران))"},
        {"q=گران OR نان", "q=گران|نان", "q=گران یا نان", "q=((گران) OR (نان))"},
        {"q=نان -پل -گندم", "q=نان NOT پل NOT گندم", "q=(نان −پل) -گندم", "q=نان (-پل -گندم)"},
        {"q=title:نان گران", "q=عنوان:نان گران", "q=title: نان گران", "q=title:(نان) گران"},
    };
    for (size_t i = 0; i < COUNT_OF(writings); i++) {
        double want = shelf_score(*state, "a1", writings[i][0], "match=all", NULL);
        for (size_t k = 1; k < 4; k++) {
            print_message("  %s\n", writings[i][k]);
            assert_true(fabs(shelf_score(*state, "a1", writings[i][k], "match=all", NULL) - want) <
                        1e-9);
        }
    }
}

static const struct said_case {
    const char *q, *interpreted, *warning; /* NULL: none */
} said_cases[] = {
    {"q=نان (گران OR ارزان) -پل", "نان (گران OR ارزان) -پل", NULL},
    {"q=+نان کتا* «نان خوردند»~2 title:تازه", "+نان کتا* \"نان خورد\"~2 title:تازه", NULL},
    {"q=منبع:پگاه پل", "source:\"پگاه\" پل", NULL},
    {"q=دیروز باران", "دیروز باران", "dates_as_words"},
    {"q=منبع: گندم", "منبع گندم", "fields_as_words"},
    {"q=«گندم گران»", "گندم گران", "phrases_as_words"},
    {"q=ن* گران", "ن گران", "short_prefix"},
};

static void how_it_was_understood_is_said(void **state)
{
    for (size_t i = 0; i < COUNT_OF(said_cases); i++) {
        const struct said_case *c = &said_cases[i];
        print_message("  %s\n", c->q);
        cJSON *a = cJSON_Parse(shelf_json(*state, c->q, NULL));
        assert_string_equal(shelf_at(a, "query.interpreted")->valuestring, c->interpreted);
        assert_int_equal(cJSON_GetArraySize(shelf_at(a, "query.warnings")),
                         c->warning != NULL ? 1 : 0);
        if (c->warning != NULL)
            assert_string_equal(shelf_at(a, "query.warnings.0.code")->valuestring, c->warning);
        cJSON_Delete(a);
    }
}

static void dates_are_said(void **state)
{
    cJSON *a = cJSON_Parse(shelf_json(*state, "q=کتاب آبان ۱۴۰۲", NULL));
    assert_string_equal(shelf_at(a, "query.dates.0.text")->valuestring, "آبان ۱۴۰۲");
    assert_string_equal(shelf_at(a, "query.dates.0.from")->valuestring, "2023-10-22T20:30:00Z");
    assert_string_equal(shelf_at(a, "query.dates.0.to")->valuestring, "2023-11-21T20:29:59Z");
    assert_string_equal(shelf_at(a, "query.dates.0.as")->valuestring, "period_or_words");
    cJSON_Delete(a);
}

static void refused(shelf *s, const char *q, const char *limit)
{
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_problem problem = {0};
    const char *const settings[] = {q, NULL};
    shelf_request(&r, settings);
    assert_int_equal(sn_search_json(s->searcher, &r, NULL, &out, &problem), SN_ELIMIT);
    assert_string_equal(problem.code, "limit_exceeded");
    assert_string_equal(problem.parameter, "q");
    assert_non_null(strstr(problem.detail, limit));
    assert_true(problem.detail_fa[0] != '\0');
}

static void limits_are_named(void **state)
{
    refused(*state, "q=((((((((((((((((( نان ) گران ) ) ) ) ) ) ) ) ) ) ) ) ) ) ) )",
            "deeper than 16 levels (QUERY_DEPTH)");
    refused(*state, "q=«نان گران»~101", "over the limit of 100 positions (QUERY_SLOP)");
    refused(*state, "q=aa* bb* cc* dd* ee*", "more than 4 prefixes (QUERY_PREFIXES)");
}

static void a_prefix_of_many_words_is_cut_and_says_so(void **state)
{
    shelf *s = *state;
    char json[256];
    for (int i = 0; i < SN_LIMIT_QUERY_PREFIX_TERMS + 1; i++) {
        snprintf(json, sizeof json, "{\"id\":\"p%d\",\"title\":\"qx%c%c\"}", i, 'a' + i / 26,
                 'a' + i % 26);
        shelf_put(s, json, 0);
    }
    shelf_commit(s);
    cJSON *a = cJSON_Parse(shelf_json(s, "q=qx*", NULL));
    assert_int_equal(shelf_at(a, "total.value")->valueint, SN_LIMIT_QUERY_PREFIX_TERMS);
    assert_string_equal(shelf_at(a, "query.warnings.0.code")->valuestring, "prefix_cut");
    cJSON_Delete(a);
    a = cJSON_Parse(shelf_json(s, "q=qxa*", NULL));
    assert_int_equal(shelf_at(a, "total.value")->valueint, 26);
    assert_int_equal(cJSON_GetArraySize(shelf_at(a, "query.warnings")), 0);
    cJSON_Delete(a);
}

static const struct marked_case {
    const char *q, *setting, *title;
} marked_cases[] = {
    {"q=کت*", "limit=1", "<em>کتابی</em> از آبان ۱۴۰۲"},
    {"q=کتابی باران", "mode=exact", "<em>کتابی</em> از آبان ۱۴۰۲"},
    {"q=کتاب باران", "mode=exact", "کتابی از آبان ۱۴۰۲"},
    {"q=باران OR کتاب", "limit=1", "<em>کتابی</em> از آبان ۱۴۰۲"},
};

static void what_was_asked_for_is_marked(void **state)
{
    for (size_t i = 0; i < COUNT_OF(marked_cases); i++) {
        const struct marked_case *c = &marked_cases[i];
        print_message("  %s %s\n", c->q, c->setting);
        cJSON *a = cJSON_Parse(shelf_json(*state, c->q, c->setting, "match=all", NULL));
        assert_string_equal(shelf_at(a, "hits.0.highlight.title")->valuestring, c->title);
        cJSON_Delete(a);
    }
}

/* ---- random queries against their meaning ------------------------------------------------- */

#define WORDS    6
#define ARTICLES 60
static const char *const words[WORDS] = {"سیل", "باران", "پل", "گندم", "کوه", "رود"};

/* A random query: its text, and the articles that it is about, as bits of their words. */
typedef struct asked {
    sn_buf text;
    uint64_t *seed;
} asked;

/* Which sets of words satisfy it: a bit for each of the 64 sets. */
static uint64_t ask(asked *a, int depth)
{
    uint64_t sets = 0;
    uint32_t kind = depth == 0 ? 0 : random_below(a->seed, 4);
    if (kind == 0) {
        uint32_t w = random_below(a->seed, WORDS);
        sn_buf_add_str(&a->text, sn_str_of(words[w]));
        for (unsigned set = 0; set < 64; set++)
            sets |= (set >> w & 1) != 0 ? (uint64_t)1 << set : 0;
        return sets;
    }
    sn_buf_add_byte(&a->text, '(');
    sets = ask(a, depth - 1);
    static const char *const joints[] = {" OR ", " ", " -"};
    sn_buf_add_str(&a->text, sn_str_of(joints[kind - 1]));
    uint64_t right = ask(a, depth - 1);
    sn_buf_add_byte(&a->text, ')');
    return kind == 1 ? sets | right : kind == 2 ? sets & right : sets & ~right;
}

static unsigned put_random(shelf *s, uint64_t *seed, int i)
{
    char json[512], title[256] = "";
    unsigned set = 0;
    for (uint32_t n = 1 + random_below(seed, 6); n > 0; n--) {
        uint32_t w = random_below(seed, WORDS);
        set |= 1u << w;
        strcat(title, words[w]);
        strcat(title, " ");
    }
    snprintf(json, sizeof json, "{\"id\":\"r%02d\",\"title\":\"%s\",\"published_at\":%d}", i, title,
             1795000000 - i * 80000 - (int)random_below(seed, 79000)); /* a minute of its own */
    shelf_put(s, json, 0);
    return set;
}

/* The parts of each hit add up to its score. */
static void check_hits(const cJSON *answer)
{
    const cJSON *hit, *part;
    cJSON_ArrayForEach(hit, shelf_at(answer, "hits"))
    {
        double sum = 0, score = shelf_at(hit, "score")->valuedouble;
        cJSON_ArrayForEach(part, shelf_at(hit, "explain.parts")) sum +=
            shelf_at(part, "value")->valuedouble;
        assert_true(fabs(sum - score) < 1e-6);
    }
}

static void random_queries_mean_what_they_say(void **state)
{
    shelf *s = *state;
    uint64_t seed = test_seed();
    unsigned sets[ARTICLES];
    for (int i = 0; i < ARTICLES; i++)
        sets[i] = put_random(s, &seed, i);
    shelf_commit(s);
    for (unsigned turn = 0; turn < test_iters(300); turn++) {
        SN_CLEANUP(sn_buf) sn_buf q = SN_BUF(1 << 16);
        asked a = {.text = SN_BUF(1 << 16), .seed = &seed};
        uint64_t meaning = ask(&a, 3);
        sn_buf_add_format(&q, "q=%s", sn_buf_text(&a.text));
        sn_buf_done(&a.text);
        int want = 0;
        for (int i = 0; i < ARTICLES; i++)
            want += (meaning >> sets[i] & 1) != 0;
        print_message("  %s: %d\n", sn_buf_text(&q), want);
        cJSON *answer = cJSON_Parse(shelf_json(s, sn_buf_text(&q), "match=all", "limit=100",
                                               "collapse=none", "explain=true", NULL));
        assert_int_equal(shelf_at(answer, "total.value")->valueint, want);
        check_hits(answer);
        sn_buf again = SN_BUF(1 << 16);
        sn_buf_add_format(&again, "q=%s", shelf_at(answer, "query.interpreted")->valuestring);
        cJSON *second =
            cJSON_Parse(shelf_json(s, sn_buf_text(&again), "match=all", "collapse=none", NULL));
        sn_buf_done(&again);
        assert_int_equal(shelf_at(second, "total.value")->valueint, want);
        assert_string_equal(shelf_at(second, "query.interpreted")->valuestring,
                            shelf_at(answer, "query.interpreted")->valuestring);
        cJSON_Delete(second);
        cJSON_Delete(answer);
    }
}

/* Relaxed and any, with phrases and fields among the words: still the sum of the parts; and those
 * with all the words are among those found. */
static void relaxed_scores_are_sums(void **state)
{
    shelf *s = *state;
    uint64_t seed = test_seed();
    static const char *const pieces[] = {
        "سیل", "باران",       "پل",        "گندم",  "کوه", "رود",         "ژژژ",
        "+پل", "«سیل باران»", "title:رود", "-گندم", "گن*", "(کوه OR رود)"};
    static const char *const modes[] = {"match=auto", "match=any"};
    for (int i = 0; i < ARTICLES; i++)
        put_random(s, &seed, i);
    shelf_commit(s);
    for (unsigned turn = 0; turn < test_iters(200); turn++) {
        SN_CLEANUP(sn_buf) sn_buf q = SN_BUF(1 << 16);
        size_t n_prefixes = 0;
        sn_buf_add_str(&q, SN_STR("q="));
        for (uint32_t n = 2 + random_below(&seed, 6); n > 0; n--) {
            const char *piece = pieces[random_below(&seed, COUNT_OF(pieces))];
            if (strchr(piece, '*') == NULL || n_prefixes++ < SN_LIMIT_QUERY_PREFIXES)
                sn_buf_add_format(&q, "%s ", piece);
        }
        print_message("  %s\n", sn_buf_text(&q));
        cJSON *all = cJSON_Parse(shelf_json(s, sn_buf_text(&q), "match=all", NULL));
        cJSON *answer = cJSON_Parse(shelf_json(s, sn_buf_text(&q), modes[turn % 2], "limit=100",
                                               "explain=true", "freshness=high", NULL));
        assert_true(shelf_at(answer, "total.value")->valueint >=
                    shelf_at(all, "total.value")->valueint);
        check_hits(answer);
        cJSON_Delete(answer);
        cJSON_Delete(all);
    }
}

/* ---- relaxing -------------------------------------------------------------------------------- */

/* 12 articles with two of three words, one with the third, which is the rarest. */
static void words_are_given_up_step_by_step(void **state)
{
    shelf *s = *state;
    char json[256];
    for (int i = 0; i < 120; i++) {
        snprintf(json, sizeof json, "{\"id\":\"s%03d\",\"title\":\"%s\"}", i,
                 i < 110   ? "توفان سبلان بزرگ"
                 : i < 115 ? "توفان دورود"
                           : "سبلان");
        shelf_put(s, json, 0);
    }
    shelf_commit(s);
    cJSON *a =
        cJSON_Parse(shelf_json(s, "q=توفان سبلان دورود", "collapse=none", "limit=100", NULL));
    assert_true(cJSON_IsTrue(shelf_at(a, "query.relaxed")));
    assert_int_equal(shelf_at(a, "query.needed.of")->valueint, 3);
    assert_int_equal(shelf_at(a, "query.needed.may_miss")->valueint, 1);
    assert_int_equal(shelf_at(a, "total.value")->valueint, 115);
    cJSON_Delete(a);
    a = cJSON_Parse(shelf_json(s, "q=توفان سبلان ژژژ", "collapse=none", NULL));
    assert_int_equal(shelf_at(a, "query.needed.may_miss")->valueint, 1);
    assert_string_equal(shelf_at(a, "query.needed.unknown.0")->valuestring, "ژژژ");
    assert_int_equal(shelf_at(a, "total.value")->valueint, 110);
    cJSON_Delete(a);
}

/* A fresh article with one of three words does not pass an older one with two. */
static void freshness_is_of_the_words_that_are_there(void **state)
{
    shelf *s = *state;
    shelf_put(s, "{\"id\":\"old\",\"title\":\"توفان سبلان\",\"published_at\":\"2026-10-01\"}", 0);
    shelf_put(s, "{\"id\":\"new\",\"title\":\"دورود آرام\",\"published_at\":\"2026-11-18\"}", 0);
    shelf_commit(s);
    assert_string_equal(shelf_ids(s, "q=توفان سبلان دورود", "freshness=high", NULL), "old new");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FURNISHED(what_is_asked_for_is_found),
        FURNISHED(writings_score_alike),
        FURNISHED(how_it_was_understood_is_said),
        FURNISHED(dates_are_said),
        FURNISHED(limits_are_named),
        FURNISHED(what_was_asked_for_is_marked),
        SHELVED(a_prefix_of_many_words_is_cut_and_says_so),
        SHELVED(random_queries_mean_what_they_say),
        SHELVED(relaxed_scores_are_sums),
        SHELVED(words_are_given_up_step_by_step),
        SHELVED(freshness_is_of_the_words_that_are_there),
    };
    return cmocka_run_group_tests_name("query/asked", tests, NULL, NULL);
}
