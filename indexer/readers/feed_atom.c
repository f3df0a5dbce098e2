/* Atom (RFC 4287, and 0.3 as far as its names are the same), and news sitemaps. */
#include "indexer/readers/xml_feeds.h"

#include "base/limits.h"
#include "indexer/readers/xml_names.h"

/* A text construct: text, html (escaped), xhtml (as elements). */
static void map_construct(sn_draft *d, sn_draft_field field, const xmlNode *node)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    if (node == NULL)
        return;
    sn_str type = sn_xml_attribute(node, "type");
    bool xhtml =
        sn_str_equal(type, SN_STR("xhtml")) || sn_str_equal(type, SN_STR("application/xhtml+xml"));
    bool plain = type.len == 0 || sn_str_equal(type, SN_STR("text")) ||
                 sn_str_equal(type, SN_STR("text/plain"));
    sn_status s = xhtml ? sn_xml_markup(node, &text) : sn_xml_text(node, &text);
    if (s != SN_OK)
        d->values[field].status = s;
    else if (plain)
        sn_draft_set(d, field, sn_buf_str(&text));
    else
        sn_draft_set_markup(d, field, sn_buf_str(&text));
}

static void map_links(sn_draft *d, const xmlNode *record)
{
    for (const xmlNode *n = sn_xml_child(record, "link"); n != NULL; n = sn_xml_next(n, "link")) {
        sn_str rel = sn_xml_attribute(n, "rel"), href = sn_xml_attribute(n, "href");
        if (rel.len == 0 || sn_str_equal(rel, SN_STR("alternate")))
            sn_draft_set_url(d, href);
        else if (sn_str_equal(rel, SN_STR("enclosure")) &&
                 sn_str_has_prefix(sn_xml_attribute(n, "type"), SN_STR("image/")))
            sn_draft_set(d, SN_DRAFT_image_url, href);
    }
}

static void map_categories(sn_draft *d, const xmlNode *record)
{
    for (const xmlNode *n = sn_xml_child(record, "category"); n != NULL;
         n = sn_xml_next(n, "category")) {
        sn_str label = sn_xml_attribute(n, "label");
        sn_draft_set_markup(d, SN_DRAFT_category,
                            label.len > 0 ? label : sn_xml_attribute(n, "term"));
    }
}

sn_status sn_map_atom_entry(const sn_xml_stream *x, const xmlNode *record, sn_draft *d,
                            sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf id = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    (void)err;
    if (sn_xml_text(sn_xml_child(record, "id"), &id) == SN_OK)
        sn_draft_set_id(d, sn_buf_str(&id));
    map_links(d, record);
    map_construct(d, SN_DRAFT_title, sn_xml_child(record, "title"));
    map_construct(d, SN_DRAFT_lead, sn_xml_child(record, "summary"));
    map_construct(d, SN_DRAFT_body, sn_xml_child(record, "content"));
    for (const xmlNode *n = sn_xml_child(record, "author"); n != NULL; n = sn_xml_next(n, "author"))
        sn_map_text(d, SN_DRAFT_author, n, "name");
    if (!sn_draft_has(d, SN_DRAFT_author))
        sn_draft_set(d, SN_DRAFT_author, sn_xml_stream_context(x, "name"));
    sn_map_text(d, SN_DRAFT_published_at, record, "published");
    sn_map_text(d, SN_DRAFT_published_at, record, "issued");
    sn_map_text(d, SN_DRAFT_published_at, record, "updated");
    sn_map_text(d, SN_DRAFT_modified_at, record, "updated");
    sn_map_text(d, SN_DRAFT_modified_at, record, "modified");
    map_categories(d, record);
    sn_map_all(d, SN_DRAFT_tags, record, "dc:subject");
    sn_map_media(d, record);
    map_construct(d, SN_DRAFT_source, sn_xml_child(sn_xml_child(record, "source"), "title"));
    sn_draft_set_markup(d, SN_DRAFT_source, sn_xml_stream_context(x, "title"));
    sn_draft_set(d, SN_DRAFT_language, sn_xml_attribute(record, "xml:lang"));
    return SN_OK;
}

/* An address of a sitemap without news has no title, and is refused for that. */
sn_status sn_map_sitemap_url(const sn_xml_stream *x, const xmlNode *record, sn_draft *d,
                             sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    const xmlNode *news = sn_xml_child(record, "news:news");
    const xmlNode *publication = sn_xml_child(news, "news:publication");
    const xmlNode *keywords = sn_xml_child(news, "news:keywords");
    (void)x;
    if (news == NULL)
        return sn_fail(err, SN_EINVAL, "an address without <news:news>: no title is known of it");
    if (sn_xml_text(sn_xml_child(record, "loc"), &text) == SN_OK)
        sn_draft_set_url(d, sn_buf_str(&text));
    sn_map_markup(d, SN_DRAFT_title, news, "news:title");
    sn_map_text(d, SN_DRAFT_published_at, news, "news:publication_date");
    sn_map_text(d, SN_DRAFT_modified_at, record, "lastmod");
    sn_map_markup(d, SN_DRAFT_source, publication, "news:name");
    sn_map_text(d, SN_DRAFT_language, publication, "news:language");
    sn_map_text(d, SN_DRAFT_image_url, sn_xml_child(record, "image:image"), "image:loc");
    sn_buf_clear(&text);
    if (keywords != NULL && sn_xml_text(keywords, &text) == SN_OK)
        sn_draft_set_list(d, SN_DRAFT_tags, sn_buf_str(&text));
    return SN_OK;
}
