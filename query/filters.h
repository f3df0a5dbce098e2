/* query/filters - which articles may be found at all: sources, categories, authors, tags, dates. */
#ifndef SN_QUERY_FILTERS_H
#define SN_QUERY_FILTERS_H

#include "query/request.h"
#include "query/tree.h"

/* Does the request narrow what may be found, words apart? */
bool sn_filters_any(const sn_request *r);

/* The values that a field is filtered by, borrowed (maybe none); NULL for a list that no filter is
 * about. */
const sn_values *sn_filters_values(const sn_request *r, sn_term_list list);

/* Any of a field's values, of every field that has some, within the dates; NULL (and the tree
 * still SN_OK) without any. but: the field that is left out, SN_LIST_STEM for none. */
sn_xap_query *sn_filters_query(sn_tree *t, const sn_request *r, int64_t spill_minutes,
                               sn_term_list but);

/* Articles published from..to, in seconds, both inclusive. */
sn_xap_query *sn_filters_period(sn_tree *t, int64_t from_sec, int64_t to_sec,
                                int64_t spill_minutes);

/* The range of document numbers for dates from..to, both inclusive, in seconds. low and high keep
 * the bytes that range->low and range->high point to. */
void sn_filters_date_range(int64_t from_sec, int64_t to_sec, int64_t spill_minutes, char low[9],
                           char high[9], sn_xap_docid_range *range);

#endif
