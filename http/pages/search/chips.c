/* Filters in force: of fields, of time, of how words are taken. */
#include "http/pages/search/form.h"
#include "http/pages/search/when.h"

#include <string.h>

#define LINE_BYTES 16384

/* What a parameter is called, by both of its names. */
static const struct {
    const char *name, *other;
    sn_text_id label;
} filters[] = {
    {"filter.source", "filter[source]", SN_TEXT_FACET_SOURCE},
    {"filter.category", "filter[category]", SN_TEXT_FACET_CATEGORY},
    {"filter.author", "filter[author]", SN_TEXT_FACET_AUTHOR},
    {"filter.tag", "filter[tag]", SN_TEXT_FACET_TAG},
};
#define FILTERS (sizeof filters / sizeof *filters)

static int filter_of(sn_str name)
{
    for (size_t i = 0; i < FILTERS; i++) {
        if (sn_str_equal(name, sn_str_of(filters[i].name)) ||
            sn_str_equal(name, sn_str_of(filters[i].other)))
            return (int)i;
    }
    return -1;
}

static void remove_sign(const sn_view *v)
{
    sn_html_begin_class(v->h, "span", "remove");
    sn_html_attr_text(v->h, "aria-hidden", "true");
    sn_html_text(v->h, "×");
    sn_html_end(v->h);
    sn_html_begin_class(v->h, "span", "hidden");
    sn_html_text(v->h, " - ");
    sn_view_say(v, SN_TEXT_FACET_REMOVE);
    sn_html_end(v->h);
}

/* value NULL: that of the parameter. */
static void chip(const sn_view *v, const sn_link_param *p, sn_text_id label, const char *value)
{
    sn_link_change without = {.without = *p};
    sn_html_begin(v->h, "li");
    sn_html_begin_class(v->h, "a", "chip");
    sn_view_href(v, "/", &without, 1);
    sn_view_say(v, label);
    sn_html_text(v->h, ": ");
    sn_html_begin(v->h, "bdi");
    sn_html_str(v->h, value != NULL ? sn_str_of(value) : p->value);
    sn_html_end(v->h);
    remove_sign(v);
    sn_html_ends(v->h, 2);
}

static void chip_of(const sn_view *v, const sn_link_param *p)
{
    int which = filter_of(p->name);
    sn_text_id label, text;
    if (which >= 0)
        chip(v, p, filters[which].label, NULL);
    else if (sn_choice_find(p->name, p->value, &label, &text))
        chip(v, p, label, sn_text(v->lang, text));
}

static void date_chip(const sn_view *v)
{
    SN_CLEANUP(sn_buf) sn_buf from = SN_BUF(LINE_BYTES), to = SN_BUF(LINE_BYTES);
    sn_when_typed(v->lang, sn_link_value(v->asked, "from"), &from);
    sn_when_typed(v->lang, sn_link_value(v->asked, "to"), &to);
    if (from.len == 0 && to.len == 0)
        return;
    sn_link_change without[] = {{.without = {SN_STR("from"), {NULL, 0}}},
                                {.without = {SN_STR("to"), {NULL, 0}}}};
    sn_fill fills[] = {{"from", sn_buf_str(&from)}, {"to", sn_buf_str(&to)}};
    bool is_one = sn_str_equal(fills[0].value, fills[1].value);
    sn_html_begin(v->h, "li");
    sn_html_begin_class(v->h, "a", "chip");
    sn_view_href(v, "/", without, 2);
    if (is_one)
        sn_html_str(v->h, fills[0].value);
    else if (to.len == 0)
        sn_view_say_with(v, SN_TEXT_CHIPS_FROM, fills, 2);
    else
        sn_view_say_with(v, from.len == 0 ? SN_TEXT_CHIPS_TO : SN_TEXT_CHIPS_FROM_TO, fills, 2);
    remove_sign(v);
    sn_html_ends(v->h, 2);
}

static bool has_chip(const sn_link_param *p)
{
    sn_text_id label, text;
    return filter_of(p->name) >= 0 || sn_choice_find(p->name, p->value, &label, &text);
}

static size_t count(const sn_view *v)
{
    size_t n = sn_link_value(v->asked, "from").len > 0 || sn_link_value(v->asked, "to").len > 0;
    for (size_t i = 0; i < v->asked->n; i++)
        n += has_chip(&v->asked->at[i]);
    return n;
}

bool sn_chips_any(const sn_view *v)
{
    return count(v) > 0;
}

void sn_chips_href_without(const sn_view *v)
{
    static const char *const others[] = {"from", "to", "freshness", "match", "mode", "collapse"};
    sn_link_change without[2 * FILTERS + sizeof others / sizeof *others];
    size_t n = 0;
    memset(without, 0, sizeof without);
    for (size_t i = 0; i < FILTERS; i++) {
        without[n++].without.name = sn_str_of(filters[i].name);
        without[n++].without.name = sn_str_of(filters[i].other);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        without[n++].without.name = sn_str_of(others[i]);
    sn_view_href(v, "/", without, n);
}

void sn_chips_write(const sn_view *v)
{
    size_t n = count(v);
    if (n == 0)
        return;
    sn_html_begin_class(v->h, "ul", "chips");
    sn_html_attr_text(v->h, "aria-label", sn_text(v->lang, SN_TEXT_CHIPS_TITLE));
    date_chip(v);
    for (size_t i = 0; i < v->asked->n; i++)
        chip_of(v, &v->asked->at[i]);
    if (n > 1) {
        sn_html_begin(v->h, "li");
        sn_html_begin(v->h, "a");
        sn_chips_href_without(v);
        sn_view_say(v, SN_TEXT_CHIPS_CLEAR);
        sn_html_ends(v->h, 2);
    }
    sn_html_end(v->h);
}
