/* query/paging - a list that goes on from page to page (cursor=, next_cursor).
 *
 * By score the list is matched from its first hit on and goes on behind the last one shown, found by
 * its number, or by its score when it is gone: what ranks above by now is not shown, and what was
 * shown does not come again unless it changed its place. Dates go on behind second and id, without
 * looking at what was passed. Private to query/. */
#ifndef SN_QUERY_PAGING_H
#define SN_QUERY_PAGING_H

#include "query/lookup.h"

/* Take the request's cursor up: *resumed is the request with everything that the cursor froze, its
 * texts borrowed from `asked`; *after is the cursor, which it points to. SN_EINVAL with *problem: not
 * ours ("invalid_parameter"), of another list or of who sees other articles, or of another format ("cursor_expired"). */
SN_MUST_USE sn_status sn_paging_resume(const sn_searcher *s, const sn_request *asked,
                                       sn_request *resumed, sn_cursor *after, sn_problem *problem);

/* Was the cursor given out for the analysis that the snapshot was built with? SN_EINVAL with *problem
 * ("cursor_expired") if not: other terms make another list. */
SN_MUST_USE sn_status sn_paging_check(const sn_searcher *s, const sn_cursor *after,
                                      sn_problem *problem);

/* Append the cursor of the next page; nothing if there is none. */
SN_MUST_USE sn_status sn_paging_next(const sn_searcher *s, const sn_request *request,
                                     const sn_lookup *l, sn_buf *out, sn_error *err);

/* With l->refs the ranking from its first hit on, refined: the place of the list, pinned articles
 * before the ranking, behind the hits of the cursor l->after. */
size_t sn_paging_begin(const sn_lookup *l);

#endif
