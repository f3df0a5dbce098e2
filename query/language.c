#include "query/language.h"

#include "base/utf8.h"
#include "query/field_names.h"

#include <string.h>

bool sn_is_blank(uint32_t cp)
{
    switch (cp) {
    case 0x20:
    case 0x85:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
        return true;
    default:
        return (cp >= 9 && cp <= 13) || (cp >= 0x2000 && cp <= 0x200A);
    }
}

/* Marks of direction, which keyboards and copied text leave between a blank and a minus. */
static bool is_unseen(uint32_t cp)
{
    return cp == 0x200E || cp == 0x200F || cp == 0x061C || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFEFF;
}

static bool is_minus(uint32_t cp)
{
    return cp == '-' || cp == 0x2212;
}

/* The quote that ends what cp begins, 0 if it begins nothing. */
static uint32_t closer_of(uint32_t cp)
{
    switch (cp) {
    case '"':
        return '"';
    case 0xAB: /* « */
        return 0xBB;
    case 0x201C: /* “ */
        return 0x201D;
    default:
        return 0;
    }
}

/* The character at a place, 0 behind the end. */
static uint32_t char_at(sn_str s, size_t at)
{
    return at < s.len ? sn_utf8_next(s, &at) : 0;
}

static size_t behind(sn_str s, size_t at)
{
    sn_utf8_next(s, &at);
    return at;
}

static sn_str between(sn_str s, size_t begin, size_t end)
{
    return (sn_str){s.at + begin, end - begin};
}

static size_t skip_blanks(sn_str s, size_t at)
{
    while (at < s.len && (sn_is_blank(char_at(s, at)) || is_unseen(char_at(s, at))))
        at = behind(s, at);
    return at;
}

/* Is a whole phrase there? Its inside, and where the text goes on. */
static bool take_phrase(sn_str s, size_t at, sn_str *inside, size_t *end)
{
    uint32_t closer = closer_of(char_at(s, at));
    if (closer == 0)
        return false;
    size_t begin = behind(s, at);
    for (at = begin; at < s.len; at = behind(s, at)) {
        if (char_at(s, at) != closer)
            continue;
        *inside = between(s, begin, at);
        *end = behind(s, at);
        return true;
    }
    return false;
}

/* 0-9 of three scripts, or -1. */
static int digit_of(uint32_t cp)
{
    if (cp >= '0' && cp <= '9')
        return (int)(cp - '0');
    if (cp >= 0x660 && cp <= 0x669)
        return (int)(cp - 0x660);
    return cp >= 0x6F0 && cp <= 0x6F9 ? (int)(cp - 0x6F0) : -1;
}

/* ~3 right behind a phrase. */
static uint32_t take_slop(sn_str s, size_t *at)
{
    uint32_t slop = 0;
    if (char_at(s, *at) != '~' || digit_of(char_at(s, *at + 1)) < 0)
        return 0;
    for (*at += 1; digit_of(char_at(s, *at)) >= 0; *at = behind(s, *at)) {
        if (slop < UINT32_MAX / 20)
            slop = slop * 10 + (uint32_t)digit_of(char_at(s, *at));
    }
    return slop;
}

static bool has_partner(const sn_chunks *c, size_t at)
{
    return at < SN_LIMIT_QUERY_BYTES && (c->parens[at / 8] >> (at % 8) & 1) != 0;
}

static bool is_open(const sn_chunks *c, size_t at)
{
    return char_at(c->q, at) == '(' && has_partner(c, at);
}

/* Where the word at `at` ends: at a blank, a phrase, or the border of a group. */
static size_t word_end(const sn_chunks *c, size_t at)
{
    while (at < c->q.len) {
        uint32_t cp = char_at(c->q, at);
        if (sn_is_blank(cp) || closer_of(cp) != 0 || has_partner(c, at) || cp == '|')
            break;
        at = behind(c->q, at);
    }
    return at;
}

/* What a sign or a field is about: a phrase, a group, a word. */
static bool take_operand(const sn_chunks *c, size_t at, sn_chunk *out, size_t *end)
{
    uint32_t first = char_at(c->q, at);
    if (take_phrase(c->q, at, &out->text, end)) {
        out->kind = SN_CHUNK_PHRASE;
        out->slop = take_slop(c->q, end);
        return true;
    }
    if (!c->is_literal && is_open(c, at)) {
        out->kind = SN_CHUNK_OPEN;
        out->text = between(c->q, at, at + 1);
        *end = at + 1;
        return true;
    }
    size_t stop = word_end(c, at);
    if (stop == at || is_minus(first) || first == '+')
        return false;
    bool has_star = stop - at > 1 && c->q.at[stop - 1] == '*' && !c->is_literal;
    out->kind = has_star ? SN_CHUNK_PREFIX : SN_CHUNK_TEXT;
    out->text = between(c->q, at, has_star ? stop - 1 : stop);
    *end = stop;
    return true;
}

/* An operator in capital letters, with a blank behind it. */
static bool is_operator(const sn_chunks *c, size_t at, const char *name)
{
    size_t len = strlen(name);
    return !c->is_literal && at + len < c->q.len && memcmp(c->q.at + at, name, len) == 0 &&
           (sn_is_blank(char_at(c->q, at + len)) || is_open(c, at + len));
}

