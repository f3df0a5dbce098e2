/* http/pages/problem_page - a refusal as a reader of pages sees it. */
#ifndef SN_HTTP_PAGES_PROBLEM_PAGE_H
#define SN_HTTP_PAGES_PROBLEM_PAGE_H

#include "base/problem.h"
#include "http/pages/frame.h"

/* Append the page. frame: title is set here. http_status: which it is answered with. again: the address that was
 * asked, well-formed UTF-8; NULL: it cannot be. */
SN_MUST_USE sn_status sn_problem_page_write(const sn_page *frame, const sn_problem *problem,
                                            unsigned http_status, const char *request_id,
                                            const char *again, sn_buf *out);

#endif
