/* http/pages/link - the address of a page as its reader may change it: the parameters it was asked with, some of
 * them put differently. Links of facets, pages, sorts and the other language are made of it. */
#ifndef SN_HTTP_PAGES_LINK_H
#define SN_HTTP_PAGES_LINK_H

#include "base/bytes.h"

typedef struct sn_link_param {
    sn_str name, value; /* decoded; borrowed */
} sn_link_param;

typedef struct sn_link_params {
    const sn_link_param *at;
    size_t n;
} sn_link_params;

/* The first value of a name, or {NULL, 0}. */
sn_str sn_link_value(const sn_link_params *all, const char *name);
bool sn_link_have(const sn_link_params *all, const char *name, sn_str value);

/* What is to be different. A parameter that matches without (name, and value unless its .at is NULL) is left out; with
 * is added behind the others. Without names of a page's place ("offset", "cursor"): another list begins at its first page. */
typedef struct sn_link_change {
    sn_link_param without, with; /* name {NULL, 0}: none */
    bool keeps_place;
} sn_link_change;

/* Append "path?name=value&…", percent-encoded, with the changes one after the other. The status of *out, here and below. */
sn_status sn_link_write(const char *path, const sn_link_params *all, const sn_link_change *changes,
                        size_t n, sn_buf *out);

/* Append text as part of a query: all but letters, digits and -._~ of ASCII as %XX. */
sn_status sn_percent_encode(sn_str text, sn_buf *out);

#endif
