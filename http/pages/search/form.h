/* http/pages/search/form - the box, its options, and what narrows the search. Private to http/pages/search/. */
#ifndef SN_HTTP_PAGES_SEARCH_FORM_H
#define SN_HTTP_PAGES_SEARCH_FORM_H

#include "http/pages/search/view.h"

/* has_results: it stands above them; without, it is the page. */
void sn_form_write(const sn_view *v, bool has_results);

/* Has it a field for a parameter? */
bool sn_form_has(sn_str name);

/* The filters in force, each a link to the same search without it (chips.c); nothing if there are none. */
void sn_chips_write(const sn_view *v);
/* Is there any of them? */
bool sn_chips_any(const sn_view *v);
/* The attribute href to the same search without all of them. */
void sn_chips_href_without(const sn_view *v);

/* What a value of one of the choices of the form is called (freshness, match, mode, collapse; not the order, whose links
 * show it). False: name is none of them, or this is what holds without it. */
bool sn_choice_find(sn_str name, sn_str value, sn_text_id *label, sn_text_id *text);

/* Orders, each a link. */
void sn_sorts_write(const sn_view *v);

#endif
