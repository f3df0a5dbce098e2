#include "tests/unit/base/testing.h"

#include "base/limits.h"
#include "query/judged.h"

#include <stdio.h>
#include <string.h>

static const struct bad_case {
    const char *name, *topics, *qrels;
    sn_status status;
    const char *message; /* its beginning */
} bad_cases[] = {
    {"no tab", "1 سد\n", "", SN_EINVAL, "line 1: topic, tab, query is wanted"},
    {"no query", "# of ours\n1\t \n", "", SN_EINVAL, "line 2: topic, tab, query is wanted"},
    {"no name", "\tسد", "", SN_EINVAL, "line 1: topic, tab, query is wanted"},
    {"asked twice", "1\tسد\n2\tپل\n1\tرود\n", "", SN_EINVAL, "line 3: topic «1» is asked twice"},
    {"bytes that are no UTF-8", "1\t\xff\n", "", SN_EUTF8, "line 1: ill-formed UTF-8"},
    {"three columns", "", "1 0 a\n", SN_EINVAL, "line 1: topic, 0, id, grade is wanted"},
    {"five columns", "", "1 0 a 1 2\n", SN_EINVAL, "line 1: topic, 0, id, grade is wanted"},
    {"a grade in words", "", "1 0 a high\n", SN_EINVAL, "line 1: topic, 0, id, grade is wanted"},
    {"a grade past the greatest", "", "1 0 a 31\n", SN_EINVAL, "line 1: a grade is at most 30"},
    {"judged twice", "", "1 0 a 1\n1 0 b 1\n1 0 a 0\n", SN_EINVAL,
     "topic «1»: «a» is judged twice"},
};

static sn_status read_all(const char *topics, const char *qrels, sn_judged *j, sn_error *err)
{
    sn_status s = sn_judged_read_topics(j, sn_str_of(topics), err);
    if (s == SN_OK)
        s = sn_judged_read_qrels(j, sn_str_of(qrels), err);
    return s == SN_OK ? sn_judged_settle(j, err) : s;
}

static void test_mistakes_are_named_by_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad_cases); i++) {
        const struct bad_case *c = &bad_cases[i];
        SN_CLEANUP(sn_judged) sn_judged j = {0};
        sn_error err = {0};
        sn_status got = read_all(c->topics, c->qrels, &j, &err);
        if (got != c->status || strncmp(err.msg, c->message, strlen(c->message)) != 0)
            fail_msg("%s: %s «%s»", c->name, sn_status_name(got), err.msg);
    }
}

/* Text ends there for whoever takes it for a string. */
static void test_a_zero_byte_is_refused(void **state)
{
    (void)state;
    SN_CLEANUP(sn_judged) sn_judged j = {0};
    sn_error err = {0};
    assert_fails(sn_judged_read_topics(&j, SN_STR("t1\t\0سد\n"), &err), SN_EINVAL, &err,
                 "line 1: a zero byte");
    assert_fails(sn_judged_read_qrels(&j, SN_STR("1 0 a\0b 1\n"), &err), SN_EINVAL, &err,
                 "line 1: a zero byte");
}

static void test_both_files_meet_in_their_topics(void **state)
{
    (void)state;
    SN_CLEANUP(sn_judged) sn_judged j = {0};
    assert_int_equal(read_all("\xef\xbb\xbf"
                              "t1\tپل مهرسار\r\n\n# remark\nt2\tسیل تابانرود\n",
                              "t1 0 n-9 2\nt1\tQ0\tn-10\t0\nt1 0 n-1 -2\nt3 0 n-1 1\n", &j, NULL),
                     SN_OK);
    assert_int_equal(j.n, 3);
    assert_string_equal(j.topics[0].name, "t1");
    assert_string_equal(j.topics[0].query, "پل مهرسار");
    assert_int_equal(j.topics[0].relevant, 1);
    assert_int_equal(sn_topic_grade(&j.topics[0], "n-9"), 2);
    assert_int_equal(sn_topic_grade(&j.topics[0], "n-10"), 0);
    assert_int_equal(sn_topic_grade(&j.topics[0], "n-1"), 0);
    assert_int_equal(sn_topic_grade(&j.topics[0], "n-2"), 0);
    assert_int_equal(j.topics[1].n, 0);
    assert_int_equal(sn_topic_grade(&j.topics[1], "n-9"), 0);
    assert_null(j.topics[2].query);
    assert_int_equal(j.n_judgements, 4);
}

static void test_an_id_is_as_long_as_ids_are(void **state)
{
    (void)state;
    SN_CLEANUP(sn_judged) sn_judged j = {0};
    char id[SN_LIMIT_ID_BYTES + 1];
    memset(id, 'x', sizeof id);
    assert_int_equal(sn_judged_grade(&j, SN_STR("t"), (sn_str){id, SN_LIMIT_ID_BYTES}, 1, NULL),
                     SN_OK);
    assert_int_equal(sn_judged_grade(&j, SN_STR("t"), (sn_str){id, sizeof id}, 1, NULL), SN_EINVAL);
}

static void test_more_topics_than_the_limit_are_refused(void **state)
{
    (void)state;
    SN_CLEANUP(sn_judged) sn_judged j = {0};
    sn_status s = SN_OK;
    char name[16];
    size_t n = 0;
    for (; s == SN_OK && n <= SN_LIMIT_EVALUATE_TOPICS; n++) {
        snprintf(name, sizeof name, "t%zu", n);
        s = sn_judged_ask(&j, sn_str_of(name), SN_STR("سد"), NULL);
    }
    assert_int_equal(s, SN_ELIMIT);
    assert_int_equal(n - 1, SN_LIMIT_EVALUATE_TOPICS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes_are_named_by_line),
        cmocka_unit_test(test_a_zero_byte_is_refused),
        cmocka_unit_test(test_both_files_meet_in_their_topics),
        cmocka_unit_test(test_an_id_is_as_long_as_ids_are),
        cmocka_unit_test(test_more_topics_than_the_limit_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
