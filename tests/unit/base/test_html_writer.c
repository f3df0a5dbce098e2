#include "base/html_writer.h"
#include "tests/unit/base/testing.h"

static void text_is_escaped_wherever_it_stands(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(4096);
    sn_html h = SN_HTML(&out);
    (void)state;
    sn_html_begin(&h, "a");
    sn_html_attr_text(&h, "href", "/?q=\"><script>'&");
    sn_html_text(&h, "<b>\"پل\" & 'کتاب‌ها'\x01</b>");
    sn_html_end(&h);
    assert_int_equal(sn_html_finish(&h), SN_OK);
    assert_string_equal(sn_buf_text(&out),
                        "<a href=\"/?q=&quot;&gt;&lt;script&gt;&#39;&amp;\">"
                        "&lt;b&gt;&quot;پل&quot; &amp; &#39;کتاب‌ها&#39; &lt;/b&gt;</a>");
}

static void elements_nest_and_some_have_no_end(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(4096);
    sn_html h = SN_HTML(&out);
    (void)state;
    sn_html_doctype(&h);
    sn_html_begin(&h, "form");
    sn_html_begin(&h, "input");
    sn_html_attr_int(&h, "maxlength", 400);
    sn_html_attr_flag(&h, "required", true);
    sn_html_attr_flag(&h, "disabled", false);
    sn_html_attr_text(&h, "list", NULL);
    sn_html_end(&h);
    sn_html_begin(&h, "script");
    sn_html_attr_text(&h, "src", "/a.js");
    sn_html_end(&h);
    sn_html_element(&h, "p", "lead", "یک");
    sn_html_element(&h, "p", NULL, NULL);
    sn_html_end(&h);
    assert_int_equal(sn_html_finish(&h), SN_OK);
    assert_string_equal(sn_buf_text(&out),
                        "<!DOCTYPE html>\n<form><input maxlength=\"400\" required>"
                        "<script src=\"/a.js\"></script><p class=\"lead\">یک</p>"
                        "<p></p></form>");
}

/* A parser drops a line end that comes first there; a draft that begins with one is as it was typed. */
static void a_line_end_that_comes_first_is_kept(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(4096);
    sn_html h = SN_HTML(&out);
    (void)state;
    sn_html_element(&h, "textarea", NULL, "\nمتن");
    sn_html_element(&h, "pre", NULL, "");
    sn_html_element(&h, "p", NULL, "\n");
    assert_int_equal(sn_html_finish(&h), SN_OK);
    assert_string_equal(sn_buf_text(&out), "<textarea>\n\nمتن</textarea><pre>\n</pre><p>\n</p>");
}

static void a_full_buffer_says_so_at_the_end(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(8);
    sn_html h = SN_HTML(&out);
    (void)state;
    sn_html_element(&h, "p", "long", "longer than that");
    assert_int_equal(sn_html_finish(&h), SN_ELIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped_wherever_it_stands),
        cmocka_unit_test(elements_nest_and_some_have_no_end),
        cmocka_unit_test(a_line_end_that_comes_first_is_kept),
        cmocka_unit_test(a_full_buffer_says_so_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
