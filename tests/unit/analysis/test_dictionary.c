#include "tests/unit/base/testing.h"

#include "analysis/analyzer.h"
#include "analysis/lexicon_extend.h"
#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define Z "\xe2\x80\x8c"

/* A dictionary from one text of a kind, not settled. */
static sn_status add(sn_dictionary *d, sn_dictionary_kind kind, const char *text, sn_error *err)
{
    return sn_dictionary_add(d, kind, sn_dictionary_file(kind), sn_str_of(text), err);
}

static const struct row_case {
    const char *name;
    sn_dictionary_kind kind;
    const char *text, *want;
} row_cases[] = {
    {"a protected word is its own stem", SN_DICTIONARY_PROTECTED, "بهاران\n",
     "stem\tبهاران\tبهاران\n"},
    {"letters are folded", SN_DICTIONARY_PROTECTED, "كيانيّ\n", "stem\tکیانی\tکیانی\n"},
    {"half-spaces and alef madda go as in stems", SN_DICTIONARY_PROTECTED, "آب" Z "نما",
     "stem\tابنما\tابنما\n"},
    {"a stem of its own", SN_DICTIONARY_STEM, "ژژک\tژژه\r\n", "stem\tژژک\tژژه\n"},
    {"parts with half-spaces", SN_DICTIONARY_COMPOUND, "گل" Z "نمک", "compound\tگلنمک\tگل نمک\n"},
    {"parts with blanks", SN_DICTIONARY_COMPOUND, " گل   نمک ", "compound\tگلنمک\tگل نمک\n"},
    {"stop words shape nothing", SN_DICTIONARY_STOP, "خبرگزاری\n", ""},
    {"comments, empty lines, a byte order mark", SN_DICTIONARY_PROTECTED,
     "\xef\xbb\xbf# نام‌ها\n\n  \nرها\n", "stem\tرها\tرها\n"},
    {"what is said twice is said once", SN_DICTIONARY_PROTECTED, "رها\nرها\n", "stem\tرها\tرها\n"},
};

static void test_rows_are_read_and_frozen(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(row_cases); i++) {
        SN_CLEANUP(sn_dictionary) sn_dictionary d = {0}, again = {0};
        SN_CLEANUP(sn_buf) sn_buf frozen = SN_BUF(65536), second = SN_BUF(65536);
        sn_error err = {0};
        print_message("case: %s\n", row_cases[i].name);
        assert_ok(add(&d, row_cases[i].kind, row_cases[i].text, &err), &err);
        assert_ok(sn_dictionary_settle(&d, &err), &err);
        assert_ok(sn_dictionary_freeze(&d, &frozen), NULL);
        assert_string_equal(sn_buf_text(&frozen), row_cases[i].want);
        assert_ok(sn_dictionary_thaw(sn_buf_str(&frozen), &again, &err), &err);
        assert_ok(sn_dictionary_freeze(&again, &second), NULL);
        assert_string_equal(sn_buf_text(&second), row_cases[i].want);
    }
    sn_dictionary_done(&(sn_dictionary){0});
}

static const struct bad_case {
    sn_dictionary_kind kind;
    const char *text, *want;
    sn_status status;
} bad_cases[] = {
    {SN_DICTIONARY_PROTECTED, "رها\nدو واژه\n",
     "protected.txt, line 2: two words; a compound belongs in compounds.txt", SN_EINVAL},
    {SN_DICTIONARY_PROTECTED, "NATO",
     "protected.txt, line 1: a word is of Persian letters, with half-spaces between", SN_EINVAL},
    {SN_DICTIONARY_STOP, "\n\nالف۱",
     "stop.txt, line 3: a word is of Persian letters, with half-spaces between", SN_EINVAL},
    {SN_DICTIONARY_STEM, "ژژک ژژه",
     "stems.tsv, line 1: a tab is wanted between the word and its stem", SN_EINVAL},
    {SN_DICTIONARY_STEM, "الف\tب\tپ", "stems.tsv, line 1: there is more than one tab", SN_EINVAL},
    {SN_DICTIONARY_STEM, "الف\t ", "stems.tsv, line 1: a word is missing", SN_EINVAL},
    {SN_DICTIONARY_STEM, "\tالف", "stems.tsv, line 1: a word is missing", SN_EINVAL},
    {SN_DICTIONARY_COMPOUND, "گلنمک",
     "compounds.txt, line 1: a compound has two parts at least, with a half-space between",
     SN_EINVAL},
    {SN_DICTIONARY_COMPOUND, "گل" Z "نمک" Z "!",
     "compounds.txt, line 1: a word is of Persian letters, with half-spaces between", SN_EINVAL},
    {SN_DICTIONARY_STOP, "و\n\xd9\n", "stop.txt, line 2: not well-formed UTF-8", SN_EUTF8},
};

