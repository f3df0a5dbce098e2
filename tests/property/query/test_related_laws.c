/* Laws of related articles, of random articles and random requests: the parts of a score are the score;
 * the list is what every article by itself would score, without the story, its copies, what is hidden,
 * what is outside of the mode and window, and more of one source than was said. */
#include "tests/unit/query/shelf.h"

#include "calendar/span.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARTICLES = 150, WORDS = 24, REQUESTS = 60, SOURCES = 4 };

#define NOW 1795000000

/* Consonants only, so that no stem is another's form. */
static const char *const words[WORDS] = {"مهرسار",  "زرینرود", "گلدشت", "شقایق", "سپیده",   "خزر",
                                         "طغیان",   "سیلاب",   "پل",    "گندم",  "فرودگاه", "ستاره",
                                         "نفت",     "دماوند",  "تندر",  "قطار",  "موزه",    "جنگل",
                                         "ورزشگاه", "کشتی",    "اسب",   "فیلم",  "باران",   "معدن"};

typedef struct article {
    int64_t sec; /* 0: undated */
    int source;  /* -1: none */
    int text;    /* of equal articles the number of the first */
    bool is_hidden;
} article;

static article all[ARTICLES];
static char texts[ARTICLES][600];

/* A title and a body of a few topics' words, some often. */
static void make_text(uint64_t *seed, int i)
{
    size_t n = 0;
    uint32_t topic = random_below(seed, WORDS);
    n += (size_t)snprintf(texts[i], sizeof texts[i], "\"title\":\"خبر %d", i % 7);
    for (uint32_t k = random_below(seed, 4); k > 0; k--)
        n += (size_t)snprintf(texts[i] + n, sizeof texts[i] - n, " %s",
                              words[(topic + random_below(seed, 4)) % WORDS]);
    n += (size_t)snprintf(texts[i] + n, sizeof texts[i] - n, "\",\"body\":\"متن");
    for (uint32_t k = random_below(seed, 12); k > 0; k--)
        n += (size_t)snprintf(texts[i] + n, sizeof texts[i] - n, " %s",
                              words[(topic + random_below(seed, 6)) % WORDS]);
    snprintf(texts[i] + n, sizeof texts[i] - n, "\"");
}

static void put_random(shelf *s, uint64_t *seed, int i)
{
    char json[900], more[120] = "";
    article *a = &all[i];
    *a = (article){.source = (int)random_below(seed, SOURCES + 1) - 1, .text = i};
    if (i > 0 && random_below(seed, 8) == 0) {
        a->text = all[random_below(seed, (uint32_t)i)].text;
        memcpy(texts[i], texts[a->text], sizeof texts[i]);
    } else {
        make_text(seed, i);
    }
    if (random_below(seed, 6) > 0)
        a->sec = NOW - (int64_t)random_below(seed, 60 * 86400);
    size_t n = 0;
    if (a->source >= 0)
        n += (size_t)snprintf(more, sizeof more, ",\"source\":\"s%d\"", a->source);
    if (a->sec != 0)
        snprintf(more + n, sizeof more - n, ",\"published_at\":%" PRId64, a->sec);
    snprintf(json, sizeof json, "{\"id\":\"a%d\",%s%s}", i, texts[i], more);
    shelf_put(s, json, (uint32_t)i % 8);
}

static void fill(shelf *s, uint64_t *seed)
{
    for (int i = 0; i < ARTICLES; i++)
        put_random(s, seed, i);
    shelf_commit(s);
    for (int i = 0; i < ARTICLES; i++) {
        char id[16];
        all[i].is_hidden = random_below(seed, 20) == 0;
        snprintf(id, sizeof id, "a%d", i);
        if (all[i].is_hidden)
            shelf_hide(s, id);
    }
}

typedef struct asked {
    int story;
    sn_related_mode mode;
    int window_days;
    int64_t limit, per_source;
} asked;

static asked random_asked(uint64_t *seed)
{
    static const int windows[] = {0, 0, 1, 7, 30};
    asked a = {.mode = (sn_related_mode)random_below(seed, 4),
               .window_days = windows[random_below(seed, 5)],
               .limit = 1 + random_below(seed, 20),
               .per_source = random_below(seed, 4)};
    do
        a.story = (int)random_below(seed, ARTICLES);
    while (all[a.story].is_hidden);
    return a;
}

