#include "grouping/similarity.h"
#include "tests/unit/base/testing.h"

enum { HOUR = 3600, DAY = 24 * HOUR };

static void shares_are_those_of_the_sets(void **state)
{
    (void)state;
    const uint32_t one[] = {1, 2, 3, 4, 5, 6, 7, 8}, other[] = {2, 4, 6, 9}, day[] = {12, 14},
                   next[] = {14, 15};
    sn_fingerprint a = {
        .text = 1, .shingles = one, .n_shingles = 8, .numbers = day, .n_numbers = 2};
    sn_fingerprint b = {
        .text = 2, .shingles = other, .n_shingles = 4, .numbers = next, .n_numbers = 2};
    sn_similarity s, mirrored;
    sn_similarity_of(&a, &b, &s);
    sn_similarity_of(&b, &a, &mirrored);
    assert_float_equal(s.jaccard, 3.0 / 11, 1e-9); /* each has an end of its own */
    assert_float_equal(s.containment, 3.0 / 4, 1e-9);
    assert_float_equal(s.numbers, 1.0 / 3, 1e-9);
    assert_float_equal(s.numbers_kept, 1.0 / 2, 1e-9);
    assert_int_equal(s.smaller, 4);
    assert_int_equal(s.larger, 8);
    assert_false(s.same_opening);
    assert_false(s.same_text);
    assert_float_equal(mirrored.jaccard, s.jaccard, 1e-9);
    assert_float_equal(mirrored.containment, s.containment, 1e-9);
    assert_float_equal(mirrored.numbers, s.numbers, 1e-9);
}

static void texts_without_letters_are_copies_of_nothing(void **state)
{
    (void)state;
    sn_fingerprint empty = {0};
    sn_similarity s;
    sn_similarity_of(&empty, &empty, &s);
    assert_false(s.same_text);
    assert_false(sn_is_copy(&s, 0));
}

/* Of longer texts only the lowest hashes are kept: what is above the last of them is not known. */
static void long_texts_are_compared_by_the_sample_that_both_have(void **state)
{
    (void)state;
    static uint32_t full[SN_FINGERPRINT_SHINGLES];
    for (uint32_t i = 0; i < SN_FINGERPRINT_SHINGLES; i++)
        full[i] = 2 * i;
    const uint32_t few[] = {0, 2, 4, 5, 1u << 30, 1u << 31};
    sn_fingerprint a = {.text = 1, .shingles = full, .n_shingles = SN_FINGERPRINT_SHINGLES};
    sn_fingerprint b = {.text = 2, .shingles = few, .n_shingles = COUNT_OF(few)};
    sn_similarity s;
    sn_similarity_of(&a, &b, &s);
    assert_float_equal(s.containment, 3.0 / 4, 1e-9);
}

static void texts_begin_alike_with_or_without_their_headlines(void **state)
{
    (void)state;
    sn_fingerprint a = {.text = 1, .opening = {7, 8}}, b = {.text = 2, .opening = {9, 7}};
    sn_similarity s;
    sn_similarity_of(&a, &b, &s);
    assert_true(s.same_opening);
    b.opening[1] = 0;
    sn_similarity_of(&a, &b, &s);
    assert_false(s.same_opening);
    a.title = b.title = 5;
    sn_similarity_of(&a, &b, &s);
    assert_true(s.same_opening);
}

typedef struct verdict_case {
    const char *what;
    size_t smaller, larger;
    double jaccard, containment, numbers_kept;
    bool same_opening;
    int64_t apart_sec;
    bool copy;
} verdict_case;

static void verdicts(const verdict_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const verdict_case *c = &cases[i];
        sn_similarity s = {.same_opening = c->same_opening,
                           .jaccard = c->jaccard,
                           .containment = c->containment,
                           .numbers = c->numbers_kept,
                           .numbers_kept = c->numbers_kept,
                           .smaller = c->smaller,
                           .larger = c->larger};
        if (sn_is_copy(&s, c->apart_sec) != c->copy)
            fail_msg("%s: should be %s", c->what, c->copy ? "a copy" : "none");
    }
}

