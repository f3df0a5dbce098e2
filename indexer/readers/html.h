/* indexer/readers/html - an article out of a web page. Internal to readers/.
 *
 * What the page says for machines counts first, what it shows last:
 *
 *   JSON-LD of schema.org (NewsArticle and its kin) -> Open Graph and other meta -> the page's own elements
 *
 * and the text is JSON-LD's articleBody, the element that is marked as one, or what is found by html_text. */
#ifndef SN_READERS_HTML_H
#define SN_READERS_HTML_H

#include "indexer/readers/draft.h"

typedef struct _xmlNode xmlNode; /* libxml2's */

/* Fill an empty draft from well-formed text of a page. SN_EINVAL (no HTML at all), SN_ENOMEM. */
SN_MUST_USE sn_status sn_html_map(sn_str page, sn_draft *d, sn_error *err);

/* The encoding that a page declares in its first bytes (byte order mark, meta charset), or "utf-8". */
sn_str sn_encoding_of_html(sn_str head);

/* ---- the parts, each for what is not known yet */

sn_status sn_html_map_json_ld(const xmlNode *root, sn_draft *d);
void sn_html_map_meta(const xmlNode *root, sn_draft *d);
/* The main text of a page as HTML, appended; nothing if there is none. Takes out of the tree what is not. */
sn_status sn_html_main_text(xmlNode *root, sn_buf *out);

/* A date if it is one; pages have anything there. */
void sn_html_set_date(sn_draft *d, sn_draft_field field, sn_str text);

#endif
