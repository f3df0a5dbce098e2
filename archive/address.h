/* archive/address - web addresses of articles, and the ids made of them. */
#ifndef SN_ARCHIVE_ADDRESS_H
#define SN_ARCHIVE_ADDRESS_H

#include "base/bytes.h"

/* Append the canonical form of an http(s) address, which leads to the same page: scheme and host in small letters,
 * without default port, fragment and tracking parameters (utm_…, fbclid, gclid, …). What is no http(s)
 * address is appended as it is. Returns the status of *out; never more bytes than url has. */
sn_status sn_address_canonical(sn_str url, sn_buf *out);

/* Is it an http(s) address (without name and password)? */
bool sn_address_is(sn_str text);
/* Does it only begin like one, with http:// or https:// in any letters? */
bool sn_address_begins(sn_str text);

/* Append the id of an article that its feed calls `given` (guid, Atom id, uri, address): it is taken as it
 * is, but
 *
 *   - an http(s) address is named by what stays the same for all its forms: canonical, without scheme, www., m.,
 *     mobile., amp., without segments, endings and parameters that ask for AMP, without index pages (index.html, …) and
 *     / at its end; %XX of letters and digits are read, the others have capitals
 *   - what no id may have (white space, over SN_LIMIT_ID_BYTES) is replaced by _ or cut, and ~ with 16
 *     hexadecimal digits of the whole are put behind it, so that different ones stay different.
 *
 * given must be well-formed UTF-8 and not empty. Returns the status of *out. */
sn_status sn_address_id(sn_str given, sn_buf *out);

#endif
