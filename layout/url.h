/* layout/url - one key for the writings of an address, by which an article is found.
 *
 * «https://www.Paper.example/news/12/» and «http://paper.example/news/12#top» are one place, and so are
 * a Persian path and its %XX. Left out: scheme, "www.", what stands behind #, utm_… parameters, slashes
 * at the end. The host is in small letters. */
#ifndef SN_LAYOUT_URL_H
#define SN_LAYOUT_URL_H

#include "base/bytes.h"

/* Append the key of url (any bytes); nothing for an address that has none. SN_OK, SN_ELIMIT,
 * SN_ENOMEM. */
sn_status sn_url_key(sn_str url, sn_buf *out);

#endif
