/* Words held together by signs: #حقوق_بشر, file_name, U.N., ق.م */
#include "analysis/analyzer_state.h"
#include "base/utf8.h"

#include <string.h>

enum { TAG_MAX_BYTES = 400, TAG_MAX_PARTS = 12 };

static bool is_word(const sn_atom *atom)
{
    return atom->kind != SN_ATOM_PERCENT;
}

/* The words joined with half-spaces: the stemmer knows those borders. */
static sn_term term_of_tag(sn_analyzer *a, size_t i, size_t n)
{
    char word[TAG_MAX_BYTES + 3 * TAG_MAX_PARTS];
    size_t len = 0;
    bool arabic = true;
    for (size_t k = 0; k < n; k++)
        arabic = arabic && a->atoms.at[i + k].kind == SN_ATOM_ARABIC;
    for (size_t k = 0; k < n; k++) {
        sn_str part = sn_atom_str(a->text, &a->atoms.at[i + k]);
        if (k > 0 && arabic) {
            memcpy(word + len, SN_HALF_SPACE, 3);
            len += 3;
        }
        memcpy(word + len, part.at, part.len);
        len += part.len;
    }
    sn_str joined = {word, len};
    return arabic ? *sn_term_of_word(a, joined, false) : sn_term_as_is(a, joined, joined);
}

static unsigned flags_of_tag(const sn_analyzer *a, size_t i, size_t n)
{
    unsigned flags = sn_atom_is_hashed(a, &a->atoms.at[i]) ? SN_TOKEN_HASHTAG : 0;
    for (size_t k = 0; k < n; k++) {
        if (a->atoms.at[i + k].kind == SN_ATOM_LATIN)
            flags |= SN_TOKEN_LATIN;
    }
    return flags;
}

size_t sn_take_tagged(sn_analyzer *a, size_t i)
{
    const sn_atom *first = &a->atoms.at[i];
    size_t n = 1, bytes = first->end - first->begin;
    while (n < TAG_MAX_PARTS && i + n < a->atoms.n && a->atoms.at[i + n].gap == '_' &&
           is_word(&a->atoms.at[i + n])) {
        bytes += a->atoms.at[i + n].end - a->atoms.at[i + n].begin;
        n++;
    }
    if (n == 1 || bytes > TAG_MAX_BYTES || !is_word(first))
        return 0;
    sn_term term = term_of_tag(a, i, n);
    sn_token_draft *draft = sn_token_add_atoms(a, i, n, &term, flags_of_tag(a, i, n), (uint32_t)n);
    if (draft != NULL) {
        draft->n_parts = (uint32_t)n;
        draft->first_atom = (uint32_t)i;
    }
    return n;
}

static bool is_single_letter(const sn_analyzer *a, size_t i)
{
    const sn_atom *atom = sn_atom_at(a, i);
    return atom != NULL && (atom->kind == SN_ATOM_ARABIC || atom->kind == SN_ATOM_LATIN) &&
           sn_utf8_length(sn_atom_str(a->text, atom)) == 1;
}

size_t sn_take_acronym(sn_analyzer *a, size_t i)
{
    if (a->atoms.at[i].end - a->atoms.at[i].begin > 2)
        return 0;
    size_t n = 0, len = 0;
    char word[SN_TERM_MAX_BYTES];
    while (is_single_letter(a, i + n) && (n == 0 || a->atoms.at[i + n].gap == '.')) {
        sn_str letter = sn_atom_str(a->text, &a->atoms.at[i + n]);
        if (len + letter.len > sizeof word)
            break;
        memcpy(word + len, letter.at, letter.len);
        len += letter.len;
        n++;
    }
    if (n < 2)
        return 0;
    sn_term term = sn_term_as_is(a, (sn_str){word, len}, (sn_str){word, len});
    bool latin = a->atoms.at[i].kind == SN_ATOM_LATIN;
    sn_token_add_atoms(a, i, n, &term, latin ? SN_TOKEN_LATIN : 0, 1);
    return n;
}
