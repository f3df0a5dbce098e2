#include "tests/unit/base/testing.h"

#include "query/language.h"

#include <string.h>

/* Chunks are written w(words), p(phrase), s(prefix), o(or), a(and), ( and ), behind their sign and
 * field. */
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
    {"NOT excludes", "a NOT b c", "w(a )-w(b)w( c)"},
    {"NOT before a phrase", "NOT «b c»", "-p(b c)"},
    {"a small not is a word", "a not b", "w(a not b)"},
    {"NOT at the end is a word", "a NOT", "w(a NOT)"},
    {"a plus needs", "a +b c", "w(a )+w(b)w( c)"},
    {"a plus before a phrase", "+\"b c\"", "+p(b c)"},
    {"a plus inside a word is none", "c++ a+b", "w(c++ a+b)"},
    {"a plus between blanks is none", "a + b", "w(a + b)"},
    {"slop", "\"a b\"~3 c", "p(a b)~3w( c)"},
    {"slop in Persian digits", "«a b»~۱۲", "p(a b)~12"},
    {"a tilde apart is none", "«a b» ~3", "p(a b)w( ~3)"},
    {"OR", "a OR b", "w(a )o(OR)w( b)"},
    {"a bar", "a|b", "w(a)o(|)w(b)"},
    {"a small or is a word", "a or b", "w(a or b)"},
    {"OR in a word is none", "ORACLE FOR", "w(ORACLE FOR)"},
    {"AND", "a AND b", "w(a )a(AND)w( b)"},
    {"a group", "a (b c)", "w(a )(w(b c))"},
    {"groups in groups", "((a) b)", "((w(a))w( b))"},
    {"a lone parenthesis is words", "a (b", "w(a (b)"},
    {"of three two pair", "a) (b) (c", "w(a) )(w(b))w( (c)"},
    {"parentheses in a phrase are its own", "(\"a)\" b)", "(p(a))w( b))"},
    {"an excluded group", "a -(b c)", "w(a )-(w(b c))"},
    {"a needed group", "+(a OR b)", "+(w(a )o(OR)w( b))"},
    {"a field", "title:a b", "title:w(a)w( b)"},
    {"a Persian field", "عنوان:«a b»", "title:p(a b)"},
    {"with Arabic letters", "نويسنده:a", "author:w(a)"},
    {"in capitals", "Source:a", "source:w(a)"},
    {"with a blank", "منبع: a", "source:w(a)"},
    {"an excluded field", "-tag:a", "-tag:w(a)"},
    {"a field of a group", "title:(a b)", "title:(w(a b))"},
    {"an unknown field is words", "x:y 12:30", "w(x:y 12:30)"},
    {"an address is words", "http://a.b/c:d", "w(http://a.b/c:d)"},
    {"a field without a value is words", "title:", "w(title:)"},
    {"a prefix", "کتاب* b", "s(کتاب)w( b)"},
    {"a prefix in a field", "title:کتاب*", "title:s(کتاب)"},
    {"an excluded prefix", "-کتاب*", "-s(کتاب)"},
    {"a star alone is words", "* b", "w(* b)"},
    {"a star inside is words", "a*b", "w(a*b)"},
};

/* Where nothing but quotes and exclusions is syntax. */
static const struct language_case literal_cases[] = {
    {"fields and operators", "title:a (b OR c) d* +e", "w(title:a (b OR c) d* +e)"},
    {"quotes and exclusions", "a -b «c d»", "w(a )-w(b)w( )p(c d)"},
};

static void describe(const sn_chunk *c, sn_buf *out)
{
    static const char *const signs[] = {"", "+", "-"};
    static const char *const kinds[] = {"w", "p", "s", "(", ")", "o", "a"};
    sn_buf_add_format(out, "%s", signs[c->sign]);
    if (c->field != SN_IN_ANY)
        sn_buf_add_format(out, "%s:", sn_query_field_name(c->field));
    sn_buf_add_format(out, "%s", kinds[c->kind]);
    if (c->kind != SN_CHUNK_OPEN && c->kind != SN_CHUNK_CLOSE)
        sn_buf_add_format(out, "(%.*s)", (int)c->text.len, c->text.at);
    if (c->slop > 0)
        sn_buf_add_format(out, "~%u", (unsigned)c->slop);
}

static void check(const struct language_case *c, bool literal)
{
    SN_CLEANUP(sn_buf) sn_buf got = SN_BUF(4096);
    sn_chunks chunks = sn_chunks_of(sn_str_of(c->q), literal);
    sn_chunk chunk;
    print_message("  case: %s\n", c->name);
    while (sn_chunks_next(&chunks, &chunk))
        describe(&chunk, &got);
    assert_string_equal(sn_buf_text(&got), c->want);
}

static void chunks(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        check(&cases[i], false);
    for (size_t i = 0; i < COUNT_OF(literal_cases); i++)
        check(&literal_cases[i], true);
}

/* Chunks come in order, groups are closed, whatever the text. */
static void chunks_cover_the_text(void **state)
{
    (void)state;
    uint64_t seed = test_seed();
    static const char *const pieces[] = {"\"",   "«", "»", "“",   "”",      "-",  " ",
                                         "الف",  "b", "−", "‌", "(",      ")",  "OR ",
                                         "NOT ", "*", "+", "|",   "title:", "~2", "یا"};
    for (unsigned turn = 0; turn < test_iters(2000); turn++) {
        SN_CLEANUP(sn_buf) sn_buf q = SN_BUF(4096);
        for (uint32_t n = random_below(&seed, 12); n > 0; n--)
            sn_buf_add_str(&q, sn_str_of(pieces[random_below(&seed, COUNT_OF(pieces))]));
        sn_chunks c = sn_chunks_of(sn_buf_str(&q), false);
        sn_chunk chunk;
        const char *at = q.at;
        size_t count = 0, depth = 0;
        while (sn_chunks_next(&c, &chunk)) {
            assert_true(chunk.text.at >= at && chunk.text.at + chunk.text.len <= q.at + q.len);
            at = chunk.text.at + chunk.text.len;
            assert_true(++count <= q.len);
            assert_true(chunk.kind != SN_CHUNK_CLOSE || depth > 0);
            depth += chunk.kind == SN_CHUNK_OPEN;
            depth -= chunk.kind == SN_CHUNK_CLOSE;
        }
        assert_int_equal(depth, 0);
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
