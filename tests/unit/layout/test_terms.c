#include "base/utf8.h"
#include "layout/terms.h"
#include "tests/unit/base/testing.h"

#include <string.h>

static void terms_carry_the_prefix_of_their_list(void **state)
{
    (void)state;
    static const struct term_case {
        const char *name;
        sn_term_list list;
        const char *text, *want;
    } cases[] = {
        {"a stem stands alone", SN_LIST_STEM, "کتاب", "کتاب"},
        {"a title stem", SN_LIST_TITLE, "کتاب", "Tکتاب"},
        {"an exact form", SN_LIST_EXACT, "کتابها", "Eکتابها"},
        {"an id", SN_LIST_ID, "news-7", "Qnews-7"},
        {"a source", SN_LIST_SOURCE, "ایسنا", "Hایسنا"},
        {"a category", SN_LIST_CATEGORY, "ورزش", "Gورزش"},
        {"an author", SN_LIST_AUTHOR, "مینا راد", "Aمینا راد"},
        {"a tag", SN_LIST_TAG, "پل", "Kپل"},
        {"nothing is the prefix alone", SN_LIST_TAG, "", "K"},
        {"nothing at all", SN_LIST_STEM, NULL, ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char out[SN_INDEX_TERM_SIZE];
        print_message("  case: %s\n", cases[i].name);
        sn_str term = sn_index_term(cases[i].list, sn_str_of(cases[i].text), out);
        assert_str(term, cases[i].want);
        assert_ptr_equal(term.at, out);
    }
}

/* The terms stand in indexes on disk: another hash would lose them. */
static void a_long_value_ends_in_the_hash_of_the_whole(void **state)
{
    (void)state;
    char text[400], out[SN_INDEX_TERM_SIZE], want[SN_INDEX_TERM_SIZE + 1];
    memset(text, 'a', sizeof text);
    memset(want, 'a', sizeof want);
    want[0] = 'K';
    sn_str longest = sn_index_term(SN_LIST_TAG, (sn_str){text, 244}, out);
    assert_int_equal(longest.len, 245);
    assert_memory_equal(longest.at, want, 245);
    assert_int_equal(sn_index_term(SN_LIST_STEM, (sn_str){text, 245}, out).len, 245);
    assert_memory_equal(out, text, 245);
    memcpy(want + 229, "73859ec8d05c5cb8", 17);
    assert_str(sn_index_term(SN_LIST_TAG, (sn_str){text, 245}, out), want);
}

static void a_long_value_is_cut_between_letters(void **state)
{
    (void)state;
    for (size_t begin = 0; begin < 4; begin++) {
        char text[600] = "aaa", out[SN_INDEX_TERM_SIZE];
        text[begin] = '\0';
        while (strlen(text) < 500)
            strcat(text, begin % 2 == 0 ? "ی" : "\U0001f197");
        sn_str term = sn_index_term(SN_LIST_SOURCE, sn_str_of(text), out);
        assert_in_range(term.len, 242, 245);
        assert_true(sn_utf8_is_valid(term, NULL));
        assert_memory_equal(term.at + 1, text, term.len - 17);
    }
}

static void random_long_values_stay_different(void **state)
{
    (void)state;
    uint64_t random = test_seed();
    for (unsigned turn = 0; turn < test_iters(2000); turn++) {
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(4000);
        char a[SN_INDEX_TERM_SIZE], b[SN_INDEX_TERM_SIZE];
        random_text(&random, 1 + random_below(&random, 400), &text);
        sn_str term = sn_index_term(SN_LIST_TAG, sn_buf_str(&text), a);
        assert_true(term.len <= SN_INDEX_TERM_SIZE && sn_utf8_is_valid(term, NULL));
        text.at[text.len - 1] ^= 1; /* the last bit, which was cut off */
        assert_false(sn_str_equal(sn_index_term(SN_LIST_TAG, sn_buf_str(&text), b), term));
        text.at[text.len - 1] ^= 1;
        assert_true(sn_str_equal(sn_index_term(SN_LIST_TAG, sn_buf_str(&text), b), term));
    }
}

static void numbers_are_read_back_from_their_digits(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t bits;
        bool reads;
    } cases[] = {{"0000000000000000", 0, true},          {"00000000000000ff", 255, true},
                 {"ffffffffffffffff", UINT64_MAX, true}, {"00000000000000FF", 7, false},
                 {"00000000000000fg", 7, false},         {"000000000000000", 7, false},
                 {"00000000000000000", 7, false},        {"", 7, false}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char written[SN_HEX16_SIZE];
        uint64_t bits = 7;
        assert_int_equal(sn_hex16_parse(sn_str_of(cases[i].text), &bits), cases[i].reads);
        assert_true(bits == cases[i].bits);
        sn_hex16_write(bits, written);
        assert_true(!cases[i].reads || strcmp(written, cases[i].text) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_back_from_their_digits),
        cmocka_unit_test(terms_carry_the_prefix_of_their_list),
        cmocka_unit_test(a_long_value_ends_in_the_hash_of_the_whole),
        cmocka_unit_test(a_long_value_is_cut_between_letters),
        cmocka_unit_test(random_long_values_stay_different),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
