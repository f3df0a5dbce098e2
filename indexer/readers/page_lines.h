/* indexer/readers/page_lines - what a line of a saved news page is. Internal to page.c. */
#ifndef SN_READERS_PAGE_LINES_H
#define SN_READERS_PAGE_LINES_H

#include "base/bytes.h"

typedef enum sn_page_label {
    SN_PAGE_TEXT,
    SN_PAGE_ID,
    SN_PAGE_DATE,
    SN_PAGE_AUTHOR,
    SN_PAGE_DISCLAIMER,
    SN_PAGE_END /* the comment form and whatever is behind it */
} sn_page_label;

/* The kind of a trimmed line; *value is what stands behind the label's colon. */
sn_page_label sn_page_label_of(sn_str line, sn_str *value);

/* Without white space (Unicode's too) at both ends. */
sn_str sn_page_trim(sn_str s);
/* Without a leading list bullet. */
sn_str sn_page_without_bullet(sn_str s);
/* Equal but for letter variants, spacing and punctuation. */
bool sn_page_same_text(sn_str a, sn_str b);

#endif
