#include "intake/markup.h"

#include "base/utf8.h"
#include "intake/markup_names.h"

#include <string.h>
#include <strings.h>

#define NONE SIZE_MAX

/* Where a piece was found last. Looked for from left to right, each is searched for once in all. */
typedef struct found {
    const char *piece;
    size_t at; /* NONE: no more of it */
    bool looked;
} found;

typedef struct stripper {
    sn_str text;
    size_t at;
    found greater, quote, apostrophe, comment_end, cdata_end;
    bool is_html; /* white space is HTML's */
    sn_markup_form form;
    size_t begin; /* of what was appended to out */
    int breaks;   /* line ends wanted before the next character: 0, 1, 2 */
    bool space;   /* a space wanted before it */
    sn_buf *out;
} stripper;

bool sn_markup_may_be_in(sn_str text)
{
    return text.len > 0 &&
           (memchr(text.at, '<', text.len) != NULL || memchr(text.at, '&', text.len) != NULL);
}

static size_t find(const stripper *s, found *f, size_t from)
{
    if (f->looked && f->at >= from)
        return f->at;
    const char *hit = from < s->text.len ? memmem(s->text.at + from, s->text.len - from, f->piece,
                                                  strlen(f->piece))
                                         : NULL;
    f->looked = true;
    f->at = hit != NULL ? (size_t)(hit - s->text.at) : NONE;
    return f->at;
}

/* ---- what comes out */

static bool is_space(uint32_t cp)
{
    return cp == ' ' || (cp >= '\t' && cp <= '\r');
}

static void put_breaks(stripper *s)
{
    bool first = s->out->len == s->begin;
    if (!first && s->breaks > 0 && s->form == SN_MARKUP_TEXT)
        sn_buf_add(s->out, "\n\n", (size_t)s->breaks);
    else if (!first && (s->breaks > 0 || s->space))
        sn_buf_add_byte(s->out, ' ');
    s->breaks = 0;
    s->space = false;
}

static void put(stripper *s, sn_str bytes, uint32_t cp)
{
    bool folds = s->is_html || (s->form == SN_MARKUP_LINE && cp != ' ');
    if (is_space(cp) && folds) {
        s->space = true;
        return;
    }
    put_breaks(s);
    sn_buf_add_str(s->out, bytes);
}

static void want_break(stripper *s, int breaks)
{
    if (s->breaks < breaks)
        s->breaks = breaks;
}

/* ---- what goes in */

static bool is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_name_byte(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == ':' || c == '-' || c == '_';
}

/* The name of the tag at s->at, behind < or </; empty if it is none. */
static sn_str tag_name(const stripper *s)
{
    size_t i = s->at + 1;
    i += i < s->text.len && s->text.at[i] == '/' ? 1 : 0;
    size_t from = i;
    if (i < s->text.len && is_letter(s->text.at[i]))
        while (i < s->text.len && is_name_byte(s->text.at[i]))
            i++;
    bool ends = i < s->text.len && (is_space((unsigned char)s->text.at[i]) ||
                                    s->text.at[i] == '/' || s->text.at[i] == '>');
    return (sn_str){s->text.at + from, ends ? i - from : 0};
}

/* Behind the > of a tag whose attributes begin at i; > inside a quoted value is none. A value without its
 * end, or a tag that ends in one, ends at the first >: so each byte is looked at once. NONE: no >. */
static size_t tag_end(stripper *s, size_t i)
{
    size_t first = find(s, &s->greater, i);
    if (first == NONE)
        return NONE;
    for (bool value = false; i < s->text.len; i++) {
        char c = s->text.at[i];
        if (c == '>')
            return i + 1;
        if (value && (c == '"' || c == '\'')) {
            size_t end = find(s, c == '"' ? &s->quote : &s->apostrophe, i + 1);
            i = end != NONE ? end : i;
        }
        value = c == '=' || (value && is_space((unsigned char)c));
    }
    return first + 1;
}

/* Behind the end tag of an element whose content is dropped; what has no end is dropped to the last byte. */
static size_t content_end(stripper *s, sn_str name, size_t from)
{
    for (size_t i = from; i < s->text.len; i++) {
        const char *open = memchr(s->text.at + i, '<', s->text.len - i);
        if (open == NULL)
            return s->text.len;
        i = (size_t)(open - s->text.at);
        if (s->text.len - i < name.len + 2 || s->text.at[i + 1] != '/' ||
            strncasecmp(s->text.at + i + 2, name.at, name.len) != 0)
            continue;
        size_t end = find(s, &s->greater, i);
        return end != NONE ? end + 1 : s->text.len;
    }
    return s->text.len;
}

