/* Laws of folding and of the cut into words, over random texts. */
#include "analysis/fold.h"
#include "analysis/fold_sink.h"
#include "analysis/words.h"
#include "base/utf8.h"
#include "tests/property/analysis/random_persian.h"
#include "tests/property/analysis/random_text.h"
#include "tests/property/analysis/token_laws.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>
#include <uniwbrk.h>

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

static void folding_twice_is_folding_once(void **state)
{
    (void)state;
    SN_CLEANUP(sn_folded) sn_folded once = {0};
    SN_CLEANUP(sn_folded) sn_folded twice = {0};
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_str text = any_text();
        assert_int_equal(sn_fold(text, &once), SN_OK);
        assert_int_equal(sn_fold(sn_buf_str(&once.text), &twice), SN_OK);
        assert_true(sn_str_equal(sn_buf_str(&once.text), sn_buf_str(&twice.text)));
    }
}

static void the_map_rises_on_character_borders(void **state)
{
    (void)state;
    SN_CLEANUP(sn_folded) sn_folded folded = {0};
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_str text = any_text();
        assert_int_equal(sn_fold(text, &folded), SN_OK);
        assert_true(folded.text.len <= text.len * SN_FOLD_GROWTH);
        assert_true(sn_utf8_is_valid(sn_buf_str(&folded.text), NULL));
        assert_int_equal(folded.source[folded.text.len], text.len);
        for (size_t k = 0; k < folded.text.len; k++) {
            assert_true(folded.source[k] <= folded.source[k + 1]);
            assert_true(on_border(text, folded.source[k]));
        }
    }
}

/* The short way through plain text gives what the tables give, code point by code point. */
static void the_short_way_gives_the_same(void **state)
{
    (void)state;
    SN_CLEANUP(sn_folded) sn_folded fast = {0};
    SN_CLEANUP(sn_folded) sn_folded slow = {0};
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_str text = any_text();
        assert_int_equal(sn_fold(text, &fast), SN_OK);
        slow.text.len = 0;
        sn_fold_sink sink = {.out = &slow};
        assert_int_equal(sn_fold_reserve(&slow, 1), SN_OK);
        memset(slow.ezafe, 0, slow.cap / 8 + 1);
        for (size_t at = 0; at < text.len;) {
            sink.source = (uint32_t)at;
            sn_fold_step(&sink, sn_utf8_next(text, &at));
        }
        sn_fold_finish(&sink);
        assert_int_equal(sink.status, SN_OK);
        assert_true(sn_str_equal(sn_buf_str(&fast.text), sn_buf_str(&slow.text)));
        for (size_t k = 0; k < slow.text.len; k++) {
            assert_int_equal(fast.source[k], slow.source[k]);
            assert_int_equal(fast.ezafe[k / 8] >> k % 8 & 1, slow.ezafe[k / 8] >> k % 8 & 1);
        }
    }
}

/* Atoms refine the words of UAX #29: no border of a word inside an atom, none invented where two
 * atoms of one kind touch. */
static void atoms_are_cut_as_uax29_says(void **state)
{
    (void)state;
    SN_CLEANUP(sn_folded) sn_folded folded = {0};
    sn_atoms atoms = {0};
    SN_CLEANUP(sn_buf) sn_buf breaks = SN_BUF(BUFFER_MAX * SN_FOLD_GROWTH);
    for (unsigned long i = 0; i < random_rounds(); i++) {
        assert_int_equal(sn_fold(any_text(), &folded), SN_OK);
        sn_str text = sn_buf_str(&folded.text);
        assert_int_equal(sn_atoms_scan(text, &atoms), SN_OK);
        sn_buf_clear(&breaks);
        char *is_break = sn_buf_reserve(&breaks, text.len + 1);
        assert_non_null(is_break);
        u8_wordbreaks((const uint8_t *)text.at, text.len, is_break);
        for (size_t k = 0; k < atoms.n; k++) {
            const sn_atom *atom = &atoms.at[k];
            assert_true(on_border(text, atom->begin) && on_border(text, atom->end));
            for (size_t b = atom->begin + 1; b < atom->end; b++)
                assert_false(is_break[b]);
            if (k > 0 && atom->gap == SN_GAP_NONE && atom->kind == atoms.at[k - 1].kind)
                assert_true(is_break[atom->begin]);
        }
    }
    sn_atoms_done(&atoms);
}

static bool ezafe_at(const sn_folded *f, size_t i)
{
    return (f->ezafe[i / 8] >> i % 8 & 1) != 0;
}

