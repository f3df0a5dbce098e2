/* Persian words with the affixes that are written behind a space: «می رود»، «کتاب ها»، «بزرگ تر»،
 * «گفته اند». */
#include "analysis/analyzer_state.h"
#include "base/utf8.h"

#include <string.h>

#define HEH "ه"

enum {
    JOINED_MAX = 400, /* bytes; longer words take no spaced affixes */
    SUFFIX_MAX = 20
};

/* A word under construction, its pieces with half-spaces between them. */
typedef struct joined {
    char at[JOINED_MAX];
    size_t len;
} joined;

static sn_str joined_str(const joined *j)
{
    return (sn_str){j->at, j->len};
}

static bool joined_add(joined *j, sn_str piece)
{
    size_t gap = j->len > 0 ? 3 : 0;
    if (j->len + gap + piece.len > JOINED_MAX)
        return false;
    if (gap > 0)
        memcpy(j->at + j->len, SN_HALF_SPACE, gap);
    memcpy(j->at + j->len + gap, piece.at, piece.len);
    j->len += gap + piece.len;
    return true;
}

static bool is_one_of(sn_str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (sn_str_equal(s, sn_str_of(list[i])))
            return true;
    }
    return false;
}

static bool has_suffix(sn_str s, sn_str suffix)
{
    return s.len >= suffix.len && memcmp(s.at + s.len - suffix.len, suffix.at, suffix.len) == 0;
}

/* می and نمی, alone or behind a preverb (برمی گردد). */
static bool is_verb_prefix(sn_str word)
{
    static const char *const preverbs[] = {"",     "ن",   "بر",   "برن", "در",   "درن", "باز",
                                           "بازن", "فرا", "فران", "فرو", "فرون", "وا",  "وان"};
    if (!has_suffix(word, SN_STR("می")))
        return false;
    return is_one_of((sn_str){word.at, word.len - 4}, preverbs, sizeof preverbs / sizeof *preverbs);
}

static bool take_verb_prefix(const sn_analyzer *a, size_t i, joined *j)
{
    sn_str word = sn_atom_str(a->text, &a->atoms.at[i]);
    if (!is_verb_prefix(word) || !sn_atom_is(a, i + 1, SN_ATOM_ARABIC, SN_GAP_BLANK))
        return false;
    j->len = 0;
    if (joined_add(j, word) && joined_add(j, sn_atom_str(a->text, &a->atoms.at[i + 1])) &&
        sn_verb_strength(a, joined_str(j)) > 0)
        return true;
    j->len = 0;
    return false;
}

/* Endings that stand alone only behind silent heh: elsewhere ای is a call, ام a letter's name. */
static bool is_heh_suffix(sn_str s)
{
    static const char *const list[] = {"ی", "ام", "ات", "اش", "ای", "ایم", "اید", "اند"};
    bool alef_or_ye = s.len <= 6 && (sn_str_has_prefix(s, SN_STR("ا")) || s.len == 2);
    return alef_or_ye && is_one_of(s, list, sizeof list / sizeof *list);
}

static bool is_free_suffix(const sn_analyzer *a, sn_str s)
{
    return (sn_str_has_prefix(s, SN_STR("ها")) || sn_str_has_prefix(s, SN_STR("تر"))) &&
           sn_lexicon_suffix_apart(a->lexicon, s) == SN_APART_SPACE;
}

/* Does the suffix belong to the word before it? */
static bool joins(const sn_analyzer *a, const joined *word, sn_str suffix, bool ezafe)
{
    sn_str host = joined_str(word);
    if (suffix.len > SUFFIX_MAX || host.len < 4 || ezafe)
        return false;
    if (is_free_suffix(a, suffix))
        return true;
    if (host.len < 6 || !has_suffix(host, SN_STR(HEH)) || !is_heh_suffix(suffix))
        return false;
    joined both = *word;
    return joined_add(&both, suffix) &&
           (sn_verb_strength(a, joined_str(&both)) > 0 || !sn_lexicon_is_stop(a->lexicon, host));
}

/* The atoms of suffixes behind atom i, two at most («بزرگ تر ها»). */
static size_t take_suffixes(const sn_analyzer *a, size_t i, joined *j, bool ezafe)
{
    size_t n = 0;
    while (n < 2 && sn_atom_is(a, i + n, SN_ATOM_ARABIC, SN_GAP_BLANK)) {
        sn_str suffix = sn_atom_str(a->text, &a->atoms.at[i + n]);
        if (!joins(a, j, suffix, ezafe) || !joined_add(j, suffix))
            break;
        n++;
    }
    return n;
}

static sn_str keep_word(sn_analyzer *a, const joined *j)
{
    char *at = sn_arena_take(&a->arena, j->len);
    if (at == NULL) {
        a->status = SN_ENOMEM;
        return (sn_str){"", 0};
    }
    memcpy(at, j->at, j->len);
    return (sn_str){at, j->len};
}

static void add_word(sn_analyzer *a, size_t i, size_t n, sn_str word, bool ezafe)
{
    const sn_term *term = sn_term_of_word(a, word, ezafe);
    unsigned flags = ezafe ? SN_TOKEN_EZAFE : 0;
    if (sn_atom_is_hashed(a, &a->atoms.at[i]))
        flags |= SN_TOKEN_HASHTAG;
    sn_token_draft *draft = sn_token_add_atoms(a, i, n, term, flags, term->width);
    if (draft == NULL)
        return;
    draft->parts = term->parts;
    draft->n_parts = term->n_parts;
    draft->guess = (sn_guess)term->guess;
    draft->walk = term->walk;
    draft->begins = term->begins;
    draft->persian = true;
}

/* Most words have no affix behind a space: a look at the next one says so. */
static bool may_have_suffix(const sn_analyzer *a, size_t i)
{
    if (!sn_atom_is(a, i + 1, SN_ATOM_ARABIC, SN_GAP_BLANK))
        return false;
    sn_str next = sn_atom_str(a->text, &a->atoms.at[i + 1]);
    return next.len <= SUFFIX_MAX && (sn_str_has_prefix(next, SN_STR("ها")) ||
                                      sn_str_has_prefix(next, SN_STR("تر")) || is_heh_suffix(next));
}

size_t sn_take_persian(sn_analyzer *a, size_t i)
{
    const sn_atom *atom = &a->atoms.at[i];
    sn_str word = sn_atom_str(a->text, atom);
    bool ezafe = sn_atom_has_ezafe(a, atom);
    joined j;
    size_t n = 1;
    j.len = 0;
    if (take_verb_prefix(a, i, &j)) {
        n = 2;
        ezafe = false;
    } else if (may_have_suffix(a, i) && joined_add(&j, word)) {
        n += take_suffixes(a, i + 1, &j, ezafe);
    }
    if (n > 1)
        word = keep_word(a, &j);
    add_word(a, i, n, word, ezafe);
    return n;
}
