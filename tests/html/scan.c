#include "tests/html/scan.h"

#include <ctype.h>
#include <string.h>

#define DEPTH 128

typedef struct scan {
    const char *at, *end;
    html_fn *fn;
    void *ctx;
    const char *wrong;
    sn_buf value;
    sn_str open[DEPTH];
    size_t depth;
} scan;

static bool fails(scan *s, const char *what)
{
    if (s->wrong == NULL)
        s->wrong = what;
    return false;
}

static bool tell(scan *s, html_kind kind, sn_str element, sn_str name)
{
    html_event event = {kind, element, name, sn_buf_str(&s->value)};
    if (sn_buf_status(&s->value) != SN_OK)
        return fails(s, "too long");
    return s->fn == NULL || s->fn(s->ctx, &event) || fails(s, "refused");
}

static bool is_one_of(sn_str name, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (sn_str_equal(name, sn_str_of(*names)))
            return true;
    }
    return false;
}

static bool is_void(sn_str name)
{
    static const char *const all[] = {"area",  "base", "br",   "col",    "embed", "hr",  "img",
                                      "input", "link", "meta", "source", "track", "wbr", NULL};
    return is_one_of(name, all);
}

static bool has(const scan *s, const char *text)
{
    size_t n = strlen(text);
    return (size_t)(s->end - s->at) >= n && memcmp(s->at, text, n) == 0;
}

static bool take(scan *s, const char *text)
{
    if (!has(s, text))
        return false;
    s->at += strlen(text);
    return true;
}

static bool take_entity(scan *s)
{
    static const struct {
        const char *entity;
        char is;
    } all[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&#39;", '\''}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (take(s, all[i].entity)) {
            sn_buf_add_byte(&s->value, (unsigned char)all[i].is);
            return true;
        }
    }
    return fails(s, "an & that begins no entity of ours");
}

/* Text up to one of the bytes of stop; none of < > " ' stands in it as itself. */
static bool take_text(scan *s, char stop)
{
    sn_buf_clear(&s->value);
    while (s->at < s->end && *s->at != stop) {
        unsigned char c = (unsigned char)*s->at;
        if (c == '&') {
            if (!take_entity(s))
                return false;
            continue;
        }
        if (strchr("<>\"'", c) != NULL || (c < 0x20 && c != '\n') || c == 0x7f)
            return fails(s, "a character that is not escaped");
        sn_buf_add_byte(&s->value, c);
        s->at++;
    }
    return true;
}

static sn_str take_name(scan *s)
{
    const char *from = s->at;
    while (s->at < s->end &&
           (islower((unsigned char)*s->at) || isdigit((unsigned char)*s->at) || *s->at == '-' ||
            (s->at > from && isupper((unsigned char)*s->at)))) /* viewBox */
        s->at++;
    return (sn_str){from, (size_t)(s->at - from)};
}

static bool take_attribute(scan *s, sn_str element)
{
    sn_str name = take_name(s);
    if (name.len == 0)
        return fails(s, "an attribute without a name");
    sn_buf_clear(&s->value);
    if (take(s, "=\"") && (!take_text(s, '"') || !take(s, "\"")))
        return fails(s, "an attribute without an end");
    return tell(s, HTML_ATTR, element, name);
}

static bool take_begin(scan *s)
{
    static const char *const with_line_end[] = {"pre", "textarea", NULL};
    sn_str name = take_name(s), none = {NULL, 0};
    if (name.len == 0 || s->depth == DEPTH)
        return fails(s, "a < that begins no element");
    sn_buf_clear(&s->value);
    if (!tell(s, HTML_BEGIN, name, none))
        return false;
    while (take(s, " ")) {
        if (!take_attribute(s, name))
            return false;
    }
    if (!take(s, ">"))
        return fails(s, "a tag without an end");
    if (is_one_of(name, with_line_end))
        (void)take(s, "\n"); /* the standard: a parser drops it */
    sn_buf_clear(&s->value);
    if (is_void(name))
        return tell(s, HTML_END, name, none);
    s->open[s->depth++] = name;
    return true;
}

static bool take_end(scan *s)
{
    sn_str name = take_name(s), none = {NULL, 0};
    if (!take(s, ">") || s->depth == 0 || !sn_str_equal(name, s->open[s->depth - 1]))
        return fails(s, "an end tag of what was not begun last");
    s->depth--;
    sn_buf_clear(&s->value);
    return tell(s, HTML_END, name, none);
}

static bool take_any(scan *s)
{
    sn_str none = {NULL, 0};
    if (take(s, "</"))
        return take_end(s);
    if (take(s, "<"))
        return take_begin(s);
    if (!take_text(s, '<'))
        return false;
    return tell(s, HTML_TEXT, s->depth > 0 ? s->open[s->depth - 1] : none, none);
}

const char *html_scan(sn_str page, html_fn *fn, void *ctx)
{
    scan s = {.at = page.at, .end = page.at + page.len, .fn = fn, .ctx = ctx};
    s.value = SN_BUF(page.len + 1);
    (void)take(&s, "<!DOCTYPE html>\n");
    while (s.at < s.end && take_any(&s))
        ;
    if (s.depth > 0)
        (void)fails(&s, "an element without an end");
    sn_buf_done(&s.value);
    return s.wrong;
}

/* ---- what may stand in a page ---- */

static bool is_address(sn_str name)
{
    static const char *const all[] = {
        "href",       "src",  "action", "formaction", "poster",   "srcset", "data",
        "background", "cite", "ping",   "xlink-href", "manifest", NULL};
    return is_one_of(name, all);
}

static bool is_ours(sn_str address)
{
    return address.len > 0 &&
           (address.at[0] == '#' || address.at[0] == '?' ||
            (address.at[0] == '/' &&
             (address.len == 1 || (address.at[1] != '/' && address.at[1] != '\\'))));
}

static bool is_web(sn_str address)
{
    return sn_str_has_prefix(address, SN_STR("https://")) ||
           sn_str_has_prefix(address, SN_STR("http://"));
}

/* What a browser loads by itself is ours; images may be of the portal. */
static bool is_fetched(sn_str element)
{
    static const char *const all[] = {"script", "link", "form", "input", "button", NULL};
    return is_one_of(element, all);
}

static bool attribute_is_safe(const html_event *e)
{
    if (sn_str_has_prefix(e->name, SN_STR("on")) || sn_str_equal(e->name, SN_STR("style")) ||
        sn_str_equal(e->name, SN_STR("srcdoc")) || sn_str_equal(e->name, SN_STR("http-equiv")))
        return false;
    if (!is_address(e->name))
        return true;
    if (sn_str_equal(e->element, SN_STR("script")))
        return sn_str_has_prefix(e->value, SN_STR("/assets/"));
    return is_ours(e->value) || (is_web(e->value) && !is_fetched(e->element));
}

static bool event_is_safe(void *ctx, const html_event *e)
{
    static const char *const never[] = {"style", "base",   "iframe",  "object", "embed",
                                        "frame", "applet", "noembed", "math",   NULL};
    (void)ctx;
    switch (e->kind) {
    case HTML_BEGIN:
        return !is_one_of(e->element, never);
    case HTML_ATTR:
        return attribute_is_safe(e);
    case HTML_TEXT:
        return !sn_str_equal(e->element, SN_STR("script"));
    default:
        return true;
    }
}

const char *html_is_safe(sn_str page)
{
    return html_scan(page, event_is_safe, NULL);
}
