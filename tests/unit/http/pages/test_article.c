/* The page of an article, and of what went wrong. */
#include "http/pages/search/article.h"

#include "http/pages/problem_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef struct row {
    const char *what, *article;
    const char *part; /* that the page has, or has not */
    bool is_there;
    const char *copies, *related, *story;
    sn_lang lang;
} row;

#define ONE "{\"id\":\"n-1\",\"title\":\"پل\"}"
#define LINE                                                                                       \
    "{\"total\":3,\"articles\":[{\"id\":\"n-0\",\"title\":\"آغاز\"},{\"id\":\"n-2\","          \
    "\"duplicates\":{\"members\":[{\"id\":"                                                        \
    "\"n-1\"}]}}]}"

static void the_article_and_what_is_beside_it(void **state)
{
    static const row rows[] = {
        {"its title is text", "{\"title\":\"<i>\"}", "&lt;i&gt;</h1>", .is_there = true},
        {"where it is read", "{\"url\":\"https://a.example/\",\"source\":\"پگاه\"}",
         "متن خبر در پگاه", .is_there = true},
        {"the desk knows it", ONE, "href=\"/desk?id=n-1\"", .is_there = true},
        {"without a lead, how it begins", "{\"body\":\"سد پر شد.\"}", ">سد پر شد.</p>",
         .is_there = true},
        {"with one, the lead", "{\"lead\":\"خلاصه\",\"body\":\"متن\"}", "متن</p>",
         .is_there = false},
        {"not by a script", "{\"url\":\"javascript:a\"}", "javascript", .is_there = false},
        {"its tags are searches", "{\"tags\":[\"x\"]}", "href=\"/?filter.tag=x\"",
         .is_there = true},
        {"in its language", "{\"tags\":[\"x\"]}", "href=\"/?lang=en&amp;filter.tag=x\"",
         .is_there = true, .lang = SN_LANG_EN},
        {"the other language", ONE, "href=\"/articles/n-1?lang=en\"", .is_there = true},
        {"copies and how alike they are", ONE, "۹۳٪ یکسان", .is_there = true,
         .copies = "{\"duplicates\":[{\"id\":\"c\",\"similarity\":0.926}]}"},
        {"the same text", ONE, "عیناً همین متن", .is_there = true,
         .copies = "{\"duplicates\":[{\"id\":\"c\",\"similarity\":1,\"same_text\":true}]}"},
        {"no copies, no heading", ONE, "id=\"copies\"", .is_there = false,
         .copies = "{\"duplicates\":[]}"},
        {"where it stands in its story, itself or a copy", ONE,
         "<li class=\"here\" aria-current=\"true\">", .is_there = true, .story = LINE},
        {"how much of the story is left", ONE, "و ۱ خبر دیگر", .is_there = true, .story = LINE},
        {"a story of one is none", ONE, "id=\"story\"", .is_there = false,
         .story = "{\"total\":1,\"articles\":[{\"id\":\"n-1\"}]}"},
        {"what is related", ONE, "href=\"/articles/r\" dir=\"auto\">پل دوم</a>", .is_there = true,
         .related = "{\"hits\":[{\"id\":\"r\",\"title\":\"پل دوم\"}]}"},
        {"or that nothing is", ONE, "خبر مرتبطی پیدا نشد", .is_there = true,
         .related = "{\"hits\":[]}"},
        {"any shape is a page", "[]", "</html>", .is_there = true, .copies = "7",
         .related = "{\"hits\":[3]}", .story = "{\"articles\":[1,2]}"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
        sn_error err = {0};
        const row *r = &rows[i];
        sn_article_page page = {.lang = r->lang,
                                .site = "",
                                .id = "n-1",
                                .article = sn_str_of(r->article),
                                .copies = sn_str_of(r->copies),
                                .related = sn_str_of(r->related),
                                .story = sn_str_of(r->story)};
        assert_int_equal(sn_article_page_write(&page, &out, &err), SN_OK);
        if ((strstr(sn_buf_text(&out), r->part) != NULL) != r->is_there)
            fail_msg("%s: %s", r->what, sn_buf_text(&out));
    }
}

static void what_went_wrong_is_said_to_readers(void **state)
{
    static const struct {
        unsigned http_status;
        const char *part;
        bool is_there;
    } rows[] = {
        {400, "جمله &lt;b&gt;", true},
        {400, "href=\"/?q=a\"", false},
        {401, "کلید می‌خواهد", true},
        {404, "پیدا نشد", true},
        {429, "کمی درنگ کنید", true},
        {429, "href=\"/?q=a\"", true},
        {503, "چند لحظهٔ دیگر", true},
        {418, "این کار نشد", true},
        {503, "<code>r-1</code>", true},
    };
    sn_problem problem = {.code = "busy", .detail = "<b>", .detail_fa = "جمله <b>"};
    sn_page frame = {.site = "", .here = "", .other = "/"};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
        sn_refused refused = {&problem, rows[i].http_status, "r-1", "/?q=a"};
        assert_int_equal(sn_problem_page_write(&frame, &refused, &out), SN_OK);
        if ((strstr(sn_buf_text(&out), rows[i].part) != NULL) != rows[i].is_there)
            fail_msg("%u %s: %s", rows[i].http_status, rows[i].part, sn_buf_text(&out));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_article_and_what_is_beside_it),
        cmocka_unit_test(what_went_wrong_is_said_to_readers),
    };
    return cmocka_run_group_tests_name("http/pages/article", tests, NULL, NULL);
}
