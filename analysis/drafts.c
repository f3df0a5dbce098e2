#include "analysis/analyzer_state.h"

#include <stdlib.h>

static bool grow(sn_analyzer *a)
{
    size_t cap = a->cap_tokens == 0 ? 256 : a->cap_tokens * 2;
    sn_token *tokens = realloc(a->tokens, cap * sizeof *tokens);
    if (tokens != NULL)
        a->tokens = tokens;
    sn_token_draft *drafts = realloc(a->drafts, cap * sizeof *drafts);
    if (drafts != NULL)
        a->drafts = drafts;
    if (tokens == NULL || drafts == NULL)
        return false;
    a->cap_tokens = cap;
    return true;
}

/* Where the original of folded bytes [..end) ends: marks dropped behind the last letter belong to
 * it; inside a ligature the border is that of the whole ligature. */
static uint32_t original_end(const sn_analyzer *a, size_t end)
{
    uint32_t last = a->folded.source[end - 1];
    while (a->folded.source[end] == last)
        end++;
    return a->folded.source[end];
}

sn_token_draft *sn_token_add(sn_analyzer *a, size_t begin, size_t end, const sn_term *term,
                             unsigned flags, uint32_t width)
{
    if (a->status != SN_OK)
        return NULL;
    if (a->n_tokens == a->cap_tokens && !grow(a)) {
        a->status = SN_ENOMEM;
        return NULL;
    }
    a->tokens[a->n_tokens] = (sn_token){
        .begin = a->folded.source[begin],
        .end = original_end(a, end),
        .pos = a->pos,
        .width = width,
        .exact = term->exact,
        .stem = term->stem,
        .flags = (uint16_t)(flags | (term->stop ? SN_TOKEN_STOP : 0u)),
        .rule = (uint16_t)term->rule,
    };
    a->pos += width;
    sn_token_draft *draft = &a->drafts[a->n_tokens++];
    *draft = (sn_token_draft){0};
    return draft;
}

sn_token_draft *sn_token_add_atoms(sn_analyzer *a, size_t first, size_t n, const sn_term *term,
                                   unsigned flags, uint32_t width)
{
    const sn_atom *from = &a->atoms.at[first];
    sn_token_draft *draft =
        sn_token_add(a, from->begin, a->atoms.at[first + n - 1].end, term, flags, width);
    if (draft != NULL)
        draft->follows = from->gap == SN_GAP_BLANK;
    return draft;
}
