#include "archive/pin.h"
#include "archive/settings.h"
#include "base/limits.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>
#include <string.h>

typedef struct accepted_case {
    const char *query, *json, *canonical;
} accepted_case;

static const accepted_case accepted[] = {
    {"سیل", "{\"pinned\":[\"n-1\",\"n-2\"]}",
     "{\"query\":\"سیل\",\"match\":\"exact\",\"pinned\":[\"n-1\",\"n-2\"],\"hidden\":[]}"},
    {"سیل", " {\"query\": \"سیل \", \"hidden\": [\"خبر-۱\"], \"match\": \"contains\"} ",
     "{\"query\":\"سیل\",\"match\":\"contains\",\"pinned\":[],\"hidden\":[\"خبر-۱\"]}"},
    {NULL, "{\"query\":\"کتاب‌ها\",\"pinned\":[\"n\"],\"hidden\":[]}",
     "{\"query\":\"کتاب‌ها\",\"match\":\"exact\",\"pinned\":[\"n\"],\"hidden\":[]}"},
};

static void pins_are_read_and_written_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(accepted); i++) {
        SN_CLEANUP(sn_pin) sn_pin pin = {0}, again = {0};
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(4096);
        sn_error err = {0};
        assert_ok(
            sn_pin_parse(sn_str_of(accepted[i].json), sn_str_of(accepted[i].query), &pin, &err),
            &err);
        assert_int_equal(sn_pin_write(&pin, &out), SN_OK);
        assert_string_equal(out.at, accepted[i].canonical);
        assert_ok(sn_pin_parse(sn_buf_str(&out), (sn_str){0}, &again, &err), &err);
        assert_string_equal(again.query, pin.query);
    }
}

typedef struct refused_case {
    const char *query, *json;
    sn_status status;
    const char *message; /* its beginning */
} refused_case;

static const refused_case refused[] = {
    {"q", "", SN_EINVAL, "byte 0"},
    {"q", "[]", SN_EINVAL, "byte 0: an object"},
    {"q", "{}", SN_EINVAL, "pinned: neither"},
    {"q", "{\"pinned\":[]}", SN_EINVAL, "pinned: neither"},
    {"q", "{\"pinned\":\"n-1\"}", SN_EINVAL, "pinned: a list"},
    {"q", "{\"pinned\":[1]}", SN_EINVAL, "pinned: a list"},
    {"q", "{\"pinned\":[null]}", SN_EINVAL, "pinned: a list"},
    {"q", "{\"pinned\":[\"a b\"]}", SN_EINVAL, "pinned: id: has white space"},
    {"q", "{\"pinned\":[\"\"]}", SN_EINVAL, "pinned: id: missing"},
    {"q", "{\"pinned\":[\"a\",\"a\"]}", SN_EINVAL, "pinned: \"a\" is named twice"},
    {"q", "{\"pinned\":[\"a\"],\"hidden\":[\"a\"]}", SN_EINVAL, "hidden: \"a\" is named twice"},
    {"q", "{\"pinned\":[\"a\"],\"match\":\"all\"}", SN_EINVAL, "match: exact or contains"},
    {"q", "{\"pinned\":[\"a\"],\"match\":1}", SN_EINVAL, "match: exact or contains"},
    {"q", "{\"pinned\":[\"a\"],\"pinned\":[\"b\"]}", SN_EINVAL, "byte "},
    {"q", "{\"pinned\":[\"a\"],\"until\":1}", SN_EINVAL, "unknown field \"until\""},
    {"q", "{\"pinned\":[\"a\"],\"query\":\"p\"}", SN_EINVAL, "query: another one"},
    {"q", "{\"pinned\":[\"a\"],\"query\":7}", SN_EINVAL, "query: a string"},
    {NULL, "{\"pinned\":[\"a\"]}", SN_EINVAL, "query: missing"},
    {NULL, "{\"pinned\":[\"a\"],\"query\":\"  \"}", SN_EINVAL, "query: missing or blank"},
    {"a\x01z", "{\"pinned\":[\"a\"]}", SN_EINVAL, "query: has a control"},
    {" q", "{\"pinned\":[\"a\"]}", SN_EINVAL, "query: has white space"},
    {"\xff", "{\"pinned\":[\"a\"]}", SN_EUTF8, "query: ill-formed"},
    {"q", "{\"pinned\":[\"\xff\"]}", SN_EUTF8, "byte "},
    {"q", "{\"pinned\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\"]}",
     SN_ELIMIT, "pinned: 11 ids, PINNED_IDS allows 10"},
};

