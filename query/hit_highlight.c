/* The marked texts of a hit. */
#include "query/answer.h"

static sn_status write_marked(sn_answer *a, const char *key, sn_str text)
{
    sn_status s = text.len > 0 ? sn_highlight_read(&a->highlighter, text) : SN_OK;
    sn_json_key(&a->json, key);
    if (s != SN_OK || text.len == 0) {
        sn_json_null(&a->json);
        return s;
    }
    sn_buf_clear(&a->text);
    s = sn_highlight_whole(&a->highlighter, &a->text);
    sn_json_str(&a->json, sn_buf_str(&a->text));
    return s;
}

static sn_status write_fragment(sn_answer *a, const sn_fragment *f)
{
    sn_buf_clear(&a->text);
    sn_status s = sn_highlight_fragment(&a->highlighter, f, &a->text);
    sn_json_str(&a->json, sn_buf_str(&a->text));
    return s;
}

/* Where nothing is marked: how the article begins. */
static sn_status write_beginning(sn_answer *a)
{
    sn_fragment f;
    sn_str text = a->hit->lead.len > 0 ? a->hit->lead : a->hit->body;
    sn_status s = sn_highlight_read(&a->highlighter, text);
    if (s != SN_OK || !sn_highlight_beginning(&a->highlighter, &f))
        return s;
    return write_fragment(a, &f);
}

static sn_status write_body(sn_answer *a)
{
    sn_fragment fragments[SN_FRAGMENTS_MAX];
    sn_json_key(&a->json, "body");
    sn_json_array(&a->json);
    sn_status s = sn_highlight_read(&a->highlighter, a->hit->body);
    size_t n = s == SN_OK ? sn_highlight_fragments(&a->highlighter, fragments) : 0;
    for (size_t i = 0; i < n && s == SN_OK; i++)
        s = write_fragment(a, &fragments[i]);
    if (s == SN_OK && n == 0)
        s = write_beginning(a);
    sn_json_end(&a->json);
    return s;
}

sn_status sn_answer_highlight(sn_answer *a)
{
    a->highlighter.analyzer = a->searcher->analyzer;
    a->highlighter.question = &a->lookup->question;
    sn_json_key(&a->json, "highlight");
    sn_json_object(&a->json);
    sn_status s = write_marked(a, "title", a->hit->title);
    if (s == SN_OK)
        s = write_marked(a, "lead", a->hit->lead);
    if (s == SN_OK)
        s = write_body(a);
    sn_json_end(&a->json);
    return s;
}
