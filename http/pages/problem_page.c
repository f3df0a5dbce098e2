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

static void ways_on(sn_html *h, sn_lang lang, size_t kind, const char *again)
{
    sn_html_begin_class(h, "p", "ways");
    if (kinds[kind].may_be_tried_again && again != NULL) {
        link_to(h, again, sn_text(lang, SN_TEXT_ERROR_RETRY));
        sn_html_text(h, " · ");
    }
    link_to(h, lang == SN_LANG_EN ? "/?lang=en" : "/", sn_text(lang, SN_TEXT_ERROR_AGAIN));
    sn_html_end(h);
}

static void for_the_operator(sn_html *h, sn_lang lang, const sn_refused *r)
{
    sn_html_begin_class(h, "p", "request");
    sn_html_text(h, sn_text(lang, SN_TEXT_ERROR_REQUEST));
    sn_html_text(h, ": ");
    sn_html_element(h, "code", NULL, r->request_id);
    sn_html_text(h, " · ");
    sn_html_element(h, "code", NULL, r->problem->code);
    sn_html_end(h);
}

const char *sn_problem_title(sn_lang lang, unsigned http_status)
{
    return sn_text(lang, kinds[kind_of(http_status)].title);
}

void sn_problem_section_write(sn_html *h, sn_lang lang, const sn_refused *r)
{
    size_t kind = kind_of(r->http_status);
    sn_html_begin_class(h, "section", "problem");
    sn_html_element(h, "h1", NULL, sn_problem_title(lang, r->http_status));
    sn_html_begin(h, "p");
    sn_html_attr_text(h, "dir", "auto"); /* it may begin with the name of a parameter */
    sn_html_text(h, lang == SN_LANG_FA ? r->problem->detail_fa : r->problem->detail);
    sn_html_end(h);
    if (kinds[kind].has_hint)
        sn_html_element(h, "p", NULL, sn_text(lang, kinds[kind].hint));
    ways_on(h, lang, kind, r->again);
    for_the_operator(h, lang, r);
    sn_html_end(h);
}

sn_status sn_problem_page_write(const sn_page *frame, const sn_refused *refused, sn_buf *out)
{
    sn_page page = *frame;
    sn_html h = SN_HTML(out);
    page.title = sn_problem_title(page.lang, refused->http_status);
    page.is_plain = true;
    sn_page_begin(&h, &page);
    sn_problem_section_write(&h, page.lang, refused);
    sn_page_end(&h, &page);
    return sn_html_finish(&h);
}
