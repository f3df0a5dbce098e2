/* What an article is about: names and rare words, not the words of all news. */
#include "analysis/story_terms.h"
#include "tests/unit/base/testing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static sn_story_terms terms_of(const char *title, const char *body)
{
    SN_CLEANUP_PTR(sn_analyzer) sn_analyzer *analyzer = NULL;
    SN_CLEANUP(sn_story_draft) sn_story_draft draft = {0};
    sn_story_terms out;
    const sn_str texts[] = {sn_str_of(title), sn_str_of(body)};
    assert_int_equal(sn_analyzer_create(sn_lexicon_builtin(), &analyzer), SN_OK);
    assert_int_equal(sn_story_terms_make(&draft, analyzer, sn_lexicon_builtin(), texts, 2, &out),
                     SN_OK);
    return out;
}

static double nearness(const char *a, const char *b)
{
    sn_story_terms x = terms_of(a, ""), y = terms_of(b, "");
    sn_story_article p = {&x, 0}, q = {&y, 0};
    return sn_story_nearness(&p, &q);
}

static void one_event_in_other_words_is_near(void **state)
{
    (void)state;
    assert_true(nearness("سیل در بافت‌آباد جاده‌ها را بست",
                         "جاده‌های بافت‌آباد بر اثر سیل بسته شد") >
                0.8);
    assert_true(nearness("كتاب‌هاي تازهٔ زرين‌دشت",
                         "کتابهای تازه زرین‌دشت") > 0.99);
}

static void the_frame_of_a_report_makes_nothing_near(void **state)
{
    (void)state;
    assert_true(
        nearness("صدای انفجار در بندر مهرسار شنیده شد", "صدای انفجار در شهر گلوند شنیده شد") < 0.7);
    assert_float_equal(nearness("وی گفت که این شد", "او خواهد گفت که آن شود"), 0, 0);
}

static void names_weigh_more_than_common_words(void **state)
{
    sn_story_terms t = terms_of("اصفهان", ""), common = terms_of("کار", "");
    (void)state;
    assert_int_equal(t.n, 1);
    assert_int_equal(common.n, 1);
    assert_true(t.at[0].weight > common.at[0].weight);
}

static void a_word_that_comes_back_weighs_more_but_not_as_often_as_it_comes(void **state)
{
    sn_story_terms once = terms_of("سیل", ""), thrice = terms_of("سیل", "سیل و سیل");
    (void)state;
    double ratio = (double)thrice.at[0].weight / once.at[0].weight;
    assert_true(fabs(ratio - 1 - log(3)) < 0.01);
}

static void only_the_beginning_of_a_body_counts(void **state)
{
    char body[2000] = "";
    (void)state;
    while (strlen(body) < SN_STORY_TEXT_BYTES)
        strcat(body, "سیل ");
    strcat(body, "زلزله");
    assert_int_equal(terms_of("", body).n, 1);
    assert_int_equal(terms_of("", "").n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_event_in_other_words_is_near),
        cmocka_unit_test(the_frame_of_a_report_makes_nothing_near),
        cmocka_unit_test(names_weigh_more_than_common_words),
        cmocka_unit_test(a_word_that_comes_back_weighs_more_but_not_as_often_as_it_comes),
        cmocka_unit_test(only_the_beginning_of_a_body_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
