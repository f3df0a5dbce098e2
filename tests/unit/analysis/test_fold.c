#include "analysis/fold.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

static const struct fold_case {
    const char *name, *in, *want;
} cases[] = {
    {"arabic yeh and alef maksura are farsi yeh", "علي موسى", "علی موسی"},
    {"arabic kaf is keheh", "كتاب", "کتاب"},
    {"swash kaf and kaf with ring are keheh", "ڪار ګار", "کار کار"},
    {"pashto and kurdish yehs are yeh", "ې ۍ ێ ے", "ی ی ی ی"},
    {"teh marbuta is heh", "مکة", "مکه"},
    {"urdu and kurdish hehs are heh", "ہم ھم کوردە", "هم هم کورده"},
    {"heh with yeh above is heh", "خانۀ", "خانه"},
    {"heh and combining hamza is heh", "خانه\u0654", "خانه"},
    {"kurdish ae and combining hamza is heh", "خان\u06d5\u0654", "خانه"},
    {"alef with hamza or wasla is alef", "أب إب ٱب", "اب اب اب"},
    {"alef and combining hamza is alef", "ا\u0654ب", "اب"},
    {"alef madda stays for the exact term", "آب", "آب"},
    {"alef and combining madda is alef madda", "ا\u0653ب", "آب"},
    {"waw with hamza is waw", "مؤسسه", "موسسه"},
    {"yeh with hamza is yeh", "مسئول رئيس", "مسیول رییس"},
    {"yeh and combining hamza is yeh", "مسی\u0654ول", "مسیول"},
    {"final hamza goes behind alef", "اجراء املاء ماء", "اجرا املا ما"},
    {"final hamza stays behind other letters", "جزء شیء مقروء", "جزء شیء مقروء"},
    {"at the end of a compound, too", "گل‌جزء گلجزء", "گل‌جزء گلجزء"},
    {"final hamza goes before a half-space too", "امضاء\u200cها", "امضا\u200cها"},
    {"inner hamza goes behind alef", "انشاءالله", "انشاالله"},
    {"inner hamza stays behind other letters", "سوءاستفاده", "سوءاستفاده"},
    {"urdu retroflex letters lose their sign", "ٹرمپ ڈاکٹر", "ترمپ داکتر"},
    {"pashto letters are spelled as persian does", "پښتو ځدران", "پشتو زدران"},
    {"kurdish letters are spelled as persian does", "ڤیان کۆ گوڵ کوڕ", "ویان کو گول کور"},
    {"tatweel inside a word goes", "سـلام هـ", "سلام ه"},
    {"tatweel between spaces is a dash", "ایران ـ عراق", "ایران - عراق"},
    {"a row of tatweels is one dash", "الف ـــ ب", "الف - ب"},
    {"harakat go", "سَلامٌ مُحمّد", "سلام محمد"},
    {"superscript alef goes", "رحم\u0670ن", "رحمن"},
    {"quranic marks go", "الله\u06da", "الله"},
    {"presentation forms are letters", "ﺳﻼم ﻛﺘﺎﺏ", "سلام کتاب"},
    {"the rial sign is a word", "\ufdfc", "ریال"},
    {"a phrase ligature is its words", "\ufdfa", "صلی الله علیه وسلم"},
    {"bidi marks and zero width space go", "سلا\u200eم\u200f \u202bبه\u202c\u200b", "سلام به"},
    {"isolates and word joiner go", "\u2067ایران\u2069\u2060", "ایران"},
    {"byte order mark and soft hyphen go", "\ufeffای\u00adران", "ایران"},
    {"zero width joiner goes", "ه\u200d.ش", "ه.ش"},
    {"half-space between letters stays", "می\u200cرود", "می\u200cرود"},
    {"several half-spaces are one", "می\u200c\u200cرود", "می\u200cرود"},
    {"half-space beside a space goes", "می\u200c رود \u200cو", "می رود و"},
    {"half-space at both ends goes", "\u200cمی\u200c", "می"},
    {"half-space beside digits and latin goes", "۲۰\u200cساله NGO\u200cها", "20ساله ngoها"},
    {"half-space behind a mark stays", "می\u0650\u200cرود", "می\u200cرود"},
    {"not sign between letters is a half-space", "کتاب\u00acها", "کتاب\u200cها"},
    {"not sign elsewhere is a space", "1 \u00ac 2", "1   2"},
    {"unit separator between letters is a half-space", "کتاب\x1fها", "کتاب\u200cها"},
    {"unit separator elsewhere is a space",
     "a\x1f"
     "b",
     "a b"},
    {"no-break and other spaces are spaces", "a\u00a0b\u2009c\u3000d", "a b c d"},
    {"line separator is a line end", "a\u2028b", "a\nb"},
    {"persian and arabic digits are ascii", "۱۲۳ ٤٥٦", "123 456"},
    {"digits of any script are ascii", "१२३ ７８", "123 78"},
    {"decimal separator behind a digit is a point", "۲٫۵", "2.5"},
    {"decimal separator elsewhere is a comma", "الف٫ب", "الف,ب"},
    {"thousands separator between digits goes", "۱٬۰۰۰", "1000"},
    {"thousands separator elsewhere is a comma", "۱٬ ۲", "1, 2"},
    {"percent sign is ascii", "۵٪", "5%"},
    {"latin is lower case", "ISNA", "isna"},
    {"latin loses its accents", "Café Ångström", "cafe angstrom"},
    {"combining accents go", "cafe\u0301", "cafe"},
    {"latin letters without decomposition", "Ødegård straße Łódź", "odegard strasse lodz"},
    {"dotted and dotless i are i", "İstanbul Diyarbakır", "istanbul diyarbakir"},
    {"full-width latin is latin", "ＢＢＣ", "bbc"},
    {"latin ligature is its letters", "ﬁfa", "fifa"},
    {"mathematical digits are digits", "𝟏𝟎", "10"},
    {"superscript digits are digits", "m²", "m2"},
    {"fractions and signs stay", "½ ™ 🆔", "½ ™ 🆔"},
    {"variation selectors and keycaps go", "1\ufe0f\u20e3 ❤\ufe0f", "1 ❤"},
    {"greek and cyrillic are lower case", "ΑΘΗΝΑΣ Москва", "αθηνασ москва"},
    {"hangul and kana are composed", "\u1112\u1161\u11ab か\u3099", "한 が"},
    {"dashes and apostrophes are ascii", "COVID–19 don’t", "covid-19 don't"},
    {"empty text", "", ""},
};

