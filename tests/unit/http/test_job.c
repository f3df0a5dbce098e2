#include "http/job.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void grows_and_ends(void **state)
{
    (void)state;
    sn_job job = {0};
    for (uint32_t i = 0; i < 100; i++) {
        sn_job_item *item = sn_job_add_item(&job);
        assert_non_null(item);
        item->line = i;
        item->id = sn_str_dup(SN_STR("id"));
    }
    for (uint32_t i = 0; i < 100; i++)
        assert_int_equal(job.items[i].line, i);
    sn_job_done(&job);
    assert_int_equal(job.n_items, 0);
    sn_job_done(&job);
}

static void keeps_the_last_reason(void **state)
{
    (void)state;
    sn_job job = {0};
    sn_error err = {0};
    sn_job_item *item = sn_job_add_item(&job);
    sn_fail(&err, SN_EINVAL, "first");
    sn_job_item_refuse(item, SN_EINVAL, &err);
    sn_fail(&err, SN_ECONFLICT, "second");
    sn_job_item_refuse(item, SN_ECONFLICT, &err);
    assert_int_equal(item->status, SN_ECONFLICT);
    assert_string_equal(item->reason, "second");
    sn_job_done(&job);
}

static void tells_refusals_from_failures(void **state)
{
    (void)state;
    assert_true(sn_status_is_refusal(SN_ECONFLICT));
    assert_true(sn_status_is_refusal(SN_ETAKENDOWN));
    assert_true(sn_status_is_refusal(SN_EUNMET));
    assert_true(sn_status_is_refusal(SN_EINVAL));
    assert_false(sn_status_is_refusal(SN_OK));
    assert_false(sn_status_is_refusal(SN_ENOSPACE));
    assert_false(sn_status_is_refusal(SN_ELOCKED));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_and_ends),
        cmocka_unit_test(keeps_the_last_reason),
        cmocka_unit_test(tells_refusals_from_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
