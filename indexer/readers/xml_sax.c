/* The handlers that libxml2's parser calls: they build the tree of one record at a time. */
#include "indexer/readers/xml_stream_internal.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "indexer/readers/xml_names.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>

#define NAME_BYTES 256

static bool is_one_of(const char *name, const char *const *names)
{
    for (size_t i = 0; names[i] != NULL; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* The record is refused, for the first reason only. */
static void refuse_record(sn_xml_stream *x, sn_status status)
{
    x->current.status = status;
    x->is_bad = true;
    xmlFreeNode(x->record);
    x->record = x->open = NULL;
}

static void check_room(sn_xml_stream *x, size_t bytes)
{
    x->bytes += bytes;
    x->nodes++;
    if (x->bytes > SN_LIMIT_ARTICLE_BYTES)
        refuse_record(x, sn_fail(&x->current.why, SN_ELIMIT, "over %d bytes (ARTICLE_BYTES)",
                                 SN_LIMIT_ARTICLE_BYTES));
    else if (x->nodes > SN_LIMIT_XML_NODES)
        refuse_record(x,
                      sn_fail(&x->current.why, SN_ELIMIT,
                              "over %d elements and attributes (XML_NODES)", SN_LIMIT_XML_NODES));
}

/* Put the text that was gathered into the tree. */
static void flush_text(sn_xml_stream *x)
{
    sn_str text = sn_buf_str(&x->text);
    if (x->open != NULL && text.len > 0) {
        sn_status s = sn_decoded_check(text, &x->current.why);
        xmlNode *node = s == SN_OK ? xmlNewTextLen((const xmlChar *)text.at, (int)text.len) : NULL;
        if (s != SN_OK)
            refuse_record(x, s);
        else if (node == NULL || sn_buf_status(&x->text) != SN_OK)
            x->fatal = SN_ENOMEM;
        if (node != NULL)
            xmlAddChild(x->open, node);
    }
    sn_buf_clear(&x->text);
}

static void make_name(const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
                      char name[NAME_BYTES])
{
    const char *known = uri != NULL ? sn_xml_prefix_of((const char *)uri) : NULL;
    if (known == NULL && prefix != NULL)
        snprintf(name, NAME_BYTES, "%.100s:%.150s", (const char *)prefix, (const char *)local);
    else
        snprintf(name, NAME_BYTES, "%s%.200s", known != NULL ? known : "", (const char *)local);
}

/* Values of ill-formed text (an entity of HTML in one comes out as its first byte only) are none. */
static void add_attribute(sn_xml_stream *x, xmlNode *node, const xmlChar **a)
{
    char name[NAME_BYTES];
    sn_str value = {(const char *)a[3], (size_t)(a[4] - a[3])};
    make_name(a[0], a[1], NULL, name);
    if (!sn_utf8_is_valid(value, NULL) || !sn_utf8_is_valid(sn_str_of(name), NULL))
        return;
    char *copy = sn_str_dup(value);
    if (copy == NULL || xmlNewProp(node, (const xmlChar *)name, (const xmlChar *)copy) == NULL)
        x->fatal = SN_ENOMEM;
    free(copy);
}

static void open_element(sn_xml_stream *x, const char *name, int n_attributes,
                         const xmlChar **attributes)
{
    flush_text(x);
    x->depth++;
    if (x->is_bad)
        return;
    xmlNode *node = xmlNewNode(NULL, (const xmlChar *)name);
    if (node == NULL) {
        x->fatal = SN_ENOMEM;
        return;
    }
    if (x->open != NULL)
        xmlAddChild(x->open, node);
    else
        x->record = node;
    x->open = node;
    check_room(x, strlen(name));
    for (int i = 0; i < n_attributes && !x->is_bad; i++) {
        add_attribute(x, node, attributes + 5 * i);
        check_room(x, (size_t)(attributes[5 * i + 4] - attributes[5 * i + 3]));
    }
}

static void begin_record(sn_xml_stream *x)
{
    if (x->in_record) /* the mistake in the one before left it open */
        sn_xml_record_end(x);
    x->in_record = true;
    x->nodes = 0;
    x->bytes = 0;
    x->context = -1;
    x->current = (sn_xml_item){.line = (uint64_t)x->parser->input->line, .number = ++x->n_records};
    sn_buf_clear(&x->text);
}

static void begin_context(sn_xml_stream *x, const char *name)
{
    x->context = -1;
    for (int i = 0; x->kind->context[i] != NULL; i++)
        if (strcmp(x->kind->context[i], name) == 0 && x->contexts[i].len == 0)
            x->context = i;
}

static void stop(sn_xml_stream *x)
{
    x->stopped = true;
    xmlStopParser(x->parser);
}

static void nested_too_deep(sn_xml_stream *x)
{
    static const char *const sentence = "nested over %d levels (XML_DEPTH); what is behind is lost";
    if (!x->in_record)
        sn_xml_tell(x, SN_ELIMIT, sentence, SN_LIMIT_XML_DEPTH);
    else if (!x->is_bad)
        refuse_record(x, sn_fail(&x->current.why, SN_ELIMIT, sentence, SN_LIMIT_XML_DEPTH));
}

static void on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
                     int n_namespaces, const xmlChar **namespaces, int n_attributes,
                     int n_defaulted, const xmlChar **attributes)
{
    sn_xml_stream *x = ctx;
    char name[NAME_BYTES];
    (void)n_namespaces, (void)namespaces, (void)n_defaulted;
    make_name(local, prefix, uri, name);
    if (!x->has_root && !is_one_of(name, x->kind->roots)) {
        sn_xml_tell(x, SN_EINVAL, "the root element is <%.60s>, not <%s>", name, x->kind->roots[0]);
        stop(x);
        return;
    }
    x->has_root = true;
    if (x->depth + x->around > SN_LIMIT_XML_DEPTH) { /* libxml2's own lists grow with it */
        nested_too_deep(x);
        stop(x);
        return;
    }
    if ((!x->in_record || x->is_bad) && is_one_of(name, x->kind->records))
        begin_record(x);
    if (x->in_record)
        open_element(x, name, n_attributes, attributes);
    else
        begin_context(x, name);
    x->around += x->in_record ? 0 : 1;
}

static void on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    sn_xml_stream *x = ctx;
    (void)local, (void)prefix, (void)uri;
    x->context = -1;
    if (!x->in_record) {
        x->around -= x->around > 0 ? 1 : 0;
        return;
    }
    flush_text(x);
    x->depth--;
    x->open = x->open != NULL ? x->open->parent : NULL;
    if (x->depth == 0)
        sn_xml_record_end(x);
}

