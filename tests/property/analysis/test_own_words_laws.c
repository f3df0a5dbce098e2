/* Laws of a newsroom's own words put to work: in a lexicon, and in what an analyzer says with it. Making
 * a lexicon takes its time, so there are few rounds. */
#include "analysis/analyzer.h"
#include "analysis/lexicon_extend.h"
#include "tests/property/analysis/random_dictionary.h"
#include "tests/property/analysis/random_persian.h"
#include "tests/property/analysis/random_text.h"
#include "tests/property/analysis/stem_laws.h"
#include "tests/property/analysis/token_laws.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#define BUFFER_MAX (4u << 20)
#define HALF       "\xe2\x80\x8c"

static unsigned long few_rounds(void)
{
    return random_rounds() / 300 + 1;
}

/* A lexicon with the words of the random dictionary. */
static sn_lexicon *extend(const random_dictionary *r)
{
    SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
    sn_lexicon *lexicon = NULL;
    for (int k = 0; k < SN_DICTIONARY_KINDS; k++)
        assert_int_equal(
            sn_dictionary_add(&d, (sn_dictionary_kind)k, "words", sn_buf_str(&r->files[k]), NULL),
            SN_OK);
    assert_int_equal(sn_dictionary_settle(&d, NULL), SN_OK);
    assert_int_equal(sn_lexicon_extend(sn_lexicon_builtin(), &d, &lexicon), SN_OK);
    return lexicon;
}

static void check_said(const sn_lexicon *lexicon, const random_dictionary *r, const said *s)
{
    sn_str word = sn_str_of(s->word), parts;
    sn_stem_result got;
    sn_word facts;
    if (s->kind == SN_DICTIONARY_COMPOUND) {
        fail_if(!sn_lexicon_find_compound(lexicon, word, &parts), word, "is a compound");
        fail_if(!sn_str_equal(parts, sn_str_of(s->value)), word, "has other parts");
        sn_stem(lexicon, word, false, &got);
        fail_if(random_dictionary_find(r, SN_DICTIONARY_STEM, word) == NULL &&
                    strcmp(got.text, s->word) != 0,
                word, "is not its own stem, as a compound is");
    } else if (s->kind != SN_DICTIONARY_STOP) {
        for (int ezafe = 0; ezafe < 2; ezafe++) {
            sn_stem(lexicon, word, ezafe != 0, &got);
            fail_if(strcmp(got.text, s->value) != 0, word, "has another stem than was said");
        }
        fail_if(!sn_lexicon_find(lexicon, word, &facts), word, "is a word");
    }
}

/* The lookups of words that the dictionary says nothing of are those of the base. */
static void check_other_word(const sn_lexicon *lexicon, const random_dictionary *r, sn_str word)
{
    const sn_lexicon *base = sn_lexicon_builtin();
    sn_word a = {0, 0}, b = {0, 0};
    sn_str p = {"", 0}, q = {"", 0};
    if (random_dictionary_find(r, SN_DICTIONARY_STEM, word) == NULL &&
        random_dictionary_find(r, SN_DICTIONARY_COMPOUND, word) == NULL) {
        fail_if(sn_lexicon_find(base, word, &a) != sn_lexicon_find(lexicon, word, &b), word,
                "is a word in one lexicon only");
        fail_if(a.classes != b.classes || a.log_freq != b.log_freq, word, "has other facts");
    }
    if (random_dictionary_find(r, SN_DICTIONARY_COMPOUND, word) == NULL) {
        fail_if(sn_lexicon_find_compound(base, word, &p) !=
                    sn_lexicon_find_compound(lexicon, word, &q),
                word, "is a compound in one lexicon only");
        fail_if(!sn_str_equal(p, q), word, "has other parts");
    }
    fail_if(sn_lexicon_verb_strength(base, word) != sn_lexicon_verb_strength(lexicon, word), word,
            "is another verb");
    fail_if(sn_lexicon_suffix_apart(base, word) != sn_lexicon_suffix_apart(lexicon, word), word,
            "is another ending");
}

static void a_lexicon_says_what_the_dictionary_says(void **state)
{
    (void)state;
    char own[TEXT_MAX], joined[SN_TERM_MAX_BYTES + 1];
    for (unsigned long i = 0; i < few_rounds(); i++) {
        SN_CLEANUP(random_dictionary) random_dictionary r;
        random_dictionary_make(&r);
        SN_CLEANUP_PTR(sn_lexicon) sn_lexicon *lexicon = extend(&r);
        for (size_t k = 0; k < r.n; k++)
            check_said(lexicon, &r, &r.said[k]);
        for (size_t k = 0; k < 500; k++) {
            check_other_word(lexicon, &r, lexicon_word());
            join_word(random_word(own, 1, 8), false, joined);
            check_other_word(lexicon, &r, sn_str_of(joined));
            join_word(lexicon_compound(), false, joined);
            check_other_word(lexicon, &r, sn_str_of(joined));
        }
    }
}

