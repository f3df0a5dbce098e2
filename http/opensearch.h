/* http/opensearch - the description by which browsers and feed readers learn to search here (OpenSearch 1.1). */
#ifndef SN_HTTP_OPENSEARCH_H
#define SN_HTTP_OPENSEARCH_H

#include "base/bytes.h"

typedef struct sn_opensearch {
    const char *title; /* of the portal, UTF-8; NULL or "": سرنخ */
    const char *base;  /* scheme and host, maybe a path; without a slash at the end */
} sn_opensearch;

/* Append the XML document. What XML cannot hold becomes a blank; the short name is cut to the 16 characters
 * that the standard allows. SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn_opensearch_write(const sn_opensearch *site, sn_buf *out);

#endif
