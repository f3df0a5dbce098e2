/* Marked text as HTML, or for a terminal. */
#include "query/highlight.h"

#include <string.h>

static const char *escape_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* What stands for the character at i, NULL if it stands for itself. Line ends and tabs are blanks: a
 * passage is one line. A terminal obeys U+0080..9F (C2 80..9F in UTF-8) too. */
static const char *substitute(const sn_markup *m, sn_str text, size_t i)
{
    unsigned char c = (unsigned char)text.at[i];
    if (c < 0x20)
        return " ";
    if (!m->is_plain)
        return escape_of(text.at[i]);
    bool is_control =
        c == 0x7f || (c == 0xC2 && i + 1 < text.len && (unsigned char)text.at[i + 1] < 0xA0);
    return is_control ? "" : NULL;
}

static void add_text(const sn_markup *m, sn_str text, size_t begin, size_t end, sn_buf *out)
{
    size_t plain = begin;
    for (size_t i = begin; i < end; i++) {
        const char *other = substitute(m, text, i);
        if (other == NULL)
            continue;
        sn_buf_add(out, text.at + plain, i - plain);
        sn_buf_add(out, other, strlen(other));
        i += (unsigned char)text.at[i] == 0xC2;
        plain = i + 1;
    }
    if (plain < end)
        sn_buf_add(out, text.at + plain, end - plain);
}

void sn_markup_text(const sn_markup *m, sn_str text, sn_buf *out)
{
    add_text(m, text, 0, text.len, out);
}

/* Bytes begin..end of the text, of which tokens first..last may be marked. */
static void add_marked(const sn_highlighter *h, size_t begin, size_t end, size_t first, size_t last,
                       sn_buf *out)
{
    const sn_markup *m = &h->markup;
    size_t at = begin;
    for (size_t i = first; i <= last && i < h->tokens.n_tokens; i++) {
        const sn_token *t = &h->tokens.tokens[i];
        if (h->marks[i] == 0 || t->begin < at || t->end > end)
            continue;
        add_text(m, h->text, at, t->begin, out);
        sn_buf_add_str(out, sn_str_of(m->open != NULL ? m->open : "<em>"));
        add_text(m, h->text, t->begin, t->end, out);
        sn_buf_add_str(out, sn_str_of(m->close != NULL ? m->close : "</em>"));
        at = t->end;
    }
    add_text(m, h->text, at, end, out);
}

sn_status sn_highlight_whole(const sn_highlighter *h, sn_buf *out)
{
    add_marked(h, 0, h->text.len, 0, h->tokens.n_tokens, out);
    return sn_buf_status(out);
}

static bool is_blank_byte(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The stop, quote or bracket that is written onto the last word belongs to it. */
static size_t end_of_token(const sn_highlighter *h, size_t i)
{
    size_t end = h->tokens.tokens[i].end;
    size_t next = i + 1 < h->tokens.n_tokens ? h->tokens.tokens[i + 1].begin : h->text.len;
    size_t at = end;
    while (at < next && !is_blank_byte(h->text.at[at]))
        at++;
    return at < next || at == h->text.len ? at : end;
}

static bool is_blank_text(sn_str text, size_t begin, size_t end)
{
    while (begin < end && is_blank_byte(text.at[begin]))
        begin++;
    return begin == end;
}

sn_status sn_highlight_fragment(const sn_highlighter *h, const sn_fragment *f, sn_buf *out)
{
    size_t begin = h->tokens.tokens[f->first].begin, end = end_of_token(h, f->last);
    if (f->first == 0) /* with a quote or bracket before the first word */
        begin = 0;
    while (begin < end && is_blank_byte(h->text.at[begin]))
        begin++;
    if (f->first > 0)
        sn_buf_add_str(out, SN_STR("…"));
    add_marked(h, begin, end, f->first, f->last, out);
    if (!is_blank_text(h->text, end, h->text.len))
        sn_buf_add_str(out, SN_STR("…"));
    return sn_buf_status(out);
}
