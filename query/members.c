#include "query/members.h"

bool sn_members_are_known(const sn_snapshot *now)
{
    return now->db != NULL && now->manifest.format >= SN_GROUPS_FORMAT;
}

sn_status sn_members_group(const sn_snapshot *now, sn_docid docid, sn_group_kind kind,
                           uint64_t *name, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(64);
    uint32_t slot = kind == SN_GROUP_STORY ? SN_SLOT_STORY : SN_SLOT_COPY;
    sn_status s = sn_xap_db_value(now->db, docid, slot, &value, err);
    if (s != SN_OK)
        return s;
    s = sn_group_of_value(sn_buf_str(&value), name);
    return s == SN_OK ? s : sn_fail(err, s, "article number %u is in no group", docid);
}

sn_status sn_members_count(const sn_snapshot *now, sn_group_kind kind, uint64_t name, uint32_t *out,
                           sn_error *err)
{
    char term[SN_INDEX_TERM_SIZE];
    uint32_t n = 0, hidden = 0;
    sn_status s = sn_xap_db_term_freq(now->db, sn_group_term(kind, name, term), &n, err);
    for (size_t i = 0; i < now->n_hidden_docids && s == SN_OK; i++) {
        uint64_t other = 0;
        s = sn_members_group(now, now->hidden_docids[i], kind, &other, err);
        hidden += s == SN_OK && other == name;
    }
    if (s == SN_OK)
        *out = n - hidden;
    return s;
}
