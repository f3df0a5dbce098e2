/* query/suggest_request - what is asked of suggest, from name=value pairs: q, limit, types. */
#ifndef SN_QUERY_SUGGEST_REQUEST_H
#define SN_QUERY_SUGGEST_REQUEST_H

#include "base/bytes.h"
#include "base/limits.h"
#include "base/problem.h"

typedef struct sn_suggest_request {
    char text[SN_LIMIT_SUGGEST_BYTES + 1];
    sn_str q;       /* what was typed: in text */
    size_t limit;   /* suggestions at most */
    unsigned types; /* bits 1 << sn_completion_type */
    unsigned seen;  /* which parameters were set */
    int64_t now_sec;
} sn_suggest_request;

/* Nothing typed, ten suggestions of every type. q points into the request: it is not copied. */
void sn_suggest_request_init(sn_suggest_request *r);

/* Set one parameter: q (text), limit (1 to SN_LIMIT_SUGGEST_ITEMS), types (names with commas between:
 * title, tag, name, query). SN_EINVAL (unknown, given twice, not one of the values), SN_ELIMIT,
 * SN_EUTF8, with *problem filled. */
SN_MUST_USE sn_status sn_suggest_request_set(sn_suggest_request *r, sn_str name, sn_str value,
                                             sn_problem *problem);

/* Was what must be given given? SN_EINVAL with *problem. */
SN_MUST_USE sn_status sn_suggest_request_check(const sn_suggest_request *r, sn_problem *problem);

#endif
