/* http/pages/search/facets - what the articles found can be narrowed by. Private to http/pages/search/. */
#ifndef SN_HTTP_PAGES_SEARCH_FACETS_H
#define SN_HTTP_PAGES_SEARCH_FACETS_H

#include "http/pages/search/view.h"

/* Nothing where there is nothing to choose. */
void sn_facets_write(const sn_view *v, const struct cJSON *answer);

/* The histogram of when they were published (months.c): days, months or years, whichever are few enough to be
 * seen; nothing for a single one. */
void sn_months_write(const sn_view *v, const struct cJSON *facets);

#endif
