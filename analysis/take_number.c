/* Numbers with their separators, and dates of three numbers. */
#include "analysis/analyzer_state.h"

#include <stdio.h>
#include <string.h>

enum {
    NUMBER_MAX = 100, /* bytes; longer rows of digits stay what they are */
    JOINED_MAX = 8    /* numbers with one sign between them that are looked at together */
};

static size_t length_of(const sn_analyzer *a, size_t i)
{
    return a->atoms.at[i].end - a->atoms.at[i].begin;
}

static bool is_digits(const sn_analyzer *a, size_t i, int gap)
{
    return sn_atom_is(a, i, SN_ATOM_DIGITS, gap);
}

/* The value of at most four digits. */
static int value_of(const sn_analyzer *a, size_t i)
{
    sn_str s = sn_atom_str(a->text, &a->atoms.at[i]);
    int value = 0;
    for (size_t k = 0; k < s.len && k < 4; k++)
        value = value * 10 + (s.at[k] - '0');
    return value;
}

static bool is_day_and_month(int day, int month)
{
    return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

/* 1403/05/12, 81/10/11, 1403-5-12, 12/5/1403. Gives year and day by their place. */
static bool read_date(const sn_analyzer *a, size_t i, int ymd[3])
{
    int gap = i + 1 < a->atoms.n ? a->atoms.at[i + 1].gap : 0;
    if ((gap != '/' && gap != '-') || !is_digits(a, i + 1, gap) || !is_digits(a, i + 2, gap) ||
        is_digits(a, i + 3, gap))
        return false;
    size_t first = length_of(a, i), last = length_of(a, i + 2);
    if (length_of(a, i + 1) > 2)
        return false;
    bool year_first = last <= 2 && (first == 4 || (first == 2 && gap == '/'));
    bool year_last = last == 4 && first <= 2;
    if (!year_first && !year_last)
        return false;
    ymd[0] = value_of(a, year_first ? i : i + 2);
    ymd[1] = value_of(a, i + 1);
    ymd[2] = value_of(a, year_first ? i + 2 : i);
    return is_day_and_month(ymd[2], ymd[1]);
}

size_t sn_take_date(sn_analyzer *a, size_t i)
{
    int ymd[3];
    if (a->atoms.at[i].kind != SN_ATOM_DIGITS || !read_date(a, i, ymd))
        return 0;
    char exact[32], stem[32];
    int n = snprintf(stem, sizeof stem, "%02d/%02d/%02d", ymd[0], ymd[1], ymd[2]);
    size_t len = 0;
    for (size_t k = 0; k < 3; k++) { /* one separator for both writings */
        sn_str part = sn_atom_str(a->text, &a->atoms.at[i + k]);
        if (k > 0)
            exact[len++] = '/';
        memcpy(exact + len, part.at, part.len);
        len += part.len;
    }
    sn_term term = sn_term_as_is(a, (sn_str){exact, len}, (sn_str){stem, (size_t)n});
    sn_token_draft *draft = sn_token_add_atoms(a, i, 3, &term, SN_TOKEN_NUMBER, 3);
    if (draft != NULL) {
        draft->n_parts = 3;
        draft->first_atom = (uint32_t)i;
    }
    return 3;
}

static bool append(char *out, size_t *len, sn_str s)
{
    if (*len + s.len + 1 > NUMBER_MAX)
        return false;
    memcpy(out + *len, s.at, s.len);
    *len += s.len;
    return true;
}

/* How many numbers are joined by this sign, from atom i on. */
static size_t count_joined(const sn_analyzer *a, size_t i, int gap)
{
    size_t n = 1;
    while (n < JOINED_MAX && is_digits(a, i + n, gap))
        n++;
    return n;
}

/* The sign between the thousands that begin with atom i. A point or slash is one only where nothing
 * else is meant: 250/000, 1.250.000, but not 2.125 or 192.168.100.100. */
static int thousands_sign(const sn_analyzer *a, size_t i)
{
    int gap = i + 1 < a->atoms.n ? a->atoms.at[i + 1].gap : 0;
    if (gap != '.' && gap != '/')
        return ',';
    size_t n = count_joined(a, i, gap);
    if (n == 2 && sn_str_equal(sn_atom_str(a->text, &a->atoms.at[i + 1]), SN_STR("000")))
        return gap;
    return n == 3 && length_of(a, i + 1) == 3 && length_of(a, i + 2) == 3 ? gap : ',';
}

/* Groups of three behind atom i that belong to it: 1,234,567. */
static size_t take_groups(const sn_analyzer *a, size_t i, char *out, size_t *len)
{
    size_t n = 0;
    int sign = thousands_sign(a, i);
    if (length_of(a, i) > 3)
        return 0;
    while (is_digits(a, i + n + 1, sign) && length_of(a, i + n + 1) == 3 &&
           append(out, len, sn_atom_str(a->text, &a->atoms.at[i + n + 1])))
        n++;
    return n;
}

static void add_number(sn_analyzer *a, size_t i, size_t n, sn_str digits)
{
    sn_term term = sn_term_of_number(a, digits);
    sn_token_add_atoms(a, i, n, &term, SN_TOKEN_NUMBER, 1);
}

/* 192.168.1.1 and 2/5: each number is a token; the first one carries the whole, with points (old
 * newsrooms write ۲/۵ for 2.5). */
static size_t take_joined(sn_analyzer *a, size_t i, size_t n)
{
    char whole[NUMBER_MAX];
    size_t len = 0, first = a->n_tokens;
    bool fits = true;
    for (size_t k = 0; k < n; k++) {
        sn_str digits = sn_atom_str(a->text, &a->atoms.at[i + k]);
        add_number(a, i + k, 1, digits);
        fits = fits && (k == 0 || append(whole, &len, SN_STR("."))) && append(whole, &len, digits);
    }
    if (a->status != SN_OK || !fits)
        return n;
    sn_str text = {whole, len};
    a->drafts[first].whole = n == 2 ? sn_term_of_number(a, text).stem : sn_term_keep(a, text);
    a->drafts[first].whole_tokens = (uint32_t)n;
    return n;
}

/* The fraction behind atom i, if it has one. */
static size_t take_fraction(const sn_analyzer *a, size_t i, char *out, size_t *len)
{
    if (count_joined(a, i, '.') != 2)
        return 0;
    sn_str fraction = sn_atom_str(a->text, &a->atoms.at[i + 1]);
    if (*len + fraction.len + 2 > NUMBER_MAX)
        return 0;
    append(out, len, SN_STR("."));
    append(out, len, fraction);
    return 1;
}

size_t sn_take_number(sn_analyzer *a, size_t i)
{
    char digits[NUMBER_MAX];
    size_t len = 0, n = 1;
    sn_str first = sn_atom_str(a->text, &a->atoms.at[i]);
    if (!append(digits, &len, first)) {
        add_number(a, i, 1, first);
        return 1;
    }
    n += take_groups(a, i, digits, &len);
    if (n == 1) {
        size_t dotted = count_joined(a, i, '.'), slashed = count_joined(a, i, '/');
        if (dotted > 2)
            return take_joined(a, i, dotted);
        if (slashed == 2 && dotted == 1 && a->atoms.at[i].gap != '/')
            return take_joined(a, i, slashed);
    }
    n += take_fraction(a, i + n - 1, digits, &len);
    add_number(a, i, n, (sn_str){digits, len});
    return n;
}
