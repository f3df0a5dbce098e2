#include "tests/unit/base/testing.h"

#include "query/question.h"

#include <stdio.h>
#include <string.h>

static sn_analyzer *analyzer;

static int make_analyzer(void **state)
{
    (void)state;
    return sn_analyzer_create(sn_lexicon_builtin(), &analyzer) == SN_OK ? 0 : -1;
}

static int destroy_analyzer(void **state)
{
    (void)state;
    sn_analyzer_destroy(analyzer);
    return 0;
}

/* The expansions of these rules; with the starter list only if they do not leave it out. */
static sn_expansions *make(const char *rules, sn_status *status, sn_error *err)
{
    SN_CLEANUP(sn_synonyms) sn_synonyms s = {0};
    sn_expansions *e = NULL;
    assert_ok(sn_synonyms_parse("synonyms.txt", sn_str_of(rules), &s, err), err);
    *status = sn_expansions_create(analyzer, &s, "synonyms.txt", NULL, &e, err);
    return e;
}

/* Synonyms of a query as "words:text", joined by " / ". */
static const char *synonyms_of(const sn_expansions *e, const char *query)
{
    static char out[4096];
    SN_CLEANUP(sn_question) sn_question q = {0};
    sn_problem problem;
    size_t len = 0;
    out[0] = '\0';
    assert_int_equal(sn_question_read(analyzer, sn_str_of(query), &q, &problem), SN_OK);
    sn_question_expand(&q, e);
    for (size_t i = 0; i < q.n_alternatives; i++) {
        const sn_alternative *a = &q.alternatives[i];
        if (a->as->kind == SN_EXPANSION_SYNONYM)
            len += (size_t)snprintf(out + len, sizeof out - len, "%s%zu+%zu:%.*s",
                                    len > 0 ? " / " : "", a->first, a->n, (int)a->as->text.len,
                                    a->as->text.at);
    }
    return out;
}

#define RULES                                                                                      \
    "@starter off\n"                                                                               \
    "کوهسار, کوهپایه\n"                                                               \
    "سازمان باران, باران شمال, سبا\n"                                       \
    "تب زرد => بیماری زرد\n"                                                         \
    "کتاب, كتابها, دفتر\n"

static const struct expansion_case {
    const char *name, *query, *want;
} cases[] = {
    {"each entry finds the others", "کوهپایه", "0+1:کوهسار"},
    {"in any inflection", "کوهپایه‌های بلند", "0+1:کوهسار"},
    {"the words of a name stand together", "اخبار سازمان باران", "1+2:باران شمال / 1+2:سبا"},
    {"one of them alone is not the name", "باران", ""},
    {"nor are they in another order", "شمال باران", ""},
    {"a rule of one way works from the left", "تب زرد", "0+2:بیماری زرد"},
    {"and not from the right", "بیماری زرد", ""},
    {"writings with one stem are no synonyms of each other", "کتابهای", "0+1:دفتر"},
    {"a phrase means what it says", "«سازمان باران»", ""},
    {"so does an exclusion", "نان -کوهپایه", ""},
    {"a name does not run across a phrase", "سازمان «نان گرم» باران", ""},
};

static void test_words_are_found_by_their_other_names(void **state)
{
    (void)state;
    sn_status status;
    sn_error err = {0};
    SN_CLEANUP_PTR(sn_expansions) sn_expansions *e = make(RULES, &status, &err);
    assert_ok(status, &err);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *got = synonyms_of(e, cases[i].query);
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s: «%s» has «%s», not «%s»", cases[i].name, cases[i].query, got,
                     cases[i].want);
    }
}

static void test_a_longer_name_with_the_words_in_it_is_left_out(void **state)
{
    (void)state;
    sn_status status;
    sn_error err = {0};
    SN_CLEANUP_PTR(sn_expansions)
    sn_expansions *e = make("@starter off\nباران, باران شمال\n", &status, &err);
    assert_ok(status, &err);
    assert_string_equal(synonyms_of(e, "باران"), "");
    assert_string_equal(synonyms_of(e, "باران شمال"), "0+2:باران");
}

static void test_the_starter_list_is_there_unless_left_out(void **state)
{
    (void)state;
    sn_status status;
    sn_error err = {0};
    SN_CLEANUP_PTR(sn_expansions) sn_expansions *with = make("", &status, &err);
    assert_ok(status, &err);
    SN_CLEANUP_PTR(sn_expansions) sn_expansions *without = make("@starter off", &status, &err);
    assert_ok(status, &err);
    assert_non_null(strstr(synonyms_of(with, "آمریکا"), "ایالات متحده"));
    assert_string_equal(synonyms_of(without, "آمریکا"), "");
}

static void test_derived_forms_meet_both_ways(void **state)
{
    (void)state;
    sn_status status;
    sn_error err = {0};
    const sn_expansion *const *found;
    SN_CLEANUP_PTR(sn_expansions) sn_expansions *e = make("@starter off", &status, &err);
    assert_ok(status, &err);
    const sn_str there = sn_str_of("سیاست"), back = sn_str_of("سیاسی");
    bool meet[2] = {false, false};
    size_t n = sn_expansions_find(e, &there, 1, &found);
    for (size_t i = 0; i < n; i++)
        meet[0] = meet[0] || sn_str_equal(found[i]->stem, back);
    n = sn_expansions_find(e, &back, 1, &found);
    for (size_t i = 0; i < n; i++)
        meet[1] = meet[1] || sn_str_equal(found[i]->stem, there);
    assert_true(meet[0] && meet[1]);
}

static const struct bad_case {
    const char *rules, *want;
} bad_cases[] = {
    {"نان, !!!\n", "synonyms.txt, line 1: «!!!» has no word"},
    {"\nنان, الف ب پ ت ث ج چ ح خ\n", "synonyms.txt, line 2: «الف ب پ ت ث ج چ ح خ» has more "
                                     "than 8 words"},
};

static void test_entries_without_words_are_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad_cases); i++) {
        sn_status status;
        sn_error err = {0};
        sn_expansions *e = make(bad_cases[i].rules, &status, &err);
        assert_null(e);
        assert_int_equal(status, SN_EINVAL);
        assert_string_equal(err.msg, bad_cases[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_are_found_by_their_other_names),
        cmocka_unit_test(test_a_longer_name_with_the_words_in_it_is_left_out),
        cmocka_unit_test(test_the_starter_list_is_there_unless_left_out),
        cmocka_unit_test(test_derived_forms_meet_both_ways),
        cmocka_unit_test(test_entries_without_words_are_named),
    };
    return cmocka_run_group_tests(tests, make_analyzer, destroy_analyzer);
}
