#include "calendar/names.h"

#include <string.h>

#define J(text, month)                                                                             \
    {                                                                                              \
        text, SN_DATE_WORD_MONTH, SN_CALSYS_JALALI, month                                          \
    }
#define G(text, month)                                                                             \
    {                                                                                              \
        text, SN_DATE_WORD_MONTH, SN_CALSYS_GREGORIAN, month                                       \
    }
#define H(text, month)                                                                             \
    {                                                                                              \
        text, SN_DATE_WORD_MONTH, SN_CALSYS_HIJRI, month                                           \
    }
#define W(text, kind)                                                                              \
    {                                                                                              \
        text, SN_DATE_WORD_##kind, SN_CALSYS_GREGORIAN, 0                                          \
    }
#define V(text, kind, val)                                                                         \
    {                                                                                              \
        text, SN_DATE_WORD_##kind, SN_CALSYS_GREGORIAN, val                                        \
    }

/* Folded: no hamza, no madda, no half-space; two words that are one name stand together. */
static const sn_date_name names[] = {
    /* Jalali: Iran, Latin letters, Afghanistan */
    J("فروردین", 1),
    J("اردیبهشت", 2),
    J("خرداد", 3),
    J("تیر", 4),
    J("مرداد", 5),
    J("امرداد", 5),
    J("شهریور", 6),
    J("مهر", 7),
    J("ابان", 8),
    J("اذر", 9),
    J("دی", 10),
    J("بهمن", 11),
    J("اسفند", 12),
    J("اسپند", 12),
    J("farvardin", 1),
    J("ordibehesht", 2),
    J("khordad", 3),
    J("tir", 4),
    J("mordad", 5),
    J("amordad", 5),
    J("shahrivar", 6),
    J("mehr", 7),
    J("aban", 8),
    J("azar", 9),
    J("dey", 10),
    J("bahman", 11),
    J("esfand", 12),
    J("حمل", 1),
    J("ثور", 2),
    J("جوزا", 3),
    J("سرطان", 4),
    J("اسد", 5),
    J("سنبله", 6),
    J("میزان", 7),
    J("عقرب", 8),
    J("قوس", 9),
    J("جدی", 10),
    J("دلو", 11),
    J("حوت", 12),
    /* Gregorian: Persian from French, from English, Arabic */
    G("ژانویه", 1),
    G("ژانویهی", 1),
    G("جنوری", 1),
    G("ینایر", 1),
    G("فوریه", 2),
    G("فوریهی", 2),
    G("فبروری", 2),
    G("فبرایر", 2),
    G("مارس", 3),
    G("مارچ", 3),
    G("اوریل", 4),
    G("اپریل", 4),
    G("ابریل", 4),
    G("مه", 5),
    G("می", 5),
    G("مهی", 5),
    G("مایو", 5),
    G("ژوین", 6),
    G("ژون", 6),
    G("جون", 6),
    G("یونیو", 6),
    G("ژوییه", 7),
    G("ژویه", 7),
    G("ژوییهی", 7),
    G("ژولای", 7),
    G("جولای", 7),
    G("یولیو", 7),
    G("اوت", 8),
    G("اگوست", 8),
    G("اگست", 8),
    G("اغسطس", 8),
    G("سپتامبر", 9),
    G("سپتمبر", 9),
    G("سبتمبر", 9),
    G("اکتبر", 10),
    G("اکتوبر", 10),
    G("نوامبر", 11),
    G("نومبر", 11),
    G("نوفمبر", 11),
    G("دسامبر", 12),
    G("دسمبر", 12),
    G("دیسمبر", 12),
    G("january", 1),
    G("jan", 1),
    G("february", 2),
    G("feb", 2),
    G("march", 3),
    G("mar", 3),
    G("april", 4),
    G("apr", 4),
    G("may", 5),
    G("june", 6),
    G("jun", 6),
    G("july", 7),
    G("jul", 7),
    G("august", 8),
    G("aug", 8),
    G("september", 9),
    G("sept", 9),
    G("sep", 9),
    G("october", 10),
    G("oct", 10),
    G("november", 11),
    G("nov", 11),
    G("december", 12),
    G("dec", 12),
    /* Hijri */
    H("محرم", 1),
    H("محرمالحرام", 1),
    H("صفر", 2),
    H("صفرالمظفر", 2),
    H("ربیعالاول", 3),
    H("ربیعالثانی", 4),
    H("ربیعالاخر", 4),
    H("جمادیالاول", 5),
    H("جمادیالاولی", 5),
    H("جمادیالثانی", 6),
    H("جمادیالثانیه", 6),
    H("جمادیالاخر", 6),
    H("جمادیالاخره", 6),
    H("رجب", 7),
    H("رجبالمرجب", 7),
    H("شعبان", 8),
    H("شعبانالمعظم", 8),
    H("رمضان", 9),
    H("رمضانالمبارک", 9),
    H("شوال", 10),
    H("شوالالمکرم", 10),
    H("ذیقعده", 11),
    H("ذیالقعده", 11),
    H("ذوالقعده", 11),
    H("ذیحجه", 12),
    H("ذیالحجه", 12),
    H("ذوالحجه", 12),
    /* week days */
    W("شنبه", WEEKDAY),
    W("یکشنبه", WEEKDAY),
    W("دوشنبه", WEEKDAY),
    W("سهشنبه", WEEKDAY),
    W("چهارشنبه", WEEKDAY),
    W("چارشنبه", WEEKDAY),
    W("پنجشنبه", WEEKDAY),
    W("جمعه", WEEKDAY),
    W("ادینه", WEEKDAY),
    W("السبت", WEEKDAY),
    W("الاحد", WEEKDAY),
    W("الاثنین", WEEKDAY),
    W("الثلاثا", WEEKDAY),
    W("الاربعا", WEEKDAY),
    W("الخمیس", WEEKDAY),
    W("الجمعه", WEEKDAY),
    W("saturday", WEEKDAY),
    W("sat", WEEKDAY),
    W("sunday", WEEKDAY),
    W("sun", WEEKDAY),
    W("monday", WEEKDAY),
    W("mon", WEEKDAY),
    W("tuesday", WEEKDAY),
    W("tue", WEEKDAY),
    W("tues", WEEKDAY),
    W("wednesday", WEEKDAY),
    W("wed", WEEKDAY),
    W("thursday", WEEKDAY),
    W("thu", WEEKDAY),
    W("thur", WEEKDAY),
    W("thurs", WEEKDAY),
    W("friday", WEEKDAY),
    W("fri", WEEKDAY),
    /* words that say nothing about when */
    W("مورخ", FILLER),
    W("مورخه", FILLER),
    W("تاریخ", FILLER),
    W("انتشار", FILLER),
    W("روز", FILLER),
    W("ماه", FILLER),
    W("سال", FILLER),
    W("در", FILLER),
    W("و", FILLER),
    W("هجری", FILLER),
    W("شمسی", FILLER),
    W("خورشیدی", FILLER),
    W("میلادی", FILLER),
    W("قمری", FILLER),
    W("م", FILLER),
    W("ش", FILLER),
    W("ق", FILLER),
    W("هش", FILLER),
    W("هق", FILLER),
    W("on", FILLER),
    W("at", FILLER),
    W("of", FILLER),
    W("the", FILLER),
    W("st", FILLER),
    W("nd", FILLER),
    W("rd", FILLER),
    W("th", FILLER),
    W("ساعت", TIME),
    W("t", T),
    W("am", AM),
    W("قظ", AM),
    W("صبح", AM),
    W("قبلازظهر", AM),
    W("pm", PM),
    W("بظ", PM),
    W("عصر", PM),
    W("بعدازظهر", PM),
    /* zones: of RFC 822, and Tehran's two */
    V("z", ZONE, 0),
    V("utc", ZONE, 0),
    V("gmt", ZONE, 0),
    V("ut", ZONE, 0),
    V("irst", ZONE, 210),
    V("irdt", ZONE, 270),
    V("est", ZONE, -300),
    V("edt", ZONE, -240),
    V("cst", ZONE, -360),
    V("cdt", ZONE, -300),
    V("mst", ZONE, -420),
    V("mdt", ZONE, -360),
    V("pst", ZONE, -480),
    V("pdt", ZONE, -420),
    /* of periods */
    V("h", UNIT, 'h'),
    V("d", UNIT, 'd'),
    V("w", UNIT, 'w'),
    V("m", UNIT, 'm'),
    V("y", UNIT, 'y'),
};

static const sn_date_name *find_exact(sn_str word)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i].text) == word.len && memcmp(names[i].text, word.at, word.len) == 0)
            return &names[i];
    return NULL;
}

const sn_date_name *sn_date_name_find(sn_str word)
{
    const sn_date_name *name = find_exact(word);
    static const char month_word[] = "ماه";
    size_t tail = sizeof month_word - 1;
    if (name != NULL || word.len <= tail ||
        memcmp(word.at + word.len - tail, month_word, tail) != 0)
        return name;
    name = find_exact((sn_str){word.at, word.len - tail});
    return name != NULL && name->word == SN_DATE_WORD_MONTH ? name : NULL;
}