static void on_text(void *ctx, const xmlChar *text, int len)
{
    sn_xml_stream *x = ctx;
    sn_str piece = {(const char *)text, (size_t)len};
    if (x->in_record && !x->is_bad) {
        sn_buf_add_str(&x->text, piece);
        x->nodes -= 1; /* text is no node of its own here */
        check_room(x, piece.len);
    } else if (!x->in_record && x->context >= 0) {
        sn_buf_add_str(&x->contexts[x->context], piece);
    }
}

/* Only the entities of XML and HTML; what a DTD declares is not expanded. */
static xmlEntity *on_entity(void *ctx, const xmlChar *name)
{
    sn_xml_stream *x = ctx;
    xmlEntity *own = xmlGetPredefinedEntity(name);
    const htmlEntityDesc *html = own == NULL ? htmlEntityLookup(name) : NULL;
    if (html == NULL)
        return own;
    size_t n = sn_utf8_write(html->value, (char *)x->entity_text);
    x->entity_text[n] = '\0';
    x->entity = (xmlEntity){.type = XML_ENTITY_DECL,
                            .name = (const xmlChar *)html->name,
                            .orig = x->entity_text,
                            .content = x->entity_text,
                            .length = (int)n,
                            .etype = XML_INTERNAL_PREDEFINED_ENTITY};
    return &x->entity;
}

/* Feeds that leave a prefix undeclared mean what everybody means by it; and what a bad record has left
 * open comes to light again at the end of what is around it. */
static bool is_no_mistake(const sn_xml_stream *x, const xmlError *e)
{
    bool follows = e->code == XML_ERR_TAG_NAME_MISMATCH || e->code == XML_ERR_TAG_NOT_FINISHED ||
                   e->code == XML_ERR_DOCUMENT_END;
    return e->level < XML_ERR_ERROR || e->domain == XML_FROM_NAMESPACE ||
           (follows && x->had_bad && !x->in_record);
}

static void on_error(void *ctx, xmlError *e)
{
    sn_xml_stream *x = ctx;
    char reason[256] = "";
    if (is_no_mistake(x, e) || x->stopped)
        return;
    snprintf(reason, sizeof reason, "%.200s", e->message != NULL ? e->message : "not well-formed");
    reason[strcspn(reason, "\n")] = '\0';
    if (e->code == XML_ERR_DOCUMENT_END && x->ending)
        snprintf(reason, sizeof reason, "the file ends before its last element does");
    if (!sn_utf8_is_valid(sn_str_of(reason), NULL))
        snprintf(reason, sizeof reason, "not well-formed");
    if (!x->in_record && x->told_line != (uint64_t)e->line)
        sn_xml_tell(x, SN_EINVAL, "XML between records: %s", reason);
    else if (x->in_record && !x->is_bad)
        refuse_record(x, sn_fail(&x->current.why, SN_EINVAL, "line %d: XML: %s", e->line, reason));
}

void sn_xml_sax(xmlSAXHandler *sax)
{
    *sax = (xmlSAXHandler){.initialized = XML_SAX2_MAGIC,
                           .startElementNs = on_start,
                           .endElementNs = on_end,
                           .characters = on_text,
                           .ignorableWhitespace = on_text,
                           .cdataBlock = on_text,
                           .getEntity = on_entity,
                           .serror = on_error};
}
