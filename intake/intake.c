#include "intake/intake.h"

#include "archive/address.h"
#include "archive/json.h"
#include "base/limits.h"
#include "intake/markup.h"

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

/* Which members come from outside: those of the patch; all without one. */
static bool is_from_outside(const sn_str *patch, const char *name)
{
    return patch == NULL || sn_json_member(*patch, name).at != NULL;
}

static sn_status strip_all(sn_article *a, const sn_str *patch, bool *changed)
{
    const struct {
        const char *name;
        char **text;
        sn_markup_form form;
    } texts[] = {{"title", &a->title, SN_MARKUP_LINE},
                 {"kicker", &a->kicker, SN_MARKUP_LINE},
                 {"lead", &a->lead, SN_MARKUP_TEXT},
                 {"body", &a->body, SN_MARKUP_TEXT}};
    sn_status s = SN_OK;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && s == SN_OK; i++)
        if (is_from_outside(patch, texts[i].name))
            s = strip(texts[i].text, texts[i].form, changed);
    return s;
}

static sn_status set_canonical(char **url)
{
    SN_CLEANUP(sn_buf) sn_buf canonical = SN_BUF(SN_LIMIT_FIELD_BYTES + 1);
    sn_status s = *url != NULL ? sn_address_canonical(sn_str_of(*url), &canonical) : SN_OK;
    if (s != SN_OK || canonical.len == 0 || strcmp(sn_buf_text(&canonical), *url) == 0)
        return s;
    free(*url);
    *url = canonical.at;
    canonical = (sn_buf){0};
    return SN_OK;
}

static sn_status parse(sn_str json, const sn_str *patch, sn_article *out, sn_error *err)
{
    bool changed = false;
    sn_article article = {0};
    sn_status s = sn_article_parse(json, &article, err);
    if (s != SN_OK)
        return s;
    s = strip_all(&article, patch, &changed);
    if (s == SN_OK && is_from_outside(patch, "url"))
        s = set_canonical(&article.url);
    if (s == SN_OK && changed)
        s = read_again(&article, err);
    if (s == SN_OK)
        *out = article;
    else
        sn_article_done(&article);
    return s;
}

sn_status sn_intake_parse(sn_str json, sn_article *out, sn_error *err)
{
    return parse(json, NULL, out, err);
}

sn_status sn_intake_parse_patched(sn_str json, sn_str patch, sn_article *out, sn_error *err)
{
    return parse(json, &patch, out, err);
}
