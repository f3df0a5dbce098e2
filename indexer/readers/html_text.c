/* The main text of a page: the element whose paragraphs have the most text that is not links.
 *
 * Paragraphs of some length give points to the element they stand in, and half of them to the one around it: a
 * point each, one for each comma, and up to three for length. An element with many links has fewer. What
 * is called menu, comment, related and the like, and what is mostly links, is no text wherever it stands. */
#include "indexer/readers/html.h"

#include "base/utf8.h"
#include "indexer/readers/xml_names.h"

#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define PARAGRAPH_LETTERS 25 /* shorter ones are captions, dates, buttons */
#define TEXT_LETTERS      60 /* less is no article */

typedef struct measure {
    size_t letters, in_links; /* of all text inside */
    size_t commas;
    double points;
} measure;

static const char *const dropped[] = {"script", "style",  "noscript", "iframe", "svg",  "nav",
                                      "footer", "aside",  "button",   "select", "form", "template",
                                      "object", "canvas", "textarea", "input",  "head", "video",
                                      "audio",  "embed",  "link",     "meta",   NULL};
static const char *const unlikely[] = {
    "comment", "sidebar", "related", "menu",   "navbar",    "breadcrumb", "share",      "social",
    "footer",  "header",  "advert",  "banner", "popup",     "promo",      "widget",     "most-",
    "latest",  "tags",    "toolbar", "print",  "copyright", "subscribe",  "newsletter", NULL};

static bool is_one_of(const xmlNode *node, const char *const *names)
{
    for (size_t i = 0; names[i] != NULL; i++)
        if (strcmp((const char *)node->name, names[i]) == 0)
            return true;
    return false;
}

static bool has_word(sn_str text, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++)
        for (size_t k = 0, n = strlen(words[i]); k + n <= text.len; k++)
            if (strncasecmp(text.at + k, words[i], n) == 0)
                return true;
    return false;
}

static bool is_unlikely(const xmlNode *node)
{
    if (sn_xml_is(node, "body") || sn_xml_is(node, "html") || sn_xml_is(node, "article"))
        return false;
    return has_word(sn_xml_attribute(node, "class"), unlikely) ||
           has_word(sn_xml_attribute(node, "id"), unlikely);
}

