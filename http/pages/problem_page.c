#include "http/pages/problem_page.h"

/* What it is about, in a few words, and what to do; more than the words of the service say to a reader. */
static const struct {
    unsigned http_status;
    sn_text_id title;
    bool has_hint;
    sn_text_id hint;
    bool may_be_tried_again;
} kinds[] = {
    {400, SN_TEXT_ERROR_TITLE_400, false, SN_TEXTS, false},
    {401, SN_TEXT_ERROR_TITLE_401, false, SN_TEXTS, false},
    {404, SN_TEXT_ERROR_TITLE_404, false, SN_TEXTS, false},
    {429, SN_TEXT_ERROR_TITLE_429, true, SN_TEXT_ERROR_HINT_429, true},
    {503, SN_TEXT_ERROR_TITLE_503, true, SN_TEXT_ERROR_HINT_503, true},
    {0, SN_TEXT_ERROR_TITLE, false, SN_TEXTS, false}, /* any other */
};

static size_t kind_of(unsigned http_status)
{
    size_t i = 0;
    while (kinds[i].http_status != 0 && kinds[i].http_status != http_status)
        i++;
    return i;
}

static void link_to(sn_html *h, const char *href, const char *text)
{
    sn_html_begin(h, "a");
    sn_html_attr_text(h, "href", href);
    sn_html_text(h, text);
    sn_html_end(h);
}

static void ways_on(sn_html *h, const sn_page *page, size_t kind, const char *again)
{
    sn_html_begin_class(h, "p", "ways");
    if (kinds[kind].may_be_tried_again && again != NULL) {
        link_to(h, again, sn_text(page->lang, SN_TEXT_ERROR_RETRY));
        sn_html_text(h, " · ");
    }
    link_to(h, page->lang == SN_LANG_EN ? "/?lang=en" : "/",
            sn_text(page->lang, SN_TEXT_ERROR_AGAIN));
    sn_html_end(h);
}

static void for_the_operator(sn_html *h, const sn_page *page, const sn_problem *problem,
                             const char *request_id)
{
    sn_html_begin_class(h, "p", "request");
    sn_html_text(h, sn_text(page->lang, SN_TEXT_ERROR_REQUEST));
    sn_html_text(h, ": ");
    sn_html_element(h, "code", NULL, request_id);
    sn_html_text(h, " · ");
    sn_html_element(h, "code", NULL, problem->code);
    sn_html_end(h);
}

sn_status sn_problem_page_write(const sn_page *frame, const sn_problem *problem,
                                unsigned http_status, const char *request_id, const char *again,
                                sn_buf *out)
{
    sn_page page = *frame;
    sn_html h = SN_HTML(out);
    size_t kind = kind_of(http_status);
    page.title = sn_text(page.lang, kinds[kind].title);
    page.is_plain = true;
    sn_page_begin(&h, &page);
    sn_html_begin_class(&h, "section", "problem");
    sn_html_element(&h, "h1", NULL, page.title);
    sn_html_begin(&h, "p");
    sn_html_attr_text(&h, "dir", "auto"); /* it may begin with the name of a parameter */
    sn_html_text(&h, page.lang == SN_LANG_FA ? problem->detail_fa : problem->detail);
    sn_html_end(&h);
    if (kinds[kind].has_hint)
        sn_html_element(&h, "p", NULL, sn_text(page.lang, kinds[kind].hint));
    ways_on(&h, &page, kind, again);
    for_the_operator(&h, &page, problem, request_id);
    sn_html_end(&h);
    sn_page_end(&h, &page);
    return sn_html_finish(&h);
}
