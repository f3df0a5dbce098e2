/* The marked texts of a hit, or the texts and where their words stand. */
#include "query/answer.h"

/* [[begin, end], …] of the marks between token `first` and byte `end`, counted from code point
 * `from`. */
static void write_ranges(sn_answer_writer *a, size_t first, size_t end, uint32_t from)
{
    sn_json *j = &a->json;
    sn_char_range range;
    sn_json_array(j);
    for (size_t token = first; sn_highlight_next(&a->highlighter, &token, end, &range);) {
        sn_json_array(j);
        sn_json_int(j, (int64_t)range.begin - from);
        sn_json_int(j, (int64_t)range.end - from);
        sn_json_end(j);
    }
    sn_json_end(j);
}

static bool has_ranges(const sn_answer_writer *a)
{
    return a->request->highlight == SN_HIGHLIGHT_RANGES;
}

static sn_status write_whole(sn_answer_writer *a, const char *key, sn_str text)
{
    sn_status s = text.len > 0 ? sn_highlight_read(&a->highlighter, text) : SN_OK;
    sn_json_key(&a->json, key);
    if (s != SN_OK || text.len == 0) {
        sn_json_null(&a->json);
        return s;
    }
    if (has_ranges(a)) {
        write_ranges(a, 0, text.len, 0);
        return SN_OK;
    }
    sn_buf_clear(&a->text);
    s = sn_highlight_whole(&a->highlighter, &a->text);
    sn_json_str(&a->json, sn_buf_str(&a->text));
    return s;
}

/* {"field": …, "begin": …, "text": …, "ranges": …} */
static void write_passage(sn_answer_writer *a, const char *field, const sn_fragment *f)
{
    sn_json *j = &a->json;
    const sn_highlighter *h = &a->highlighter;
    uint32_t begin = sn_highlight_chars_before(h, f->begin, f->first);
    sn_json_object(j);
    sn_json_key(j, "field");
    sn_json_text(j, field);
    sn_json_key(j, "begin");
    sn_json_int(j, begin);
    sn_json_key(j, "text");
    sn_json_str(j, (sn_str){h->text.at + f->begin, f->end - f->begin});
    sn_json_key(j, "ranges");
    write_ranges(a, f->first, f->end, begin);
    sn_json_end(j);
}

static sn_status write_fragment(sn_answer_writer *a, const char *field, const sn_fragment *f)
{
    if (has_ranges(a)) {
        write_passage(a, field, f);
        return SN_OK;
    }
    sn_buf_clear(&a->text);
    sn_status s = sn_highlight_fragment(&a->highlighter, f, &a->text);
    sn_json_str(&a->json, sn_buf_str(&a->text));
    return s;
}

/* Where nothing is marked: how the article begins. */
static sn_status write_beginning(sn_answer_writer *a)
{
    sn_fragment f;
    sn_highlighter *h = &a->highlighter;
    sn_str lead = a->hit->lead;
    bool is_any = false;
    sn_status s = SN_OK;
    if (lead.len == 0)
        s = sn_highlight_opening(h, a->hit->body, &is_any, &f);
    else
        s = sn_highlight_read(h, lead);
    if (s == SN_OK && lead.len > 0)
        is_any = sn_highlight_beginning(h, &f);
    return s == SN_OK && is_any ? write_fragment(a, lead.len > 0 ? "lead" : "body", &f) : s;
}

/* The passages of the body, by what the index knows of its places. */
static sn_status find_passages(sn_answer_writer *a, sn_docid docid, sn_fragment *out, size_t *n)
{
    sn_spots spots;
    bool is_known;
    sn_status s = sn_page_spots_of(&a->spots, docid, a->hit, &is_known, &spots);
    if (s != SN_OK)
        return s;
    return sn_highlight_passages(&a->highlighter, a->hit->body, is_known ? &spots : NULL, out, n);
}

static sn_status write_body(sn_answer_writer *a, sn_docid docid)
{
    sn_fragment fragments[SN_FRAGMENTS_MAX];
    bool is_wanted = a->request->snippet_count > 0;
    size_t n = 0;
    sn_json_key(&a->json, "body");
    sn_json_array(&a->json);
    sn_status s = is_wanted ? find_passages(a, docid, fragments, &n) : SN_OK;
    for (size_t i = 0; i < n && s == SN_OK; i++)
        s = write_fragment(a, "body", &fragments[i]);
    if (s == SN_OK && n == 0 && is_wanted)
        s = write_beginning(a);
    sn_json_end(&a->json);
    return s;
}

/* end: room for what closes the mark. */
static sn_markup markup_of(const sn_request *r, char end[SN_MARK_SIZE])
{
    sn_markup m = {.open = r->highlight_pre, .close = r->highlight_post};
    if (m.open[0] == '\0')
        m.open = "<em>";
    if (m.close[0] == '\0' && sn_mark_end_of(sn_str_of(m.open), end))
        m.close = end;
    return m;
}

sn_status sn_answer_highlight(sn_answer_writer *a, sn_docid docid)
{
    char end[SN_MARK_SIZE];
    sn_highlighter *h = &a->highlighter;
    h->analyzer = a->searcher->analyzer;
    h->question = &a->lookup->question;
    h->markup = markup_of(a->request, end);
    h->passage_chars = (uint32_t)a->request->snippet_length;
    h->passages = (size_t)a->request->snippet_count;
    sn_json_key(&a->json, "highlight");
    sn_json_object(&a->json);
    sn_status s = write_whole(a, "title", a->hit->title);
    if (s == SN_OK)
        s = write_whole(a, "lead", a->hit->lead);
    if (s == SN_OK)
        s = write_body(a, docid);
    sn_json_end(&a->json);
    h->markup = (sn_markup){0};
    return s;
}
