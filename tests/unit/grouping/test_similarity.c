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
    assert_float_equal(s.jaccard, 3.0 / 9, 1e-9);
    assert_float_equal(s.containment, 3.0 / 4, 1e-9);
    assert_float_equal(s.numbers, 1.0 / 3, 1e-9);
    assert_int_equal(s.smaller, 4);
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

typedef struct verdict_case {
    sn_similarity similarity;
    int64_t apart_sec;
    bool copy;
} verdict_case;

static void verdicts(const verdict_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (sn_is_copy(&cases[i].similarity, cases[i].apart_sec) != cases[i].copy)
            fail_msg("case %zu should be %d", i, cases[i].copy);
    }
}

static void equal_texts_are_copies_whatever_the_dates(void **state)
{
    (void)state;
    const verdict_case cases[] = {
        {{true, 1, 1, 1, 1}, 400 * DAY, true},
        {{true, 1, 1, 1, 1}, SN_APART_UNKNOWN, true},
    };
    verdicts(cases, COUNT_OF(cases));
}

static void other_texts_are_copies_within_three_days(void **state)
{
    (void)state;
    const verdict_case cases[] = {
        {{false, 0.9, 0.95, 1, 50}, 3 * DAY, true},
        {{false, 0.9, 0.95, 1, 50}, 3 * DAY + 1, false},
        {{false, 0.9, 0.95, 1, 50}, SN_APART_UNKNOWN, true},
        {{false, 0.1, 0.3, 1, 50}, 0, false},
    };
    verdicts(cases, COUNT_OF(cases));
}

static void a_piece_of_a_text_is_a_copy_unless_it_is_a_phrase(void **state)
{
    (void)state;
    const verdict_case cases[] = {
        {{false, 0.2, 1, 1, 40}, HOUR, true},
        {{false, 0.02, 1, 1, 2}, HOUR, false},
    };
    verdicts(cases, COUNT_OF(cases));
}

/* The prices of two days in the same words. */
static void daily_items_are_no_copies_of_each_other(void **state)
{
    (void)state;
    const verdict_case cases[] = {
        {{false, 0.8, 0.9, 0.1, 50}, DAY, false},
        {{false, 0.8, 0.9, 0.1, 50}, SN_APART_UNKNOWN, false},
        {{false, 0.8, 0.9, 0.1, 50}, HOUR, true}, /* a correction */
        {{false, 0.8, 0.9, 0.8, 50}, DAY, true},
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
        cmocka_unit_test(a_piece_of_a_text_is_a_copy_unless_it_is_a_phrase),
        cmocka_unit_test(daily_items_are_no_copies_of_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
