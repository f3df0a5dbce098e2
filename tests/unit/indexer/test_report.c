/* What commands report with. */
#include "archive/json_time.h"
#include "indexer/report.h"
#include "tests/unit/base/testing.h"

#include <string.h>

static void members_are_written_one_behind_the_other(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    SN_CLEANUP(sn_buf) sn_buf list = {0};
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(100);
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_report_int(&j, "read", 7);
    sn_report_text(&j, "format", NULL);
    sn_json_time(&j, "never_at", 0);
    sn_json_time(&j, "began_at", 1);
    sn_report_list(&j, "none", &list);
    for (int i = 1; i <= 2; i++) {
        sn_buf_clear(&value);
        sn_buf_add_format(&value, "{\"n\":%d}", i);
        sn_report_append(&list, &value);
    }
    sn_report_list(&j, "two", &list);
    sn_report_text(&j, "outcome", "done");
    sn_json_end(&j);
    assert_int_equal(sn_json_finish(&j), SN_OK);
    assert_string_equal(sn_buf_text(&out), "{\"read\":7,\"format\":null,\"never_at\":null,"
                                           "\"began_at\":\"1970-01-01T00:00:01Z\",\"none\":[],"
                                           "\"two\":[{\"n\":1},{\"n\":2}],\"outcome\":\"done\"}");
}

static void what_a_list_has_no_room_for_is_left_out(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf list = {0};
    SN_CLEANUP(sn_buf) sn_buf large = SN_BUF(SN_REPORT_LIST_BYTES), small = SN_BUF(10);
    while (large.len < SN_REPORT_LIST_BYTES - 3)
        sn_buf_add_byte(&large, '1');
    sn_buf_add_byte(&small, '2');
    sn_report_append(&list, &large);
    sn_report_append(&list, &small);
    size_t full = list.len;
    assert_int_equal(full, SN_REPORT_LIST_BYTES - 1);
    for (int i = 0; i < 2; i++) {
        sn_report_append(&list, &small);
        assert_int_equal(sn_buf_status(&list), SN_OK);
        assert_int_equal(list.len, full);
        assert_string_equal(sn_buf_text(&list) + full - 3, "1,2");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_written_one_behind_the_other),
        cmocka_unit_test(what_a_list_has_no_room_for_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
