#include "query/highlight.h"

#include "base/utf8.h"
#include "query/marking.h"

#include <stdlib.h>

void sn_highlighter_done(sn_highlighter *h)
{
    free(h->words);
    *h = (sn_highlighter){0};
}

sn_status sn_highlight_room(sn_highlighter *h, size_t n)
{
    if (n < h->cap)
        return SN_OK;
    size_t cap = n + n / 2 + 64;
    sn_marked *words = realloc(h->words, cap * sizeof *words);
    if (words == NULL)
        return SN_ENOMEM;
    h->words = words;
    h->cap = cap;
    return SN_OK;
}

static uint32_t chars_between(sn_str text, size_t begin, size_t end)
{
    return begin < end ? (uint32_t)sn_utf8_length((sn_str){text.at + begin, end - begin}) : 0;
}

uint32_t sn_highlight_chars_before(const sn_highlighter *h, size_t at, size_t word)
{
    return h->words[word].chars - chars_between(h->text, at, h->words[word].begin);
}

bool sn_highlight_next(const sn_highlighter *h, size_t *word, size_t end, sn_char_range *out)
{
    for (size_t i = *word; i < h->n_words && h->words[i].end <= end; i++) {
        const sn_marked *w = &h->words[i];
        if (w->mark == 0)
            continue;
        *out = (sn_char_range){w->chars, w->chars + chars_between(h->text, w->begin, w->end)};
        *word = i + 1;
        return true;
    }
    return false;
}

/* The words of a piece of the text, of which they are told by `stands`, as sn_mark_words() has it. */
static void add_words(sn_highlighter *h, const sn_tokens *tokens, const sn_region *r,
                      const bool *stands)
{
    sn_marked *words = &h->words[h->n_words];
    size_t at = r->begin;
    uint32_t chars = r->chars;
    sn_mark_words(h->question, tokens, stands, words);
    for (size_t i = 0; i < tokens->n_tokens; i++) {
        sn_marked *w = &words[i];
        w->begin = (uint32_t)r->begin + tokens->tokens[i].begin;
        w->end = (uint32_t)r->begin + tokens->tokens[i].end;
        chars += chars_between(h->text, at, w->begin);
        w->chars = chars;
        at = w->begin;
        h->n_marks += w->mark != 0;
    }
    h->n_words += tokens->n_tokens;
}

sn_status sn_highlight_add(sn_highlighter *h, const sn_region *r, const bool *stands)
{
    sn_tokens tokens;
    sn_str piece = {h->text.at + r->begin, r->end - r->begin};
    sn_status s = sn_analyzer_run(h->analyzer, piece, &tokens);
    if (s == SN_OK)
        s = sn_highlight_room(h, h->n_words + tokens.n_tokens);
    if (s == SN_OK)
        add_words(h, &tokens, r, stands);
    return s;
}

sn_status sn_highlight_read(sn_highlighter *h, sn_str text)
{
    sn_str read = text.len > SN_HIGHLIGHT_BYTES ? sn_utf8_cut(text, SN_HIGHLIGHT_BYTES) : text;
    h->text = text;
    h->n_words = h->n_marks = 0;
    sn_status s = sn_highlight_add(h, &(sn_region){.end = read.len}, NULL);
    if (s != SN_OK)
        return s;
    size_t n = h->n_words, begin = n > 0 ? h->words[n - 1].begin : 0;
    uint32_t before = n > 0 ? h->words[n - 1].chars : 0;
    h->words[n].chars = before + chars_between(text, begin, text.len);
    return s;
}
