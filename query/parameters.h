/* query/parameters - the rows of the table and what each does with its value. */
#ifndef SN_QUERY_PARAMETERS_H
#define SN_QUERY_PARAMETERS_H

#include "query/request.h"

#define SN_SNIPPET_CHARS_MIN 20 /* less says nothing */

typedef struct sn_setting sn_setting;

/* SN_OK, SN_ENOMEM (without a problem), or the status of the problem it filled. */
typedef sn_status sn_set_fn(sn_request *r, const sn_setting *s);

typedef struct sn_parameter_row {
    sn_parameter parameter;
    sn_set_fn *set;
    size_t at;       /* offset in the request of the member it sets */
    bool only_shows; /* which part of the list is shown and how, not what the list is */
} sn_parameter_row;

/* One value being set: which parameter, by whom, and where a refusal goes. */
struct sn_setting {
    const sn_parameter_row *row;
    sn_str value; /* well-formed UTF-8 without U+0000, within its limit but for q */
    sn_asker asker;
    int64_t now_sec;
    sn_problem *problem;
};

const sn_parameter_row *sn_parameter_rows(size_t *n);

#endif
