/* What articles are about, how near they are, and which story one joins. */
#include "grouping/stories.h"
#include "tests/unit/base/testing.h"

#include <math.h>
#include <string.h>

#define HOUR 3600
#define DAY  86400

/* Terms of hashes 1, 2, …, with these weights, 0 at the end. */
static sn_story_terms terms_of(const uint16_t *weights, const uint32_t *hashes)
{
    sn_story_term at[64];
    sn_story_terms out;
    size_t n = 0;
    for (; weights[n] != 0; n++)
        at[n] = (sn_story_term){hashes != NULL ? hashes[n] : (uint32_t)n + 1, weights[n]};
    sn_story_terms_take(at, n, &out);
    return out;
}
#define TERMS(...) terms_of((const uint16_t[]){__VA_ARGS__, 0}, NULL)

static void the_heaviest_terms_are_kept_and_equal_ones_add_up(void **state)
{
    sn_story_term many[40];
    sn_story_terms t;
    (void)state;
    for (uint32_t i = 0; i < 40; i++)
        many[i] = (sn_story_term){1000 - i, (uint16_t)(10 + i)};
    many[0] = (sn_story_term){961, 50000}; /* as the last one */
    sn_story_terms_take(many, 40, &t);
    assert_int_equal(t.n, SN_STORY_TERMS);
    for (size_t i = 1; i < t.n; i++)
        assert_true(t.at[i - 1].hash < t.at[i].hash);
    assert_int_equal(t.at[0].hash, 961);
    assert_int_equal(t.at[0].weight, 50049);
    assert_int_equal(t.at[t.n - 1].hash, 984);
    many[0] = many[1] = (sn_story_term){7, 60000};
    sn_story_terms_take(many, 2, &t);
    assert_int_equal(t.n, 1);
    assert_int_equal(t.at[0].weight, UINT16_MAX);
    sn_story_terms_take(many, 0, &t);
    assert_int_equal(t.n, 0);
}

static void terms_read_back_as_they_were_written(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf bytes = SN_BUF(SN_STORY_TERMS_BYTES);
    sn_story_terms t = TERMS(7, 65535, 1, 300), again = {0};
    (void)state;
    t.is_day_only = true;
    assert_int_equal(sn_story_terms_write(&t, &bytes), SN_OK);
    assert_int_equal(bytes.len, 25);
    assert_int_equal(sn_story_terms_read(sn_buf_str(&bytes), &again), SN_OK);
    assert_int_equal(again.n, t.n);
    assert_true(again.is_day_only);
    for (size_t i = 0; i < t.n; i++) { /* one by one: between members may stand anything */
        assert_int_equal(again.at[i].hash, t.at[i].hash);
        assert_int_equal(again.at[i].weight, t.at[i].weight);
    }
}

static void other_bytes_are_no_terms(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } cases[] = {
        {"", 0},                            /* nothing */
        {"\2", 1},                          /* no such flag */
        {"\0\1\0\0\0\1", 6},                /* cut */
        {"\0\1\0\0\0\0\0", 7},              /* no weight */
        {"\0\2\0\0\0\1\0\1\0\0\0\1\0", 13}, /* not rising */
        {"\0\1\0\0\0\1\0\1\0\0\0\1\0", 13}, /* twice */
    };
    static const char long_one[SN_STORY_TERMS_BYTES + 6];
    sn_story_terms t = TERMS(1), before = t;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(sn_story_terms_read((sn_str){cases[i].bytes, cases[i].len}, &t),
                         SN_ECORRUPT);
    assert_int_equal(sn_story_terms_read((sn_str){long_one, sizeof long_one}, &t), SN_ECORRUPT);
    assert_memory_equal(&t, &before, sizeof t);
    assert_int_equal(sn_story_terms_read((sn_str){"\0", 1}, &t), SN_OK);
    assert_int_equal(t.n, 0);
}

static size_t shared_keys(const sn_story_terms *a, const sn_story_terms *b)
{
    uint32_t of_a[SN_STORY_KEYS], of_b[SN_STORY_KEYS];
    size_t n = sn_story_keys(a, of_a), m = sn_story_keys(b, of_b), shared = 0;
    for (size_t i = 0; i < n; i++) {
        assert_true(of_a[i] >> 31 == 0 && (i == 0 || of_a[i - 1] < of_a[i]));
        for (size_t k = 0; k < m; k++)
            shared += of_a[i] == of_b[k];
    }
    return shared;
}

static void articles_find_one_another_by_their_heaviest_terms(void **state)
{
    uint32_t keys[SN_STORY_KEYS];
    sn_story_terms many = TERMS(90, 80, 70, 60, 50, 40, 30, 20), none = TERMS(0);
    sn_story_terms two = terms_of((const uint16_t[]){9, 8, 0}, (const uint32_t[]){2, 5});
    sn_story_terms one = terms_of((const uint16_t[]){9, 0}, (const uint32_t[]){2});
    sn_story_terms light = terms_of((const uint16_t[]){9, 8, 0}, (const uint32_t[]){7, 8});
    (void)state;
    assert_int_equal(sn_story_keys(&many, keys), SN_STORY_KEYS);
    assert_int_equal(sn_story_keys(&none, keys), 0);
    assert_int_equal(shared_keys(&many, &two), 2);
    assert_int_equal(shared_keys(&two, &many), 2);
    assert_int_equal(shared_keys(&many, &light), 0);
    assert_int_equal(shared_keys(&one, &one), 1);
    assert_int_equal(shared_keys(&one, &two), 0);
}

