#include "query/answer.h"

#include <stdlib.h>

static sn_status find_article(const sn_snapshot *now, sn_str id, sn_buf *data, sn_hit *hit,
                              sn_error *err)
{
    char term[SN_INDEX_TERM_SIZE];
    sn_docid docid;
    if (now->db == NULL || id.len == 0 || id.len > SN_LIMIT_ID_BYTES)
        return SN_ENOTFOUND;
    sn_status s =
        sn_xap_db_first_with_term(now->db, sn_index_term(SN_LIST_ID, id, term), &docid, err);
    if (s == SN_OK)
        s = sn_hit_load(now->db, docid, data, hit, err);
    if (s != SN_OK)
        return s;
    return sn_str_equal(hit->id, id) && !sn_snapshot_hides(now, id) ? SN_OK : SN_ENOTFOUND;
}

static sn_status write_article(const sn_hit *hit, uint32_t fields, sn_buf *out)
{
    sn_json j = SN_JSON(out);
    sn_json_object(&j);
    sn_hit_write_members(&j, hit, fields != 0 ? fields : SN_SHOW_ARTICLE);
    sn_json_end(&j);
    return sn_json_finish(&j);
}

sn_status sn_searcher_article_json(sn_searcher *s, sn_str id, uint32_t fields, sn_buf *out,
                                   sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf data = SN_BUF(SN_RECORD_BYTES);
    sn_hit *hit = malloc(sizeof *hit);
    sn_status status = hit == NULL ? SN_ENOMEM : SN_ESTALE;
    for (int i = 0; i < 3 && status == SN_ESTALE; i++) {
        status = sn_searcher_refresh(s, i > 0, err);
        if (status == SN_OK)
            status = find_article(&s->snapshot, id, &data, hit, err);
    }
    size_t before = out->len;
    if (status == SN_OK)
        status = write_article(hit, fields, out);
    else if (status == SN_ENOTFOUND)
        status = sn_fail(err, status, "there is no such article");
    if (status != SN_OK)
        sn_buf_cut(out, before);
    free(hit);
    return status;
}
