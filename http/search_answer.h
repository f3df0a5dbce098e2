/* http/search_answer - the answer of a search: one that is kept (http/cache), or found now and then kept.
 *
 * Kept is what lasts of an answer (query/search.h), under the moment of the index it was found at: a commit, a
 * takedown, or a configuration that was read again makes all that is kept worthless at once. And for no longer than to the
 * next whole SN_LIMIT_CACHE_SEC, because freshness and dates in words go on, nor than to the second at which an
 * article expires. */
#ifndef SN_HTTP_SEARCH_ANSWER_H
#define SN_HTTP_SEARCH_ANSWER_H

#include "http/exchange.h"
#include "http/search_key.h"

/* A search that may be asked. */
typedef struct sn_search_asked {
    const sn_request *request;
    const sn_search_key *key; /* all that request was made of */
    int64_t now_sec;          /* what its relative dates count from */
} sn_search_asked;

/* Answer it into x->answer: status 200, body (packed if it is so already), tag. Statuses and *problem as
 * sn_search_json(). */
SN_MUST_USE sn_status sn_search_answer(sn_exchange *x, const sn_search_asked *asked,
                                       sn_problem *problem);
/* The same if it is kept, at once. False: it is not, and nothing was done. */
SN_MUST_USE bool sn_search_answer_kept(sn_exchange *x, const sn_search_asked *asked);
/* The same by the query of the address as it came, before anything is read of it: such a one was answered from what is
 * kept before, and is known to ask the same. False likewise; and where a log is to say what was asked. */
SN_MUST_USE bool sn_search_answer_known(sn_exchange *x);
/* The same as text, appended to *out. */
SN_MUST_USE sn_status sn_search_text(sn_exchange *x, const sn_search_asked *asked, sn_buf *out,
                                     sn_problem *problem);

#endif
