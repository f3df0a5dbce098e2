/* http/pages/desk - the editors' desk as it comes: its two forms and room for what the script puts there. */
#ifndef SN_HTTP_PAGES_DESK_H
#define SN_HTTP_PAGES_DESK_H

#include "http/pages/frame.h"

typedef struct sn_desk_page {
    sn_lang lang;
    const char *site;
    const char *other; /* address of the same in the other language */
    sn_str q;          /* words to choose a story by; empty: none */
    bool is_empty;     /* nothing lies on it: the form for drafts is open */
} sn_desk_page;

/* Append the page: the same for everyone, articles come by the API. SN_ENOMEM, SN_ELIMIT. */
SN_MUST_USE sn_status sn_desk_page_write(const sn_desk_page *page, sn_buf *out);

#endif