static void fold_table(void **state)
{
    (void)state;
    SN_CLEANUP(sn_folded) sn_folded folded = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        print_message("  case: %s\n", cases[i].name);
        assert_int_equal(sn_fold(sn_str_of(cases[i].in), &folded), SN_OK);
        assert_string_equal(sn_buf_text(&folded.text), cases[i].want);
        assert_int_equal(folded.text.len, strlen(cases[i].want));
    }
}

static void every_code_point_folds_once(void **state)
{
    (void)state;
    SN_CLEANUP(sn_folded) sn_folded once = {0};
    SN_CLEANUP(sn_folded) sn_folded twice = {0};
    for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
        char bytes[4];
        if (cp >= 0xd800 && cp <= 0xdfff)
            continue;
        size_t n = sn_utf8_write(cp, bytes);
        assert_int_equal(sn_fold((sn_str){bytes, n}, &once), SN_OK);
        assert_true(once.text.len <= n * SN_FOLD_GROWTH);
        assert_true(sn_utf8_is_valid(sn_buf_str(&once.text), NULL));
        assert_int_equal(sn_fold(sn_buf_str(&once.text), &twice), SN_OK);
        assert_true(sn_str_equal(sn_buf_str(&once.text), sn_buf_str(&twice.text)));
    }
}

static void the_map_leads_to_the_original(void **state)
{
    (void)state;
    SN_CLEANUP(sn_folded) sn_folded folded = {0};
    /* bytes:           0 1 2 3   4 5      6 7   8  */
    sn_str text = SN_STR("سَ"
                         "\u200e"
                         "ﻻ"
                         "1");
    assert_int_equal(sn_fold(text, &folded), SN_OK);
    assert_string_equal(sn_buf_text(&folded.text), "سلا1");
    static const uint32_t want[] = {0, 0, 7, 7, 7, 7, 10, 11};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_int_equal(folded.source[i], want[i]);
}

static bool is_marked(const sn_folded *f, size_t i)
{
    return (f->ezafe[i / 8] >> i % 8 & 1) != 0;
}

