/* http/searchers - a searcher for each thread of the server, lent for one request at a time. */
#ifndef SN_HTTP_SEARCHERS_H
#define SN_HTTP_SEARCHERS_H

#include "query/search.h"

typedef struct sn_searchers sn_searchers;

/* n: how many may be lent at once; the engine must stay open. Statuses as sn_searcher_create. */
SN_MUST_USE sn_status sn_searchers_create(sn_engine *engine, size_t n, sn_searchers **out,
                                          sn_error *err);
void sn_searchers_destroy(sn_searchers *s); /* all are given back; NULL is fine */

/* Waits while all are lent, which does not happen with one for each thread. */
sn_searcher *sn_searchers_borrow(sn_searchers *s);
void sn_searchers_give_back(sn_searchers *s, sn_searcher *searcher);

#endif
