#include "analysis/fingerprint.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>

typedef struct texts {
    const char *title, *lead, *body;
} texts;

/* The fingerprint of texts, borrowed from a maker that the test keeps. */
static sn_fingerprint make(sn_fingerprint_maker *m, texts t)
{
    sn_fingerprint f;
    assert_int_equal(
        sn_fingerprint_make(m, sn_str_of(t.title), sn_str_of(t.lead), sn_str_of(t.body), &f),
        SN_OK);
    return f;
}

static uint64_t text_of(texts t)
{
    SN_CLEANUP_PTR(sn_fingerprint_maker) sn_fingerprint_maker *m = NULL;
    assert_int_equal(sn_fingerprint_maker_create(&m), SN_OK);
    return make(m, t).text;
}

static void same(const texts *t, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (text_of(t[i]) != text_of(t[0]))
            fail_msg("text %zu is another than the first", i);
    }
}

static void letters_spaces_and_digits_of_any_keyboard_are_one_text(void **state)
{
    (void)state;
    const texts t[] = {
        {"پل زرینه‌رود ۱۲ میلیارد می‌خواهد", NULL,
         "آب که می‌آید، پل می‌رود."},
        {"پل زرينه‌رود 12 میلیارد مي‌خواهد", NULL,
         "آب كه مي‌آيد، پل مي‌رود."},
        {"پل زرینهرود ١٢ میلیارد میخواهد", NULL, "اب که میاید پل میرود"},
        {"پل زرینه رود ۱۲ میلیارد می خواهد!", NULL, "آب که می آید؛ پل می رود…"},
    };
    same(t, COUNT_OF(t));
}

static void handles_addresses_tags_and_signs_do_not_count(void **state)
{
    (void)state;
    const texts t[] = {
        {"سیل در مهرسار", NULL, "سیل در مهرسار پل را برد"},
        {"سیل در مهرسار", NULL, "🔴 سیل در #مهرسار پل را برد @mehrsar_news"},
        {"سیل در مهرسار", NULL, "سیل در مهرسار پل را برد\nhttps://mehrsar.example/a?b=1"},
        {"سیل در مهرسار", NULL, "سیل در مهرسار پل را برد | www.mehrsar.example/news/12"},
        {"سیل در مهرسار", NULL, "سیل در مهرسار پل را برد desk@mehrsar.example"},
    };
    same(t, COUNT_OF(t));
}

/* An address ends where its letters end: what is said behind it is compared. */
static void what_stands_behind_an_address_counts(void **state)
{
    (void)state;
    static const char *const addresses[] = {"@mehrsar_news", "https://mehrsar.example/a?b=1",
                                            "www.mehrsar.example", "desk@mehrsar.example"};
    char flood[100], fire[100];
    for (size_t i = 0; i < COUNT_OF(addresses); i++) {
        snprintf(flood, sizeof flood, "%s سیل پل را برد", addresses[i]);
        snprintf(fire, sizeof fire, "%s آتش خاموش شد", addresses[i]);
        assert_true(text_of((texts){NULL, NULL, flood}) != text_of((texts){NULL, NULL, fire}));
        assert_true(text_of((texts){NULL, NULL, flood}) ==
                    text_of((texts){NULL, NULL, "سیل پل را برد"}));
    }
}

static void a_signature_in_latin_letters_does_not_count(void **state)
{
    (void)state;
    const texts t[] = {
        {"سیل در مهرسار", NULL, "پل را آب برد"},
        {"سیل در مهرسار @mehrsar - Link", NULL, "پل را آب برد @mehrsar - Link"},
        {"سیل در مهرسار", NULL, "پل را آب برد\nLink"},
        {"سیل در مهرسار", NULL, "پل را آب برد | Mehrsar News"},
        {"سیل در مهرسار", NULL, "پل را آب برد - Photo: Mehrsar"},
    };
    same(t, COUNT_OF(t));
    const texts phones[] = {{"گوشی تازه Ahu", NULL, NULL}, {"گوشی تازه - Baz", NULL, NULL}};
    assert_true(text_of(phones[0]) != text_of(phones[1]));
    assert_true(text_of((texts){"Ahu", NULL, "| Baz"}) != 0);
}

static void openings_are_those_of_title_and_text(void **state)
{
    (void)state;
    SN_CLEANUP_PTR(sn_fingerprint_maker) sn_fingerprint_maker *m = NULL;
    assert_int_equal(sn_fingerprint_maker_create(&m), SN_OK);
    sn_fingerprint whole = make(m, (texts){"سیل در مهرسار", NULL, "آب پل تازه را دیشب برد"});
    sn_fingerprint bare = make(m, (texts){"آب پل تازه را دیشب برد", NULL, NULL});
    assert_true(whole.opening[1] == bare.opening[0] && whole.opening[0] != bare.opening[0]);
    assert_true(bare.opening[1] == 0 && whole.ending == bare.ending);
}

