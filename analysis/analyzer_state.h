/* analysis/analyzer_state - the analyzer from inside: what its steps share.
 *
 *   atoms -> sn_take_*()  tokens with a draft each (one pass; a step takes the atoms it knows)
 *         -> sn_extras_*  parts, pairs and wholes of each token (second pass: pairs look ahead) */
#ifndef SN_ANALYSIS_ANALYZER_STATE_H
#define SN_ANALYSIS_ANALYZER_STATE_H

#include "analysis/analyzer.h"
#include "analysis/arena.h"
#include "analysis/fold.h"
#include "analysis/term_cache.h"
#include "analysis/words.h"

/* What the second pass must know of a token. */
typedef struct sn_token_draft {
    sn_str parts;          /* as in sn_term */
    uint32_t n_parts;      /* of `parts`, or of the atoms below; 0 or 1: no part terms */
    sn_guess guess;        /* what they are */
    uint32_t first_atom;   /* part atoms (dates, hosts, hashtags), used if `parts` is empty */
    sn_str whole;          /* the unsplit writing that begins with this token, or empty */
    uint32_t whole_tokens; /* and how many tokens it covers */
    sn_walk walk;          /* in the set of compounds, behind this word */
    bool begins;           /* a Persian word that begins some compound */
    bool persian;          /* a Persian word: may be part of a spaced compound */
    bool follows;          /* only blanks between it and the token before */
} sn_token_draft;

struct sn_analyzer {
    const sn_lexicon *lexicon;
    sn_folded folded;
    sn_str text; /* the folded text */
    sn_atoms atoms;
    sn_arena arena;
    sn_term_cache cache;
    sn_token *tokens;
    sn_token_draft *drafts;
    size_t n_tokens, cap_tokens;
    sn_extra *extras;
    size_t n_extras, cap_extras;
    uint32_t pos;     /* of the next token */
    size_t at_sign;   /* the first @ at or behind the atom in hand, or text.len */
    sn_term term;     /* the last one that the cache did not take */
    sn_status status; /* the first failure; sticks */
};

/* word_terms.c: the terms of a Persian word with its half-spaces. The word must live as long as the
 * run; the answer is good until the next call, its strings until the next run. */
const sn_term *sn_term_of_word(sn_analyzer *a, sn_str word, bool ezafe);
/* sn_lexicon_verb_strength() of a word with half-spaces and madda. */
int sn_verb_strength(const sn_analyzer *a, sn_str word);

/* terms.c */
sn_term sn_term_as_is(sn_analyzer *a, sn_str exact, sn_str stem); /* copies, cut to the limit */
sn_term sn_term_of_number(sn_analyzer *a, sn_str digits);         /* stem without needless zeros */
sn_term sn_term_of_atom(sn_analyzer *a, const sn_atom *atom);
sn_str sn_term_keep(sn_analyzer *a, sn_str s); /* a copy in the arena, cut to the limit */
bool sn_atom_has_ezafe(const sn_analyzer *a, const sn_atom *atom);

/* drafts.c: add a token over folded bytes [begin, end); NULL after a failure. width is the number
 * of positions it takes. */
sn_token_draft *sn_token_add(sn_analyzer *a, size_t begin, size_t end, const sn_term *term,
                             unsigned flags, uint32_t width);
/* The token of whole atoms [first, first + n); sets `follows`. */
sn_token_draft *sn_token_add_atoms(sn_analyzer *a, size_t first, size_t n, const sn_term *term,
                                   unsigned flags, uint32_t width);

/* The steps. Each looks at atom i and those behind it, adds tokens, and returns how many atoms it
 * took: 0 if they are not its business. */
size_t sn_take_address(sn_analyzer *a, size_t i); /* take_address.c: URL, e-mail, host */
size_t sn_take_tagged(sn_analyzer *a, size_t i);  /* take_tagged.c: words with _ between */
size_t sn_take_acronym(sn_analyzer *a, size_t i); /* take_tagged.c: single letters with dots */
size_t sn_take_date(sn_analyzer *a, size_t i);    /* take_number.c */
size_t sn_take_number(sn_analyzer *a, size_t i);  /* take_number.c */
size_t sn_take_latin(sn_analyzer *a, size_t i);   /* take_latin.c: words, G7, COVID-19 */
size_t sn_take_persian(sn_analyzer *a, size_t i); /* take_persian.c: with its spaced affixes */

size_t sn_find_at_sign(sn_str text, size_t from); /* text.len if there is none */

/* written_date.c: how many tokens from t on are a date with its month in words («۱۲ مرداد ۱۴۰۳»), 0
 * if they are none; *stem is what the date in digits has (1403/05/12). */
size_t sn_written_date(sn_analyzer *a, size_t t, sn_str *stem);

/* extras.c */
void sn_extras_of_token(sn_analyzer *a, size_t t);

/* Written behind #? */
static inline bool sn_atom_is_hashed(const sn_analyzer *a, const sn_atom *atom)
{
    return atom->begin > 0 && a->text.at[atom->begin - 1] == '#';
}

/* Does this byte stand between two parts of a compound (a space, or a half-space's first byte, with
 * which no folded letter begins)? */
static inline bool sn_is_part_border(char c)
{
    return c == ' ' || c == '\xe2';
}

static inline const sn_atom *sn_atom_at(const sn_analyzer *a, size_t i)
{
    return i < a->atoms.n ? &a->atoms.at[i] : NULL;
}

/* Is there an atom i of this kind with this gap before it? */
static inline bool sn_atom_is(const sn_analyzer *a, size_t i, sn_atom_kind kind, int gap)
{
    return i < a->atoms.n && a->atoms.at[i].kind == kind && a->atoms.at[i].gap == gap;
}

#endif
