#include "tests/unit/query/shelf.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

/* Articles about an invented town: Mehrsar, its bridge over the Zarrinab, and its football club. */
static const char *const articles[] = {
    "{\"id\":\"b1\",\"title\":\"پل مهرسار گشوده شد\",\"body\":\"دولت بودجه ساخت پل را داد.\"}",
    "{\"id\":\"b2\",\"title\":\"دانشگاه مهرسار دانشجو "
    "می‌پذیرد\",\"body\":\"ثبت‌نام "
    "دانشگاه "
    "آغاز شد.\"}",
    "{\"id\":\"b3\",\"title\":\"باران در مهرسار\",\"body\":\"باران تهران را هم گرفت.\"}",
    "{\"id\":\"b4\",\"title\":\"مصاحبه با مربی تیم\",\"body\":\"مربی از حمایت هواداران گفت.\"}",
    "{\"id\":\"b5\",\"title\":\"ذخیره گندم\",\"body\":\"دولت گندم خرید.\"}",
    "{\"id\":\"b6\",\"title\":\"covid در مهرسار\",\"body\":\"شمار بیماران covid کم شد.\"}",
    "{\"id\":\"b7\",\"title\":\"قانون تازه مجلس\",\"body\":\"مجلس قانون را پذیرفت.\"}",
    "{\"id\":\"b8\",\"title\":\"سلام بر بهار\",\"body\":\"جشن بهار در تهران.\"}",
    "{\"id\":\"b9\",\"title\":\"سخن هیرکاد ونداسپ\",\"body\":\"ونداسپ هیرکاد را دید.\"}",
};

static int furnish(void **state)
{
    return shelf_furnish(state, articles, COUNT_OF(articles));
}
#define FURNISHED(test) cmocka_unit_test_setup_teardown(test, furnish, shelf_remove)

static char *member_text(const char *json, const char *object, const char *member)
{
    static char out[1024];
    cJSON *all = cJSON_Parse(json);
    cJSON *query = cJSON_GetObjectItemCaseSensitive(all, "query");
    cJSON *of = cJSON_GetObjectItemCaseSensitive(query, object);
    assert_non_null(of);
    cJSON *found = cJSON_GetObjectItemCaseSensitive(of, member);
    if (strcmp(member, "kind") == 0)
        found = cJSON_GetObjectItemCaseSensitive(
            cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(of, "changes"), 0), "kind");
    snprintf(out, sizeof out, "%s", cJSON_IsString(found) ? found->valuestring : "");
    cJSON_Delete(all);
    return out;
}

static const struct correction {
    const char *q, *to, *kind, *ids;
} corrections[] = {
    {"q=دولط", "دولت", "letter", "b1"},
    {"q=زخیره گندم", "ذخیره گندم", "letter", "b5"},
    {"q=مساحبه با مربی", "مصاحبه با مربی", "letter", "b4"},
    {"q=دانشگا مهرسار", "دانشگاه مهرسار", "letter", "b2"},
    {"q=غانون مجلس", "قانون مجلس", "letter", "b7"},
    {"q=دان شگاه", "دانشگاه", "join", "b2"},
    {"q=هیرکادونداسپ", "هیرکاد ونداسپ", "split", "b9"},
    {"q=fhvhk nv jivhk", "باران در تهران", "layout", "b3"},
    {"q=sghl", "سلام", "layout", "b8"},
    {"q=زخرهی", "covid", "layout", "b6"},
};

static void a_query_that_finds_nothing_is_answered_as_it_was_meant(void **state)
{
    for (size_t i = 0; i < COUNT_OF(corrections); i++) {
        const struct correction *c = &corrections[i];
        print_message("  %s\n", c->q);
        const char *json = shelf_json(*state, c->q, NULL);
        assert_string_equal(member_text(json, "corrected", "to"), c->to);
        assert_string_equal(member_text(json, "corrected", "from"), c->q + 2);
        assert_string_equal(member_text(json, "corrected", "kind"), c->kind);
        assert_string_equal(member_text(json, "suggestion", "to"), "");
        const char *ids = shelf_ids(*state, c->q, NULL);
        assert_non_null(strstr(ids, c->ids));
    }
}

