#include "http/pages/desk.h"

#include "base/limits.h"

static const char *say(const sn_desk_page *page, sn_text_id id)
{
    return sn_text(page->lang, id);
}

static void label(sn_html *h, const char *of, const char *text)
{
    sn_html_begin(h, "label");
    sn_html_attr_text(h, "for", of);
    sn_html_text(h, text);
    sn_html_end(h);
}

/* Words go into the address: whoever comes back by it finds the same list. */
static void pick_form(sn_html *h, const sn_desk_page *page)
{
    sn_html_begin_class(h, "form", "pick");
    sn_html_attr_text(h, "id", "pick-form");
    sn_html_attr_text(h, "action", "/desk");
    sn_html_attr_text(h, "role", "search");
    label(h, "pick", say(page, SN_TEXT_DESK_PICK_LABEL));
    sn_html_begin_class(h, "div", "field-row");
    sn_html_begin(h, "input");
    sn_html_attr_text(h, "id", "pick");
    sn_html_attr_text(h, "name", "q");
    sn_html_attr_text(h, "type", "search");
    sn_html_attr_text(h, "dir", "auto");
    sn_html_attr_text(h, "autocomplete", "off");
    sn_html_attr_int(h, "maxlength", SN_LIMIT_QUERY_BYTES);
    sn_html_attr(h, "value", page->q);
    sn_html_end(h);
    sn_html_element(h, "button", NULL, say(page, SN_TEXT_DESK_PICK_SUBMIT));
    sn_html_ends(h, 2);
}

/* No action and no name: without its script a draft goes nowhere. */
static void draft_form(sn_html *h, const sn_desk_page *page)
{
    sn_html_begin_class(h, "details", "draft");
    sn_html_attr_flag(h, "open", page->is_empty);
    sn_html_element(h, "summary", NULL, say(page, SN_TEXT_DESK_DRAFT_OPEN));
    sn_html_begin(h, "form");
    sn_html_attr_text(h, "id", "draft-form");
    label(h, "draft", say(page, SN_TEXT_DESK_DRAFT_LABEL));
    sn_html_begin(h, "textarea");
    sn_html_attr_text(h, "id", "draft");
    sn_html_attr_text(h, "dir", "auto");
    sn_html_attr_int(h, "rows", 7);
    sn_html_attr_text(h, "autocomplete", "off");
    sn_html_attr_text(h, "aria-describedby", "draft-private");
    sn_html_end(h);
    sn_html_begin_class(h, "p", "about");
    sn_html_attr_text(h, "id", "draft-private");
    sn_html_text(h, say(page, SN_TEXT_DESK_DRAFT_PRIVATE));
    sn_html_end(h);
    sn_html_element(h, "button", NULL, say(page, SN_TEXT_DESK_DRAFT_SUBMIT));
    sn_html_ends(h, 2);
}

static void empty_div(sn_html *h, const char *id)
{
    sn_html_begin(h, "div");
    sn_html_attr_text(h, "id", id);
    sn_html_end(h);
}

static void content(sn_html *h, const sn_desk_page *page)
{
    sn_html_element(h, "h1", NULL, say(page, SN_TEXT_PAGE_DESK));
    sn_html_element(h, "p", "lede", say(page, SN_TEXT_DESK_LEDE));
    sn_page_needs_script(h, page->lang);
    sn_html_begin_class(h, "div", "needs-script");
    pick_form(h, page);
    draft_form(h, page);
    empty_div(h, "key-state");
    sn_html_begin_class(h, "p", "hidden");
    sn_html_attr_text(h, "id", "said");
    sn_html_attr_text(h, "role", "status");
    sn_html_end(h);
    empty_div(h, "desk");
    sn_html_end(h);
}

sn_status sn_desk_page_write(const sn_desk_page *page, sn_buf *out)
{
    sn_page frame = {.lang = page->lang,
                     .site = page->site,
                     .title = sn_text(page->lang, SN_TEXT_PAGE_DESK),
                     .script = "desk.js",
                     .sheet = "desk.css",
                     .here = "/desk",
                     .other = page->other,
                     .is_plain = true};
    sn_html h = SN_HTML(out);
    sn_page_begin(&h, &frame);
    content(&h, page);
    sn_page_end(&h, &frame);
    return sn_html_finish(&h);
}
