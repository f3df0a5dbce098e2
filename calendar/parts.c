#include "calendar/parts.h"

#include "calendar/reader.h"

#include <string.h>

/* Up to three word tokens, dots between letters («ق.ظ», "a.m.") left out. */
static size_t join_words(const sn_date_tokens *tokens, size_t i, size_t words, char *out,
                         size_t cap, sn_str *joined)
{
    size_t begin = i, len = 0;
    for (size_t n = 0; n < words; n++) {
        if (n > 0 && tokens->at[i].kind == SN_DATE_TOKEN_MARK && tokens->at[i].mark == '.')
            i++;
        const sn_date_token *t = &tokens->at[i];
        if (i >= tokens->n || t->kind != SN_DATE_TOKEN_WORD || len + t->word.len > cap)
            return 0;
        memcpy(out + len, t->word.at, t->word.len);
        len += t->word.len;
        i++;
    }
    *joined = (sn_str){out, len};
    return i - begin;
}

const sn_date_name *sn_date_name_at(const sn_date_tokens *tokens, size_t i, size_t *used)
{
    char text[64];
    for (size_t words = 3; words > 0; words--) {
        sn_str joined;
        size_t n = join_words(tokens, i, words, text, sizeof text, &joined);
        const sn_date_name *name = n > 0 ? sn_date_name_find(joined) : NULL;
        if (name != NULL) {
            *used = n;
            return name;
        }
    }
    *used = 1;
    return NULL;
}

/* +03:30, +0330, +3 */
static sn_status read_offset(sn_date_reader *r, int sign)
{
    const sn_date_token *t = sn_date_peek(r, 1);
    if (!sn_date_token_is_number(t, 1, 4) || t->digits == 3)
        return SN_EINVAL;
    uint64_t hours = t->digits == 4 ? t->value / 100 : t->value;
    uint64_t minutes = t->digits == 4 ? t->value % 100 : 0;
    r->i += 2;
    if (t->digits <= 2 && sn_date_token_is_mark(sn_date_peek(r, 0), ':')) {
        if (!sn_date_token_is_number(sn_date_peek(r, 1), 2, 2))
            return SN_EINVAL;
        minutes = sn_date_peek(r, 1)->value;
        r->i += 2;
    }
    int offset = sign * (int)(hours * 60 + minutes);
    if (minutes > 59 || offset > 14 * 60 || offset < -12 * 60)
        return SN_EINVAL;
    r->parts.has_zone = true;
    r->parts.zone_min = offset;
    return SN_OK;
}

static sn_status read_mark(sn_date_reader *r)
{
    char mark = sn_date_peek(r, 0)->mark;
    bool zone_open = !r->parts.has_zone || r->after_zone_word;
    bool is_offset =
        r->parts.time != 0 && zone_open && sn_date_peek(r, 1)->kind == SN_DATE_TOKEN_NUMBER;
    r->after_zone_word = false;
    if (mark == '+')
        return is_offset ? read_offset(r, 1) : SN_EINVAL;
    /* The dash of «۱۵:۰۱ - ۳۰ مرداد» only separates: the date is still to come. */
    if (mark == '-' && is_offset && sn_date_reader_has_date(r))
        return read_offset(r, -1);
    r->i++;
    return SN_OK;
}

static sn_status set_month(sn_date_reader *r, const sn_date_name *name)
{
    if (r->parts.month != 0)
        return SN_EINVAL;
    r->parts.month = name->value;
    r->parts.system = name->system;
    r->month_in_words = true;
    return SN_OK;
}

static sn_status set_zone(sn_date_reader *r, int minutes)
{
    if (r->parts.has_zone)
        return SN_EINVAL;
    r->parts.has_zone = true;
    r->parts.zone_min = minutes;
    r->after_zone_word = true;
    return SN_OK;
}

static sn_status read_word(sn_date_reader *r)
{
    size_t used = 0;
    const sn_date_name *name = sn_date_name_at(r->tokens, r->i, &used);
    r->after_zone_word = false;
    r->i += used;
    if (name == NULL)
        return SN_EINVAL;
    switch (name->word) {
    case SN_DATE_WORD_MONTH:
        return set_month(r, name);
    case SN_DATE_WORD_WEEKDAY:
    case SN_DATE_WORD_FILLER:
        return SN_OK;
    case SN_DATE_WORD_T:
    case SN_DATE_WORD_TIME:
        r->after_time_word = true;
        return name->word == SN_DATE_WORD_TIME || sn_date_reader_has_date(r) ? SN_OK : SN_EINVAL;
    case SN_DATE_WORD_ZONE:
        return set_zone(r, name->value);
    case SN_DATE_WORD_AM:
    case SN_DATE_WORD_PM:
        if (r->half != SN_DATE_WORD_NONE)
            return SN_EINVAL;
        r->half = name->word;
        return SN_OK;
    default:
        return SN_EINVAL;
    }
}

static sn_status apply_half(sn_date_reader *r)
{
    sn_date_parts *p = &r->parts;
    if (r->half == SN_DATE_WORD_NONE)
        return SN_OK;
    if (p->time == 0 || (r->half == SN_DATE_WORD_AM && p->hour > 12))
        return SN_EINVAL;
    if (r->half == SN_DATE_WORD_AM && p->hour == 12)
        p->hour = 0;
    if (r->half == SN_DATE_WORD_PM && p->hour < 12)
        p->hour += 12;
    return SN_OK;
}

/* The year must be one of the calendar that the month's name belongs to. */
static sn_status check_year(sn_date_reader *r)
{
    sn_date_parts *p = &r->parts;
    sn_calsys system;
    if (!r->month_in_words || p->system != SN_CALSYS_HIJRI) {
        sn_status s = sn_calsys_of_year((uint64_t)p->year, &system);
        if (s != SN_OK || (r->month_in_words && system != p->system))
            return SN_EINVAL;
        p->system = system;
        return SN_OK;
    }
    return p->year >= 1300 && p->year <= 1599 ? SN_OK : SN_EINVAL;
}

sn_status sn_date_parts_read(const sn_date_tokens *tokens, sn_date_parts *out)
{
    sn_date_reader r = {.tokens = tokens};
    sn_status s = SN_OK;
    while (s == SN_OK && r.i < tokens->n) {
        sn_date_token_kind kind = tokens->at[r.i].kind;
        s = kind == SN_DATE_TOKEN_NUMBER ? sn_date_reader_number(&r)
            : kind == SN_DATE_TOKEN_WORD ? read_word(&r)
                                         : read_mark(&r);
    }
    if (s == SN_OK && !r.parts.is_epoch)
        s = check_year(&r);
    if (s == SN_OK)
        s = apply_half(&r);
    if (s == SN_OK && r.parts.has_zone && r.parts.time == 0)
        s = SN_EINVAL;
    if (s == SN_OK)
        *out = r.parts;
    return s;
}
