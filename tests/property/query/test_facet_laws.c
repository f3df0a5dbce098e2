/* Laws of facets, of random articles and random requests: every count is what counting the articles
 * one by one gives, and what filtering by the value finds. */
#include "tests/unit/query/shelf.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARTICLES = 120, VALUES = 6, SPELLINGS = 3, FIELDS = 4, MONTHS = 5, REQUESTS = 25 };

/* One value a row, in spellings that are one; the most frequent is whichever chance makes it. */
static const char *const spellings[VALUES][SPELLINGS] = {
    {"محیط زیست", "محیط‌زیست", "محيط زيست"},
    {"شهر", "شهر!", "«شهر»"},
    {"گزارش ویژه", "گزارش‌ویژه", "گزارش ويژه"},
    {"Cinema 24", "cinema 24", "CINEMA ۲۴"},
    {"پل", "پل.", "پِل"},
    {"ژرف", "ژرف ", "ژرف…"},
};
static const char *const words[] = {"کوه", "باران", "نان"};
static const char *const field_names[FIELDS] = {"source", "category", "author", "tag"};
static const char *const members[FIELDS] = {"source", "category", "author", "tags"};
/* In the middle of each of these months, with an empty one between. */
static const char *const dates[MONTHS] = {"1404/12/29", "1405/01/01", "1405/02/31 23:59",
                                          "1405/04/15 12:30", "1405/04/31"};
static const char *const months[MONTHS] = {"1404-12", "1405-01", "1405-02", "1405-04", "1405-04"};

typedef struct random_article {
    bool has_word[3];
    unsigned values[FIELDS]; /* bits */
    int month;               /* -1: undated */
    bool is_hidden;
} random_article;

/* What is asked: bits of words that are needed, and of values of each field; months from..to. */
typedef struct random_request {
    unsigned words, values[FIELDS];
    int from, to; /* -1: open */
    bool any;
} random_request;

static random_article all[ARTICLES];

static bool has(unsigned values, int v)
{
    return (values >> v & 1) != 0;
}

/* Of a list sometimes one twice, in two spellings: it counts once. */
static void add_values(uint64_t *seed, sn_buf *json, bool is_list, unsigned values)
{
    const char *comma = "";
    for (int v = 0; v < VALUES; v++) {
        int times = !has(values, v) ? 0 : is_list && random_below(seed, 8) == 0 ? 2 : 1;
        for (; times > 0; times--) {
            const char *text = spellings[v][random_below(seed, SPELLINGS)];
            sn_buf_add_format(json, "%s\"%s\"", comma, text);
            comma = ",";
        }
    }
}

static void put_random(shelf *s, uint64_t *seed, int i)
{
    random_article *a = &all[i];
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(100000);
    *a = (random_article){.month = (int)random_below(seed, MONTHS + 1) - 1};
    sn_buf_add_format(&json, "{\"id\":\"a%d\",\"title\":\"خبر", i);
    for (int w = 0; w < 3; w++) {
        a->has_word[w] = random_below(seed, 2) == 0;
        if (a->has_word[w])
            sn_buf_add_format(&json, " %s", words[w]);
    }
    sn_buf_add_format(&json, "\"");
    for (int f = 0; f < FIELDS; f++) {
        a->values[f] = random_below(seed, 1u << VALUES) & random_below(seed, 1u << VALUES);
        if (f == 0) /* there is one source or none */
            a->values[f] = random_below(seed, 6) == 0 ? 0 : 1u << random_below(seed, VALUES);
        if (a->values[f] == 0)
            continue;
        sn_buf_add_format(&json, ",\"%s\":%s", members[f], f == 0 ? "" : "[");
        add_values(seed, &json, f > 0, a->values[f]);
        sn_buf_add_str(&json, f == 0 ? SN_STR("") : SN_STR("]"));
    }
    if (a->month >= 0)
        sn_buf_add_format(&json, ",\"published_at\":\"%s\"", dates[a->month]);
    sn_buf_add_byte(&json, '}');
    shelf_put(s, sn_buf_text(&json), (uint32_t)i);
}

