/* query/correct - what becomes of a proposed spelling: the results are those of the corrected query,
 * or it is only suggested, or nothing is said. Private to query/. */
#ifndef SN_QUERY_CORRECT_H
#define SN_QUERY_CORRECT_H

#include "query/spelling.h"

/* Look at what a request found and, if it asks for that (request->correct) and few articles or none
 * have all its words, at what it was meant to be. With something to say (*lookup)->spelling is set,
 * and if that is applied *lookup is the corrected query's. A correction that cannot be had in time,
 * or while the word list is not built yet, is none. Statuses as sn_lookup_run. */
SN_MUST_USE sn_status sn_correct(sn_searcher *s, const sn_request *request, sn_lookup **lookup,
                                 sn_error *err);

#endif
