#include "calendar/reader.h"

sn_status sn_calsys_of_year(uint64_t year, sn_calsys *system)
{
    if (year >= 1200 && year <= 1499)
        *system = SN_CALSYS_JALALI;
    else if (year >= 1900 && year <= 2100)
        *system = SN_CALSYS_GREGORIAN;
    else
        return SN_EINVAL;
    return SN_OK;
}

static sn_status set_date(sn_date_reader *r, uint64_t year, uint64_t month, uint64_t day)
{
    sn_date_parts *p = &r->parts;
    if (p->year != 0 || p->month != 0 || p->day != 0)
        return SN_EINVAL;
    p->year = (int)year;
    p->month = (int)month;
    p->day = (int)day;
    r->in_numbers = true;
    return sn_calsys_of_year(year, &p->system);
}

static sn_status set_time(sn_date_reader *r, uint64_t hour, uint64_t minute, uint64_t second,
                          sn_precision precision)
{
    sn_date_parts *p = &r->parts;
    if (p->time != 0 || hour > 24 || minute > 59 || second > 60)
        return SN_EINVAL;
    p->hour = (int)hour;
    p->minute = (int)minute;
    p->second = second == 60 ? 59 : (int)second; /* a leap second is not counted */
    p->time = precision;
    return SN_OK;
}

/* A fraction of a second is read and dropped: ".", digits, nothing between. */
static void skip_fraction(sn_date_reader *r)
{
    const sn_date_token *mark = sn_date_peek(r, 0), *number = sn_date_peek(r, 1);
    if ((sn_date_token_is_mark(mark, '.') ||
         (sn_date_token_is_mark(mark, ',') && sn_date_reader_has_date(r))) &&
        !mark->spaced && number->kind == SN_DATE_TOKEN_NUMBER && !number->spaced)
        r->i += 2;
}

/* 13:30 or 13:30:24 */
static sn_status read_clock(sn_date_reader *r)
{
    const sn_date_token *hour = sn_date_peek(r, 0), *minute = sn_date_peek(r, 2),
                        *second = sn_date_peek(r, 4);
    if (!sn_date_token_is_number(hour, 1, 2) || !sn_date_token_is_number(minute, 2, 2))
        return SN_EINVAL;
    bool has_second = sn_date_token_is_mark(sn_date_peek(r, 3), ':');
    if (has_second && !sn_date_token_is_number(second, 2, 2))
        return SN_EINVAL;
    sn_status s = set_time(r, hour->value, minute->value, has_second ? second->value : 0,
                           has_second ? SN_PRECISION_SECOND : SN_PRECISION_MINUTE);
    r->i += has_second ? 5 : 3;
    if (has_second)
        skip_fraction(r);
    return s;
}

/* 1404/06/14, 14-06-1404; or 1404/06, a month */
static sn_status read_slashed(sn_date_reader *r)
{
    const sn_date_token *a = sn_date_peek(r, 0), *b = sn_date_peek(r, 2), *c = sn_date_peek(r, 4);
    bool three = sn_date_token_is_mark(sn_date_peek(r, 3), sn_date_peek(r, 1)->mark) &&
                 sn_date_token_is_number(c, 1, 4);
    if (!three) {
        r->i += 3;
        return sn_date_token_is_number(a, 4, 4) ? set_date(r, a->value, b->value, 0) : SN_EINVAL;
    }
    r->i += 5;
    if (sn_date_token_is_number(a, 4, 4) && sn_date_token_is_number(c, 1, 2))
        return c->value == 0 ? SN_EINVAL : set_date(r, a->value, b->value, c->value);
    if (sn_date_token_is_number(a, 1, 2) && sn_date_token_is_number(c, 4, 4))
        return a->value == 0 ? SN_EINVAL : set_date(r, c->value, b->value, a->value);
    return SN_EINVAL;
}