static void a_title_or_lead_that_the_text_begins_with_counts_once(void **state)
{
    (void)state;
    const texts t[] = {
        {"سیل در مهرسار", NULL, "سیل در مهرسار: پل را آب برد"},
        {"سیل در", NULL, "سیل در مهرسار: پل را آب برد"},
        {"سیل در مهرسار", "پل را آب برد", NULL},
        {"سیل در مهرسار", "پل را آب برد", "پل را آب برد"},
        {"سیل در مهرسار", "سیل در مهرسار: پل را آب برد", "سیل در مهرسار: پل را آب برد"},
    };
    same(t, COUNT_OF(t));
}

static void one_word_or_digit_more_is_another_text(void **state)
{
    (void)state;
    const texts t[] = {
        {"نرخ سکه ۱۲ هزار", NULL, NULL},      {"نرخ سکه ۱۳ هزار", NULL, NULL},
        {"نرخ سکه ۱۲ هزار شد", NULL, NULL},   {"نرخ ۱۲ سکه هزار", NULL, NULL},
        {"نرخ سکه U.S. ۱۲ هزار", NULL, NULL}, {"نرخ سکه ۱.۲ هزار", NULL, "۲"},
    };
    for (size_t i = 0; i < COUNT_OF(t); i++) {
        for (size_t j = i + 1; j < COUNT_OF(t); j++)
            assert_true(text_of(t[i]) != text_of(t[j]));
    }
}

static void numbers_are_collected_however_they_are_grouped(void **state)
{
    (void)state;
    SN_CLEANUP_PTR(sn_fingerprint_maker) sn_fingerprint_maker *m = NULL;
    assert_int_equal(sn_fingerprint_maker_create(&m), SN_OK);
    const char *texts_of_two[] = {"سکه ۱۲٬۵۰۰ و دلار ۷۰۰", "سکه 12,500 و دلار 700",
                                  "۷۰۰ ۷۰۰ 12500"};
    uint32_t first[2] = {0};
    for (size_t i = 0; i < COUNT_OF(texts_of_two); i++) {
        sn_fingerprint f = make(m, (texts){texts_of_two[i], NULL, NULL});
        assert_int_equal(f.n_numbers, 2);
        for (size_t k = 0; k < 2; k++) {
            first[k] = i == 0 ? f.numbers[k] : first[k];
            assert_int_equal(f.numbers[k], first[k]);
        }
    }
}

static void a_text_without_letters_is_no_text(void **state)
{
    (void)state;
    SN_CLEANUP_PTR(sn_fingerprint_maker) sn_fingerprint_maker *m = NULL;
    assert_int_equal(sn_fingerprint_maker_create(&m), SN_OK);
    const texts t[] = {
        {NULL, NULL, NULL}, {"🔴", NULL, "…"}, {"@mehrsar", NULL, "http://a.example"}};
    for (size_t i = 0; i < COUNT_OF(t); i++) {
        sn_fingerprint f = make(m, t[i]);
        assert_true(f.text == 0 && f.title == 0);
        assert_int_equal(f.n_shingles + f.n_numbers + f.n_passages, 0);
    }
}

static void short_headlines_are_no_sign_of_a_copy(void **state)
{
    (void)state;
    SN_CLEANUP_PTR(sn_fingerprint_maker) sn_fingerprint_maker *m = NULL;
    assert_int_equal(sn_fingerprint_maker_create(&m), SN_OK);
    assert_true(make(m, (texts){"خبر فوری", NULL, NULL}).title == 0);
    uint64_t title = make(m, (texts){"سیل پل مهرسار را برد", NULL, "الف"}).title;
    assert_true(title != 0);
    assert_true(make(m, (texts){"سيل: پل مهرسار را برد!", NULL, "ب"}).title == title);
}

/* Each word begins a shingle as long as there are letters for it. */
static void shingles_begin_at_words(void **state)
{
    (void)state;
    SN_CLEANUP_PTR(sn_fingerprint_maker) sn_fingerprint_maker *m = NULL;
    assert_int_equal(sn_fingerprint_maker_create(&m), SN_OK);
    assert_int_equal(make(m, (texts){"پل", NULL, NULL}).n_shingles, 0);
    assert_true(make(m, (texts){"پل", NULL, NULL}).ending != 0);
    assert_int_equal(make(m, (texts){"ابجدهوزحطیکلمن", NULL, NULL}).n_shingles, 1);
    /* 4 words of 5 letters: from the first and second on */
    assert_int_equal(make(m, (texts){"ابجده وزحطی کلمنس عفصقر", NULL, NULL}).n_shingles, 2);
    assert_int_equal(make(m, (texts){"ابجده وزحطی کلمنس عفصقر", NULL, NULL}).n_passages, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_spaces_and_digits_of_any_keyboard_are_one_text),
        cmocka_unit_test(handles_addresses_tags_and_signs_do_not_count),
        cmocka_unit_test(what_stands_behind_an_address_counts),
        cmocka_unit_test(a_signature_in_latin_letters_does_not_count),
        cmocka_unit_test(openings_are_those_of_title_and_text),
        cmocka_unit_test(a_title_or_lead_that_the_text_begins_with_counts_once),
        cmocka_unit_test(one_word_or_digit_more_is_another_text),
        cmocka_unit_test(numbers_are_collected_however_they_are_grouped),
        cmocka_unit_test(a_text_without_letters_is_no_text),
        cmocka_unit_test(short_headlines_are_no_sign_of_a_copy),
        cmocka_unit_test(shingles_begin_at_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
