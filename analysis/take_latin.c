/* Latin words, and words of Latin letters and digits together: G7, COVID-19, 5G. */
#include "analysis/analyzer_state.h"

#include <string.h>

enum { CHAIN_MAX = 6 }; /* pieces; more are no word */

static bool is_alnum(const sn_analyzer *a, size_t i)
{
    return i < a->atoms.n &&
           (a->atoms.at[i].kind == SN_ATOM_LATIN || a->atoms.at[i].kind == SN_ATOM_DIGITS);
}

/* How many pieces from atom i on stand together or with one hyphen; 1 if no Latin among them. */
static size_t chain_length(const sn_analyzer *a, size_t i)
{
    size_t n = 1;
    bool latin = a->atoms.at[i].kind == SN_ATOM_LATIN;
    while (is_alnum(a, i + n) &&
           (a->atoms.at[i + n].gap == SN_GAP_NONE || a->atoms.at[i + n].gap == '-')) {
        latin = latin || a->atoms.at[i + n].kind == SN_ATOM_LATIN;
        n++;
    }
    return latin ? n : 1;
}

/* The plural of a Latin word: «NGOها», «NGO ها». */
static bool takes_plural(const sn_analyzer *a, size_t i)
{
    if (i >= a->atoms.n || a->atoms.at[i].kind != SN_ATOM_ARABIC ||
        (a->atoms.at[i].gap != SN_GAP_NONE && a->atoms.at[i].gap != SN_GAP_BLANK))
        return false;
    sn_str suffix = sn_atom_str(a->text, &a->atoms.at[i]);
    return suffix.len <= 20 && sn_str_has_prefix(suffix, SN_STR("ها")) &&
           sn_lexicon_suffix_apart(a->lexicon, suffix) == SN_APART_SPACE;
}

static unsigned flags_of(const sn_analyzer *a, const sn_atom *atom)
{
    return SN_TOKEN_LATIN | (sn_atom_is_hashed(a, atom) ? SN_TOKEN_HASHTAG : 0u);
}

/* The word at atom i with 's or 't and the plural behind it; returns the atoms taken. */
static size_t add_word(sn_analyzer *a, size_t i)
{
    const sn_atom *atom = &a->atoms.at[i];
    if (atom->kind == SN_ATOM_DIGITS) {
        sn_term number = sn_term_of_atom(a, atom);
        sn_token_add_atoms(a, i, 1, &number, SN_TOKEN_NUMBER, 1);
        return 1;
    }
    char exact[2 * SN_TERM_MAX_BYTES];
    sn_str word = sn_atom_str(a->text, atom);
    size_t n = 1, len = word.len, stem_len = word.len;
    if (len > SN_TERM_MAX_BYTES) {
        sn_term term = sn_term_as_is(a, word, word);
        sn_token_add_atoms(a, i, 1, &term, flags_of(a, atom), 1);
        return 1;
    }
    memcpy(exact, word.at, len);
    if (sn_atom_is(a, i + n, SN_ATOM_LATIN, '\'')) { /* Trump's is Trump, O'Neil is Oneil */
        sn_str rest = sn_atom_str(a->text, &a->atoms.at[i + n]);
        if (rest.len <= SN_TERM_MAX_BYTES - len) {
            memcpy(exact + len, rest.at, rest.len);
            len += rest.len;
            stem_len = sn_str_equal(rest, SN_STR("s")) ? stem_len : len;
            n++;
        }
    }
    if (takes_plural(a, i + n)) {
        sn_str rest = sn_atom_str(a->text, &a->atoms.at[i + n]);
        memcpy(exact + len, rest.at, rest.len);
        len += rest.len;
        n++;
    }
    sn_term term = sn_term_as_is(a, (sn_str){exact, len}, (sn_str){exact, stem_len});
    sn_token_add_atoms(a, i, n, &term, flags_of(a, atom), 1);
    return n;
}

static void set_whole(sn_analyzer *a, size_t first_token, size_t i, size_t n)
{
    char whole[SN_TERM_MAX_BYTES];
    size_t len = 0;
    for (size_t k = 0; k < n; k++) {
        sn_str piece = sn_atom_str(a->text, &a->atoms.at[i + k]);
        if (piece.len > sizeof whole - len)
            return;
        memcpy(whole + len, piece.at, piece.len);
        len += piece.len;
    }
    if (a->status != SN_OK)
        return;
    a->drafts[first_token].whole = sn_term_keep(a, (sn_str){whole, len});
    a->drafts[first_token].whole_tokens = (uint32_t)n;
}

size_t sn_take_latin(sn_analyzer *a, size_t i)
{
    if (!is_alnum(a, i))
        return 0;
    size_t pieces = chain_length(a, i), first_token = a->n_tokens, taken = 0;
    if (pieces == 1 && a->atoms.at[i].kind == SN_ATOM_DIGITS)
        return 0;
    for (size_t k = 0; k < pieces; k++)
        taken += add_word(a, i + taken);
    if (pieces > 1 && pieces <= CHAIN_MAX)
        set_whole(a, first_token, i, pieces);
    return taken;
}
