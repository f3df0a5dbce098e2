#include "indexer/readers/page.h"

#include "analysis/fold.h"
#include "base/limits.h"
#include "base/text_lines.h"
#include "base/utf8.h"
#include "indexer/readers/page_lines.h"

#include <stdlib.h>
#include <string.h>

/* Longer ones are sentences. */
#define AGENCY_LETTERS 40
#define NAME_LETTERS   60

#define KEY_BYTES 65536

/* What has been read of the page so far. */
typedef struct page {
    sn_str id, date, title, lead, source;
    sn_buf title_key, lead_key; /* folded, to know them again */
    sn_buf body;
    sn_list authors;
    bool in_article; /* behind the first label */
    bool ended;
} page;

static void page_done(page *p)
{
    sn_buf_done(&p->title_key);
    sn_buf_done(&p->lead_key);
    sn_buf_done(&p->body);
    sn_list_done(&p->authors);
}

/* What stands behind «خبرنگار:» may be a question of an interview as well. */
static bool is_name(sn_str text)
{
    return sn_utf8_length(text) <= NAME_LETTERS && memmem(text.at, text.len, "؟", 2) == NULL &&
           memchr(text.at, '?', text.len) == NULL;
}

static sn_status add_author(page *p, sn_str name)
{
    /* One more than an article may have is enough to refuse it. */
    if (name.len == 0 || p->authors.n > SN_LIMIT_LIST_ITEMS)
        return SN_OK;
    for (size_t i = 0; i < p->authors.n; i++)
        if (sn_page_same_text(sn_str_of(p->authors.at[i]), name))
            return SN_OK;
    char **at = realloc(p->authors.at, (p->authors.n + 1) * sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    p->authors.at = at;
    char *copy = sn_str_dup(name);
    if (copy == NULL)
        return SN_ENOMEM;
    at[p->authors.n++] = copy;
    return SN_OK;
}

/* "agency - lead" -> source and lead. */
static void split_dateline(page *p)
{
    static const char dash[] = " - ";
    const char *at = memmem(p->lead.at, p->lead.len, dash, sizeof dash - 1);
    size_t name = at != NULL ? (size_t)(at - p->lead.at) : 0;
    if (name == 0 || sn_utf8_length((sn_str){p->lead.at, name}) > AGENCY_LETTERS)
        return;
    p->source = sn_page_trim((sn_str){p->lead.at, name});
    p->lead = sn_page_trim((sn_str){at + sizeof dash - 1, p->lead.len - name - sizeof dash + 1});
}

static sn_status add_paragraph(page *p, sn_str line)
{
    if (p->body.len > 0)
        sn_buf_add(&p->body, "\n\n", 2);
    return sn_buf_add_str(&p->body, line);
}

/* The key of text, or none for one that is too long to be repeated. */
static sn_status make_key(sn_str text, sn_buf *key)
{
    *key = SN_BUF(KEY_BYTES);
    sn_status s = text.len <= KEY_BYTES / SN_FOLD_GROWTH ? sn_fold_key(text, key) : SN_OK;
    return s == SN_ELIMIT ? SN_OK : s;
}

static sn_status repeats(const page *p, sn_str line, bool *out)
{
    SN_CLEANUP(sn_buf) sn_buf key = {0};
    sn_status s = make_key(sn_page_without_bullet(line), &key);
    *out = s == SN_OK && key.len > 0 &&
           (sn_str_equal(sn_buf_str(&key), sn_buf_str(&p->lead_key)) ||
            sn_str_equal(sn_buf_str(&key), sn_buf_str(&p->title_key)));
    return s;
}

static sn_status take_text(page *p, sn_str line)
{
    bool repeated;
    if (p->title.len == 0) {
        while (line.len > 0 && (line.at[line.len - 1] == ':' || line.at[line.len - 1] == ' '))
            line.len--;
        p->title = line;
        return line.len > 0 ? make_key(line, &p->title_key) : SN_OK;
    }
    if (p->lead.len == 0 && p->body.len == 0) {
        p->lead = line;
        split_dateline(p);
        return make_key(p->lead, &p->lead_key);
    }
    sn_status s = repeats(p, line, &repeated);
    return s == SN_OK && !repeated ? add_paragraph(p, line) : s;
}

static sn_status take_line(page *p, sn_str line)
{
    sn_str value;
    switch (sn_page_label_of(line, &value)) {
    case SN_PAGE_ID:
        if (p->id.len == 0)
            p->id = value;
        p->in_article = true;
        return SN_OK;
    case SN_PAGE_DATE:
        if (p->date.len == 0)
            p->date = value;
        p->in_article = true;
        return SN_OK;
    case SN_PAGE_AUTHOR:
        if (is_name(value))
            return p->in_article ? add_author(p, value) : SN_OK;
        break;
    case SN_PAGE_END:
        p->ended = p->in_article && p->title.len > 0;
        return SN_OK;
    case SN_PAGE_DISCLAIMER:
        return SN_OK;
    case SN_PAGE_TEXT:
        break;
    }
    return p->in_article ? take_text(p, line) : SN_OK;
}

static sn_status take_lines(page *p, sn_str text)
{
    sn_text_lines lines = sn_text_lines_of(text);
    sn_status s = SN_OK;
    for (sn_str line; !p->ended && s == SN_OK && sn_text_lines_next(&lines, &line);) {
        line = sn_page_trim(line);
        if (line.len > 0)
            s = take_line(p, line);
    }
    return s != SN_OK ? s : sn_buf_status(&p->body);
}

static sn_status set_text(char **to, sn_str text)
{
    if (text.len == 0)
        return SN_OK;
    *to = sn_str_dup(text);
    return *to != NULL ? SN_OK : SN_ENOMEM;
}

/* The news code in ASCII digits, whatever script the page wrote it in. */
static sn_status set_id(char **to, sn_str id, sn_error *err)
{
    char folded[SN_LIMIT_ID_BYTES + 1];
    size_t len;
    sn_status s = sn_fold_word(id, folded, SN_LIMIT_ID_BYTES, &len);
    if (s == SN_OK && (len == 0 || memchr(folded, ' ', len) != NULL))
        s = SN_EINVAL;
    if (s != SN_OK)
        return sn_fail(err, s, "the page's news code «%.*s» is none", (int)sn_utf8_cut(id, 60).len,
                       id.at);
    return set_text(to, (sn_str){folded, len});
}

static sn_status fill_article(page *p, sn_article *a, sn_error *err)
{
    sn_status s = set_id(&a->id, p->id, err);
    if (s == SN_OK && p->date.len > 0) {
        s = sn_date_parse(p->date, &a->published_at, err);
        if (s != SN_OK)
            return sn_fail_in(err, s, "the page's date");
    }
    if (s == SN_OK)
        s = set_text(&a->title, p->title);
    if (s == SN_OK)
        s = set_text(&a->lead, p->lead);
    if (s == SN_OK)
        s = set_text(&a->source, p->source);
    if (s == SN_OK)
        s = set_text(&a->body, sn_buf_str(&p->body));
    if (s == SN_OK) {
        a->author = p->authors;
        p->authors = (sn_list){0};
    }
    return s;
}

static sn_status check_page(const page *p, sn_error *err)
{
    if (p->id.len == 0)
        return sn_fail(err, SN_EINVAL,
                       "not known by its content, and no news page: no line «کد خبر: …»");
    if (p->title.len == 0)
        return sn_fail(err, SN_EINVAL, "the page has no title behind its code and date");
    return SN_OK;
}

/* Through its JSON form, so that a page's article keeps the rules of every other one: limits, no
 * blank title, no control characters in the id. */
static sn_status through_json(const sn_article *a, sn_article *out, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    sn_status s = sn_article_write(a, &json);
    if (s != SN_OK)
        return sn_fail(err, s, "the page's article has more than %d bytes", SN_LIMIT_ARTICLE_BYTES);
    return sn_article_parse(sn_buf_str(&json), out, err);
}

sn_status sn_page_parse(sn_str text, sn_article *out, sn_error *err)
{
    size_t bad;
    if (!sn_utf8_is_valid(text, &bad))
        return sn_fail(err, SN_EUTF8, "ill-formed UTF-8 at byte %zu", bad);
    if (text.len > 0 && memchr(text.at, '\0', text.len) != NULL)
        return sn_fail(err, SN_EUTF8, "a NUL byte in the text");
    page p = {.body = SN_BUF(SN_LIMIT_TEXT_BYTES)};
    SN_CLEANUP(sn_article) sn_article article = {0};
    sn_status s = take_lines(&p, text);
    if (s == SN_ELIMIT)
        sn_fail(err, s, "body: more than %d bytes", SN_LIMIT_TEXT_BYTES);
    if (s == SN_OK)
        s = check_page(&p, err);
    if (s == SN_OK)
        s = fill_article(&p, &article, err);
    page_done(&p);
    return s == SN_OK ? through_json(&article, out, err) : s;
}
