/* http/pages/status_page - the operations page as it comes: its headings and forms, and room for what the script
 * puts there. */
#ifndef SN_HTTP_PAGES_STATUS_PAGE_H
#define SN_HTTP_PAGES_STATUS_PAGE_H

#include "http/pages/frame.h"

typedef struct sn_status_page {
    sn_lang lang;
    const char *site;
    const char *other; /* address of the same in the other language */
} sn_status_page;

/* Append the page: the same for everyone, what it shows comes by the API. SN_ENOMEM, SN_ELIMIT. */
SN_MUST_USE sn_status sn_status_page_write(const sn_status_page *page, sn_buf *out);

#endif
