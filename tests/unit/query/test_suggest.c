#include "tests/unit/query/shelf.h"

#include "query/past_queries.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

/* Newest last; all invented. */
static const char *const articles[] = {
    "{\"id\":\"s1\",\"title\":\"کتاب‌های درسی رسید\",\"tags\":[\"کتاب "
    "درسی\"],"
    "\"author\":\"پویان نیک‌سرشت\",\"source\":\"سپیده‌دم\","
    "\"published_at\":\"2026-10-01T08:00:00Z\"}",
    "{\"id\":\"s2\",\"title\":\"نمایشگاه كتاب مهرسار\",\"tags\":[\"كتاب\",\"مهرسار\"],"
    "\"published_at\":\"2026-10-02T08:00:00Z\"}",
    "{\"id\":\"s3\",\"title\":\"قیمت نان در سال ۱۴۰۵\",\"tags\":[\"نان\",\"قیمت\"],"
    "\"source\":\"سپیده دم\",\"published_at\":\"2026-10-03T08:00:00Z\"}",
    "{\"id\":\"s4\",\"title\":\"رئیس‌جمهور در "
    "مهرسار\",\"tags\":[\"مهرسار\"],"
    "\"published_at\":\"2026-10-04T08:00:00Z\"}",
    "{\"id\":\"s5\",\"title\":\"کتاب تازه پویان\",\"published_at\":\"2026-10-05T08:00:00Z\"}",
    "{\"id\":\"s6\",\"title\":\"کتاب تازه پویان\",\"published_at\":\"2026-10-06T08:00:00Z\"}",
    "{\"id\":\"s7\",\"title\":\"COVID در مهرسار\",\"published_at\":\"2026-10-07T08:00:00Z\"}",
};

static int furnish(void **state)
{
    sn_error err = {0};
    if (shelf_make(state) != 0)
        return -1;
    shelf *s = *state;
    for (size_t i = 0; i < COUNT_OF(articles); i++)
        shelf_put(s, articles[i], 0);
    shelf_commit(s);
    assert_ok(sn_dir_make(place_path(s->place, "dictionaries"), &err), &err);
    assert_ok(sn_file_write(
                  place_path(s->place, "dictionaries/queries.txt"),
                  SN_STR("# asked\nکتاب درسی\t40\nکتاب خطی ناپیدا\t90\nکتاب مهرسار\t50\n"), &err),
              &err);
    return 0;
}
#define FURNISHED(test) cmocka_unit_test_setup_teardown(test, furnish, shelf_remove)

static cJSON *ask(shelf *s, const char *q, const char *types)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_problem problem = {0};
    sn_suggest_request r;
    sn_suggest_request_init(&r);
    assert_int_equal(sn_suggest_request_set(&r, SN_STR("q"), sn_str_of(q), &problem), SN_OK);
    if (types != NULL)
        assert_int_equal(sn_suggest_request_set(&r, SN_STR("types"), sn_str_of(types), &problem),
                         SN_OK);
    if (sn_suggest_json(s->searcher, &r, NULL, &out, &problem) != SN_OK)
        fail_msg("suggest: %s", problem.detail);
    cJSON *all = cJSON_Parse(sn_buf_text(&out));
    assert_non_null(all);
    return all;
}

/* "type:text" of each, with " | " between. */
static const char *texts(shelf *s, const char *q, const char *types)
{
    static char out[4096];
    size_t len = 0;
    cJSON *all = ask(s, q, types), *item;
    out[0] = '\0';
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(all, "suggestions"))
    {
        len += (size_t)snprintf(out + len, sizeof out - len, "%s%s:%s", len > 0 ? " | " : "",
                                cJSON_GetObjectItemCaseSensitive(item, "type")->valuestring,
                                cJSON_GetObjectItemCaseSensitive(item, "text")->valuestring);
    }
    cJSON_Delete(all);
    return out;
}

