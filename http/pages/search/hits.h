/* http/pages/search/hits - the list of what was found. Private to http/pages/search/. */
#ifndef SN_HTTP_PAGES_SEARCH_HITS_H
#define SN_HTTP_PAGES_SEARCH_HITS_H

#include "http/pages/search/view.h"

/* answer: of a search with highlight=ranges. logs_clicks: scripts are to tell which hit was chosen. */
void sn_hits_write(const sn_view *v, const struct cJSON *answer, bool logs_clicks);

/* A text with ranges of its code points marked; ranges may be NULL. */
void sn_marked_write(const sn_view *v, const char *text, const struct cJSON *ranges);

#endif
