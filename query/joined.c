#include "query/joined.h"

/* The token whose end is position `end`, from `first` on; n_tokens if none. */
static size_t token_ending_at(const sn_tokens *tokens, size_t first, uint32_t end)
{
    for (size_t i = first; i < tokens->n_tokens && tokens->tokens[i].pos < end; i++) {
        if (tokens->tokens[i].pos + tokens->tokens[i].width == end)
            return i;
    }
    return tokens->n_tokens;
}

static bool is_part(const sn_extra *e)
{
    return e->kind == SN_EXTRA_PART || e->kind == SN_EXTRA_RUN_ON;
}

sn_joined sn_joined_at(const sn_tokens *tokens, size_t first)
{
    const sn_token *t = &tokens->tokens[first];
    sn_joined joined = {.first = first, .n = 1};
    for (size_t i = 0; i < t->n_extras; i++) {
        const sn_extra *e = &tokens->extras[t->first_extra + i];
        if (is_part(e) || e->pos != t->pos)
            continue;
        size_t last = token_ending_at(tokens, first, e->pos + e->width);
        if (last < tokens->n_tokens && last - first + 1 > joined.n)
            joined = (sn_joined){first, last - first + 1, e};
    }
    return joined;
}

sn_str sn_joined_stem(const sn_tokens *tokens, const sn_joined *joined)
{
    return joined->joint != NULL ? joined->joint->stem : tokens->tokens[joined->first].stem;
}

uint32_t sn_joined_width(const sn_tokens *tokens, const sn_joined *joined)
{
    return joined->joint != NULL ? joined->joint->width : tokens->tokens[joined->first].width;
}

static size_t add_parts(const sn_tokens *tokens, const sn_token *t, sn_str *out, size_t cap,
                        size_t n)
{
    size_t before = n;
    for (size_t i = 0; i < t->n_extras; i++) {
        const sn_extra *e = &tokens->extras[t->first_extra + i];
        if (!is_part(e) || e->width > 1) /* of a compound within a run-on, its parts */
            continue;
        if (n < cap)
            out[n] = e->stem;
        n++;
    }
    if (n == before) {
        if (n < cap)
            out[n] = t->stem;
        n++;
    }
    return n;
}

size_t sn_joined_parts(const sn_tokens *tokens, const sn_joined *joined, sn_str *out, size_t cap)
{
    size_t n = 0;
    for (size_t i = 0; i < joined->n; i++)
        n = add_parts(tokens, &tokens->tokens[joined->first + i], out, cap, n);
    return n;
}
