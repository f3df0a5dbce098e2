#include "http/opensearch.h"

#include "base/utf8.h"

#include <string.h>

/* Lengths of the standard, in characters. */
#define SHORT_NAME_CHARS  16
#define LONG_NAME_CHARS   48
#define DESCRIPTION_CHARS 1024

#define NAME "سرنخ"

/* What a template names it for, and the rest of its address. */
static const struct door {
    const char *type, *rel, *rest;
} doors[] = {
    {"text/html", "results", "/?q={searchTerms}"},
    {"application/rss+xml", "results", "/v1/search?q={searchTerms}&format=rss"},
    {"application/atom+xml", "results", "/v1/search?q={searchTerms}&format=atom"},
    {"application/json", "results", "/v1/search?q={searchTerms}"},
    {"application/x-suggestions+json", "suggestions",
     "/v1/suggest?q={searchTerms}&format=opensearch"},
    {"application/opensearchdescription+xml", "self", "/opensearch.xml"},
};

static const char *escape_of(uint32_t c)
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
    default:
        return c < 0x20 || c == 0x7f || c == 0xfffe || c == 0xffff ? " " : NULL;
    }
}

/* At most so many characters of it. */
static void add_text(sn_buf *out, const char *text, size_t chars)
{
    sn_str all = sn_str_of(text);
    for (size_t at = 0; at < all.len && chars > 0; chars--) {
        size_t from = at;
        const char *escape = escape_of(sn_utf8_next(all, &at));
        sn_buf_add_str(out,
                       escape != NULL ? sn_str_of(escape) : (sn_str){all.at + from, at - from});
    }
}

static void add_element(sn_buf *out, const char *name, const char *text, size_t chars)
{
    sn_buf_add_format(out, "  <%s>", name);
    add_text(out, text, chars);
    sn_buf_add_format(out, "</%s>\n", name);
}

/* {searchTerms} stays as it is: it is filled in, in UTF-8 and percent-encoded, by who searches. */
static void add_door(sn_buf *out, const char *base, const struct door *door)
{
    sn_buf_add_format(out, "  <Url type=\"%s\" rel=\"%s\" method=\"get\" template=\"", door->type,
                      door->rel);
    add_text(out, base, SIZE_MAX);
    add_text(out, door->rest, SIZE_MAX);
    sn_buf_add_str(out, SN_STR("\"/>\n"));
}

sn_status sn_opensearch_write(const sn_opensearch *site, sn_buf *out)
{
    const char *title = site->title != NULL && site->title[0] != '\0' ? site->title : NAME;
    sn_buf_add_str(out, SN_STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OpenSearchDescription "
                               "xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n"));
    add_element(out, "ShortName", title, SHORT_NAME_CHARS);
    add_element(out, "LongName", title, LONG_NAME_CHARS);
    sn_buf_add_str(out, SN_STR("  <Description>جست‌وجو در خبرهای "));
    add_text(out, title, DESCRIPTION_CHARS / 2);
    sn_buf_add_str(out, SN_STR("</Description>\n"));
    for (size_t i = 0; i < sizeof doors / sizeof *doors; i++)
        add_door(out, site->base, &doors[i]);
    add_element(out, "Language", "fa", SIZE_MAX);
    add_element(out, "InputEncoding", "UTF-8", SIZE_MAX);
    add_element(out, "OutputEncoding", "UTF-8", SIZE_MAX);
    sn_buf_add_str(out, SN_STR("</OpenSearchDescription>\n"));
    return sn_buf_status(out);
}
