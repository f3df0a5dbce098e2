/* query/language - the little language of the search box, cut into chunks.
 *
 *   ایران "بازی بزرگ"~2 -فوتبال (a OR b) عنوان:پل کتاب*
 *     -> text, phrase, excluded text, open, text, or, text, close, text in the title, prefix
 *
 * No text is an error: what cannot be syntax is words, and a parenthesis or quote without its
 * partner is a blank. docs/query-language.md is the manual, with the reasons. */
#ifndef SN_QUERY_LANGUAGE_H
#define SN_QUERY_LANGUAGE_H

#include "base/bytes.h"
#include "base/limits.h"

typedef enum sn_chunk_kind {
    SN_CHUNK_TEXT,
    SN_CHUNK_PHRASE,
    SN_CHUNK_PREFIX, /* text without its star */
    SN_CHUNK_OPEN,   /* of a group; comes with its SN_CHUNK_CLOSE */
    SN_CHUNK_CLOSE,
    SN_CHUNK_OR, /* text: as written, words where it stands between nothing */
    SN_CHUNK_AND
} sn_chunk_kind;

typedef enum sn_sign { SN_SIGN_NONE, SN_SIGN_NEEDED, SN_SIGN_EXCLUDED } sn_sign;

/* Where a chunk is looked for. */
typedef enum sn_query_field {
    SN_IN_ANY,
    SN_IN_TITLE,
    SN_IN_SOURCE,
    SN_IN_CATEGORY,
    SN_IN_AUTHOR,
    SN_IN_TAG,
    SN_IN_DATE
} sn_query_field;

typedef struct sn_chunk {
    sn_chunk_kind kind;
    sn_sign sign;
    sn_query_field field;
    bool is_apart; /* a blank stands behind the colon of the field */
    sn_str text;   /* borrowed from the query, without quotes, signs and names */
    uint32_t slop; /* of a phrase; larger than any limit if it does not fit */
} sn_chunk;

typedef struct sn_chunks {
    sn_str q;
    size_t at;
    bool at_word; /* `at` is the beginning, or behind a blank, a parenthesis or an operator */
    bool is_literal;
    uint8_t
        parens[SN_LIMIT_QUERY_BYTES / 8 + 1]; /* a bit each byte: a parenthesis with a partner */
} sn_chunks;

/* q: well-formed UTF-8. literal: nothing is syntax but quotes and exclusions. */
sn_chunks sn_chunks_of(sn_str q, bool literal);

/* The next chunk; false at the end. Chunks may have no word in them. */
bool sn_chunks_next(sn_chunks *c, sn_chunk *out);

/* The name of a field as `interpreted` writes it, "" for SN_IN_ANY. */
const char *sn_query_field_name(sn_query_field field);

bool sn_is_blank(uint32_t cp);

#endif
