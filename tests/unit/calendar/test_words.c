/* Month names and the shapes of text around a date. docs/dates.md has one row a form; here are all
 * the names and the awkward spellings. */
#include "calendar/calendar.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>
#include <string.h>

static sn_status parse(const char *text, sn_instant *out)
{
    return sn_date_parse(sn_str_of(text), out, NULL);
}

static void assert_same_day(const char *text, const char *numbers)
{
    sn_instant a = {0}, b = {0};
    print_message("  %s\n", text);
    assert_int_equal(parse(text, &a), SN_OK);
    assert_int_equal(parse(numbers, &b), SN_OK);
    assert_true(a.sec == b.sec && a.precision == b.precision);
}

/* names[i] holds the spellings of month i + 1, with commas between them. */
static void check_months(const char *const names[12], const char *year, const char *before,
                         const char *behind)
{
    for (int month = 1; month <= 12; month++) {
        char spellings[256], text[128], numbers[32];
        snprintf(spellings, sizeof spellings, "%s", names[month - 1]);
        snprintf(numbers, sizeof numbers, "%s/%02d/09", year, month);
        char *rest = spellings;
        for (char *name = strsep(&rest, ","); name != NULL; name = strsep(&rest, ",")) {
            snprintf(text, sizeof text, "%s%s%s", before, name, behind);
            assert_same_day(text, numbers);
        }
    }
}

static void jalali_months(void **state)
{
    static const char *const names[12] = {
        "فروردین,فروردين,farvardin,Farvardin,حمل",
        ("اردیبهشت,ارديبهشت,اردی‌بهشت,اردی "
         "بهشت,Ordibehesht,ثور"),
        "خرداد,Khordad,جوزا",
        "تیر,تير,Tir,سرطان",
        "مرداد,امرداد,Mordad,اسد",
        "شهریور,شهريور,Shahrivar,سنبله",
        "مهر,Mehr,میزان,ميزان",
        "آبان,ابان,Aban,عقرب",
        "آذر,اذر,Azar,قوس",
        "دی,دي,Dey,جدی",
        "بهمن,Bahman,دلو",
        "اسفند,اسپند,Esfand,حوت",
    };
    (void)state;
    check_months(names, "1399", "09 ", " 1399");
    check_months(names, "1399", "۹ ", "ماه ۱۳۹۹");
    check_months(names, "1399", "۹ ", "‌ماه ۱۳۹۹");
    check_months(names, "1399", "٩ ", " ماه سال ١٣٩٩");
    check_months(names, "1399", "۹", "۱۳۹۹");
}

static void gregorian_months(void **state)
{
    static const char *const names[12] = {
        ("ژانویه,ژانويه,ژانویهٔ,ژانویۀ,"
         "ژانویه‌ی,جنوری,يناير,January,Jan,JAN"),
        "فوریه,فوريه,فوریهٔ,فبروری,فبراير,February,Feb",
        "مارس,مارچ,March,Mar",
        "آوریل,آوريل,اوریل,آپریل,اپریل,أبريل,April,Apr",
        "مه,می,مي,مهٔ,مايو,May",
        "ژوئن,ژوين,ژون,جون,يونيو,June,Jun",
        "ژوئیه,ژوئيه,ژوئیهٔ,ژوییه,ژویه,ژولای,جولای,يوليو,July,Jul",
        "اوت,آگوست,اگوست,آگست,أغسطس,August,Aug",
        "سپتامبر,سپتمبر,سبتمبر,September,Sept,Sep",
        "اکتبر,اكتبر,اکتوبر,أكتوبر,October,Oct",
        "نوامبر,نومبر,نوفمبر,November,Nov",
        "دسامبر,دسمبر,ديسمبر,December,Dec",
    };
    (void)state;
    check_months(names, "2020", "9 ", " 2020");
    check_months(names, "2020", "۹ ", " ۲۰۲۰ میلادی");
    check_months(names, "2020", "", " 9th, 2020");
    check_months(names, "2020", "9-", "-2020");
}

