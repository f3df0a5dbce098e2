/* http/pages/search/results - the search page, with what was found or without.
 *
 *   search --> JSON (docs/api.md) --> page
 *
 * Pages know hits by the JSON of the API only, so they cannot show what searches do not. */
#ifndef SN_HTTP_PAGES_SEARCH_RESULTS_H
#define SN_HTTP_PAGES_SEARCH_RESULTS_H

#include "http/pages/frame.h"
#include "http/pages/link.h"
#include "http/pages/problem_page.h"

/* Parameters the page sets for itself, with highlight=ranges: marks are made here, of text that is escaped here. Of the
 * time there are as many bars as can be told apart, so days are counted only within dates that were asked for. */
#define SN_RESULTS_FACETS      "source,category,date:month,date:year"
#define SN_RESULTS_FACETS_DAYS SN_RESULTS_FACETS ",date:day"
/* Values of a facet, and how many its link "more" shows. */
#define SN_RESULTS_FACET_LIMIT "8"
#define SN_RESULTS_FACET_ALL   "100"
/* Copies that unfold below a hit. */
#define SN_RESULTS_MEMBERS "10"

typedef struct sn_results_page {
    sn_lang lang;
    const char *site;
    const sn_link_params *asked; /* as the address has them, lang too */
    sn_str answer;               /* of the search; {NULL, 0}: nothing was asked */
    sn_str stories;              /* of the day, for who asked nothing; {NULL, 0}: none */
    int64_t now_sec;
    int64_t limit, offset; /* of the search */
    bool logs_clicks;      /* POST /v1/clicks is answered */
} sn_results_page;

/* Append the page. SN_ECORRUPT: answer is none; SN_ENOMEM, SN_ELIMIT. */
SN_MUST_USE sn_status sn_results_page_write(const sn_results_page *page, sn_buf *out,
                                            sn_error *err);

/* Append the page of a search that was refused: the form with what was asked, as far as it has fields for that, and what
 * is wrong. Of page, answers do not matter. SN_ENOMEM, SN_ELIMIT. */
SN_MUST_USE sn_status sn_results_refused_write(const sn_results_page *page,
                                               const sn_refused *refused, sn_buf *out);

#endif
