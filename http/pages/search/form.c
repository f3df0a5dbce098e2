#include "http/pages/search/form.h"

#include <string.h>

#define VALUES 5

/* A choice of the form: parameter, its label, and values with theirs; the first is what holds without it. */
typedef struct choice {
    const char *name;
    sn_text_id label;
    struct {
        const char *value;
        sn_text_id text;
    } values[VALUES];
} choice;

static const choice choices[] = {
    {"sort",
     SN_TEXT_SEARCH_SORT,
     {{"", SN_TEXT_SORT_RELEVANCE}, {"-date", SN_TEXT_SORT_NEWEST}, {"date", SN_TEXT_SORT_OLDEST}}},
    {"freshness",
     SN_TEXT_SEARCH_FRESHNESS,
     {{"", SN_TEXT_FRESHNESS_PROFILE},
      {"auto", SN_TEXT_FRESHNESS_AUTO},
      {"high", SN_TEXT_FRESHNESS_HIGH},
      {"low", SN_TEXT_FRESHNESS_LOW},
      {"off", SN_TEXT_FRESHNESS_OFF}}},
    {"match",
     SN_TEXT_SEARCH_MATCH,
     {{"", SN_TEXT_MATCH_AUTO}, {"all", SN_TEXT_MATCH_ALL}, {"any", SN_TEXT_MATCH_ANY}}},
    {"mode", SN_TEXT_SEARCH_MODE, {{"", SN_TEXT_MODE_STEM}, {"exact", SN_TEXT_MODE_EXACT}}},
    {"collapse",
     SN_TEXT_SEARCH_COLLAPSE,
     {{"", SN_TEXT_COLLAPSE_DUPLICATES},
      {"story", SN_TEXT_COLLAPSE_STORY},
      {"source", SN_TEXT_COLLAPSE_SOURCE},
      {"none", SN_TEXT_COLLAPSE_NONE}}},
};
#define CHOICES (sizeof choices / sizeof *choices)

/* A field's value as the address has it; one that has no entry of its own is kept as it is, with its name. */
static void write_options(const sn_view *v, const choice *c, sn_str chosen)
{
    bool is_known = chosen.len == 0;
    for (size_t i = 0; i < VALUES && c->values[i].value != NULL; i++) {
        bool is_it = sn_str_equal(chosen, sn_str_of(c->values[i].value));
        is_known = is_known || is_it;
        sn_html_begin(v->h, "option");
        sn_html_attr_text(v->h, "value", c->values[i].value);
        sn_html_attr_flag(v->h, "selected", is_it);
        sn_view_say(v, c->values[i].text);
        sn_html_end(v->h);
    }
    if (is_known)
        return;
    sn_html_begin(v->h, "option");
    sn_html_attr_flag(v->h, "selected", true);
    sn_html_str(v->h, chosen);
    sn_html_end(v->h);
}

static void write_choice(const sn_view *v, const choice *c)
{
    sn_html_begin_class(v->h, "label", "field");
    sn_view_element(v, "span", NULL, c->label);
    sn_html_begin(v->h, "select");
    sn_html_attr_text(v->h, "name", c->name);
    write_options(v, c, sn_link_value(v->asked, c->name));
    sn_html_ends(v->h, 2);
}

static void write_date(const sn_view *v, const char *name, sn_text_id label)
{
    sn_html_begin_class(v->h, "label", "field");
    sn_view_element(v, "span", NULL, label);
    sn_html_begin(v->h, "input");
    sn_html_attr_text(v->h, "name", name);
    sn_html_attr_text(v->h, "autocomplete", "off");
    sn_html_attr_text(v->h, "placeholder", sn_text(v->lang, SN_TEXT_SEARCH_DATE_HINT));
    sn_html_attr_text(v->h, "aria-describedby", "dates-help");
    sn_html_attr(v->h, "value", sn_link_value(v->asked, name));
    sn_html_end(v->h);
    sn_html_end(v->h);
}

static void write_dates(const sn_view *v)
{
    sn_html_begin_class(v->h, "fieldset", "dates");
    sn_view_element(v, "legend", NULL, SN_TEXT_SEARCH_DATES);
    write_date(v, "from", SN_TEXT_SEARCH_FROM);
    write_date(v, "to", SN_TEXT_SEARCH_TO);
    sn_html_begin_class(v->h, "p", "help");
    sn_html_attr_text(v->h, "id", "dates-help");
    sn_view_say(v, SN_TEXT_SEARCH_DATES_HELP);
    sn_html_ends(v->h, 2);
}

