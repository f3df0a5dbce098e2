/* query/groups - units put together as the query says: OR, parentheses, signs. Private to
 * query/question. */
#ifndef SN_QUERY_GROUPS_H
#define SN_QUERY_GROUPS_H

#include "query/words.h"

/* Read the chunks into words, units, dates and the tree of the question. Groups that say nothing
 * are taken apart, so that every writing of a query gives the same tree. */
SN_MUST_USE sn_status sn_groups_read(sn_reading *r);

#endif
