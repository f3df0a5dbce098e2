#include "analysis/lexicon.h"

#include "analysis/lexicon_blob.h"
#include "analysis/lexicon_letters.h"
#include "analysis/stem.h"
#include "tests/unit/base/testing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct word_case {
    const char *name, *word;
    bool known;
    unsigned classes; /* that it has at least */
} words[] = {
    {"a noun", "کتاب", true, SN_WORD_NOUN},
    {"an adjective", "بزرگ", true, SN_WORD_ADJECTIVE},
    {"an adverb", "هرگز", true, SN_WORD_ADVERB},
    {"a stop word", "از", true, SN_WORD_STOP},
    {"a stop word of two parts, joined", "میشود", true, SN_WORD_STOP},
    {"a relational adjective of news", "اقتصادی", true, SN_WORD_ADJECTIVE},
    {"a town", "تهران", true, 0},
    {"an inflected form is not in it", "کتابها", false, 0},
    {"nor is a verb form", "میروند", false, 0},
    {"nor the empty word", "", false, 0},
    {"nor what is not Persian", "abc", false, 0},
};

static void words_are_found_with_their_classes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        sn_word word = {0};
        bool known = sn_lexicon_find(sn_lexicon_builtin(), sn_str_of(words[i].word), &word);
        if (known != words[i].known || (word.classes & words[i].classes) != words[i].classes)
            fail_msg("%s: %s", words[i].name, words[i].word);
        assert_true(word.log_freq <= 63);
    }
}

static void frequent_words_have_higher_numbers(void **state)
{
    static const char *const rising[] = {"منجنیق", "نویسنده", "کشور", "در"};
    unsigned last = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rising); i++) {
        sn_word word;
        assert_true(sn_lexicon_find(sn_lexicon_builtin(), sn_str_of(rising[i]), &word));
        assert_true(word.log_freq > last);
        last = word.log_freq;
    }
}

static void words_of_content_are_no_stop_words(void **state)
{
    static const char *const content[] = {"مردم", "خدمات", "استفاده", "حق",  "کشور",
                                          "دولت", "سال",   "روز",     "کار", "گزارش"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(content); i++) {
        sn_word word;
        if (sn_lexicon_find(sn_lexicon_builtin(), sn_str_of(content[i]), &word))
            assert_int_equal(word.classes & SN_WORD_STOP, 0);
    }
}

static void verb_forms_have_their_strength(void **state)
{
    static const struct {
        const char *form;
        int strength;
    } forms[] = {{"میرود", 3}, {"نمیرفتهاند", 3}, {"رفتهاند", 3}, {"برود", 2},
                 {"نرفت", 2},  {"رفتند", 2},      {"رفت", 1},     {"رفته", 1},
                 {"رود", 1},   {"برمیگردد", 3},   {"کتاب", 0},    {"", 0}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        int got = sn_lexicon_verb_strength(sn_lexicon_builtin(), sn_str_of(forms[i].form));
        if (got != forms[i].strength)
            fail_msg("%s: %d, not %d", forms[i].form, got, forms[i].strength);
    }
}

static void compounds_give_their_parts(void **state)
{
    sn_str parts = {"unset", 5};
    (void)state;
    assert_true(sn_lexicon_find_compound(sn_lexicon_builtin(), sn_str_of("رییسجمهور"), &parts));
    assert_true(sn_str_equal(parts, SN_STR("رییس جمهور")));
    assert_true(sn_lexicon_find_compound(sn_lexicon_builtin(), sn_str_of("اطلاعرسانی"), &parts));
    assert_true(sn_str_equal(parts, SN_STR("اطلاع رسانی")));
    assert_false(sn_lexicon_find_compound(sn_lexicon_builtin(), sn_str_of("میرود"), &parts));
    assert_false(sn_lexicon_find_compound(sn_lexicon_builtin(), sn_str_of("کتابها"), &parts));
    assert_true(sn_str_equal(parts, SN_STR("اطلاع رسانی")));
}

