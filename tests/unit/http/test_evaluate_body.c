#include "http/evaluate_body.h"

#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define TOPIC "{\"topic\":\"t1\",\"q\":\"پل مهرسار\",\"judgements\":{\"n-1\":2,\"n-7\":0}}"

static void b_is_a_with_its_own_changes(void **state)
{
    (void)state;
    SN_CLEANUP(sn_evaluate_body) sn_evaluate_body b = {0};
    sn_problem problem = {0};
    assert_int_equal(sn_evaluate_body_read(SN_STR("{\"topics\":[" TOPIC
                                                  "],\"a\":{\"match\":\"all\",\"limit\":50},"
                                                  "\"b\":{\"limit\":20},\"seed\":7}"),
                                           0, &b, &problem),
                     SN_OK);
    assert_int_equal(b.a.match, SN_MATCH_ALL);
    assert_int_equal(b.a.limit, 50);
    assert_int_equal(b.b.match, SN_MATCH_ALL);
    assert_int_equal(b.b.limit, 20);
    assert_int_equal(b.b.freshness, SN_FRESHNESS_OFF);
    assert_true(b.has_b);
    assert_int_equal(b.seed, 7);
    assert_int_equal(b.judged.n, 1);
    assert_string_equal(b.judged.topics[0].query, "پل مهرسار");
    assert_int_equal(b.judged.topics[0].relevant, 1);
    assert_int_equal(sn_topic_grade(&b.judged.topics[0], "n-1"), 2);
}

static void topics_are_enough(void **state)
{
    (void)state;
    SN_CLEANUP(sn_evaluate_body) sn_evaluate_body b = {0};
    assert_int_equal(sn_evaluate_body_read(SN_STR("{\"topics\":[" TOPIC "]}"), 0, &b, NULL), SN_OK);
    assert_false(b.has_b);
    assert_int_equal(b.seed, 1);
    assert_int_equal(b.a.match, SN_MATCH_ANY);
    assert_int_equal(b.a.limit, SN_LIMIT_RUN_HITS);
}

static void without_topics_there_are_none(void **state)
{
    (void)state;
    SN_CLEANUP(sn_evaluate_body) sn_evaluate_body b = {0};
    assert_int_equal(sn_evaluate_body_read(SN_STR("{\"a\":{\"match\":\"all\"}}"), 0, &b, NULL),
                     SN_OK);
    assert_int_equal(b.judged.n, 0);
}

static void other_bodies_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *json, *code, *parameter;
    } cases[] = {
        {"", "invalid_json", ""},
        {"[]", "invalid_json", ""},
        {"{\"topics\":[]}", "invalid_parameter", "topics"},
        {"{\"topics\":{}}", "invalid_parameter", "topics"},
        {"{\"topics\":[1]}", "invalid_parameter", "topics"},
        {"{\"topics\":[{}]}", "invalid_parameter", "topics"},
        {"{\"topics\":[{\"topic\":1,\"q\":\"a\",\"judgements\":{}}]}", "invalid_parameter",
         "topics"},
        {"{\"topics\":[{\"topic\":\"t\",\"q\":\"a\",\"judgements\":[]}]}", "invalid_parameter",
         "topics"},
        {"{\"topics\":[{\"topic\":\"t\",\"q\":\"a\",\"judged\":{}}]}", "invalid_parameter",
         "topics"},
        {"{\"topics\":[{\"topic\":\"t\",\"q\":\"\",\"judgements\":{}}]}", "invalid_parameter",
         "topics"},
        {"{\"topics\":[{\"topic\":\"t\",\"q\":\"a\",\"judgements\":{\"n\":1.5}}]}",
         "invalid_parameter", "topics"},
        {"{\"topics\":[{\"topic\":\"t\",\"q\":\"a\",\"judgements\":{\"n\":31}}]}",
         "invalid_parameter", "topics"},
        {"{\"topics\":[{\"topic\":\"t\",\"q\":\"a\",\"judgements\":{\"\":1}}]}",
         "invalid_parameter", "topics"},
        {"{\"topics\":[" TOPIC "," TOPIC "]}", "invalid_parameter", "topics"},
        {"{\"topics\":[" TOPIC "],\"a\":{\"colour\":\"red\"}}", "unknown_parameter", "colour"},
        {"{\"topics\":[" TOPIC "],\"b\":{\"match\":\"most\"}}", "invalid_parameter", "match"},
        {"{\"topics\":[" TOPIC "],\"a\":{\"q\":\"x\"}}", "invalid_parameter", "q"},
        {"{\"topics\":[" TOPIC "],\"a\":[]}", "invalid_json", ""},
        {"{\"topics\":[" TOPIC "],\"a\":{\"limit\":101}}", "invalid_parameter", "limit"},
        {"{\"topics\":[" TOPIC "],\"seed\":-1}", "invalid_parameter", "seed"},
        {"{\"topics\":[" TOPIC "],\"seed\":\"1\"}", "invalid_parameter", "seed"},
        {"{\"topics\":[" TOPIC "],\"c\":{}}", "unknown_parameter", "c"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SN_CLEANUP(sn_evaluate_body) sn_evaluate_body b = {0};
        sn_problem problem = {0};
        print_message("  %s\n", cases[i].json);
        assert_int_not_equal(sn_evaluate_body_read(sn_str_of(cases[i].json), 0, &b, &problem),
                             SN_OK);
        assert_string_equal(problem.code, cases[i].code);
        assert_string_equal(problem.parameter, cases[i].parameter);
        assert_true(strlen(problem.detail) > 0 && strlen(problem.detail_fa) > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(b_is_a_with_its_own_changes),
        cmocka_unit_test(topics_are_enough),
        cmocka_unit_test(without_topics_there_are_none),
        cmocka_unit_test(other_bodies_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
