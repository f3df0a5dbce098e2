/* indexer/readers/xml_feeds - what each format of XML has of an article. Internal to readers/. */
#ifndef SN_READERS_XML_FEEDS_H
#define SN_READERS_XML_FEEDS_H

#include "indexer/readers/draft.h"
#include "indexer/readers/mapping.h"
#include "indexer/readers/xml_stream.h"

/* Fill an empty draft from a record. SN_OK; SN_DONE: it is no article (a page, a picture, a draft of the
 * newsroom): pass it over; SN_EINVAL, with what is wrong. */
typedef sn_status sn_xml_map(const sn_xml_stream *x, const xmlNode *record, sn_draft *d,
                             sn_error *err);

sn_xml_map sn_map_rss_item;
sn_xml_map sn_map_wordpress_item;
sn_xml_map sn_map_atom_entry;
sn_xml_map sn_map_sitemap_url;
sn_xml_map sn_map_news_item;
/* The same of a record whose names a mapping (or NULL) explains. */
sn_status sn_map_sphinx_document(const xmlNode *record, const sn_mapping *mapping, sn_draft *d,
                                 sn_error *err);

/* ---- helpers of theirs: nothing happens where there is no such child */

/* Text of the first child of that name; of text that may be HTML; of all children of that name. */
void sn_map_text(sn_draft *d, sn_draft_field field, const xmlNode *parent, const char *name);
void sn_map_markup(sn_draft *d, sn_draft_field field, const xmlNode *parent, const char *name);
void sn_map_all(sn_draft *d, sn_draft_field field, const xmlNode *parent, const char *name);
/* Text in an element itself. */
void sn_map_node(sn_draft *d, sn_draft_field field, const xmlNode *node);
/* image_url, of Media RSS and enclosures; its keywords are tags. */
void sn_map_media(sn_draft *d, const xmlNode *record);
/* Does the element hold exactly this text, but for white space around it? */
bool sn_map_is(const xmlNode *node, const char *text);

#endif