static void hamza_on_heh_is_marked(void **state)
{
    (void)state;
    SN_CLEANUP(sn_folded) sn_folded folded = {0};
    static const char *const with[] = {"خانۀ", "خانه\u0654", "خان\u06c2", "خانهـ\u0654"};
    for (size_t i = 0; i < sizeof with / sizeof *with; i++) {
        assert_int_equal(sn_fold(sn_str_of(with[i]), &folded), SN_OK);
        assert_int_equal(folded.text.len, 8);
        assert_false(is_marked(&folded, 5));
        assert_true(is_marked(&folded, 6));
        assert_true(is_marked(&folded, 7));
    }
    assert_int_equal(sn_fold(SN_STR("خانه ما"), &folded), SN_OK);
    for (size_t i = 0; i < folded.text.len; i++)
        assert_false(is_marked(&folded, i)); /* nothing left from the text before */
}

static void a_maximum_is_kept(void **state)
{
    (void)state;
    SN_CLEANUP(sn_folded) sn_folded folded = {.text = SN_BUF(6)};
    assert_int_equal(sn_fold(SN_STR("سلا"), &folded), SN_OK);
    assert_int_equal(sn_fold(SN_STR("سلام"), &folded), SN_ELIMIT);
    assert_int_equal(sn_fold(SN_STR("\ufdfa"), &folded), SN_ELIMIT);
    assert_int_equal(sn_fold(SN_STR("abc"), &folded), SN_OK);
}

static const struct fold_case keys[] = {
    {"signs and spaces are one space", "  ایران -- عراق؛", "ایران عراق"},
    {"half-space goes, madda too", "آب\u200cوهوا", "ابوهوا"},
    {"arabic and persian spelling have one key", "خبرگزاري مهر", "خبرگزاری مهر"},
    {"digits are ascii", "۱۴۰۳/۰۵", "1403 05"},
    {"nothing but signs is empty", "«»!", ""},
    {"latin is folded", "BBC فارسی", "bbc فارسی"},
};

static void key_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        print_message("  case: %s\n", keys[i].name);
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100);
        assert_int_equal(sn_fold_key(sn_str_of(keys[i].in), &out), SN_OK);
        assert_string_equal(sn_buf_text(&out), keys[i].want);
    }
    SN_CLEANUP(sn_buf) sn_buf small = SN_BUF(3);
    assert_int_equal(sn_fold_key(SN_STR("ایران"), &small), SN_ELIMIT);
    SN_CLEANUP(sn_buf) sn_buf more = SN_BUF(100);
    sn_buf_add_str(&more, SN_STR("x:"));
    assert_int_equal(sn_fold_key(SN_STR("-ایران"), &more), SN_OK);
    assert_string_equal(sn_buf_text(&more), "x:ایران"); /* appends */
}

static void a_name_has_one_key_however_it_is_spaced(void **state)
{
    static const char *const writings[] = {"محیط زیست", "محيط\u200cزيست", "محیطزیست",
                                           " محیط-زیست "};
    (void)state;
    for (size_t i = 0; i < sizeof writings / sizeof *writings; i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100);
        assert_int_equal(sn_fold_name(sn_str_of(writings[i]), &out), SN_OK);
        assert_string_equal(sn_buf_text(&out), "محیطزیست");
    }
}

static void a_word_is_folded_into_the_callers_room(void **state)
{
    (void)state;
    char out[8];
    size_t len = 99;
    assert_int_equal(sn_fold_word(SN_STR("كتاب"), out, sizeof out, &len), SN_OK);
    assert_int_equal(len, 8);
    assert_memory_equal(out, "کتاب", 8);
    len = 99;
    assert_int_equal(sn_fold_word(SN_STR("كتابخانه"), out, sizeof out, &len), SN_ELIMIT);
    assert_int_equal(len, 99);
    assert_int_equal(sn_fold_word(SN_STR(""), out, sizeof out, &len), SN_OK);
    assert_int_equal(len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fold_table),
        cmocka_unit_test(every_code_point_folds_once),
        cmocka_unit_test(the_map_leads_to_the_original),
        cmocka_unit_test(hamza_on_heh_is_marked),
        cmocka_unit_test(a_maximum_is_kept),
        cmocka_unit_test(key_table),
        cmocka_unit_test(a_name_has_one_key_however_it_is_spaced),
        cmocka_unit_test(a_word_is_folded_into_the_callers_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
