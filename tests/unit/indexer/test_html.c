/* What a web page has of an article. */
#include "base/limits.h"
#include "indexer/readers/html.h"
#include "indexer/readers/reader.h"
#include "tests/unit/base/testing.h"

#include <string.h>

static void read_page(const place *p, sn_str content, sn_buf *out)
{
    SN_CLEANUP_PTR(sn_reader) sn_reader *r = NULL;
    sn_error err = {0};
    place_put(p, "page", content);
    assert_ok(sn_reader_open(place_path(p, "page"), NULL, &r, &err), &err);
    for (;;) {
        SN_CLEANUP(sn_article) sn_article a = {0};
        sn_status s = sn_reader_next(r, &a, &err);
        if (s == SN_DONE)
            break;
        if (s == SN_OK)
            assert_int_equal(sn_article_write(&a, out), SN_OK);
        else
            sn_buf_add_format(out, "!%s: %s", sn_status_name(s), err.msg);
    }
    sn_buf_add_format(out, " (%s)", sn_reader_format(r));
}

#define URL        "<link rel=canonical href='https://www.x.example/7?utm_source=a'>"
#define HEAD(head) "<!DOCTYPE html><html lang=fa><head>" head "</head><body></body></html>"
#define LD(json)   "<script type='application/ld+json'>" json "</script>"
#define PAGE(body) "<html><head>" URL "<title>پل</title></head><body>" body "</body></html>"
#define KNOWN      "{\"id\":\"x.example/7\",\"url\":\"https://www.x.example/7\",\"title\":\"پل\""
#define SENTENCE   "پل تازهٔ مهرسار، پس از دو سال کار، باز شد."
#define LONG       SENTENCE " " SENTENCE

static const struct html_case {
    const char *name, *content, *want;
} cases[] = {
    {"JSON-LD",
     HEAD(LD("{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"پل\","
             "\"mainEntityOfPage\":{\"@id\":\"https://x.example/"
             "7#a\"},\"description\":\"چکیده\",\"articleBody\":"
             "\"متن &amp; "
             "متن\",\"datePublished\":\"2026-11-27T10:00:00Z\",\"dateModified\":\"2026-11-27T11:00:"
             "00Z\","
             "\"author\":[{\"@type\":\"Person\",\"name\":\"مینا "
             "راد\"},{\"@type\":\"Organization\",\"name\":\"آوا\"}],"
             "\"publisher\":{\"name\":\"پیک\"},\"articleSection\":\"شهر\",\"keywords\":\"پل، "
             "راه\",\"image\":"
             "{\"url\":\"a.jpg\"},\"inLanguage\":\"fa\"}")),
     "{\"id\":\"x.example/7\",\"url\":\"https://x.example/"
     "7\",\"title\":\"پل\",\"lead\":\"چکیده\",\"body\":\"متن "
     "\\u0026 "
     "متن\",\"published_at\":\"2026-11-27T10:00:00Z\",\"modified_at\":\"2026-11-27T11:00:00Z\","
     "\"author\":"
     "[\"مینا "
     "راد\"],\"source\":\"پیک\",\"category\":[\"شهر\"],\"tags\":[\"پل\",\"راه\"],\"image_url\":\"a."
     "jpg\","
     "\"language\":\"fa\"} (html)"},
    {"JSON-LD in a graph, behind another script and a broken one",
     HEAD(URL LD("{\"@type\":\"BreadcrumbList\"}") LD("{\"@type\":\"NewsArticle\",")
              LD("{\"@graph\":[{\"@type\":\"WebPage\"},{\"@type\":[\"Thing\","
                 "\"ReportageNewsArticle\"],\"headline\":\"پل\"}]}")),
     KNOWN ",\"language\":\"fa\"} (html)"},
    {"Open Graph",
     HEAD("<meta property='og:title' content='پل &amp;amp; راه'><meta property='og:url' "
          "content='https://x.example/7'>"
          "<meta property='og:description' content='چکیده'><meta property='og:image' "
          "content='a.jpg'>"
          "<meta property='og:site_name' content='پیک'><meta property='article:published_time' "
          "content='2026-11-27T10:00:00Z'><meta property='article:section' content='شهر'>"
          "<meta property='article:tag' content='پل'><meta property='article:tag' content='راه'>"
          "<meta name='keywords' content='دیگر'><meta name='author' "
          "content='https://x.example/people/1'>"
          "<meta name=author content='مینا راد'>"),
     "{\"id\":\"x.example/7\",\"url\":\"https://x.example/7\",\"title\":\"پل \\u0026amp; "
     "راه\",\"lead\":\"چکیده\","
     "\"published_at\":\"2026-11-27T10:00:00Z\",\"author\":[\"مینا "
     "راد\"],\"source\":\"پیک\",\"category\":[\"شهر\"],"
     "\"tags\":[\"پل\",\"راه\"],\"image_url\":\"a.jpg\",\"language\":\"fa\"} (html)"},
    {"a date that is none is not there",
     HEAD(URL "<title>پل</title><meta property='article:published_time' content='دیروز یا فردا'>"
              "<meta name='dc.date' content='۱۴۰۵/۰۹/۰۶'>"),
     KNOWN ",\"published_at\":\"2026-11-27\",\"language\":\"fa\"} (html)"},
    {"the heading before the title of the window",
     "<html><head>" URL
     "<title>پیک | پل</title></head><body><h1>پل</h1><time datetime='2026-11-27T10:00:00Z'>"
     "</time></body></html>",
     KNOWN ",\"published_at\":\"2026-11-27T10:00:00Z\"} (html)"},
    {"the element that is marked as the text",
     PAGE("<p>" LONG
          "</p><div itemprop='articleBody'><p>متن</p><script>x</script><p>پایان</p></div>"),
     KNOWN ",\"body\":\"متن\\n\\nپایان\"} (html)"},
    {"the main text, without what is around it",
     PAGE("<header><a href=/>پیک</a></header><div class='menu'><p>" LONG "</p></div><nav><p>" LONG
          "</p></nav><div id=main><h1>پل</h1><p>" SENTENCE
          "</p><div class=share>هم‌رسانی</div><p>" SENTENCE
          "</p><ul><li><a href=a>خبر دیگری که در همین صفحه پیوند دارد</a></li></ul></div>"
          "<div id='comments'><p>" LONG "</p></div><aside><p>" LONG "</p></aside>"
          "<footer>© پیک</footer>"),
     KNOWN ",\"body\":\"" SENTENCE "\\n\\n" SENTENCE "\"} (html)"},
    {"a page of links has no text",
     PAGE("<div><p><a href=a>" LONG "</a></p><p><a href=b>" LONG "</a></p></div>"),
     KNOWN "} (html)"},
    {"a path is a name, if no link",
     "<html><head><link rel=canonical href='/news/7'><title>پل</title></head></html>",
     "{\"id\":\"/news/7\",\"title\":\"پل\"} (html)"},
    {"a page that does not say its address", "<html><title>پل</title></html>",
     "!invalid: id: missing or blank (html)"},
    {"a page without a title", "<html><head>" URL "</head><body><p>پل</p></body></html>",
     "!invalid: title: missing or blank (html)"},
    {"a page of nothing", "<!DOCTYPE html>", "!invalid: a page without any element (html)"},
    {"an encoding that is not read", "<html><meta charset=x-mac-farsi></html>",
     "!invalid: the encoding «x-mac-farsi» is not read (html)"},
    {"ill-formed bytes in a title", "<html><head>" URL "<title>پ\xD9</title></head></html>",
     "!invalid_utf8: bytes that are ill-formed in its encoding (html)"},
    {"but not in a script",
     "<html><head>" URL "<script>\xD9</script><title>پل</title></head></html>", KNOWN "} (html)"},
};