static void hijri_months(void **state)
{
    static const char *const names[12] = {
        "محرم,محرم الحرام,محرم‌الحرام",
        "صفر,صفر المظفر",
        "ربیع الاول,ربیع‌الاول,ربيع الأول",
        "ربیع الثانی,ربیع‌الثانی,ربیع الآخر",
        "جمادی الاول,جمادی‌الاول,جمادى الأولى",
        "جمادی الثانی,جمادی‌الثانیه,جمادى الآخرة",
        "رجب,رجب المرجب",
        "شعبان,شعبان المعظم",
        "رمضان,رمضان المبارک,رمضان المبارك",
        "شوال,شوال المکرم",
        "ذی القعده,ذی‌القعده,ذیقعده,ذي القعدة,ذوالقعده",
        "ذی الحجه,ذی‌الحجه,ذیحجه,ذي الحجة,ذوالحجه",
    };
    int64_t before = 0;
    (void)state;
    for (int month = 0; month < 12; month++) {
        char spellings[256], text[128];
        sn_instant one = {0}, other = {0};
        snprintf(spellings, sizeof spellings, "%s", names[month]);
        char *rest = spellings;
        snprintf(text, sizeof text, "۱ %s ۱۴۴۶", strsep(&rest, ","));
        assert_int_equal(parse(text, &one), SN_OK);
        /* Months have 29 or 30 days. */
        assert_true(before == 0 || one.sec - before == 29 * 86400 ||
                    one.sec - before == 30 * 86400);
        before = one.sec;
        for (char *name = strsep(&rest, ","); name != NULL; name = strsep(&rest, ",")) {
            snprintf(text, sizeof text, "۱ %s ۱۴۴۶ ه.ق", name);
            print_message("  %s\n", text);
            assert_int_equal(parse(text, &other), SN_OK);
            assert_true(one.sec == other.sec);
        }
    }
}

static void weekdays_are_read_over(void **state)
{
    static const char *const days[] = {"شنبه",      "یکشنبه",    "یک‌شنبه",
                                       "یک شنبه",   "۱شنبه",     "يكشنبه",
                                       "دوشنبه",    "دو شنبه",   "سه‌شنبه",
                                       "سه شنبه",   "سهشنبه",    "3 شنبه",
                                       "چهارشنبه",  "چهار شنبه", "پنجشنبه",
                                       "پنج شنبه",  "٥شنبه",     "جمعه",
                                       "آدینه",     "الجمعة",    "Sat",
                                       "Saturday,", "Thu,",      "tuesday"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        char text[128];
        snprintf(text, sizeof text, "%s ۳۰ مرداد ۱۴۰۴", days[i]);
        assert_same_day(text, "1404/05/30");
        snprintf(text, sizeof text, "%s 1404/05/30", days[i]);
        assert_same_day(text, "1404/05/30");
    }
}

