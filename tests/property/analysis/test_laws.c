/* Laws of the whole chain, over random texts. */
#include "analysis/analyzer.h"
#include "base/utf8.h"
#include "tests/property/analysis/random_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

static void check_term(sn_str term)
{
    assert_true(term.len > 0 && term.len <= SN_TERM_MAX_BYTES);
    assert_true(sn_utf8_is_valid(term, NULL));
    for (size_t i = 0; i < term.len; i++)
        assert_true((unsigned char)term.at[i] > ' ');
}

static void check_tokens(sn_str text, const sn_tokens *got)
{
    uint32_t pos = 0, begin = 0, end = 0, first_extra = 0;
    for (size_t i = 0; i < got->n_tokens; i++) {
        const sn_token *t = &got->tokens[i];
        check_term(t->exact);
        check_term(t->stem);
        assert_true(t->begin < t->end && t->end <= text.len);
        assert_true(t->begin >= begin && t->end >= end);
        assert_true(on_border(text, t->begin) && on_border(text, t->end));
        assert_true(t->pos == pos && t->width >= 1);
        assert_int_equal(t->first_extra, first_extra);
        for (uint32_t e = 0; e < t->n_extras; e++) {
            const sn_extra *x = &got->extras[t->first_extra + e];
            check_term(x->stem);
            assert_true(x->pos >= t->pos && x->width >= 1);
            assert_true(x->pos + x->width <= got->n_positions);
        }
        pos += t->width;
        begin = t->begin;
        end = t->end;
        first_extra += t->n_extras;
    }
    assert_int_equal(pos, got->n_positions);
    assert_int_equal(first_extra, got->n_extras);
}

static void tokens_lie_inside_the_text_and_rise(void **state)
{
    char bytes[TEXT_MAX];
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_str text = random_text(bytes);
        sn_tokens got;
        assert_int_equal(sn_analyzer_run(*state, text, &got), SN_OK);
        check_tokens(text, &got);
    }
}

/* The terms of the first token as one string, to compare two runs. */
static void write_terms(const sn_tokens *got, size_t from, size_t to, sn_buf *out)
{
    uint32_t pos = from < to ? got->tokens[from].pos : 0;
    sn_buf_clear(out);
    for (size_t i = from; i < to; i++) {
        const sn_token *t = &got->tokens[i];
        sn_buf_add_str(out, t->exact);
        sn_buf_add_byte(out, '/');
        sn_buf_add_str(out, t->stem);
        sn_buf_add_format(out, "/%u+%u/%u/%u", t->pos - pos, t->width, t->flags, t->rule);
        for (uint32_t e = 0; e < t->n_extras; e++) {
            const sn_extra *x = &got->extras[t->first_extra + e];
            sn_buf_add_format(out, " %d@%u+%u:", (int)x->kind, x->pos - pos, x->width);
            sn_buf_add_str(out, x->stem);
        }
        sn_buf_add_byte(out, '\n');
    }
    assert_int_equal(sn_buf_status(out), SN_OK);
}

static void a_word_has_the_same_terms_alone_and_in_a_text(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf alone = SN_BUF(1 << 16);
    SN_CLEANUP(sn_buf) sn_buf inside = SN_BUF(1 << 16);
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1 << 16);
    char bytes[TEXT_MAX];
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_str word = random_text(bytes);
        sn_tokens got;
        assert_int_equal(sn_analyzer_run(*state, word, &got), SN_OK);
        size_t n = got.n_tokens;
        write_terms(&got, 0, n, &alone);
        sn_buf_clear(&text);
        sn_buf_add_str(&text, SN_STR("خبر؛\n\n"));
        sn_buf_add_str(&text, word);
        sn_buf_add_str(&text, SN_STR("\n\n«متن»"));
        assert_int_equal(sn_analyzer_run(*state, sn_buf_str(&text), &got), SN_OK);
        assert_int_equal(got.n_tokens, n + 2);
        write_terms(&got, 1, n + 1, &inside);
        assert_string_equal(sn_buf_text(&alone), sn_buf_text(&inside));
    }
}

static void run_joined(sn_analyzer *a, sn_str word, const char *between, const char *ending,
                       sn_buf *out)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1000);
    sn_tokens got;
    sn_buf_add_str(&text, word);
    sn_buf_add_str(&text, sn_str_of(between));
    sn_buf_add_str(&text, sn_str_of(ending));
    assert_int_equal(sn_analyzer_run(a, sn_buf_str(&text), &got), SN_OK);
    write_terms(&got, 0, got.n_tokens, out);
}