/* What was folded before leaves nothing behind, and an ezafe is a sign over a heh. */
static void earlier_texts_leave_nothing_behind(void **state)
{
    (void)state;
    SN_CLEANUP(sn_folded) sn_folded kept = {0};
    for (unsigned long i = 0; i < random_rounds(); i++) {
        SN_CLEANUP(sn_folded) sn_folded fresh = {0};
        sn_str text = any_text();
        assert_int_equal(sn_fold(text, &kept), SN_OK);
        assert_int_equal(sn_fold(text, &fresh), SN_OK);
        assert_true(sn_str_equal(sn_buf_str(&kept.text), sn_buf_str(&fresh.text)));
        for (size_t k = 0; k < fresh.text.len; k++) {
            bool ezafe = ezafe_at(&fresh, k);
            size_t letter = on_border(sn_buf_str(&fresh.text), k) ? k : k - 1;
            assert_int_equal(kept.source[k], fresh.source[k]);
            assert_true(ezafe_at(&kept, k) == ezafe);
            assert_true(!ezafe || memcmp(fresh.text.at + letter, "ه", 2) == 0);
        }
    }
}

/* A hamza that goes when its word ends has taken its place, with a half-space before it, until then. */
static size_t bytes_that_may_go(sn_str text)
{
    size_t n = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = sn_utf8_next(text, &at);
        n += cp == 0x0621 || cp == 0xfe80 ? 5 : 0;
    }
    return n;
}

static void a_maximum_is_kept(void **state)
{
    (void)state;
    SN_CLEANUP(sn_folded) sn_folded whole = {0};
    SN_CLEANUP(sn_folded) sn_folded bounded = {0};
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_str text = any_text();
        assert_int_equal(sn_fold(text, &whole), SN_OK);
        bounded.text.max = 1 + random_below(whole.text.len + 40);
        sn_status status = sn_fold(text, &bounded);
        assert_true(bounded.text.len <= bounded.text.max);
        if (status == SN_OK)
            assert_true(sn_str_equal(sn_buf_str(&bounded.text), sn_buf_str(&whole.text)));
        else
            assert_int_equal(status, SN_ELIMIT);
        bool fits = whole.text.len + bytes_that_may_go(text) <= bounded.text.max;
        fail_if(fits && status != SN_OK, text, "is refused though it fits");
    }
}

/* Words with their half-spaces, with blanks between them. */
static void put_plain_words(sn_buf *out)
{
    char own[TEXT_MAX];
    sn_buf_clear(out);
    for (size_t n = 1 + random_below(4); n > 0; n--) {
        size_t dice = random_below(3);
        sn_str word = dice == 0   ? lexicon_word()
                      : dice == 1 ? lexicon_compound()
                                  : random_word(own, 1, 9);
        sn_buf_add_str(out, word);
        if (n > 1)
            sn_buf_add_str(out, random_below(4) == 0 ? SN_STR(" 1403 ") : SN_STR(" "));
    }
}

static void a_disguise_comes_off(void **state)
{
    (void)state;
    SN_CLEANUP(sn_folded) sn_folded plain = {0};
    SN_CLEANUP(sn_folded) sn_folded disguised = {0};
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX), other = SN_BUF(BUFFER_MAX);
    for (unsigned long i = 0; i < random_rounds(); i++) {
        put_plain_words(&text);
        sn_buf_clear(&other);
        put_disguised(sn_buf_str(&text), &other);
        assert_int_equal(sn_fold(sn_buf_str(&text), &plain), SN_OK);
        assert_int_equal(sn_fold(sn_buf_str(&other), &disguised), SN_OK);
        assert_string_equal(disguised.text.at, plain.text.at);
    }
}

static void put_without_half_spaces(sn_str text, sn_buf *out)
{
    for (size_t i = 0; i < text.len;) {
        sn_str rest = {text.at + i, text.len - i};
        bool half = sn_str_has_prefix(rest, SN_STR("\u200c"));
        if (!half)
            sn_buf_add_byte(out, (unsigned char)text.at[i]);
        i += half ? 3 : 1;
    }
}

/* Half-spaces change no letter: docs/analysis.md. */
static void a_word_folds_the_same_with_its_half_spaces_and_without(void **state)
{
    (void)state;
    static const char *const letters[] = {"ا", "آ", "ب", "ه", "ی", "ئ", "أ",
                                          "ؤ", "ء", "ء", "ۀ", "ٔ",  "و"};
    for (unsigned long i = 0; i < random_rounds(); i++) {
        SN_CLEANUP(sn_folded) sn_folded a = {0};
        SN_CLEANUP(sn_folded) sn_folded b = {0};
        SN_CLEANUP(sn_buf) sn_buf with = SN_BUF(400), without = SN_BUF(400), left = SN_BUF(400);
        for (size_t n = 1 + random_below(8); n > 0; n--) {
            const char *letter = letters[random_below(sizeof letters / sizeof *letters)];
            sn_buf_add_str(&with, sn_str_of(letter));
            sn_buf_add_str(&without, sn_str_of(letter));
            if (random_below(3) == 0)
                sn_buf_add_str(&with, SN_STR("\u200c"));
        }
        assert_int_equal(sn_fold(sn_buf_str(&with), &a), SN_OK);
        assert_int_equal(sn_fold(sn_buf_str(&without), &b), SN_OK);
        put_without_half_spaces(sn_buf_str(&a.text), &left);
        fail_if(!sn_str_equal(sn_buf_str(&left), sn_buf_str(&b.text)), sn_buf_str(&with),
                "folds otherwise without its half-spaces");
    }
}

