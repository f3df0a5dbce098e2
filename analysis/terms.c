#include "analysis/analyzer_state.h"
#include "base/utf8.h"

#include <string.h>

sn_str sn_term_keep(sn_analyzer *a, sn_str s)
{
    s = sn_utf8_cut(s, SN_TERM_MAX_BYTES);
    char *at = sn_arena_take(&a->arena, s.len + 1);
    if (at == NULL) {
        a->status = SN_ENOMEM;
        return (sn_str){"", 0};
    }
    if (s.len > 0)
        memcpy(at, s.at, s.len);
    at[s.len] = '\0';
    return (sn_str){at, s.len};
}

sn_term sn_term_as_is(sn_analyzer *a, sn_str exact, sn_str stem)
{
    sn_term term = {.rule = SN_RULE_AS_IS};
    term.exact = sn_term_keep(a, exact);
    term.stem = sn_str_equal(exact, stem) ? term.exact : sn_term_keep(a, stem);
    return term;
}

/* 007 and 7, 2.50 and 2.5 are one number; 0, 0.5 and 10 keep their zeros. */
static sn_str without_needless_zeros(sn_str digits)
{
    while (digits.len > 1 && digits.at[0] == '0' && digits.at[1] != '.')
        digits = (sn_str){digits.at + 1, digits.len - 1};
    if (memchr(digits.at, '.', digits.len) == NULL)
        return digits;
    while (digits.at[digits.len - 1] == '0')
        digits.len--;
    if (digits.at[digits.len - 1] == '.')
        digits.len--;
    return digits;
}

sn_term sn_term_of_number(sn_analyzer *a, sn_str digits)
{
    return sn_term_as_is(a, digits, without_needless_zeros(digits));
}

bool sn_atom_has_ezafe(const sn_analyzer *a, const sn_atom *atom)
{
    size_t last = atom->end - 1;
    return (a->folded.ezafe[last / 8] >> last % 8 & 1) != 0;
}

sn_term sn_term_of_atom(sn_analyzer *a, const sn_atom *atom)
{
    sn_str text = sn_atom_str(a->text, atom);
    switch (atom->kind) {
    case SN_ATOM_ARABIC:
        return *sn_term_of_word(a, text, sn_atom_has_ezafe(a, atom));
    case SN_ATOM_DIGITS:
        return sn_term_of_number(a, text);
    case SN_ATOM_PERCENT:
        return *sn_term_of_word(a, SN_STR("درصد"), false);
    default:
        return sn_term_as_is(a, text, text);
    }
}
