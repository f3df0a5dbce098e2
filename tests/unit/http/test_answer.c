#include "http/answer.h"

#include "http/problem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_problem_replaces_what_was_written(void **state)
{
    (void)state;
    sn_answer a;
    sn_problem p;
    sn_answer_init(&a);
    sn_buf_add_str(&a.body, SN_STR("{\"half\":"));
    sn_problem_of_status(&p, SN_ESTALE);
    sn_answer_problem(&a, 503, &p, SN_STR("/v1/search"), "id");
    assert_int_equal(a.http_status, 503);
    assert_int_equal(a.retry_after_sec, 1);
    assert_string_equal(a.content_type, "application/problem+json; charset=utf-8");
    assert_null(strstr(sn_buf_text(&a.body), "half"));
    sn_answer_done(&a);
}

static void an_odd_path_is_cut(void **state)
{
    (void)state;
    sn_answer a;
    sn_problem p;
    sn_answer_init(&a);
    sn_problem_of_status(&p, SN_ENOTFOUND);
    sn_answer_problem(&a, 404, &p, SN_STR("/x\xff/y"), "id");
    assert_non_null(strstr(sn_buf_text(&a.body), "\"instance\":\"/x\""));
    assert_int_equal(a.retry_after_sec, 0);
    sn_answer_done(&a);
}

static void json_says_its_type(void **state)
{
    (void)state;
    sn_answer a;
    sn_answer_init(&a);
    sn_answer_json(&a, 201);
    assert_int_equal(a.http_status, 201);
    assert_string_equal(a.content_type, "application/json; charset=utf-8");
    sn_answer_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_problem_replaces_what_was_written),
        cmocka_unit_test(an_odd_path_is_cut),
        cmocka_unit_test(json_says_its_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