static bool begins_slashed(const sn_date_reader *r)
{
    const sn_date_token *mark = sn_date_peek(r, 1);
    if (!sn_date_token_is_number(sn_date_peek(r, 0), 1, 4) ||
        !sn_date_token_is_number(sn_date_peek(r, 2), 1, 2) || sn_date_peek(r, 2)->value == 0)
        return false;
    if (!sn_date_token_is_mark(mark, '/') && !sn_date_token_is_mark(mark, '-') &&
        !sn_date_token_is_mark(mark, '.'))
        return false;
    bool three = sn_date_token_is_mark(sn_date_peek(r, 3), mark->mark) &&
                 sn_date_token_is_number(sn_date_peek(r, 4), 1, 4);
    /* «۱۴ شهریور ۱۴۰۴ - ۱۲:۵۶»: the number behind the dash is an hour. */
    return three || (sn_date_token_is_number(sn_date_peek(r, 0), 4, 4) &&
                     !sn_date_token_is_mark(sn_date_peek(r, 3), ':'));
}

/* 20210827, 20210827141100, or an epoch */
static sn_status read_long(sn_date_reader *r)
{
    const sn_date_token *t = sn_date_peek(r, 0);
    uint64_t date = t->digits == 14 ? t->value / 1000000 : t->value;
    r->i++;
    if (t->digits != 8 && t->digits != 14) {
        if (t->digits > 15 || sn_date_reader_has_date(r) || r->parts.time != 0 || r->tokens->n != 1)
            return SN_EINVAL;
        r->parts.is_epoch = true;
        return sn_date_of_number((int64_t)t->value, &r->parts.epoch, NULL);
    }
    if (date / 100 % 100 == 0 || date % 100 == 0)
        return SN_EINVAL;
    sn_status s = set_date(r, date / 10000, date / 100 % 100, date % 100);
    if (s != SN_OK || t->digits == 8)
        return s;
    uint64_t time = t->value % 1000000;
    return set_time(r, time / 10000, time / 100 % 100, time % 100, SN_PRECISION_SECOND);
}

/* 1411 or 141100 behind T; a lone hour behind «ساعت» or before «صبح» */
static sn_status read_bare_time(sn_date_reader *r)
{
    const sn_date_token *t = sn_date_peek(r, 0);
    r->i++;
    if (t->digits <= 2)
        return set_time(r, t->value, 0, 0, SN_PRECISION_MINUTE);
    if (t->digits == 4)
        return set_time(r, t->value / 100, t->value % 100, 0, SN_PRECISION_MINUTE);
    if (t->digits != 6)
        return SN_EINVAL;
    sn_status s =
        set_time(r, t->value / 10000, t->value / 100 % 100, t->value % 100, SN_PRECISION_SECOND);
    skip_fraction(r);
    return s;
}

/* «۵شنبه» */
static bool is_numbered_weekday(const sn_date_reader *r)
{
    const sn_date_token *number = sn_date_peek(r, 0), *word = sn_date_peek(r, 1);
    return sn_date_token_is_number(number, 1, 1) && number->value >= 1 && number->value <= 5 &&
           word->kind == SN_DATE_TOKEN_WORD && sn_str_equal(word->word, SN_STR("شنبه"));
}

static bool is_before_half(const sn_date_reader *r)
{
    size_t used;
    if (sn_date_peek(r, 1)->kind != SN_DATE_TOKEN_WORD)
        return false;
    const sn_date_name *name = sn_date_name_at(r->tokens, r->i + 1, &used);
    return name != NULL && (name->word == SN_DATE_WORD_AM || name->word == SN_DATE_WORD_PM);
}

/* A day or a year that a month in words goes with. */
static sn_status read_lone(sn_date_reader *r)
{
    const sn_date_token *t = sn_date_peek(r, 0);
    int *slot = t->digits == 4 ? &r->parts.year : t->digits <= 2 ? &r->parts.day : NULL;
    r->i++;
    if (r->in_numbers || slot == NULL || *slot != 0 || t->value == 0)
        return SN_EINVAL;
    *slot = (int)t->value;
    return SN_OK;
}

sn_status sn_date_reader_number(sn_date_reader *r)
{
    bool after_time_word = r->after_time_word;
    r->after_time_word = false;
    if (sn_date_token_is_mark(sn_date_peek(r, 1), ':'))
        return read_clock(r);
    if (is_numbered_weekday(r)) {
        r->i += 2;
        return SN_OK;
    }
    if (after_time_word || (sn_date_token_is_number(sn_date_peek(r, 0), 1, 2) && is_before_half(r)))
        return read_bare_time(r);
    if (begins_slashed(r))
        return read_slashed(r);
    return sn_date_peek(r, 0)->digits >= 8 ? read_long(r) : read_lone(r);
}
