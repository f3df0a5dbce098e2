/* http/pages/search/notes - how the service understood what was asked. Private to http/pages/search/. */
#ifndef SN_HTTP_PAGES_SEARCH_NOTES_H
#define SN_HTTP_PAGES_SEARCH_NOTES_H

#include "http/pages/search/view.h"

/* What was corrected, or may have been meant; which words are missing; dates; warnings; that time ran out. Nothing
 * if there is nothing to say. */
void sn_notes_write(const sn_view *v, const struct cJSON *answer);

#endif
