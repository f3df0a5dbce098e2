#include "base/limits.h"
#include "layout/labels.h"
#include "tests/unit/base/testing.h"

#include <string.h>

static void add(sn_buf *out, const char *key, const char *text)
{
    assert_int_equal(sn_labels_add(sn_str_of(key), sn_str_of(text), out), SN_OK);
}

static void labels_come_back_in_their_order(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"محیطزیست", "محیط زیست"}, {"sport", "Sport"}, {"پل", "پل"}, {"x", "‌x‌"}};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        add(&out, pairs[i][0], pairs[i][1]);
    sn_str rest = sn_buf_str(&out);
    sn_label label;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        assert_int_equal(sn_labels_take(&rest, &label), SN_OK);
        assert_str(label.key, pairs[i][0]);
        assert_str(label.text, pairs[i][1]);
    }
    assert_int_equal(sn_labels_take(&rest, &label), SN_DONE);
}

/* The bytes stand in indexes on disk. */
static void the_bytes_are_these(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    add(&out, "ab", "A b");
    add(&out, "cd", "cd");
    assert_int_equal(out.len, 11);
    assert_memory_equal(out.at,
                        "\x02"
                        "ab\x03"
                        "A b\x02"
                        "cd\0",
                        11);
}

static void what_has_no_place_is_left_out(void **state)
{
    (void)state;
    char text[SN_LIMIT_FACET_LABEL_BYTES + 2];
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(SN_LIMIT_FACET_LIST_BYTES);
    memset(text, 'k', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    add(&out, "", "!");   /* no key */
    add(&out, text, "x"); /* one byte too many */
    add(&out, "x", text);
    assert_int_equal(out.len, 0);
    add(&out, text + 1, "x"); /* as many as there may be */
    size_t first = out.len;
    assert_true(first > SN_LIMIT_FACET_LABEL_BYTES);
    add(&out, text + 1, "another spelling of the same");
    assert_int_equal(out.len, first);
    for (char key[] = "aaa"; key[0] <= 'z'; key[0]++) {
        for (key[1] = 'a'; key[1] <= 'z'; key[1]++)
            add(&out, key, text + 150);
    }
    assert_true(out.len <= SN_LIMIT_FACET_LIST_BYTES);
    assert_true(out.len > SN_LIMIT_FACET_LIST_BYTES - 60);
    add(&out, "s", "s"); /* short enough for what is left */
    sn_str rest = sn_buf_str(&out);
    sn_label label = {0};
    while (sn_labels_take(&rest, &label) == SN_OK)
        ;
    assert_int_equal(rest.len, 0);
    assert_str(label.key, "s");
}

/* A literal's bytes without its NUL: no compound literal, for a table of constants. */
#define BYTES(literal)                                                                             \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

static const struct broken_case {
    const char *name;
    sn_str bytes;
} broken_cases[] = {
    {"a length alone", BYTES("\002")},    {"a key cut short", BYTES("\005ab\001")},
    {"no text", BYTES("\002ab")},         {"a text cut short", BYTES("\002ab\005a")},
    {"an empty key", BYTES("\000\001a")},
};

static void broken_bytes_are_corrupt(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(broken_cases); i++) {
        print_message("  case: %s\n", broken_cases[i].name);
        sn_str rest = broken_cases[i].bytes;
        sn_label label;
        assert_int_equal(sn_labels_take(&rest, &label), SN_ECORRUPT);
        assert_int_equal(rest.len, broken_cases[i].bytes.len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_come_back_in_their_order),
        cmocka_unit_test(the_bytes_are_these),
        cmocka_unit_test(what_has_no_place_is_left_out),
        cmocka_unit_test(broken_bytes_are_corrupt),
    };
    return cmocka_run_group_tests_name("layout/labels", tests, NULL, NULL);
}
