/* libFuzzer target: the laws of the whole chain. One analyzer lives through all inputs, as in the
 * programs; that this changes no answer is one of the laws. */
#include "analysis/analyzer.h"
#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool law)
{
    if (!law)
        abort();
}

static bool on_border(sn_str text, uint32_t at)
{
    return at == text.len || (at < text.len && ((unsigned char)text.at[at] & 0xc0) != 0x80);
}

static void check_term(sn_str term)
{
    must(term.len > 0 && term.len <= SN_TERM_MAX_BYTES && sn_utf8_is_valid(term, NULL));
}

static void check_extras(const sn_token *t, const sn_tokens *got)
{
    must((size_t)t->first_extra + t->n_extras <= got->n_extras);
    for (uint32_t e = 0; e < t->n_extras; e++) {
        const sn_extra *x = &got->extras[t->first_extra + e];
        check_term(x->stem);
        must(x->pos >= t->pos && x->width >= 1 && x->pos + x->width <= got->n_positions);
    }
}

static void check_tokens(sn_str text, const sn_tokens *got)
{
    uint32_t pos = 0, begin = 0, end = 0;
    for (size_t i = 0; i < got->n_tokens; i++) {
        const sn_token *t = &got->tokens[i];
        check_term(t->exact);
        check_term(t->stem);
        must(t->begin < t->end && on_border(text, t->begin) && on_border(text, t->end));
        must(t->begin >= begin && t->end >= end && t->pos == pos && t->width >= 1);
        check_extras(t, got);
        pos += t->width;
        begin = t->begin;
        end = t->end;
    }
    must(pos == got->n_positions);
}

/* A sum over all terms and places. */
static uint64_t digest(const sn_tokens *got)
{
    uint64_t h = got->n_tokens;
    for (size_t i = 0; i < got->n_tokens; i++) {
        const sn_token *t = &got->tokens[i];
        for (size_t k = 0; k < t->stem.len; k++)
            h = h * 31 + (unsigned char)t->stem.at[k];
        h = h * 31 + t->begin * 7u + t->end * 5u + t->n_extras * 3u + t->flags;
    }
    return h;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sn_analyzer *kept;
    sn_str text = {(const char *)data, size};
    sn_tokens got;
    if (kept == NULL)
        must(sn_analyzer_create(sn_lexicon_builtin(), &kept) == SN_OK);
    if (!sn_utf8_is_valid(text, NULL)) {
        must(sn_analyzer_run(kept, text, &got) == SN_EUTF8);
        return 0;
    }
    must(sn_analyzer_run(kept, text, &got) == SN_OK);
    check_tokens(text, &got);
    uint64_t first = digest(&got);
    must(sn_analyzer_run(kept, text, &got) == SN_OK);
    must(digest(&got) == first);
    return 0;
}