static bool has_words(const random_article *a, const random_request *r)
{
    unsigned words_of = 0;
    for (int w = 0; w < 3; w++)
        words_of |= (unsigned)a->has_word[w] << w;
    unsigned both = words_of & r->words;
    return r->words == 0 || (r->any ? both != 0 : both == r->words);
}

/* but: a field whose filter does not count, FIELDS for none. */
static bool is_found(const random_article *a, const random_request *r, int but)
{
    if (a->is_hidden || !has_words(a, r))
        return false;
    for (int f = 0; f < FIELDS; f++) {
        if (f != but && r->values[f] != 0 && (r->values[f] & a->values[f]) == 0)
            return false;
    }
    if (r->from >= 0 && (a->month < 0 || strcmp(months[a->month], months[r->from]) < 0))
        return false;
    return r->to < 0 || (a->month >= 0 && strcmp(months[a->month], months[r->to]) <= 0);
}

static random_request draw_request(uint64_t *seed)
{
    random_request r = {
        .words = random_below(seed, 8), .any = random_below(seed, 2) == 0, .from = -1, .to = -1};
    for (int f = 0; f < FIELDS; f++) {
        if (random_below(seed, 3) == 0)
            r.values[f] = 1u << random_below(seed, VALUES) | 1u << random_below(seed, VALUES);
    }
    if (random_below(seed, 3) == 0)
        r.from = (int)random_below(seed, MONTHS);
    if (random_below(seed, 3) == 0)
        r.to = (int)random_below(seed, MONTHS);
    return r;
}

static void set(sn_request *request, const char *name, const char *value)
{
    sn_problem problem = {0};
    if (sn_request_set(request, sn_str_of(name), sn_str_of(value), SN_ASKER_OPERATOR, 0,
                       &problem) != SN_OK)
        fail_msg("%s=%s: %s", name, value, problem.detail);
}

static void set_all(uint64_t *seed, const random_request *r, sn_request *request)
{
    char q[200] = "", name[32];
    for (int w = 0; w < 3; w++) {
        if (has(r->words, w)) {
            strcat(q, words[w]);
            strcat(q, " ");
        }
    }
    set(request, "q", q);
    set(request, "match", r->any ? "any" : "all");
    set(request, "expand", "false");
    for (int f = 0; f < FIELDS; f++) {
        snprintf(name, sizeof name, "filter.%s", field_names[f]);
        for (int v = 0; v < VALUES; v++) {
            if (has(r->values[f], v))
                set(request, name, spellings[v][random_below(seed, SPELLINGS)]);
        }
    }
    if (r->from >= 0)
        set(request, "from", months[r->from]);
    if (r->to >= 0)
        set(request, "to", months[r->to]);
}

static cJSON *ask(shelf *s, const sn_request *request)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF((size_t)8 << 20);
    sn_problem problem = {0};
    if (sn_search_json(s->searcher, request, NULL, &out, &problem) != SN_OK)
        fail_msg("search: %s", problem.detail);
    return cJSON_Parse(sn_buf_text(&out));
}

static const cJSON *member(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    assert_non_null(item);
    return item;
}

/* The row of a spelling, however published. */
static int value_of(const char *text)
{
    for (int v = 0; v < VALUES; v++) {
        for (int k = 0; k < SPELLINGS; k++) {
            sn_str spelling = sn_str_trim(sn_str_of(spellings[v][k]));
            if (sn_str_equal(spelling, sn_str_of(text)))
                return v;
        }
    }
    fail_msg("«%s» was never published", text);
    return -1;
}

static void counts_are_those_one_by_one(const cJSON *facet, const random_request *r, int field)
{
    int want[VALUES] = {0}, missing = 0;
    for (int i = 0; i < ARTICLES; i++) {
        if (!is_found(&all[i], r, field))
            continue;
        missing += all[i].values[field] == 0;
        for (int v = 0; v < VALUES; v++)
            want[v] += has(all[i].values[field], v);
    }
    const cJSON *row;
    cJSON_ArrayForEach(row, member(facet, "values"))
    {
        int v = value_of(member(row, "value")->valuestring);
        assert_true(want[v] > 0); /* no value twice, none that nobody has */
        assert_int_equal(member(row, "count")->valueint, want[v]);
        want[v] = 0;
    }
    for (int v = 0; v < VALUES; v++)
        assert_int_equal(want[v], 0);
    assert_int_equal(member(facet, "missing")->valueint, missing);
    assert_true(cJSON_IsFalse(member(facet, "approximate")));
}