static const struct same_case {
    const char *name, *text;
} same[] = {
    {"a bidi mark before and behind", "\u200F۱۴۰۴/۰۵/۳۰ ۱۵:۰۱\u200E"},
    {"bidi isolates around each part", "\u2067۱۴۰۴/۰۵/۳۰\u2069 \u2066۱۵:۰۱\u2069"},
    {"no-break spaces", "۳۰\u00A0مرداد\u00A0۱۴۰۴\u00A0ساعت\u00A0۱۵:۰۱"},
    {"an en dash", "۱۴۰۴/۰۵/۳۰ – ۱۵:۰۱"},
    {"no space at the dash", "۱۴۰۴/۰۵/۳۰-۱۵:۰۱"},
    {"a bar", "۱۴۰۴/۰۵/۳۰ | ۱۵:۰۱"},
    {"a comma", "۳۰ مرداد ۱۴۰۴، ۱۵:۰۱"},
    {"a colon behind the word hour", "۳۰ مرداد ۱۴۰۴ ساعت: ۱۵:۰۱"},
    {"words before it", "تاریخ انتشار: ۳۰ مرداد ۱۴۰۴ - ۱۵:۰۱"},
    {"Arabic digits", "١٤٠٤/٠٥/٣٠ ١٥:٠١"},
    {"mixed digits", "۱۴0٤/05/۳۰ 1۵:٠1"},
    {"a fullwidth colon", "1404/05/30 15：01"},
    {"a division slash", "1404∕05∕30 15:01"},
    {"an Arabic date separator", "1404؍05؍30 15:01"},
    {"white space all around", " \t\n1404/05/30 15:01\r\n "},
    {"a stretched word", "۳۰ مـــرداد ۱۴۰۴ ۱۵:۰۱"},
    {"vowel signs", "۳۰ مُرداد ۱۴۰۴ ۱۵:۰۱"},
    {"time first", "۱۵:۰۱ ۳۰ مرداد ۱۴۰۴"},
    {"time first, a dash between", "۱۵:۰۱ - ۱۴۰۴/۰۵/۳۰"},
    {"time first, the dash at the date", "15:01 -1404/05/30"},
    {"day of the week between", "۱۵:۰۱ پنجشنبه ۳۰ مرداد ۱۴۰۴"},
    {"the afternoon in words", "۳۰ مرداد ۱۴۰۴ ساعت ۳:۰۱ بعد از ظهر"},
    {"the afternoon of a 24 hour clock", "۳۰ مرداد ۱۴۰۴ ساعت ۱۵:۰۱ عصر"},
    {"am and pm in Latin letters", "1404/05/30 03:01PM"},
    {"Tehran's own offset", "1404/05/30 15:01 +03:30"},
    {"Tehran's zone in letters", "1404/05/30 15:01 IRST"},
    {"GMT with an offset", "1404/05/30 15:01 GMT+0330"},
    {"in brackets", "(1404/05/30) [15:01]"},
    {"month first in English", "Aug 21, 2025, 15:01"},
    {"lower case", "2025-08-21t11:31z"},
};

static void spellings_of_one_minute(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(same); i++) {
        sn_instant instant = {0};
        sn_error err = {0};
        print_message("  case: %s\n", same[i].name);
        assert_ok(sn_date_parse(sn_str_of(same[i].text), &instant, &err), &err);
        assert_int_equal(instant.precision, SN_PRECISION_MINUTE);
        assert_int_equal(instant.sec, 1755775860); /* 2025-08-21T11:31:00Z */
    }
}

static const struct refused_case {
    const char *name, *text, *message;
} refused[] = {
    {"empty", "", "an empty text is not a date"},
    {"only white space", " \t ", "an empty text is not a date"},
    {"ill-formed", "1404/05/\xFF", "ill-formed UTF-8 is not a date"},
    {"the text is quoted", "۱۴۰۵/۱۳/۰۱", "«۱۴۰۵/۱۳/۰۱» is not a date from 1900 to 2100"},
    {"a long text is cut at a character", "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
     "«ابپتثجچحخدذرزژسشصضطظعغفقکگلمنو…» is not"},
    {"a character no date has", "1404/05/30!", "is not a date"},
    {"two separators of two kinds", "1404/05-30", "is not a date"},
    {"digits without marks", "1404 05 30", "is not a date"},
    {"too many digits", "123456789012345678901234567890", "is not a date"},
    {"digits of no form", "12345", "is not a date"},
    {"an epoch too late", "99999999999", "is not a date"},
    {"a T without a date", "T09:41", "is not a date"},
    {"a plus without an offset", "1404/05/30 15:01 +", "is not a date"},
    {"an offset before the time", "1404/05/30 +0330", "is not a date"},
    {"a zone without a time", "1404/05/30 GMT", "is not a date"},
    {"two zones", "2021-08-27T09:41:00Z UTC", "is not a date"},
    {"an offset of three digits", "2021-08-27T09:41:00+043", "is not a date"},
    {"minutes of an offset", "2021-08-27T09:41:00+04:60", "is not a date"},
    {"an offset of over 14 hours", "2021-08-27T09:41:00+14:01", "is not a date"},
    {"an offset of over 12 hours west", "2021-08-27T09:41:00-12:01", "is not a date"},
    {"two halves of the day", "1404/05/30 3:01 am pm", "is not a date"},
    {"a half without a time", "30 مرداد 1404 صبح", "is not a date"},
    {"thirteen in the morning", "1404/05/30 13:01 am", "is not a date"},
    {"two months", "30 مرداد شهریور 1404", "is not a date"},
    {"two days", "30 31 مرداد 1404", "is not a date"},
    {"a month without a year", "30 مرداد", "is not a date"},
    {"a month without a day", "مرداد 1404", "is not a date"},
    {"a day zero", "0 مرداد 1404", "is not a date"},
    {"a month of zero", "1404/00/01", "is not a date"},
    {"a one-digit minute", "1404/05/30 15:1", "is not a date"},
    {"a colon at the end", "1404/05/30 15:", "is not a date"},
    {"seconds missing behind their colon", "1404/05/30 15:01:", "is not a date"},
    {"an hour of three digits", "1404/05/30 015:01", "is not a date"},
    {"a second of 61", "1404/05/30 15:01:61", "is not a date"},
    {"a Hijri year far away", "1 رمضان 1200", "is not a date"},
    {"relative words are for filters", "today", "is not a date"},
};

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        sn_instant instant = {77, SN_PRECISION_DAY};
        sn_error err = {0};
        print_message("  case: %s\n", refused[i].name);
        assert_fails(sn_date_parse(sn_str_of(refused[i].text), &instant, &err), SN_EINVAL, &err,
                     refused[i].message);
        assert_int_equal(instant.sec, 77);
    }
}