static void check_word(const sn_lexicon *lexicon, sn_str word)
{
    const char *broken = broken_word_law(lexicon, word);
    fail_if(broken != NULL, word, broken);
}

static void run(sn_analyzer *a, sn_str text, sn_tokens *got)
{
    assert_int_equal(sn_analyzer_run(a, text, got), SN_OK);
    const char *broken = broken_token_law(text, got);
    fail_if(broken != NULL, text, broken);
}

/* Words of the dictionary among those of the lexicon. */
static void put_text(const random_dictionary *r, sn_buf *out)
{
    sn_buf_clear(out);
    for (size_t n = 1 + random_below(6); n > 0; n--) {
        const said *s = r->n > 0 ? &r->said[random_below(r->n)] : NULL;
        if (s != NULL && random_below(2) == 0)
            sn_buf_add_str(out, sn_str_of(random_below(2) == 0 ? s->word : s->value));
        else
            put_piece(out);
        if (random_below(3) > 0)
            sn_buf_add_byte(out, ' ');
    }
}

static void all_laws_hold_with_a_dictionary(void **state)
{
    (void)state;
    char own[TEXT_MAX];
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX), first = text, second = text;
    for (unsigned long i = 0; i < few_rounds(); i++) {
        SN_CLEANUP(random_dictionary) random_dictionary r;
        SN_CLEANUP_PTR(sn_analyzer) sn_analyzer *kept = NULL, *fresh = NULL;
        sn_tokens got;
        random_dictionary_make(&r);
        SN_CLEANUP_PTR(sn_lexicon) sn_lexicon *lexicon = extend(&r);
        assert_int_equal(sn_analyzer_create(lexicon, &kept), SN_OK);
        assert_int_equal(sn_analyzer_create(lexicon, &fresh), SN_OK);
        for (size_t k = 0; k < r.n; k++)
            check_word(lexicon, sn_str_of(r.said[k].word));
        for (size_t k = 0; k < 200; k++) {
            check_word(lexicon, random_word(own, 1, 12));
            check_word(lexicon, lexicon_word());
            put_text(&r, &text);
            run(kept, sn_buf_str(&text), &got);
            write_terms(&got, 0, got.n_tokens, true, &first);
            if (k % 20 == 0) { /* one that has not seen the other texts */
                sn_analyzer_destroy(fresh);
                assert_int_equal(sn_analyzer_create(lexicon, &fresh), SN_OK);
            }
            run(fresh, sn_buf_str(&text), &got);
            write_terms(&got, 0, got.n_tokens, true, &second);
            assert_string_equal(sn_buf_text(&first), sn_buf_text(&second));
        }
        sn_analyzer_destroy(kept); /* before its lexicon */
        sn_analyzer_destroy(fresh);
        kept = fresh = NULL;
    }
}

static bool has_stem(const sn_tokens *got, sn_str stem)
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

/* In a text, on any keyboard, the word is one token with the stem that was said. */
static void check_token(sn_analyzer *a, const said *s)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX);
    sn_tokens got;
    sn_buf_add_str(&text, SN_STR("«"));
    put_disguised(sn_str_of(s->word), &text);
    sn_buf_add_str(&text, SN_STR("»"));
    run(a, sn_buf_str(&text), &got);
    fail_if(got.n_tokens != 1, sn_buf_str(&text), "is one word");
    fail_if(!sn_str_equal(got.tokens[0].stem, sn_str_of(s->value)), sn_buf_str(&text),
            "is not what the dictionary says it is");
}

/* The half-spaced writing, the joined one and the spaced one share the term of the whole. */
static void check_compound(sn_analyzer *a, const said *s)
{
    static const char *const between[] = {HALF, "", " "};
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX);
    for (size_t k = 0; k < sizeof between / sizeof *between; k++) {
        sn_tokens got;
        sn_buf_clear(&text);
        for (const char *c = s->value; *c != '\0'; c++) {
            if (*c == ' ')
                sn_buf_add_str(&text, sn_str_of(between[k]));
            else
                sn_buf_add_byte(&text, (unsigned char)*c);
        }
        run(a, sn_buf_str(&text), &got);
        fail_if(!has_stem(&got, sn_str_of(s->word)), sn_buf_str(&text),
                "has not the term of its compound");
    }
}

