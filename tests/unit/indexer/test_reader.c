#include "base/limits.h"
#include "indexer/readers/reader.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a file gives, a word each: "LINE:ID", or "LINE:!status" for a record that is refused. */
static void read_all(const char *path, sn_buf *out)
{
    SN_CLEANUP_PTR(sn_reader) sn_reader *r = NULL;
    sn_error err = {0};
    assert_ok(sn_reader_open(path, NULL, &r, &err), &err);
    for (;;) {
        SN_CLEANUP(sn_article) sn_article a = {0};
        sn_status s = sn_reader_next(r, &a, &err);
        if (s == SN_DONE)
            break;
        unsigned long long line = sn_reader_line(r);
        if (s == SN_OK) {
            sn_buf_add_format(out, "%llu:%s ", line, a.id);
        } else {
            assert_true(s == SN_EINVAL || s == SN_EUTF8 || s == SN_ELIMIT);
            assert_null(a.id);
            sn_buf_add_format(out, "%llu:!%s ", line, sn_status_name(s));
        }
    }
    sn_article none = {0};
    assert_int_equal(sn_reader_next(r, &none, &err), SN_DONE);
}

#define BOM "\xef\xbb\xbf"
#define ONE "{\"id\":\"a\",\"title\":\"پل\"}"
#define TWO "{\"id\":\"b\",\"title\":\"راه\"}"
#define TXT "کد خبر: ۷\nپل باز شد\n"

#define CONTENT(text)                                                                              \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static const struct reader_case {
    const char *name;
    sn_str content;
    const char *want;
} cases[] = {
    {"an empty file has no articles", CONTENT(""), ""},
    {"blank lines have none", CONTENT("\n \n\t\r\n"), ""},
    {"a byte order mark alone has none", CONTENT(BOM "\n"), ""},
    {"one line", CONTENT(ONE "\n"), "1:a "},
    {"the last line need not end", CONTENT(ONE "\n" TWO), "1:a 2:b "},
    {"line ends of two characters", CONTENT(ONE "\r\n" TWO "\r\n"), "1:a 2:b "},
    {"blank lines between", CONTENT("\n\n" ONE "\n \t\n" TWO "\n\n"), "3:a 5:b "},
    {"white space around an article", CONTENT("  \t" ONE "  \n"), "1:a "},
    {"a byte order mark", CONTENT(BOM ONE "\n" TWO "\n"), "1:a 2:b "},
    {"a byte order mark and blank lines", CONTENT(BOM "\n\n" ONE "\n"), "3:a "},
    {"a mark further down is none", CONTENT(ONE "\n" BOM TWO "\n"), "1:a 2:!invalid "},
    {"a bad line is refused, the next is read", CONTENT("{\"id\":\n" ONE "\n{}\n" TWO "\n"),
     "1:!invalid 2:a 3:!invalid 4:b "},
    {"ill-formed text is refused", CONTENT("{\"id\":\"\xd9\",\"title\":\"x\"}\n" ONE "\n"),
     "1:!invalid_utf8 2:a "},
    {"a zero byte is refused", CONTENT("{\"id\":\"x\",\"title\":\"x\0\"}\n" ONE "\n"), NULL},
    {"a page among lines is a bad line", CONTENT(ONE "\nکد خبر: ۷\n" TWO "\n"),
     "1:a 2:!invalid 3:b "},
    {"a news page", CONTENT(TXT), "1:7 "},
    {"a page behind a byte order mark and blank lines", CONTENT(BOM "\r\n \n" TXT), "3:7 "},
    {"a page with an article's line in it", CONTENT("آگهی\n" TXT ONE "\n"), "1:7 "},
    {"a page without a code", CONTENT("پل باز شد\n"), "1:!invalid "},
    {"a list of articles", CONTENT("[" ONE ",\n" TWO "]\n"), "1:a 2:b "},
    {"a list behind a byte order mark, a bad one in it", CONTENT(BOM "\n[" ONE ",{},\n" TWO "]"),
     "2:a 2:!invalid 3:b "},
    {"an empty list", CONTENT("[]\n"), ""},
    {"a list in a line of lines is a bad line", CONTENT(ONE "\n[" TWO "]\n"), "1:a 2:!invalid "},
    {"words in brackets begin a page", CONTENT("[ \u0639\u06a9\u0633 ]\n" TXT), "1:7 "},
    {"a page with a zero byte", CONTENT("کد خبر: ۷\nپل\0\n"), "1:!invalid_utf8 "},
};

