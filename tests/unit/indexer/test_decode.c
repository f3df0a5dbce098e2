#include "base/utf8.h"
#include "indexer/readers/decode.h"
#include "indexer/readers/xml_guard.h"
#include "tests/unit/base/testing.h"

#include <string.h>

#define BYTES(text) text, sizeof(text) - 1
#define BAD         SN_DECODE_BAD
#define CONTROL     SN_DECODE_CONTROL
#define LESS        SN_DECODE_LESS

static const struct decode_case {
    const char *name, *encoding, *bytes;
    size_t n;
    const char *want;
} cases[] = {
    {"UTF-8 is itself", "utf-8", BYTES("پل\n\t\r𝄞"), "پل\n\t\r𝄞"},
    {"without its mark", "UTF-8", BYTES("\xEF\xBB\xBFپل"), "پل"},
    {"a mark further on is text", "utf-8", BYTES("پل\xEF\xBB\xBF"), "پل\xEF\xBB\xBF"},
    {"a byte alone is bad", "utf-8", BYTES("پ\xD9ل"), "پ" BAD "ل"},
    {"a cut sequence is one mistake", "utf-8", BYTES("x\xE0\xA4y\xF0\x90\x8D"), "x" BAD "y" BAD},
    {"surrogates are bad", "utf-8", BYTES("\xED\xA0\x80x"), BAD "x"},
    {"a continuation alone is bad", "utf-8", BYTES("x\x80\x81y"), "x" BAD "y"},
    {"control characters", "utf-8", BYTES("x\0\x1B[m\x7F"), "x" CONTROL CONTROL "[m\x7F"},
    {"and what is no character", "utf-8", BYTES("x\xEF\xBF\xBE\xEF\xBF\xBFy\xEF\xBF\xBD"),
     "x" CONTROL CONTROL "y\xEF\xBF\xBD"},
    {"windows-1256", "Windows-1256", BYTES("\x81\xE1 \xE6 \x98\xED\x9D\xE3"), "پل و کي‌م"},
    {"iso-8859-6", "iso-8859-6", BYTES("\xE4\xA1x"), "ل" BAD "x"},
    {"utf-16", "utf-16", BYTES("\xFF\xFE\x7E\x06\x44\x06"), "پل"},
    {"utf-16be", "utf-16be", BYTES("\xFE\xFF\x06\x7E\x06\x44"), "پل"},
    {"half a pair", "utf-16le", BYTES("\x00\xDC\x7E\x06"), BAD "پ"},
    {"half a character at the end", "utf-16le", BYTES("\x7E\x06\x44"), "پ" BAD},
};

static void decode(const struct decode_case *c, size_t step, sn_buf *out)
{
    SN_CLEANUP_PTR(sn_decoder) sn_decoder *d = NULL;
    sn_error err = {0};
    assert_ok(sn_decoder_create(sn_str_of(c->encoding), &d, &err), &err);
    for (size_t i = 0; i < c->n; i += step) {
        size_t n = c->n - i < step ? c->n - i : step;
        assert_int_equal(sn_decoder_feed(d, (sn_str){c->bytes + i, n}, false, out), SN_OK);
    }
    assert_int_equal(sn_decoder_feed(d, (sn_str){NULL, 0}, true, out), SN_OK);
}

static void decode_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        for (size_t step = 3; step < 20; step += 4) { /* a mark needs its three bytes */
            SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
            print_message("  case: %s, %zu at a time\n", cases[i].name, step);
            decode(&cases[i], step, &out);
            assert_string_equal(sn_buf_text(&out), cases[i].want);
            bool marked =
                strstr(cases[i].want, BAD) != NULL || strstr(cases[i].want, CONTROL) != NULL;
            assert_true((sn_decoded_check(sn_buf_str(&out), NULL) == SN_OK) == !marked);
        }
}