static void remove_node(xmlNode *node)
{
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

/* The node behind `node` that is not inside of it. */
static xmlNode *past(const xmlNode *node, const xmlNode *top)
{
    while (node != top && node->next == NULL)
        node = node->parent;
    return node != top ? node->next : NULL;
}

/* A form may be the whole page: it is dropped only if there is little text in it. */
static void drop_boilerplate(xmlNode *root)
{
    for (xmlNode *n = root->children; n != NULL;) {
        bool other = n->type == XML_COMMENT_NODE || n->type == XML_PI_NODE;
        bool element = n->type == XML_ELEMENT_NODE;
        bool form = element && sn_xml_is(n, "form") && sn_xml_child(n, "input") == NULL;
        if (other || (element && !form && (is_one_of(n, dropped) || is_unlikely(n)))) {
            xmlNode *next = past(n, root);
            remove_node(n);
            n = next;
        } else {
            n = sn_xml_after(n, root);
        }
    }
}

/* ---- measures, which the elements point at with _private */

static size_t number_elements(xmlNode *root, measure *list)
{
    size_t n = 0;
    for (xmlNode *node = root; node != NULL; node = sn_xml_after(node, root))
        if (node->type == XML_ELEMENT_NODE) {
            if (list != NULL)
                node->_private = &list[n];
            n++;
        }
    return n;
}

static void count_letters(sn_str text, size_t *letters, size_t *commas)
{
    for (size_t i = 0; i < text.len;) {
        uint32_t cp = sn_utf8_next(text, &i);
        *letters += cp > ' ' && cp != 0xA0 ? 1 : 0;
        *commas += cp == ',' || cp == 0x60C ? 1 : 0;
    }
}

static void add_text(const xmlNode *node, const xmlNode *root)
{
    size_t letters = 0, commas = 0;
    bool link = false;
    count_letters(sn_str_of((const char *)node->content), &letters, &commas);
    for (const xmlNode *n = node->parent; n != NULL; n = n != root ? n->parent : NULL) {
        measure *m = n->_private;
        link = link || sn_xml_is(n, "a");
        m->letters += letters;
        m->commas += commas;
        m->in_links += link ? letters : 0;
    }
}

static bool is_text(const xmlNode *node)
{
    return (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
           node->content != NULL;
}

/* Letters that stand in a div itself, or in elements of a line inside of it. */
static bool is_paragraph(const xmlNode *node)
{
    size_t letters = 0, commas = 0;
    if (sn_xml_is(node, "p") || sn_xml_is(node, "pre") || sn_xml_is(node, "blockquote"))
        return true;
    if (!sn_xml_is(node, "div") && !sn_xml_is(node, "td") && !sn_xml_is(node, "section"))
        return false;
    for (const xmlNode *n = node->children; n != NULL; n = n->next)
        if (is_text(n))
            count_letters(sn_str_of((const char *)n->content), &letters, &commas);
    return letters >= PARAGRAPH_LETTERS;
}

static void give(const xmlNode *node, double points)
{
    if (node != NULL && node->type == XML_ELEMENT_NODE)
        ((measure *)node->_private)->points += points;
}

static void give_points(const xmlNode *node, const xmlNode *root)
{
    const measure *m = node->_private;
    size_t own = m->letters - m->in_links;
    if (node == root || !is_paragraph(node) || own < PARAGRAPH_LETTERS)
        return;
    double length = (double)own / 100;
    double points = 1 + (double)m->commas + (length < 3 ? length : 3);
    const xmlNode *around = sn_xml_is(node, "p") ? node->parent : node;
    give(around, points);
    give(around != root ? around->parent : NULL, points / 2);
}

static double share_of_links(const measure *m)
{
    return m->letters > 0 ? (double)m->in_links / (double)m->letters : 1;
}

static xmlNode *best_of(xmlNode *root)
{
    xmlNode *best = NULL;
    double most = 0;
    for (xmlNode *n = root; n != NULL; n = sn_xml_after(n, root)) {
        const measure *m = n->type == XML_ELEMENT_NODE ? n->_private : NULL;
        double points = m != NULL ? m->points * (1 - share_of_links(m)) : 0;
        if (points > most) {
            most = points;
            best = n;
        }
    }
    return best;
}

/* Lists of other articles, and what is left of pictures and buttons. */
static void prune(xmlNode *best)
{
    static const char *const blocks[] = {"div", "ul", "ol", "table",  "section",
                                         "p",   "h1", "h2", "h3",     "h4",
                                         "h5",  "h6", "dl", "header", NULL};
    for (xmlNode *n = best->children; n != NULL;) {
        const measure *m = n->type == XML_ELEMENT_NODE ? n->_private : NULL;
        bool links = m != NULL && is_one_of(n, blocks) && share_of_links(m) > 0.5;
        if (links || (m != NULL && sn_xml_is(n, "h1"))) {
            xmlNode *next = past(n, best);
            remove_node(n);
            n = next;
        } else {
            n = sn_xml_after(n, best);
        }
    }
}

sn_status sn_html_main_text(xmlNode *root, sn_buf *out)
{
    drop_boilerplate(root);
    measure *list = calloc(number_elements(root, NULL) + 1, sizeof *list);
    if (list == NULL)
        return SN_ENOMEM;
    number_elements(root, list);
    for (const xmlNode *n = root; n != NULL; n = sn_xml_after(n, root))
        if (is_text(n) && n != root)
            add_text(n, root);
    for (const xmlNode *n = root; n != NULL; n = sn_xml_after(n, root))
        if (n->type == XML_ELEMENT_NODE)
            give_points(n, root);
    xmlNode *best = best_of(root);
    bool enough = best != NULL && ((measure *)best->_private)->letters >= TEXT_LETTERS;
    sn_status s = SN_OK;
    if (enough) {
        prune(best);
        s = sn_xml_markup(best, out);
    }
    free(list);
    return s;
}
