/* Open Graph, Dublin Core and other meta elements, and links, of a web page. */
#include "indexer/readers/html.h"

#include "archive/address.h"
#include "indexer/readers/xml_names.h"

#include <string.h>
#include <strings.h>

#define META_MAX 1000

typedef enum meta_kind { META_TEXT, META_DATE, META_URL, META_LIST, META_PERSON } meta_kind;

/* Property, name or itemprop; the best of a field first. */
static const struct meta_row {
    const char *name;
    sn_draft_field field;
    meta_kind kind;
} rows[] = {
    {"og:title", SN_DRAFT_title, META_TEXT},
    {"headline", SN_DRAFT_title, META_TEXT},
    {"twitter:title", SN_DRAFT_title, META_TEXT},
    {"dc.title", SN_DRAFT_title, META_TEXT},
    {"og:description", SN_DRAFT_lead, META_TEXT},
    {"description", SN_DRAFT_lead, META_TEXT},
    {"twitter:description", SN_DRAFT_lead, META_TEXT},
    {"og:url", SN_DRAFT_url, META_URL},
    {"dc.identifier", SN_DRAFT_url, META_URL},
    {"og:image", SN_DRAFT_image_url, META_TEXT},
    {"twitter:image", SN_DRAFT_image_url, META_TEXT},
    {"og:site_name", SN_DRAFT_source, META_TEXT},
    {"application-name", SN_DRAFT_source, META_TEXT},
    {"dc.publisher", SN_DRAFT_source, META_TEXT},
    {"article:published_time", SN_DRAFT_published_at, META_DATE},
    {"og:article:published_time", SN_DRAFT_published_at, META_DATE},
    {"datePublished", SN_DRAFT_published_at, META_DATE},
    {"dc.date.issued", SN_DRAFT_published_at, META_DATE},
    {"dc.date", SN_DRAFT_published_at, META_DATE},
    {"date", SN_DRAFT_published_at, META_DATE},
    {"article:modified_time", SN_DRAFT_modified_at, META_DATE},
    {"og:article:modified_time", SN_DRAFT_modified_at, META_DATE},
    {"og:updated_time", SN_DRAFT_modified_at, META_DATE},
    {"dateModified", SN_DRAFT_modified_at, META_DATE},
    {"article:author", SN_DRAFT_author, META_PERSON},
    {"author", SN_DRAFT_author, META_PERSON},
    {"dc.creator", SN_DRAFT_author, META_PERSON},
    {"article:section", SN_DRAFT_category, META_TEXT},
    {"og:article:section", SN_DRAFT_category, META_TEXT},
    {"article:tag", SN_DRAFT_tags, META_LIST},
    {"og:article:tag", SN_DRAFT_tags, META_LIST},
    {"news_keywords", SN_DRAFT_tags, META_LIST},
    {"keywords", SN_DRAFT_tags, META_LIST},
};

static bool has_name(const xmlNode *node, const char *name)
{
    static const char *const attributes[] = {"property", "name", "itemprop"};
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        sn_str value = sn_str_trim(sn_xml_attribute(node, attributes[i]));
        if (value.len == strlen(name) && strncasecmp(value.at, name, value.len) == 0)
            return true;
    }
    return false;
}

static void set(sn_draft *d, const struct meta_row *row, sn_str value)
{
    switch (row->kind) {
    case META_TEXT:
        sn_draft_set(d, row->field, value);
        break;
    case META_DATE:
        sn_html_set_date(d, row->field, value);
        break;
    case META_URL:
        if (sn_address_begins(value))
            sn_draft_set_url(d, value);
        break;
    case META_LIST:
        sn_draft_set_list(d, row->field, value);
        break;
    case META_PERSON:
        if (!sn_address_begins(value))
            sn_draft_set(d, row->field, value);
        break;
    }
}

/* A field that is known already keeps what it has: lists are of one row, not of all. */
static void map_row(const xmlNode *const *metas, size_t n, sn_draft *d, const struct meta_row *row)
{
    if (sn_draft_has(d, row->field))
        return;
    for (size_t i = 0; i < n; i++) {
        if (!has_name(metas[i], row->name))
            continue;
        sn_str value = sn_xml_attribute(metas[i], "content");
        set(d, row, value.len > 0 ? value : sn_xml_attribute(metas[i], "value"));
    }
}

/* They are looked at once for each row: not all that a hostile page may have. */
static void map_rows(const xmlNode *root, sn_draft *d)
{
    const xmlNode *metas[META_MAX];
    size_t n = 0;
    for (const xmlNode *node = root; node != NULL && n < META_MAX; node = sn_xml_after(node, root))
        if (sn_xml_is(node, "meta"))
            metas[n++] = node;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        map_row(metas, n, d, &rows[i]);
}

static void map_links(const xmlNode *root, sn_draft *d)
{
    for (const xmlNode *n = root; n != NULL; n = sn_xml_after(n, root)) {
        sn_str href = sn_xml_attribute(n, "href");
        if (!sn_xml_is(n, "link") || href.len == 0 ||
            !sn_str_equal(sn_xml_attribute(n, "rel"), SN_STR("canonical")))
            continue;
        if (sn_address_begins(href))
            sn_draft_set_url(d, href);
        else if (!sn_draft_has(d, SN_DRAFT_url)) /* a path: no link, but a name */
            sn_draft_set_id(d, href);
    }
}

void sn_html_map_meta(const xmlNode *root, sn_draft *d)
{
    map_rows(root, d);
    map_links(root, d);
    if (!sn_draft_has(d, SN_DRAFT_published_at))
        for (const xmlNode *n = root; n != NULL; n = sn_xml_after(n, root))
            if (sn_xml_is(n, "time"))
                sn_html_set_date(d, SN_DRAFT_published_at, sn_xml_attribute(n, "datetime"));
    sn_draft_set(d, SN_DRAFT_language, sn_xml_attribute(root, "lang"));
}
