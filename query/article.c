/* One article as the index shows it. */
#include "query/fields.h"
#include "query/hit_json.h"
#include "query/records.h"

#include <stdlib.h>

static sn_status write_article(const sn_snapshot *now, sn_docid docid, const sn_hit *hit,
                               uint32_t fields, sn_buf *out, sn_error *err)
{
    sn_json j = SN_JSON(out);
    uint32_t shown = fields != 0 ? fields : SN_SHOW_ARTICLE;
    sn_json_object(&j);
    sn_hit_write_members(&j, hit, shown);
    sn_status s = sn_hit_write_story(&j, now, docid, shown, err);
    sn_json_end(&j);
    sn_status written = sn_json_finish(&j);
    return s == SN_OK ? written : s;
}

static sn_status try_once(sn_searcher *s, bool force, sn_str id, uint32_t fields, sn_buf *data,
                          sn_hit *hit, sn_buf *out, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf body = SN_BUF(SN_RECORD_BYTES);
    sn_docid docid = 0;
    const sn_snapshot *now = &s->snapshot;
    sn_status status = sn_searcher_refresh(s, force, err);
    if (status == SN_OK)
        status = sn_article_find(now, id, &docid, data, hit, err);
    if (status == SN_OK && (fields == 0 || (fields & SN_SHOW_BODY) != 0))
        status = sn_hit_load_body(s, docid, &body, hit, err);
    return status == SN_OK ? write_article(now, docid, hit, fields, out, err) : status;
}

sn_status sn_searcher_article_json(sn_searcher *s, sn_str id, uint32_t fields, sn_buf *out,
                                   uint64_t *etag, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf data = SN_BUF(SN_RECORD_BYTES);
    sn_hit *hit = malloc(sizeof *hit);
    sn_status status = hit == NULL ? SN_ENOMEM : SN_ESTALE;
    size_t before = out->len;
    for (int i = 0; i < SN_SNAPSHOT_TRIES && sn_searcher_is_stale(s, status); i++) {
        sn_buf_cut(out, before);
        status = try_once(s, i > 0, id, fields, &data, hit, out, err);
    }
    if (status == SN_ENOTFOUND)
        status = sn_fail(err, status, "there is no such article");
    if (status != SN_OK)
        sn_buf_cut(out, before);
    else if (etag != NULL)
        *etag = hit->etag;
    free(hit);
    return status;
}