static void endings_are_known_by_how_they_are_written_apart(void **state)
{
    static const struct {
        const char *ending;
        sn_apart apart;
    } rows[] = {
        {"ها", SN_APART_SPACE},      {"های", SN_APART_SPACE},      {"هایی", SN_APART_SPACE},
        {"هایشان", SN_APART_SPACE},  {"تر", SN_APART_SPACE},       {"ترین", SN_APART_SPACE},
        {"ام", SN_APART_SPACE},      {"اش", SN_APART_SPACE},       {"ای", SN_APART_SPACE},
        {"ان", SN_APART_HALF_SPACE}, {"است", SN_APART_HALF_SPACE}, {"مان", SN_APART_HALF_SPACE},
        {"م", SN_APART_HALF_SPACE},  {"ی", SN_APART_HALF_SPACE},   {"خانه", SN_APART_NEVER},
        {"گاه", SN_APART_NEVER},     {"", SN_APART_NEVER}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(sn_lexicon_suffix_apart(sn_lexicon_builtin(), sn_str_of(rows[i].ending)),
                         rows[i].apart);
}

/* A walk over all words of the lexicon. */
typedef struct survey {
    sn_automaton words;
    uint8_t letters[SN_WORD_MAX_LETTERS + 1];
    size_t n, changed_twice;
    uint32_t next_rank;
} survey;

static void look_at(survey *s, size_t len)
{
    char word[2 * SN_WORD_MAX_LETTERS + 1];
    sn_stem_result once, twice;
    sn_str text = {word, sn_letters_write(s->letters, len, word)};
    sn_stem(sn_lexicon_builtin(), text, false, &once);
    sn_stem(sn_lexicon_builtin(), (sn_str){once.text, once.len}, false, &twice);
    s->changed_twice += strcmp(once.text, twice.text) != 0;
    s->n++;
    assert_int_equal(sn_automaton_find(&s->words, s->letters, len), s->next_rank);
    s->next_rank++;
}

static void look_at_all(survey *s, sn_walk at, size_t len)
{
    if (at.final)
        look_at(s, len);
    for (uint8_t letter = 1; letter < SN_LETTERS; letter++) {
        sn_walk next = at;
        s->letters[len] = letter;
        if (sn_walk_step(&s->words, &next, letter))
            look_at_all(s, next, len + 1);
    }
}

/* Where two verbs share a form the stem of one can be a form of the other (جوید, the past of to
 * chew, is the present of to seek): a handful, and each is found by both spellings. */
static void stems_of_words_are_stems(void **state)
{
    const sn_lexicon *lexicon = sn_lexicon_builtin();
    survey s = {.words = sn_lexicon_automaton(lexicon, &lexicon->words)};
    (void)state;
    look_at_all(&s, sn_walk_begin(), 0);
    assert_int_equal(s.n, lexicon->words.n_keys);
    assert_true(s.n > 40000);
    print_message("%zu words, %zu stems that stem again\n", s.n, s.changed_twice);
    assert_true(s.changed_twice < 20);
}

static void letters_come_back_as_they_went_in(void **state)
{
    sn_letters word;
    char text[2 * SN_WORD_MAX_LETTERS + 1];
    (void)state;
    assert_true(sn_letters_of(sn_str_of("آب\u200cوهوا"), &word));
    assert_int_equal(word.len, 6);
    assert_true(word.madda);
    assert_int_equal(word.gaps, 1u << 2);
    (void)sn_letters_write(word.at, word.len, text);
    assert_string_equal(text, "ابوهوا");
    assert_false(sn_letters_of(sn_str_of("كتاب"), &word)); /* not folded */
    assert_false(sn_letters_of(sn_str_of("\u200c"), &word));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_with_their_classes),
        cmocka_unit_test(frequent_words_have_higher_numbers),
        cmocka_unit_test(words_of_content_are_no_stop_words),
        cmocka_unit_test(verb_forms_have_their_strength),
        cmocka_unit_test(compounds_give_their_parts),
        cmocka_unit_test(endings_are_known_by_how_they_are_written_apart),
        cmocka_unit_test(stems_of_words_are_stems),
        cmocka_unit_test(letters_come_back_as_they_went_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