static sn_sign take_sign(const sn_chunks *c, size_t *at)
{
    uint32_t cp = char_at(c->q, *at);
    if (is_minus(cp)) {
        *at = behind(c->q, *at);
        return SN_SIGN_EXCLUDED;
    }
    if (cp == '+' && !c->is_literal) {
        *at += 1;
        return SN_SIGN_NEEDED;
    }
    if (is_operator(c, *at, "NOT")) {
        *at = skip_blanks(c->q, *at + 3);
        return SN_SIGN_EXCLUDED;
    }
    return SN_SIGN_NONE;
}

/* What begins at the beginning of a word and is more than words. */
static bool take_marked(const sn_chunks *c, size_t at, sn_chunk *out, size_t *end)
{
    size_t name_end;
    *out = (sn_chunk){.sign = take_sign(c, &at)};
    sn_str rest = between(c->q, at, c->q.len);
    if (!c->is_literal && sn_query_field_take(rest, &out->field, &name_end)) {
        size_t value = skip_blanks(c->q, at + name_end);
        out->is_apart = value > at + name_end;
        if (take_operand(c, value, out, end))
            return true;
        out->field = SN_IN_ANY;
    }
    if (!take_operand(c, at, out, end))
        return false;
    return out->sign != SN_SIGN_NONE || out->kind != SN_CHUNK_TEXT;
}

static bool take_mark(const sn_chunks *c, size_t at, sn_chunk_kind kind, size_t len, sn_chunk *out,
                      size_t *end)
{
    *out = (sn_chunk){.kind = kind, .text = between(c->q, at, at + len)};
    *end = at + len;
    return true;
}

/* What is syntax here; the rest is words. */
static bool take_syntax(const sn_chunks *c, size_t at, bool at_word, sn_chunk *out, size_t *end)
{
    if (at_word && is_operator(c, at, "OR"))
        return take_mark(c, at, SN_CHUNK_OR, 2, out, end);
    if (at_word && is_operator(c, at, "AND"))
        return take_mark(c, at, SN_CHUNK_AND, 3, out, end);
    if (at_word && take_marked(c, at, out, end))
        return true;
    *out = (sn_chunk){0};
    char byte = c->q.at[at];
    if (byte == '|' && !c->is_literal)
        return take_mark(c, at, SN_CHUNK_OR, 1, out, end);
    if (byte == ')' && has_partner(c, at))
        return take_mark(c, at, SN_CHUNK_CLOSE, 1, out, end);
    bool is_other = closer_of(char_at(c->q, at)) != 0 || is_open(c, at);
    return is_other && take_operand(c, at, out, end) && out->kind != SN_CHUNK_TEXT &&
           out->kind != SN_CHUNK_PREFIX;
}

/* Mark the parentheses outside of phrases that have a partner: closing ones from the left, opening
 * ones from the right. */
static void pair_parens(sn_chunks *c)
{
    size_t most = c->q.len < SN_LIMIT_QUERY_BYTES ? c->q.len : SN_LIMIT_QUERY_BYTES;
    size_t open = 0, end = 0;
    sn_str inside;
    for (size_t at = 0; at < most; at = end) {
        char byte = c->q.at[at];
        if (take_phrase(c->q, at, &inside, &end))
            continue;
        end = behind(c->q, at);
        bool closes = byte == ')' && open > 0;
        open += byte == '(' ? 1 : 0;
        open -= closes ? 1 : 0;
        if (byte == '(' || closes)
            c->parens[at / 8] |= (uint8_t)(1u << at % 8);
    }
    size_t closed = 0;
    for (size_t at = most; at-- > 0;) {
        if (!has_partner(c, at))
            continue;
        if (c->q.at[at] == ')')
            closed++;
        else if (closed > 0)
            closed--;
        else
            c->parens[at / 8] &= (uint8_t) ~(1u << at % 8);
    }
}

sn_chunks sn_chunks_of(sn_str q, bool literal)
{
    sn_chunks c = {.q = q, .at_word = true, .is_literal = literal};
    if (!literal)
        pair_parens(&c);
    return c;
}

bool sn_chunks_next(sn_chunks *c, sn_chunk *out)
{
    size_t at = c->at, end = 0;
    bool at_word = c->at_word, found = false;
    sn_chunk marked;
    while (at < c->q.len && !(found = take_syntax(c, at, at_word, &marked, &end))) {
        uint32_t cp = char_at(c->q, at);
        at_word = sn_is_blank(cp) || (at_word && is_unseen(cp));
        at = behind(c->q, at);
    }
    if (at > c->at) { /* the words before it; it is found again next time */
        *out = (sn_chunk){.text = between(c->q, c->at, at)};
        c->at = at;
        c->at_word = at_word;
        return true;
    }
    if (!found)
        return false;
    *out = marked;
    c->at = end;
    c->at_word = marked.kind == SN_CHUNK_OPEN || marked.kind == SN_CHUNK_OR;
    return true;
}
