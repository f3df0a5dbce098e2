#include "layout/membership.h"
#include "tests/unit/base/testing.h"

#define NAME UINT64_C(0x00f1c2d3e4a5b697)

static void names_are_read_back_as_they_were_written(void **state)
{
    (void)state;
    const uint64_t names[] = {0, 1, NAME, UINT64_MAX, sn_group_name(SN_STR("زرینه-۱۲"))};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char value[SN_GROUP_VALUE_SIZE], text[SN_GROUP_TEXT_SIZE];
        uint64_t read = 7;
        assert_int_equal(sn_group_of_value(sn_group_value(names[i], value), &read), SN_OK);
        assert_true(read == names[i]);
        sn_group_write(SN_GROUP_STORY, names[i], text);
        assert_int_equal(sn_group_parse(SN_GROUP_STORY, sn_str_of(text), &read), SN_OK);
        assert_true(read == names[i]);
    }
}

static void copies_and_stories_are_written_apart(void **state)
{
    (void)state;
    char text[SN_GROUP_TEXT_SIZE], bytes[SN_INDEX_TERM_SIZE];
    sn_group_write(SN_GROUP_COPIES, NAME, text);
    assert_string_equal(text, "d:00f1c2d3e4a5b697");
    sn_group_write(SN_GROUP_STORY, NAME, text);
    assert_string_equal(text, "s:00f1c2d3e4a5b697");
    assert_str(sn_group_term(SN_GROUP_COPIES, NAME, bytes), "D00f1c2d3e4a5b697");
    assert_str(sn_group_term(SN_GROUP_STORY, NAME, bytes), "S00f1c2d3e4a5b697");
}

static void another_text_is_no_name(void **state)
{
    (void)state;
    const char *texts[] = {"",
                           "s:",
                           "d:00f1c2d3e4a5b697",
                           "s:00f1c2d3e4a5b69",
                           "s:00f1c2d3e4a5b6977",
                           "s:00F1C2D3E4A5B697",
                           "s 00f1c2d3e4a5b697",
                           "s:00f1c2d3e4a5b69g"};
    uint64_t name = 7;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_int_equal(sn_group_parse(SN_GROUP_STORY, sn_str_of(texts[i]), &name), SN_EINVAL);
    assert_int_equal(sn_group_of_value(SN_STR("1234567"), &name), SN_ECORRUPT);
    assert_true(name == 7);
}

static void different_ids_give_different_names(void **state)
{
    (void)state;
    assert_true(sn_group_name(SN_STR("a-1")) != sn_group_name(SN_STR("a-2")));
    assert_true(sn_group_name(SN_STR("")) != sn_group_name(SN_STR("0")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_read_back_as_they_were_written),
        cmocka_unit_test(copies_and_stories_are_written_apart),
        cmocka_unit_test(another_text_is_no_name),
        cmocka_unit_test(different_ids_give_different_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
