/* A story and its parameters as JSON. Laws: what is taken is well-formed and within its limits; what is
 * refused has a code and words in both languages; the pieces of a text are pieces of it. */
#include "query/related_request.h"
#include "query/related_source.h"

#include "base/utf8.h"
#include "tests/fuzz/law.h"

#include <string.h>

#define NOW 1795000000

static void check_text(const char *text, size_t max)
{
    law(text == NULL || strlen(text) <= max);
    law(text == NULL || sn_utf8_is_valid(sn_str_of(text), NULL));
}

static void check_taken(const sn_related_request *r)
{
    check_text(r->id, SN_LIMIT_ID_BYTES);
    check_text(r->url, SN_LIMIT_FIELD_BYTES);
    check_text(r->text, SN_LIMIT_RELATED_TEXT_BYTES);
    for (size_t i = 0; i < SN_TEXT_FIELDS; i++)
        check_text(r->texts[i], SN_LIMIT_RELATED_TEXT_BYTES);
    law(r->max_per_source >= 0 && r->max_per_source <= SN_LIMIT_PAGE_HITS);
    law(r->max_per_story >= 0 && r->max_per_story <= SN_LIMIT_PAGE_HITS);
    law(r->window_days >= 0 && r->window_days <= SN_LIMIT_HALF_LIFE_DAYS);
    law(r->search.limit >= 1 && r->search.limit <= SN_LIMIT_PAGE_HITS);
    law(r->search.q[0] == '\0');
}

static void check_refused(sn_status s, const sn_problem *p)
{
    if (s == SN_OK)
        return;
    law(p->code[0] != '\0' && p->detail[0] != '\0' && p->detail_fa[0] != '\0');
    law(sn_utf8_is_valid(sn_str_of(p->detail), NULL));
    law(sn_utf8_is_valid(sn_str_of(p->detail_fa), NULL));
    law(sn_utf8_is_valid(sn_str_of(p->parameter), NULL));
}

static void check_split(const char *text)
{
    sn_str title, body, whole = sn_str_of(text);
    sn_related_split(whole, &title, &body);
    law(title.len + body.len <= whole.len);
    law(body.len == 0 || (body.at >= text && body.at + body.len <= text + whole.len));
    law(title.len == 0 || (title.at >= text && title.at + title.len <= text + whole.len));
    law(sn_utf8_length(title) <= SN_RELATED_TITLE_CHARS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SN_CLEANUP(sn_related_request) sn_related_request r = {0};
    sn_problem p = {0};
    if (sn_related_request_init(&r) != SN_OK)
        return 0;
    sn_str json = {(const char *)data, size};
    sn_status s = sn_related_request_read(&r, json, SN_ASKER_CLIENT, NOW, &p);
    check_refused(s, &p);
    check_taken(&r);
    if (s == SN_OK)
        check_refused(sn_related_request_check(&r, &p), &p);
    if (r.text != NULL)
        check_split(r.text);
    return 0;
}
