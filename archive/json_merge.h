/* archive/json_merge - what a JSON text becomes by a merge patch (RFC 7396), made of the texts of both, so that no
 * number is rounded and what the patch does not name stays as it is spelt. */
#ifndef SN_ARCHIVE_JSON_MERGE_H
#define SN_ARCHIVE_JSON_MERGE_H

#include "base/bytes.h"

/* Append what target becomes by patch; both were checked (sn_json_check()). Members of the target keep their order, new
 * ones come behind. A name is the same however it is spelt. SN_ELIMIT (over out's max), SN_ENOMEM; then *out holds
 * any part of it. */
SN_MUST_USE sn_status sn_json_merge(sn_str target, sn_str patch, sn_buf *out);

#endif
