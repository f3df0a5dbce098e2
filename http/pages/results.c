#include "http/pages/results.h"

#include "archive/json.h"

#include <cJSON.h>
#include <stdio.h>

#define ADDRESS_BYTES 65536

static const char *text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text != NULL && text[0] != '\0' ? text : NULL;
}

static void form(sn_html *h, const sn_results_page *page)
{
    sn_html_begin_class(h, "form", "search");
    sn_html_attr_text(h, "action", "/");
    sn_html_attr_text(h, "role", "search");
    sn_html_begin_class(h, "label", "hidden");
    sn_html_attr_text(h, "for", "q");
    sn_html_text(h, sn_text(page->lang, SN_TEXT_SEARCH_LABEL));
    sn_html_end(h);
    sn_html_begin(h, "input");
    sn_html_attr_text(h, "id", "q");
    sn_html_attr_text(h, "name", "q");
    sn_html_attr_text(h, "type", "search");
    sn_html_attr_text(h, "dir", "auto");
    sn_html_attr_text(h, "placeholder", sn_text(page->lang, SN_TEXT_SEARCH_PLACEHOLDER));
    sn_html_attr(h, "value", sn_link_value(page->asked, "q"));
    sn_html_end(h);
    if (page->lang == SN_LANG_EN) {
        sn_html_begin(h, "input");
        sn_html_attr_text(h, "type", "hidden");
        sn_html_attr_text(h, "name", "lang");
        sn_html_attr_text(h, "value", "en");
        sn_html_end(h);
    }
    sn_html_element(h, "button", NULL, sn_text(page->lang, SN_TEXT_SEARCH_SUBMIT));
    sn_html_end(h);
}

static void hit(sn_html *h, const cJSON *one)
{
    sn_html_begin(h, "li");
    sn_html_begin_class(h, "article", "hit");
    sn_html_begin(h, "h2");
    sn_html_begin(h, "a");
    sn_html_attr_text(h, "href", text_of(one, "url"));
    sn_html_attr_text(h, "dir", "auto");
    sn_html_text(h, text_of(one, "title"));
    sn_html_ends(h, 2);
    sn_html_begin_class(h, "p", "about");
    sn_html_element(h, "span", "source", text_of(one, "source"));
    sn_html_text(h, " ");
    sn_html_element(h, "time", NULL, text_of(one, "published_at_jalali"));
    sn_html_ends(h, 3);
}

static void found(sn_html *h, const sn_results_page *page, const cJSON *answer)
{
    SN_CLEANUP(sn_buf) sn_buf number = SN_BUF(64), line = SN_BUF(1024);
    const cJSON *total = cJSON_GetObjectItemCaseSensitive(answer, "total");
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(total, "value");
    const cJSON *hits = cJSON_GetObjectItemCaseSensitive(answer, "hits");
    const cJSON *one;
    sn_number_write(page->lang, (int64_t)cJSON_GetNumberValue(value), &number);
    sn_fill fill = {"n", sn_buf_str(&number)};
    sn_text_fill(page->lang, SN_TEXT_SEARCH_TOTAL, &fill, 1, &line);
    sn_html_element(h, "p", "total", sn_buf_text(&line));
    sn_html_begin_class(h, "ol", "hits");
    cJSON_ArrayForEach(one, hits)
    {
        hit(h, one);
    }
    sn_html_end(h);
}

static sn_status write_page(const sn_results_page *page, const cJSON *answer, sn_buf *out)
{
    SN_CLEANUP(sn_buf) sn_buf other = SN_BUF(ADDRESS_BYTES);
    sn_str name = SN_STR("lang");
    sn_link_change change = {.without = {name, {NULL, 0}}, .keeps_place = true};
    if (page->lang == SN_LANG_FA)
        change.with = (sn_link_param){name, SN_STR("en")};
    sn_status s = sn_link_write("/", page->asked, &change, 1, &other);
    if (s != SN_OK)
        return s;
    sn_page frame = {.lang = page->lang,
                     .site = page->site,
                     .script = "search.js",
                     .here = "/",
                     .other = sn_buf_text(&other),
                     .is_plain = answer != NULL};
    sn_html h = SN_HTML(out);
    sn_page_begin(&h, &frame);
    form(&h, page);
    if (answer != NULL)
        found(&h, page, answer);
    sn_page_end(&h, &frame);
    return sn_html_finish(&h);
}

sn_status sn_results_page_write(const sn_results_page *page, sn_buf *out, sn_error *err)
{
    cJSON *json = NULL;
    sn_status s = page->answer.at != NULL ? sn_json_parse(page->answer, &json, err) : SN_OK;
    if (s == SN_OK)
        s = write_page(page, json, out);
    cJSON_Delete(json);
    return s;
}
