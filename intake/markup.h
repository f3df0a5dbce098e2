/* intake/markup - HTML and entities out of a text: what a reader sees of it.
 *
 *   "<p>پل &laquo;تازه&raquo;</p><p>باز شد</p>" -> "پل «تازه»\n\nباز شد"
 *
 * The fields of a feed are text with a little HTML in it, or HTML, or text that only looks like it: «5 < 7
 * & x>3» must stay. So only what is a tag for certain is one: a known element (or a name with : or -) with its
 * >, a comment with its end. Entities are read once, and only with their semicolon.
 *
 *   script, style, iframe, template, … with what is in them     dropped
 *   p, div, h1, li, table, blockquote, …                        paragraphs (an empty line between)
 *   br, tr, dt, …                                               line ends
 *   td, th                                                      a space
 *   every other tag, comments, <!doctype>, <?…>                 dropped, nothing in its place
 *   &name; &#n; &#xn;                                           the character; &nbsp; is a space
 *
 * If there is a block or a line end of HTML in it, white space is HTML's: a run is a space. Otherwise it
 * stays as it is. */
#ifndef SN_INTAKE_MARKUP_H
#define SN_INTAKE_MARKUP_H

#include "base/bytes.h"

typedef enum sn_markup_form {
    SN_MARKUP_TEXT, /* lead, body */
    SN_MARKUP_LINE  /* title, kicker: line ends and paragraphs are a space */
} sn_markup_form;

/* Could there be any markup? False: sn_markup_strip would only copy. */
bool sn_markup_may_be_in(sn_str text);

/* Append well-formed text without its markup: at most as many bytes. Linear in the length of text,
 * whatever is in it. Returns the status of *out. */
sn_status sn_markup_strip(sn_str text, sn_markup_form form, sn_buf *out);

#endif
