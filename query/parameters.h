/* query/parameters - the rows of the table and what each does with its value. */
#ifndef SN_QUERY_PARAMETERS_H
#define SN_QUERY_PARAMETERS_H

#include "query/request.h"

/* One value being set: which parameter, by whom, and where a refusal goes. */
typedef struct sn_setting {
    const sn_parameter *parameter;
    sn_str value; /* well-formed UTF-8 without U+0000, within its limit but for q */
    sn_asker asker;
    int64_t now_sec;
    sn_problem *problem;
} sn_setting;

/* SN_OK, SN_ENOMEM (without a problem), or the status of the problem it filled. */
typedef sn_status sn_set_fn(sn_request *r, const sn_setting *s);

/* The setter of row i of sn_parameters(). */
sn_set_fn *sn_parameter_setter(size_t i);

#endif