static void equal_texts_are_copies_whatever_the_dates(void **state)
{
    (void)state;
    sn_similarity same = {.same_text = true, .jaccard = 1, .containment = 1, .numbers = 1};
    const int64_t apart[] = {0, 400 * DAY, SN_APART_UNKNOWN};
    for (size_t i = 0; i < COUNT_OF(apart); i++)
        assert_true(sn_is_copy(&same, apart[i]));
}

static void other_texts_are_copies_within_three_days(void **state)
{
    (void)state;
    const verdict_case cases[] = {
        {"the last moment", 50, 55, 0.85, 0.95, 1, true, 3 * DAY, true},
        {"a second later", 50, 55, 0.85, 0.95, 1, true, 3 * DAY + 1, false},
        {"no date", 50, 55, 0.85, 0.95, 1, true, SN_APART_UNKNOWN, true},
        {"little in common", 50, 55, 0.1, 0.3, 1, true, 0, false},
    };
    verdicts(cases, COUNT_OF(cases));
}

static void a_piece_of_a_text_is_a_copy_if_it_is_its_beginning_or_long(void **state)
{
    (void)state;
    const verdict_case cases[] = {
        {"a headline sent alone", 8, 60, 0.13, 1, 1, true, HOUR, true},
        {"two words of a headline", 2, 60, 0.03, 1, 1, true, HOUR, false},
        {"an item of a round-up", 17, 60, 0.28, 1, 1, false, HOUR, false},
        {"the second half", 60, 120, 0.45, 0.9, 1, false, HOUR, true},
    };
    verdicts(cases, COUNT_OF(cases));
}

static void the_same_sponsor_below_two_headlines_makes_no_copy(void **state)
{
    (void)state;
    const verdict_case cases[] = {
        {"two goals", 24, 26, 0.55, 0.71, 1, false, HOUR, false},
        {"two goals of one team", 24, 26, 0.6, 0.75, 1, true, HOUR, false},
        {"another headline above a paragraph", 45, 48, 0.6, 0.8, 1, false, HOUR, true},
    };
    verdicts(cases, COUNT_OF(cases));
}

/* The prices of two days in the same words. */
static void daily_items_are_no_copies_of_each_other(void **state)
{
    (void)state;
    const verdict_case cases[] = {
        {"prices of the next day", 60, 60, 0.8, 0.9, 0.2, true, DAY, false},
        {"prices without a date", 60, 60, 0.8, 0.9, 0.2, true, SN_APART_UNKNOWN, false},
        {"a correction of an hour later", 60, 60, 0.8, 0.9, 0.2, true, HOUR, true},
        {"a running count", 60, 60, 0.6, 0.8, 0.2, true, HOUR, false},
        {"the same numbers, cut", 40, 60, 0.55, 0.95, 1, true, DAY, true},
    };
    verdicts(cases, COUNT_OF(cases));
}

/* «Sirens in the capital» is said of another night in the same words. */
static void flashes_of_two_days_are_no_copies(void **state)
{
    (void)state;
    const verdict_case cases[] = {
        {"the same hour", 12, 14, 0.8, 0.95, 1, true, HOUR, true},
        {"the next night", 12, 14, 0.8, 0.95, 1, true, DAY, false},
        {"a name changed in forty words", 38, 38, 0.73, 0.84, 1, true, DAY, false},
        {"cut to the half", 20, 41, 0.43, 0.87, 1, true, DAY, true},
    };
    verdicts(cases, COUNT_OF(cases));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_those_of_the_sets),
        cmocka_unit_test(texts_without_letters_are_copies_of_nothing),
        cmocka_unit_test(long_texts_are_compared_by_the_sample_that_both_have),
        cmocka_unit_test(equal_texts_are_copies_whatever_the_dates),
        cmocka_unit_test(other_texts_are_copies_within_three_days),
        cmocka_unit_test(a_piece_of_a_text_is_a_copy_if_it_is_its_beginning_or_long),
        cmocka_unit_test(the_same_sponsor_below_two_headlines_makes_no_copy),
        cmocka_unit_test(daily_items_are_no_copies_of_each_other),
        cmocka_unit_test(flashes_of_two_days_are_no_copies),
        cmocka_unit_test(texts_begin_alike_with_or_without_their_headlines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
