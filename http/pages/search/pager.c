#include "http/pages/search/pager.h"

#include "base/limits.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#define AROUND 2 /* pages named on both sides of this one */

static void begin_link(const sn_view *v, int64_t page, const char *rel)
{
    char offset[24];
    snprintf(offset, sizeof offset, "%lld", (long long)((page - 1) * v->limit));
    sn_html_begin(v->h, "a");
    sn_link_change there = {.without = {SN_STR("offset"), {NULL, 0}}};
    if (page > 1)
        there.with = (sn_link_param){SN_STR("offset"), sn_str_of(offset)};
    sn_view_href(v, "/", &there, 1);
    sn_html_attr_text(v->h, "rel", rel);
}

static void numbered(const sn_view *v, int64_t page, bool is_here)
{
    SN_CLEANUP(sn_buf) sn_buf digits = SN_BUF(64), label = SN_BUF(256);
    sn_number_write(v->lang, page, &digits);
    sn_fill fill = {"n", sn_buf_str(&digits)};
    sn_text_fill(v->lang, SN_TEXT_SEARCH_PAGE, &fill, 1, &label);
    sn_html_begin(v->h, "li");
    begin_link(v, page, NULL);
    sn_html_attr_text(v->h, "aria-label", sn_buf_text(&label));
    if (is_here)
        sn_html_attr_text(v->h, "aria-current", "page");
    sn_html_str(v->h, sn_buf_str(&digits));
    sn_html_ends(v->h, 2);
}

static void step(const sn_view *v, int64_t page, const char *rel, sn_text_id text)
{
    sn_html_begin(v->h, "li");
    begin_link(v, page, rel);
    sn_view_say(v, text);
    sn_html_ends(v->h, 2);
}

static void further(const sn_view *v, const char *cursor)
{
    sn_link_change there = {.with = {SN_STR("cursor"), sn_str_of(cursor)}};
    sn_html_begin(v->h, "li");
    sn_html_begin(v->h, "a");
    sn_view_href(v, "/", &there, 1);
    sn_html_attr_text(v->h, "rel", "next");
    sn_view_say(v, SN_TEXT_SEARCH_NEXT);
    sn_html_ends(v->h, 2);
}

static int64_t last_page(const sn_view *v, const cJSON *answer)
{
    int64_t total = sn_view_int_of(sn_view_member(answer, "total"), "value");
    int64_t pages = (total + v->limit - 1) / v->limit, deepest = SN_LIMIT_DEPTH_HITS / v->limit + 1;
    return pages < deepest ? pages : deepest;
}

static void by_offset(const sn_view *v, int64_t last, const char *cursor)
{
    int64_t here = v->offset / v->limit + 1;
    int64_t first = here > AROUND ? here - AROUND : 1;
    if (here > 1)
        step(v, here - 1, "prev", SN_TEXT_SEARCH_PREVIOUS);
    if (first > 1)
        numbered(v, 1, false);
    if (first > 2)
        sn_html_element(v->h, "li", "gap", "…");
    for (int64_t page = first; page <= here + AROUND && page <= last; page++)
        numbered(v, page, page == here);
    if (here < last)
        step(v, here + 1, "next", SN_TEXT_SEARCH_NEXT);
    else if (cursor != NULL)
        further(v, cursor);
}

void sn_pager_write(const sn_view *v, const cJSON *answer)
{
    const char *cursor = sn_view_text_of(answer, "next_cursor");
    bool by_cursor = sn_link_value(v->asked, "cursor").len > 0;
    int64_t last = v->limit > 0 ? last_page(v, answer) : 0;
    if (by_cursor ? cursor == NULL : last < 1 || (last == 1 && v->offset == 0))
        return;
    sn_html_begin_class(v->h, "nav", "pager");
    sn_html_attr_text(v->h, "aria-label", sn_text(v->lang, SN_TEXT_SEARCH_PAGES));
    sn_html_begin(v->h, "ul");
    if (by_cursor)
        further(v, cursor);
    else
        by_offset(v, last, cursor);
    sn_html_ends(v->h, 2);
}