static const struct suggest_case {
    const char *name, *q, *types, *want;
} cases[] = {
    {"titles newest first, those that begin so before those inside; equal ones once", "کتاب",
     "title",
     "title:کتاب تازه پویان | title:کتاب‌های درسی رسید | "
     "title:نمایشگاه "
     "كتاب "
     "مهرسار"},
    {"Arabic letters", "كتاب ت", "title", "title:کتاب تازه پویان"},
    {"a half-space typed as one", "کتاب‌ه", "title",
     "title:کتاب‌های درسی رسید"},
    {"a half-space typed as a blank", "کتاب ه", "title",
     "title:کتاب‌های درسی رسید"},
    {"a half-space not typed", "کتابه", "title", "title:کتاب‌های درسی رسید"},
    {"a compound in another writing", "رییس جمه", "title",
     "title:رئیس‌جمهور در مهرسار"},
    {"hamza and joined", "رئیسجم", "title", "title:رئیس‌جمهور در مهرسار"},
    {"digits of other scripts", "سال 14", "title", "title:قیمت نان در سال ۱۴۰۵"},
    {"and others still", "سال ١٤", "title", "title:قیمت نان در سال ۱۴۰۵"},
    {"capitals", "covid د", "title", "title:COVID در مهرسار"},
    {"earlier words whole", "کتا تازه", "title", ""},
    {"not inside a word", "تاب", NULL, ""},
    {"tags by how many have them", "م", "tag", "tag:مهرسار"},
    {"a tag in every writing", "كتاب در", "tag", "tag:کتاب درسی"},
    {"authors", "پوی", "name", "name:پویان نیک‌سرشت"},
    {"their second names", "نیک س", "name", "name:پویان نیک‌سرشت"},
    {"a source, its newest writing", "سپیده", "name", "name:سپیده دم"},
    {"past queries that find something, by how often", "کتاب", "query",
     "query:کتاب مهرسار | query:کتاب درسی"},
    {"the wrong keyboard", "ldklj khk", NULL, ""},
    {"the wrong keyboard for a title", "rdlj k", "title", "title:قیمت نان در سال ۱۴۰۵"},
    {"the wrong keyboard the other way", "زخره", "title", "title:COVID در مهرسار"},
    {"nothing", "", NULL, ""},
    {"only signs", "!؟", NULL, ""},
    {"nothing begins so", "ژژژ", NULL, ""},
};

static void what_is_typed_is_completed_in_every_writing(void **state)
{
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        print_message("  case: %s\n", cases[i].name);
        assert_string_equal(texts(*state, cases[i].q, cases[i].types), cases[i].want);
    }
}

static void queries_tags_and_names_leave_half_to_titles(void **state)
{
    assert_string_equal(
        texts(*state, "کتاب", NULL),
        "query:کتاب مهرسار | query:کتاب درسی | tag:كتاب | tag:کتاب درسی | "
        "title:کتاب تازه پویان | title:کتاب‌های درسی رسید | "
        "title:نمایشگاه "
        "كتاب "
        "مهرسار");
}

static void the_ranges_are_what_was_not_typed(void **state)
{
    static const struct range_case {
        const char *q, *text;
        int ranges[4], n;
    } ranges[] = {
        {"کتاب ت", "کتاب تازه پویان", {6, 15}, 2},
        {"نان", "قیمت نان در سال ۱۴۰۵", {0, 5, 8, 20}, 4},
        {"رییس جم", "رئیس‌جمهور در مهرسار", {7, 20}, 2},
        {"14", "قیمت نان در سال ۱۴۰۵", {0, 16, 18, 20}, 4},
    };
    for (size_t i = 0; i < COUNT_OF(ranges); i++) {
        cJSON *all = ask(*state, ranges[i].q, "title");
        cJSON *one = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(all, "suggestions"), 0);
        cJSON *done = cJSON_GetObjectItemCaseSensitive(one, "completed");
        assert_string_equal(cJSON_GetObjectItemCaseSensitive(one, "text")->valuestring,
                            ranges[i].text);
        assert_int_equal(2 * cJSON_GetArraySize(done), ranges[i].n);
        for (int k = 0; k < ranges[i].n; k++)
            assert_int_equal(cJSON_GetArrayItem(cJSON_GetArrayItem(done, k / 2), k % 2)->valueint,
                             ranges[i].ranges[k]);
        cJSON_Delete(all);
    }
}

static void nothing_of_a_hidden_article_is_suggested(void **state)
{
    assert_string_equal(texts(*state, "کتاب د", NULL), "query:کتاب درسی | tag:کتاب درسی");
    shelf_hide(*state, "s1");
    assert_string_equal(texts(*state, "کتاب د", NULL), "");
    assert_string_equal(texts(*state, "کتابها", NULL), "");
    assert_string_equal(texts(*state, "پویان ن", NULL), "");
    assert_string_equal(texts(*state, "سپیده", NULL), "name:سپیده دم");
    shelf_hide(*state,
               "s6"); /* the newest of two equal titles: the other may be missed, not shown */
    assert_null(strstr(texts(*state, "کتاب تازه", NULL), "s6"));
    shelf_hide(*state, "s2");
    shelf_hide(*state, "s4");
    assert_string_equal(texts(*state, "مهرس", NULL), "title:COVID در مهرسار");
}

static void counts_leave_hidden_articles_out(void **state)
{
    cJSON *all = ask(*state, "مهرسار", "tag");
    cJSON *one = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(all, "suggestions"), 0);
    assert_int_equal(cJSON_GetObjectItemCaseSensitive(one, "count")->valueint, 2);
    cJSON_Delete(all);
    shelf_hide(*state, "s2");
    all = ask(*state, "مهرسار", "tag");
    one = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(all, "suggestions"), 0);
    assert_int_equal(cJSON_GetObjectItemCaseSensitive(one, "count")->valueint, 1);
    cJSON_Delete(all);
}

static void new_articles_are_completed(void **state)
{
    assert_string_equal(texts(*state, "اسطر", NULL), "");
    shelf_put(*state, "{\"id\":\"n1\",\"title\":\"اسطرلاب کهن\"}", 1);
    shelf_commit(*state);
    assert_string_equal(texts(*state, "اسطر", NULL), "title:اسطرلاب کهن");
}

