/* A strict reader of the HTML that we write: names in small letters, attributes in double quotes or bare, the five entities,
 * every element ended by its own tag or void. It knows nothing of the writer, so tests compare the two. Stricter than a
 * browser: what it takes, every parser takes for the same tree. */
#ifndef SN_TESTS_HTML_SCAN_H
#define SN_TESTS_HTML_SCAN_H

#include "base/bytes.h"

typedef enum html_kind { HTML_BEGIN, HTML_ATTR, HTML_TEXT, HTML_END } html_kind;

typedef struct html_event {
    html_kind kind;
    sn_str element; /* the one that begins, ends, has the attribute; of a text, what it stands in */
    sn_str name;    /* of the attribute */
    sn_str value;   /* of attribute or text, its entities read; valid during the call */
} html_event;

/* False ends the scan with "refused". */
typedef bool html_fn(void *ctx, const html_event *event);

/* Tell fn all events in their order; fn may be NULL. What is wrong with page, or NULL. */
const char *html_scan(sn_str page, html_fn *fn, void *ctx);

/* A page as the service may give it: well-formed, no inline script or style, no handlers, nothing but scripts and sheets of
 * /assets/, addresses that are paths of ours or http(s) ones. What is wrong with it, or NULL. */
const char *html_is_safe(sn_str page);

#endif
