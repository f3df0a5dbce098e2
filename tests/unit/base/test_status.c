#include "base/utf8.h"
#include "tests/unit/base/testing.h"

#include <errno.h>
#include <string.h>

static void every_status_has_a_name_of_its_own(void **state)
{
    (void)state;
    static const char *const want[] = {"ok",
                                       "done",
                                       "invalid",
                                       "invalid_utf8",
                                       "limit_exceeded",
                                       "not_found",
                                       "conflict",
                                       "taken_down",
                                       "precondition_failed",
                                       "locked",
                                       "stale",
                                       "timed_out",
                                       "unknown_format",
                                       "corrupt",
                                       "disk_full",
                                       "io_error",
                                       "out_of_memory",
                                       "internal_error"};
    assert_int_equal(COUNT_OF(want), SN_EINTERNAL + 1);
    for (size_t i = 0; i < COUNT_OF(want); i++)
        assert_string_equal(sn_status_name((sn_status)i), want[i]);
    assert_string_equal(sn_status_name((sn_status)1000), "unknown");
    assert_string_equal(sn_status_name((sn_status)-1), "unknown");
}

static void a_failure_is_filled_in_and_returned(void **state)
{
    (void)state;
    sn_error err = {0};
    assert_int_equal(sn_fail(&err, SN_ECONFLICT, "version %d of %s", 3, "a1"), SN_ECONFLICT);
    assert_int_equal(err.status, SN_ECONFLICT);
    assert_string_equal(err.msg, "version 3 of a1");
}

static void nobody_need_listen(void **state)
{
    (void)state;
    errno = ENOSPC;
    assert_int_equal(sn_fail(NULL, SN_ELIMIT, "%s", "x"), SN_ELIMIT);
    assert_int_equal(sn_fail_in(NULL, SN_EUTF8, "%s", "x"), SN_EUTF8);
    assert_int_equal(sn_fail_errno(NULL, "%s", "x"), SN_ENOSPACE);
}

static void errno_becomes_a_status(void **state)
{
    (void)state;
    static const struct errno_case {
        const char *name;
        int code;
        sn_status want;
    } cases[] = {
        {"a name that is not there is not found", ENOENT, SN_ENOTFOUND},
        {"a full disk is a full disk", ENOSPC, SN_ENOSPACE},
        {"a full quota is a full disk", EDQUOT, SN_ENOSPACE},
        {"no memory is no memory", ENOMEM, SN_ENOMEM},
        {"a forbidden file is an io error", EACCES, SN_EIO},
        {"a broken disk is an io error", EIO, SN_EIO},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sn_error err = {0};
        print_message("  case: %s\n", cases[i].name);
        errno = cases[i].code;
        assert_int_equal(sn_fail_errno(&err, "cannot open %s", "f"), cases[i].want);
        assert_int_equal(err.status, cases[i].want);
        assert_ptr_equal(strstr(err.msg, "cannot open f: "), err.msg);
        assert_non_null(strstr(err.msg, strerror(cases[i].code)));
    }
}

static void context_goes_in_front(void **state)
{
    (void)state;
    sn_error err = {0};
    sn_fail(&err, SN_EINVAL, "«x» is not a date");
    assert_int_equal(sn_fail_in(&err, SN_ECORRUPT, "line %d", 7), SN_ECORRUPT);
    assert_int_equal(err.status, SN_ECORRUPT);
    assert_string_equal(err.msg, "line 7: «x» is not a date");
}

static void a_long_message_is_cut_and_ended(void **state)
{
    (void)state;
    sn_error err;
    char text[1000];
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '\0';
    memset(&err, 0xff, sizeof err);
    sn_fail(&err, SN_EINVAL, "%s", text);
    assert_int_equal(strlen(err.msg), sizeof err.msg - 1);
    sn_fail_in(&err, SN_EINVAL, "%s", text);
    assert_int_equal(strlen(err.msg), sizeof err.msg - 1);
    errno = EIO;
    sn_fail_errno(&err, "%s", text);
    assert_int_equal(strlen(err.msg), sizeof err.msg - 1);
}

/* Messages become JSON, which must be well-formed UTF-8 wherever the text was cut. */
static void a_message_is_not_cut_inside_a_letter(void **state)
{
    (void)state;
    sn_error err = {0};
    char text[1000];
    for (size_t begin = 0; begin < 4; begin++) {
        memset(text, 'a', begin);
        text[begin] = '\0';
        while (strlen(text) + sizeof "ی" < sizeof text)
            strcat(text, "ی");
        sn_fail(&err, SN_EINVAL, "%s", text);
        assert_true(sn_utf8_is_valid(sn_str_of(err.msg), NULL));
        assert_in_range(strlen(err.msg), sizeof err.msg - 4, sizeof err.msg - 1);
        sn_fail_in(&err, SN_EINVAL, "%s", "a");
        assert_true(sn_utf8_is_valid(sn_str_of(err.msg), NULL));
        errno = EIO;
        sn_fail_errno(&err, "%s", text);
        assert_true(sn_utf8_is_valid(sn_str_of(err.msg), NULL));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_name_of_its_own),
        cmocka_unit_test(a_failure_is_filled_in_and_returned),
        cmocka_unit_test(nobody_need_listen),
        cmocka_unit_test(errno_becomes_a_status),
        cmocka_unit_test(context_goes_in_front),
        cmocka_unit_test(a_long_message_is_cut_and_ended),
        cmocka_unit_test(a_message_is_not_cut_inside_a_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