static void it_is_only_said_if_that_is_asked_for(void **state)
{
    const char *json = shelf_json(*state, "q=دولط", "correct=suggest", NULL);
    assert_string_equal(member_text(json, "suggestion", "to"), "دولت");
    assert_string_equal(member_text(json, "corrected", "to"), "");
    assert_string_equal(shelf_ids(*state, "q=دولط", "correct=suggest", NULL), "");
    json = shelf_json(*state, "q=دولط", "correct=off", NULL);
    assert_string_equal(member_text(json, "suggestion", "to"), "");
    assert_string_equal(member_text(json, "corrected", "to"), "");
}

static void persian_in_latin_letters_is_suggested_only(void **state)
{
    static const char *const queries[][2] = {
        {"q=mehrsar", "مهرسار"}, {"q=dolat", "دولت"}, {"q=daneshgah mehrsar", "دانشگاه مهرسار"}};
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        const char *json = shelf_json(*state, queries[i][0], NULL);
        assert_string_equal(member_text(json, "suggestion", "to"), queries[i][1]);
        assert_string_equal(member_text(json, "suggestion", "kind"), "finglish");
        assert_string_equal(member_text(json, "corrected", "to"), "");
    }
}

static void what_is_found_stays_as_it_is(void **state)
{
    static const char *const queries[] = {
        "q=دولت", "q=پل مهرسار", "q=هیرکاد ونداسپ", "q=covid", "q=«باران در مهرسار»",
        "q=",     "q=از به"};
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        const char *json = shelf_json(*state, queries[i], NULL);
        assert_string_equal(member_text(json, "corrected", "to"), "");
    }
}

static void excluded_words_and_numbers_are_left_alone(void **state)
{
    const char *json = shelf_json(*state, "q=باران -دولط", NULL);
    assert_string_equal(member_text(json, "corrected", "to"), "");
    assert_string_equal(member_text(json, "suggestion", "to"), "");
    json = shelf_json(*state, "q=14033", NULL);
    assert_string_equal(member_text(json, "corrected", "to"), "");
}

static void a_word_of_hidden_articles_is_none(void **state)
{
    shelf_hide(*state, "b9");
    const char *json = shelf_json(*state, "q=هیرکاذ", NULL);
    assert_string_equal(member_text(json, "corrected", "to"), "");
    assert_string_equal(member_text(json, "suggestion", "to"), "");
    shelf_hide(*state, "b1");
    shelf_hide(*state, "b5");
    json = shelf_json(*state, "q=دولط", NULL);
    assert_string_equal(member_text(json, "corrected", "to"), "");
    assert_null(strstr(json, "دولت"));
}

static void new_articles_bring_new_words(void **state)
{
    const char *json = shelf_json(*state, "q=اسطرلابم", NULL);
    assert_string_equal(member_text(json, "corrected", "to"), "");
    shelf_put(*state, "{\"id\":\"c1\",\"title\":\"اسطرلاب کهن\"}", 1);
    shelf_commit(*state);
    json = shelf_json(*state, "q=استرلاب", NULL);
    assert_string_equal(member_text(json, "corrected", "to"), "اسطرلاب");
}

static void filters_hold_for_what_was_meant(void **state)
{
    const char *json = shelf_json(*state, "q=دولط", "filter.source=ندارد", NULL);
    assert_string_equal(member_text(json, "corrected", "to"), "");
}

