#include "indexer/readers/xml_names.h"

#include <libxml/parser.h>
#include <string.h>

/* A format's own namespace has no prefix. */
static const struct namespace_row {
    const char *uri, *prefix;
} namespaces[] = {
    {"http://www.w3.org/2005/Atom", ""},
    {"http://www.sitemaps.org/schemas/sitemap/0.9", ""},
    {"http://www.google.com/schemas/sitemap/0.84", ""},
    {"http://purl.org/rss/1.0/", ""},
    {"http://backend.userland.com/rss2", ""},
    {"http://iptc.org/std/nar/2006-10-01/", ""},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:"},
    {"http://purl.org/rss/1.0/modules/content/", "content:"},
    {"http://purl.org/dc/elements/1.1/", "dc:"},
    {"http://purl.org/dc/terms/", "dcterms:"},
    {"http://search.yahoo.com/mrss/", "media:"},
    {"http://search.yahoo.com/mrss", "media:"},
    {"http://www.google.com/schemas/sitemap-news/0.9", "news:"},
    {"http://www.google.com/schemas/sitemap-image/1.1", "image:"},
    {"http://www.w3.org/1999/xhtml", "xhtml:"},
};

const char *sn_xml_prefix_of(const char *uri)
{
    static const char wordpress[] = "http://wordpress.org/export/";
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
        if (strcmp(namespaces[i].uri, uri) == 0)
            return namespaces[i].prefix;
    if (strncmp(uri, wordpress, sizeof wordpress - 1) != 0)
        return NULL;
    return strstr(uri, "excerpt") != NULL ? "excerpt:" : "wp:"; /* each version has its own */
}

/* ---- the root in the first bytes */

static bool skip_until(sn_str *s, const char *end)
{
    const char *at = memmem(s->at, s->len, end, strlen(end));
    if (at == NULL)
        return false;
    size_t n = (size_t)(at - s->at) + strlen(end);
    *s = (sn_str){s->at + n, s->len - n};
    return true;
}

/* Behind <!DOCTYPE …>, whose [ … ] may hold other declarations. */
static bool skip_doctype(sn_str *s)
{
    const char *greater = memchr(s->at, '>', s->len), *bracket = memchr(s->at, '[', s->len);
    return bracket != NULL && greater != NULL && bracket < greater
               ? skip_until(s, "]") && skip_until(s, ">")
               : skip_until(s, ">");
}

sn_str sn_xml_root_in(sn_str head)
{
    for (;;) {
        head = sn_str_trim(head);
        bool more = false;
        if (sn_str_has_prefix(head, SN_STR("<!--")))
            more = skip_until(&head, "-->");
        else if (sn_str_has_prefix(head, SN_STR("<?")))
            more = skip_until(&head, "?>");
        else if (sn_str_has_prefix(head, SN_STR("<!")))
            more = skip_doctype(&head);
        if (!more)
            break;
    }
    size_t n = 1;
    if (head.len == 0 || head.at[0] != '<')
        return (sn_str){0};
    while (n < head.len && strchr(" \t\r\n/><", head.at[n]) == NULL)
        n++;
    return n < head.len ? (sn_str){head.at + 1, n - 1} : (sn_str){0};
}

/* ---- trees */

bool sn_xml_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static xmlNode *first_of(xmlNode *node, const char *name)
{
    while (node != NULL && !sn_xml_is(node, name))
        node = node->next;
    return node;
}

xmlNode *sn_xml_child(const xmlNode *parent, const char *name)
{
    return parent != NULL ? first_of(parent->children, name) : NULL;
}

xmlNode *sn_xml_next(const xmlNode *node, const char *name)
{
    return first_of(node->next, name);
}

xmlNode *sn_xml_after(const xmlNode *node, const xmlNode *top)
{
    if (node->type == XML_ELEMENT_NODE && node->children != NULL)
        return node->children;
    while (node != top && node->next == NULL)
        node = node->parent;
    return node != top ? node->next : NULL;
}

sn_str sn_xml_attribute(const xmlNode *node, const char *name)
{
    if (node == NULL || node->type != XML_ELEMENT_NODE)
        return (sn_str){0};
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
        if (strcmp((const char *)a->name, name) == 0 && a->children != NULL)
            return sn_str_of((const char *)a->children->content);
    return (sn_str){0};
}

static bool is_text(const xmlNode *node)
{
    return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

static void add_escaped(sn_str text, sn_buf *out)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '<')
            sn_buf_add_str(out, SN_STR("&lt;"));
        else if (text.at[i] == '&')
            sn_buf_add_str(out, SN_STR("&amp;"));
        else
            sn_buf_add_byte(out, (unsigned char)text.at[i]);
}

static void add_tag(const xmlNode *node, bool opens, sn_buf *out)
{
    const char *colon = strchr((const char *)node->name, ':');
    const char *name = colon != NULL ? colon + 1 : (const char *)node->name;
    sn_buf_add_format(out, "<%s%s>", opens ? "" : "/", name);
}

/* What is in an element in the order of the text, without a call of itself: trees may be deep. */
static sn_status walk(const xmlNode *top, bool markup, sn_buf *out)
{
    const xmlNode *node = top != NULL ? top->children : NULL;
    while (node != NULL && sn_buf_status(out) == SN_OK) {
        if (is_text(node) && markup)
            add_escaped(sn_str_of((const char *)node->content), out);
        else if (is_text(node))
            sn_buf_add_str(out, sn_str_of((const char *)node->content));
        bool element = node->type == XML_ELEMENT_NODE;
        if (element && markup)
            add_tag(node, true, out);
        if (element && node->children != NULL) {
            node = node->children;
            continue;
        }
        if (element && markup)
            add_tag(node, false, out);
        while (node != top && node->next == NULL) {
            node = node->parent;
            if (node != top && markup)
                add_tag(node, false, out);
        }
        node = node != top ? node->next : NULL;
    }
    return sn_buf_status(out);
}

sn_status sn_xml_text(const xmlNode *node, sn_buf *out)
{
    return walk(node, false, out);
}

sn_status sn_xml_markup(const xmlNode *node, sn_buf *out)
{
    return walk(node, true, out);
}
