#include "indexer/readers/draft.h"

#include "archive/address.h"
#include "base/json_writer.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "indexer/readers/decode.h"
#include "intake/markup.h"

#include <string.h>

static const char *const names[] = {
#define NAME(name) #name,
    SN_DRAFT_FIELDS(NAME)
#undef NAME
};

bool sn_draft_field_named(sn_str name, sn_draft_field *out)
{
    if (sn_str_equal(name, SN_STR("published")))
        name = SN_STR("published_at");
    for (size_t i = 0; i < SN_DRAFT_COUNT_; i++)
        if (sn_str_equal(name, sn_str_of(names[i]))) {
            *out = (sn_draft_field)i;
            return true;
        }
    return false;
}

static bool is_list(sn_draft_field field)
{
    return field == SN_DRAFT_author || field == SN_DRAFT_category || field == SN_DRAFT_tags;
}

static bool is_number(sn_draft_field field)
{
    return field == SN_DRAFT_version || field == SN_DRAFT_urgency;
}

void sn_draft_init(sn_draft *d)
{
    *d = (sn_draft){0};
    d->address = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    d->extra = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    for (size_t i = 0; i < SN_DRAFT_COUNT_; i++)
        d->values[i] = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
}

void sn_draft_clear(sn_draft *d)
{
    sn_buf_clear(&d->address);
    sn_buf_clear(&d->extra);
    for (size_t i = 0; i < SN_DRAFT_COUNT_; i++) {
        sn_buf_clear(&d->values[i]);
        d->n[i] = 0;
    }
}

void sn_draft_done(sn_draft *d)
{
    sn_buf_done(&d->address);
    sn_buf_done(&d->extra);
    for (size_t i = 0; i < SN_DRAFT_COUNT_; i++)
        sn_buf_done(&d->values[i]);
}

bool sn_draft_has(const sn_draft *d, sn_draft_field field)
{
    return d->n[field] > 0;
}

/* White space and marks nobody sees: the article's own rule of blank is as wide. */
static bool is_blank(sn_str text)
{
    for (size_t i = 0; i < text.len;) {
        uint32_t cp = sn_utf8_next(text, &i);
        bool unseen = cp <= ' ' || (cp >= 0x7F && cp <= 0xA0) || cp == 0xAD || cp == 0xFEFF ||
                      (cp >= 0x2000 && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202F);
        if (!unseen)
            return false;
    }
    return true;
}

static bool is_whole(sn_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    return text.len > 0 && text.len <= 15 && (text.at[0] != '0' || text.len == 1);
}

/* Is the value that was appended last, behind `from`, one of those before? */
static bool is_repeated(const sn_buf *values, size_t from)
{
    sn_str last = {values->at + from, values->len - from};
    size_t room = from;
    for (const char *at = values->at; room >= last.len;) {
        const char *hit = memmem(at, room, last.at, last.len);
        if (hit == NULL)
            return false;
        if ((hit == values->at || hit[-1] == ',') && hit[last.len] == ',')
            return true;
        room -= (size_t)(hit + 1 - at);
        at = hit + 1;
    }
    return false;
}

/* Feeds break lines and indent inside a title too: a run of white space is a space there. */
static sn_status squeeze(sn_str text, sn_buf *out)
{
    bool space = false;
    for (size_t i = 0; i < text.len;) {
        size_t from = i;
        uint32_t cp = sn_utf8_next(text, &i);
        bool white = cp <= ' ' || cp == 0xA0;
        if (!white && space)
            sn_buf_add_byte(out, ' ');
        if (!white)
            sn_buf_add(out, text.at + from, i - from);
        space = white;
    }
    return sn_buf_status(out);
}

static void append(sn_draft *d, sn_draft_field field, sn_str text)
{
    sn_buf *values = &d->values[field];
    size_t before = values->len;
    if (before > 0)
        sn_buf_add_byte(values, ',');
    size_t from = values->len;
    bool raw = is_number(field) && is_whole(text);
    if (!raw)
        sn_buf_add_byte(values, '"');
    if (raw)
        sn_buf_add_str(values, text);
    else
        sn_json_escape(values, text);
    if (!raw)
        sn_buf_add_byte(values, '"');
    if (sn_buf_status(values) == SN_OK && before > 0 && is_repeated(values, from))
        sn_buf_cut(values, before);
    else
        d->n[field]++;
}

void sn_draft_set(sn_draft *d, sn_draft_field field, sn_str text)
{
    text = sn_str_trim(text);
    /* One more than an article may have is enough to refuse it. */
    bool full = is_list(field) ? d->n[field] > SN_LIMIT_LIST_ITEMS : d->n[field] > 0;
    if (full || is_blank(text))
        return;
    SN_CLEANUP(sn_buf) sn_buf line = SN_BUF(text.len + 1);
    bool many_lines = field == SN_DRAFT_lead || field == SN_DRAFT_body;
    sn_status s = many_lines ? SN_OK : squeeze(text, &line);
    if (s == SN_OK)
        append(d, field, many_lines ? text : sn_buf_str(&line));
    else
        d->values[field].status = s;
}

