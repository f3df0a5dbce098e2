#include "http/pages/status_page.h"

#include "base/limits.h"

/* Parts of the page in their order. What needs the role admin, or may not be offered, is shown by the script. */
typedef struct part {
    const char *id; /* of the section; the place that the script fills is "id-content" */
    sn_text_id title;
    bool is_hidden;
} part;

static const part parts[] = {
    {"overview", SN_TEXT_STATUS_OVERVIEW, false}, {"traffic", SN_TEXT_STATUS_TRAFFIC, true},
    {"days", SN_TEXT_STATUS_DAYS, true},          {"generations", SN_TEXT_STATUS_GENERATIONS, true},
    {"tasks", SN_TEXT_STATUS_TASKS, true},        {"queries", SN_TEXT_STATUS_QUERIES, true},
};

static void attr_name(sn_html *h, const char *attribute, const char *id, const char *end)
{
    SN_CLEANUP(sn_buf) sn_buf name = SN_BUF(64);
    if (sn_buf_add_format(&name, "%s-%s", id, end) == SN_OK)
        sn_html_attr(h, attribute, sn_buf_str(&name));
}

/* <section> with its heading; the place within it is still to come. */
static void begin_section(sn_html *h, const sn_status_page *page, const part *p)
{
    sn_html_begin_class(h, "section", "panel");
    sn_html_attr_text(h, "id", p->id);
    attr_name(h, "aria-labelledby", p->id, "title");
    sn_html_attr_flag(h, "hidden", p->is_hidden);
    sn_html_begin(h, "h2");
    attr_name(h, "id", p->id, "title");
    sn_html_text(h, sn_text(page->lang, p->title));
    sn_html_end(h);
}

static void end_section(sn_html *h, const part *p)
{
    sn_html_begin(h, "div");
    attr_name(h, "id", p->id, "content");
    sn_html_ends(h, 2);
}

/* A form of one field, whose answer stands below it. */
static void question(sn_html *h, const sn_status_page *page, const part *p, sn_text_id label,
                     sn_text_id submit, int max_bytes)
{
    begin_section(h, page, p);
    sn_html_begin_class(h, "form", "question");
    attr_name(h, "id", p->id, "form");
    sn_html_begin(h, "label");
    attr_name(h, "for", p->id, "field");
    sn_html_text(h, sn_text(page->lang, label));
    sn_html_end(h);
    sn_html_begin_class(h, "div", "field-row");
    sn_html_begin(h, "input");
    attr_name(h, "id", p->id, "field");
    sn_html_attr_text(h, "dir", "auto");
    sn_html_attr_text(h, "autocomplete", "off");
    sn_html_attr_flag(h, "required", true);
    sn_html_attr_int(h, "maxlength", max_bytes);
    sn_html_attr_text(h, "placeholder", sn_text(page->lang, SN_TEXT_STATUS_ANALYSIS_EXAMPLE));
    sn_html_end(h);
    sn_html_element(h, "button", NULL, sn_text(page->lang, submit));
    sn_html_ends(h, 2);
    end_section(h, p);
}

/* What moves by itself can be stopped (WCAG 2.2.2). */
static void live_switch(sn_html *h, const sn_status_page *page)
{
    sn_html_begin_class(h, "p", "live");
    sn_html_begin(h, "label");
    sn_html_begin(h, "input");
    sn_html_attr_text(h, "id", "live");
    sn_html_attr_text(h, "type", "checkbox");
    sn_html_attr_flag(h, "checked", true);
    sn_html_end(h);
    sn_html_text(h, " ");
    sn_html_text(h, sn_text(page->lang, SN_TEXT_STATUS_LIVE));
    sn_html_ends(h, 2);
}

static void content(sn_html *h, const sn_status_page *page)
{
    static const part analysis = {"analysis", SN_TEXT_STATUS_ANALYSIS, false};
    static const part explain = {"explain", SN_TEXT_STATUS_EXPLAIN, false};
    sn_html_element(h, "h1", NULL, sn_text(page->lang, SN_TEXT_PAGE_STATUS));
    sn_html_element(h, "p", "lede", sn_text(page->lang, SN_TEXT_STATUS_LEDE));
    sn_page_needs_script(h, page->lang);
    sn_html_begin_class(h, "div", "needs-script");
    live_switch(h, page);
    sn_html_begin(h, "div");
    sn_html_attr_text(h, "id", "key-state");
    sn_html_end(h);
    sn_html_begin_class(h, "p", "said");
    sn_html_attr_text(h, "id", "said");
    sn_html_attr_text(h, "role", "status");
    sn_html_end(h);
    /* Shown when the first of them has something to say: what comes above moves none of them. */
    sn_html_begin_class(h, "div", "panels");
    sn_html_attr_text(h, "id", "panels");
    sn_html_attr_flag(h, "hidden", true);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        begin_section(h, page, &parts[i]);
        end_section(h, &parts[i]);
    }
    question(h, page, &analysis, SN_TEXT_STATUS_ANALYSIS_LABEL, SN_TEXT_STATUS_ANALYSIS_SUBMIT,
             SN_LIMIT_QUERY_BYTES);
    question(h, page, &explain, SN_TEXT_STATUS_EXPLAIN_LABEL, SN_TEXT_STATUS_EXPLAIN_SUBMIT,
             SN_LIMIT_QUERY_BYTES);
    sn_html_ends(h, 2);
}

sn_status sn_status_page_write(const sn_status_page *page, sn_buf *out)
{
    sn_page frame = {.lang = page->lang,
                     .site = page->site,
                     .title = sn_text(page->lang, SN_TEXT_PAGE_STATUS),
                     .script = "status.js",
                     .sheet = "status.css",
                     .here = "/status",
                     .other = page->other,
                     .is_plain = true};
    sn_html h = SN_HTML(out);
    sn_page_begin(&h, &frame);
    content(&h, page);
    sn_page_end(&h, &frame);
    return sn_html_finish(&h);
}
