#include "query/highlight.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(SN_LIMIT_QUERY_TERMS < UINT8_MAX, "a mark is a byte");

void sn_highlighter_done(sn_highlighter *h)
{
    free(h->marks);
    free(h->chars);
    *h = (sn_highlighter){0};
}

static sn_status make_room(sn_highlighter *h, size_t n)
{
    if (n <= h->cap)
        return SN_OK;
    uint8_t *marks = realloc(h->marks, n * sizeof *marks);
    if (marks != NULL)
        h->marks = marks;
    uint32_t *chars = realloc(h->chars, (n + 1) * sizeof *chars);
    if (chars != NULL)
        h->chars = chars;
    if (marks == NULL || chars == NULL)
        return SN_ENOMEM;
    h->cap = n;
    return SN_OK;
}

static uint32_t chars_between(sn_str text, size_t begin, size_t end)
{
    return begin < end ? (uint32_t)sn_utf8_length((sn_str){text.at + begin, end - begin}) : 0;
}

uint32_t sn_highlight_chars_before(const sn_highlighter *h, size_t at, size_t token)
{
    return h->chars[token] - chars_between(h->text, at, h->tokens.tokens[token].begin);
}

bool sn_highlight_next(const sn_highlighter *h, size_t *token, size_t end, sn_char_range *out)
{
    for (size_t i = *token; i < h->tokens.n_tokens && h->tokens.tokens[i].end <= end; i++) {
        const sn_token *t = &h->tokens.tokens[i];
        if (h->marks[i] == 0)
            continue;
        *out = (sn_char_range){h->chars[i], h->chars[i] + chars_between(h->text, t->begin, t->end)};
        *token = i + 1;
        return true;
    }
    return false;
}

static void count_chars(sn_highlighter *h)
{
    size_t at = 0, n = h->tokens.n_tokens;
    uint32_t chars = 0;
    for (size_t i = 0; i <= n; i++) {
        size_t next = i < n ? h->tokens.tokens[i].begin : h->text.len;
        chars += chars_between(h->text, at, next);
        h->chars[i] = chars;
        at = next;
    }
}

static bool is_among(sn_str term, const sn_str *terms, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (sn_str_equal(term, terms[i]))
            return true;
    }
    return false;
}

static void mark_positions(sn_highlighter *h, size_t token, uint32_t end_pos, uint8_t mark)
{
    for (size_t i = token; i < h->tokens.n_tokens && h->tokens.tokens[i].pos < end_pos; i++) {
        if (h->marks[i] == 0)
            h->marks[i] = mark;
    }
}

/* Is the token one of the terms, or has it one beside it: a part of it, or a word that it makes
 * together with the next ones, which then are marked too. */
static bool mark_token(sn_highlighter *h, size_t i, const sn_str *terms, size_t n, uint8_t mark)
{
    const sn_token *t = &h->tokens.tokens[i];
    bool found = is_among(t->stem, terms, n);
    uint32_t end = t->pos + t->width;
    for (size_t k = 0; k < t->n_extras; k++) {
        const sn_extra *e = &h->tokens.extras[t->first_extra + k];
        if (!is_among(e->stem, terms, n))
            continue;
        found = true;
        if (e->pos + e->width > end)
            end = e->pos + e->width;
    }
    if (found)
        mark_positions(h, i, end, mark);
    return found;
}

static bool mark_terms(sn_highlighter *h, const sn_str *terms, size_t n, uint8_t mark)
{
    bool found = false;
    for (size_t i = 0; i < h->tokens.n_tokens; i++)
        found = mark_token(h, i, terms, n, mark) || found;
    return found;
}

static bool mark_exact(sn_highlighter *h, const sn_asked_word *w, uint8_t mark)
{
    bool found = false;
    for (size_t i = 0; i < h->tokens.n_tokens && w->exact.len > 0; i++) {
        if (!sn_str_equal(h->tokens.tokens[i].exact, w->exact))
            continue;
        found = true;
        if (h->marks[i] == 0)
            h->marks[i] = mark;
    }
    return found;
}

