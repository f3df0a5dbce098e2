/* http/watch/click - a result that a reader chose, as the page that showed it tells:
 *
 *   {"query": "پل زرین‌رود", "id": "b-1", "position": 3, "request_id": "8806b7987aa7f9f6"} */
#ifndef SN_HTTP_WATCH_CLICK_H
#define SN_HTTP_WATCH_CLICK_H

#include "base/bytes.h"
#include "base/limits.h"
#include "base/problem.h"

#define SN_CLICK_REQUEST_SIZE 17 /* 16 digits, as the service writes them */

typedef struct sn_click {
    char query[SN_LIMIT_QUERY_BYTES + 1];   /* without blanks at its ends */
    char id[SN_LIMIT_ID_BYTES + 1];         /* of the article */
    int64_t position;                       /* in the list, from 1 */
    char request_id[SN_CLICK_REQUEST_SIZE]; /* of the search; "": not told */
} sn_click;

/* Read a body. SN_EINVAL, SN_EUTF8, SN_ELIMIT, SN_ENOMEM with *problem filled: a member that is not known
 * or missing, a text with control characters, an empty one, a position that is none. */
SN_MUST_USE sn_status sn_click_read(sn_str json, sn_click *out, sn_problem *problem);

/* The line of the log, a JSON object, appended: at (RFC 3339), query, id, position, request_id where it is known. The status of *out. */
SN_MUST_USE sn_status sn_click_write(const sn_click *click, const char *at, sn_buf *out);

#endif