/* check: called with each thing said of this kind, and an analyzer that knows the dictionary. */
static void each_said(bool (*wanted)(const said *s), void (*check)(sn_analyzer *a, const said *s))
{
    for (unsigned long i = 0; i < few_rounds(); i++) {
        SN_CLEANUP(random_dictionary) random_dictionary r;
        SN_CLEANUP_PTR(sn_analyzer) sn_analyzer *a = NULL;
        random_dictionary_make(&r);
        sn_lexicon *lexicon = extend(&r);
        assert_int_equal(sn_analyzer_create(lexicon, &a), SN_OK);
        for (size_t k = 0; k < r.n; k++) {
            if (wanted(&r.said[k]))
                check(a, &r.said[k]);
        }
        sn_lexicon_destroy(lexicon);
    }
}

static bool is_builtin_compound(const said *s)
{
    sn_str parts;
    return sn_lexicon_find_compound(sn_lexicon_builtin(), sn_str_of(s->word), &parts);
}

static bool is_protected(const said *s)
{
    return s->kind == SN_DICTIONARY_PROTECTED;
}

static bool is_override(const said *s)
{
    return s->kind == SN_DICTIONARY_STEM && !is_builtin_compound(s);
}

static bool is_override_of_compound(const said *s)
{
    return s->kind == SN_DICTIONARY_STEM && is_builtin_compound(s);
}

static bool is_compound(const said *s)
{
    return s->kind == SN_DICTIONARY_COMPOUND;
}

static void a_protected_word_is_its_own_stem(void **state)
{
    (void)state;
    each_said(is_protected, check_token);
}

static void an_override_gives_the_stem_it_names(void **state)
{
    (void)state;
    each_said(is_override, check_token);
}

static void an_override_wins_over_a_compound_of_the_lexicon(void **state)
{
    (void)state;
    each_said(is_override_of_compound, check_token);
}

static void a_compound_meets_in_three_writings(void **state)
{
    (void)state;
    each_said(is_compound, check_compound);
}

/* The worst that a dictionary can do: short words that stand for a compound of 60 letters, each of
 * them a part, and a run-on of such words. */
static void few_letters_take_bounded_positions(void **state)
{
    (void)state;
    static const char *const texts[] = {"گیتی",          "گیتیآنلاین",
                                        "گیتی آنلاین",   "گیتی‌آنلاین",
                                        "درگیتیوآنلاین", "گیتیوآنلاین‌ها"};
    SN_CLEANUP(sn_buf) sn_buf parts = SN_BUF(1000), stems = parts;
    SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
    SN_CLEANUP_PTR(sn_analyzer) sn_analyzer *a = NULL;
    sn_lexicon *lexicon = NULL;
    sn_tokens got;
    char joined[2 * 60 + 1] = "";
    for (size_t i = 0; i < 60; i++) {
        sn_buf_add_str(&parts, i == 0 ? SN_STR("ژ") : SN_STR(" ژ"));
        strcat(joined, "ژ");
    }
    sn_buf_add_format(&stems, "گیتی\t%s\nآنلاین\t%s\nدر\t%s\n", joined, joined, joined);
    assert_int_equal(sn_dictionary_add(&d, SN_DICTIONARY_COMPOUND, "c", sn_buf_str(&parts), NULL),
                     SN_OK);
    assert_int_equal(sn_dictionary_add(&d, SN_DICTIONARY_STEM, "s", sn_buf_str(&stems), NULL),
                     SN_OK);
    assert_int_equal(sn_dictionary_settle(&d, NULL), SN_OK);
    assert_int_equal(sn_lexicon_extend(sn_lexicon_builtin(), &d, &lexicon), SN_OK);
    assert_int_equal(sn_analyzer_create(lexicon, &a), SN_OK);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        run(a, sn_str_of(texts[i]), &got);
    run(a, SN_STR("گیتی"), &got);
    assert_int_equal(got.n_positions, 60);
    run(a, SN_STR("گیتیآنلاین"), &got);
    assert_int_equal(got.n_positions, 120);
    sn_lexicon_destroy(lexicon);
}

static int begin(void **state)
{
    (void)state;
    random_begin();
    return persian_begin() ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    persian_end();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lexicon_says_what_the_dictionary_says),
        cmocka_unit_test(all_laws_hold_with_a_dictionary),
        cmocka_unit_test(a_protected_word_is_its_own_stem),
        cmocka_unit_test(an_override_gives_the_stem_it_names),
        cmocka_unit_test(an_override_wins_over_a_compound_of_the_lexicon),
        cmocka_unit_test(a_compound_meets_in_three_writings),
        cmocka_unit_test(few_letters_take_bounded_positions),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
