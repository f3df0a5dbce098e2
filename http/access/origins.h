/* http/access/origins - origins of web pages, as the header Origin has them: "https://news.example:8443". */
#ifndef SN_HTTP_ACCESS_ORIGINS_H
#define SN_HTTP_ACCESS_ORIGINS_H

#include "base/names.h"

/* http or https, a host in small letters (or an address), a port perhaps, and nothing behind it. */
bool sn_origin_is_valid(sn_str origin);

/* Is it one of the list? Bytes are compared: browsers send origins in one writing. */
bool sn_origins_have(const sn_names *list, sn_str origin);

/* A list with commas and blanks between its items ("https://a.example, https://b.example").
 * SN_EINVAL, SN_ELIMIT (over SN_LIMIT_KEY_ORIGINS), SN_ENOMEM with the reason. */
SN_MUST_USE sn_status sn_origins_parse(sn_str text, sn_names *out, sn_error *err);

/* Is it "*" alone: any origin may? */
bool sn_origins_are_any(const sn_names *list);

#endif
