/* RSS 2.0 (with Dublin Core and Atom's link to itself) and Atom (RFC 4287), written by libxml2. */
#include "base/utf8.h"
#include "http/feed_internal.h"

#include <cjson/cJSON.h>
#include <libxml/xmlwriter.h>
#include <stdarg.h>

#define DC   "http://purl.org/dc/elements/1.1/"
#define ATOM "http://www.w3.org/2005/Atom"

/* libxml2 writes what it is given: the first failure is kept, as in a sn_buf. */
typedef struct xml {
    xmlTextWriterPtr to;
    bool failed;
} xml;

static void did(xml *x, int code)
{
    x->failed = x->failed || code < 0;
}

static void begin(xml *x, const char *name)
{
    did(x, xmlTextWriterStartElement(x->to, BAD_CAST name));
}

static void end(xml *x)
{
    did(x, xmlTextWriterEndElement(x->to));
}

/* XML 1.0 has no control characters but three, and not the last two of a plane's first. */
static bool is_of_xml(uint32_t c)
{
    return c >= 0x20 ? c != 0xfffe && c != 0xffff : c == '\t' || c == '\n' || c == '\r';
}

static sn_status add_of_xml(sn_buf *out, const char *text)
{
    sn_str all = sn_str_of(text);
    for (size_t at = 0; at < all.len;) {
        size_t from = at;
        uint32_t c = sn_utf8_next(all, &at);
        if (is_of_xml(c))
            sn_buf_add(out, all.at + from, at - from);
        else
            sn_buf_add_byte(out, ' ');
    }
    return sn_buf_status(out);
}

static void attribute(xml *x, const char *name, const char *value)
{
    SN_CLEANUP(sn_buf) sn_buf clean = SN_BUF(1 << 24);
    x->failed = x->failed || add_of_xml(&clean, value) != SN_OK;
    did(x, xmlTextWriterWriteAttribute(x->to, BAD_CAST name, BAD_CAST sn_buf_text(&clean)));
}

/* <name>text</name>, nothing for no text. */
static void element(xml *x, const char *name, const char *text)
{
    SN_CLEANUP(sn_buf) sn_buf clean = SN_BUF(1 << 24);
    if (text == NULL || text[0] == '\0')
        return;
    x->failed = x->failed || add_of_xml(&clean, text) != SN_OK;
    did(x, xmlTextWriterWriteElement(x->to, BAD_CAST name, BAD_CAST sn_buf_text(&clean)));
}

static void elements(xml *x, const char *name, const cJSON *list)
{
    const cJSON *value;
    cJSON_ArrayForEach(value, list)
    {
        element(x, name, value->valuestring);
    }
}

static void atom_link(xml *x, const char *name, const char *rel, const char *type, const char *href)
{
    begin(x, name);
    attribute(x, "rel", rel);
    if (type != NULL)
        attribute(x, "type", type);
    attribute(x, "href", href);
    end(x);
}

/* ---- RSS ---- */

static void rss_item(xml *x, const sn_feed_item *item, const char *urn)
{
    char time[SN_FEED_TIME_SIZE] = "";
    begin(x, "item");
    element(x, "title", item->title);
    element(x, "link", item->url);
    begin(x, "guid");
    attribute(x, "isPermaLink", "false");
    did(x, xmlTextWriterWriteString(x->to, BAD_CAST urn));
    end(x);
    if (item->published != NULL)
        sn_feed_rfc822(item->published, time);
    element(x, "pubDate", time);
    element(x, "description", item->summary);
    elements(x, "dc:creator", item->author);
    element(x, "dc:publisher", item->source);
    elements(x, "category", item->category);
    elements(x, "category", item->tags);
    end(x);
}

static void rss_head(xml *x, const sn_feed *f)
{
    char time[SN_FEED_TIME_SIZE] = "";
    begin(x, "rss");
    attribute(x, "version", "2.0");
    attribute(x, "xmlns:dc", DC);
    attribute(x, "xmlns:atom", ATOM);
    begin(x, "channel");
    element(x, "title", sn_buf_text(&f->title));
    element(x, "link", f->place->base);
    element(x, "description", sn_buf_text(&f->title));
    element(x, "language", "fa");
    sn_feed_rfc822(sn_feed_updated(f), time);
    element(x, "lastBuildDate", time);
    element(x, "generator", "Sarnakh");
    atom_link(x, "atom:link", "self", "application/rss+xml", sn_buf_text(&f->self));
    if (f->next.len > 0)
        atom_link(x, "atom:link", "next", "application/rss+xml", sn_buf_text(&f->next));
}

