#include "http/pages/search/article.h"

#include "archive/json.h"
#include "base/utf8.h"
#include "http/pages/search/view.h"
#include "http/pages/search/when.h"

#include <cjson/cJSON.h>
#include <string.h>

#define ADDRESS_BYTES 8192

typedef struct parts {
    cJSON *article, *copies, *related, *story;
} parts;

/* ---- the article ---- */

static void read_link(const sn_view *v, const cJSON *article)
{
    const char *url = sn_view_text_of(article, "url"), *source = sn_view_text_of(article, "source");
    if (!sn_view_is_web(url))
        return;
    sn_html_begin(v->h, "a");
    sn_html_attr_text(v->h, "href", url);
    if (source != NULL) {
        sn_fill fill = {"source", sn_str_of(source)};
        sn_view_say_with(v, SN_TEXT_ARTICLE_READ, &fill, 1);
    } else {
        sn_view_say(v, SN_TEXT_ARTICLE_READ_PLAIN);
    }
    sn_html_end(v->h);
    sn_html_text(v->h, " ");
}

static void ways_on(const sn_view *v, const cJSON *article, const char *id)
{
    sn_link_change this_one = {.with = {SN_STR("id"), sn_str_of(id)}};
    sn_html_begin_class(v->h, "p", "read");
    read_link(v, article);
    sn_html_begin_class(v->h, "a", "desk");
    sn_view_href(v, "/desk", &this_one, 1);
    sn_view_say(v, SN_TEXT_ARTICLE_DESK);
    sn_html_ends(v->h, 2);
}

/* Values of a list, each a search for it. */
static void values(const sn_view *v, const cJSON *article, const char *name, const char *filter,
                   sn_text_id label)
{
    const cJSON *list = sn_view_member(article, name), *one;
    if (cJSON_GetArraySize(list) == 0)
        return;
    sn_html_begin_class(v->h, "p", "values");
    sn_view_say(v, label);
    sn_html_text(v->h, ": ");
    cJSON_ArrayForEach(one, list)
    {
        if (!cJSON_IsString(one))
            continue;
        sn_html_begin_class(v->h, "a", "value");
        sn_view_href_set(v, filter, one->valuestring);
        sn_html_attr_text(v->h, "dir", "auto");
        sn_html_text(v->h, one->valuestring);
        sn_html_end(v->h);
        sn_html_text(v->h, " ");
    }
    sn_html_end(v->h);
}

static void paragraph(const sn_view *v, const char *class_names, const char *text)
{
    if (text == NULL)
        return;
    sn_html_begin_class(v->h, "p", class_names);
    sn_html_attr_text(v->h, "dir", "auto");
    sn_html_text(v->h, text);
    sn_html_end(v->h);
}

#define BEGINNING_BYTES 900 /* some 500 letters */

/* How the body begins, up to a blank. */
static void beginning(const sn_view *v, const char *body)
{
    sn_str all = sn_str_of(body), cut = sn_utf8_cut(all, BEGINNING_BYTES);
    while (cut.len < all.len && cut.len > 0 && cut.at[cut.len - 1] != ' ')
        cut.len--;
    if (all.len == 0 || cut.len == 0)
        return;
    sn_html_begin_class(v->h, "p", "lead");
    sn_html_attr_text(v->h, "dir", "auto");
    sn_html_str(v->h, cut);
    sn_html_text(v->h, cut.len < all.len ? "…" : "");
    sn_html_end(v->h);
}

static void in_short(const sn_view *v, const cJSON *article, const char *id)
{
    const char *lead = sn_view_text_of(article, "lead");
    const char *title = sn_view_text_of(article, "title");
    sn_html_begin_class(v->h, "article", "short");
    paragraph(v, "kicker", sn_view_text_of(article, "kicker"));
    sn_html_begin(v->h, "h1");
    sn_html_attr_text(v->h, "dir", "auto");
    sn_html_text(v->h, title != NULL ? title : sn_text(v->lang, SN_TEXT_HIT_NO_TITLE));
    sn_html_end(v->h);
    sn_html_begin_class(v->h, "p", "about");
    sn_view_about(v, article);
    sn_html_end(v->h);
    if (lead != NULL)
        paragraph(v, "lead", lead);
    else
        beginning(v, sn_view_text_of(article, "body"));
    ways_on(v, article, id);
    values(v, article, "author", "filter.author", SN_TEXT_FACET_AUTHOR);
    values(v, article, "category", "filter.category", SN_TEXT_FACET_CATEGORY);
    values(v, article, "tags", "filter.tag", SN_TEXT_FACET_TAG);
    sn_html_end(v->h);
}

/* ---- beside it ---- */

static void begin_section(const sn_view *v, const char *id, sn_text_id title)
{
    sn_html_begin_class(v->h, "section", "beside");
    sn_html_attr_text(v->h, "id", id);
    sn_view_element(v, "h2", NULL, title);
}

static void begin_article(const sn_view *v, const cJSON *one)
{
    sn_html_begin(v->h, "li");
    sn_view_article_link(v, one);
    sn_html_begin_class(v->h, "p", "about");
    sn_view_about(v, one);
}

static void how_alike(const sn_view *v, const cJSON *one)
{
    const cJSON *similarity = sn_view_member(one, "similarity");
    bool is_share =
        cJSON_IsNumber(similarity) && similarity->valuedouble >= 0 && similarity->valuedouble <= 1;
    sn_html_text(v->h, " · ");
    sn_html_begin_class(v->h, "span", "alike");
    if (sn_view_is_true(one, "same_text"))
        sn_view_say(v, SN_TEXT_ARTICLE_SAME_TEXT);
    else if (is_share)
        sn_view_say_number(v, SN_TEXT_ARTICLE_ALIKE, SN_TEXT_ARTICLE_ALIKE,
                           (int64_t)(similarity->valuedouble * 100 + .5));
    sn_html_end(v->h);
}

