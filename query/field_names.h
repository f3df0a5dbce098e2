/* query/field_names - the names of fields in the search box. Private to query/language. */
#ifndef SN_QUERY_FIELD_NAMES_H
#define SN_QUERY_FIELD_NAMES_H

#include "query/language.h"

/* Does s begin with the name of a field and its colon? Which, and where s goes on. */
bool sn_query_field_take(sn_str s, sn_query_field *field, size_t *end);

#endif
