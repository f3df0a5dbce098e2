/* NewsML-G2: news items of a message, or one by itself. */
#include "indexer/readers/xml_feeds.h"

#include "base/limits.h"
#include "indexer/readers/xml_names.h"

#include <string.h>

/* Behind the colon of a qcode: "stat:usable" is usable. */
static sn_str code_of(const xmlNode *node)
{
    sn_str code = sn_xml_attribute(node, "qcode");
    const char *colon = code.len > 0 ? memchr(code.at, ':', code.len) : NULL;
    return colon != NULL ? (sn_str){colon + 1, code.len - (size_t)(colon + 1 - code.at)} : code;
}

/* The name in each element, or its literal where it has none. */
static void map_names(sn_draft *d, sn_draft_field field, const xmlNode *meta, const char *element)
{
    for (const xmlNode *n = sn_xml_child(meta, element); n != NULL; n = sn_xml_next(n, element)) {
        const xmlNode *name = sn_xml_child(n, "name");
        if (name != NULL)
            sn_map_node(d, field, name);
        else
            sn_draft_set(d, field, sn_xml_attribute(n, "literal"));
    }
}

/* inlineXML is XHTML (or NITF, whose elements are of the same kind), inlineData is text. */
static void map_content(sn_draft *d, const xmlNode *set)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    const xmlNode *xml = sn_xml_child(set, "inlineXML");
    if (xml != NULL && sn_xml_markup(xml, &text) == SN_OK)
        sn_draft_set_markup(d, SN_DRAFT_body, sn_buf_str(&text));
    sn_map_text(d, SN_DRAFT_body, set, "inlineData");
}

static void map_descriptions(sn_draft *d, const xmlNode *meta)
{
    sn_map_markup(d, SN_DRAFT_title, meta, "headline");
    sn_map_all(d, SN_DRAFT_author, meta, "by");
    map_names(d, SN_DRAFT_author, meta, "creator");
    sn_map_markup(d, SN_DRAFT_lead, meta, "description");
    sn_map_text(d, SN_DRAFT_published_at, meta, "contentCreated");
    sn_map_text(d, SN_DRAFT_urgency, meta, "urgency");
    map_names(d, SN_DRAFT_category, meta, "subject");
    sn_map_all(d, SN_DRAFT_tags, meta, "keyword");
    sn_draft_set(d, SN_DRAFT_language, sn_xml_attribute(sn_xml_child(meta, "language"), "tag"));
}

static void map_management(sn_draft *d, const xmlNode *meta)
{
    sn_map_text(d, SN_DRAFT_published_at, meta, "firstCreated");
    sn_map_text(d, SN_DRAFT_published_at, meta, "versionCreated");
    sn_map_text(d, SN_DRAFT_modified_at, meta, "versionCreated");
    sn_map_text(d, SN_DRAFT_publish_at, meta, "embargoed");
    sn_draft_set(d, SN_DRAFT_pubstatus, code_of(sn_xml_child(meta, "pubStatus")));
    map_names(d, SN_DRAFT_source, meta, "provider");
    sn_map_markup(d, SN_DRAFT_title, meta, "title");
}

sn_status sn_map_news_item(const sn_xml_stream *x, const xmlNode *record, sn_draft *d,
                           sn_error *err)
{
    const xmlNode *management = sn_xml_child(record, "itemMeta");
    const xmlNode *descriptive = sn_xml_child(record, "contentMeta");
    sn_str class_code = code_of(sn_xml_child(management, "itemClass"));
    (void)x, (void)err;
    if (class_code.len > 0 && !sn_str_equal(class_code, SN_STR("text")) &&
        !sn_str_equal(class_code, SN_STR("composite")))
        return SN_DONE;
    sn_draft_set_id(d, sn_xml_attribute(record, "guid"));
    sn_draft_set(d, SN_DRAFT_version, sn_xml_attribute(record, "version"));
    map_descriptions(d, descriptive);
    map_management(d, management);
    map_content(d, sn_xml_child(record, "contentSet"));
    sn_draft_set(d, SN_DRAFT_language, sn_xml_attribute(record, "xml:lang"));
    return SN_OK;
}
