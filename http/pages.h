/* http/pages - the routes that people look at; what they look like is in http/pages/. */
#ifndef SN_HTTP_PAGES_H
#define SN_HTTP_PAGES_H

#include "http/exchange.h"
#include "http/pages/texts.h"

void sn_handle_search_page(sn_exchange *x); /* GET / */
void sn_handle_asset(sn_exchange *x);       /* GET /assets/{id} */
void sn_handle_desk_page(sn_exchange *x);   /* GET /desk (scripted_pages.c) */
void sn_handle_status_page(sn_exchange *x); /* GET /status */
void sn_handle_script(sn_exchange *x); /* GET /sarnakh-search.js and its like: names that stay */

/* article_page.c */
void sn_handle_article_page(sn_exchange *x); /* GET /articles/{id} */

/* The parameter lang of a page, given once at most: SN_EINVAL with *problem. */
typedef struct sn_page_lang {
    sn_lang lang;
    bool is_set;
} sn_page_lang;
SN_MUST_USE sn_status sn_page_lang_set(sn_page_lang *l, sn_str value, sn_problem *problem);

/* The answer's body is a page. */
void sn_page_answer(sn_exchange *x, unsigned http_status);

/* Make of a refusal of a page the page that says so. False: it could not be written. */
bool sn_page_refuse(sn_exchange *x, const sn_problem *problem);

#endif
