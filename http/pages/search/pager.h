/* http/pages/search/pager - the way to the other pages of the list. Private to http/pages/search/. */
#ifndef SN_HTTP_PAGES_SEARCH_PAGER_H
#define SN_HTTP_PAGES_SEARCH_PAGER_H

#include "http/pages/search/view.h"

/* By offset as far as that goes (SN_LIMIT_DEPTH_HITS), then by cursor, forwards only. Nothing for a single page. */
void sn_pager_write(const sn_view *v, const struct cJSON *answer);

#endif
