#include "tests/unit/base/testing.h"

#include "base/utf8.h"
#include "query/highlight.h"

#include <string.h>

static sn_analyzer *analyzer;

static int make_analyzer(void **state)
{
    (void)state;
    return sn_analyzer_create(sn_lexicon_builtin(), &analyzer) == SN_OK ? 0 : -1;
}

static int destroy_analyzer(void **state)
{
    (void)state;
    sn_analyzer_destroy(analyzer);
    return 0;
}

static void highlight(const char *query, sn_str text, sn_markup markup, sn_buf *whole,
                      sn_buf *fragments, size_t *n)
{
    SN_CLEANUP(sn_question) sn_question q = {0};
    SN_CLEANUP(sn_highlighter)
    sn_highlighter h = {.analyzer = analyzer, .question = &q, .markup = markup};
    sn_fragment f[SN_FRAGMENTS_MAX];
    assert_int_equal(sn_question_read(analyzer, sn_str_of(query), &q, NULL), SN_OK);
    assert_int_equal(sn_highlight_read(&h, text), SN_OK);
    assert_int_equal(sn_highlight_whole(&h, whole), SN_OK);
    *n = sn_highlight_fragments(&h, f);
    for (size_t i = 0; i < *n; i++) {
        if (i > 0)
            sn_buf_add_byte(fragments, '|');
        assert_int_equal(sn_highlight_fragment(&h, &f[i], fragments), SN_OK);
    }
}

static const struct whole_case {
    const char *name, *query, *text, *want;
} whole_cases[] = {
    {"the word", "کتاب", "این کتاب خوب است", "این <em>کتاب</em> خوب است"},
    {"an inflected form, to its last byte", "کتاب", "کتاب‌های خوب",
     "<em>کتاب‌های</em> خوب"},
    {"a spaced suffix is inside", "کتاب", "آن کتاب ها", "آن <em>کتاب ها</em>"},
    {"a singular for a plural query", "کتاب‌ها", "کتاب", "<em>کتاب</em>"},
    {"the original letters stay", "علی", "علي آمد", "<em>علي</em> آمد"},
    {"a compound written apart", "رئیس‌جمهور", "رئیس جمهور",
     "<em>رئیس</em> <em>جمهور</em>"},
    {"a compound written together", "رئیس جمهور", "رئیس‌جمهور",
     "<em>رئیس‌جمهور</em>"},
    {"a part of a compound where the whole is", "رئیس‌جمهور", "رئیس جمهور و جمهور مردم",
     "<em>رئیس</em> <em>جمهور</em> و جمهور مردم"},
    {"stop words are not marked", "کتاب از ایران", "از کتاب ایران",
     "از <em>کتاب</em> <em>ایران</em>"},
    {"excluded words are not marked", "کتاب -ایران", "کتاب ایران", "<em>کتاب</em> ایران"},
    {"HTML is escaped", "کتاب", "<b>کتاب</b> & \"x\" 'y'",
     "&lt;b&gt;<em>کتاب</em>&lt;/b&gt; &amp; &quot;x&quot; &#39;y&#39;"},
    {"no match", "کتاب", "هیچ", "هیچ"},
    {"an empty text", "کتاب", "", ""},
};

static void whole_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(whole_cases); i++) {
        const struct whole_case *c = &whole_cases[i];
        print_message("  case: %s\n", c->name);
        SN_CLEANUP(sn_buf) sn_buf whole = SN_BUF(65536);
        SN_CLEANUP(sn_buf) sn_buf fragments = SN_BUF(65536);
        size_t n;
        highlight(c->query, sn_str_of(c->text), (sn_markup){0}, &whole, &fragments, &n);
        assert_string_equal(sn_buf_text(&whole), c->want);
    }
}