static void an_empty_index_suggests_nothing(void **state)
{
    assert_string_equal(texts(*state, "کتاب", NULL), "");
}

static const struct request_case {
    const char *name, *value, *code;
    sn_status status;
} refused[] = {
    {"limit", "0", "invalid_parameter", SN_EINVAL},
    {"limit", "21", "invalid_parameter", SN_EINVAL},
    {"limit", "x", "invalid_parameter", SN_EINVAL},
    {"types", "", "invalid_parameter", SN_EINVAL},
    {"types", "title,", "invalid_parameter", SN_EINVAL},
    {"types", "titles", "invalid_parameter", SN_EINVAL},
    {"q", "\xff", "invalid_parameter", SN_EUTF8},
    {"format", "opensearch", "unknown_parameter", SN_EINVAL},
    {"", "", "unknown_parameter", SN_EINVAL},
};

static void what_cannot_be_asked_is_refused(void **state)
{
    (void)state;
    sn_problem problem = {0};
    sn_suggest_request r;
    sn_suggest_request_init(&r);
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        sn_suggest_request_init(&r);
        assert_int_equal(sn_suggest_request_set(&r, sn_str_of(refused[i].name),
                                                sn_str_of(refused[i].value), &problem),
                         refused[i].status);
        assert_string_equal(problem.code, refused[i].code);
        assert_true(problem.detail[0] != '\0' && problem.detail_fa[0] != '\0');
    }
    sn_suggest_request_init(&r);
    assert_int_equal(sn_suggest_request_check(&r, &problem), SN_EINVAL);
    char longer[SN_LIMIT_SUGGEST_BYTES + 2];
    memset(longer, 'a', sizeof longer);
    assert_int_equal(
        sn_suggest_request_set(&r, SN_STR("q"), (sn_str){longer, sizeof longer - 1}, &problem),
        SN_ELIMIT);
    sn_suggest_request_init(&r);
    assert_int_equal(sn_suggest_request_set(&r, SN_STR("types"), SN_STR("tag, title"), &problem),
                     SN_OK);
    assert_int_equal(sn_suggest_request_set(&r, SN_STR("types"), SN_STR("tag"), &problem),
                     SN_EINVAL);
    assert_string_equal(problem.code, "repeated_parameter");
}

static void a_mistake_in_past_queries_is_told_by_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part;
        sn_status status;
    } files[] = {
        {"\xef\xbb\xbf# x\n\nنان\t3\n  گندم ارزان \t 12 \r\n", NULL, SN_OK},
        {"نان", "line 1: a query, a tab", SN_EINVAL},
        {"نان\t1\nگندم\tx", "line 2: behind the tab", SN_EINVAL},
        {"نان\t0", "line 1: behind the tab", SN_EINVAL},
        {"نان\t-1", "line 1: behind the tab", SN_EINVAL},
        {"\n\xff\t1", "line 2: not UTF-8", SN_EUTF8},
    };
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        sn_error err = {0};
        SN_CLEANUP(sn_past_queries) sn_past_queries past = {0};
        sn_status s = sn_past_queries_parse("queries.txt", sn_str_of(files[i].text), &past, &err);
        if (files[i].status != SN_OK) {
            assert_fails(s, files[i].status, &err, files[i].part);
            continue;
        }
        assert_ok(s, &err);
        assert_int_equal(past.n, 2);
        assert_str(past.at[1].text, "گندم ارزان");
        assert_int_equal(past.at[1].count, 12);
    }
}

static void such_a_file_is_refused_when_it_is_read_again(void **state)
{
    shelf *s = *state;
    sn_error err = {0};
    assert_ok(
        sn_file_write(place_path(s->place, "dictionaries/queries.txt"), SN_STR("نان\n"), &err),
        &err);
    assert_fails(sn_engine_reload(s->engine, &err), SN_EINVAL, &err, "queries.txt, line 1");
    assert_ok(
        sn_file_write(place_path(s->place, "dictionaries/queries.txt"), SN_STR("نان\t7\n"), &err),
        &err);
    assert_ok(sn_engine_reload(s->engine, &err), &err);
    assert_string_equal(texts(s, "نا", "query"), "query:نان");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FURNISHED(what_is_typed_is_completed_in_every_writing),
        FURNISHED(queries_tags_and_names_leave_half_to_titles),
        FURNISHED(the_ranges_are_what_was_not_typed),
        FURNISHED(nothing_of_a_hidden_article_is_suggested),
        FURNISHED(counts_leave_hidden_articles_out),
        FURNISHED(new_articles_are_completed),
        SHELVED(an_empty_index_suggests_nothing),
        cmocka_unit_test(what_cannot_be_asked_is_refused),
        cmocka_unit_test(a_mistake_in_past_queries_is_told_by_line),
        FURNISHED(such_a_file_is_refused_when_it_is_read_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
