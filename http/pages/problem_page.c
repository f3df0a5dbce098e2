#include "http/pages/problem_page.h"

sn_status sn_problem_page_write(const sn_page *frame, const sn_problem *problem,
                                const char *request_id, sn_buf *out)
{
    sn_page page = *frame;
    sn_html h = SN_HTML(out);
    page.title = sn_text(page.lang, SN_TEXT_ERROR_TITLE);
    page.is_plain = true;
    sn_page_begin(&h, &page);
    sn_html_begin_class(&h, "section", "problem");
    sn_html_element(&h, "h1", NULL, page.title);
    sn_html_element(&h, "p", NULL, page.lang == SN_LANG_FA ? problem->detail_fa : problem->detail);
    sn_html_begin(&h, "p");
    sn_html_begin(&h, "a");
    sn_html_attr_text(&h, "href", page.lang == SN_LANG_EN ? "/?lang=en" : "/");
    sn_html_text(&h, sn_text(page.lang, SN_TEXT_ERROR_AGAIN));
    sn_html_ends(&h, 2);
    sn_html_begin_class(&h, "p", "request");
    sn_html_text(&h, sn_text(page.lang, SN_TEXT_ERROR_REQUEST));
    sn_html_text(&h, ": ");
    sn_html_element(&h, "code", NULL, request_id);
    sn_html_text(&h, " · ");
    sn_html_element(&h, "code", NULL, problem->code);
    sn_html_ends(&h, 2);
    sn_page_end(&h, &page);
    return sn_html_finish(&h);
}