static void a_terminal_gets_no_controls(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf whole = SN_BUF(65536);
    SN_CLEANUP(sn_buf) sn_buf fragments = SN_BUF(65536);
    size_t n;
    sn_markup plain = {"[", "]", true};
    highlight("کتاب",
              SN_STR("<\x1b[31m کتاب \xc2\x9b"
                     "2J\x7f ½"),
              plain, &whole, &fragments, &n);
    assert_string_equal(sn_buf_text(&whole), "< [31m [کتاب] 2J ½");
}

/* filler words, then the words given, then filler. */
static void add_filler(sn_buf *text, int words)
{
    static const char *const filler[] = {"درخت", "باغ", "سنگ", "دریا", "کوه", "ابر"};
    for (int i = 0; i < words; i++)
        sn_buf_add_format(text, "%s ", filler[i % 6]);
}

static void a_fragment_shows_the_densest_place(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(65536);
    SN_CLEANUP(sn_buf) sn_buf whole = SN_BUF(65536);
    SN_CLEANUP(sn_buf) sn_buf got = SN_BUF(65536);
    size_t n;
    add_filler(&text, 100);
    sn_buf_add_format(&text, "کتاب ");
    add_filler(&text, 100);
    sn_buf_add_format(&text, "کتاب ایران ");
    add_filler(&text, 100);
    highlight("کتاب ایران", sn_buf_str(&text), (sn_markup){0}, &whole, &got, &n);
    assert_int_equal(n, 2);
    assert_non_null(strstr(sn_buf_text(&got), "<em>کتاب</em> <em>ایران</em>"));
    assert_true(strncmp(got.at, "…", 3) == 0);
    assert_true(strcmp(got.at + got.len - 3, "…") == 0);
    char *bar = strchr(got.at, '|');
    assert_non_null(bar);
    assert_null(memmem(got.at, (size_t)(bar - got.at), "ایران", strlen("ایران")));
}

static void a_short_text_is_one_uncut_fragment(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf whole = SN_BUF(65536);
    SN_CLEANUP(sn_buf) sn_buf got = SN_BUF(65536);
    size_t n;
    highlight("کتاب", SN_STR("(این کتاب است.)"), (sn_markup){0}, &whole, &got, &n);
    assert_int_equal(n, 1);
    assert_string_equal(sn_buf_text(&got), "(این <em>کتاب</em> است.)");
}

/* Whatever the text: well-formed, its length bounded, nothing of the text changed but the escapes. */
static void fragments_of_any_text(void **state)
{
    (void)state;
    uint64_t seed = test_seed();
    static const char *const pieces[] = {"کتاب ", "ایران", " ",          ".",  "‌ها",
                                         "<",     "&",     "دریا ",      "\n", "x1 ",
                                         "۱۲۳",   "#",     "رئیس جمهور "};
    for (unsigned turn = 0; turn < test_iters(500); turn++) {
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(65536);
        SN_CLEANUP(sn_buf) sn_buf whole = SN_BUF(1 << 20);
        SN_CLEANUP(sn_buf) sn_buf got = SN_BUF(1 << 20);
        size_t n;
        for (uint32_t i = random_below(&seed, 300); i > 0; i--)
            sn_buf_add_str(&text, sn_str_of(pieces[random_below(&seed, COUNT_OF(pieces))]));
        if (turn % 4 == 0)
            random_text(&seed, 50, &text);
        highlight("کتاب \"ایران دریا\" رئیس‌جمهور x1", sn_buf_str(&text),
                  (sn_markup){0}, &whole, &got, &n);
        assert_true(sn_utf8_is_valid(sn_buf_str(&whole), NULL));
        assert_true(sn_utf8_is_valid(sn_buf_str(&got), NULL));
        assert_true(n <= SN_FRAGMENTS_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_texts),
        cmocka_unit_test(a_terminal_gets_no_controls),
        cmocka_unit_test(a_fragment_shows_the_densest_place),
        cmocka_unit_test(a_short_text_is_one_uncut_fragment),
        cmocka_unit_test(fragments_of_any_text),
    };
    return cmocka_run_group_tests_name("query/highlight", tests, make_analyzer, destroy_analyzer);
}
