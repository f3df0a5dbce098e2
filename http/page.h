/* http/page - the page at /: what this service is and how to call it. */
#ifndef SN_HTTP_PAGE_H
#define SN_HTTP_PAGE_H

/* A complete HTML page, Persian, right to left; no script, nothing from another host. */
const char *sn_page_html(void);

#endif
