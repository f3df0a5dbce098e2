/* Every text of tests/json/cases.txt is taken or refused as it says there. */
#include "archive/json.h"
#include "base/file.h"
#include "base/text_lines.h"
#include "tests/unit/base/testing.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

enum { CASES_AT_LEAST = 400, ROOM = 1 << 21 };

/* "<E2 80 8C>" */
static void add_bytes(sn_str inside, sn_buf *out)
{
    for (size_t i = 0; i + 1 < inside.len; i += 3) {
        char digits[3] = {inside.at[i], inside.at[i + 1], '\0'}, *end = NULL;
        sn_buf_add_byte(out, (unsigned char)strtoul(digits, &end, 16));
        assert_true(end == digits + 2);
    }
}

/* "<3*ab>" */
static void add_times(sn_str inside, const char *star, sn_buf *out)
{
    char *end = NULL;
    unsigned long n = strtoul(inside.at, &end, 10);
    assert_true(end == star);
    sn_str text = {star + 1, inside.len - (size_t)(star + 1 - inside.at)};
    for (unsigned long i = 0; i < n; i++)
        sn_buf_add_str(out, text);
}

static void unfold(sn_str text, sn_buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != '<') {
            sn_buf_add_byte(out, (unsigned char)text.at[i]);
            continue;
        }
        sn_str inside = {text.at + i + 1, 0};
        while (i + 1 + inside.len < text.len && inside.at[inside.len] != '>')
            inside.len++;
        const char *star = inside.len > 0 ? memchr(inside.at, '*', inside.len) : NULL;
        if (star != NULL)
            add_times(inside, star, out);
        else
            add_bytes(inside, out);
        i += inside.len + 1;
    }
}

static sn_str take_column(sn_str *line)
{
    const char *tab = line->len > 0 ? memchr(line->at, '\t', line->len) : NULL;
    assert_non_null(tab);
    sn_str column = {line->at, (size_t)(tab - line->at)};
    *line = (sn_str){tab + 1, line->len - column.len - 1};
    return column;
}

static void check_case(sn_str line)
{
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(ROOM);
    sn_error err = {0};
    cJSON *tree = NULL;
    sn_str kind = take_column(&line), name = take_column(&line);
    bool taken = sn_str_equal(kind, SN_STR("y")) || sn_str_equal(kind, SN_STR("i+"));
    print_message("  %.*s: %.*s\n", (int)kind.len, kind.at, (int)name.len, name.at);
    assert_true(taken || sn_str_equal(kind, SN_STR("n")) || sn_str_equal(kind, SN_STR("i-")));
    unfold(line, &json);
    assert_int_equal(sn_buf_status(&json), SN_OK);
    sn_status s = sn_json_check(sn_buf_str(&json), &err);
    assert_int_equal(s == SN_OK, taken);
    assert_true(taken || s == SN_EINVAL || s == SN_EUTF8 || s == SN_ELIMIT);
    assert_int_equal(err.msg[0] != '\0', !taken);
    assert_int_equal(sn_json_parse(sn_buf_str(&json), &tree, &err), s);
    assert_int_equal(tree != NULL, taken);
    cJSON_Delete(tree);
}

static void each_text_is_taken_or_refused_as_it_should_be(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf file = SN_BUF(ROOM);
    sn_error err = {0};
    sn_str line;
    size_t n = 0;
    (void)state;
    assert_ok(sn_file_read(SN_TEST_SOURCE "/tests/json/cases.txt", &file, &err), &err);
    sn_text_lines lines = sn_text_lines_of(sn_buf_str(&file));
    while (sn_text_lines_next(&lines, &line)) {
        if (line.len == 0 || line.at[0] == '#')
            continue;
        check_case(line);
        n++;
    }
    assert_true(n >= CASES_AT_LEAST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_text_is_taken_or_refused_as_it_should_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
