#include "indexer/readers/xml_guard.h"

#include "indexer/readers/decode.h"

#include <string.h>

static const char cdata[] = "<![CDATA[", comment[] = "<!--";

static void put_byte(sn_xml_guard *g, char c, sn_buf *out);

static void release(sn_xml_guard *g, sn_guard_state state, sn_buf *out)
{
    g->state = state;
    sn_buf_add(out, g->held, g->n_held);
    g->n_held = 0;
}

/* The < was none: what stood behind it is text like any other. */
static void give_up(sn_xml_guard *g, sn_buf *out)
{
    char held[sizeof g->held];
    size_t n = g->n_held;
    memcpy(held, g->held, n);
    g->state = SN_GUARD_TEXT;
    g->n_held = 0;
    sn_buf_add_str(out, SN_STR(SN_DECODE_LESS));
    for (size_t i = 1; i < n; i++)
        put_byte(g, held[i], out);
}

static void skip_until(sn_xml_guard *g, const char *end, sn_buf *out)
{
    g->end = end;
    g->n_end = 0;
    release(g, SN_GUARD_UNTIL, out);
}

static bool is_letter(char c)
{
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}

static bool begins(const sn_xml_guard *g, const char *word)
{
    return g->n_held <= strlen(word) && memcmp(g->held, word, g->n_held) == 0;
}

/* With the byte that was held last, is it known what the < begins? */
static void decide(sn_xml_guard *g, sn_buf *out)
{
    char second = g->held[1], last = g->held[g->n_held - 1];
    if (second == '?') {
        skip_until(g, "?>", out);
    } else if (second == '/' || is_letter(second)) {
        g->quote = 0;
        g->has_root = true;
        release(g, SN_GUARD_TAG, out);
    } else if (begins(g, comment) || begins(g, cdata)) {
        if (g->n_held == sizeof comment - 1 && begins(g, comment))
            skip_until(g, "-->", out);
        else if (g->n_held == sizeof cdata - 1)
            skip_until(g, "]]>", out);
    } else if (second == '!' && g->n_held == 3 && is_letter(last) && !g->has_root) {
        g->brackets = 0;
        release(g, SN_GUARD_DECLARATION, out);
    } else {
        give_up(g, out);
    }
}

static void open_tag(sn_xml_guard *g)
{
    g->state = SN_GUARD_OPEN;
    g->held[0] = '<';
    g->n_held = 1;
}

static void put_until(sn_xml_guard *g, char c, sn_buf *out)
{
    size_t len = strlen(g->end);
    sn_buf_add_byte(out, (unsigned char)c);
    if (c == g->end[g->n_end])
        g->n_end++;
    else if (!(len == 3 && g->n_end == 2 && c == g->end[1])) /* --- and ]]] have their last two */
        g->n_end = c == g->end[0] ? 1 : 0;
    if (g->n_end == len)
        g->state = SN_GUARD_TEXT;
}

static void put_tag(sn_xml_guard *g, char c, sn_buf *out)
{
    if (c == '<') { /* never inside a tag: the one before has no end */
        open_tag(g);
        return;
    }
    sn_buf_add_byte(out, (unsigned char)c);
    if (g->quote != 0)
        g->quote = c == g->quote ? 0 : g->quote;
    else if (c == '"' || c == '\'')
        g->quote = c;
    else if (c == '>')
        g->state = SN_GUARD_TEXT;
}

static void put_byte(sn_xml_guard *g, char c, sn_buf *out)
{
    switch (g->state) {
    case SN_GUARD_TEXT:
        if (c == '<')
            open_tag(g);
        else
            sn_buf_add_byte(out, (unsigned char)c);
        break;
    case SN_GUARD_OPEN:
        g->held[g->n_held++] = c;
        decide(g, out);
        break;
    case SN_GUARD_TAG:
        put_tag(g, c, out);
        break;
    case SN_GUARD_DECLARATION:
        sn_buf_add_byte(out, (unsigned char)c);
        g->brackets += c == '[' ? 1 : c == ']' ? -1 : 0;
        if (c == '>' && g->brackets <= 0)
            g->state = SN_GUARD_TEXT;
        break;
    case SN_GUARD_UNTIL:
        put_until(g, c, out);
        break;
    }
}

/* How many bytes at the front are text without a <. */
static size_t plain(const sn_xml_guard *g, sn_str text)
{
    if (g->state != SN_GUARD_TEXT)
        return 0;
    const char *less = memchr(text.at, '<', text.len);
    return less != NULL ? (size_t)(less - text.at) : text.len;
}

sn_status sn_xml_guard_feed(sn_xml_guard *g, sn_str text, bool last, sn_buf *out)
{
    while (text.len > 0) {
        size_t n = plain(g, text);
        sn_buf_add(out, text.at, n);
        if (n < text.len)
            put_byte(g, text.at[n++], out);
        text = (sn_str){text.at + n, text.len - n};
    }
    if (last && g->state == SN_GUARD_OPEN)
        release(g, SN_GUARD_TEXT, out);
    return sn_buf_status(out);
}