static double nearness(const sn_story_terms *a, const sn_story_terms *b, int64_t apart)
{
    sn_story_article x = {a, 1000000}, y = {b, 1000000 + apart};
    double there = sn_story_nearness(&x, &y);
    assert_float_equal(there, sn_story_nearness(&y, &x), 1e-12);
    return there;
}

static void nearness_is_of_terms_and_of_time(void **state)
{
    sn_story_terms a = TERMS(3, 4), same = a,
                   other = terms_of((const uint16_t[]){5, 0}, (const uint32_t[]){9});
    sn_story_terms half = terms_of((const uint16_t[]){5, 0}, (const uint32_t[]){2}),
                   none = TERMS(0);
    sn_story_terms b = terms_of((const uint16_t[]){3, 1, 2, 0}, (const uint32_t[]){1, 2, 3});
    sn_story_terms c = terms_of((const uint16_t[]){1, 2, 3, 0}, (const uint32_t[]){2, 3, 4});
    (void)state;
    assert_float_equal(nearness(&a, &same, 0), 1, 1e-9);
    assert_float_equal(nearness(&a, &half, 0), 0.8, 1e-9);
    assert_float_equal(nearness(&b, &c, 0), 0.8 * 5 / 14, 1e-9); /* other main terms */
    assert_float_equal(nearness(&a, &other, 0), 0, 0);
    assert_float_equal(nearness(&a, &none, 0), 0, 0);
    assert_float_equal(nearness(&none, &none, 0), 0, 0);
    assert_float_equal(nearness(&a, &same, 12 * HOUR), 0.5, 1e-9);
    assert_float_equal(nearness(&a, &same, 72 * HOUR), 1.0 / 7, 1e-9);
    assert_float_equal(nearness(&a, &same, 72 * HOUR + 1), 0, 0);
    same.is_day_only = a.is_day_only = true; /* consecutive days of a newspaper: half a day apart */
    assert_float_equal(nearness(&a, &same, 24 * HOUR), 0.5, 1e-9);
    assert_float_equal(nearness(&a, &same, 0), 1, 1e-9);
}

/* The story an article of day 0 joins, 0 for its own. */
static uint64_t choose(const sn_story_neighbour *neighbours, size_t n, uint64_t kept)
{
    sn_story_neighbour copy[8];
    uint64_t story = 77;
    if (n > 0)
        memcpy(copy, neighbours, n * sizeof *copy);
    bool joins = sn_story_choose(copy, n, 100 * DAY, kept, &story);
    assert_true(joins || story == 77);
    return joins ? story : 0;
}

static void an_article_joins_the_nearest_story_that_is_near_enough(void **state)
{
    int64_t now = 100 * DAY;
    static const int64_t old = 80 * DAY;
    const sn_story_neighbour near[] = {
        {5, 101, 0.40, now}, {6, 102, 0.50, now}, {5, 103, 0.45, now}};
    const sn_story_neighbour two[] = {
        {5, 104, 0.30, now}, {5, 105, 0.28, now}, {6, 106, 0.34, now}};
    const sn_story_neighbour far[] = {
        {5, 107, 0.30, now}, {6, 108, 0.30, now}, {7, 109, 0.30, now}};
    const sn_story_neighbour aged[] = {{5, 110, 0.99, old}, {6, 111, 0.40, 97 * DAY}};
    const sn_story_neighbour goes_on[] = {{6, 112, 0.40, 97 * DAY - 90 * 864}};
    const sn_story_neighbour equal[] = {{9, 113, 0.50, now}, {8, 114, 0.50, now}};
    const sn_story_neighbour copies[] = {{5, 1, 0.30, now}, {5, 1, 0.30, now}, {5, 1, 0.31, now}};
    (void)state;
    assert_int_equal(choose(copies, 3, 0), 0); /* copies speak once */
    assert_int_equal(choose(near, 3, 0), 5);   /* two that agree */
    assert_int_equal(choose(two, 3, 0), 5);
    assert_int_equal(choose(far, 3, 0), 0);
    assert_int_equal(choose(aged, 1, 0), 0); /* daily series do not go on for ever */
    assert_int_equal(choose(aged, 2, 0),
                     0); /* and must be followed the closer the longer they do */
    assert_int_equal(choose(goes_on, 1, 0), 0);
    assert_int_equal(choose(equal, 2, 0), 8);
    assert_int_equal(choose(NULL, 0, 0), 0);
}

static void a_corrected_article_stays_where_it_is_still_near_enough(void **state)
{
    int64_t now = 100 * DAY;
    const sn_story_neighbour near[] = {
        {5, 115, 0.40, now}, {6, 116, 0.90, now}, {7, 117, 0.20, now}};
    (void)state;
    assert_int_equal(choose(near, 3, 0), 6);
    assert_int_equal(choose(near, 3, 5), 5);
    assert_int_equal(choose(near, 3, 7), 6);
    assert_int_equal(choose(near, 3, 8), 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_heaviest_terms_are_kept_and_equal_ones_add_up),
        cmocka_unit_test(terms_read_back_as_they_were_written),
        cmocka_unit_test(other_bytes_are_no_terms),
        cmocka_unit_test(articles_find_one_another_by_their_heaviest_terms),
        cmocka_unit_test(nearness_is_of_terms_and_of_time),
        cmocka_unit_test(an_article_joins_the_nearest_story_that_is_near_enough),
        cmocka_unit_test(a_corrected_article_stays_where_it_is_still_near_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
