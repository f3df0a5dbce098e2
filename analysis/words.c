#include "analysis/words.h"

#include "analysis/fold_table.h"
#include "analysis/letters.h"
#include "base/grow.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <uniwbrk.h>

void sn_atoms_done(sn_atoms *atoms)
{
    free(atoms->at);
    free(atoms->breaks);
    *atoms = (sn_atoms){0};
}

static bool is_ascii_alpha(unsigned char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static bool is_line_end(sn_str gap, size_t at)
{
    return gap.at[at] == '\n' ||
           (gap.at[at] == '\r' && !(at + 1 < gap.len && gap.at[at + 1] == '\n'));
}

static uint8_t gap_kind(sn_str gap)
{
    if (gap.len == 0)
        return SN_GAP_NONE;
    if (gap.len == 1 && gap.at[0] >= ' ')
        return (uint8_t)gap.at[0]; /* SN_GAP_BLANK is the space itself */
    int lines = 0;
    for (size_t i = 0; i < gap.len; i++) {
        if (gap.at[i] != ' ' && (gap.at[i] < '\t' || gap.at[i] > '\r'))
            return SN_GAP_BREAK;
        lines += is_line_end(gap, i);
    }
    return lines > 1 ? SN_GAP_BREAK : SN_GAP_BLANK;
}

static sn_status add(sn_atoms *atoms, sn_str text, size_t begin, size_t end, sn_atom_kind kind)
{
    sn_atom *at = sn_grow(atoms->at, atoms->n, &atoms->cap, sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    atoms->at = at;
    uint8_t gap = SN_GAP_BREAK;
    if (atoms->n > 0) {
        size_t from = atoms->at[atoms->n - 1].end;
        gap = gap_kind((sn_str){text.at + from, begin - from});
    }
    atoms->at[atoms->n++] = (sn_atom){
        .begin = (uint32_t)begin, .end = (uint32_t)end, .kind = (uint8_t)kind, .gap = gap};
    return SN_OK;
}

static inline bool is_arabic_letter(const unsigned char *in)
{
    return (in[0] & 0xfc) == 0xd8 &&
           sn_fold_table[((in[0] & 0x1fu) << 6 | (in[1] & 0x3fu)) - SN_FOLD_TABLE_FIRST] >= 0x80;
}

/* A combining mark at `at`, or another letter of the class? Moves *at behind it. */
static bool take_wide(sn_str text, size_t *at, sn_cp_class class)
{
    size_t next = *at;
    sn_cp_class c = sn_classify_cp(sn_utf8_next(text, &next));
    if (c != class && c != SN_CP_MARK)
        return false;
    *at = next;
    return true;
}

static size_t arabic_end(sn_str text, size_t at)
{
    const unsigned char *in = (const unsigned char *)text.at;
    while (at < text.len && in[at] >= 0x80) {
        if (is_arabic_letter(in + at)) {
            at += 2;
        } else if (memcmp(in + at, "\xe2\x80", 2) == 0 && in[at + 2] == 0x8c) {
            at += 3;
        } else if (!take_wide(text, &at, SN_CP_ARABIC)) {
            break;
        }
    }
    return at;
}

static size_t run_end(sn_str text, size_t at, sn_cp_class class)
{
    const unsigned char *in = (const unsigned char *)text.at;
    while (at < text.len) {
        if (class == SN_CP_DIGIT ? is_digit(in[at])
                                 : is_ascii_alpha(in[at]) && class == SN_CP_LATIN)
            at++;
        else if (in[at] < 0x80 || !take_wide(text, &at, class))
            break;
    }
    return at;
}

/* Letters of other scripts: some are written without spaces, so ask UAX #29. */
static sn_status add_letters(sn_atoms *atoms, sn_str text, size_t begin, size_t end)
{
    size_t len = end - begin;
    if (len > atoms->breaks_cap) {
        char *breaks = realloc(atoms->breaks, len);
        if (breaks == NULL)
            return SN_ENOMEM;
        atoms->breaks = breaks;
        atoms->breaks_cap = len;
    }
    u8_wordbreaks((const uint8_t *)text.at + begin, len, atoms->breaks);
    for (size_t from = 0, at = 1; at <= len; at++) {
        if (at < len && !atoms->breaks[at])
            continue;
        sn_status status = add(atoms, text, begin + from, begin + at, SN_ATOM_LETTERS);
        if (status != SN_OK)
            return status;
        from = at;
    }
    return SN_OK;
}

static sn_status scan_arabic(sn_atoms *atoms, sn_str text, size_t *at)
{
    size_t begin = *at;
    *at = arabic_end(text, begin + 2);
    return add(atoms, text, begin, *at, SN_ATOM_ARABIC);
}

static sn_status scan_wide(sn_atoms *atoms, sn_str text, size_t *at)
{
    if (is_arabic_letter((const unsigned char *)text.at + *at))
        return scan_arabic(atoms, text, at);
    size_t begin = *at, next = *at;
    sn_cp_class class = sn_classify_cp(sn_utf8_next(text, &next));
    if (class == SN_CP_OTHER || class == SN_CP_MARK) {
        *at = next;
        return SN_OK;
    }
    *at = run_end(text, next, class);
    return class == SN_CP_LETTER ? add_letters(atoms, text, begin, *at)
                                 : add(atoms, text, begin, *at, SN_ATOM_LATIN);
}

static bool is_percent_of_number(sn_str text, size_t at)
{
    return text.at[at] == '%' && ((at > 0 && is_digit((unsigned char)text.at[at - 1])) ||
                                  (at + 1 < text.len && is_digit((unsigned char)text.at[at + 1])));
}

static sn_status scan_ascii(sn_atoms *atoms, sn_str text, size_t *at)
{
    size_t begin = *at;
    unsigned char c = (unsigned char)text.at[begin];
    if (is_ascii_alpha(c)) {
        *at = run_end(text, begin, SN_CP_LATIN);
        return add(atoms, text, begin, *at, SN_ATOM_LATIN);
    }
    if (is_digit(c)) {
        *at = run_end(text, begin, SN_CP_DIGIT);
        return add(atoms, text, begin, *at, SN_ATOM_DIGITS);
    }
    *at = begin + 1;
    return is_percent_of_number(text, begin) ? add(atoms, text, begin, *at, SN_ATOM_PERCENT)
                                             : SN_OK;
}

sn_status sn_atoms_scan(sn_str folded, sn_atoms *atoms)
{
    atoms->n = 0;
    for (size_t at = 0; at < folded.len;) {
        sn_status status = (unsigned char)folded.at[at] < 0x80 ? scan_ascii(atoms, folded, &at)
                                                               : scan_wide(atoms, folded, &at);
        if (status != SN_OK)
            return status;
    }
    return SN_OK;
}
