/* Every row of docs/dates.md, against sn_date_parse and sn_period_parse. */
#include "base/file.h"
#include "calendar/calendar.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW_SEC 1630057260 /* the page says so */

typedef struct row {
    char cell[4][200];
    unsigned n;
} row;

/* "| a | `b` | c |": its cells, without white space around them. */
static bool read_row(const char *line, size_t len, row *out)
{
    out->n = 0;
    if (len == 0 || line[0] != '|' || line[1] == '-')
        return false;
    const char *end = line + len;
    for (const char *at = line + 1; at < end && out->n < 4;) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        if (bar == NULL)
            break;
        sn_str cell = sn_str_trim((sn_str){at, (size_t)(bar - at)});
        snprintf(out->cell[out->n++], sizeof out->cell[0], "%.*s", (int)cell.len, cell.at);
        at = bar + 1;
    }
    return out->n >= 2 && out->cell[1][0] == '`';
}

static sn_str example(const row *r)
{
    return (sn_str){r->cell[1] + 1, strlen(r->cell[1]) - 2};
}

static sn_precision precision_of(const char *word)
{
    return strcmp(word, "day") == 0      ? SN_PRECISION_DAY
           : strcmp(word, "minute") == 0 ? SN_PRECISION_MINUTE
                                         : SN_PRECISION_SECOND;
}

static void check_date(const row *r)
{
    sn_error err = {0};
    sn_instant instant = {0};
    char text[SN_RFC3339_SIZE];
    print_message("  date: %s, %s\n", r->cell[0], r->cell[1]);
    assert_ok(sn_date_parse(example(r), &instant, &err), &err);
    sn_date_write_rfc3339(instant.sec, text);
    assert_string_equal(text, r->cell[2]);
    assert_int_equal(instant.precision, precision_of(r->cell[3]));
}

static void check_refused(const row *r)
{
    sn_error err = {0};
    sn_instant instant = {77, SN_PRECISION_DAY};
    print_message("  refused: %s, %s\n", r->cell[0], r->cell[1]);
    assert_fails(sn_date_parse(example(r), &instant, &err), SN_EINVAL, &err, "not a date");
    assert_int_equal(instant.sec, 77);
}

static void check_period(const row *r)
{
    sn_error err = {0};
    int64_t first = 0, last = 0;
    char text[SN_RFC3339_SIZE];
    print_message("  period: %s, %s\n", r->cell[0], r->cell[1]);
    assert_ok(sn_period_parse(example(r), NOW_SEC, &first, &last, &err), &err);
    sn_date_write_rfc3339(first, text);
    assert_string_equal(text, r->cell[2]);
    sn_date_write_rfc3339(last, text);
    assert_string_equal(text, r->cell[3]);
}

static void check_row(const row *r, unsigned counts[3])
{
    unsigned kind = r->n == 2 ? 1 : strchr(r->cell[3], ':') == NULL ? 0 : 2;
    counts[kind]++;
    if (kind == 0)
        check_date(r);
    else if (kind == 1)
        check_refused(r);
    else
        check_period(r);
}

static void the_page_is_right(void **state)
{
    const char *root = getenv("SARNAKH_SOURCE");
    char path[SN_PATH_SIZE];
    sn_error err = {0};
    SN_CLEANUP(sn_buf) sn_buf page = SN_BUF(1 << 20);
    unsigned counts[3] = {0, 0, 0};
    (void)state;
    assert_ok(sn_path_join(root != NULL ? root : ".", "docs/dates.md", path, sizeof path, &err),
              &err);
    assert_ok(sn_file_read(path, &page, &err), &err);
    for (const char *line = sn_buf_text(&page); *line != '\0';) {
        row r;
        size_t len = strcspn(line, "\n");
        if (read_row(line, len, &r))
            check_row(&r, counts);
        line += len + (line[len] == '\n');
    }
    print_message("  %u dates, %u refused, %u periods\n", counts[0], counts[1], counts[2]);
    assert_true(counts[0] >= 45 && counts[1] >= 15 && counts[2] >= 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_page_is_right)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