void sn_draft_set_markup(sn_draft *d, sn_draft_field field, sn_str html)
{
    if (!sn_markup_may_be_in(html)) {
        sn_draft_set(d, field, html);
        return;
    }
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(html.len + 1);
    bool many_lines = field == SN_DRAFT_lead || field == SN_DRAFT_body;
    sn_status s = sn_markup_strip(html, many_lines ? SN_MARKUP_TEXT : SN_MARKUP_LINE, &text);
    if (s == SN_OK)
        sn_draft_set(d, field, sn_buf_str(&text));
    else
        d->values[field].status = s;
}

void sn_draft_set_list(sn_draft *d, sn_draft_field field, sn_str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len;) {
        size_t at = i;
        uint32_t cp = sn_utf8_next(text, &i);
        bool comma = cp == ',' || cp == 0x60C || cp == ';' || cp == 0x61B;
        if (comma)
            sn_draft_set_markup(d, field, (sn_str){text.at + from, at - from});
        from = comma ? i : from;
    }
    sn_draft_set_markup(d, field, (sn_str){text.at + from, text.len - from});
}

void sn_draft_set_url(sn_draft *d, sn_str url)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(url.len + 1);
    sn_status s = sn_address_canonical(sn_str_trim(url), &out);
    if (s == SN_OK && d->address.len == 0)
        s = sn_buf_add_str(&d->address, sn_buf_str(&out));
    if (s == SN_OK)
        sn_draft_set(d, SN_DRAFT_url, sn_buf_str(&out));
    else
        d->values[SN_DRAFT_url].status = s;
}

void sn_draft_set_id(sn_draft *d, sn_str id)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(SN_LIMIT_ID_BYTES + id.len);
    if (is_blank(id))
        return;
    sn_status s = sn_address_id(sn_str_trim(id), &out);
    if (s == SN_OK)
        sn_draft_set(d, SN_DRAFT_id, sn_buf_str(&out));
    else
        d->values[SN_DRAFT_id].status = s;
}

void sn_draft_set_column(sn_draft *d, sn_draft_field field, sn_str text)
{
    if (field == SN_DRAFT_id)
        sn_draft_set_id(d, text);
    else if (field == SN_DRAFT_url)
        sn_draft_set_url(d, text);
    else if (is_list(field))
        sn_draft_set_list(d, field, text);
    else
        sn_draft_set_markup(d, field, text);
}

void sn_draft_extra(sn_draft *d, sn_str key, sn_str json)
{
    sn_buf_add_str(&d->extra, d->extra.len > 0 ? SN_STR(",\"") : SN_STR("\""));
    sn_json_escape(&d->extra, key);
    sn_buf_add_str(&d->extra, SN_STR("\":"));
    sn_buf_add_str(&d->extra, json);
}

void sn_draft_extra_text(sn_draft *d, sn_str key, sn_str text)
{
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(6 * SN_LIMIT_EXTRA_BYTES);
    if (text.len == 0)
        return;
    sn_buf_add_byte(&json, '"');
    sn_json_escape(&json, text);
    if (sn_buf_add_byte(&json, '"') == SN_OK)
        sn_draft_extra(d, key, sn_buf_str(&json));
    else
        d->extra.status = sn_buf_status(&json);
}

static sn_status write_extra(const sn_draft *d, sn_buf *out)
{
    if (sn_buf_status(&d->extra) != SN_OK)
        return sn_buf_status(&d->extra);
    if (d->extra.len == 0)
        return SN_OK;
    sn_buf_add_str(out, out->len > 1 ? SN_STR(",\"extra\":{") : SN_STR("\"extra\":{"));
    sn_buf_add_str(out, sn_buf_str(&d->extra));
    return sn_buf_add_byte(out, '}');
}

static sn_status write_field(const sn_draft *d, size_t field, sn_buf *out)
{
    if (out->len > 1)
        sn_buf_add_byte(out, ',');
    sn_buf_add_format(out, is_list((sn_draft_field)field) ? "\"%s\":[" : "\"%s\":", names[field]);
    sn_buf_add_str(out, sn_buf_str(&d->values[field]));
    if (is_list((sn_draft_field)field))
        sn_buf_add_byte(out, ']');
    return sn_buf_status(out);
}

sn_status sn_draft_finish(sn_draft *d, sn_article *out, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    if (!sn_draft_has(d, SN_DRAFT_id))
        sn_draft_set_id(d, sn_buf_str(&d->address));
    sn_status s = sn_buf_add_byte(&json, '{');
    for (size_t i = 0; i < SN_DRAFT_COUNT_ && s == SN_OK; i++) {
        s = sn_buf_status(&d->values[i]);
        if (s == SN_OK && d->n[i] > 0)
            s = write_field(d, i, &json);
        if (s == SN_ELIMIT)
            return sn_fail(err, s, "%s: over %d bytes as JSON (ARTICLE_BYTES)", names[i],
                           SN_LIMIT_ARTICLE_BYTES);
    }
    if (s == SN_OK)
        s = write_extra(d, &json);
    if (s == SN_OK)
        s = sn_buf_add_byte(&json, '}');
    if (s == SN_ELIMIT)
        return sn_fail(err, s, "the article has over %d bytes as JSON (ARTICLE_BYTES)",
                       SN_LIMIT_ARTICLE_BYTES);
    if (s == SN_OK)
        s = sn_decoded_check(sn_buf_str(&json), err);
    return s == SN_OK ? sn_article_parse(sn_buf_str(&json), out, err) : s;
}
