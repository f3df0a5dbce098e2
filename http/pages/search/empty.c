#include "http/pages/search/empty.h"

#include "http/pages/search/form.h"

#include <cjson/cJSON.h>

/* ---- the first visit ---- */

static void story(const sn_view *v, const cJSON *one)
{
    const cJSON *last = sn_view_member(one, "last");
    const char *id = sn_view_text_of(last, "id"), *title = sn_view_text_of(last, "title");
    if (id == NULL || title == NULL)
        return;
    sn_html_begin(v->h, "li");
    sn_html_begin(v->h, "a");
    sn_view_href_article(v, id, "story");
    sn_html_attr_text(v->h, "dir", "auto");
    sn_html_text(v->h, title);
    sn_html_end(v->h);
    sn_html_begin_class(v->h, "p", "about");
    sn_html_begin_class(v->h, "span", "size");
    sn_view_say_number(v, SN_TEXT_SEARCH_FOUND_ONE, SN_TEXT_FIRST_COUNT,
                       sn_view_int_of(one, "total"));
    sn_html_end(v->h);
    sn_html_text(v->h, " · ");
    sn_view_about(v, last);
    sn_html_ends(v->h, 2);
}

static void stories_of_day(const sn_view *v, const cJSON *stories)
{
    const cJSON *list = sn_view_member(stories, "stories"), *one;
    if (cJSON_GetArraySize(list) == 0)
        return;
    sn_html_begin_class(v->h, "section", "stories");
    sn_view_element(v, "h2", NULL, SN_TEXT_FIRST_STORIES);
    sn_html_begin(v->h, "ol");
    cJSON_ArrayForEach(one, list)
    {
        story(v, one);
    }
    sn_html_ends(v->h, 2);
}

static void tip(const sn_view *v, sn_text_id what, sn_text_id example)
{
    const char *q = sn_text(v->lang, example);
    sn_html_begin(v->h, "li");
    sn_view_say(v, what);
    sn_html_text(v->h, ": ");
    sn_html_begin(v->h, "a");
    sn_view_href_set(v, "q", q);
    sn_html_begin(v->h, "bdi");
    sn_html_attr_text(v->h, "lang", "fa"); /* what is searched in is Persian */
    sn_html_text(v->h, q);
    sn_html_ends(v->h, 3);
}

static void tips(const sn_view *v)
{
    sn_html_begin_class(v->h, "section", "tips");
    sn_view_element(v, "h2", NULL, SN_TEXT_FIRST_TIPS);
    sn_html_begin(v->h, "ul");
    tip(v, SN_TEXT_FIRST_TIP_PHRASE, SN_TEXT_FIRST_EXAMPLE_PHRASE);
    tip(v, SN_TEXT_FIRST_TIP_WITHOUT, SN_TEXT_FIRST_EXAMPLE_WITHOUT);
    tip(v, SN_TEXT_FIRST_TIP_OR, SN_TEXT_FIRST_EXAMPLE_OR);
    tip(v, SN_TEXT_FIRST_TIP_TITLE, SN_TEXT_FIRST_EXAMPLE_TITLE);
    tip(v, SN_TEXT_FIRST_TIP_DATE, SN_TEXT_FIRST_EXAMPLE_DATE);
    sn_html_ends(v->h, 2);
}

void sn_first_visit_write(const sn_view *v, const cJSON *stories)
{
    stories_of_day(v, stories);
    tips(v);
}

/* ---- nothing found ---- */

static void way(const sn_view *v, sn_text_id text, const char *name, const char *value)
{
    sn_html_begin(v->h, "li");
    sn_html_begin(v->h, "a");
    sn_view_href_set(v, name, value);
    sn_view_say(v, text);
    sn_html_ends(v->h, 2);
}

static bool has_blank(sn_str q)
{
    sn_str words = sn_str_trim(q);
    for (size_t i = 0; i < words.len; i++) {
        if (words.at[i] == ' ')
            return true;
    }
    return false;
}

void sn_nothing_found_write(const sn_view *v)
{
    bool some_words = has_blank(sn_link_value(v->asked, "q"));
    sn_html_begin_class(v->h, "section", "nothing");
    sn_view_element(v, "p", NULL, SN_TEXT_SEARCH_NONE_HINT);
    sn_html_begin(v->h, "ul");
    if (v->offset > 0)
        way(v, SN_TEXT_SEARCH_NONE_FIRST, "offset", NULL);
    if (sn_chips_any(v)) {
        sn_html_begin(v->h, "li");
        sn_html_begin(v->h, "a");
        sn_chips_href_without(v);
        sn_view_say(v, SN_TEXT_SEARCH_NONE_UNFILTERED);
        sn_html_ends(v->h, 2);
    }
    if (some_words && !sn_str_equal(sn_link_value(v->asked, "match"), SN_STR("any")))
        way(v, SN_TEXT_SEARCH_NONE_ANY, "match", "any");
    if (sn_str_equal(sn_link_value(v->asked, "mode"), SN_STR("exact")))
        way(v, SN_TEXT_SEARCH_NONE_STEM, "mode", NULL);
    sn_html_end(v->h);
    sn_html_end(v->h);
    tips(v);
}
