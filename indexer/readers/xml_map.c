#include "indexer/readers/xml_feeds.h"

#include "base/limits.h"
#include "indexer/readers/xml_names.h"

#include <string.h>

typedef void set_fn(sn_draft *d, sn_draft_field field, sn_str text);

static void map_node(sn_draft *d, sn_draft_field field, const xmlNode *node, set_fn *set)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    if (node == NULL)
        return;
    sn_status s = sn_xml_text(node, &text);
    if (s == SN_OK)
        set(d, field, sn_buf_str(&text));
    else
        d->values[field].status = s;
}

void sn_map_node(sn_draft *d, sn_draft_field field, const xmlNode *node)
{
    map_node(d, field, node, sn_draft_set);
}

void sn_map_text(sn_draft *d, sn_draft_field field, const xmlNode *parent, const char *name)
{
    map_node(d, field, sn_xml_child(parent, name), sn_draft_set);
}

void sn_map_markup(sn_draft *d, sn_draft_field field, const xmlNode *parent, const char *name)
{
    map_node(d, field, sn_xml_child(parent, name), sn_draft_set_markup);
}

void sn_map_all(sn_draft *d, sn_draft_field field, const xmlNode *parent, const char *name)
{
    for (const xmlNode *n = sn_xml_child(parent, name); n != NULL; n = sn_xml_next(n, name))
        map_node(d, field, n, sn_draft_set_markup);
}

bool sn_map_is(const xmlNode *node, const char *text)
{
    SN_CLEANUP(sn_buf) sn_buf own = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    return node != NULL && sn_xml_text(node, &own) == SN_OK &&
           sn_str_equal(sn_str_trim(sn_buf_str(&own)), sn_str_of(text));
}

static bool is_picture(const xmlNode *node)
{
    sn_str medium = sn_xml_attribute(node, "medium"), type = sn_xml_attribute(node, "type");
    if (medium.len > 0)
        return sn_str_equal(medium, SN_STR("image"));
    return type.len == 0 || sn_str_has_prefix(type, SN_STR("image/"));
}

static void map_pictures(sn_draft *d, const xmlNode *parent, const char *name)
{
    for (const xmlNode *n = sn_xml_child(parent, name); n != NULL; n = sn_xml_next(n, name))
        if (is_picture(n))
            sn_draft_set(d, SN_DRAFT_image_url, sn_xml_attribute(n, "url"));
}

void sn_map_media(sn_draft *d, const xmlNode *record)
{
    const xmlNode *group = sn_xml_child(record, "media:group");
    const xmlNode *keywords = sn_xml_child(record, "media:keywords");
    map_pictures(d, record, "media:content");
    map_pictures(d, group, "media:content");
    map_pictures(d, record, "media:thumbnail");
    map_pictures(d, group, "media:thumbnail");
    map_pictures(d, record, "enclosure");
    SN_CLEANUP(sn_buf) sn_buf list = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    if (keywords != NULL && sn_xml_text(keywords, &list) == SN_OK)
        sn_draft_set_list(d, SN_DRAFT_tags, sn_buf_str(&list));
}
