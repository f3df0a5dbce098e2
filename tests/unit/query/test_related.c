#include "tests/unit/query/shelf.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MAX_SETTINGS 16

/* A flood in an invented town over some days, and what else there was. */
static const char *const articles[] = {
    "{\"id\":\"flood\",\"title\":\"سیل زرینه‌آب پل مهرسار را "
    "برد\",\"body\":\"رودخانهٔ "
    "زرینه‌آب "
    "طغیان کرد و پل "
    "مهرسار فرو ریخت. فرماندار از تخلیهٔ روستای گلدشت خبر داد.\",\"source\":\"پیک مهر\",\"url\":"
    "\"https://peyk.example/news/1\",\"published_at\":\"2026-10-10T09:00:00Z\"}",
    "{\"id\":\"copy\",\"title\":\"سیل زرینه‌آب پل مهرسار را "
    "برد\",\"body\":\"رودخانهٔ "
    "زرینه‌آب "
    "طغیان کرد و پل "
    "مهرسار فرو ریخت. فرماندار از تخلیهٔ روستای گلدشت خبر "
    "داد.\",\"source\":\"خزر\",\"published_at\":"
    "\"2026-10-10T10:00:00Z\"}",
    "{\"id\":\"before\",\"title\":\"هشدار طغیان رودخانهٔ "
    "زرینه‌آب\",\"body\":\"هواشناسی "
    "از "
    "بارش "
    "سنگین و طغیان "
    "زرینه‌آب نزدیک پل مهرسار خبر "
    "داد.\",\"source\":\"دشت\",\"published_at\":\"2026-10-08T09:00:00Z\"}",
    "{\"id\":\"sameday\",\"title\":\"تخلیهٔ روستای گلدشت پس از سیل\",\"body\":\"مردم گلدشت پس از "
    "فرو ریختن پل مهرسار "
    "به چادرها رفتند.\",\"source\":\"خزر\",\"published_at\":\"2026-10-10T15:00:00Z\"}",
    "{\"id\":\"after\",\"title\":\"بازسازی پل مهرسار آغاز شد\",\"body\":\"یک ماه پس از سیل "
    "زرینه‌آب، پل مهرسار "
    "دوباره ساخته "
    "می‌شود.\",\"source\":\"دشت\",\"published_at\":\"2026-11-10T09:00:00Z\"}",
    "{\"id\":\"undated\",\"title\":\"تاریخچهٔ پل مهرسار\",\"body\":\"پل مهرسار روی رودخانهٔ "
    "زرینه‌آب ساخته شد.\","
    "\"source\":\"پیک مهر\"}",
    "{\"id\":\"sport\",\"title\":\"پیروزی تیم شقایق در جام\",\"body\":\"تیم شقایق به "
    "نیمه‌پایانی "
    "رسید.\",\"source\":\"دشت\",\"published_at\":\"2026-10-10T12:00:00Z\"}",
    "{\"id\":\"market\",\"title\":\"بهای گندم در بازار\",\"body\":\"بهای گندم بالا رفت و نان گران "
    "شد.\",\"source\":"
    "\"خزر\",\"published_at\":\"2026-10-09T12:00:00Z\"}",
};

static int furnish(void **state)
{
    return shelf_furnish(state, articles, COUNT_OF(articles));
}
#define FURNISHED(test) cmocka_unit_test_setup_teardown(test, furnish, shelf_remove)

static sn_status ask(shelf *s, va_list args, sn_buf *out, sn_problem *problem)
{
    SN_CLEANUP(sn_related_request) sn_related_request r = {0};
    const char *setting;
    assert_int_equal(sn_related_request_init(&r), SN_OK);
    r.search.now_sec = 1795000000;
    while ((setting = va_arg(args, const char *)) != NULL) {
        const char *equals = strchr(setting, '=');
        assert_non_null(equals);
        sn_str name = {setting, (size_t)(equals - setting)};
        sn_status status = sn_related_request_set(&r, name, sn_str_of(equals + 1),
                                                  SN_ASKER_OPERATOR, 1795000000, problem);
        if (status != SN_OK)
            fail_msg("%s: %s", setting, problem->detail);
    }
    return sn_related_json(s->searcher, &r, NULL, out, problem);
}

