/* What If-Match and If-None-Match say of an article. */
#include "http/condition.h"
#include "tests/unit/base/testing.h"

#define TAG "0123456789abcdef"

static const sn_current shown = {.exists = true, .is_shown = true, .etag = 0x0123456789abcdef};
static const sn_current hidden = {.exists = true, .is_shown = false, .etag = 0x0123456789abcdef};
static const sn_current none = {.exists = false};

static void a_tag_is_written_as_headers_have_it(void **state)
{
    char tag[SN_CONDITION_TAG_SIZE];
    (void)state;
    sn_condition_tag(0x0123456789abcdef, tag);
    assert_string_equal(tag, "\"" TAG "\"");
    sn_condition_tag(1, tag);
    assert_string_equal(tag, "\"0000000000000001\"");
}

static void what_is_named_is_what_may_be_written_to(void **state)
{
    (void)state;
    static const struct {
        const char *match, *none_match;
        bool of_shown, of_none;
    } cases[] = {
        {"", "", true, true},
        {NULL, NULL, true, true},
        {"*", "", true, false},
        {" * ", "", true, false},
        {"\"" TAG "\"", "", true, false},
        {"\"" TAG "-fedcba9876543210\"", "", true, false}, /* as GET gives it */
        {"\"" TAG "-fedcba9876543210-gzip\"", "", true, false},
        {"\"x\", \"" TAG "\"", "", true, false},
        {"\"a,b\" , \"" TAG "\"", "", true, false},
        {"\"x\"", "", false, false},
        {"\"\"", "", false, false},
        {"\"1123456789abcdef\"", "", false, false},
        {"\"" TAG "0\"", "", false, false},
        {"\"" TAG, "", false, false},        /* no tag */
        {TAG, "", false, false},             /* no tag */
        {"W/\"" TAG "\"", "", false, false}, /* weak: not the same bytes */
        {"nonsense", "", false, false},
        {"", "*", false, true},
        {"", "\"" TAG "\"", false, true},
        {"", "W/\"" TAG "-0\"", false, true},
        {"", "\"x\"", true, true},
        {"*", "*", false, false},
        {"*", "\"x\"", true, false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sn_condition c = {.match = cases[i].match, .none_match = cases[i].none_match};
        print_message("  If-Match: %s, If-None-Match: %s\n", c.match, c.none_match);
        assert_int_equal(sn_condition_holds(&c, &shown), cases[i].of_shown);
        assert_int_equal(sn_condition_holds(&c, &none), cases[i].of_none);
    }
}

static void what_is_hidden_is_none_to_who_does_not_know_its_tag(void **state)
{
    (void)state;
    sn_condition any = {.match = "*"}, wrong = {.match = "\"x\""}, right = {.match = "\"" TAG "\""};
    sn_condition fresh = {.none_match = "*"}, admin = {.match = "*", .sees_hidden = true};
    assert_false(sn_condition_holds(&any, &hidden));
    assert_false(sn_condition_holds(&wrong, &hidden));
    assert_true(sn_condition_holds(&right, &hidden));
    assert_true(sn_condition_holds(&admin, &hidden));
    assert_false(sn_condition_holds(&fresh, &hidden)); /* or it would be overwritten */
    assert_false(sn_current_is_seen(&hidden, &any));
    assert_true(sn_current_is_seen(&hidden, &admin));
    assert_false(sn_current_is_seen(&none, &admin));
}

static void what_was_not_read_holds_for_nothing(void **state)
{
    (void)state;
    sn_condition lost = {.match = "", .none_match = "", .is_lost = true};
    assert_true(sn_condition_is_any(&lost));
    assert_false(sn_condition_holds(&lost, &shown));
    assert_false(sn_condition_holds(&lost, &none));
    assert_false(sn_condition_is_any(&(sn_condition){.match = "", .none_match = ""}));
    assert_true(sn_condition_is_any(&(sn_condition){.match = "*", .none_match = ""}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tag_is_written_as_headers_have_it),
        cmocka_unit_test(what_is_named_is_what_may_be_written_to),
        cmocka_unit_test(what_is_hidden_is_none_to_who_does_not_know_its_tag),
        cmocka_unit_test(what_was_not_read_holds_for_nothing),
    };
    return cmocka_run_group_tests_name("http/condition", tests, NULL, NULL);
}