static bool take_tag(stripper *s)
{
    sn_str name = tag_name(s);
    sn_element element = name.len > 0 ? sn_element_of(name) : SN_ELEMENT_NONE;
    size_t end =
        element != SN_ELEMENT_NONE ? tag_end(s, (size_t)(name.at - s->text.at) + name.len) : NONE;
    if (end == NONE)
        return false;
    bool opens = s->text.at[s->at + 1] != '/', closed = s->text.at[end - 2] == '/';
    s->at = end;
    if (element == SN_ELEMENT_DROPPED && opens && !closed)
        s->at = content_end(s, name, end);
    else if (element == SN_ELEMENT_BLOCK)
        want_break(s, 2);
    else if (element == SN_ELEMENT_LINE)
        want_break(s, 1);
    else if (element == SN_ELEMENT_BREAK)
        want_break(s, s->breaks < 2 ? s->breaks + 1 : 2);
    else if (element == SN_ELEMENT_SPACE)
        s->space = true;
    return true;
}

static bool begins(const stripper *s, const char *word)
{
    size_t n = strlen(word);
    return s->text.len - s->at >= n && strncasecmp(s->text.at + s->at, word, n) == 0;
}

/* Comments, <!doctype …>, <?xml:namespace … />; of a CDATA section the marks go, its text stays. */
static bool take_declaration(stripper *s)
{
    size_t end = NONE;
    if (begins(s, "<!--")) {
        end = find(s, &s->comment_end, s->at + 4);
        end = end != NONE ? end + 3 : NONE;
    } else if (begins(s, "<![CDATA[") && find(s, &s->cdata_end, s->at) != NONE) {
        end = s->at + 9;
    } else if (begins(s, "<!doctype") ||
               (begins(s, "<?") && s->at + 2 < s->text.len && is_letter(s->text.at[s->at + 2]))) {
        end = find(s, &s->greater, s->at);
        end = end != NONE ? end + 1 : NONE;
    }
    if (end == NONE)
        return false;
    s->at = end;
    return true;
}

static void take_character(stripper *s)
{
    size_t i = s->at;
    uint32_t cp = sn_utf8_next(s->text, &i);
    size_t entity =
        cp == '&' ? sn_entity_read((sn_str){s->text.at + s->at, s->text.len - s->at}, &cp) : 0;
    if (entity == 0) {
        put(s, (sn_str){s->text.at + s->at, i - s->at}, cp);
        s->at = i;
        return;
    }
    char bytes[4];
    cp = cp == 0xA0 ? ' ' : cp;
    put(s, (sn_str){bytes, sn_utf8_write(cp, bytes)}, cp);
    s->at += entity;
}

static void strip(stripper *s)
{
    while (s->at < s->text.len && sn_buf_status(s->out) == SN_OK) {
        bool open = s->text.at[s->at] == '<';
        if (open && (take_tag(s) || take_declaration(s)))
            continue;
        if (s->at == s->cdata_end.at && s->cdata_end.looked) {
            s->at += 3;
            continue;
        }
        take_character(s);
    }
}

/* Is there a block or a line end of HTML in it? */
static bool has_blocks(sn_str text)
{
    stripper s = {.text = text, .greater.piece = ">", .quote.piece = "\"", .apostrophe.piece = "'"};
    while (s.at < text.len) {
        const char *open = memchr(text.at + s.at, '<', text.len - s.at);
        if (open == NULL)
            return false;
        s.at = (size_t)(open - text.at);
        sn_str name = tag_name(&s);
        sn_element element = name.len > 0 ? sn_element_of(name) : SN_ELEMENT_NONE;
        if ((element >= SN_ELEMENT_BREAK && element <= SN_ELEMENT_BLOCK) &&
            find(&s, &s.greater, s.at) != NONE)
            return true;
        s.at++;
    }
    return false;
}

sn_status sn_markup_strip(sn_str text, sn_markup_form form, sn_buf *out)
{
    stripper s = {.text = text,
                  .greater.piece = ">",
                  .quote.piece = "\"",
                  .apostrophe.piece = "'",
                  .comment_end.piece = "-->",
                  .cdata_end.piece = "]]>",
                  .is_html = has_blocks(text),
                  .form = form,
                  .begin = out->len,
                  .out = out};
    strip(&s);
    return sn_buf_status(out);
}
