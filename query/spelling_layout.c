#include "query/spelling_layout.h"

#include "query/keyboard.h"

#include <string.h>

#define LEAST_LATIN 3 /* letters: shorter ones are anything */

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_latin(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t latin_letters(sn_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += is_latin(s.at[i]);
    return n;
}

static bool has_other_script(sn_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.at[i] >= 0x80)
            return true;
    }
    return false;
}

sn_str sn_spelling_chunk(sn_str q, size_t at)
{
    size_t begin = at, end = at;
    while (begin > 0 && !is_blank(q.at[begin - 1]))
        begin--;
    while (end < q.len && !is_blank(q.at[end]))
        end++;
    return (sn_str){q.at + begin, end - begin};
}

/* The chunk on one layout; *text empty where it is not made of known words. */
static sn_status convert(sn_spelling_query *q, sn_layout layout, sn_str chunk, sn_str *text,
                         uint32_t *freq)
{
    bool to_persian = !has_other_script(chunk);
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(4 * SN_LIMIT_QUERY_BYTES);
    sn_status s = to_persian ? sn_keyboard_persian(layout, chunk, &out)
                             : sn_keyboard_latin(layout, chunk, &out);
    sn_str converted = sn_buf_str(&out);
    *text = (sn_str){0};
    if (s != SN_OK ||
        (!to_persian && (has_other_script(converted) || latin_letters(converted) < LEAST_LATIN)))
        return s;
    s = sn_spelling_all_known(q, converted, freq);
    return s == SN_OK && *freq > 0 ? sn_pool_copy(q->pool, converted, text) : s;
}

sn_status sn_spelling_layout_chunk(sn_spelling_query *q, sn_str chunk, sn_str *text, uint32_t *freq)
{
    sn_status s = SN_OK;
    *text = (sn_str){0};
    if (latin_letters(chunk) > 0 && has_other_script(chunk))
        return SN_OK;
    for (int layout = 0; layout < SN_LAYOUTS && s == SN_OK && text->len == 0; layout++)
        s = convert(q, (sn_layout)layout, chunk, text, freq);
    return s;
}

/* The next chunk with a Latin letter from *at on; empty: none. */
static sn_str next_chunk(sn_str q, size_t *at)
{
    while (*at < q.len) {
        if (is_blank(q.at[*at])) {
            (*at)++;
            continue;
        }
        sn_str chunk = sn_spelling_chunk(q, *at);
        *at += chunk.len;
        if (latin_letters(chunk) > 0)
            return chunk;
    }
    return (sn_str){0};
}

static sn_status convert_query(sn_spelling_query *q, sn_layout layout, sn_spelling *out)
{
    sn_str text = q->in->q, chunk;
    out->n = 0;
    for (size_t at = 0; (chunk = next_chunk(text, &at)).len > 0;) {
        sn_correction change = {.kind = SN_CORRECTION_LAYOUT, .cost = SN_COST_LAYOUT};
        uint32_t freq;
        sn_status s = convert(q, layout, chunk, &change.to, &freq);
        if (s != SN_OK || change.to.len == 0 || out->n == SN_LIMIT_SPELLING_CHANGES) {
            out->n = 0;
            return s;
        }
        change.begin = (size_t)(chunk.at - text.at);
        change.end = change.begin + chunk.len;
        out->changes[out->n++] = change;
    }
    return SN_OK;
}

sn_status sn_spelling_layout_query(sn_spelling_query *q, sn_spelling *out)
{
    bool is_unknown = false;
    sn_status s = SN_OK;
    for (size_t i = 0; i < q->n; i++)
        is_unknown = is_unknown || (q->words[i].is_doubted && q->words[i].freq == 0);
    if (!is_unknown || has_other_script(q->in->q))
        return SN_OK;
    for (int layout = 0; layout < SN_LAYOUTS && s == SN_OK && out->n == 0; layout++)
        s = convert_query(q, (sn_layout)layout, out);
    return s;
}
