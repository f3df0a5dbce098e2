#include "analysis/borders.h"

#include "base/utf8.h"

#include <uniwbrk.h>

/* What is looked at on each side of a place, at least; then up to a blank, from which on nothing
 * before it matters. The next one where there is no border in so much. */
static const size_t sides[] = {64, 512, SN_BORDER_REACH};
#define N_SIDES (sizeof sides / sizeof *sides)

#define ZWNJ 0x200C
#define ZWJ  0x200D

/* A part of the text around a place, and before which of its bytes words may break. */
typedef struct piece {
    size_t begin, end;
    char breaks[2 * SN_BORDER_REACH + 16];
} piece;

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool begins_character(sn_str text, size_t at)
{
    return at == 0 || at >= text.len || ((unsigned char)text.at[at] & 0xC0) != 0x80;
}

static void take_piece(sn_str text, size_t at, size_t side, piece *p)
{
    p->begin = p->end = at;
    while (p->begin > 0 && at - p->begin < SN_BORDER_REACH &&
           (at - p->begin < side || !is_blank(text.at[p->begin])))
        p->begin--;
    while (p->end < text.len && p->end - at < SN_BORDER_REACH &&
           (p->end - at < side || !is_blank(text.at[p->end])))
        p->end++;
    while (!begins_character(text, p->begin))
        p->begin--;
    while (!begins_character(text, p->end))
        p->end++;
    u8_wordbreaks((const uint8_t *)text.at + p->begin, p->end - p->begin, p->breaks);
}

static uint32_t character_before(sn_str text, size_t at)
{
    do
        at--;
    while (!begins_character(text, at));
    return sn_utf8_next(text, &at);
}

/* The piece's first byte is no candidate: what stands before it was not looked at. */
static bool is_border(sn_str text, const piece *p, size_t at)
{
    if (at == 0 || at == text.len)
        return true;
    if (at <= p->begin || at >= p->end || p->breaks[at - p->begin] == 0)
        return false;
    size_t next = at;
    int kind = uc_wordbreak_property(sn_utf8_next(text, &next));
    uint32_t before = character_before(text, at);
    return kind != WBP_EXTEND && kind != WBP_FORMAT && kind != WBP_ZWJ && before != ZWNJ &&
           before != ZWJ;
}

size_t sn_border_before(sn_str text, size_t at)
{
    piece p;
    if (at == 0 || at >= text.len)
        return at;
    for (size_t k = 0; k < N_SIDES; k++) {
        take_piece(text, at, sides[k], &p);
        for (size_t i = at + 1; i-- > p.begin;) {
            if (is_border(text, &p, i))
                return i;
        }
    }
    return at;
}

size_t sn_border_after(sn_str text, size_t at)
{
    piece p;
    if (at == 0 || at >= text.len)
        return at;
    for (size_t k = 0; k < N_SIDES; k++) {
        take_piece(text, at, sides[k], &p);
        for (size_t i = at; i <= p.end; i++) {
            if (is_border(text, &p, i))
                return i;
        }
    }
    return at;
}
