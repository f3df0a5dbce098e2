/* http/pages/search/empty - the page without results: nothing was asked yet, or nothing was found. Private to
 * http/pages/search/. */
#ifndef SN_HTTP_PAGES_SEARCH_EMPTY_H
#define SN_HTTP_PAGES_SEARCH_EMPTY_H

#include "http/pages/search/view.h"

/* The biggest stories of the day (answer of /v1/stories, or NULL), and what a query can say. */
void sn_first_visit_write(const sn_view *v, const struct cJSON *stories);

/* Ways on from a search that found nothing, those that may find something. */
void sn_nothing_found_write(const sn_view *v);

#endif