static void test_mistakes_are_named_by_file_and_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad_cases); i++) {
        SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
        sn_error err = {0};
        sn_status status = add(&d, bad_cases[i].kind, bad_cases[i].text, &err);
        assert_string_equal(err.msg, bad_cases[i].want);
        assert_int_equal(status, bad_cases[i].status);
    }
}

static void fill(sn_buf *text, const char *piece, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_ok(sn_buf_add_str(text, sn_str_of(piece)), NULL);
}

static void test_words_and_lines_over_a_limit_are_refused(void **state)
{
    (void)state;
    SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1u << 20);
    sn_error err = {0};
    fill(&text, "ب", 61);
    assert_fails(add(&d, SN_DICTIONARY_PROTECTED, sn_buf_text(&text), &err), SN_ELIMIT, &err,
                 "protected.txt, line 1: the word has more than 60 letters");
    fill(&text, "ب", SN_LIMIT_DICTIONARY_LINE_BYTES);
    assert_fails(add(&d, SN_DICTIONARY_PROTECTED, sn_buf_text(&text), &err), SN_ELIMIT, &err,
                 "line 1: the line is longer than the limit DICTIONARY_LINE_BYTES");
    sn_buf_clear(&text);
    fill(&text, "ب\n", SN_LIMIT_DICTIONARY_ROWS + 1);
    assert_fails(add(&d, SN_DICTIONARY_STOP, sn_buf_text(&text), &err), SN_ELIMIT, &err,
                 "stop.txt, line 50001: there are more words than the limit DICTIONARY_ROWS");
}

static void test_contradictions_name_both_places(void **state)
{
    (void)state;
    SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
    sn_error err = {0};
    assert_ok(add(&d, SN_DICTIONARY_PROTECTED, "# نام\nبهاران\n", &err), &err);
    assert_ok(add(&d, SN_DICTIONARY_STEM, "بهاران\tبهار\n", &err), &err);
    assert_fails(
        sn_dictionary_settle(&d, &err), SN_EINVAL, &err,
        "stems.tsv, line 1: «بهاران» is «بهار» here and «بهاران» in protected.txt, line 2");
}

static void test_a_frozen_text_that_was_touched_is_corrupt(void **state)
{
    (void)state;
    static const char *const texts[] = {"stem\tالف\n",    "stem\tالف\tب",
                                        "verb\tالف\tب\n", "\n",
                                        "stem\t\tب\n",    "stem\tالف\tب\nstem\tالف\tپ\n"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
        sn_error err = {0};
        assert_int_equal(sn_dictionary_thaw(sn_str_of(texts[i]), &d, &err), SN_ECORRUPT);
    }
    sn_lexicon *lexicon = NULL;
    sn_error err = {0};
    assert_int_equal(
        sn_lexicon_of_frozen(SN_STR("stem\tالف\tب\n"), "0123456789abcdef", &lexicon, &err),
        SN_ECORRUPT);
    assert_null(lexicon);
}

static void test_a_directory_that_is_not_there_has_no_words(void **state)
{
    const place *p = *state;
    SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
    char digest[SN_DICTIONARY_DIGEST_SIZE];
    sn_error err = {0};
    assert_ok(sn_dictionary_read_dir(place_path(p, "none"), &d, &err), &err);
    assert_int_equal(d.n, 0);
    sn_dictionary_digest((sn_str){0}, digest);
    assert_string_equal(digest, "");
}

/* What the chain makes of words with the newsroom's dictionary. */
typedef struct newsroom {
    sn_lexicon *lexicon;
    sn_analyzer *analyzer;
} newsroom;

static int open_newsroom(void **state)
{
    newsroom *n = calloc(1, sizeof *n);
    SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
    sn_error err = {0};
    assert_non_null(n);
    assert_ok(add(&d, SN_DICTIONARY_PROTECTED, "کتابان\nگل" Z "گهران\nرفتند\n", &err), &err);
    assert_ok(add(&d, SN_DICTIONARY_STEM, "ژژک\tژژه\nژیژک\tژژه\n", &err), &err);
    assert_ok(add(&d, SN_DICTIONARY_COMPOUND, "گل" Z "نمک\nخبر پراکنی" Z "ملی\n", &err), &err);
    assert_ok(sn_dictionary_settle(&d, &err), &err);
    assert_ok(sn_lexicon_extend(sn_lexicon_builtin(), &d, &n->lexicon), NULL);
    assert_ok(sn_analyzer_create(n->lexicon, &n->analyzer), NULL);
    *state = n;
    return 0;
}

static int close_newsroom(void **state)
{
    newsroom *n = *state;
    sn_analyzer_destroy(n->analyzer);
    sn_lexicon_destroy(n->lexicon);
    free(n);
    return 0;
}