static void other_encodings_are_refused_by_name(void **state)
{
    static const char *const names[] = {"x-mac-farsi", "", "iso-2022-kr", "utf-7", "windows-12560"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        sn_decoder *d = NULL;
        sn_error err = {0};
        assert_fails(sn_decoder_create(sn_str_of(names[i]), &d, &err), SN_EINVAL, &err, names[i]);
        assert_null(d);
    }
}

static const struct declared_case {
    const char *head;
    size_t n;
    const char *want;
} declared[] = {
    {BYTES("<rss>"), "utf-8"},
    {BYTES("<?xml version=\"1.0\"?><rss>"), "utf-8"},
    {BYTES("<?xml version=\"1.0\" encoding=\"windows-1256\"?>"), "windows-1256"},
    {BYTES("<?xml version='1.0' encoding = 'ISO-8859-6' ?>"), "ISO-8859-6"},
    {BYTES("<?xml version=\"1.0\" encoding=\"utf-16\"?>"), "utf-8"},
    {BYTES("<?xml version=\"1.0\" encoding="), "utf-8"},
    {BYTES("<?xml version=\"1.0\"?><a encoding=\"x\"/>"), "utf-8"},
    {BYTES("\xFF\xFE<\0?\0"), "utf-16le"},
    {BYTES("\0<\0?\0x"), "utf-16be"},
    {BYTES(""), "utf-8"},
};

static void an_encoding_is_read_off_the_first_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(declared); i++)
        assert_str(sn_encoding_of_xml((sn_str){declared[i].head, declared[i].n}), declared[i].want);
}

static const struct guard_case {
    const char *name, *text, *want;
} guarded[] = {
    {"tags stay", "<?xml?><a b=\"x>y\" c='z'><b/></a>", "<?xml?><a b=\"x>y\" c='z'><b/></a>"},
    {"text stays", "<a>5 > 7 & x</a>", "<a>5 > 7 & x</a>"},
    {"a < before a space is none", "<a>5 < 7</a>", "<a>5 " LESS " 7</a>"},
    {"nor one before another", "<a><<b/></a>", "<a>" LESS "<b/></a>"},
    {"nor one before a digit or a letter of ours", "<a><5<پل</a>", "<a>" LESS "5" LESS "پل</a>"},
    {"comments are left alone", "<a><!-- < <5 -- --->< </a>", "<a><!-- < <5 -- --->" LESS " </a>"},
    {"sections too", "<a><![CDATA[ < ]] ]]]>< </a>", "<a><![CDATA[ < ]] ]]]>" LESS " </a>"},
    {"and instructions", "<a><?x < ?? ?>< </a>", "<a><?x < ?? ?>" LESS " </a>"},
    {"declarations before the first tag", "<!DOCTYPE a [<!ENTITY x \"<\">]><a>< </a>",
     "<!DOCTYPE a [<!ENTITY x \"<\">]><a>" LESS " </a>"},
    {"but not behind it", "<a><!DOCTYPE b></a>", "<a>" LESS "!DOCTYPE b></a>"},
    {"what only begins like a section", "<a><![CDATA <!- <!x</a>",
     "<a>" LESS "![CDATA " LESS "!- " LESS "!x</a>"},
    {"a tag without its end", "<a><b c=\"x<d></a>", "<a><b c=\"x<d></a>"},
    {"a < at the end of all", "<a></a><", "<a></a><"},
};

static void guard_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(guarded); i++)
        for (size_t step = 1; step < 8; step += 3) {
            SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
            sn_xml_guard g = {0};
            sn_str text = sn_str_of(guarded[i].text);
            print_message("  case: %s\n", guarded[i].name);
            for (size_t at = 0; at < text.len; at += step) {
                size_t n = text.len - at < step ? text.len - at : step;
                assert_int_equal(
                    sn_xml_guard_feed(&g, (sn_str){text.at + at, n}, at + n == text.len, &out),
                    SN_OK);
            }
            assert_string_equal(sn_buf_text(&out), guarded[i].want);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decode_table),
        cmocka_unit_test(other_encodings_are_refused_by_name),
        cmocka_unit_test(an_encoding_is_read_off_the_first_bytes),
        cmocka_unit_test(guard_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
