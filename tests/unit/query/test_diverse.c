#include "tests/unit/query/shelf.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW      1795000000 /* the shelf's */
#define ARTICLES 240

static const char *const sources[] = {"پیک مهر", "خزر", "دشت", "پیک‌مهر", "سپیده", NULL};
#define SOURCES (sizeof sources / sizeof *sources)

/* Number in the id; the source of article i is that of source_of(i). Two writings of one source. */
static size_t source_of(int i)
{
    size_t of = (size_t)(i * 7919 % 100);
    return of < 50 ? 0 : of < 70 ? 1 : of < 80 ? 2 : of < 90 ? 3 : of < 95 ? 4 : 5;
}

static void fill(shelf *s)
{
    for (int i = 0; i < ARTICLES; i++) {
        char json[512], source[64] = "";
        if (sources[source_of(i)] != NULL)
            snprintf(source, sizeof source, ",\"source\":\"%s\"", sources[source_of(i)]);
        snprintf(json, sizeof json, "{\"id\":\"%d\",\"title\":\"سیل %s %d\",\"published_at\":%d%s}",
                 i, i % 3 == 0 ? "سیل" : "باران", i, NOW - i * 7211 % 500000, source);
        shelf_put(s, json, (uint32_t)(i % 8));
    }
    shelf_commit(s);
}

/* What a thinned list must be, made of the whole one: ids joined by blanks. */
static void thin(const char *whole, int most, char *out)
{
    int had[SOURCES] = {0};
    char copy[8192], *rest = NULL;
    snprintf(copy, sizeof copy, "%s", whole);
    out[0] = '\0';
    for (char *id = strtok_r(copy, " ", &rest); id != NULL; id = strtok_r(NULL, " ", &rest)) {
        size_t source = source_of(atoi(id));
        source = source == 3 ? 0 : source;
        if (sources[source] != NULL && had[source]++ >= most)
            continue;
        if (out[0] != '\0')
            strcat(out, " ");
        strcat(out, id);
    }
}

static const char *const sorts[] = {"sort=relevance", "sort=-date", "sort=date"};

static void the_list_is_thinned_in_its_order(void **state)
{
    static char whole[8192], want[8192];
    fill(*state);
    for (size_t k = 0; k < COUNT_OF(sorts); k++) {
        snprintf(whole, sizeof whole, "%s",
                 shelf_ids(*state, "q=سیل", sorts[k], "limit=1000", NULL));
        for (int most = 1; most <= 30; most += 7) {
            char setting[32];
            snprintf(setting, sizeof setting, "max_per_source=%d", most);
            thin(whole, most, want);
            assert_string_equal(shelf_ids(*state, "q=سیل", sorts[k], "limit=1000", setting, NULL),
                                want);
        }
    }
}

/* Pages of any size, joined, are the list: what was left out does not come back. */
static void pages_agree(void **state)
{
    static char whole[8192], joined[8192];
    fill(*state);
    for (size_t k = 0; k < COUNT_OF(sorts); k++) {
        snprintf(whole, sizeof whole, "%s",
                 shelf_ids(*state, "q=سیل", sorts[k], "limit=1000", "max_per_source=9", NULL));
        joined[0] = '\0';
        for (int offset = 0; offset < 77; offset += 7) {
            char setting[32];
            snprintf(setting, sizeof setting, "offset=%d", offset);
            const char *page =
                shelf_ids(*state, "q=سیل", sorts[k], "limit=7", setting, "max_per_source=9", NULL);
            if (page[0] != '\0' && joined[0] != '\0')
                strcat(joined, " ");
            strcat(joined, page);
        }
        assert_string_equal(joined, whole);
    }
}

static const cJSON *at(const cJSON *o, const char *outer, const char *name)
{
    return cJSON_GetObjectItem(cJSON_GetObjectItem(o, outer), name);
}

/* The ids of one answer after those in `joined`; returns the setting of the next page, NULL: none. */
static const char *join_page(const char *json, char *joined)
{
    static char setting[2048];
    cJSON *a = cJSON_Parse(json);
    const cJSON *hit, *next = cJSON_GetObjectItem(a, "next_cursor");
    cJSON_ArrayForEach(hit, cJSON_GetObjectItem(a, "hits"))
    {
        strcat(joined, joined[0] != '\0' ? " " : "");
        strcat(joined, cJSON_GetObjectItem(hit, "id")->valuestring);
    }
    bool is_last = !cJSON_IsString(next);
    if (!is_last)
        snprintf(setting, sizeof setting, "cursor=%s", next->valuestring);
    cJSON_Delete(a);
    return is_last ? NULL : setting;
}

static void cursors_go_on_in_the_thinned_list(void **state)
{
    static char whole[8192], joined[8192];
    fill(*state);
    for (size_t k = 0; k < COUNT_OF(sorts); k++) {
        char cursor[2048] = "offset=0";
        const char *next;
        snprintf(whole, sizeof whole, "%s",
                 shelf_ids(*state, "q=سیل", sorts[k], "limit=1000", "max_per_source=9", NULL));
        joined[0] = '\0';
        while ((next = join_page(shelf_json(*state, "q=سیل", sorts[k], "limit=7", cursor,
                                            "max_per_source=9", NULL),
                                 joined)) != NULL)
            snprintf(cursor, sizeof cursor, "%s", next);
        assert_string_equal(joined, whole);
    }
}

/* Totals are of what is found, thinned or not. */
static void totals_stay_and_the_answer_says_so(void **state)
{
    fill(*state);
    cJSON *a = cJSON_Parse(shelf_json(*state, "q=سیل", "max_per_source=2", NULL));
    assert_int_equal(at(a, "total", "value")->valueint, ARTICLES);
    assert_int_equal(at(a, "query", "max_per_source")->valueint, 2);
    cJSON_Delete(a);
    a = cJSON_Parse(shelf_json(*state, "q=سیل", NULL));
    assert_int_equal(at(a, "total", "value")->valueint, ARTICLES);
    assert_true(cJSON_IsNull(at(a, "query", "max_per_source")));
    cJSON_Delete(a);
}

static void nothing_found_is_nothing_thinned(void **state)
{
    fill(*state);
    assert_string_equal(shelf_ids(*state, "q=ژژژ", "max_per_source=1", NULL), "");
    assert_string_equal(shelf_ids(*state, "q=سیل", "offset=9000", "max_per_source=1", NULL), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHELVED(the_list_is_thinned_in_its_order),  SHELVED(pages_agree),
        SHELVED(cursors_go_on_in_the_thinned_list), SHELVED(totals_stay_and_the_answer_says_so),
        SHELVED(nothing_found_is_nothing_thinned),
    };
    return cmocka_run_group_tests_name("query/diverse", tests, NULL, NULL);
}