static void months_are_those_one_by_one(const cJSON *facet, const random_request *r)
{
    int undated = 0, counted = 0, found = 0;
    const char *before = "";
    const cJSON *row;
    for (int i = 0; i < ARTICLES; i++) {
        bool is = is_found(&all[i], r, FIELDS);
        undated += is && all[i].month < 0;
        found += is;
    }
    cJSON_ArrayForEach(row, member(facet, "values"))
    {
        const char *month = member(row, "value")->valuestring;
        int want = 0;
        for (int i = 0; i < ARTICLES; i++)
            want += is_found(&all[i], r, FIELDS) && all[i].month >= 0 &&
                    strcmp(months[all[i].month], month) == 0;
        assert_int_equal(member(row, "count")->valueint, want);
        assert_true(strcmp(before, month) < 0);
        before = month;
        counted += want;
    }
    assert_int_equal(member(facet, "undated")->valueint, undated);
    assert_int_equal(counted + undated, found);
}

/* The law readers see: a value's count is what filtering by it finds. */
static void filtering_finds_what_was_counted(shelf *s, uint64_t *seed, const random_request *r,
                                             const cJSON *facet, int field)
{
    random_request without = *r;
    without.values[field] = 0;
    const cJSON *rows = member(facet, "values");
    int n = cJSON_GetArraySize(rows);
    if (n == 0)
        return;
    const cJSON *row = cJSON_GetArrayItem(rows, (int)random_below(seed, (uint32_t)n));
    SN_CLEANUP(sn_request) sn_request request = {0};
    char name[32];
    assert_int_equal(sn_request_init(&request), SN_OK);
    set_all(seed, &without, &request);
    snprintf(name, sizeof name, "filter.%s", field_names[field]);
    set(&request, name, member(row, "value")->valuestring);
    cJSON *answer = ask(s, &request);
    const cJSON *total = member(answer, "total");
    assert_int_equal(member(total, "uncollapsed")->valueint, member(row, "count")->valueint);
    cJSON_Delete(answer);
}

static void one_request(shelf *s, uint64_t *seed)
{
    random_request r = draw_request(seed);
    SN_CLEANUP(sn_request) sn_request request = {0};
    assert_int_equal(sn_request_init(&request), SN_OK);
    set_all(seed, &r, &request);
    set(&request, "facets", "source,category,author,tag,date:month");
    set(&request, "facet.sort", random_below(seed, 2) == 0 ? "count" : "value");
    cJSON *answer = ask(s, &request);
    const cJSON *facets = member(answer, "facets");
    bool is_asked = r.words != 0 || r.from >= 0 || r.to >= 0;
    for (int f = 0; f < FIELDS; f++)
        is_asked = is_asked || r.values[f] != 0;
    for (int f = 0; f < FIELDS && is_asked; f++) {
        const cJSON *facet = member(facets, field_names[f]);
        counts_are_those_one_by_one(facet, &r, f);
        filtering_finds_what_was_counted(s, seed, &r, facet, f);
    }
    if (is_asked)
        months_are_those_one_by_one(member(facets, "date:month"), &r);
    cJSON_Delete(answer);
}

static void facets_are_what_counting_one_by_one_gives(void **state)
{
    shelf *s = *state;
    uint64_t seed = test_seed();
    for (int i = 0; i < ARTICLES; i++)
        put_random(s, &seed, i);
    shelf_commit(s);
    for (unsigned turn = 0; turn < test_iters(4); turn++) {
        for (int n = 0; n < REQUESTS; n++)
            one_request(s, &seed);
        int hidden = (int)random_below(&seed, ARTICLES);
        char id[16];
        snprintf(id, sizeof id, "a%d", hidden);
        if (!all[hidden].is_hidden)
            shelf_hide(s, id);
        all[hidden].is_hidden = true;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {SHELVED(facets_are_what_counting_one_by_one_gives)};
    return cmocka_run_group_tests_name("query/facet_laws", tests, NULL, NULL);
}
