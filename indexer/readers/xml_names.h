/* indexer/readers/xml_names - names of elements by namespace, and what is in an element. */
#ifndef SN_READERS_XML_NAMES_H
#define SN_READERS_XML_NAMES_H

#include "base/bytes.h"

typedef struct _xmlNode xmlNode; /* libxml2's */

/* The short name of a namespace with its colon, "dc:" for Dublin Core; "" for none and for those of
 * whole formats (Atom, sitemaps, NewsML-G2); NULL for one nobody knows. */
const char *sn_xml_prefix_of(const char *uri);

/* The name of the root element in the first bytes of a file, with the prefix that the file has for it;
 * empty if it is no XML, or the root stands further back. */
sn_str sn_xml_root_in(sn_str head);

/* ---- of a record's tree; names are as sn_xml_stream makes them */

bool sn_xml_is(const xmlNode *node, const char *name);
/* The first child of that name, or the next sibling of that name; NULL: none. */
xmlNode *sn_xml_child(const xmlNode *parent, const char *name);
xmlNode *sn_xml_next(const xmlNode *node, const char *name);
/* The node behind this one in the order of the text, of those inside of top; NULL: no more. */
xmlNode *sn_xml_after(const xmlNode *node, const xmlNode *top);
/* The value of an attribute (no namespace), borrowed; empty if there is none. */
sn_str sn_xml_attribute(const xmlNode *node, const char *name);

/* Append all text in an element; NULL has none. */
sn_status sn_xml_text(const xmlNode *node, sn_buf *out);
/* Append what is in an element as HTML: tags without attributes, text escaped; of elements of a tree that
 * is HTML. */
sn_status sn_xml_markup(const xmlNode *node, sn_buf *out);

#endif