static void a_spaced_plural_is_the_half_spaced_one(void **state)
{
    static const char *const endings[] = {"ها", "های", "هایی", "هایش", "ترین"};
    SN_CLEANUP(sn_buf) sn_buf half = SN_BUF(1000);
    SN_CLEANUP(sn_buf) sn_buf spaced = SN_BUF(1000);
    char bytes[TEXT_MAX];
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_str word = random_word(bytes, 3, 6);
        const char *ending = endings[random_below(sizeof endings / sizeof *endings)];
        run_joined(*state, word, "\u200c", ending, &half);
        run_joined(*state, word, " ", ending, &spaced);
        assert_string_equal(sn_buf_text(&half), sn_buf_text(&spaced));
    }
}

static void ill_formed_text_is_refused(void **state)
{
    char bytes[TEXT_MAX + 1];
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_str text = random_text(bytes);
        bytes[text.len] = (char)(0xf8 | random_below(8)); /* never in UTF-8 */
        sn_tokens got;
        assert_int_equal(sn_analyzer_run(*state, (sn_str){bytes, text.len + 1}, &got), SN_EUTF8);
    }
}

/* What was analysed before changes nothing: a new analyzer says the same. */
static void answers_do_not_depend_on_earlier_texts(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf old = SN_BUF(1 << 16);
    SN_CLEANUP(sn_buf) sn_buf new = SN_BUF(1 << 16);
    char bytes[TEXT_MAX];
    for (unsigned long i = 0; i < random_rounds() / 20 + 1; i++) {
        sn_str text = random_text(bytes);
        SN_CLEANUP_PTR(sn_analyzer) sn_analyzer *fresh = NULL;
        assert_int_equal(sn_analyzer_create(sn_lexicon_builtin(), &fresh), SN_OK);
        sn_tokens got;
        assert_int_equal(sn_analyzer_run(*state, text, &got), SN_OK);
        write_terms(&got, 0, got.n_tokens, &old);
        assert_int_equal(sn_analyzer_run(fresh, text, &got), SN_OK);
        write_terms(&got, 0, got.n_tokens, &new);
        assert_string_equal(sn_buf_text(&old), sn_buf_text(&new));
    }
}

static bool has_term(const sn_tokens *got, sn_str stem)
{
    for (size_t i = 0; i < got->n_tokens; i++) {
        if (sn_str_equal(got->tokens[i].stem, stem))
            return true;
    }
    for (size_t i = 0; i < got->n_extras; i++) {
        if (sn_str_equal(got->extras[i].stem, stem))
            return true;
    }
    return false;
}

static void known_compounds_meet_in_three_writings(void **state)
{
    static const char *const known[][2] = {
        {"رئیس", "جمهور"}, {"نخست", "وزیر"}, {"پیش", "بینی"}, {"بی", "سابقه"}, {"اطلاع", "رسانی"},
    };
    static const char *const between[] = {"\u200c", " ", "", "  ", "\u200c ", "\n"};
    static const char *const endings[] = {"", "ها", "های", "\u200cها", " های"};
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        char first[40];
        sn_tokens got;
        sn_buf text = SN_BUF(200);
        sn_buf_add_format(&text, "%s\u200c%s", known[k][0], known[k][1]);
        assert_int_equal(sn_analyzer_run(*state, sn_buf_str(&text), &got), SN_OK);
        sn_str stem = got.tokens[0].stem;
        assert_true(stem.len < sizeof first);
        memcpy(first, stem.at, stem.len);
        for (size_t b = 0; b < sizeof between / sizeof *between; b++) {
            for (size_t e = 0; e < sizeof endings / sizeof *endings; e++) {
                sn_buf_clear(&text);
                sn_buf_add_format(&text, "%s%s%s%s", known[k][0], between[b], known[k][1],
                                  endings[e]);
                print_message("  case: %s\n", sn_buf_text(&text));
                assert_int_equal(sn_analyzer_run(*state, sn_buf_str(&text), &got), SN_OK);
                assert_true(has_term(&got, (sn_str){first, stem.len}));
            }
        }
        sn_buf_done(&text);
    }
}

static int begin(void **state)
{
    random_begin();
    sn_analyzer *a = NULL;
    if (sn_analyzer_create(sn_lexicon_builtin(), &a) != SN_OK)
        return -1;
    *state = a;
    return 0;
}

static int end(void **state)
{
    sn_analyzer_destroy(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_lie_inside_the_text_and_rise),
        cmocka_unit_test(a_word_has_the_same_terms_alone_and_in_a_text),
        cmocka_unit_test(a_spaced_plural_is_the_half_spaced_one),
        cmocka_unit_test(known_compounds_meet_in_three_writings),
        cmocka_unit_test(answers_do_not_depend_on_earlier_texts),
        cmocka_unit_test(ill_formed_text_is_refused),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
