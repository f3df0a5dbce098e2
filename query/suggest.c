#include "query/suggest.h"

#include "analysis/fold.h"
#include "base/utf8.h"
#include "query/keyboard.h"
#include "query/records.h"

#include <stdlib.h>

const char *sn_completion_type_name(sn_completion_type type)
{
    static const char *const names[] = {[SN_COMPLETES_QUERY] = "query",
                                        [SN_COMPLETES_TAG] = "tag",
                                        [SN_COMPLETES_NAME] = "name",
                                        [SN_COMPLETES_TITLE] = "title"};
    return names[type];
}

void sn_suggestions_done(sn_suggestions *s)
{
    sn_pool_done(&s->pool);
}

/* Letters and digits, without blanks, that the first `bytes` of a text fold to. */
static sn_status key_bytes(sn_str text, size_t bytes, size_t *out)
{
    SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(SN_FOLD_GROWTH * (text.len + 1));
    sn_status s = sn_fold_name((sn_str){text.at, bytes}, &key);
    if (s == SN_OK)
        *out = key.len;
    return s;
}

/* The shortest beginning of text that folds to `wanted` bytes or more. */
static sn_status bytes_of_key(sn_str text, size_t wanted, size_t *out)
{
    size_t low = 0, high = text.len;
    while (low < high) {
        size_t middle = sn_utf8_cut(text, (low + high) / 2).len, len = 0, next = middle;
        sn_status s = key_bytes(text, middle, &len);
        if (s != SN_OK)
            return s;
        if (len >= wanted) {
            high = middle;
            continue;
        }
        sn_utf8_next(text, &next);
        low = next;
    }
    *out = high;
    return SN_OK;
}

/* Where in the text what was typed stands, given where its key stands in the text's. */
static sn_status set_typed(sn_suggested *to, size_t key_begin, size_t key_end)
{
    size_t before = 0, end = 0;
    sn_status s = key_begin > 0 ? bytes_of_key(to->text, key_begin + 1, &before) : SN_OK;
    if (s == SN_OK)
        s = bytes_of_key(to->text, key_end, &end);
    if (s != SN_OK)
        return s;
    to->end = (uint32_t)sn_utf8_length((sn_str){to->text.at, end});
    uint32_t begin = (uint32_t)sn_utf8_length((sn_str){to->text.at, before});
    to->begin = key_begin > 0 && begin > 0 ? begin - 1 : begin;
    return SN_OK;
}

static bool is_there(const sn_suggestions *out, const sn_suggested *one)
{
    for (size_t i = 0; i < out->n; i++) {
        if (sn_str_equal(out->at[i].text, one->text) && out->at[i].type == one->type)
            return true;
    }
    return false;
}

/* The best of one type that may be shown, until there are `upto` in all. */
static sn_status add_type(sn_suggest_check *c, sn_completion_type type, sn_str prefix, size_t upto,
                          sn_suggestions *out)
{
    sn_completion_walk walk;
    const sn_completion *item;
    uint32_t place;
    sn_status s = SN_OK;
    sn_completion_walk_begin(&walk, c->all, type, prefix);
    while (s == SN_OK && out->n < upto && (item = sn_completion_walk_next(&walk, &place)) != NULL) {
        sn_suggested one = {.type = type};
        bool is_shown;
        s = sn_suggest_check_item(c, item, &one, &is_shown);
        if (s != SN_OK || !is_shown || is_there(out, &one))
            continue;
        s = set_typed(&one, place - item->key, place - item->key + prefix.len);
        if (s == SN_OK)
            out->at[out->n++] = one;
    }
    return s;
}

/* Queries, tags and names may take half of the list, or what titles leave of it. */
static sn_status complete(sn_suggest_check *c, const sn_suggest_request *request, sn_str typed,
                          sn_suggestions *out)
{
    SN_CLEANUP(sn_buf) sn_buf prefix = SN_BUF(SN_FOLD_GROWTH * 2 * SN_LIMIT_SUGGEST_BYTES);
    sn_status s = sn_completion_key(typed, &prefix, NULL, NULL);
    if (s != SN_OK || prefix.len == 0)
        return s;
    size_t limit = request->limit, asked = 0;
    bool has_titles = (request->types & 1u << SN_COMPLETES_TITLE) != 0;
    size_t half = has_titles ? (limit + 1) / 2 : limit;
    for (int type = 0; type < SN_COMPLETES_TITLE; type++)
        asked += (request->types >> type) & 1u;
    for (int type = 0; type < SN_COMPLETES_TITLE && s == SN_OK; type++) {
        if ((request->types & 1u << type) == 0)
            continue;
        size_t share = (half - (out->n < half ? out->n : half) + asked - 1) / asked;
        s = add_type(c, (sn_completion_type)type, sn_buf_str(&prefix), out->n + share, out);
        asked--;
    }
    return s == SN_OK && has_titles
               ? add_type(c, SN_COMPLETES_TITLE, sn_buf_str(&prefix), limit, out)
               : s;
}

/* What begins with nothing may have been typed on the wrong keyboard. */
static sn_status complete_layouts(sn_suggest_check *c, const sn_suggest_request *request,
                                  sn_suggestions *out)
{
    sn_status s = SN_OK;
    for (int i = 0; i < 2 * SN_LAYOUTS && s == SN_OK && out->n == 0; i++) {
        SN_CLEANUP(sn_buf) sn_buf other = SN_BUF(4 * SN_LIMIT_SUGGEST_BYTES);
        sn_layout layout = (sn_layout)(i % SN_LAYOUTS);
        s = i < SN_LAYOUTS ? sn_keyboard_persian(layout, request->q, &other)
                           : sn_keyboard_latin(layout, request->q, &other);
        if (s == SN_OK && !sn_str_equal(sn_buf_str(&other), request->q))
            s = complete(c, request, sn_buf_str(&other), out);
        if (s == SN_OK && out->n > 0)
            s = sn_pool_copy(&out->pool, sn_buf_str(&other), &out->layout);
    }
    return s;
}

static sn_status complete_from(sn_searcher *s, const sn_completions *all,
                               const sn_suggest_request *request, sn_suggestions *out,
                               sn_error *err)
{
    sn_suggest_check c = {.searcher = s,
                          .all = all,
                          .pool = &out->pool,
                          .data = SN_BUF(SN_RECORD_BYTES),
                          .key = SN_BUF(SN_FOLD_GROWTH * 2 * SN_LIMIT_FIELD_BYTES),
                          .now_sec = request->now_sec,
                          .err = err};
    c.hit = malloc(sizeof *c.hit);
    sn_status status = c.hit == NULL ? SN_ENOMEM : complete(&c, request, request->q, out);
    if (status == SN_OK && out->n == 0)
        status = complete_layouts(&c, request, out);
    free(c.hit);
    sn_buf_done(&c.data);
    sn_buf_done(&c.key);
    return status;
}

sn_status sn_suggest(sn_searcher *s, const sn_suggest_request *request, sn_suggestions *out,
                     sn_error *err)
{
    const sn_hint *hint = NULL;
    sn_status status =
        sn_hints_take(s->engine->hints, SN_HINT_COMPLETIONS, &s->snapshot, &hint, err);
    if (status == SN_OK && hint != NULL) {
        out->is_ready = true;
        out->change = hint->applied;
        status = complete_from(s, &hint->completions, request, out, err);
    }
    sn_hint_give_back(s->engine->hints, hint);
    return status;
}
