#include "tests/unit/base/testing.h"

#include "query/language.h"

#include <string.h>

/* Chunks are written w(words), p(phrase), -w(...), -p(...). */
static const struct language_case {
    const char *name, *q, *want;
} cases[] = {
    {"plain words", "ایران خودرو", "w(ایران خودرو)"},
    {"nothing", "", ""},
    {"straight quotes", "a \"b c\" d", "w(a )p(b c)w( d)"},
    {"guillemets", "«b c»", "p(b c)"},
    {"curly quotes", "“b c”", "p(b c)"},
    {"a quote without its partner is words", "a \"b c", "w(a \"b c)"},
    {"a closing quote alone is words", "a» b", "w(a» b)"},
    {"quotes of different kinds do not pair", "«b c\" d", "w(«b c\" d)"},
    {"a quote inside another kind", "«b \"c d\" e»", "p(b \"c d\" e)"},
    {"an empty phrase", "\"\"", "p()"},
    {"a minus excludes a word", "a -b c", "w(a )-w(b)w( c)"},
    {"a minus at the start", "-b", "-w(b)"},
    {"a minus sign too", "a −b", "w(a )-w(b)"},
    {"a minus excludes a phrase", "a -\"b c\"", "w(a )-p(b c)"},
    {"a minus before guillemets", "a -«b c» d", "w(a )-p(b c)w( d)"},
    {"a minus inside a word is none", "کووید-۱۹", "w(کووید-۱۹)"},
    {"a minus between blanks is none", "a - b", "w(a - b)"},
    {"a minus at the end is none", "a -", "w(a -)"},
    {"two minuses are none", "a --b", "w(a --b)"},
    {"a minus behind a phrase is none", "\"a\"-b", "p(a)w(-b)"},
    {"a minus behind a mark of direction", "a \xe2\x80\x8f-b", "w(a \xe2\x80\x8f)-w(b)"},
    {"an excluded word ends at a quote", "-a\"b\"", "-w(a)p(b)"},
    {"a minus before a lone quote is none", "-\"a", "w(-\"a)"},
    {"a no-break space is a blank", "a\xc2\xa0-b", "w(a\xc2\xa0)-w(b)"},
    {"a half-space is no blank", "a\xe2\x80\x8c-b", "w(a\xe2\x80\x8c-b)"},
};

static void chunks(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        print_message("  case: %s\n", cases[i].name);
        SN_CLEANUP(sn_buf) sn_buf got = SN_BUF(4096);
        sn_chunks c = sn_chunks_of(sn_str_of(cases[i].q));
        sn_chunk chunk;
        while (sn_chunks_next(&c, &chunk))
            sn_buf_add_format(&got, "%s%s(%.*s)", chunk.is_excluded ? "-" : "",
                              chunk.is_phrase ? "p" : "w", (int)chunk.text.len, chunk.text.at);
        assert_string_equal(sn_buf_text(&got), cases[i].want);
    }
}

/* Every byte is in one chunk or is a quote, and chunks come in order, whatever the text. */
static void chunks_cover_the_text(void **state)
{
    (void)state;
    uint64_t seed = test_seed();
    static const char *const pieces[] = {"\"", "«",   "»", "“", "”",  "-",
                                         " ",  "الف", "b", "−", "‌"};
    for (unsigned turn = 0; turn < test_iters(2000); turn++) {
        SN_CLEANUP(sn_buf) sn_buf q = SN_BUF(4096);
        for (uint32_t n = random_below(&seed, 12); n > 0; n--)
            sn_buf_add_str(&q, sn_str_of(pieces[random_below(&seed, COUNT_OF(pieces))]));
        sn_chunks c = sn_chunks_of(sn_buf_str(&q));
        sn_chunk chunk;
        const char *at = q.at;
        size_t count = 0;
        while (sn_chunks_next(&c, &chunk)) {
            assert_true(chunk.text.at >= at && chunk.text.at + chunk.text.len <= q.at + q.len);
            at = chunk.text.at + chunk.text.len;
            assert_true(++count <= q.len);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chunks),
        cmocka_unit_test(chunks_cover_the_text),
    };
    return cmocka_run_group_tests_name("query/language", tests, NULL, NULL);
}