static void reader_table(void **state)
{
    const place *p = *state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
        print_message("  case: %s\n", cases[i].name);
        place_put(p, "in", cases[i].content);
        read_all(place_path(p, "in"), &out);
        if (cases[i].want != NULL)
            assert_string_equal(sn_buf_text(&out), cases[i].want);
        else
            assert_non_null(strstr(sn_buf_text(&out), " 2:a ")); /* whatever the first status */
    }
}

static void the_message_says_what_is_wrong(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_reader) sn_reader *r = NULL;
    SN_CLEANUP(sn_article) sn_article a = {0};
    sn_error err = {0};
    place_put(p, "in", SN_STR("{\"id\":\"a\",\"title\":\"x\",\"published_at\":\"1405/13/01\"}\n"));
    assert_ok(sn_reader_open(place_path(p, "in"), NULL, &r, &err), &err);
    assert_fails(sn_reader_next(r, &a, &err), SN_EINVAL, &err, "published_at");
    sn_reader_close(r);
    r = NULL;
    place_put(p, "in", SN_STR("[1]"));
    assert_ok(sn_reader_open(place_path(p, "in"), NULL, &r, &err), &err);
    assert_fails(sn_reader_next(r, &a, &err), SN_EINVAL, &err, "not known by its content");
}

static void fields_come_through(void **state)
{
    const place *p = *state;
    SN_CLEANUP_PTR(sn_reader) sn_reader *r = NULL;
    SN_CLEANUP(sn_article) sn_article a = {0};
    sn_error err = {0};
    place_put(
        p, "in",
        SN_STR("{\"id\":41,\"title\":\"پل\",\"author\":\"مینا راد\",\"tags\":[\"پل\",\"راه\"],"
               "\"published\":\"2021-08-27T09:41:00Z\"}"));
    assert_ok(sn_reader_open(place_path(p, "in"), NULL, &r, &err), &err);
    assert_ok(sn_reader_next(r, &a, &err), &err);
    assert_string_equal(a.id, "41");
    assert_string_equal(a.author.at[0], "مینا راد");
    assert_int_equal(a.tags.n, 2);
    assert_int_equal(a.published_at.sec, 1630057260);
}

static void a_line_that_is_too_long_is_passed_over(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    static const char head[] = "{\"id\":\"x\",\"title\":\"";
    FILE *f = fopen(place_path(p, "in"), "w");
    assert_non_null(f);
    fputs(head, f);
    for (int i = 0; i <= SN_LIMIT_ARTICLE_BYTES; i++)
        fputc('x', f);
    fputs("\"}\n" ONE "\n", f);
    assert_int_equal(fclose(f), 0);
    read_all(place_path(p, "in"), &out);
    assert_string_equal(sn_buf_text(&out), "1:!limit_exceeded 2:a ");
}

static void a_page_that_is_too_long_is_refused(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    FILE *f = fopen(place_path(p, "in"), "w");
    assert_non_null(f);
    fputs(TXT, f);
    for (int i = 0; i < SN_LIMIT_PAGE_BYTES / 64; i++)
        fputs("a line of sixty-four bytes of advertisement, the end included..\n", f);
    assert_int_equal(fclose(f), 0);
    read_all(place_path(p, "in"), &out);
    assert_string_equal(sn_buf_text(&out), "1:!limit_exceeded ");
}

static void a_dash_is_standard_input(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    int before = dup(STDIN_FILENO);
    place_put(p, "in", SN_STR(ONE "\n" TWO "\n"));
    assert_non_null(freopen(place_path(p, "in"), "r", stdin));
    read_all("-", &out);
    assert_string_equal(sn_buf_text(&out), "1:a 2:b ");
    assert_int_equal(lseek(STDIN_FILENO, 0, SEEK_SET), 0); /* still open */
    if (before >= 0) {
        dup2(before, STDIN_FILENO);
        close(before);
    }
}

static void what_cannot_be_opened_is_named(void **state)
{
    const place *p = *state;
    sn_reader *r = NULL;
    sn_article a = {0};
    sn_error err = {0};
    assert_fails(sn_reader_open(place_path(p, "none"), NULL, &r, &err), SN_ENOTFOUND, &err,
                 "/none");
    assert_null(r);
    assert_ok(sn_reader_open(p->dir, NULL, &r, &err), &err);
    assert_fails(sn_reader_next(r, &a, &err), SN_EIO, &err, NULL);
    sn_reader_close(r);
    sn_reader_close(NULL);
}

