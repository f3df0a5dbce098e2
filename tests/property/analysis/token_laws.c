#include "tests/property/analysis/token_laws.h"

#include "base/utf8.h"

#define LAW(holds, says)                                                                           \
    do {                                                                                           \
        if (!(holds))                                                                              \
            return (says);                                                                         \
    } while (0)

bool on_border(sn_str text, size_t at)
{
    return at == text.len || (at < text.len && ((unsigned char)text.at[at] & 0xc0) != 0x80);
}

bool is_term(sn_str term)
{
    if (term.len == 0 || term.len > SN_TERM_MAX_BYTES || !sn_utf8_is_valid(term, NULL))
        return false;
    for (size_t i = 0; i < term.len; i++) {
        if ((unsigned char)term.at[i] <= ' ' || term.at[i] == 0x7f)
            return false;
    }
    return true;
}

static const char *broken_extra_law(const sn_token *t, const sn_extra *x, const sn_tokens *got)
{
    LAW(is_term(x->stem), "the stem of an extra is a term");
    LAW(x->kind >= SN_EXTRA_PART && x->kind <= SN_EXTRA_RUN_ON, "an extra is of a known kind");
    LAW(x->pos >= t->pos && x->width >= 1, "an extra begins at its token or behind it");
    LAW(x->pos + x->width <= got->n_positions, "an extra ends within the text");
    bool beyond = x->kind == SN_EXTRA_PAIR || x->kind == SN_EXTRA_WHOLE;
    LAW(beyond || x->pos + x->width <= t->pos + t->width, "a part ends with its token");
    LAW(!beyond || x->pos == t->pos, "a pair or whole begins with its token");
    return NULL;
}

static const char *broken_law_of(sn_str text, const sn_token *t, const sn_tokens *got)
{
    LAW(is_term(t->exact), "an exact form is a term");
    LAW(is_term(t->stem), "a stem is a term");
    LAW(t->begin < t->end && t->end <= text.len, "a token lies inside the text");
    LAW(on_border(text, t->begin) && on_border(text, t->end), "a token ends at borders");
    LAW(t->width >= 1 && t->width <= SN_TOKEN_MAX_WIDTH(t->end - t->begin), "a width is bounded");
    LAW(t->n_extras <= t->width + SN_TOKEN_MORE_EXTRAS, "a token has so many extras at most");
    LAW(t->first_extra + (size_t)t->n_extras <= got->n_extras, "extras lie in the list");
    for (uint32_t e = 0; e < t->n_extras; e++) {
        const char *broken = broken_extra_law(t, &got->extras[t->first_extra + e], got);
        LAW(broken == NULL, broken);
    }
    return NULL;
}

const char *broken_token_law(sn_str text, const sn_tokens *got)
{
    uint32_t pos = 0, begin = 0, end = 0, first_extra = 0;
    LAW(got->n_tokens <= SN_ANALYSIS_MAX_TOKENS(text.len), "the number of tokens is bounded");
    for (size_t i = 0; i < got->n_tokens; i++) {
        const sn_token *t = &got->tokens[i];
        const char *broken = broken_law_of(text, t, got);
        LAW(broken == NULL, broken);
        LAW(t->begin >= begin && t->end >= end, "tokens rise");
        LAW(t->pos == pos, "a token stands behind the positions of the one before");
        LAW(t->first_extra == first_extra, "extras stand in the order of the tokens");
        pos += t->width;
        begin = t->begin;
        end = t->end;
        first_extra += t->n_extras;
    }
    LAW(pos == got->n_positions, "the tokens take all positions");
    LAW(first_extra == got->n_extras, "each extra is of a token");
    return NULL;
}

static void write_extra(const sn_extra *x, uint32_t pos, sn_buf *out)
{
    sn_buf_add_format(out, " %d@%u+%u:", (int)x->kind, x->pos - pos, x->width);
    sn_buf_add_str(out, x->stem);
}

void write_terms(const sn_tokens *got, size_t from, size_t to, bool places, sn_buf *out)
{
    uint32_t pos = from < to ? got->tokens[from].pos : 0;
    sn_buf_clear(out);
    for (size_t i = from; i < to; i++) {
        const sn_token *t = &got->tokens[i];
        sn_buf_add_str(out, t->exact);
        sn_buf_add_byte(out, '/');
        sn_buf_add_str(out, t->stem);
        sn_buf_add_format(out, "/%u+%u/%u/%u", t->pos - pos, t->width, t->flags, t->rule);
        if (places)
            sn_buf_add_format(out, "/%u-%u", t->begin, t->end);
        for (uint32_t e = 0; e < t->n_extras; e++)
            write_extra(&got->extras[t->first_extra + e], pos, out);
        sn_buf_add_byte(out, '\n');
    }
}