/* The answer, for cJSON_Delete(). */
static cJSON *related(shelf *s, ...)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 24);
    sn_problem problem = {0};
    va_list args;
    va_start(args, s);
    if (ask(s, args, &out, &problem) != SN_OK)
        fail_msg("related: %s", problem.detail);
    va_end(args);
    return cJSON_Parse(sn_buf_text(&out));
}

static const char *refusal(shelf *s, ...)
{
    static sn_problem problem;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 24);
    va_list args;
    va_start(args, s);
    assert_int_not_equal(ask(s, args, &out, &problem), SN_OK);
    va_end(args);
    assert_true(strlen(problem.detail) > 0 && strlen(problem.detail_fa) > 0);
    assert_int_equal(out.len, 0);
    return problem.code;
}

/* Its ids, joined by blanks, and it is freed. */
static const char *ids_of(cJSON *answer)
{
    static char ids[4096];
    const cJSON *hit;
    ids[0] = '\0';
    cJSON_ArrayForEach(hit, shelf_at(answer, "hits"))
    {
        strcat(ids, ids[0] != '\0' ? " " : "");
        strcat(ids, shelf_at(hit, "id")->valuestring);
    }
    cJSON_Delete(answer);
    return ids;
}

static void a_story_is_related_to_what_is_on_the_same_thing(void **state)
{
    assert_string_equal(shelf_sorted(ids_of(related(*state, "id=flood", "max_per_story=0", NULL))),
                        "after before sameday undated");
}

static void itself_and_its_copies_are_left_out(void **state)
{
    const char *ids = ids_of(related(*state, "id=copy", "limit=100", "max_per_source=0", NULL));
    assert_null(strstr(ids, "copy"));
    assert_null(strstr(ids, "flood"));
}

static void copies_of_others_are_one(void **state)
{
    const char *ids = ids_of(related(*state, "id=after", "limit=100", "max_per_source=0", NULL));
    assert_true((strstr(ids, "flood") != NULL) != (strstr(ids, "copy") != NULL));
}

static void modes_are_before_behind_and_on_the_day(void **state)
{
    assert_string_equal(ids_of(related(*state, "id=flood", "mode=background", NULL)), "before");
    assert_string_equal(shelf_sorted(ids_of(related(*state, "id=flood", "mode=followup", NULL))),
                        "after sameday");
    assert_string_equal(ids_of(related(*state, "id=flood", "mode=sameday", NULL)), "sameday");
    assert_string_equal(shelf_sorted(ids_of(related(*state, "id=flood", "window=5d", NULL))),
                        "before sameday");
    assert_string_equal(ids_of(related(*state, "id=flood", "window=5d", "mode=followup", NULL)),
                        "sameday");
}

static void a_mode_needs_the_date_of_the_story(void **state)
{
    cJSON *a = related(*state, "id=undated", "mode=background", NULL);
    assert_int_equal(cJSON_GetArraySize(shelf_at(a, "hits")), 0);
    assert_string_equal(shelf_at(a, "query.warnings.0.code")->valuestring, "undated");
    cJSON_Delete(a);
    assert_true(strlen(ids_of(related(*state, "id=undated", NULL))) > 0);
}

/* Of equal articles only one is there. */
static const char *but_the_flood(const char *ids)
{
    static char out[4096];
    out[0] = '\0';
    char copy[4096];
    snprintf(copy, sizeof copy, "%s", ids);
    for (char *id = strtok(copy, " "); id != NULL; id = strtok(NULL, " ")) {
        if (strcmp(id, "flood") == 0 || strcmp(id, "copy") == 0)
            continue;
        strcat(out, out[0] != '\0' ? " " : "");
        strcat(out, id);
    }
    return shelf_sorted(out);
}

