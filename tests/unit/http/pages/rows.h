/* What a page is tried with: an answer of the API, and a part that the page has or has not. */
#ifndef SN_TESTS_HTTP_PAGES_ROWS_H
#define SN_TESTS_HTTP_PAGES_ROWS_H

#include "http/pages/search/results.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NOW_SEC 1795737600 /* 2026-11-27 */

/* Around the members of a hit; around those of the query. */
#define HIT(members)                                                                               \
    "{\"query\":{},\"total\":{\"value\":1,\"relation\":\"eq\"},\"hits\":[{\"id\":\"n-1\"" members  \
    "}],\"request_id\":\"r-1\"}"
#define QUERY(members)                                                                             \
    "{\"query\":{" members "},\"total\":{\"value\":0,\"relation\":\"eq\"},\"hits\":[]}"
#define FACETS(members)                                                                            \
    "{\"query\":{},\"total\":{\"value\":2,\"relation\":\"eq\"},\"hits\":[],\"facets\":{" members   \
    "}}"
#define TOTAL(value)                                                                               \
    "{\"query\":{},\"total\":{\"value\":" value ",\"relation\":\"eq\"},\"hits\":[]}"

typedef struct row {
    const char *what;
    const char *answer; /* NULL: nothing was asked */
    const char *part;   /* that the page has, or has not */
    bool is_there;
    sn_lang lang;
    int64_t offset;
    const char *name, *value; /* asked beside q; NULL: nothing */
    const char *stories;
} row;

static inline void write_row(const row *r, sn_buf *out)
{
    sn_error err = {0};
    sn_link_param asked[] = {{SN_STR("q"), SN_STR("پل")},
                             {sn_str_of(r->name), sn_str_of(r->value)}};
    sn_link_params all = {asked, r->answer == NULL ? 0 : r->name != NULL ? 2 : 1};
    sn_results_page page = {.lang = r->lang,
                            .site = "",
                            .asked = &all,
                            .answer = sn_str_of(r->answer),
                            .stories = sn_str_of(r->stories),
                            .now_sec = NOW_SEC,
                            .limit = 10,
                            .offset = r->offset,
                            .logs_clicks = true};
    if (sn_results_page_write(&page, out, &err) != SN_OK)
        fail_msg("%s: %s", r->what, err.msg);
}

static inline void check(const row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 22);
        write_row(&rows[i], &out);
        bool found = strstr(sn_buf_text(&out), rows[i].part) != NULL;
        if (found != rows[i].is_there)
            fail_msg("%s: %s %s in %s", rows[i].what, found ? "there is" : "no", rows[i].part,
                     sn_buf_text(&out));
    }
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof *(rows))

#endif
