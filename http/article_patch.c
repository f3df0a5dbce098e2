#include "http/article_patch.h"

#include "archive/json_merge.h"
#include "base/limits.h"
#include "intake/intake.h"

/* As spelt, before it is known how long its canonical form is. */
#define MERGED_BYTES ((size_t)2 * SN_LIMIT_ARTICLE_BYTES)

static sn_status merge(sn_str held, sn_str patch, sn_buf *merged, sn_error *err)
{
    sn_status s = sn_json_merge(held, patch, merged);
    return s == SN_OK ? s
                      : sn_fail(err, s, "the article has over %d bytes as JSON, or no memory",
                                SN_LIMIT_ARTICLE_BYTES);
}

sn_status sn_article_patch(sn_str held, sn_str patch, sn_str id, sn_article *out, bool *mismatch,
                           sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf merged = SN_BUF(MERGED_BYTES);
    sn_article article = {0};
    sn_status s = merge(held, patch, &merged, err);
    if (s == SN_OK)
        s = sn_intake_parse_patched(sn_buf_str(&merged), patch, &article, err);
    if (s != SN_OK)
        return s;
    if (!sn_str_equal(sn_str_of(article.id), id)) {
        sn_article_done(&article);
        *mismatch = true;
        return sn_fail(err, SN_EINVAL, "id: the patch names another article than the path");
    }
    *out = article;
    return SN_OK;
}
