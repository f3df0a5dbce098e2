/* calendar/reader - the state while the tokens of a date are read: parts.c reads words and marks,
 * numbers.c what begins with a number. Private to calendar/. */
#ifndef SN_CALENDAR_READER_H
#define SN_CALENDAR_READER_H

#include "calendar/parts.h"

typedef struct sn_date_reader {
    const sn_date_tokens *tokens;
    size_t i;
    sn_date_parts parts;
    bool month_in_words;
    bool in_numbers;      /* year and month stood in one form such as 1404/06 */
    bool after_time_word; /* «ساعت» or T stands right before */
    bool after_zone_word;
    sn_date_word half; /* SN_DATE_WORD_AM or PM */
} sn_date_reader;

static inline const sn_date_token *sn_date_peek(const sn_date_reader *r, size_t ahead)
{
    size_t i = r->i + ahead;
    return &r->tokens->at[i < r->tokens->n ? i : r->tokens->n];
}

static inline bool sn_date_token_is_mark(const sn_date_token *t, char mark)
{
    return t->kind == SN_DATE_TOKEN_MARK && t->mark == mark;
}

static inline bool sn_date_token_is_number(const sn_date_token *t, unsigned min_digits,
                                           unsigned max_digits)
{
    return t->kind == SN_DATE_TOKEN_NUMBER && t->digits >= min_digits && t->digits <= max_digits;
}

static inline bool sn_date_reader_has_date(const sn_date_reader *r)
{
    return r->parts.year != 0 && r->parts.month != 0 && r->parts.day != 0;
}

/* The calendar a year of four digits is counted in. SN_EINVAL if neither. */
SN_MUST_USE sn_status sn_calsys_of_year(uint64_t year, sn_calsys *system);

/* Read what begins with the number at r->i: a time, a date, a day, a year, an epoch. SN_EINVAL if it is none, or
 * there is one already. */
SN_MUST_USE sn_status sn_date_reader_number(sn_date_reader *r);

#endif