static void long_texts_are_refused(void **state)
{
    char text[4096];
    sn_instant instant;
    (void)state;
    memset(text, ' ', sizeof text);
    memcpy(text, "1404/05/30", 10);
    assert_int_equal(sn_date_parse((sn_str){text, 200}, &instant, NULL), SN_OK);
    assert_int_equal(sn_date_parse((sn_str){text, sizeof text}, &instant, NULL), SN_EINVAL);
    memset(text, '1', sizeof text);
    assert_int_equal(sn_date_parse((sn_str){text, 250}, &instant, NULL), SN_EINVAL);
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = i % 2 == 0 ? '-' : '1';
    assert_int_equal(sn_date_parse((sn_str){text, 250}, &instant, NULL), SN_EINVAL);
    assert_int_equal(sn_date_parse((sn_str){NULL, 0}, &instant, NULL), SN_EINVAL);
}

static void a_leap_second_is_not_counted(void **state)
{
    sn_instant instant;
    (void)state;
    assert_int_equal(parse("2016-12-31T23:59:60Z", &instant), SN_OK);
    assert_int_equal(instant.sec, 1483228799);
}

static void bad_periods_are_refused(void **state)
{
    static const char *const texts[] = {"",           "-7",          "-7x",     "--7d",  "7d",
                                        "-99999999d", "-9999y",      "1404/13", "30",    "آبان",
                                        "-d",         "today today", "1200",    "-7d 12"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        int64_t first = 7, last = 7;
        print_message("  %s\n", texts[i]);
        assert_int_equal(sn_period_parse(sn_str_of(texts[i]), 1630057260, &first, &last, NULL),
                         SN_EINVAL);
        assert_true(first == 7 && last == 7);
    }
}

static void months_before_now_stay_in_their_month(void **state)
{
    /* 31 Farvardin 1404, 12:00 in Tehran; a month before is the last of Esfand 1403, a leap year. */
    int64_t now = 1745137800, first, last, want;
    (void)state;
    assert_int_equal(sn_period_parse(SN_STR("-1m"), now, &first, &last, NULL), SN_OK);
    assert_int_equal(sn_jalali_to_instant((sn_jalali_date){1403, 12, 30}, &want), SN_OK);
    assert_int_equal(first, want + 12 * 3600);
    assert_int_equal(last, first);
    assert_int_equal(sn_period_parse(SN_STR("−۱m"), now, &first, &last, NULL), SN_OK);
    assert_int_equal(first, want + 12 * 3600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jalali_months),
        cmocka_unit_test(gregorian_months),
        cmocka_unit_test(hijri_months),
        cmocka_unit_test(weekdays_are_read_over),
        cmocka_unit_test(spellings_of_one_minute),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(long_texts_are_refused),
        cmocka_unit_test(a_leap_second_is_not_counted),
        cmocka_unit_test(bad_periods_are_refused),
        cmocka_unit_test(months_before_now_stay_in_their_month),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