static void keys_and_names_are_folded_once(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(BUFFER_MAX * SN_FOLD_GROWTH), again = key, name = key;
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_str text = any_text();
        sn_buf_clear(&key);
        sn_buf_clear(&again);
        sn_buf_clear(&name);
        assert_int_equal(sn_fold_key(text, &key), SN_OK);
        assert_int_equal(sn_fold_key(sn_buf_str(&key), &again), SN_OK);
        fail_if(!sn_str_equal(sn_buf_str(&key), sn_buf_str(&again)), text, "the key of its key");
        assert_true(key.len <= text.len * SN_FOLD_GROWTH);
        assert_true(sn_str_equal(sn_str_trim(sn_buf_str(&key)), sn_buf_str(&key)));
        sn_buf_clear(&again);
        assert_int_equal(sn_fold_name(text, &name), SN_OK);
        for (size_t k = 0; k < key.len; k++) {
            if (key.at[k] != ' ')
                sn_buf_add_byte(&again, (unsigned char)key.at[k]);
        }
        fail_if(!sn_str_equal(sn_buf_str(&again), sn_buf_str(&name)), text, "its name is no key");
    }
}

/* Two words apart, with a half-space, joined: one name. */
static void check_name(sn_str first, sn_str second)
{
    static const char *const between[] = {" ", "\u200c", ""};
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(TEXT_MAX * 2), name = text, want = text;
    for (size_t k = 0; k < 3; k++) {
        sn_buf_clear(&text);
        sn_buf_clear(&name);
        sn_buf_add_str(&text, first);
        sn_buf_add_str(&text, sn_str_of(between[k]));
        sn_buf_add_str(&text, second);
        assert_int_equal(sn_fold_name(sn_buf_str(&text), k == 0 ? &want : &name), SN_OK);
        fail_if(k > 0 && !sn_str_equal(sn_buf_str(&name), sn_buf_str(&want)), sn_buf_str(&text),
                "has another name than with a blank");
    }
}

static void a_name_is_one_in_three_writings(void **state)
{
    (void)state;
    char bytes[TEXT_MAX];
    for (unsigned long i = 0; i < random_rounds(); i++) {
        check_name(lexicon_word_without_hamza(), lexicon_word_without_hamza());
        check_name(random_word(bytes, 1, 8), lexicon_compound());
    }
}

static void so_is_the_name_of_a_word_with_hamza(void **state)
{
    (void)state;
    static const char *const words[] = {"جزء",   "سوء",  "شیء",  "اجراء",
                                        "املاء", "بطیء", "جریء", "مقروء"};
    for (unsigned long i = 0; i < random_rounds() / 100 + 1; i++) {
        for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
            check_name(sn_str_of(words[k]), lexicon_word());
            check_name(lexicon_word(), sn_str_of(words[k]));
        }
    }
}

/* Every code point alone: growth, twice is once, words that it may make. */
static void every_code_point_keeps_the_bounds(void **state)
{
    (void)state;
    SN_CLEANUP(sn_folded) sn_folded once = {0};
    SN_CLEANUP(sn_folded) sn_folded twice = {0};
    sn_atoms atoms = {0};
    for (uint32_t cp = 0; cp < 0x110000; cp++) {
        char bytes[4];
        if (cp >= 0xd800 && cp <= 0xdfff)
            continue;
        sn_str text = {bytes, sn_utf8_write(cp, bytes)};
        assert_int_equal(sn_fold(text, &once), SN_OK);
        assert_int_equal(sn_fold(sn_buf_str(&once.text), &twice), SN_OK);
        assert_int_equal(sn_atoms_scan(sn_buf_str(&once.text), &atoms), SN_OK);
        fail_if(once.text.len > text.len * SN_FOLD_GROWTH, text, "grows beyond its bound");
        fail_if(!sn_str_equal(sn_buf_str(&once.text), sn_buf_str(&twice.text)), text,
                "folds twice otherwise");
        fail_if(atoms.n > SN_ANALYSIS_MAX_TOKENS(text.len), text, "has too many words");
    }
    sn_atoms_done(&atoms);
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
        cmocka_unit_test(folding_twice_is_folding_once),
        cmocka_unit_test(the_map_rises_on_character_borders),
        cmocka_unit_test(the_short_way_gives_the_same),
        cmocka_unit_test(atoms_are_cut_as_uax29_says),
        cmocka_unit_test(earlier_texts_leave_nothing_behind),
        cmocka_unit_test(a_maximum_is_kept),
        cmocka_unit_test(a_disguise_comes_off),
        cmocka_unit_test(a_word_folds_the_same_with_its_half_spaces_and_without),
        cmocka_unit_test(keys_and_names_are_folded_once),
        cmocka_unit_test(a_name_is_one_in_three_writings),
        cmocka_unit_test(so_is_the_name_of_a_word_with_hamza),
        cmocka_unit_test(every_code_point_keeps_the_bounds),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
