/* http/pages/search/view - what the parts of these pages share: the page being written, what was asked, and short
 * ways to read the JSON of the API and to say something in the reader's language. Private to http/pages/search/. */
#ifndef SN_HTTP_PAGES_SEARCH_VIEW_H
#define SN_HTTP_PAGES_SEARCH_VIEW_H

#include "http/pages/link.h"
#include "http/pages/texts.h"

struct cJSON;

typedef struct sn_view {
    sn_html *h;
    sn_lang lang;
    const sn_link_params *asked; /* as the address has them */
    int64_t now_sec;
    int64_t limit, offset; /* of this page of results */
} sn_view;

/* A member of an object: its text, NULL without one or for ""; its number, 0 without one; itself, or NULL. */
const char *sn_view_text_of(const struct cJSON *object, const char *name);
int64_t sn_view_int_of(const struct cJSON *object, const char *name);
int64_t sn_view_int(const struct cJSON *number);
const struct cJSON *sn_view_member(const struct cJSON *object, const char *name);
bool sn_view_is_true(const struct cJSON *object, const char *name);

/* Write a text: as it is; with its holes filled; with {n} as a number, in the singular for 1; all as text nodes. */
void sn_view_say(const sn_view *v, sn_text_id id);
void sn_view_say_with(const sn_view *v, sn_text_id id, const sn_fill *fills, size_t n);
void sn_view_say_number(const sn_view *v, sn_text_id one, sn_text_id many, int64_t number);
void sn_view_number(const sn_view *v, int64_t number);
/* <element class="…"> with a text of ours. */
void sn_view_element(const sn_view *v, const char *element, const char *class_names, sn_text_id id);

/* The attribute href of the element just begun: path, and what was asked with changes (link.h). */
void sn_view_href(const sn_view *v, const char *path, const sn_link_change *changes, size_t n);
/* The same with one parameter set to a value (NULL: without it), whatever it was. */
void sn_view_href_set(const sn_view *v, const char *name, const char *value);
/* "/articles/{id}" in the reader's language, with a fragment unless it is NULL. */
void sn_view_href_article(const sn_view *v, const char *id, const char *fragment);

/* Is this an address that readers may follow: http or https? */
bool sn_view_is_web(const char *url);

/* <a dir="auto"> to an article with its title: where it was published, or else our page of it. */
void sn_view_article_link(const sn_view *v, const struct cJSON *article);
/* Source and time of an article, one line. */
void sn_view_about(const sn_view *v, const struct cJSON *article);

#endif
