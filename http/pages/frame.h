/* http/pages/frame - what all pages share: head, the way to the other pages, end. */
#ifndef SN_HTTP_PAGES_FRAME_H
#define SN_HTTP_PAGES_FRAME_H

#include "http/pages/link.h"
#include "http/pages/texts.h"

typedef struct sn_page {
    sn_lang lang;
    const char *site;   /* the portal's name; "": ours */
    const char *title;  /* of the page; NULL: the site's name alone */
    const char *script; /* asset, or NULL */
    const char *sheet;  /* asset beside pages.css, or NULL */
    const char *feed;   /* address of the same as RSS, or NULL */
    const char *here;   /* its path, "/desk" */
    const char *other;  /* address of the same page in the other language */
    bool is_plain;      /* not to be found by search engines: results, errors */
} sn_page;

const char *sn_page_site(const sn_page *p);

/* Append the address of the same in the other language: path, and what was asked. The status of *out. */
sn_status sn_page_write_other(const char *path, const sn_link_params *asked, sn_lang lang,
                              sn_buf *out);

/* Up to and into <main>; then the content; then the end of the document. */
void sn_page_begin(sn_html *h, const sn_page *p);
void sn_page_end(sn_html *h, const sn_page *p);

/* What a page says that does nothing without its script; what it needs it for is of the class "needs-script". */
void sn_page_needs_script(sn_html *h, sn_lang lang);

#endif
