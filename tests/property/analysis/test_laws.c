/* Laws of the whole chain, over random texts. */
#include "analysis/analyzer.h"
#include "tests/property/analysis/random_persian.h"
#include "tests/property/analysis/random_text.h"
#include "tests/property/analysis/token_laws.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#define BUFFER_MAX (1u << 20)

/* Pieces in any order, or Persian as it is written; good until the next call. */
static sn_str any_text(void)
{
    static char bytes[TEXT_MAX];
    static char persian[BUFFER_MAX];
    if (random_below(2) == 0)
        return random_text(bytes);
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(sizeof persian);
    put_persian_text(random_below(8), &text);
    assert_int_equal(sn_buf_status(&text), SN_OK);
    memcpy(persian, sn_buf_text(&text), text.len);
    return (sn_str){persian, text.len};
}

static void run(sn_analyzer *a, sn_str text, sn_tokens *got)
{
    assert_int_equal(sn_analyzer_run(a, text, got), SN_OK);
    const char *broken = broken_token_law(text, got);
    fail_if(broken != NULL, text, broken);
}

/* All that is said of the text. */
static void run_and_write(sn_analyzer *a, sn_str text, sn_buf *out)
{
    sn_tokens got;
    run(a, text, &got);
    write_terms(&got, 0, got.n_tokens, true, out);
    assert_int_equal(sn_buf_status(out), SN_OK);
}

static void tokens_lie_inside_the_text_and_rise(void **state)
{
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_tokens got;
        run(*state, any_text(), &got);
    }
}

/* Borders that nothing joins over: what stands before and behind a word in a text. */
static const char *const borders[][2] = {
    {"خبر؛\n\n", "\n\n«متن»"}, {"خبر «", "» متن"},  {"خبر، ", "؛ متن"},
    {"خبر (", ") متن"},        {"خبر؟! ", "… متن"},
};

static void a_word_has_the_same_terms_alone_and_in_a_text(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf alone = SN_BUF(BUFFER_MAX * 8), inside = alone, text = alone;
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_str word = any_text();
        sn_tokens got;
        run(*state, word, &got);
        size_t n = got.n_tokens;
        write_terms(&got, 0, n, false, &alone);
        const char *const *border = borders[random_below(sizeof borders / sizeof *borders)];
        sn_buf_clear(&text);
        sn_buf_add_str(&text, sn_str_of(border[0]));
        sn_buf_add_str(&text, word);
        sn_buf_add_str(&text, sn_str_of(border[1]));
        run(*state, sn_buf_str(&text), &got);
        fail_if(got.n_tokens != n + 2, sn_buf_str(&text), "has other words than by themselves");
        write_terms(&got, 1, n + 1, false, &inside);
        assert_string_equal(sn_buf_text(&alone), sn_buf_text(&inside));
    }
}

/* Letters of the lexicon with half-spaces, blanks and numbers. */
static void put_plain_text(sn_buf *out)
{
    char own[TEXT_MAX];
    sn_buf_clear(out);
    for (size_t n = 1 + random_below(5); n > 0; n--) {
        size_t dice = random_below(4);
        sn_buf_add_str(out, dice == 0   ? lexicon_compound()
                            : dice == 1 ? random_word(own, 1, 12)
                                        : lexicon_word());
        if (random_below(3) == 0)
            sn_buf_add_str(out, SN_STR("\u200cهای"));
        if (n > 1)
            sn_buf_add_str(out, random_below(5) == 0 ? SN_STR(" 1403 ") : SN_STR(" "));
    }
}

/* Control signs, NUL among them, are borders wherever they stand: also in an address. */
static void control_signs_are_in_no_term(void **state)
{
    static const char *const pieces[] = {"info", "@isna.ir", "isna", "ir", "@",  ".", "http://",
                                         "www.", "/",        "_",    "#",  "پل", "7"};
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX);
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_tokens got;
        sn_buf_clear(&text);
        for (size_t n = 2 + random_below(10); n > 0; n--) {
            if (random_below(4) == 0)
                sn_buf_add_byte(&text, (unsigned char)random_below(random_below(2) * 0x1f + 1));
            sn_buf_add_str(&text, sn_str_of(pieces[random_below(sizeof pieces / sizeof *pieces)]));
        }
        run(*state, sn_buf_str(&text), &got);
    }
}

static void other_keyboards_give_the_same_terms(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX), other = text, want = text, have = text;
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_tokens got;
        put_plain_text(&text);
        sn_buf_clear(&other);
        put_disguised(sn_buf_str(&text), &other);
        run(*state, sn_buf_str(&text), &got);
        write_terms(&got, 0, got.n_tokens, false, &want);
        run(*state, sn_buf_str(&other), &got);
        write_terms(&got, 0, got.n_tokens, false, &have);
        assert_string_equal(sn_buf_text(&have), sn_buf_text(&want));
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
    write_terms(&got, 0, got.n_tokens, false, out);
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
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX);
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_str good = any_text();
        sn_tokens got;
        sn_buf_clear(&text);
        sn_buf_add_str(&text, good);
        break_utf8(&text);
        fail_if(sn_analyzer_run(*state, sn_buf_str(&text), &got) != SN_EUTF8, sn_buf_str(&text),
                "is no UTF-8");
        run(*state, good, &got); /* and is forgotten */
    }
}

/* What was analysed before changes nothing, nor does what came between: a new analyzer says the
 * same. */
