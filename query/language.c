#include "query/language.h"

#include "base/utf8.h"

#include <string.h>

static bool is_blank(uint32_t cp)
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

static uint32_t peek(sn_str s, size_t at)
{
    return at < s.len ? sn_utf8_next(s, &at) : 0;
}

static sn_str from(sn_str s, size_t at)
{
    return (sn_str){s.at + at, s.len - at};
}

/* Does s begin with a whole phrase? Its inside, and where s goes on. */
static bool take_phrase(sn_str s, sn_str *inside, size_t *end)
{
    size_t at = 0;
    uint32_t closer = s.len > 0 ? closer_of(sn_utf8_next(s, &at)) : 0;
    if (closer == 0)
        return false;
    size_t begin = at;
    while (at < s.len) {
        size_t before = at;
        if (sn_utf8_next(s, &at) == closer) {
            *inside = (sn_str){s.at + begin, before - begin};
            *end = at;
            return true;
        }
    }
    return false;
}

/* s begins with a minus that excludes: what it excludes, and where s goes on. */
static bool take_excluded(sn_str s, sn_chunk *out, size_t *end)
{
    size_t at = 0;
    if (s.len == 0 || !is_minus(sn_utf8_next(s, &at)))
        return false;
    sn_str inside;
    size_t phrase_end = 0;
    if (take_phrase(from(s, at), &inside, &phrase_end)) {
        *out = (sn_chunk){inside, .is_phrase = true, .is_excluded = true};
        *end = at + phrase_end;
        return true;
    }
    uint32_t first = peek(s, at);
    if (first == 0 || is_blank(first) || is_minus(first) || closer_of(first) != 0)
        return false;
    size_t begin = at;
    while (at < s.len && !is_blank(peek(s, at)) && closer_of(peek(s, at)) == 0)
        sn_utf8_next(s, &at);
    *out = (sn_chunk){{s.at + begin, at - begin}, .is_phrase = false, .is_excluded = true};
    *end = at;
    return true;
}

static bool take_marked(sn_str s, bool after_blank, sn_chunk *out, size_t *end)
{
    if (after_blank && take_excluded(s, out, end))
        return true;
    sn_str inside;
    if (!take_phrase(s, &inside, end))
        return false;
    *out = (sn_chunk){inside, .is_phrase = true, .is_excluded = false};
    return true;
}

sn_chunks sn_chunks_of(sn_str q)
{
    return (sn_chunks){q, true};
}

bool sn_chunks_next(sn_chunks *c, sn_chunk *out)
{
    size_t at = 0, end = 0;
    bool after_blank = c->after_blank;
    sn_chunk marked;
    while (at < c->rest.len) {
        if (take_marked(from(c->rest, at), after_blank, &marked, &end))
            break;
        uint32_t cp = sn_utf8_next(c->rest, &at);
        after_blank = is_blank(cp) || (after_blank && is_unseen(cp));
    }
    if (c->rest.len == 0)
        return false;
    if (at > 0) { /* the words before it; it is found again next time */
        *out = (sn_chunk){.text = {c->rest.at, at}};
        c->rest = from(c->rest, at);
        c->after_blank = after_blank;
        return true;
    }
    *out = marked;
    c->rest = from(c->rest, end);
    c->after_blank = false;
    return true;
}
