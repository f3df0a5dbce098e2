/* The second pass: terms that stand beside a token's own. */
#include "analysis/analyzer_state.h"

#include "analysis/compounds.h"
#include "base/grow.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

static void add(sn_analyzer *a, sn_str stem, uint32_t pos, uint32_t width, sn_extra_kind kind)
{
    if (a->status != SN_OK || stem.len == 0)
        return;
    sn_extra *extras = sn_grow(a->extras, a->n_extras, &a->cap_extras, sizeof *extras);
    if (extras == NULL) {
        a->status = SN_ENOMEM;
        return;
    }
    a->extras = extras;
    a->extras[a->n_extras++] = (sn_extra){.stem = stem, .pos = pos, .width = width, .kind = kind};
}

/* One letter says nothing of the whole: no term. */
static bool is_long_enough(sn_str part)
{
    return part.len >= 2 && sn_utf8_length(part) >= 2;
}

static sn_str take_part(sn_str *parts)
{
    size_t n = 0;
    while (n < parts->len && !sn_is_part_border(parts->at[n]))
        n++;
    sn_str part = {parts->at, n};
    if (n < parts->len)
        n += parts->at[n] == ' ' ? 1 : 3;
    *parts = (sn_str){parts->at + n, parts->len - n};
    return part;
}

/* The parts of a compound whose stem is `whole`, from position pos on. */
static void add_word_parts(sn_analyzer *a, sn_str whole, uint32_t pos, sn_str parts,
                           sn_extra_kind kind)
{
    for (uint32_t k = 0; parts.len > 0; k++) {
        sn_str part = take_part(&parts);
        if (!is_long_enough(part))
            continue;
        sn_str stem = sn_term_of_word(a, part, false)->stem;
        if (k > 0 || !sn_str_equal(stem, whole))
            add(a, stem, pos + k, 1, kind);
    }
}

/* What the words would give if they were spaced, a lone و too. */
static void add_run_on(sn_analyzer *a, const sn_token *token, sn_str parts)
{
    uint32_t pos = token->pos;
    while (parts.len > 0) {
        sn_term term = *sn_term_of_word(a, take_part(&parts), false);
        add(a, term.stem, pos, term.width, SN_EXTRA_RUN_ON);
        if (term.guess == SN_GUESS_NONE) /* a guess within a guess stays out */
            add_word_parts(a, term.stem, pos, term.parts, SN_EXTRA_RUN_ON);
        pos += term.width;
    }
}

static void add_atom_parts(sn_analyzer *a, const sn_token *token, const sn_token_draft *draft)
{
    for (uint32_t k = 0; k < draft->n_parts; k++) {
        const sn_atom *atom = &a->atoms.at[draft->first_atom + k];
        if (atom->kind != SN_ATOM_DIGITS && !is_long_enough(sn_atom_str(a->text, atom)))
            continue;
        add(a, sn_term_of_atom(a, atom).stem, token->pos + k, 1, SN_EXTRA_PART);
    }
}

static uint32_t width_of_tokens(const sn_analyzer *a, size_t t, size_t n)
{
    const sn_token *last = &a->tokens[t + n - 1];
    return last->pos + last->width - a->tokens[t].pos;
}

/* The stem the n tokens have when they are written with half-spaces. */
static sn_str stem_of_joined(sn_analyzer *a, size_t t, size_t n)
{
    char word[3 * (SN_TERM_MAX_BYTES + 3)];
    size_t len = 0;
    for (size_t k = 0; k < n; k++) {
        sn_str piece = a->tokens[t + k].exact;
        if (k > 0) {
            memcpy(word + len, SN_HALF_SPACE, 3);
            len += 3;
        }
        memcpy(word + len, piece.at, piece.len);
        len += piece.len;
    }
    return sn_term_of_word(a, (sn_str){word, len}, false)->stem;
}

static bool goes_on(const sn_analyzer *a, size_t t)
{
    return t < a->n_tokens && a->drafts[t].persian && a->drafts[t].follows;
}

static void add_pair(sn_analyzer *a, size_t t, size_t n)
{
    sn_str stem = stem_of_joined(a, t, n);
    add(a, stem, a->tokens[t].pos, width_of_tokens(a, t, n), SN_EXTRA_PAIR);
}

/* «بر می‌گردد»: preverb and verb. */
static void add_preverb_pair(sn_analyzer *a, size_t t)
{
    static const char *const preverbs[] = {"بر", "در", "باز", "فرا", "فرو", "وا"};
    sn_str first = a->tokens[t].exact, verb = a->tokens[t + 1].exact;
    if (a->tokens[t + 1].rule != SN_RULE_VERB || first.len > 6)
        return;
    for (size_t i = 0; i < sizeof preverbs / sizeof *preverbs; i++) {
        if (!sn_str_equal(first, sn_str_of(preverbs[i])))
            continue;
        char both[SN_TERM_MAX_BYTES + 6];
        memcpy(both, first.at, first.len);
        memcpy(both + first.len, verb.at, verb.len);
        if (sn_verb_strength(a, (sn_str){both, first.len + verb.len}) > 0)
            add_pair(a, t, 2);
        return;
    }
}

/* Does a known compound end with the base form of this token? The walk has come up to it. */
static bool ends_with_stem(const sn_analyzer *a, const sn_token *token, sn_walk walk)
{
    bool ends;
    return sn_rule_is_inflection(token->rule) &&
           sn_compounds_walk(a->lexicon, &walk, token->stem, &ends) && walk.final;
}

static void add_pairs(sn_analyzer *a, size_t t)
{
    if (!goes_on(a, t + 1))
        return;
    add_preverb_pair(a, t);
    sn_walk walk = a->drafts[t].walk;
    bool further = a->drafts[t].begins;
    for (size_t n = 2; n <= 3 && further && goes_on(a, t + n - 1); n++) {
        const sn_token *last = &a->tokens[t + n - 1];
        sn_walk before = walk;
        bool ends;
        further = sn_compounds_walk(a->lexicon, &walk, last->exact, &ends);
        if (ends || ends_with_stem(a, last, before))
            add_pair(a, t, n);
    }
}

static void add_date(sn_analyzer *a, size_t t)
{
    sn_str stem;
    size_t n = (a->tokens[t].flags & SN_TOKEN_NUMBER) != 0 ? sn_written_date(a, t, &stem) : 0;
    if (n > 0)
        add(a, stem, a->tokens[t].pos, width_of_tokens(a, t, n), SN_EXTRA_PAIR);
}

void sn_extras_of_token(sn_analyzer *a, size_t t)
{
    sn_token *token = &a->tokens[t];
    const sn_token_draft *draft = &a->drafts[t];
    size_t first = a->n_extras;
    if (draft->guess == SN_GUESS_RUN_ON)
        add_run_on(a, token, draft->parts);
    else if (draft->guess == SN_GUESS_READING)
        add(a, draft->parts, token->pos, token->width, SN_EXTRA_READING);
    else if (draft->n_parts > 1 && draft->parts.len > 0)
        add_word_parts(a, token->stem, token->pos, draft->parts, SN_EXTRA_PART);
    else if (draft->n_parts > 1)
        add_atom_parts(a, token, draft);
    if (draft->whole.len > 0)
        add(a, draft->whole, token->pos, width_of_tokens(a, t, draft->whole_tokens),
            SN_EXTRA_WHOLE);
    add_pairs(a, t);
    add_date(a, t);
    token->first_extra = (uint32_t)first;
    token->n_extras = (uint32_t)(a->n_extras - first);
}
