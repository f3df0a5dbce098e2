#include "query/records.h"

sn_status sn_hit_load(const sn_xap_db *db, sn_docid docid, sn_buf *data, sn_hit *hit, sn_error *err)
{
    sn_buf_clear(data);
    sn_status s = sn_xap_db_data(db, docid, data, err);
    if (s != SN_OK)
        return s;
    s = sn_hit_read(sn_buf_str(data), hit);
    return s == SN_OK ? s : sn_fail(err, s, "the record of article number %u does not read", docid);
}

sn_status sn_hit_load_body(const sn_searcher *s, sn_docid docid, sn_buf *memory, sn_hit *hit,
                           sn_error *err)
{
    if (hit->body_bytes == 0)
        return SN_OK;
    sn_buf_clear(memory);
    sn_status status = sn_xap_db_value(s->snapshot.db, docid, SN_SLOT_BODY, memory, err);
    if (status != SN_OK)
        return status;
    status = sn_body_read(s->bodies, memory, hit);
    return status == SN_OK
               ? status
               : sn_fail(err, status, "the body of article number %u does not read", docid);
}

sn_status sn_article_find(const sn_snapshot *now, sn_str id, sn_docid *docid, sn_buf *data,
                          sn_hit *hit, sn_error *err)
{
    char term[SN_INDEX_TERM_SIZE];
    if (now->db == NULL || id.len == 0 || id.len > SN_LIMIT_ID_BYTES)
        return SN_ENOTFOUND;
    sn_status s =
        sn_xap_db_first_with_term(now->db, sn_index_term(SN_LIST_ID, id, term), docid, err);
    if (s == SN_OK)
        s = sn_hit_load(now->db, *docid, data, hit, err);
    if (s != SN_OK)
        return s;
    return sn_str_equal(hit->id, id) && !sn_snapshot_hides(now, id) ? SN_OK : SN_ENOTFOUND;
}
