#include "http/pages/search/facets.h"

#include "http/pages/search/results.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#define NAME_BYTES 64

static const struct {
    const char *name;
    sn_text_id label;
} fields[] = {
    {"source", SN_TEXT_FACET_SOURCE},
    {"category", SN_TEXT_FACET_CATEGORY},
};

/* A parameter's name as our links have it, and as others may write it. */
typedef struct names {
    char dotted[NAME_BYTES], bracketed[NAME_BYTES];
} names;

static bool is_chosen(const sn_view *v, const names *n, sn_str value)
{
    return sn_link_have(v->asked, n->dotted, value) || sn_link_have(v->asked, n->bracketed, value);
}

static void one_value(const sn_view *v, const names *n, const cJSON *one)
{
    const char *text = sn_view_text_of(one, "value");
    if (text == NULL)
        return;
    sn_str value = sn_str_of(text);
    bool chosen = is_chosen(v, n, value);
    sn_link_change changes[] = {{.without = {sn_str_of(n->dotted), value}},
                                {.without = {sn_str_of(n->bracketed), value}}};
    if (!chosen)
        changes[0].with = changes[0].without;
    sn_html_begin(v->h, "li");
    sn_html_begin(v->h, "a");
    sn_view_href(v, "/", changes, 2);
    sn_html_attr_text(v->h, "rel", "nofollow");
    if (chosen)
        sn_html_attr_text(v->h, "aria-current", "true");
    sn_html_begin_class(v->h, "span", "value");
    sn_html_attr_text(v->h, "dir", "auto");
    sn_html_str(v->h, value);
    sn_html_end(v->h);
    sn_html_text(v->h, " ");
    sn_html_begin_class(v->h, "span", "count");
    sn_view_number(v, sn_view_int_of(one, "count"));
    sn_html_ends(v->h, 3);
}

static void others(const sn_view *v, const cJSON *facet)
{
    int64_t n = sn_view_int_of(sn_view_member(facet, "other"), "values");
    if (n <= 0 || sn_link_value(v->asked, "facet.limit").len > 0)
        return;
    sn_html_begin_class(v->h, "li", "others");
    sn_html_begin(v->h, "a");
    sn_link_change all = {.with = {SN_STR("facet.limit"), SN_STR(SN_RESULTS_FACET_ALL)},
                          .keeps_place = true};
    sn_view_href(v, "/", &all, 1);
    sn_html_attr_text(v->h, "rel", "nofollow");
    sn_view_say_number(v, SN_TEXT_FACET_MORE, SN_TEXT_FACET_MORE, n);
    sn_html_ends(v->h, 2);
}

static void field(const sn_view *v, const char *name, sn_text_id label, const cJSON *facet)
{
    const cJSON *values = sn_view_member(facet, "values"), *one;
    names n;
    if (cJSON_GetArraySize(values) == 0)
        return;
    snprintf(n.dotted, sizeof n.dotted, "filter.%s", name);
    snprintf(n.bracketed, sizeof n.bracketed, "filter[%s]", name);
    sn_html_begin_class(v->h, "section", "facet");
    sn_view_element(v, "h3", NULL, label);
    sn_html_begin(v->h, "ul");
    cJSON_ArrayForEach(one, values)
    {
        one_value(v, &n, one);
    }
    others(v, facet);
    sn_html_end(v->h);
    if (sn_view_is_true(facet, "approximate"))
        sn_view_element(v, "p", "help", SN_TEXT_FACET_ABOUT);
    sn_html_end(v->h);
}

/* Folded on a phone; beside the results, and always open, where there is room (search.css). */
void sn_facets_write(const sn_view *v, const cJSON *answer)
{
    const cJSON *facets = sn_view_member(answer, "facets");
    if (!cJSON_IsObject(facets))
        return;
    sn_html_begin_class(v->h, "aside", "facets");
    sn_html_attr_text(v->h, "aria-labelledby", "facets-title");
    sn_html_begin(v->h, "details");
    sn_html_begin(v->h, "summary");
    sn_html_begin(v->h, "h2");
    sn_html_attr_text(v->h, "id", "facets-title");
    sn_view_say(v, SN_TEXT_FACET_TITLE);
    sn_html_ends(v->h, 2);
    sn_html_begin_class(v->h, "div", "groups");
    sn_months_write(v, facets);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        field(v, fields[i].name, fields[i].label, sn_view_member(facets, fields[i].name));
    sn_html_ends(v->h, 3);
}
