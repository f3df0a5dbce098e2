/* Laws of frozen dictionaries: what dictionary.h and lexicon_extend.h say of texts that nobody froze. */
#include "analysis/lexicon_extend.h"
#include "tests/property/analysis/random_dictionary.h"
#include "tests/property/analysis/random_persian.h"
#include "tests/property/analysis/random_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#define BUFFER_MAX (4u << 20)
#define TEN        "بپتثجچحخدذ"
#define SIXTY      TEN TEN TEN TEN TEN TEN

#define BYTES(literal)                                                                             \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

static void freeze(const random_dictionary *r, sn_buf *out)
{
    SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
    for (int k = 0; k < SN_DICTIONARY_KINDS; k++)
        assert_int_equal(
            sn_dictionary_add(&d, (sn_dictionary_kind)k, "words", sn_buf_str(&r->files[k]), NULL),
            SN_OK);
    assert_int_equal(sn_dictionary_settle(&d, NULL), SN_OK);
    assert_int_equal(sn_dictionary_freeze(&d, out), SN_OK);
}

/* Thaws to a dictionary that freezes to these bytes, or is corrupt. */
static void check_thaw(sn_str text)
{
    SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
    SN_CLEANUP(sn_buf) sn_buf again = SN_BUF(BUFFER_MAX);
    sn_status status = sn_dictionary_thaw(text, &d, NULL);
    if (status != SN_OK) {
        assert_int_equal(status, SN_ECORRUPT);
        return;
    }
    assert_int_equal(sn_dictionary_freeze(&d, &again), SN_OK);
    fail_if(!sn_str_equal(sn_buf_str(&again), text), text, "thaws, but nobody froze it");
}

static void a_cut_text_is_corrupt_or_frozen(void **state)
{
    (void)state;
    for (unsigned long i = 0; i < random_rounds(); i++) {
        SN_CLEANUP(random_dictionary) random_dictionary r;
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX);
        random_dictionary_make(&r);
        freeze(&r, &text);
        sn_buf_cut(&text, random_below(text.len + 1));
        check_thaw(sn_buf_str(&text));
    }
}

static void a_damaged_text_is_corrupt_or_frozen(void **state)
{
    (void)state;
    for (unsigned long i = 0; i < random_rounds(); i++) {
        SN_CLEANUP(random_dictionary) random_dictionary r;
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX);
        random_dictionary_make(&r);
        freeze(&r, &text);
        for (size_t n = 1 + random_below(3); n > 0 && text.len > 0; n--)
            text.at[random_below(text.len)] = "\t\n\r #a\xd8\0\xa7"[random_below(9)];
        check_thaw(sn_buf_str(&text));
    }
}

/* Rows whose like no reader of dictionaries lets through, with the reason. */
static const struct foreign_row {
    const char *name;
    sn_str text;
} foreign_rows[] = {
    {"a word of another script", BYTES("stem\tword\tژژک\n")},
    {"a word with a half-space", BYTES("stem\tژ\u200cژک\tژژک\n")},
    {"a word with alef madda", BYTES("stem\tآژک\tاژک\n")},
    {"a word of 61 letters", BYTES("stem\t" SIXTY "ب\tژژک\n")},
    {"a stem of 61 letters", BYTES("stem\tژژک\t" SIXTY "ب\n")},
    {"a stem of 90 letters", BYTES("stem\tژژک\t" SIXTY TEN TEN TEN "\n")},
    {"a stem of two words", BYTES("stem\tژژک\tژژه ژژ\n")},
    {"a stem of another script", BYTES("stem\tژژک\tstem\n")},
    {"a stem that is no UTF-8", BYTES("stem\tژژک\t\xff\n")},
    {"a word that is no UTF-8", BYTES("stem\t\xd8\tژژک\n")},
    {"a stem that NUL ends", BYTES("stem\tژژک\t\0\n")},
    {"a word that NUL ends", BYTES("stem\tژژک\0x\tژژک\n")},
    {"parts of another compound", BYTES("compound\tگلنمک\tآب نما\n")},
    {"one part", BYTES("compound\tگلنمک\tگلنمک\n")},
    {"two blanks between parts", BYTES("compound\tگلنمک\tگل  نمک\n")},
    {"a blank at the end", BYTES("compound\tگلنمک\tگل نمک \n")},
};

static void foreign_rows_make_no_lexicon(void **state)
{
    (void)state;
    size_t passed = 0;
    for (size_t i = 0; i < sizeof foreign_rows / sizeof *foreign_rows; i++) {
        SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
        SN_CLEANUP_PTR(sn_lexicon) sn_lexicon *lexicon = NULL;
        sn_status status = sn_dictionary_thaw(foreign_rows[i].text, &d, NULL);
        if (status == SN_OK)
            status = sn_lexicon_extend(sn_lexicon_builtin(), &d, &lexicon);
        if (status == SN_OK)
            print_error("  %s: makes a lexicon\n", foreign_rows[i].name);
        passed += status == SN_OK;
    }
    assert_int_equal(passed, 0);
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
        cmocka_unit_test(a_cut_text_is_corrupt_or_frozen),
        cmocka_unit_test(a_damaged_text_is_corrupt_or_frozen),
        cmocka_unit_test(foreign_rows_make_no_lexicon),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
