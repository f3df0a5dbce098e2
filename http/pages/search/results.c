#include "http/pages/search/results.h"

#include "archive/json.h"
#include "base/limits.h"
#include "http/pages/search/empty.h"
#include "http/pages/search/facets.h"
#include "http/pages/search/form.h"
#include "http/pages/search/hits.h"
#include "http/pages/search/notes.h"
#include "http/pages/search/pager.h"

#include <cjson/cJSON.h>
#include <string.h>

#define ADDRESS_BYTES 131072

/* The same search as a feed: without what is only of a page. */
static void write_feed_address(const sn_results_page *page, sn_buf *out)
{
    static const char *const of_page[] = {"lang",        "offset",     "cursor",   "limit",
                                          "facet.limit", "facet.sort", "calendar", "format"};
    sn_link_change changes[sizeof of_page / sizeof *of_page + 1];
    size_t n = sizeof of_page / sizeof *of_page;
    memset(changes, 0, sizeof changes);
    for (size_t i = 0; i < n; i++)
        changes[i].without.name = sn_str_of(of_page[i]);
    changes[n].with = (sn_link_param){SN_STR("format"), SN_STR("rss")};
    sn_link_write("/v1/search", page->asked, changes, n + 1, out);
}

static void write_total(const sn_view *v, const cJSON *answer)
{
    const cJSON *total = sn_view_member(answer, "total");
    int64_t value = sn_view_int_of(total, "value");
    const char *relation = sn_view_text_of(total, "relation");
    sn_text_id many = SN_TEXT_SEARCH_TOTAL;
    if (relation != NULL && strcmp(relation, "approx") == 0)
        many = SN_TEXT_SEARCH_TOTAL_ABOUT;
    else if (relation != NULL && strcmp(relation, "gte") == 0)
        many = SN_TEXT_SEARCH_TOTAL_LEAST;
    sn_html_begin_class(v->h, "h1", "total");
    sn_html_attr_text(v->h, "id", "total");
    sn_html_attr_text(v->h, "tabindex", "-1");
    if (value == 0)
        sn_view_say(v, SN_TEXT_SEARCH_NONE);
    else
        sn_view_say_number(v, many == SN_TEXT_SEARCH_TOTAL ? SN_TEXT_SEARCH_FOUND_ONE : many, many,
                           value);
    sn_html_end(v->h);
}

static void write_bar(const sn_view *v, const cJSON *answer, const char *feed)
{
    sn_html_begin_class(v->h, "div", "bar");
    write_total(v, answer);
    sn_sorts_write(v);
    sn_html_begin_class(v->h, "a", "feed");
    sn_html_attr_text(v->h, "href", feed);
    sn_html_attr_text(v->h, "title", sn_text(v->lang, SN_TEXT_SEARCH_FEED));
    sn_html_attr_text(v->h, "aria-label", sn_text(v->lang, SN_TEXT_SEARCH_FEED));
    sn_html_text(v->h, "RSS");
    sn_html_ends(v->h, 2);
}

static void write_found(const sn_view *v, const sn_results_page *page, const cJSON *answer,
                        const char *feed)
{
    bool has_hits = cJSON_GetArraySize(sn_view_member(answer, "hits")) > 0;
    sn_chips_write(v);
    sn_html_begin_class(v->h, "div", "found");
    sn_facets_write(v, answer);
    sn_html_begin_class(v->h, "div", "list");
    write_bar(v, answer, feed);
    sn_notes_write(v, answer);
    if (has_hits)
        sn_hits_write(v, answer, page->logs_clicks);
    else
        sn_nothing_found_write(v);
    sn_pager_write(v, answer);
    sn_html_ends(v->h, 2);
}

