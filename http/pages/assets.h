/* http/pages/assets - files that pages ask for: styles, scripts, the font. They are built from pages/ and linked into
 * the program by tools/assets.py, packed and with their digests. */
#ifndef SN_HTTP_PAGES_ASSETS_H
#define SN_HTTP_PAGES_ASSETS_H

#include "base/bytes.h"

typedef struct sn_asset {
    const char *name; /* "search.js" */
    const char *content_type;
    const char *digest; /* 16 hexadecimal digits of its bytes */
    const char *bytes;
    size_t n;
    const char *packed; /* by gzip; packed_n 0: it does not get smaller */
    size_t packed_n;
} sn_asset;

extern const sn_asset sn_assets[];
extern const size_t sn_assets_n;

/* The asset of that name, or NULL. */
const sn_asset *sn_asset_find(sn_str name);
/* The same of "search.<digest>.js", the name that changes with what it holds; NULL, too, if the digest is another. */
const sn_asset *sn_asset_find_versioned(sn_str name);
/* Append "/assets/search.<digest>.js"; the asset must exist. The status of *out. */
sn_status sn_asset_address(const char *name, sn_buf *out);

#endif
