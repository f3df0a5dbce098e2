#include "query/marking.h"

_Static_assert(SN_LIMIT_QUERY_TERMS < UINT8_MAX, "a mark is a byte");

typedef struct marking {
    const sn_question *question;
    const sn_tokens *tokens;
    sn_marked *words; /* by token */
} marking;

static bool is_among(sn_str term, const sn_str *terms, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (sn_str_equal(term, terms[i]))
            return true;
    }
    return false;
}

static void mark_positions(marking *m, size_t token, uint32_t end_pos, uint8_t mark)
{
    for (size_t i = token; i < m->tokens->n_tokens && m->tokens->tokens[i].pos < end_pos; i++) {
        if (m->words[i].mark == 0)
            m->words[i].mark = mark;
    }
}

/* Is the token one of the terms, or has it one beside it: a part of it, or a word that it makes
 * together with the next ones, which then are marked too. */
static bool mark_token(marking *m, size_t i, const sn_str *terms, size_t n, uint8_t mark)
{
    const sn_token *t = &m->tokens->tokens[i];
    bool found = is_among(t->stem, terms, n);
    uint32_t end = t->pos + t->width;
    for (size_t k = 0; k < t->n_extras; k++) {
        const sn_extra *e = &m->tokens->extras[t->first_extra + k];
        if (!is_among(e->stem, terms, n))
            continue;
        found = true;
        if (e->pos + e->width > end)
            end = e->pos + e->width;
    }
    if (found)
        mark_positions(m, i, end, mark);
    return found;
}

static bool mark_terms(marking *m, const sn_str *terms, size_t n, uint8_t mark)
{
    bool found = false;
    for (size_t i = 0; i < m->tokens->n_tokens; i++)
        found = mark_token(m, i, terms, n, mark) || found;
    return found;
}

static bool mark_exact(marking *m, const sn_asked_word *w, uint8_t mark)
{
    bool found = false;
    for (size_t i = 0; i < m->tokens->n_tokens && w->exact.len > 0; i++) {
        if (!sn_str_equal(m->tokens->tokens[i].exact, w->exact))
            continue;
        found = true;
        if (m->words[i].mark == 0)
            m->words[i].mark = mark;
    }
    return found;
}

/* What begins so, or in exact mode is written so. */
static void mark_forms(marking *m, const sn_asked_word *w, uint8_t mark)
{
    sn_str form = w->exact.len > 0 ? w->exact : w->stem;
    for (size_t i = 0; i < m->tokens->n_tokens; i++) {
        const sn_token *t = &m->tokens->tokens[i];
        bool found = w->is_prefix
                         ? sn_str_has_prefix(t->exact, form) || sn_str_has_prefix(t->stem, form)
                         : sn_str_equal(t->exact, form);
        if (found && m->words[i].mark == 0)
            m->words[i].mark = mark;
    }
}

/* Has the token or something beside it this term at the position? */
static bool has_term_at(const marking *m, size_t token, uint32_t pos, sn_str term)
{
    const sn_token *t = &m->tokens->tokens[token];
    if (t->pos == pos && sn_str_equal(t->stem, term))
        return true;
    for (size_t k = 0; k < t->n_extras; k++) {
        const sn_extra *e = &m->tokens->extras[t->first_extra + k];
        if (e->pos == pos && sn_str_equal(e->stem, term))
            return true;
    }
    return false;
}

/* Do the terms stand one behind the other, the first on token i? */
static bool is_phrase_at(const marking *m, size_t i, const sn_str *terms, size_t n)
{
    uint32_t pos = m->tokens->tokens[i].pos;
    for (size_t k = 0; k < n && i < m->tokens->n_tokens;) {
        const sn_token *t = &m->tokens->tokens[i];
        if (t->pos + t->width <= pos + k)
            i++;
        else if (has_term_at(m, i, pos + (uint32_t)k, terms[k]))
            k++;
        else
            return false;
        if (k == n)
            return true;
    }
    return false;
}

static void mark_phrase(marking *m, const sn_str *terms, size_t n, uint8_t mark)
{
    for (size_t i = 0; i < m->tokens->n_tokens; i++) {
        if (is_phrase_at(m, i, terms, n))
            mark_positions(m, i, m->tokens->tokens[i].pos + (uint32_t)n, mark);
    }
}

static void mark_expansion(marking *m, const sn_expansion *x, uint8_t mark)
{
    if (x->stem.len > 0)
        mark_terms(m, &x->stem, 1, mark);
    if (x->n_terms > 1)
        mark_phrase(m, x->terms, x->n_terms, mark);
}

/* Other names of a word wherever they stand; derived forms only where the word itself does not. */
static void mark_alternatives(marking *m, size_t word, bool found)
{
    for (size_t i = 0; i < m->question->n_alternatives; i++) {
        const sn_alternative *a = &m->question->alternatives[i];
        if (a->first == word && (a->as->kind == SN_EXPANSION_SYNONYM || !found))
            mark_expansion(m, a->as, (uint8_t)(word + 1));
    }
}

static void mark_word(marking *m, size_t i, const bool *stands)
{
    const sn_asked_word *w = &m->question->words[i];
    uint8_t mark = (uint8_t)(i + 1);
    if (w->is_prefix || m->question->is_exact) {
        mark_forms(m, w, mark);
        return;
    }
    bool found = mark_terms(m, &w->stem, 1, mark);
    found = mark_exact(m, w, mark) || found;
    found = stands != NULL ? stands[i] : found;
    /* The parts of a compound only where it never stands as one: «جمهور» alone is noise. */
    if (!found && w->n_parts > 0)
        mark_terms(m, w->parts, w->n_parts, mark);
    if (!found && w->reading.len > 0)
        mark_terms(m, &w->reading, 1, mark);
    mark_alternatives(m, i, found);
}

void sn_mark_words(const sn_question *q, const sn_tokens *tokens, const bool *stands,
                   sn_marked *words)
{
    marking m = {q, tokens, words};
    for (size_t i = 0; i < tokens->n_tokens; i++)
        words[i].mark = 0;
    for (size_t i = 0; i < q->n_words; i++) {
        if (q->words[i].is_scored)
            mark_word(&m, i, stands);
    }
}