static void a_text_is_related_too(void **state)
{
    const char *body =
        "body=پل مهرسار پس از طغیان زرینه‌آب بسته است";
    const char *all = "after before sameday undated";
    assert_string_equal(but_the_flood(ids_of(related(*state, "title=سیل زرینه‌آب", body,
                                                     "max_per_source=0", NULL))),
                        all);
    assert_string_equal(but_the_flood(ids_of(related(
                            *state,
                            "text=سیل زرینه‌آب\nپل مهرسار پس از طغیان "
                            "زرینه‌آب بسته است",
                            "max_per_source=0", NULL))),
                        all);
    assert_string_equal(ids_of(related(*state, "title=سیل زرینه‌آب", body,
                                       "mode=background", "published_at=2026-10-09", NULL)),
                        "before");
    cJSON *a = related(*state, "text=ژژژژ", NULL);
    assert_string_equal(shelf_at(a, "query.warnings.0.code")->valuestring, "no_words");
    cJSON_Delete(a);
}

static void what_was_published_of_a_text_is_no_news(void **state)
{
    const char *title = "title=سیل زرینه‌آب پل مهرسار را برد";
    const char *body = "body=رودخانه زرینه آب طغيان كرد و پل مهرسار فرو ريخت. فرماندار از تخليهٔ "
                       "روستای گلدشت خبر داد.";
    const char *ids = ids_of(related(*state, title, body, "max_per_source=0", NULL));
    assert_null(strstr(ids, "flood"));
    assert_null(strstr(ids, "copy"));
    assert_non_null(strstr(ids, "before"));
}

static void an_article_is_found_by_its_address(void **state)
{
    cJSON *a = related(*state, "url=http://www.peyk.example/news/1/#top", NULL);
    assert_string_equal(shelf_at(a, "query.id")->valuestring, "flood");
    assert_true(cJSON_GetArraySize(shelf_at(a, "hits")) > 0);
    cJSON_Delete(a);
    assert_string_equal(refusal(*state, "url=https://peyk.example/news/2", NULL), "not_found");
    assert_string_equal(refusal(*state, "url=#", NULL), "not_found");
    assert_string_equal(refusal(*state, "id=nothing", NULL), "not_found");
}

static void what_is_hidden_is_not_there(void **state)
{
    shelf_hide(*state, "before");
    assert_null(strstr(ids_of(related(*state, "id=flood", NULL)), "before"));
    shelf_hide(*state, "flood");
    assert_string_equal(refusal(*state, "id=flood", NULL), "not_found");
    assert_string_equal(refusal(*state, "url=https://peyk.example/news/1", NULL), "not_found");
}

static void filters_work_as_in_a_search(void **state)
{
    assert_string_equal(
        shelf_sorted(ids_of(related(*state, "id=flood", "filter.source=دشت", NULL))),
        "after before");
    assert_string_equal(ids_of(related(*state, "id=flood", "from=2026-11-01", NULL)), "after");
}

static void of_one_source_there_are_two(void **state)
{
    shelf *s = *state;
    for (int i = 0; i < 40; i++) { /* so that the words of the flood are rare */
        char json[128];
        snprintf(json, sizeof json, "{\"id\":\"other-%d\",\"title\":\"خبر شمارهٔ %d\"}", i, i);
        shelf_put(s, json, 0);
    }
    for (int i = 0; i < 6; i++) {
        char json[512];
        snprintf(json, sizeof json,
                 "{\"id\":\"more-%d\",\"title\":\"پل مهرسار %d\",\"body\":\"پل مهرسار و سیل "
                 "زرینه‌آب %d\","
                 "\"source\":\"سپیده\",\"published_at\":%d}",
                 i, i, i, 1794000000 + i * 86400);
        shelf_put(s, json, 0);
    }
    shelf_commit(s);
    int n = 0;
    const char *ids = ids_of(related(s, "id=flood", NULL));
    for (const char *at = ids; (at = strstr(at, "more-")) != NULL; at++)
        n++;
    assert_int_equal(n, 2);
    ids = ids_of(related(s, "id=flood", "max_per_source=0", NULL));
    n = 0;
    for (const char *at = ids; (at = strstr(at, "more-")) != NULL; at++)
        n++;
    assert_int_equal(n, 6);
}