static void html_table(void **state)
{
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
        print_message("  case: %s\n", cases[i].name);
        read_page(*state, sn_str_of(cases[i].content), &out);
        assert_string_equal(sn_buf_text(&out), cases[i].want);
    }
}

static void a_page_declares_its_encoding(void **state)
{
    static const struct {
        const char *head, *want;
    } heads[] = {
        {"<html><meta charset=\"windows-1256\">", "windows-1256"},
        {"<meta http-equiv='Content-Type' content='text/html; charset=windows-1256'>",
         "windows-1256"},
        {"<META CHARSET=UTF-8 />", "UTF-8"},
        {"<?xml version='1.0' encoding='windows-1256'?><html>", "windows-1256"},
        {"<html>", "utf-8"},
        {"<html charset=>", "utf-8"},
        {"", "utf-8"},
    };
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        assert_str(sn_encoding_of_html(sn_str_of(heads[i].head)), heads[i].want);
    read_page(*state,
              SN_STR("<html><head><meta charset=windows-1256><link rel=canonical "
                     "href='https://x.example/7'><title>\x81\xE1</title></head></html>"),
              &out);
    assert_string_equal(
        sn_buf_text(&out),
        "{\"id\":\"x.example/7\",\"url\":\"https://x.example/7\",\"title\":\"پل\"} (html)");
}

static void a_page_has_limits(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf page = SN_BUF(SN_LIMIT_HTML_BYTES + 1000);
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    sn_buf_add_str(&page, SN_STR("<html><title>پل</title>"));
    while (page.len <= SN_LIMIT_HTML_BYTES)
        sn_buf_add_str(&page, SN_STR("<p>sixteen letters"));
    read_page(*state, sn_buf_str(&page), &out);
    assert_non_null(
        strstr(sn_buf_text(&out), "!limit_exceeded: the page has more than 4194304 bytes"));
    /* However deep. */
    sn_buf_clear(&page);
    sn_buf_clear(&out);
    sn_buf_add_str(&page, SN_STR("<html>" URL "<title>پل</title>"));
    for (int i = 0; i < 20000; i++)
        sn_buf_add_str(&page, SN_STR("<div>x<b>"));
    read_page(*state, sn_buf_str(&page), &out);
    assert_non_null(strstr(sn_buf_text(&out), "(html)"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(html_table),
        PLACED(a_page_declares_its_encoding),
        PLACED(a_page_has_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