static void answers_do_not_depend_on_earlier_texts(void **state)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX), old = SN_BUF(BUFFER_MAX * 8), new = old;
    for (unsigned long i = 0; i < random_rounds() / 20 + 1; i++) {
        SN_CLEANUP_PTR(sn_analyzer) sn_analyzer *fresh = NULL;
        sn_tokens between;
        assert_int_equal(sn_analyzer_create(sn_lexicon_builtin(), &fresh), SN_OK);
        sn_buf_clear(&text);
        sn_buf_add_str(&text, any_text());
        run_and_write(fresh, sn_buf_str(&text), &new);
        run_and_write(*state, sn_buf_str(&text), &old);
        assert_string_equal(sn_buf_text(&old), sn_buf_text(&new));
        run(*state, any_text(), &between);
        run(fresh, any_text(), &between);
        run_and_write(*state, sn_buf_str(&text), &old);
        assert_string_equal(sn_buf_text(&old), sn_buf_text(&new));
        run_and_write(fresh, sn_buf_str(&text), &old);
        assert_string_equal(sn_buf_text(&old), sn_buf_text(&new));
    }
}

/* More words than are remembered, so that all places are taken and words are left out: each has the
 * terms that it has by itself. */
static void many_words_push_none_aside(void **state)
{
    enum { WORDS = 40000, CHECKED = 400 };
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(64u << 20), alone = SN_BUF(BUFFER_MAX), inside = alone;
    static uint32_t begins[WORDS + 1];
    char own[TEXT_MAX];
    for (size_t k = 0; k < WORDS; k++) {
        begins[k] = (uint32_t)text.len;
        if (random_below(2) == 0)
            sn_buf_add_str(&text, random_word(own, 4, 12));
        else
            put_persian_word(&text);
        sn_buf_add_str(&text, SN_STR("؛\n\n"));
    }
    begins[WORDS] = (uint32_t)text.len;
    SN_CLEANUP_PTR(sn_analyzer) sn_analyzer *fresh = NULL;
    assert_int_equal(sn_analyzer_create(sn_lexicon_builtin(), &fresh), SN_OK);
    sn_tokens all, one;
    run(*state, sn_buf_str(&text), &all);
    for (size_t n = 0, t = 0; n < CHECKED; n++) {
        size_t k = n * (WORDS / CHECKED);
        while (t < all.n_tokens && all.tokens[t].begin < begins[k])
            t++;
        size_t end = t;
        while (end < all.n_tokens && all.tokens[end].begin < begins[k + 1])
            end++;
        sn_str word = {text.at + begins[k], begins[k + 1] - begins[k]};
        run(fresh, word, &one);
        write_terms(&one, 0, one.n_tokens, false, &alone);
        write_terms(&all, t, end, false, &inside);
        assert_string_equal(sn_buf_text(&inside), sn_buf_text(&alone));
    }
}

static void a_text_over_the_limit_is_refused(void **state)
{
    sn_tokens got;
    size_t len = (size_t)SN_ANALYSIS_MAX_BYTES + 1;
    char *text = calloc(1, len);
    assert_non_null(text);
    assert_int_equal(sn_analyzer_run(*state, (sn_str){text, len}, &got), SN_ELIMIT);
    free(text);
    run(*state, (sn_str){NULL, 0}, &got);
    assert_int_equal(got.n_tokens, 0);
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

/* A stem of its own, so that another text can be looked at. */
static sn_str first_stem(sn_analyzer *a, sn_str text, char out[SN_TERM_MAX_BYTES])
{
    sn_tokens got;
    run(a, text, &got);
    fail_if(got.n_tokens == 0, text, "has no word");
    memcpy(out, got.tokens[0].stem.at, got.tokens[0].stem.len);
    return (sn_str){out, got.tokens[0].stem.len};
}

/* The compound with something else for its half-spaces. */
static void put_compound(sn_str word, const char *between, sn_buf *out)
{
    sn_buf_clear(out);
    for (size_t i = 0; i < word.len;) {
        bool half = sn_str_has_prefix((sn_str){word.at + i, word.len - i}, SN_STR("\u200c"));
        if (half)
            sn_buf_add_str(out, sn_str_of(between));
        else
            sn_buf_add_byte(out, (unsigned char)word.at[i]);
        i += half ? 3 : 1;
    }
}

static size_t count_parts(sn_str compound)
{
    size_t n = 1;
    for (size_t i = 0; i < compound.len; i++)
        n += compound.at[i] == '\xe2';
    return n;
}

/* The half-spaced writing, the joined one and the spaced one share the term of the whole; so many
 * words are looked at together. */
static void compounds_of_the_lexicon_meet_in_three_writings(void **state)
{
    enum { PARTS_MAX = 3 };
    static const char *const between[] = {"", " ", "  ", "\n", "\u00ac", "\u200c "};
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX);
    char bytes[SN_TERM_MAX_BYTES];
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_str word = lexicon_compound();
        sn_str stem = first_stem(*state, word, bytes);
        if (count_parts(word) > PARTS_MAX)
            continue;
        for (size_t k = 0; k < sizeof between / sizeof *between; k++) {
            sn_tokens got;
            put_compound(word, between[k], &text);
            run(*state, sn_buf_str(&text), &got);
            fail_if(!has_term(&got, stem), sn_buf_str(&text), "does not meet its compound");
        }
    }
}

static int begin(void **state)
{
    random_begin();
    sn_analyzer *a = NULL;
    if (!persian_begin() || sn_analyzer_create(sn_lexicon_builtin(), &a) != SN_OK)
        return -1;
    *state = a;
    return 0;
}

static int end(void **state)
{
    sn_analyzer_destroy(*state);
    persian_end();
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
        cmocka_unit_test(other_keyboards_give_the_same_terms),
        cmocka_unit_test(control_signs_are_in_no_term),
        cmocka_unit_test(many_words_push_none_aside),
        cmocka_unit_test(compounds_of_the_lexicon_meet_in_three_writings),
        cmocka_unit_test(ill_formed_text_is_refused),
        cmocka_unit_test(a_text_over_the_limit_is_refused),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
