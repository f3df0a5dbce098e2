/* Laws of the stemmer, of the lexicon's lookups and of run-ons, over random words. */
#include "analysis/fold.h"
#include "analysis/run_on.h"
#include "analysis/words.h"
#include "tests/property/analysis/random_persian.h"
#include "tests/property/analysis/random_text.h"
#include "tests/property/analysis/stem_laws.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#define BUFFER_MAX (1u << 20)

static void check_word(sn_str word)
{
    const char *broken = broken_word_law(sn_lexicon_builtin(), word);
    fail_if(broken != NULL, word, broken);
}

/* Each word of a text, folded. */
static void each_word(sn_str text, void (*check)(sn_str word))
{
    SN_CLEANUP(sn_folded) sn_folded folded = {0};
    sn_atoms atoms = {0};
    assert_int_equal(sn_fold(text, &folded), SN_OK);
    assert_int_equal(sn_atoms_scan(sn_buf_str(&folded.text), &atoms), SN_OK);
    for (size_t i = 0; i < atoms.n; i++)
        check(sn_atom_str(sn_buf_str(&folded.text), &atoms.at[i]));
    sn_atoms_done(&atoms);
}

static void check_text(sn_str text)
{
    each_word(text, check_word);
}

static void words_of_texts_keep_the_laws(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX);
    char bytes[TEXT_MAX];
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_buf_clear(&text);
        put_persian_text(3, &text);
        check_text(sn_buf_str(&text));
        check_text(random_text(bytes));
    }
}

static void words_with_affixes_keep_the_laws(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX);
    for (unsigned long i = 0; i < 10 * random_rounds(); i++) {
        sn_buf_clear(&text);
        put_persian_word(&text);
        check_text(sn_buf_str(&text));
    }
}

static void random_letters_keep_the_laws(void **state)
{
    (void)state;
    char bytes[TEXT_MAX];
    for (unsigned long i = 0; i < 10 * random_rounds(); i++) {
        sn_str word = random_word(bytes, 1, random_below(50) == 0 ? 150 : 8);
        check_word(word);
    }
}

/* Words of the lexicon stay whole: none is unknown, none loses an ending. */
static void words_of_the_lexicon_are_known(void **state)
{
    (void)state;
    for (unsigned long i = 0; i < 10 * random_rounds(); i++) {
        sn_str word = lexicon_word();
        sn_stem_result got;
        sn_word facts;
        check_word(word);
        fail_if(!sn_lexicon_find(sn_lexicon_builtin(), word, &facts), word, "is in the table");
        sn_stem(sn_lexicon_builtin(), word, false, &got);
        bool whole = got.rule == SN_RULE_KNOWN || got.rule == SN_RULE_COMPOUND ||
                     got.rule == SN_RULE_EXCEPTION || got.rule == SN_RULE_BROKEN_PLURAL ||
                     got.rule == SN_RULE_AS_IS || got.rule == SN_RULE_VERB;
        fail_if(!whole, word, "is a word of the lexicon, and cut");
    }
}

static void compounds_of_the_table_are_found(void **state)
{
    (void)state;
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_str word = lexicon_compound(), parts;
        char exact[SN_TERM_MAX_BYTES + 1];
        size_t len = sn_exact_term(word, exact);
        for (size_t k = 0; k + 1 < len; k++) {
            if (memcmp(exact + k, "آ", 2) == 0)
                memcpy(exact + k, "ا", 2);
        }
        bool found = sn_lexicon_find_compound(sn_lexicon_builtin(), (sn_str){exact, len}, &parts);
        fail_if(!found, word, "is in the table of compounds");
        check_word(word);
        check_word((sn_str){exact, len});
    }
}

/* Words glued together, and glued to what is no word. */
static void run_ons_are_cut_into_their_letters(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf word = SN_BUF(1000);
    char bytes[TEXT_MAX];
    size_t split = 0;
    for (unsigned long i = 0; i < 10 * random_rounds(); i++) {
        sn_run_on got;
        sn_buf_clear(&word);
        for (size_t n = 1 + random_below(5); n > 0; n--)
            sn_buf_add_str(&word, random_below(8) == 0 ? random_word(bytes, 1, 6) : lexicon_word());
        check_text(sn_buf_str(&word));
        split += sn_run_on_split(sn_lexicon_builtin(), sn_buf_str(&word), &got);
    }
    assert_true(split > 0); /* else the law was not looked at */
}

static void check_folding(sn_str word)
{
    const char *broken = broken_folding_law(sn_lexicon_builtin(), word);
    fail_if(broken != NULL, word, broken);
}

static void stems_are_folded(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX);
    for (unsigned long i = 0; i < 10 * random_rounds(); i++) {
        sn_buf_clear(&text);
        put_persian_word(&text);
        each_word(sn_buf_str(&text), check_folding);
    }
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
        cmocka_unit_test(words_of_texts_keep_the_laws),
        cmocka_unit_test(words_with_affixes_keep_the_laws),
        cmocka_unit_test(random_letters_keep_the_laws),
        cmocka_unit_test(words_of_the_lexicon_are_known),
        cmocka_unit_test(compounds_of_the_table_are_found),
        cmocka_unit_test(stems_are_folded),
        cmocka_unit_test(run_ons_are_cut_into_their_letters),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
