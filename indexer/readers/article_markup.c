#include "indexer/readers/article_markup.h"

#include "base/limits.h"
#include "indexer/readers/markup.h"

#include <stdlib.h>
#include <string.h>

static sn_status strip(char **text, sn_markup_form form, bool *changed)
{
    sn_str from = sn_str_of(*text);
    if (!sn_markup_may_be_in(from))
        return SN_OK;
    sn_buf out = SN_BUF(from.len + 1);
    sn_status s = sn_markup_strip(from, form, &out);
    if (s != SN_OK || sn_str_equal(sn_buf_str(&out), from)) {
        sn_buf_done(&out);
        return s;
    }
    *changed = true;
    free(*text);
    *text = out.at; /* NULL if nothing is left */
    return SN_OK;
}

/* Through its JSON form again: a title may have become blank. */
static sn_status read_again(sn_article *a, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    sn_status s = sn_article_write(a, &json);
    sn_article_done(a);
    return s == SN_OK ? sn_article_parse(sn_buf_str(&json), a, err) : s;
}

sn_status sn_article_strip_markup(sn_article *a, sn_error *err)
{
    bool changed = false;
    sn_status s = strip(&a->title, SN_MARKUP_LINE, &changed);
    if (s == SN_OK)
        s = strip(&a->kicker, SN_MARKUP_LINE, &changed);
    if (s == SN_OK)
        s = strip(&a->lead, SN_MARKUP_TEXT, &changed);
    if (s == SN_OK)
        s = strip(&a->body, SN_MARKUP_TEXT, &changed);
    if (s == SN_OK)
        return changed ? read_again(a, err) : SN_OK;
    sn_article_done(a);
    return s;
}