/* What begins so, or in exact mode is written so. */
static void mark_forms(sn_highlighter *h, const sn_asked_word *w, uint8_t mark)
{
    sn_str form = w->exact.len > 0 ? w->exact : w->stem;
    for (size_t i = 0; i < h->tokens.n_tokens; i++) {
        const sn_token *t = &h->tokens.tokens[i];
        bool found = w->is_prefix
                         ? sn_str_has_prefix(t->exact, form) || sn_str_has_prefix(t->stem, form)
                         : sn_str_equal(t->exact, form);
        if (found && h->marks[i] == 0)
            h->marks[i] = mark;
    }
}

/* Has the token or something beside it this term at the position? */
static bool has_term_at(const sn_highlighter *h, size_t token, uint32_t pos, sn_str term)
{
    const sn_token *t = &h->tokens.tokens[token];
    if (t->pos == pos && sn_str_equal(t->stem, term))
        return true;
    for (size_t k = 0; k < t->n_extras; k++) {
        const sn_extra *e = &h->tokens.extras[t->first_extra + k];
        if (e->pos == pos && sn_str_equal(e->stem, term))
            return true;
    }
    return false;
}

/* Do the terms stand one behind the other, the first on token i? */
static bool is_phrase_at(const sn_highlighter *h, size_t i, const sn_str *terms, size_t n)
{
    uint32_t pos = h->tokens.tokens[i].pos;
    for (size_t k = 0; k < n && i < h->tokens.n_tokens;) {
        const sn_token *t = &h->tokens.tokens[i];
        if (t->pos + t->width <= pos + k)
            i++;
        else if (has_term_at(h, i, pos + (uint32_t)k, terms[k]))
            k++;
        else
            return false;
        if (k == n)
            return true;
    }
    return false;
}

static void mark_phrase(sn_highlighter *h, const sn_str *terms, size_t n, uint8_t mark)
{
    for (size_t i = 0; i < h->tokens.n_tokens; i++) {
        if (is_phrase_at(h, i, terms, n))
            mark_positions(h, i, h->tokens.tokens[i].pos + (uint32_t)n, mark);
    }
}

static void mark_expansion(sn_highlighter *h, const sn_expansion *x, uint8_t mark)
{
    if (x->stem.len > 0)
        mark_terms(h, &x->stem, 1, mark);
    if (x->n_terms > 1)
        mark_phrase(h, x->terms, x->n_terms, mark);
}

/* Other names of a word wherever they stand; derived forms only where the word itself does not. */
static void mark_alternatives(sn_highlighter *h, size_t word, bool found)
{
    for (size_t i = 0; i < h->question->n_alternatives; i++) {
        const sn_alternative *a = &h->question->alternatives[i];
        if (a->first == word && (a->as->kind == SN_EXPANSION_SYNONYM || !found))
            mark_expansion(h, a->as, (uint8_t)(word + 1));
    }
}

/* The parts of a compound only where it never stands as one: «جمهور» alone is noise. */
static void mark_words(sn_highlighter *h)
{
    memset(h->marks, 0, h->tokens.n_tokens);
    for (size_t i = 0; i < h->question->n_words; i++) {
        const sn_asked_word *w = &h->question->words[i];
        uint8_t mark = (uint8_t)(i + 1);
        if (!w->is_scored)
            continue;
        if (w->is_prefix || h->question->is_exact) {
            mark_forms(h, w, mark);
            continue;
        }
        bool found = mark_terms(h, &w->stem, 1, mark);
        found = mark_exact(h, w, mark) || found;
        if (!found && w->n_parts > 0)
            mark_terms(h, w->parts, w->n_parts, mark);
        if (!found && w->reading.len > 0)
            mark_terms(h, &w->reading, 1, mark);
        mark_alternatives(h, i, found);
    }
    h->n_marks = 0;
    for (size_t i = 0; i < h->tokens.n_tokens; i++)
        h->n_marks += h->marks[i] != 0;
}

sn_status sn_highlight_read(sn_highlighter *h, sn_str text)
{
    sn_tokens tokens;
    sn_str read = text.len > SN_HIGHLIGHT_BYTES ? sn_utf8_cut(text, SN_HIGHLIGHT_BYTES) : text;
    sn_status s = sn_analyzer_run(h->analyzer, read, &tokens);
    if (s == SN_OK)
        s = make_room(h, tokens.n_tokens + 1);
    if (s != SN_OK)
        return s;
    h->text = text;
    h->tokens = tokens;
    mark_words(h);
    count_chars(h);
    return SN_OK;
}
