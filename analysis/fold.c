#include "analysis/fold.h"

#include "analysis/fold_sink.h"
#include "analysis/letters.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

void sn_folded_done(sn_folded *f)
{
    if (f == NULL)
        return;
    sn_buf_done(&f->text);
    free(f->source);
    free(f->ezafe);
    f->source = NULL;
    f->ezafe = NULL;
    f->cap = 0;
}

static sn_status begin(sn_str original, sn_folded *out)
{
    if (out->ezafe != NULL) /* only what the last text dirtied */
        memset(out->ezafe, 0, out->text.len / 8 + 1);
    out->text.len = 0;
    out->text.status = SN_OK;
    return sn_fold_reserve(out, original.len + 64);
}

sn_status sn_fold(sn_str original, sn_folded *out)
{
    sn_status status = begin(original, out);
    if (status != SN_OK)
        return status;
    sn_fold_sink sink = {.out = out};
    for (size_t at = 0; at < original.len && sink.status == SN_OK;) {
        at = sn_fold_plain(&sink, original, at);
        if (at == original.len || sink.status != SN_OK)
            break;
        sink.source = (uint32_t)at;
        sn_fold_step(&sink, sn_utf8_next(original, &at));
    }
    sn_fold_finish(&sink);
    if (sink.status != SN_OK)
        return sink.status;
    out->text.at[out->text.len] = '\0';
    out->source[out->text.len] = (uint32_t)original.len;
    return SN_OK;
}

/* blanks: one between words that were apart, or none at all. */
static sn_status fold_words(sn_str original, bool blanks, sn_buf *out)
{
    SN_CLEANUP(sn_folded) sn_folded folded = {0};
    sn_status status = sn_fold(original, &folded);
    if (status != SN_OK)
        return status;
    size_t begin_len = out->len;
    bool gap = false;
    sn_str text = sn_buf_str(&folded.text);
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t cp = sn_utf8_next(text, &at);
        if (cp == 0x200c)
            continue;
        if (!sn_is_word_cp(cp)) {
            gap = true;
            continue;
        }
        if (gap && blanks && out->len > begin_len)
            sn_buf_add_byte(out, ' ');
        gap = false;
        if (cp == 0x0622)
            sn_buf_add_str(out, SN_STR("ا"));
        else
            sn_buf_add(out, text.at + from, at - from);
    }
    return sn_buf_status(out);
}

sn_status sn_fold_key(sn_str original, sn_buf *out)
{
    return fold_words(original, true, out);
}

sn_status sn_fold_name(sn_str original, sn_buf *out)
{
    return fold_words(original, false, out);
}

sn_status sn_fold_word(sn_str word, char *out, size_t cap, size_t *len)
{
    SN_CLEANUP(sn_folded) sn_folded folded = {0};
    sn_status status = sn_fold(word, &folded);
    if (status != SN_OK)
        return status;
    if (folded.text.len > cap)
        return SN_ELIMIT;
    if (folded.text.len > 0)
        memcpy(out, folded.text.at, folded.text.len);
    *len = folded.text.len;
    return SN_OK;
}
