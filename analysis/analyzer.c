#include "analysis/analyzer_state.h"
#include "base/utf8.h"

#include <stdlib.h>

sn_status sn_analyzer_create(const sn_lexicon *lexicon, sn_analyzer **out)
{
    sn_analyzer *a = calloc(1, sizeof *a);
    if (a == NULL)
        return SN_ENOMEM;
    a->lexicon = lexicon;
    if (sn_term_cache_init(&a->cache) != SN_OK) {
        free(a);
        return SN_ENOMEM;
    }
    *out = a;
    return SN_OK;
}

void sn_analyzer_destroy(sn_analyzer *a)
{
    if (a == NULL)
        return;
    sn_folded_done(&a->folded);
    sn_atoms_done(&a->atoms);
    sn_arena_done(&a->arena);
    sn_term_cache_done(&a->cache);
    free(a->tokens);
    free(a->drafts);
    free(a->extras);
    free(a);
}

static void take_letters(sn_analyzer *a, size_t i)
{
    sn_term term = sn_term_of_atom(a, &a->atoms.at[i]);
    sn_token_add_atoms(a, i, 1, &term, 0, 1);
}

static size_t take_alnum(sn_analyzer *a, size_t i)
{
    size_t n = sn_take_address(a, i);
    if (n == 0)
        n = sn_take_tagged(a, i);
    if (n == 0)
        n = sn_take_acronym(a, i);
    if (n == 0)
        n = sn_take_date(a, i);
    return n > 0 ? n : sn_take_latin(a, i);
}

/* The steps in the order in which they may claim an atom. */
static size_t take(sn_analyzer *a, size_t i)
{
    size_t n = 0;
    switch (a->atoms.at[i].kind) {
    case SN_ATOM_ARABIC:
        n = sn_take_tagged(a, i);
        if (n == 0)
            n = sn_take_acronym(a, i);
        return n > 0 ? n : sn_take_persian(a, i);
    case SN_ATOM_LATIN:
        return take_alnum(a, i);
    case SN_ATOM_DIGITS:
        n = take_alnum(a, i);
        return n > 0 ? n : sn_take_number(a, i);
    case SN_ATOM_LETTERS:
        n = sn_take_tagged(a, i);
        break;
    default: /* SN_ATOM_PERCENT */
        break;
    }
    if (n == 0) {
        take_letters(a, i);
        n = 1;
    }
    return n;
}

static sn_status run(sn_analyzer *a)
{
    sn_status status = sn_atoms_scan(a->text, &a->atoms);
    if (status != SN_OK)
        return status;
    a->at_sign = sn_find_at_sign(a->text, 0);
    for (size_t i = 0; i < a->atoms.n && a->status == SN_OK;)
        i += take(a, i);
    for (size_t t = 0; t < a->n_tokens && a->status == SN_OK; t++)
        sn_extras_of_token(a, t);
    return a->status;
}

static void clear(sn_analyzer *a)
{
    sn_arena_clear(&a->arena);
    sn_term_cache_next_run(&a->cache);
    a->n_tokens = 0;
    a->n_extras = 0;
    a->pos = 0;
    a->status = SN_OK;
}

sn_status sn_analyzer_run(sn_analyzer *a, sn_str text, sn_tokens *out)
{
    if (text.len > SN_ANALYSIS_MAX_BYTES)
        return SN_ELIMIT;
    if (!sn_utf8_is_valid(text, NULL))
        return SN_EUTF8;
    clear(a);
    sn_status status = sn_fold(text, &a->folded);
    if (status != SN_OK)
        return status;
    a->text = sn_buf_str(&a->folded.text);
    status = run(a);
    if (status != SN_OK)
        return status;
    *out = (sn_tokens){.tokens = a->tokens,
                       .n_tokens = a->n_tokens,
                       .extras = a->extras,
                       .n_extras = a->n_extras,
                       .n_positions = a->pos};
    return SN_OK;
}
