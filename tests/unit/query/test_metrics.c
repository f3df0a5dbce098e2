#include "tests/unit/base/testing.h"

#include "query/metrics.h"

#include <math.h>
#include <string.h>

#define MAX 128

/* Worked out by hand: with d(i) = 1 / log2(i + 1): d(1) 1, d(2) .630930, d(3) .5, d(4) .430677. */
static const struct scores_case {
    const char *name;
    int ranked[8];
    size_t n_ranked;
    int judged[8];
    size_t n_judged;
    double want[SN_METRICS]; /* nDCG@10, MAP, MRR, recall@100 */
} scores_cases[] = {
    {"the best order is 1 in all", {2, 1, 0}, 3, {2, 1}, 2, {1, 1, 1, 1}},
    {"nothing found is 0 in all", {0}, 0, {1, 1}, 2, {0, 0, 0, 0}},
    {"nothing relevant is 0 in all", {0, 0}, 2, {0, 0}, 2, {0, 0, 0, 0}},
    {"no judgement is 0 in all", {0, 0}, 2, {0}, 0, {0, 0, 0, 0}},
    {"the second hit alone", {0, 1}, 2, {1}, 1, {.630930, .5, .5, 1}},
    {"one of two, at the first rank", {1, 0, 0}, 3, {1, 1}, 2, {1 / 1.630930, .5, 1, .5}},
    {"first and third of two: precision 1 and 2/3",
     {1, 0, 1},
     3,
     {1, 1},
     2,
     {1.5 / 1.630930, (1 + 2. / 3) / 2, 1, 1}},
    {"grades weigh 2^grade - 1: 1 before 3",
     {1, 3},
     2,
     {3, 1},
     2,
     {(1 + 7 * .630930) / (7 + .630930), 1, 1, 1}},
    {"a judged 0 is no hit", {0, 0, 0, 1}, 4, {1, 0, 0}, 3, {.430677, .25, .25, 1}},
};

static void test_scores_are_those_of_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(scores_cases); i++) {
        const struct scores_case *c = &scores_cases[i];
        sn_scores got = sn_scores_of(c->ranked, c->n_ranked, c->judged, c->n_judged);
        for (int m = 0; m < SN_METRICS; m++) {
            if (fabs(got.at[m] - c->want[m]) > 1e-5)
                fail_msg("%s: %s is %f, wanted %f", c->name, sn_metric_name((sn_metric)m),
                         got.at[m], c->want[m]);
        }
    }
}

static void test_measures_look_as_deep_as_they_say(void **state)
{
    (void)state;
    int ranked[MAX] = {0}, judged[] = {1, 1};
    ranked[10] = ranked[100] = 1; /* ranks 11 and 101 */
    sn_scores got = sn_scores_of(ranked, MAX, judged, 2);
    assert_true(got.at[SN_METRIC_NDCG10] <= 0);
    assert_true(fabs(got.at[SN_METRIC_RECALL100] - .5) < 1e-9);
    assert_true(fabs(got.at[SN_METRIC_MAP] - (1. / 11 + 2. / 101) / 2) < 1e-9);
    assert_true(fabs(got.at[SN_METRIC_MRR] - 1. / 11) < 1e-9);
}

static void test_the_best_gain_is_of_ten_only(void **state)
{
    (void)state;
    int grades[20];
    for (size_t i = 0; i < COUNT_OF(grades); i++)
        grades[i] = 1;
    sn_scores got = sn_scores_of(grades, 10, grades, 20);
    assert_true(fabs(got.at[SN_METRIC_NDCG10] - 1) < 1e-9);
    assert_true(fabs(got.at[SN_METRIC_MAP] - .5) < 1e-9);
}

static void test_a_mean_lies_in_its_interval_and_a_seed_gives_it_again(void **state)
{
    (void)state;
    static double means[SN_RESAMPLES];
    double values[40];
    for (size_t i = 0; i < COUNT_OF(values); i++)
        values[i] = i % 4 == 0; /* mean 1/4, standard error .0685 */
    sn_interval a = sn_bootstrap(values, COUNT_OF(values), 7, means);
    sn_interval b = sn_bootstrap(values, COUNT_OF(values), 7, means);
    assert_memory_equal(&a, &b, sizeof a);
    assert_true(fabs(a.mean - .25) < 1e-9);
    assert_true(fabs(a.low - (.25 - 1.96 * .0685)) < .02);
    assert_true(fabs(a.high - (.25 + 1.96 * .0685)) < .02);
}

static void test_values_that_are_all_equal_have_no_width(void **state)
{
    (void)state;
    static double means[SN_RESAMPLES];
    const double values[] = {.5, .5, .5};
    sn_interval got = sn_bootstrap(values, 3, 1, means);
    assert_true(fabs(got.low - .5) < 1e-9 && fabs(got.high - .5) < 1e-9);
    got = sn_bootstrap(values, 0, 1, means);
    assert_true(got.mean <= 0 && got.high <= 0);
}

/* Exact answers: of the 2^n ways to turn the pairs, how many differ as much. */
static const struct test_case {
    const char *name;
    double a[8], b[8];
    size_t n;
    double want;
} test_cases[] = {
    {"equal pairs", {.1, .5, .9}, {.1, .5, .9}, 3, 1},
    {"no pairs", {0}, {0}, 0, 1},
    {"one pair can only be turned", {0}, {1}, 1, 1},
    {"eight pairs all better: 2 of 256", {0}, {1, 1, 1, 1, 1, 1, 1, 1}, 8, 2. / 256},
    {"three of four better by as much: 2 * (1 + 4) of 16", {0, 0, 0, 1}, {1, 1, 1, 0}, 4, 10. / 16},
};

static void test_the_randomisation_test_agrees_with_counting(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(test_cases); i++) {
        const struct test_case *c = &test_cases[i];
        double got = sn_randomisation_test(c->a, c->b, c->n, 3);
        double turned = sn_randomisation_test(c->b, c->a, c->n, 3);
        if (fabs(got - c->want) > .015 || got <= 0)
            fail_msg("%s: p is %f, wanted %f", c->name, got, c->want);
        assert_true(fabs(got - turned) < 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scores_are_those_of_the_table),
        cmocka_unit_test(test_measures_look_as_deep_as_they_say),
        cmocka_unit_test(test_the_best_gain_is_of_ten_only),
        cmocka_unit_test(test_a_mean_lies_in_its_interval_and_a_seed_gives_it_again),
        cmocka_unit_test(test_values_that_are_all_equal_have_no_width),
        cmocka_unit_test(test_the_randomisation_test_agrees_with_counting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
