/* Laws of folding and of the cut into words, over random texts. */
#include "analysis/fold.h"
#include "analysis/fold_sink.h"
#include "analysis/words.h"
#include "base/utf8.h"
#include "tests/property/analysis/random_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>
#include <uniwbrk.h>

static void folding_twice_is_folding_once(void **state)
{
    (void)state;
    SN_CLEANUP(sn_folded) sn_folded once = {0};
    SN_CLEANUP(sn_folded) sn_folded twice = {0};
    char bytes[TEXT_MAX];
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_str text = random_text(bytes);
        assert_int_equal(sn_fold(text, &once), SN_OK);
        assert_int_equal(sn_fold(sn_buf_str(&once.text), &twice), SN_OK);
        assert_true(sn_str_equal(sn_buf_str(&once.text), sn_buf_str(&twice.text)));
    }
}

static void the_map_rises_on_character_borders(void **state)
{
    (void)state;
    SN_CLEANUP(sn_folded) sn_folded folded = {0};
    char bytes[TEXT_MAX];
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_str text = random_text(bytes);
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
    char bytes[TEXT_MAX];
    for (unsigned long i = 0; i < random_rounds(); i++) {
        sn_str text = random_text(bytes);
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
    char bytes[TEXT_MAX];
    static char breaks[TEXT_MAX * SN_FOLD_GROWTH];
    for (unsigned long i = 0; i < random_rounds(); i++) {
        assert_int_equal(sn_fold(random_text(bytes), &folded), SN_OK);
        sn_str text = sn_buf_str(&folded.text);
        assert_int_equal(sn_atoms_scan(text, &atoms), SN_OK);
        u8_wordbreaks((const uint8_t *)text.at, text.len, breaks);
        for (size_t k = 0; k < atoms.n; k++) {
            const sn_atom *atom = &atoms.at[k];
            assert_true(on_border(text, atom->begin) && on_border(text, atom->end));
            for (size_t b = atom->begin + 1; b < atom->end; b++)
                assert_false(breaks[b]);
            if (k > 0 && atom->gap == SN_GAP_NONE && atom->kind == atoms.at[k - 1].kind)
                assert_true(breaks[atom->begin]);
        }
    }
    sn_atoms_done(&atoms);
}

static int begin(void **state)
{
    (void)state;
    random_begin();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folding_twice_is_folding_once),
        cmocka_unit_test(the_map_rises_on_character_borders),
        cmocka_unit_test(the_short_way_gives_the_same),
        cmocka_unit_test(atoms_are_cut_as_uax29_says),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