bool sn_form_has(sn_str name)
{
    static const char *const fields[] = {"q", "from", "to", "offset", "cursor", "correct"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (sn_str_equal(name, sn_str_of(fields[i])))
            return true;
    }
    for (size_t i = 0; i < CHOICES; i++) {
        if (sn_str_equal(name, sn_str_of(choices[i].name)))
            return true;
    }
    return false;
}

/* What the address asks and the form has no field for goes on; where in the list one was, and that a word was meant
 * as it was typed, does not. */
static void keep_others(const sn_view *v)
{
    for (size_t i = 0; i < v->asked->n; i++) {
        if (sn_form_has(v->asked->at[i].name))
            continue;
        sn_html_begin(v->h, "input");
        sn_html_attr_text(v->h, "type", "hidden");
        sn_html_attr(v->h, "name", v->asked->at[i].name);
        sn_html_attr(v->h, "value", v->asked->at[i].value);
        sn_html_end(v->h);
    }
}

static void write_box(const sn_view *v, bool has_results)
{
    sn_html_begin_class(v->h, "div", "box");
    sn_html_begin_class(v->h, "label", "hidden");
    sn_html_attr_text(v->h, "for", "q");
    sn_view_say(v, SN_TEXT_SEARCH_LABEL);
    sn_html_end(v->h);
    sn_html_begin(v->h, "input");
    sn_html_attr_text(v->h, "id", "q");
    sn_html_attr_text(v->h, "name", "q");
    sn_html_attr_text(v->h, "type", "search");
    sn_html_attr_text(v->h, "dir", "auto");
    sn_html_attr_text(v->h, "autocomplete", "off");
    sn_html_attr_text(v->h, "enterkeyhint", "search");
    sn_html_attr_flag(v->h, "autofocus", !has_results);
    sn_html_attr_text(v->h, "placeholder", sn_text(v->lang, SN_TEXT_SEARCH_PLACEHOLDER));
    sn_html_attr(v->h, "value", sn_link_value(v->asked, "q"));
    sn_html_end(v->h);
    sn_view_element(v, "button", NULL, SN_TEXT_SEARCH_SUBMIT);
    sn_html_end(v->h);
}

bool sn_choice_find(sn_str name, sn_str value, sn_text_id *label, sn_text_id *text)
{
    for (size_t i = 1; i < CHOICES; i++) {
        for (size_t k = 1; sn_str_equal(name, sn_str_of(choices[i].name)) && k < VALUES; k++) {
            if (!sn_str_equal(value, sn_str_of(choices[i].values[k].value)) || value.len == 0)
                continue;
            *label = choices[i].label;
            *text = choices[i].values[k].text;
            return true;
        }
    }
    return false;
}

void sn_form_write(const sn_view *v, bool has_results)
{
    sn_html_begin_class(v->h, "form", has_results ? "search" : "search first");
    sn_html_attr_text(v->h, "action", "/");
    sn_html_attr_text(v->h, "role", "search");
    write_box(v, has_results);
    sn_html_begin_class(v->h, "details", "options");
    sn_view_element(v, "summary", NULL, SN_TEXT_SEARCH_OPTIONS);
    sn_html_begin_class(v->h, "div", "fields");
    write_dates(v);
    for (size_t i = 0; i < CHOICES; i++)
        write_choice(v, &choices[i]);
    sn_view_element(v, "button", "apply", SN_TEXT_SEARCH_APPLY);
    sn_html_ends(v->h, 2);
    keep_others(v);
    sn_html_end(v->h);
}

void sn_sorts_write(const sn_view *v)
{
    const choice *sorts = &choices[0];
    sn_str chosen = sn_link_value(v->asked, sorts->name);
    if (sn_str_equal(chosen, SN_STR("relevance")))
        chosen = SN_STR("");
    sn_html_begin_class(v->h, "nav", "sorts");
    sn_html_attr_text(v->h, "aria-label", sn_text(v->lang, sorts->label));
    for (size_t i = 0; i < VALUES && sorts->values[i].value != NULL; i++) {
        const char *value = sorts->values[i].value;
        sn_html_begin(v->h, "a");
        sn_view_href_set(v, sorts->name, value[0] != '\0' ? value : NULL);
        if (sn_str_equal(chosen, sn_str_of(value)))
            sn_html_attr_text(v->h, "aria-current", "true");
        sn_view_say(v, sorts->values[i].text);
        sn_html_end(v->h);
    }
    sn_html_end(v->h);
}