static cJSON *answer_of(shelf *s, const asked *a)
{
    char id[16], window[16], limit[16], most[16];
    SN_CLEANUP(sn_related_request) sn_related_request r = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 24);
    sn_problem problem = {0};
    snprintf(id, sizeof id, "a%d", a->story);
    snprintf(window, sizeof window, "%dd", a->window_days);
    snprintf(limit, sizeof limit, "%d", (int)a->limit);
    snprintf(most, sizeof most, "%d", (int)a->per_source);
    const char *const pairs[][2] = {{"id", id},
                                    {"limit", limit},
                                    {"max_per_source", most},
                                    {"explain", "true"},
                                    {"mode", sn_related_mode_name(a->mode)},
                                    {"window", a->window_days > 0 ? window : NULL}};
    assert_int_equal(sn_related_request_init(&r), SN_OK);
    r.search.now_sec = NOW;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        if (pairs[i][1] != NULL)
            assert_int_equal(sn_related_request_set(&r, sn_str_of(pairs[i][0]),
                                                    sn_str_of(pairs[i][1]), SN_ASKER_CLIENT, NOW,
                                                    &problem),
                             SN_OK);
    }
    if (sn_related_json(s->searcher, &r, NULL, &out, &problem) != SN_OK)
        fail_msg("%s", problem.detail);
    return cJSON_Parse(sn_buf_text(&out));
}

static int64_t day_of(int64_t sec)
{
    int64_t day;
    assert_int_equal(sn_tehran_day(sec, &day), SN_OK);
    return day;
}

static bool is_in_time(const asked *a, const article *story, const article *other)
{
    int64_t apart = other->sec - story->sec, window = (int64_t)a->window_days * 86400;
    if (a->mode == SN_RELATED_ANY && window == 0)
        return true;
    if (story->sec == 0 || other->sec == 0)
        return false;
    if (window > 0 && (apart > window || apart < -window))
        return false;
    return a->mode == SN_RELATED_ANY || (a->mode == SN_RELATED_BACKGROUND && apart < 0) ||
           (a->mode == SN_RELATED_FOLLOWUP && apart > 0) ||
           (a->mode == SN_RELATED_SAMEDAY && day_of(other->sec) == day_of(story->sec));
}

static double sum_of(const cJSON *hit)
{
    double sum = 0;
    const cJSON *part;
    cJSON_ArrayForEach(part, shelf_at(hit, "explain.parts")) sum +=
        shelf_at(part, "value")->valuedouble;
    return sum;
}

/* Every hit may be there, and the list is in order. */
static void check_hits(const asked *a, const cJSON *answer)
{
    const cJSON *hit;
    double last = INFINITY;
    int64_t of_source[SOURCES] = {0}, n = 0;
    bool has_text[ARTICLES] = {false};
    cJSON_ArrayForEach(hit, shelf_at(answer, "hits"))
    {
        int i = atoi(shelf_at(hit, "id")->valuestring + 1);
        double score = shelf_at(hit, "score")->valuedouble;
        assert_true(fabs(sum_of(hit) - score) < 1e-6);
        assert_true(score <= last);
        last = score;
        assert_false(all[i].is_hidden);
        assert_int_not_equal(all[i].text, all[a->story].text);
        assert_false(has_text[all[i].text]);
        has_text[all[i].text] = true;
        assert_true(is_in_time(a, &all[a->story], &all[i]));
        n++;
        if (all[i].source >= 0 && a->per_source > 0)
            assert_true(++of_source[all[i].source] <= a->per_source);
    }
    assert_true(n <= a->limit);
}

/* Thinning and limits leave out of the whole list, and change no score. */
static void check_is_part_of(const cJSON *answer, const cJSON *whole)
{
    const cJSON *hit, *other = cJSON_GetArrayItem(shelf_at(whole, "hits"), 0);
    cJSON_ArrayForEach(hit, shelf_at(answer, "hits"))
    {
        const char *id = shelf_at(hit, "id")->valuestring;
        while (other != NULL && strcmp(shelf_at(other, "id")->valuestring, id) != 0)
            other = other->next;
        assert_non_null(other);
        assert_true(fabs(shelf_at(other, "score")->valuedouble -
                         shelf_at(hit, "score")->valuedouble) < 1e-9);
    }
}

static void lists_are_what_was_asked_for(void **state)
{
    uint64_t seed = test_seed();
    size_t found = 0;
    fill(*state, &seed);
    for (unsigned i = test_iters(REQUESTS); i > 0; i--) {
        asked a = random_asked(&seed), whole = a;
        whole.limit = 100;
        whole.per_source = 0;
        cJSON *answer = answer_of(*state, &a), *all_of_it = answer_of(*state, &whole);
        check_hits(&a, answer);
        check_hits(&whole, all_of_it);
        check_is_part_of(answer, all_of_it);
        found += (size_t)cJSON_GetArraySize(shelf_at(answer, "hits"));
        cJSON_Delete(answer);
        cJSON_Delete(all_of_it);
    }
    assert_true(found > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SHELVED(lists_are_what_was_asked_for)};
    return cmocka_run_group_tests_name("query/related_laws", tests, NULL, NULL);
}
