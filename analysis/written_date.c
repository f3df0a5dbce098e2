/* Dates with the month in words: «۱۲ مرداد ۱۴۰۳» is 1403/05/12. */
#include "analysis/analyzer_state.h"

#include <stdio.h>

enum { MONTHS = 12, JALALI_FIRST = 1200, JALALI_LAST = 1499 };

/* Stems; a month that is written in two ways has the other one in the second row. */
static const char *const jalali[][MONTHS] = {
    {"فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "ابان", "اذر", "دی", "بهمن",
     "اسفند"},
    {[4] = "امرداد"},
};
static const char *const gregorian[][MONTHS] = {
    {"ژانویه", "فوریه", "مارس", "اوریل", "مه", "ژوین", "ژوییه", "اوت", "سپتامبر", "اکتبر", "نوامبر",
     "دسامبر"},
    {[6] = "جولای", [7] = "اگوست"},
};

static int month_of(sn_str name, const char *const table[][MONTHS], size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        for (int m = 0; m < MONTHS; m++) {
            if (table[row][m] != NULL && sn_str_equal(name, sn_str_of(table[row][m])))
                return m + 1;
        }
    }
    return 0;
}

/* «مردادماه» is مرداد. */
static sn_str without_mah(sn_str name)
{
    sn_str mah = SN_STR("ماه");
    bool ends =
        name.len > mah.len && sn_str_equal((sn_str){name.at + name.len - mah.len, mah.len}, mah);
    return ends ? (sn_str){name.at, name.len - mah.len} : name;
}

/* The value of a token that is a number of so many digits at most, or -1. */
static int number_of(const sn_token *t, size_t most)
{
    int value = 0;
    if ((t->flags & SN_TOKEN_NUMBER) == 0 || t->stem.len == 0 || t->stem.len > most)
        return -1;
    for (size_t i = 0; i < t->stem.len; i++) {
        if (t->stem.at[i] < '0' || t->stem.at[i] > '9')
            return -1;
        value = value * 10 + (t->stem.at[i] - '0');
    }
    return value;
}

static bool is_word(const sn_analyzer *a, size_t t, const char *word)
{
    return t < a->n_tokens && a->drafts[t].follows &&
           sn_str_equal(a->tokens[t].stem, sn_str_of(word));
}

size_t sn_written_date(sn_analyzer *a, size_t t, sn_str *stem)
{
    size_t n = 1;
    int day = number_of(&a->tokens[t], 2);
    if (day < 1 || day > 31 || t + 2 >= a->n_tokens || !a->drafts[t + n].follows)
        return 0;
    sn_str name = without_mah(a->tokens[t + n++].stem);
    n += is_word(a, t + n, "ماه");
    n += is_word(a, t + n, "سال");
    if (t + n >= a->n_tokens || !a->drafts[t + n].follows)
        return 0;
    int year = number_of(&a->tokens[t + n++], 4);
    bool is_jalali = year >= JALALI_FIRST && year <= JALALI_LAST;
    int month = year < JALALI_FIRST ? 0
                : is_jalali         ? month_of(name, jalali, sizeof jalali / sizeof *jalali)
                            : month_of(name, gregorian, sizeof gregorian / sizeof *gregorian);
    if (month == 0)
        return 0;
    char text[32];
    int len = snprintf(text, sizeof text, "%02d/%02d/%02d", year, month, day);
    *stem = sn_term_keep(a, (sn_str){text, (size_t)len});
    return n;
}