static void copies(const sn_view *v, const cJSON *answer)
{
    const cJSON *list = sn_view_member(answer, "duplicates"), *one;
    if (cJSON_GetArraySize(list) == 0)
        return;
    begin_section(v, "copies", SN_TEXT_ARTICLE_COPIES);
    sn_html_begin(v->h, "ul");
    cJSON_ArrayForEach(one, list)
    {
        begin_article(v, one);
        how_alike(v, one);
        sn_html_ends(v->h, 2);
    }
    sn_html_ends(v->h, 2);
}

/* An entry of the time line stands for the copies of its text, too. */
static bool is_entry_of(const cJSON *entry, const char *id)
{
    const cJSON *one;
    const char *own = sn_view_text_of(entry, "id");
    if (own != NULL && strcmp(own, id) == 0)
        return true;
    cJSON_ArrayForEach(one, sn_view_member(sn_view_member(entry, "duplicates"), "members"))
    {
        const char *member = sn_view_text_of(one, "id");
        if (member != NULL && strcmp(member, id) == 0)
            return true;
    }
    return false;
}

static void entry(const sn_view *v, const cJSON *one, const char *id)
{
    bool is_here = is_entry_of(one, id);
    sn_html_begin_class(v->h, "li", is_here ? "here" : NULL);
    if (is_here)
        sn_html_attr_text(v->h, "aria-current", "true");
    sn_html_begin_class(v->h, "p", "about");
    sn_view_about(v, one);
    if (is_here) {
        sn_html_text(v->h, " · ");
        sn_view_element(v, "strong", NULL, SN_TEXT_ARTICLE_HERE);
    }
    sn_html_end(v->h);
    sn_view_article_link(v, one);
    sn_html_end(v->h);
}

static void story(const sn_view *v, const cJSON *answer, const char *id)
{
    const cJSON *list = sn_view_member(answer, "articles"), *one;
    int64_t rest = sn_view_int_of(answer, "total") - cJSON_GetArraySize(list);
    if (cJSON_GetArraySize(list) < 2)
        return;
    begin_section(v, "story", SN_TEXT_ARTICLE_STORY);
    sn_html_begin_class(v->h, "ol", "line");
    cJSON_ArrayForEach(one, list)
    {
        entry(v, one, id);
    }
    sn_html_end(v->h);
    if (rest > 0) {
        sn_html_begin_class(v->h, "p", "rest");
        sn_view_say_number(v, SN_TEXT_ARTICLE_STORY_REST, SN_TEXT_ARTICLE_STORY_REST, rest);
        sn_html_end(v->h);
    }
    sn_html_end(v->h);
}

static void related(const sn_view *v, const cJSON *answer)
{
    const cJSON *list = sn_view_member(answer, "hits"), *one;
    if (answer == NULL)
        return;
    begin_section(v, "related", SN_TEXT_ARTICLE_RELATED);
    if (cJSON_GetArraySize(list) == 0)
        sn_view_element(v, "p", NULL, SN_TEXT_ARTICLE_NONE);
    sn_html_begin(v->h, "ul");
    cJSON_ArrayForEach(one, list)
    {
        begin_article(v, one);
        sn_html_end(v->h);
        paragraph(v, "lead", sn_view_text_of(one, "lead"));
        sn_html_end(v->h);
    }
    sn_html_ends(v->h, 2);
}

/* ---- the page ---- */

static sn_status write_page(const sn_article_page *page, const parts *p, sn_buf *out)
{
    SN_CLEANUP(sn_buf) sn_buf other = SN_BUF(ADDRESS_BYTES);
    sn_link_param lang = {SN_STR("lang"), SN_STR("en")};
    sn_link_params asked = {&lang, page->lang == SN_LANG_EN ? 1 : 0};
    sn_html h = SN_HTML(out);
    sn_view v = {&h, page->lang, &asked, page->now_sec, 0, 0};
    sn_buf_add_str(&other, SN_STR("/articles/"));
    sn_percent_encode(sn_str_of(page->id), &other);
    sn_buf_add_str(&other, page->lang == SN_LANG_FA ? SN_STR("?lang=en") : SN_STR(""));
    sn_page frame = {.lang = page->lang,
                     .site = page->site,
                     .title = sn_view_text_of(p->article, "title"),
                     .script = "search.js",
                     .here = "/articles",
                     .other = sn_buf_text(&other),
                     .is_plain = true};
    sn_page_begin(&h, &frame);
    in_short(&v, p->article, page->id);
    copies(&v, p->copies);
    story(&v, p->story, page->id);
    related(&v, p->related);
    sn_page_end(&h, &frame);
    return sn_buf_status(&other) != SN_OK ? sn_buf_status(&other) : sn_html_finish(&h);
}

sn_status sn_article_page_write(const sn_article_page *page, sn_buf *out, sn_error *err)
{
    parts p = {0};
    struct {
        sn_str text;
        cJSON **json;
    } all[] = {{page->article, &p.article},
               {page->copies, &p.copies},
               {page->related, &p.related},
               {page->story, &p.story}};
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < sizeof all / sizeof *all; i++) {
        if (all[i].text.at != NULL)
            s = sn_json_parse(all[i].text, all[i].json, err);
    }
    if (s == SN_OK)
        s = write_page(page, &p, out);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        cJSON_Delete(*all[i].json);
    return s;
}
