/* query/relaxing - what is tried when a query finds little: other readings of it, fewer words.
 * Private to query/lookup. docs/query-language.md has the rules. */
#ifndef SN_QUERY_RELAXING_H
#define SN_QUERY_RELAXING_H

#include "query/lookup.h"

/* How the query is read: a page that goes on reads it as the first one did. Dates of the request win
 * over those of the query. */
sn_question_opts sn_relaxing_opts(const sn_request *request, int64_t now_sec);

/* Match the prepared lookup as the request's match= says, giving up words where that is auto; or as
 * its cursor says. */
SN_MUST_USE sn_status sn_relaxing_run(sn_searcher *s, const sn_request *request, sn_lookup *l,
                                      sn_error *err);

/* Was something taken for a date, field or phrase that finds little, and may be just words? Then
 * *other, the opts it was read with, are changed to read it so. */
bool sn_relaxing_rereads(const sn_request *request, const sn_lookup *l, sn_question_opts *other);
/* SN_READ_*: what the other opts read as words. */
unsigned sn_relaxing_reading(const sn_question_opts *first, const sn_question_opts *other);

#endif
