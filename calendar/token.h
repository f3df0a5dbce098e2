/* calendar/token - a date as text, cut into numbers, words and marks.
 *
 * Digits of three scripts become numbers, Arabic and Persian letters one spelling (as
 * sn_date_fold writes it), dashes, slashes and colons of all kinds one mark each; half-spaces,
 * bidi marks and vowel signs are gone. Private to calendar/. */
#ifndef SN_CALENDAR_TOKEN_H
#define SN_CALENDAR_TOKEN_H

#include "base/bytes.h"

#define SN_DATE_TEXT_BYTES 256 /* longer text is no date */
#define SN_DATE_TOKENS     40

typedef enum sn_date_token_kind {
    SN_DATE_TOKEN_END,
    SN_DATE_TOKEN_NUMBER,
    SN_DATE_TOKEN_WORD,
    SN_DATE_TOKEN_MARK
} sn_date_token_kind;

typedef struct sn_date_token {
    sn_date_token_kind kind;
    bool spaced;     /* white space stands before it */
    char mark;       /* SN_DATE_TOKEN_MARK: one of - / : . , + */
    unsigned digits; /* SN_DATE_TOKEN_NUMBER: how many, leading zeros counted */
    uint64_t value;  /* SN_DATE_TOKEN_NUMBER: at most 18 digits count */
    sn_str word;     /* SN_DATE_TOKEN_WORD: in the token list's own text */
} sn_date_token;

typedef struct sn_date_tokens {
    sn_date_token at[SN_DATE_TOKENS + 1]; /* the one behind the last has SN_DATE_TOKEN_END */
    size_t n;
    char text[2 * SN_DATE_TEXT_BYTES];
} sn_date_tokens;

/* SN_EINVAL if text is too long, ill-formed, has a character no date has, or too many tokens. */
SN_MUST_USE sn_status sn_date_tokens_read(sn_str text, sn_date_tokens *out);

/* The letter that stands for cp in words, 0 if cp is dropped, or UINT32_MAX if it is no letter. */
uint32_t sn_date_fold(uint32_t cp);

#endif
