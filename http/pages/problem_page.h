/* http/pages/problem_page - a refusal as a reader of pages sees it. */
#ifndef SN_HTTP_PAGES_PROBLEM_PAGE_H
#define SN_HTTP_PAGES_PROBLEM_PAGE_H

#include "base/problem.h"
#include "http/pages/frame.h"

typedef struct sn_refused {
    const sn_problem *problem;
    unsigned http_status; /* which it is answered with */
    const char *request_id;
    const char *again; /* the address that was asked, well-formed UTF-8; NULL: it cannot be */
} sn_refused;

/* What it is about, in a few words. */
const char *sn_problem_title(sn_lang lang, unsigned http_status);
/* What went wrong, and what can be done: a part of a page. */
void sn_problem_section_write(sn_html *h, sn_lang lang, const sn_refused *refused);
/* Append the page of nothing else. frame: title is set here. SN_ENOMEM, SN_ELIMIT. */
SN_MUST_USE sn_status sn_problem_page_write(const sn_page *frame, const sn_refused *refused,
                                            sn_buf *out);

#endif