static void what_is_no_pin_is_refused_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        const refused_case *c = &refused[i];
        sn_pin pin = {0};
        sn_error err = {0};
        sn_status s = sn_pin_parse(sn_str_of(c->json), sn_str_of(c->query), &pin, &err);
        if (s != c->status || strncmp(err.msg, c->message, strlen(c->message)) != 0)
            fail_msg("%s: %s: %s", c->json, sn_status_name(s), err.msg);
        assert_null(pin.query);
    }
}

static void sizes_are_held_to(void **state)
{
    (void)state;
    char key[SN_LIMIT_SETTING_KEY_BYTES + 2], json[SN_LIMIT_PIN_BYTES + 64];
    sn_pin pin = {0};
    sn_error err = {0};
    memset(key, 'k', sizeof key);
    assert_int_equal(sn_setting_check_key((sn_str){key, sizeof key - 2}, "query", &err), SN_OK);
    assert_int_equal(sn_setting_check_key((sn_str){key, sizeof key - 1}, "query", &err), SN_ELIMIT);
    assert_non_null(strstr(err.msg, "SETTING_KEY_BYTES"));
    memset(json, ' ', sizeof json);
    memcpy(json, "{\"pinned\":[\"a\"]}", 16);
    assert_int_equal(sn_pin_parse((sn_str){json, sizeof json}, SN_STR("q"), &pin, &err), SN_ELIMIT);
    assert_non_null(strstr(err.msg, "PIN_BYTES"));
}

static const refused_case judgements[] = {
    {NULL, "{\"query\":\"q\",\"id\":\"n\",\"grade\":5}", SN_EINVAL, "grade: a whole"},
    {NULL, "{\"query\":\"q\",\"id\":\"n\",\"grade\":1.5}", SN_EINVAL, "grade: a whole"},
    {NULL, "{\"query\":\"q\",\"id\":\"n\",\"grade\":\"1\"}", SN_EINVAL, "grade: a whole"},
    {NULL, "{\"query\":\"q\",\"id\":\"n\"}", SN_EINVAL, "grade: missing"},
    {NULL, "{\"id\":\"n\",\"grade\":1}", SN_EINVAL, "query: missing"},
    {NULL, "{\"query\":\"q\",\"grade\":1}", SN_EINVAL, "id: missing"},
    {NULL, "{\"query\":[],\"id\":\"n\",\"grade\":1}", SN_EINVAL, "query: a string"},
    {NULL, "{\"query\":\"q\",\"id\":\"n\",\"grade\":1,\"x\":1}", SN_EINVAL, "unknown field"},
    {NULL, "7", SN_EINVAL, "byte 0"},
};

static void judgements_are_read_strictly(void **state)
{
    (void)state;
    sn_error err = {0};
    SN_CLEANUP(sn_judgement_line) sn_judgement_line j = {0};
    assert_ok(sn_judgement_line_parse(SN_STR("{\"grade\":4,\"id\":\"n-1\",\"query\":\" سیل \"}"),
                                      &j, &err),
              &err);
    assert_true(j.grade == 4 && strcmp(j.id, "n-1") == 0 && strcmp(j.query, "سیل") == 0);
    for (size_t i = 0; i < COUNT_OF(judgements); i++) {
        const refused_case *c = &judgements[i];
        sn_judgement_line none = {0};
        sn_status s = sn_judgement_line_parse(sn_str_of(c->json), &none, &err);
        if (s != c->status || strncmp(err.msg, c->message, strlen(c->message)) != 0)
            fail_msg("%s: %s: %s", c->json, sn_status_name(s), err.msg);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pins_are_read_and_written_back),
        cmocka_unit_test(what_is_no_pin_is_refused_by_name),
        cmocka_unit_test(sizes_are_held_to),
        cmocka_unit_test(judgements_are_read_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