static void write_content(const sn_view *v, const sn_results_page *page, const cJSON *answer,
                          const cJSON *stories, const char *feed)
{
    if (answer == NULL)
        sn_view_element(v, "h1", "first", SN_TEXT_FIRST_TITLE);
    sn_form_write(v, answer != NULL);
    if (answer != NULL)
        write_found(v, page, answer, feed);
    else
        sn_first_visit_write(v, stories);
}

static sn_status write_page(const sn_results_page *page, const cJSON *answer, const cJSON *stories,
                            sn_buf *out)
{
    SN_CLEANUP(sn_buf) sn_buf other = SN_BUF(ADDRESS_BYTES), feed = SN_BUF(ADDRESS_BYTES);
    SN_CLEANUP(sn_buf) sn_buf title = SN_BUF(ADDRESS_BYTES);
    sn_page_write_other("/", page->asked, page->lang, &other);
    write_feed_address(page, &feed);
    sn_buf_add_str(&title, sn_link_value(page->asked, "q"));
    sn_page frame = {.lang = page->lang,
                     .site = page->site,
                     .title = title.len > 0 ? sn_buf_text(&title) : NULL,
                     .script = "search.js",
                     .feed = answer != NULL ? sn_buf_text(&feed) : NULL,
                     .here = "/",
                     .other = sn_buf_text(&other),
                     .is_plain = answer != NULL};
    sn_html h = SN_HTML(out);
    sn_view v = {&h, page->lang, page->asked, page->now_sec, page->limit, page->offset};
    if (sn_buf_status(&other) != SN_OK || sn_buf_status(&feed) != SN_OK)
        return sn_buf_status(&other) != SN_OK ? sn_buf_status(&other) : sn_buf_status(&feed);
    sn_page_begin(&h, &frame);
    write_content(&v, page, answer, stories, sn_buf_text(&feed));
    sn_page_end(&h, &frame);
    return sn_html_finish(&h);
}

static sn_status parse(sn_str text, cJSON **out, sn_error *err)
{
    return text.at != NULL ? sn_json_parse(text, out, err) : SN_OK;
}

sn_status sn_results_page_write(const sn_results_page *page, sn_buf *out, sn_error *err)
{
    cJSON *answer = NULL, *stories = NULL;
    sn_status s = parse(page->answer, &answer, err);
    if (s == SN_OK)
        s = parse(page->stories, &stories, err);
    if (s == SN_OK)
        s = write_page(page, answer, stories, out);
    cJSON_Delete(answer);
    cJSON_Delete(stories);
    return s;
}

/* A parameter that is not known would be refused again. */
static size_t keep_fields(const sn_link_params *asked, sn_link_param *out)
{
    size_t n = 0;
    sn_lang lang;
    for (size_t i = 0; i < asked->n && n < SN_LIMIT_QUERY_PARAMS; i++) {
        const sn_link_param *p = &asked->at[i];
        bool is_lang =
            sn_str_equal(p->name, SN_STR("lang")) && sn_lang_of(p->value, &lang) == SN_OK;
        if (sn_form_has(p->name) || is_lang)
            out[n++] = *p;
    }
    return n;
}

sn_status sn_results_refused_write(const sn_results_page *page, const sn_refused *refused,
                                   sn_buf *out)
{
    sn_link_param fields[SN_LIMIT_QUERY_PARAMS];
    sn_link_params asked = {fields, keep_fields(page->asked, fields)};
    sn_page frame = {.lang = page->lang,
                     .site = page->site,
                     .title = sn_problem_title(page->lang, refused->http_status),
                     .script = "search.js",
                     .here = "/",
                     .other = page->lang == SN_LANG_FA ? "/?lang=en" : "/",
                     .is_plain = true};
    sn_html h = SN_HTML(out);
    sn_view v = {&h, page->lang, &asked, page->now_sec, 0, 0};
    sn_page_begin(&h, &frame);
    sn_form_write(&v, true);
    sn_problem_section_write(&h, page->lang, refused);
    sn_page_end(&h, &frame);
    return sn_html_finish(&h);
}
