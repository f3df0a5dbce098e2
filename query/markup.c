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

/* Bytes begin..end of the text with the marks of the tokens in it, the first of them at `first`. */
static void add_marked(const sn_highlighter *h, size_t begin, size_t end, size_t first, sn_buf *out)
{
    const sn_markup *m = &h->markup;
    size_t at = begin;
    for (size_t i = first; i < h->n_words && h->words[i].end <= end; i++) {
        const sn_marked *t = &h->words[i];
        if (h->words[i].mark == 0 || t->begin < at)
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
    add_marked(h, 0, h->text.len, 0, out);
    return sn_buf_status(out);
}

static bool is_blank_text(sn_str text, size_t begin, size_t end)
{
    while (begin < end && strchr(" \n\t\r", text.at[begin]) != NULL)
        begin++;
    return begin == end;
}

sn_status sn_highlight_fragment(const sn_highlighter *h, const sn_fragment *f, sn_buf *out)
{
    if (!is_blank_text(h->text, 0, f->begin))
        sn_buf_add_str(out, SN_STR("…"));
    add_marked(h, f->begin, f->end, f->first, out);
    if (!is_blank_text(h->text, f->end, h->text.len))
        sn_buf_add_str(out, SN_STR("…"));
    return sn_buf_status(out);
}
