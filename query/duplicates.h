/* query/duplicates - the copies of one article, and how alike they are to it. */
#ifndef SN_QUERY_DUPLICATES_H
#define SN_QUERY_DUPLICATES_H

#include "base/bytes.h"
#include "base/limits.h"
#include "base/problem.h"

/* What is asked of them. */
typedef struct sn_duplicates_request {
    size_t limit;  /* copies at most, 1 to SN_LIMIT_DUPLICATES */
    double min;    /* similarity at least, 0..1 */
    unsigned seen; /* which parameters were set */
} sn_duplicates_request;

/* Twenty copies, however alike. */
void sn_duplicates_request_init(sn_duplicates_request *r);

/* Set one parameter: limit (1 to SN_LIMIT_DUPLICATES), min (0 to 1, as 0.85). SN_EINVAL (unknown, given
 * twice, not one of the values) with *problem filled. */
SN_MUST_USE sn_status sn_duplicates_request_set(sn_duplicates_request *r, sn_str name, sn_str value,
                                                sn_problem *problem);

#endif
