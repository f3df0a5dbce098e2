#include "http/pages/search/hits.h"

#include "http/pages/search/when.h"

#include <cjson/cJSON.h>
#include <string.h>

/* Our page of an article, or a place on it, by a link of its own. */
static void link_to_ours(const sn_view *v, const char *id, const char *fragment,
                         const char *class_names)
{
    sn_html_begin_class(v->h, "a", class_names);
    sn_view_href_article(v, id, fragment);
}

static void kicker(const sn_view *v, const cJSON *hit)
{
    const char *text = sn_view_text_of(hit, "kicker");
    if (sn_view_is_true(hit, "pinned"))
        sn_view_element(v, "p", "pinned", SN_TEXT_HIT_PINNED);
    if (text == NULL)
        return;
    sn_html_begin_class(v->h, "p", "kicker");
    sn_html_attr_text(v->h, "dir", "auto");
    sn_html_text(v->h, text);
    sn_html_end(v->h);
}

static void title(const sn_view *v, const cJSON *hit)
{
    const char *url = sn_view_text_of(hit, "url"), *text = sn_view_text_of(hit, "title");
    const char *id = sn_view_text_of(hit, "id");
    const cJSON *marks = sn_view_member(hit, "highlight");
    sn_html_begin(v->h, "h2");
    sn_html_begin_class(v->h, "a", "title");
    if (sn_view_is_web(url))
        sn_html_attr_text(v->h, "href", url);
    else if (id != NULL)
        sn_view_href_article(v, id, NULL);
    sn_html_attr_text(v->h, "dir", "auto");
    if (text != NULL)
        sn_marked_write(v, text, sn_view_member(marks, "title"));
    else
        sn_view_say(v, SN_TEXT_HIT_NO_TITLE);
    sn_html_ends(v->h, 2);
}

static void about(const sn_view *v, const cJSON *hit)
{
    const cJSON *desk = cJSON_GetArrayItem(sn_view_member(hit, "category"), 0);
    sn_html_begin_class(v->h, "p", "about");
    sn_view_about(v, hit);
    if (cJSON_IsString(desk)) {
        sn_html_text(v->h, " · ");
        sn_html_begin_class(v->h, "span", "desk");
        sn_html_attr_text(v->h, "dir", "auto");
        sn_html_text(v->h, desk->valuestring);
        sn_html_end(v->h);
    }
    sn_html_end(v->h);
}

static void paragraph(const sn_view *v, const char *class_names, const char *text,
                      const cJSON *ranges)
{
    sn_html_begin_class(v->h, "p", class_names);
    sn_html_attr_text(v->h, "dir", "auto");
    sn_marked_write(v, text, ranges);
    sn_html_end(v->h);
}

/* A passage that is how the lead begins says nothing that the lead does not. */
static void texts(const sn_view *v, const cJSON *hit)
{
    const cJSON *marks = sn_view_member(hit, "highlight"), *passage;
    const char *lead = sn_view_text_of(hit, "lead");
    if (lead != NULL)
        paragraph(v, "lead", lead, sn_view_member(marks, "lead"));
    cJSON_ArrayForEach(passage, sn_view_member(marks, "body"))
    {
        const char *text = sn_view_text_of(passage, "text");
        const cJSON *ranges = sn_view_member(passage, "ranges");
        if (text != NULL && (lead == NULL || cJSON_GetArraySize(ranges) > 0))
            paragraph(v, "passage", text, ranges);
    }
}

static void members(const sn_view *v, const cJSON *group, const char *id, int64_t count)
{
    const cJSON *list = sn_view_member(group, "members"), *one;
    sn_html_begin(v->h, "ul");
    cJSON_ArrayForEach(one, list)
    {
        sn_html_begin(v->h, "li");
        sn_view_article_link(v, one);
        sn_html_text(v->h, " ");
        sn_view_about(v, one);
        sn_html_end(v->h);
    }
    if (count > cJSON_GetArraySize(list) && id != NULL) {
        sn_html_begin(v->h, "li");
        link_to_ours(v, id, "copies", NULL);
        sn_view_say(v, SN_TEXT_HIT_ALL_COPIES);
        sn_html_ends(v->h, 2);
    }
    sn_html_end(v->h);
}

static void copies(const sn_view *v, const cJSON *hit)
{
    const cJSON *group = sn_view_member(hit, "duplicates");
    int64_t count = sn_view_int_of(group, "count");
    if (count <= 0)
        return;
    sn_html_begin_class(v->h, "details", "copies");
    sn_html_begin(v->h, "summary");
    sn_view_say_number(v, SN_TEXT_HIT_COPY_ONE, SN_TEXT_HIT_COPIES, count);
    sn_html_end(v->h);
    members(v, group, sn_view_text_of(hit, "id"), count);
    sn_html_end(v->h);
}

/* What collapse=source and collapse=story put behind this hit. */
static void collapsed(const sn_view *v, const cJSON *hit)
{
    const cJSON *group = sn_view_member(hit, "collapsed");
    const char *by = sn_view_text_of(group, "by");
    int64_t count = sn_view_int_of(group, "count");
    if (by == NULL || count <= 0)
        return;
    bool is_source = strcmp(by, "source") == 0;
    sn_text_id id = is_source ? SN_TEXT_HIT_COLLAPSED_SOURCE : SN_TEXT_HIT_COLLAPSED_STORY;
    sn_html_begin_class(v->h, "span", "collapsed");
    sn_view_say_number(v, id, id, count);
    sn_html_end(v->h);
}

static void more(const sn_view *v, const cJSON *hit)
{
    const char *id = sn_view_text_of(hit, "id");
    int64_t story = sn_view_int_of(hit, "story_articles");
    if (id == NULL)
        return;
    sn_html_begin_class(v->h, "p", "more");
    collapsed(v, hit);
    link_to_ours(v, id, "related", "related");
    sn_view_say(v, SN_TEXT_HIT_RELATED);
    sn_html_end(v->h);
    if (story > 1) {
        link_to_ours(v, id, "story", "story");
        sn_view_say_number(v, SN_TEXT_HIT_STORY, SN_TEXT_HIT_STORY, story);
        sn_html_end(v->h);
    }
    sn_html_end(v->h);
}

static void hit(const sn_view *v, const cJSON *one)
{
    sn_html_begin(v->h, "li");
    sn_html_begin_class(v->h, "article", "hit");
    sn_html_attr_text(v->h, "data-id", sn_view_text_of(one, "id"));
    kicker(v, one);
    title(v, one);
    about(v, one);
    texts(v, one);
    copies(v, one);
    more(v, one);
    sn_html_ends(v->h, 2);
}

void sn_hits_write(const sn_view *v, const cJSON *answer, bool logs_clicks)
{
    const cJSON *one;
    sn_html_begin_class(v->h, "ol", "hits");
    if (v->offset > 0)
        sn_html_attr_int(v->h, "start", v->offset + 1);
    if (logs_clicks)
        sn_html_attr_text(v->h, "data-clicks", sn_view_text_of(answer, "request_id"));
    cJSON_ArrayForEach(one, sn_view_member(answer, "hits"))
    {
        hit(v, one);
    }
    sn_html_end(v->h);
}
