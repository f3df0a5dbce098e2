/* http/search_body - the parameters of a search as a JSON object:
 *
 *   {"q": "زلزله", "limit": 5, "explain": true, "filter.source": ["irna", "isna"]}
 */
#ifndef SN_HTTP_SEARCH_BODY_H
#define SN_HTTP_SEARCH_BODY_H

#include "http/target.h"

struct cJSON;

/* Each member as one call of fn, those of a list in their order; numbers as they stand in decimal,
 * true and false as words, null as not given. Statuses and *problem as sn_params_each; body that is
 * no JSON object is "invalid_json". */
SN_MUST_USE sn_status sn_search_body_each(sn_str body, sn_param_fn *fn, void *ctx,
                                          sn_problem *problem);

/* The same of an object that was parsed by sn_json_parse; anything else is "invalid_json". Statuses as above. */
SN_MUST_USE sn_status sn_search_object_each(const struct cJSON *object, sn_param_fn *fn, void *ctx,
                                            sn_problem *problem);

#endif
