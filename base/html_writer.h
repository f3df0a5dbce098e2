/* base/html_writer - HTML written by appending, no tree in between; as base/json_writer for JSON.
 *
 *     sn_html h = SN_HTML(&buf);
 *     sn_html_begin(&h, "a");
 *     sn_html_attr(&h, "href", address);
 *     sn_html_text(&h, title);
 *     sn_html_end(&h);
 *     return sn_html_finish(&h);
 *
 * Names of elements and attributes are literals of ours; everything else is text and escaped, in both
 * places in the same way: < > & " ' as entities, control characters as blanks. There is no way to write
 * markup that was text. libxml2's writer is not used: it writes each Persian letter of an attribute as
 * &#x6A9;, and closes elements as XML does. Text must be well-formed UTF-8. Errors stick in the buffer. Misuse (an
 * attribute behind its tag, an end too many, what is open at the end, text in a script) is a bug: an assert. */
#ifndef SN_BASE_HTML_WRITER_H
#define SN_BASE_HTML_WRITER_H

#include "base/bytes.h"

#define SN_HTML_WRITER_DEPTH 64

typedef struct sn_html {
    sn_buf *out;
    unsigned depth;
    bool in_tag; /* <name is written, its > is not */
    const char *open[SN_HTML_WRITER_DEPTH];
} sn_html;

#define SN_HTML(buffer) ((sn_html){.out = (buffer)})

void sn_html_doctype(sn_html *h);
void sn_html_begin(sn_html *h, const char *name);
void sn_html_end(sn_html *h); /* of the innermost; those that never have an end tag get none */
void sn_html_ends(sn_html *h, unsigned n);

/* Of the element that was just begun. */
void sn_html_attr(sn_html *h, const char *name, sn_str value);
void sn_html_attr_text(sn_html *h, const char *name, const char *value); /* NULL: not there */
void sn_html_attr_int(sn_html *h, const char *name, int64_t value);
void sn_html_attr_flag(sn_html *h, const char *name, bool is_there);

void sn_html_str(sn_html *h, sn_str text);
void sn_html_text(sn_html *h, const char *text); /* NULL is "" */

/* <name class="…">, NULL for none; and with a text and its end. */
void sn_html_begin_class(sn_html *h, const char *name, const char *class_names);
void sn_html_element(sn_html *h, const char *name, const char *class_names, const char *text);

/* The status of the buffer; asserts that everything was ended. */
SN_MUST_USE sn_status sn_html_finish(sn_html *h);

/* Only the escaping. */
sn_status sn_html_escape(sn_buf *out, sn_str text);

#endif