static void the_parts_add_up_to_the_score(void **state)
{
    cJSON *a = related(*state, "id=flood", "explain=true", "highlight=true", NULL);
    const cJSON *hit, *part;
    assert_true(cJSON_GetArraySize(shelf_at(a, "query.terms")) > 3);
    cJSON_ArrayForEach(hit, shelf_at(a, "hits"))
    {
        double sum = 0;
        int shared = 0;
        cJSON_ArrayForEach(part, shelf_at(hit, "explain.parts"))
        {
            sum += shelf_at(part, "value")->valuedouble;
            shared += strcmp(shelf_at(part, "name")->valuestring, "shared") == 0;
        }
        assert_true(shared > 0);
        assert_true(fabs(sum - shelf_at(hit, "score")->valuedouble) < 1e-6);
        assert_true(fabs(sum - shelf_at(hit, "explain.sum")->valuedouble) < 1e-6);
        assert_non_null(strstr(shelf_at(hit, "highlight.title")->valuestring, "<em>"));
    }
    cJSON_Delete(a);
}

/* Two that share the same words with the story, the older one of its section. */
static void what_stands_in_the_section_of_the_story_comes_first(void **state)
{
    static const char *const of_sections[] = {
        "{\"id\":\"story\",\"title\":\"نمایشگاه فرش سپیدرود\",\"category\":[\"فرهنگ\"]}",
        "{\"id\":\"near\",\"title\":\"بازدید از نمایشگاه فرش سپیدرود\",\"category\":[\"بازار\"]}",
        "{\"id\":\"section\",\"title\":\"گشایش نمایشگاه فرش سپیدرود\",\"category\":[\"فرهنگ\"]}"};
    for (size_t i = 0; i < COUNT_OF(of_sections); i++)
        shelf_put(*state, of_sections[i], 5);
    shelf_commit(*state);
    cJSON *a = related(*state, "id=story", "explain=true", NULL);
    const cJSON *hit = shelf_at(a, "hits.0");
    assert_string_equal(shelf_at(hit, "id")->valuestring, "section");
    const cJSON *parts = shelf_at(hit, "explain.parts"), *part = NULL;
    bool found = false;
    cJSON_ArrayForEach(part, parts) found =
        found || strcmp(shelf_at(part, "name")->valuestring, "section") == 0;
    assert_true(found);
    cJSON_Delete(a);
}

static void before_anything_is_indexed_only_a_text_is_a_story(void **state)
{
    (void)state;
    void *other = NULL;
    SN_CLEANUP_PTR(sn_engine) sn_engine *engine = NULL;
    SN_CLEANUP_PTR(sn_searcher) sn_searcher *searcher = NULL;
    sn_error err = {0};
    assert_int_equal(place_make(&other), 0);
    place_put(other, "archive.db", SN_STR(""));
    assert_ok(sn_engine_open(((place *)other)->dir, NULL, &engine, &err), &err);
    assert_ok(sn_searcher_create(engine, &searcher, &err), &err);
    shelf s = {.searcher = searcher};
    assert_string_equal(refusal(&s, "id=flood", NULL), "not_found");
    cJSON *a = related(&s, "text=سیل", NULL);
    assert_string_equal(shelf_at(a, "query.warnings.0.code")->valuestring, "no_index");
    cJSON_Delete(a);
    place_remove(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FURNISHED(a_story_is_related_to_what_is_on_the_same_thing),
        FURNISHED(itself_and_its_copies_are_left_out),
        FURNISHED(copies_of_others_are_one),
        FURNISHED(modes_are_before_behind_and_on_the_day),
        FURNISHED(a_mode_needs_the_date_of_the_story),
        FURNISHED(a_text_is_related_too),
        FURNISHED(what_was_published_of_a_text_is_no_news),
        FURNISHED(an_article_is_found_by_its_address),
        FURNISHED(what_is_hidden_is_not_there),
        FURNISHED(filters_work_as_in_a_search),
        FURNISHED(of_one_source_there_are_two),
        FURNISHED(the_parts_add_up_to_the_score),
        FURNISHED(what_stands_in_the_section_of_the_story_comes_first),
        cmocka_unit_test(before_anything_is_indexed_only_a_text_is_a_story),
    };
    return cmocka_run_group_tests_name("query/related", tests, NULL, NULL);
}
