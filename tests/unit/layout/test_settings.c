#include "layout/settings.h"
#include "tests/unit/base/testing.h"

#include <string.h>

static void records_come_back_in_their_order(void **state)
{
    (void)state;
    static const sn_setting_record records[] = {
        {1, {"a", 1}, {"value", 5}}, {1u << 20, {"b", 1}, {"", 0}}, {7, {"", 0}, {"x\0y", 3}}};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    for (size_t i = 0; i < COUNT_OF(records); i++)
        assert_int_equal(sn_setting_record_add(&records[i], &out), SN_OK);
    sn_str rest = sn_buf_str(&out);
    sn_setting_record r;
    for (size_t i = 0; i < COUNT_OF(records); i++) {
        assert_int_equal(sn_setting_record_take(&rest, &r), SN_OK);
        assert_true(r.change == records[i].change && sn_str_equal(r.key, records[i].key) &&
                    sn_str_equal(r.value, records[i].value));
    }
    assert_int_equal(sn_setting_record_take(&rest, &r), SN_DONE);
}

static void what_is_cut_short_is_no_record(void **state)
{
    (void)state;
    sn_setting_record record = {300, {"query", 5}, {"value", 5}}, r;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    assert_int_equal(sn_setting_record_add(&record, &out), SN_OK);
    for (size_t len = 1; len < out.len; len++) {
        sn_str rest = {out.at, len};
        assert_int_equal(sn_setting_record_take(&rest, &r), SN_ECORRUPT);
        assert_int_equal(rest.len, len);
    }
    sn_str huge = SN_STR("\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01x");
    assert_int_equal(sn_setting_record_take(&huge, &r), SN_ECORRUPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_come_back_in_their_order),
        cmocka_unit_test(what_is_cut_short_is_no_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
