/* http/target - a request target as it stood on the wire: path and query, checked and decoded here.
 *
 * The server library would cut text at %00, let ill-formed UTF-8 through and keep an ill-formed %
 * as it is; here each of them is refused by the parameter's name. */
#ifndef SN_HTTP_TARGET_H
#define SN_HTTP_TARGET_H

#include "base/bytes.h"
#include "base/problem.h"

typedef struct sn_target {
    sn_str path;  /* still encoded, from its first slash on */
    sn_str query; /* still encoded, without the question mark */
} sn_target;

/* Borrowed parts of raw ("/v1/search?q=…", also "http://host/v1/search?…"). */
sn_target sn_target_split(sn_str raw);

/* Append `in` without its %XX; with plus_is_space (queries) a plus becomes a space. The result is
 * well-formed UTF-8 without U+0000, or: SN_EINVAL (% without two hexadecimal digits, or %00),
 * SN_EUTF8, SN_ELIMIT, SN_ENOMEM. On failure *out is of no use. */
SN_MUST_USE sn_status sn_percent_decode(sn_str in, bool plus_is_space, sn_buf *out);

/* Append the query without the parameters of that name (a name that needs no encoding). The status of *out. */
SN_MUST_USE sn_status sn_query_without(sn_str query, sn_str name, sn_buf *out);

/* How many parameters of that name there are; *out is the value of the last, as it stands. */
size_t sn_query_values(sn_str query, sn_str name, sn_str *out);

/* One parameter, decoded; borrowed during the call. Fills *problem when it refuses. */
typedef sn_status sn_param_fn(void *ctx, sn_str name, sn_str value, sn_problem *problem);

/* Each name=value of a query in its order. Empty pieces (&&) are skipped, a name alone has an empty
 * value. Ends at the first failure: *problem names the parameter. SN_OK, SN_EINVAL, SN_EUTF8,
 * SN_ELIMIT (over SN_LIMIT_QUERY_PARAMS), SN_ENOMEM, and what fn returned. */
SN_MUST_USE sn_status sn_params_each(sn_str query, sn_param_fn *fn, void *ctx, sn_problem *problem);

#endif
