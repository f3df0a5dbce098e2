#include "base/html_writer.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* Elements without content and end tag (HTML standard, 13.1.2 "void elements"). */
static bool is_void(const char *name)
{
    static const char *const names[] = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) == 0)
            return true;
    }
    return false;
}

/* Of these a parser drops a line end that comes first (13.2.6.4.7): one is written for it to drop. */
static bool drops_first_line_end(const char *name)
{
    return strcmp(name, "textarea") == 0 || strcmp(name, "pre") == 0;
}

/* What stands in these is no text, so it cannot be escaped (13.2.6.4.4). */
static bool is_code(const char *name)
{
    return strcmp(name, "script") == 0 || strcmp(name, "style") == 0;
}

static const char *escape_of(unsigned char c)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\n':
        return NULL;
    default:
        return c < 0x20 || c == 0x7f ? " " : NULL;
    }
}

sn_status sn_html_escape(sn_buf *out, sn_str text)
{
    size_t plain = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *escape = escape_of((unsigned char)text.at[i]);
        if (escape == NULL)
            continue;
        sn_buf_add(out, text.at + plain, i - plain);
        sn_buf_add_str(out, sn_str_of(escape));
        plain = i + 1;
    }
    if (text.len > plain)
        sn_buf_add(out, text.at + plain, text.len - plain);
    return sn_buf_status(out);
}

static void end_tag_text(sn_html *h)
{
    if (!h->in_tag)
        return;
    h->in_tag = false;
    sn_buf_add_byte(h->out, '>');
    if (drops_first_line_end(h->open[h->depth - 1]))
        sn_buf_add_byte(h->out, '\n');
}

void sn_html_doctype(sn_html *h)
{
    assert(h->depth == 0);
    sn_buf_add_str(h->out, SN_STR("<!DOCTYPE html>\n"));
}

void sn_html_begin(sn_html *h, const char *name)
{
    assert(h->depth < SN_HTML_WRITER_DEPTH);
    assert(h->depth == 0 || !is_void(h->open[h->depth - 1]));
    end_tag_text(h);
    h->open[h->depth++] = name;
    sn_buf_add_byte(h->out, '<');
    sn_buf_add_str(h->out, sn_str_of(name));
    h->in_tag = true;
}

void sn_html_end(sn_html *h)
{
    assert(h->depth > 0);
    end_tag_text(h);
    const char *name = h->open[--h->depth];
    if (!is_void(name))
        sn_buf_add_format(h->out, "</%s>", name);
}

void sn_html_ends(sn_html *h, unsigned n)
{
    while (n-- > 0)
        sn_html_end(h);
}

void sn_html_attr(sn_html *h, const char *name, sn_str value)
{
    assert(h->in_tag);
    sn_buf_add_format(h->out, " %s=\"", name);
    sn_html_escape(h->out, value);
    sn_buf_add_byte(h->out, '"');
}

void sn_html_attr_text(sn_html *h, const char *name, const char *value)
{
    if (value != NULL)
        sn_html_attr(h, name, sn_str_of(value));
}

void sn_html_attr_int(sn_html *h, const char *name, int64_t value)
{
    assert(h->in_tag);
    sn_buf_add_format(h->out, " %s=\"%" PRId64 "\"", name, value);
}

void sn_html_attr_flag(sn_html *h, const char *name, bool is_there)
{
    assert(h->in_tag);
    if (is_there)
        sn_buf_add_format(h->out, " %s", name);
}

void sn_html_str(sn_html *h, sn_str text)
{
    assert(h->depth == 0 || !is_code(h->open[h->depth - 1]));
    end_tag_text(h);
    sn_html_escape(h->out, text);
}

void sn_html_text(sn_html *h, const char *text)
{
    sn_html_str(h, sn_str_of(text));
}

void sn_html_begin_class(sn_html *h, const char *name, const char *class_names)
{
    sn_html_begin(h, name);
    sn_html_attr_text(h, "class", class_names);
}

void sn_html_element(sn_html *h, const char *name, const char *class_names, const char *text)
{
    sn_html_begin_class(h, name, class_names);
    sn_html_text(h, text);
    sn_html_end(h);
}

sn_status sn_html_finish(sn_html *h)
{
    assert(h->depth == 0);
    return sn_buf_status(h->out);
}