/* ---- going on where another ended ---- */

/* Read `content` behind what was read of `before`: "=" if it cannot be gone on with, otherwise what
 * read_all says of the rest. */
static void read_behind(const place *p, sn_str before, sn_str content, sn_buf *out)
{
    sn_error err = {0};
    sn_reader_place at;
    char format[20];
    place_put(p, "in", before);
    {
        SN_CLEANUP_PTR(sn_reader) sn_reader *r = NULL;
        const sn_reader_opts noting = {.notes_place = true};
        sn_status s = SN_OK;
        assert_ok(sn_reader_open(place_path(p, "in"), &noting, &r, &err), &err);
        while (s != SN_DONE) {
            SN_CLEANUP(sn_article) sn_article a = {0};
            s = sn_reader_next(r, &a, &err);
        }
        at = sn_reader_where(r);
        snprintf(format, sizeof format, "%s", sn_reader_format(r));
    }
    place_put(p, "in", content);
    SN_CLEANUP_PTR(sn_reader) sn_reader *r = NULL;
    const sn_reader_opts behind = {.format = format, .after = &at, .notes_place = true};
    assert_ok(sn_reader_open(place_path(p, "in"), &behind, &r, &err), &err);
    sn_status s = sn_reader_go_behind(r, &err);
    assert_true(s == SN_OK || s == SN_ESTALE);
    if (s == SN_ESTALE)
        sn_buf_add_byte(out, '=');
    while (s != SN_DONE && s != SN_ESTALE) {
        SN_CLEANUP(sn_article) sn_article a = {0};
        s = sn_reader_next(r, &a, &err);
        if (s != SN_DONE)
            sn_buf_add_format(out, "%llu:%s ", (unsigned long long)sn_reader_line(r),
                              s == SN_OK ? a.id : sn_status_name(s));
    }
    if (s == SN_DONE && content.len > 0 && content.at[content.len - 1] == '\n')
        assert_int_equal(sn_reader_where(r).bytes, content.len);
}

#define RSS                                                                                        \
    "<rss><channel><item><guid>r</guid><title>\xd9\xbe\xd9\x84</title></item></channel></rss>"

static const struct behind_case {
    const char *name;
    sn_str before, content;
    const char *want;
} behind_cases[] = {
    {"the same lines: nothing is left", CONTENT(ONE "\n"), CONTENT(ONE "\n"), ""},
    {"one more line", CONTENT(ONE "\n"), CONTENT(ONE "\n" TWO "\n"), "2:b "},
    {"blank lines and bad ones count", CONTENT("\n{}\n"), CONTENT("\n{}\n{}\n" TWO "\n"),
     "3:invalid 4:b "},
    {"a last line without an end is read again", CONTENT(ONE "\n" TWO), CONTENT(ONE "\n" TWO "\n"),
     "2:b "},
    {"a byte changed", CONTENT(ONE "\n"), CONTENT("  " ONE "\n" TWO "\n"), "="},
    {"shorter than before", CONTENT(ONE "\n" TWO "\n"), CONTENT(ONE "\n"), "="},
    {"a byte order mark is of the beginning", CONTENT(BOM ONE "\n"),
     CONTENT(BOM ONE "\n" BOM TWO "\n"), "2:invalid "},
    {"the same list: nothing is left", CONTENT("[" ONE "]\n"), CONTENT("[" ONE "]\n"), ""},
    {"a list with more behind it", CONTENT("[" ONE "]"), CONTENT("[" ONE "]\n" TWO "\n"), "="},
    {"the same feed: nothing is left", CONTENT(RSS), CONTENT(RSS), ""},
    {"more of a feed is another feed", CONTENT(RSS), CONTENT(RSS "\n"), "="},
};

static void reading_goes_on_behind_what_was_read(void **state)
{
    const place *p = *state;
    for (size_t i = 0; i < COUNT_OF(behind_cases); i++) {
        const struct behind_case *c = &behind_cases[i];
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
        print_message("  case: %s\n", c->name);
        read_behind(p, c->before, c->content, &out);
        assert_string_equal(sn_buf_text(&out), c->want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(reader_table),
        PLACED(reading_goes_on_behind_what_was_read),
        PLACED(the_message_says_what_is_wrong),
        PLACED(fields_come_through),
        PLACED(a_line_that_is_too_long_is_passed_over),
        PLACED(a_page_that_is_too_long_is_refused),
        PLACED(a_dash_is_standard_input),
        PLACED(what_cannot_be_opened_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