/* Stems and extras of a text, in the order of the tokens. */
static const char *terms_of(const newsroom *n, const char *text)
{
    static char out[4096];
    sn_tokens tokens;
    size_t len = 0;
    out[0] = '\0';
    assert_ok(sn_analyzer_run(n->analyzer, sn_str_of(text), &tokens), NULL);
    for (size_t i = 0; i < tokens.n_tokens; i++) {
        const sn_token *t = &tokens.tokens[i];
        len += (size_t)snprintf(out + len, sizeof out - len, "%s%.*s", i > 0 ? " " : "",
                                (int)t->stem.len, t->stem.at);
        for (size_t k = 0; k < t->n_extras; k++) {
            sn_str stem = tokens.extras[t->first_extra + k].stem;
            len += (size_t)snprintf(out + len, sizeof out - len, "+%.*s", (int)stem.len, stem.at);
        }
    }
    return out;
}

static const struct chain_case {
    const char *name, *text, *want;
} chain_cases[] = {
    {"a protected word is not cut", "کتابان", "کتابان"},
    {"its plural goes to it", "کتابان" Z "ها", "کتابان"},
    {"so does its joined plural", "کتابانها", "کتابان"},
    {"a protected verb form is no verb", "رفتند", "رفتند"},
    {"a protected word with a half-space keeps its end", "گل" Z "گهران", "گلگهران+گل+گهر"},
    {"joined too", "گلگهران", "گلگهران"},
    {"other forms of the verb stay with it", "می" Z "روند", "رفت"},
    {"a stem of its own", "ژژک", "ژژه"},
    {"words of one stem meet", "ژیژک" Z "ها", "ژژه"},
    {"a compound with its half-space", "گل" Z "نمک", "گلنمک+گل+نمک"},
    {"the compound joined", "گلنمک", "گلنمک+گل+نمک"},
    {"the compound spaced", "گل نمک", "گل+گلنمک نمک"},
    {"other words are as before", "کتاب‌هایشان را خواندند", "کتاب را خواند"},
};

static void test_the_chain_knows_the_words(void **state)
{
    for (size_t i = 0; i < COUNT_OF(chain_cases); i++) {
        const char *got = terms_of(*state, chain_cases[i].text);
        if (strcmp(got, chain_cases[i].want) != 0)
            fail_msg("%s: «%s», not «%s»", chain_cases[i].name, got, chain_cases[i].want);
    }
}

/* Every word that is not in the dictionary has the stem it had: words of all tables in a text. */
static void test_other_words_keep_their_stems(void **state)
{
    const newsroom *n = *state;
    static const char *const words[] = {"کتاب",
                                        "ایران",
                                        "بهاران",
                                        "گفت‌وگو",
                                        "رئیس‌جمهور",
                                        "اخبار",
                                        "می‌گویند",
                                        "شهرهایی",
                                        "علی",
                                        "جهان",
                                        "مسئولین",
                                        "بزرگ‌ترین",
                                        "خانه‌ای",
                                        "دانشجویان",
                                        "نمی‌خواهم",
                                        "آستان",
                                        "استان",
                                        "است",
                                        "پرداخت",
                                        "شکست",
                                        "گل",
                                        "نمک",
                                        "ژاله",
                                        "اقتصادی",
                                        "بین‌المللی"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        sn_stem_result before, after;
        sn_stem(sn_lexicon_builtin(), sn_str_of(words[i]), false, &before);
        sn_stem(n->lexicon, sn_str_of(words[i]), false, &after);
        assert_string_equal(after.text, before.text);
        assert_int_equal(after.rule, before.rule);
    }
}

static void test_an_empty_dictionary_changes_no_answer(void **state)
{
    (void)state;
    SN_CLEANUP(sn_dictionary) sn_dictionary none = {0};
    SN_CLEANUP_PTR(sn_lexicon) sn_lexicon *lexicon = NULL;
    assert_ok(sn_lexicon_extend(sn_lexicon_builtin(), &none, &lexicon), NULL);
    sn_word word;
    sn_str parts;
    assert_true(sn_lexicon_find(lexicon, sn_str_of("ایران"), &word));
    assert_true(sn_lexicon_find_compound(lexicon, sn_str_of("رییسجمهور"), &parts));
    assert_str(parts, "رییس جمهور");
    assert_int_equal(sn_lexicon_verb_strength(lexicon, sn_str_of("میروند")), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_read_and_frozen),
        cmocka_unit_test(test_mistakes_are_named_by_file_and_line),
        cmocka_unit_test(test_words_and_lines_over_a_limit_are_refused),
        cmocka_unit_test(test_contradictions_name_both_places),
        cmocka_unit_test(test_a_frozen_text_that_was_touched_is_corrupt),
        PLACED(test_a_directory_that_is_not_there_has_no_words),
        cmocka_unit_test_setup_teardown(test_the_chain_knows_the_words, open_newsroom,
                                        close_newsroom),
        cmocka_unit_test_setup_teardown(test_other_words_keep_their_stems, open_newsroom,
                                        close_newsroom),
        cmocka_unit_test(test_an_empty_dictionary_changes_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
