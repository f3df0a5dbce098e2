#include "base/utf8.h"
#include "intake/markup.h"
#include "tests/unit/base/testing.h"

#include <string.h>

static const struct markup_case {
    const char *name, *text, *want;
} cases[] = {
    {"text without markup stays as it is", "پل تازه\n\n  باز شد ", "پل تازه\n\n  باز شد "},
    {"tags go", "پل <b>تازه</b> باز <i class=\"x\">شد</i>", "پل تازه باز شد"},
    {"tags in capitals too", "<B>پل</B>", "پل"},
    {"paragraphs have an empty line between", "<p>پل</p><p>باز شد</p>", "پل\n\nباز شد"},
    {"and none around", "<div><p>پل</p></div>", "پل"},
    {"however many blocks end at once", "<div><ul><li>یک</li></ul></div><p>دو</p>", "یک\n\nدو"},
    {"a line end", "یک<br>دو<br/>سه<br />چهار", "یک\nدو\nسه\nچهار"},
    {"two line ends are an empty line", "یک<br><br>دو<br><br><br>سه", "یک\n\nدو\n\nسه"},
    {"white space of HTML is a space", "<p>پل\n   تازه</p>\n<p>باز</p>", "پل تازه\n\nباز"},
    {"white space beside inline tags stays", "پل\nتازه <b>باز</b>\nشد", "پل\nتازه باز\nشد"},
    {"cells are apart", "<table><tr><td>۱</td><td>۲</td></tr><tr><td>۳</td></tr></table>",
     "۱ ۲\n۳"},
    {"scripts and styles go with what is in them",
     "پل<script>if (a < b) x = \"</p>\";</script> باز<style>p{}</style> شد", "پل باز شد"},
    {"whatever their letters", "پل<SCRIPT>x</Script > باز", "پل باز"},
    {"a script without its end goes to the last byte", "پل<script>x <p>باز</p>", "پل"},
    {"a script that ends in itself", "پل<iframe src=x />باز", "پلباز"},
    {"comments go", "پل<!-- <p>x</p> -- > --> باز", "پل باز"},
    {"a comment without its end is text", "پل <!-- باز", "پل <!-- باز"},
    {"declarations go", "<!DOCTYPE html><?xml:namespace prefix = o /><p>پل</p>", "پل"},
    {"of a CDATA section the text stays", "<![CDATA[پل <b>تازه</b>]]> باز", "پل تازه باز"},
    {"names of other namespaces are tags", "پل<o:p></o:p> <my-box>باز</my-box>", "پل باز"},
    {"what is no element is text", "a <c> b <علی> <foo>", "a <c> b <علی> <foo>"},
    {"less and greater are text", "5 < 7 & 9 > 8, a<b", "5 < 7 & 9 > 8, a<b"},
    {"a tag without its end is text", "پل <b", "پل <b"},
    {"and so is one with another behind it", "x <b <b y", "x <b <b y"},
    {"a > in quotes ends no tag", "<a title=\"x > y\">پل</a>", "پل"},
    {"in single ones too", "<a title='x > y' href=\"z\">پل</a>", "پل"},
    {"quotes without an end do not swallow the text", "<a title=\"x>پل</a> باز", "پل باز"},
    {"a quote that is no value", "<a it's>پل</a> isn't", "پل isn't"},
    {"entities", "&laquo;پل&raquo; &amp; &lt;راه&gt; &quot;x&quot; &apos;", "«پل» & <راه> \"x\" '"},
    {"by number", "&#1662;&#x644; &#X6CC;", "پل ی"},
    {"nbsp is a space", "پل&nbsp;باز&#160;شد", "پل باز شد"},
    {"the half-space is one", "می&zwnj;رود", "می‌رود"},
    {"entities are read once", "&amp;lt;b&amp;gt; &amp;amp;", "&lt;b&gt; &amp;"},
    {"what they make is no tag", "&lt;b&gt;پل&lt;/b&gt;", "<b>پل</b>"},
    {"without a semicolon it is text", "AT&T &amp &nbsp پل &", "AT&T &amp &nbsp پل &"},
    {"an unknown one is text", "&foo; &; &#; &#x; &#xZ;", "&foo; &; &#; &#x; &#xZ;"},
    {"numbers of windows-1252", "&#147;x&#148;", "“x”"},
    {"numbers of no character", "&#0;&#xD800;&#x110000;&#99999999999;&#8;", "�����"},
    {"nothing is left of nothing", "<p></p><br>&nbsp;<div> </div>", ""},
};

static void markup_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
        print_message("  case: %s\n", cases[i].name);
        assert_int_equal(sn_markup_strip(sn_str_of(cases[i].text), SN_MARKUP_TEXT, &out), SN_OK);
        assert_string_equal(sn_buf_text(&out), cases[i].want);
        bool changed = strcmp(cases[i].text, cases[i].want) != 0;
        assert_true(!changed || sn_markup_may_be_in(sn_str_of(cases[i].text)));
    }
}

static void a_title_is_one_line(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    assert_int_equal(
        sn_markup_strip(SN_STR("<h1>پل<br>تازه</h1>\n<p>باز\nشد</p>"), SN_MARKUP_LINE, &out),
        SN_OK);
    assert_string_equal(sn_buf_text(&out), "پل تازه باز شد");
}

static void what_stood_in_the_buffer_stays(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    sn_buf_add(&out, "x", 1);
    assert_int_equal(sn_markup_strip(SN_STR("<p>پل</p>"), SN_MARKUP_TEXT, &out), SN_OK);
    assert_string_equal(sn_buf_text(&out), "xپل");
    SN_CLEANUP(sn_buf) sn_buf small = SN_BUF(3);
    assert_int_equal(sn_markup_strip(SN_STR("پل تازه"), SN_MARKUP_TEXT, &small), SN_ELIMIT);
}

/* Pieces that could each be looked for to the end of the text; a megabyte takes no time. */
static void the_worst_texts_are_read_in_linear_time(void **state)
{
    static const char *const pieces[] = {"<a ",   "<a =\"", "<a ='", "<!--",    "<![CDATA[", "&",
                                         "&#x41", "<p>",    "</",    "<script", "<script>",  "]]>"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(2000000);
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(2000000);
        while (text.len < 1000000)
            sn_buf_add_str(&text, sn_str_of(pieces[i]));
        sn_buf_add_str(&text, SN_STR("x '>'"));
        assert_int_equal(sn_markup_strip(sn_buf_str(&text), SN_MARKUP_TEXT, &out), SN_OK);
        assert_true(out.len <= text.len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_table),
        cmocka_unit_test(a_title_is_one_line),
        cmocka_unit_test(what_stood_in_the_buffer_stays),
        cmocka_unit_test(the_worst_texts_are_read_in_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
