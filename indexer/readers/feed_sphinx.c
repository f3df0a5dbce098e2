/* xmlpipe2: what Sphinx and Manticore have their sources print. Its elements are the newsroom's own names. */
#include "indexer/readers/xml_feeds.h"

#include "base/limits.h"
#include "indexer/readers/xml_names.h"

#include <libxml/tree.h>

/* Fields may hold HTML as text, or (not by the book) as elements. */
static sn_status value_of(const xmlNode *node, sn_buf *out)
{
    for (const xmlNode *child = node->children; child != NULL; child = child->next)
        if (child->type == XML_ELEMENT_NODE)
            return sn_xml_markup(node, out);
    return sn_xml_text(node, out);
}

static sn_status map_field(const xmlNode *node, const sn_mapping *mapping, sn_draft *d,
                           sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    sn_str name = sn_str_of((const char *)node->name);
    int target = sn_mapping_target(mapping, name);
    if (target == SN_MAPPING_UNKNOWN)
        return sn_article_refuse_field(name, err);
    sn_status s = value_of(node, &value);
    if (s == SN_ELIMIT)
        return sn_fail(err, s, "over %d bytes (ARTICLE_BYTES)", SN_LIMIT_ARTICLE_BYTES);
    if (s == SN_OK)
        sn_mapping_put(target, name, sn_buf_str(&value), d);
    return s;
}

/* A file of articles takes none away, whatever its format. */
static sn_status refuse_killlist(const xmlNode *record, sn_error *err)
{
    unsigned n = 0;
    for (const xmlNode *id = sn_xml_child(record, "id"); id != NULL; id = sn_xml_next(id, "id"))
        n++;
    if (n == 0)
        return SN_DONE;
    return sn_fail(
        err, SN_EINVAL,
        "sphinx:killlist of %u ids: a file takes no article away; sarnakh-index withdraw or "
        "delete does",
        n);
}

sn_status sn_map_sphinx_document(const xmlNode *record, const sn_mapping *mapping, sn_draft *d,
                                 sn_error *err)
{
    if (sn_xml_is(record, "sphinx:killlist"))
        return refuse_killlist(record, err);
    sn_status s = SN_OK;
    for (const xmlNode *node = record->children; node != NULL && s == SN_OK; node = node->next)
        if (node->type == XML_ELEMENT_NODE)
            s = map_field(node, mapping, d, err);
    /* The number is the id, unless a field is. */
    sn_draft_set_id(d, sn_xml_attribute(record, "id"));
    return s;
}
