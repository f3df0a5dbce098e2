#include "http/problem.h"

#include "base/utf8.h"

#include <cjson/cJSON.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void maps_every_status(void **state)
{
    (void)state;
    static const struct {
        sn_status status;
        unsigned http;
    } cases[] = {
        {SN_EINVAL, 400},    {SN_EUTF8, 400},      {SN_ELIMIT, 400},  {SN_ENOTFOUND, 404},
        {SN_ECONFLICT, 409}, {SN_ETAKENDOWN, 409}, {SN_EUNMET, 412},  {SN_ELOCKED, 503},
        {SN_ESTALE, 503},    {SN_ETIMEOUT, 503},   {SN_EFORMAT, 503}, {SN_ENOSPACE, 507},
        {SN_ECORRUPT, 500},  {SN_EIO, 500},        {SN_ENOMEM, 500},  {SN_EINTERNAL, 500},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sn_problem p;
        print_message("  %s\n", sn_status_name(cases[i].status));
        assert_int_equal(sn_http_status(cases[i].status), cases[i].http);
        assert_int_equal(sn_problem_of_status(&p, cases[i].status), cases[i].status);
        const sn_refusal *row = sn_refusal_of(p.code);
        assert_non_null(row);
        assert_true(row->http_status == cases[i].http);
        assert_true(strlen(p.detail) > 0 && strlen(p.detail_fa) > 0);
    }
}

static void server_failures_show_nothing(void **state)
{
    (void)state;
    sn_error err = {.msg = "/var/lib/x/archive.db: Input/output error"};
    sn_problem p;
    sn_problem_of_error(&p, &err, SN_EIO, NULL);
    assert_string_equal(p.code, "internal_error");
    assert_null(strstr(p.detail, "/var"));
    sn_problem_of_error(&p, &err, SN_ENOSPACE, NULL);
    assert_string_equal(p.code, "disk_full");
    assert_null(strstr(p.detail, "/var"));
}

static void client_failures_name_the_field(void **state)
{
    (void)state;
    static const struct {
        const char *msg, *parameter;
    } cases[] = {
        {"published_at: «۱۴۰۵/۱۳/۰۱» is not a date", "published_at"},
        {"extra.note: wrong", "extra.note"},
        {"byte 12: a comma is missing", ""},
        {"no colon at all", ""},
        {"«x»: quoted", ""},
        {": empty", ""},
        {"unknown field \"colour\"", "colour"},
        {"unknown field \"رنگ\" here", "رنگ"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sn_error err = {0};
        sn_problem p;
        sn_fail(&err, SN_EINVAL, "%s", cases[i].msg);
        sn_problem_of_error(&p, &err, SN_EINVAL, "invalid_article");
        assert_string_equal(p.code, "invalid_article");
        assert_string_equal(p.parameter, cases[i].parameter);
        assert_string_equal(p.detail, cases[i].msg);
        assert_true(strlen(p.detail_fa) > 0);
    }
}

static void long_messages_stay_utf8(void **state)
{
    (void)state;
    char text[1200];
    for (size_t i = 0; i + 2 < sizeof text; i += 2)
        memcpy(text + i, "س", 3);
    for (int shift = 0; shift < 2; shift++) {
        sn_problem p;
        sn_problem_make(&p, SN_EINVAL, "invalid", text, "%s%s", "%s%s", shift ? "x" : "", text);
        assert_true(sn_utf8_is_valid(sn_str_of(p.parameter), NULL));
        assert_true(sn_utf8_is_valid(sn_str_of(p.detail), NULL));
        assert_true(sn_utf8_is_valid(sn_str_of(p.detail_fa), NULL));
        assert_true(strlen(p.detail) > 390);
    }
}

static const char *text_of(const cJSON *tree, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(tree, key));
}

static void writes_rfc_9457(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(4096);
    sn_problem p;
    sn_problem_make(&p, SN_EINVAL, "invalid_parameter", "from", "from: «%s»", "تاریخ «%s»", "<b>");
    assert_int_equal(sn_problem_write(&p, 400, SN_STR("/v1/search"), "00ff", &out), SN_OK);
    assert_null(strchr(sn_buf_text(&out), '<'));
    cJSON *tree = cJSON_Parse(sn_buf_text(&out));
    assert_non_null(tree);
    assert_string_equal(text_of(tree, "type"), "urn:sarnakh:error:invalid-parameter");
    assert_string_equal(text_of(tree, "title"), "Invalid parameter");
    assert_string_equal(text_of(tree, "detail"), "from: «<b>»");
    assert_string_equal(text_of(tree, "detail_fa"), "تاریخ «<b>»");
    assert_string_equal(text_of(tree, "instance"), "/v1/search");
    assert_string_equal(text_of(tree, "code"), "invalid_parameter");
    assert_string_equal(text_of(tree, "parameter"), "from");
    assert_string_equal(text_of(tree, "request_id"), "00ff");
    assert_true(cJSON_GetObjectItemCaseSensitive(tree, "status")->valuedouble == 400);
    cJSON_Delete(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maps_every_status),
        cmocka_unit_test(server_failures_show_nothing),
        cmocka_unit_test(client_failures_name_the_field),
        cmocka_unit_test(long_messages_stay_utf8),
        cmocka_unit_test(writes_rfc_9457),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
