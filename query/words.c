#include "query/words.h"

#include "query/joined.h"
#include "query/refuse.h"

#include <string.h>

sn_status sn_refuse_terms(const sn_reading *r)
{
    return sn_problem_make(
        r->problem, SN_ELIMIT, "limit_exceeded", "q",
        "q: the query has more than %d terms (QUERY_TERMS)",
        "q: پرسش بیش از %d واژه (QUERY_TERMS) دارد؛ کوتاه‌ترش کنید",
        SN_LIMIT_QUERY_TERMS);
}

static sn_status copy_parts(sn_reading *r, const sn_joined *joined, sn_asked_word *word)
{
    sn_str parts[SN_LIMIT_QUERY_TERMS];
    sn_pool *pool = &r->question->pool;
    size_t n = sn_joined_parts(&r->tokens, joined, parts, SN_LIMIT_QUERY_TERMS);
    if (r->question->n_terms + n > SN_LIMIT_QUERY_TERMS)
        return sn_refuse_terms(r);
    r->question->n_terms += n;
    if (n == 1 && sn_str_equal(parts[0], word->stem))
        return SN_OK;
    word->parts = sn_pool_take(pool, n * sizeof *word->parts);
    sn_status s = word->parts == NULL ? SN_ENOMEM : SN_OK;
    for (size_t i = 0; i < n && s == SN_OK; i++)
        s = sn_pool_copy(pool, parts[i], &word->parts[i]);
    word->n_parts = n;
    return s;
}

static sn_status copy_reading(sn_reading *r, const sn_joined *joined, sn_asked_word *word)
{
    const sn_token *t = &r->tokens.tokens[joined->first];
    for (size_t i = 0; i < t->n_extras && joined->n == 1; i++) {
        const sn_extra *e = &r->tokens.extras[t->first_extra + i];
        if (e->kind == SN_EXTRA_READING)
            return sn_pool_copy(&r->question->pool, e->stem, &word->reading);
    }
    return SN_OK;
}

/* The exact forms of the tokens, joined: a compound is exact in its joined writing. */
static sn_status copy_exact(sn_reading *r, const sn_joined *joined, sn_asked_word *word)
{
    const sn_token *t = &r->tokens.tokens[joined->first];
    size_t len = 0;
    for (size_t i = 0; i < joined->n; i++)
        len += t[i].exact.len;
    char *exact = sn_pool_take(&r->question->pool, len + 1);
    if (exact == NULL)
        return SN_ENOMEM;
    size_t at = 0;
    for (size_t i = 0; i < joined->n; i++) {
        if (t[i].exact.len > 0)
            memcpy(exact + at, t[i].exact.at, t[i].exact.len);
        at += t[i].exact.len;
    }
    word->exact = (sn_str){exact, len};
    if (sn_str_equal(word->exact, word->stem))
        word->exact = (sn_str){0};
    return SN_OK;
}

static sn_status add_word(sn_reading *r, const sn_joined *joined)
{
    sn_question *q = r->question;
    if (q->n_words >= SN_LIMIT_QUERY_TERMS)
        return sn_refuse_terms(r);
    const sn_token *t = &r->tokens.tokens[joined->first];
    sn_asked_word *word = &q->words[q->n_words];
    *word = (sn_asked_word){.begin = r->base_byte + t->begin,
                            .pos = r->base_pos + t->pos,
                            .width = sn_joined_width(&r->tokens, joined),
                            .is_excluded = r->is_excluded,
                            .is_stop = true};
    for (size_t i = 0; i < joined->n; i++)
        word->is_stop = word->is_stop && (t[i].flags & SN_TOKEN_STOP) != 0;
    sn_status s = sn_pool_copy(&q->pool, sn_joined_stem(&r->tokens, joined), &word->stem);
    if (s == SN_OK)
        s = copy_parts(r, joined, word);
    if (s == SN_OK)
        s = copy_reading(r, joined, word);
    if (s == SN_OK)
        s = copy_exact(r, joined, word);
    if (s == SN_OK)
        q->n_words++;
    return s;
}

sn_status sn_words_read(sn_reading *r, sn_str text)
{
    sn_status s = sn_analyzer_run(r->analyzer, text, &r->tokens);
    r->base_byte = (uint32_t)(text.len > 0 ? text.at - r->chunks.q.at : 0);
    for (size_t i = 0; s == SN_OK && i < r->tokens.n_tokens;) {
        sn_joined joined = sn_joined_at(&r->tokens, i);
        s = add_word(r, &joined);
        i += joined.n;
    }
    if (s == SN_OK)
        r->base_pos += r->tokens.n_positions;
    return s;
}

/* The stem at each position of the unit's words: what a phrase is matched by, since an article has
 * the parts of a compound at their positions in every writing. */
sn_status sn_unit_set_terms(sn_question *q, sn_unit *unit)
{
    size_t n = 0;
    for (size_t i = 0; i < unit->n; i++) {
        const sn_asked_word *w = &q->words[unit->first + i];
        n += w->n_parts > 0 ? w->n_parts : 1;
    }
    unit->terms = sn_pool_take(&q->pool, n * sizeof *unit->terms);
    if (unit->terms == NULL)
        return SN_ENOMEM;
    for (size_t i = 0; i < unit->n; i++) {
        const sn_asked_word *w = &q->words[unit->first + i];
        const sn_str *terms = w->n_parts > 0 ? w->parts : &w->stem;
        size_t k = w->n_parts > 0 ? w->n_parts : 1;
        memcpy(unit->terms + unit->n_terms, terms, k * sizeof *terms);
        unit->n_terms += k;
        unit->span += w->width;
    }
    return SN_OK;
}
