/* archive/json_time - a point in time as a member of a JSON object. */
#ifndef SN_ARCHIVE_JSON_TIME_H
#define SN_ARCHIVE_JSON_TIME_H

#include "base/json_writer.h"

/* RFC 3339, UTC; 0: null, not known. */
void sn_json_time(sn_json *j, const char *key, int64_t sec);

#endif
