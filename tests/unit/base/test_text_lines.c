#include "base/text_lines.h"
#include "tests/unit/base/testing.h"

#include <string.h>

static void lines_lose_their_ends_only(void **state)
{
    (void)state;
    static const struct lines_case {
        const char *name;
        sn_str text;
        const char *lines[4];
    } cases[] = {
        {"nothing", {NULL, 0}, {NULL}},
        {"one line", {"a b", 3}, {"a b"}},
        {"the last line with its end", {"a\nb\n", 4}, {"a", "b"}},
        {"the last line without", {"a\nb", 3}, {"a", "b"}},
        {"empty lines count", {"\n\na", 3}, {"", "", "a"}},
        {"a file from Windows", {"a\r\nb\r\n", 6}, {"a", "b"}},
        {"a carriage return inside stays", {"a\rb\n", 4}, {"a\rb"}},
        {"a byte order mark",
         {"\xef\xbb\xbf"
          "a\nb",
          6},
         {"a", "b"}},
        {"nothing but the mark", {"\xef\xbb\xbf", 3}, {NULL}},
        {"the mark further in is text", {"a\n\xef\xbb\xbf", 5}, {"a", "\xef\xbb\xbf"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sn_text_lines lines = sn_text_lines_of(cases[i].text);
        sn_str line;
        uint32_t n = 0;
        print_message("  case: %s\n", cases[i].name);
        while (sn_text_lines_next(&lines, &line)) {
            assert_true(sn_str_equal(line, sn_str_of(cases[i].lines[n++])));
            assert_int_equal(lines.number, n);
        }
        assert_null(cases[i].lines[n]);
    }
}

static void a_byte_is_in_the_line_it_stands_in(void **state)
{
    (void)state;
    sn_str text = SN_STR("ab\nc\n\nd");
    static const uint32_t want[] = {1, 1, 1, 2, 2, 3, 4, 4, 4};
    for (size_t at = 0; at < sizeof want / sizeof *want; at++)
        assert_int_equal(sn_text_line_at(text, at), want[at]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_lose_their_ends_only),
        cmocka_unit_test(a_byte_is_in_the_line_it_stands_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