/* Corrected on the first page, corrected on all; as it was typed on the first, so on all. */
static void later_pages_are_of_the_same_query(void **state)
{
    static const struct {
        const char *q, *correct;
        bool is_corrected;
    } cases[] = {{"q=دولط", "correct=auto", true}, {"q=مهرسار باران دولط", "correct=off", false}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char whole[512], joined[512] = "";
        const char *next = "explain=false"; /* nothing */
        snprintf(whole, sizeof whole, "%s", shelf_ids(*state, cases[i].q, cases[i].correct, NULL));
        assert_non_null(strchr(whole, ' '));
        while (next != NULL) {
            char here[2048];
            snprintf(here, sizeof here, "%s", next);
            strcat(joined, joined[0] != '\0' ? " " : "");
            strcat(joined, shelf_ids(*state, cases[i].q, cases[i].correct, "limit=1", here, NULL));
            const char *json =
                shelf_json(*state, cases[i].q, cases[i].correct, "limit=1", here, NULL);
            assert_int_equal(strstr(json, "\"corrected\":{") != NULL, cases[i].is_corrected);
            next = shelf_next(json);
        }
        assert_string_equal(joined, whole);
    }
}

static cJSON *spell(shelf *s, const char *q)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    SN_CLEANUP(sn_request) sn_request request = {0};
    sn_problem problem = {0};
    shelf_request(&request, (const char *const[]){q, NULL});
    assert_int_equal(sn_spell_json(s->searcher, &request, NULL, &out, &problem), SN_OK);
    cJSON *json = cJSON_Parse(sn_buf_text(&out));
    assert_non_null(json);
    return json;
}

static void what_was_meant_can_be_asked_for_alone(void **state)
{
    for (size_t i = 0; i < COUNT_OF(corrections); i++) {
        const struct correction *c = &corrections[i];
        print_message("  %s\n", c->q);
        cJSON *json = spell(*state, c->q);
        assert_string_equal(shelf_at(json, "q")->valuestring, c->q + 2);
        assert_string_equal(shelf_at(json, "candidates.0.q")->valuestring, c->to);
        assert_true(cJSON_IsTrue(shelf_at(json, "candidates.0.applied")));
        assert_string_equal(shelf_at(json, "candidates.0.changes.0.kind")->valuestring, c->kind);
        assert_true(shelf_at(json, "candidates.0.total.value")->valueint > 0);
        assert_int_equal(shelf_at(json, "candidates.0.changes.0.articles")->valueint, 0);
        assert_true(cJSON_IsTrue(shelf_at(json, "ready")));
        cJSON_Delete(json);
    }
    cJSON *json = spell(*state, "q=dolat");
    assert_string_equal(shelf_at(json, "candidates.0.q")->valuestring, "دولت");
    assert_true(cJSON_IsFalse(shelf_at(json, "candidates.0.applied")));
    assert_int_equal(shelf_at(json, "total.value")->valueint, 0);
    cJSON_Delete(json);
}

static void what_is_meant_as_it_is_has_no_candidate(void **state)
{
    static const char *const queries[] = {"q=دولت", "q=", "q=-دولط", "q=14033"};
    shelf_hide(*state, "b9");
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        cJSON *json = spell(*state, queries[i]);
        assert_int_equal(cJSON_GetArraySize(shelf_at(json, "candidates")), 0);
        cJSON_Delete(json);
    }
    cJSON *json = spell(*state, "q=هیرکاذ"); /* only a hidden article has it */
    assert_int_equal(cJSON_GetArraySize(shelf_at(json, "candidates")), 0);
    cJSON_Delete(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FURNISHED(a_query_that_finds_nothing_is_answered_as_it_was_meant),
        FURNISHED(it_is_only_said_if_that_is_asked_for),
        FURNISHED(persian_in_latin_letters_is_suggested_only),
        FURNISHED(what_is_found_stays_as_it_is),
        FURNISHED(excluded_words_and_numbers_are_left_alone),
        FURNISHED(a_word_of_hidden_articles_is_none),
        FURNISHED(new_articles_bring_new_words),
        FURNISHED(filters_hold_for_what_was_meant),
        FURNISHED(what_was_meant_can_be_asked_for_alone),
        FURNISHED(what_is_meant_as_it_is_has_no_candidate),
        FURNISHED(later_pages_are_of_the_same_query),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