/* ---- Atom ---- */

static void atom_people(xml *x, const sn_feed_item *item)
{
    const cJSON *name;
    cJSON_ArrayForEach(name, item->author)
    {
        begin(x, "author");
        element(x, "name", name->valuestring);
        end(x);
    }
    if (cJSON_GetArraySize(item->author) == 0 && item->source != NULL) {
        begin(x, "author");
        element(x, "name", item->source);
        end(x);
    }
}

static void atom_categories(xml *x, const cJSON *list)
{
    const cJSON *value;
    cJSON_ArrayForEach(value, list)
    {
        begin(x, "category");
        attribute(x, "term", value->valuestring);
        end(x);
    }
}

static void atom_time(xml *x, const char *name, const char *date)
{
    char time[SN_FEED_TIME_SIZE];
    if (date == NULL)
        return;
    sn_feed_rfc3339(date, time);
    element(x, name, time);
}

/* updated must be there: of an article without any date it is when the feed was made. */
static void atom_entry(xml *x, const sn_feed *f, const sn_feed_item *item, const char *urn)
{
    const char *dates[] = {item->modified, item->published, f->now};
    size_t i = 0;
    while (dates[i] == NULL)
        i++;
    begin(x, "entry");
    element(x, "id", urn);
    element(x, "title", item->title);
    atom_time(x, "updated", dates[i]);
    atom_time(x, "published", item->published);
    if (item->url != NULL)
        atom_link(x, "link", "alternate", NULL, item->url);
    atom_people(x, item);
    atom_categories(x, item->category);
    atom_categories(x, item->tags);
    element(x, "summary", item->summary);
    end(x);
}

static void atom_head(xml *x, const sn_feed *f)
{
    begin(x, "feed");
    attribute(x, "xmlns", ATOM);
    attribute(x, "xml:lang", "fa");
    element(x, "id", sn_buf_text(&f->self));
    element(x, "title", sn_buf_text(&f->title));
    atom_time(x, "updated", sn_feed_updated(f));
    atom_link(x, "link", "self", "application/atom+xml", sn_buf_text(&f->self));
    if (f->next.len > 0)
        atom_link(x, "link", "next", "application/atom+xml", sn_buf_text(&f->next));
    begin(x, "author");
    element(x, "name", "سرنخ");
    end(x);
    element(x, "generator", "Sarnakh");
}

/* ---- both ---- */

static void write_feed(xml *x, const sn_feed *f, bool is_atom)
{
    did(x, xmlTextWriterStartDocument(x->to, NULL, "UTF-8", NULL));
    if (is_atom)
        atom_head(x, f);
    else
        rss_head(x, f);
    for (const cJSON *hit = f->hits->child; hit != NULL; hit = hit->next) {
        SN_CLEANUP(sn_buf) sn_buf urn = SN_BUF(4096);
        sn_feed_item item = sn_feed_item_of(hit);
        x->failed = x->failed || sn_feed_urn(item.id, &urn) != SN_OK;
        if (is_atom)
            atom_entry(x, f, &item, sn_buf_text(&urn));
        else
            rss_item(x, &item, sn_buf_text(&urn));
    }
    did(x, xmlTextWriterEndDocument(x->to)); /* ends what is open */
}

static sn_status write_xml(const sn_feed *f, bool is_atom, sn_buf *out)
{
    xmlBufferPtr bytes = xmlBufferCreate();
    xml x = {.to = bytes != NULL ? xmlNewTextWriterMemory(bytes, 0) : NULL};
    sn_status s = x.to != NULL ? SN_OK : SN_ENOMEM;
    if (s == SN_OK)
        write_feed(&x, f, is_atom);
    xmlFreeTextWriter(x.to); /* what it holds goes to the buffer now */
    if (s == SN_OK && x.failed)
        s = SN_ENOMEM;
    if (s == SN_OK)
        s = sn_buf_add(out, (const char *)xmlBufferContent(bytes), (size_t)xmlBufferLength(bytes));
    xmlBufferFree(bytes);
    return s;
}

sn_status sn_feed_rss(const sn_feed *f, sn_buf *out)
{
    return write_xml(f, false, out);
}

sn_status sn_feed_atom(const sn_feed *f, sn_buf *out)
{
    return write_xml(f, true, out);
}
