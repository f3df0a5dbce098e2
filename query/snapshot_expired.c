/* Articles whose time is over although the index still holds them: nobody needs to have written anything. */
#include "query/engine.h"

#include "base/grow.h"
#include "layout/expiry.h"
#include "query/records.h"

#include <stdlib.h>

typedef struct expired {
    const sn_xap_db *db;
    int64_t now_sec, next_sec;
    sn_docid *at;
    size_t n, cap;
    sn_error *err;
} expired;

static sn_status keep_docid(void *ctx, sn_docid docid)
{
    expired *e = ctx;
    if (e->n >= SN_LIMIT_EXPIRED_IDS)
        return sn_fail(
            e->err, SN_ELOCKED,
            "over %d articles have expired and stand in the index (EXPIRED_IDS): it has to be "
            "brought along (sarnakh-index catch-up)",
            SN_LIMIT_EXPIRED_IDS);
    sn_docid *at = sn_grow(e->at, e->n, &e->cap, sizeof *at);
    if (at == NULL)
        return sn_fail(e->err, SN_ENOMEM, "out of memory");
    e->at = at;
    e->at[e->n++] = docid;
    return SN_OK;
}

/* Terms come in the order of time. */
static sn_status look_at_term(void *ctx, sn_str term, uint32_t freq)
{
    expired *e = ctx;
    int64_t sec;
    (void)freq;
    if (sn_expiry_of_term(term, &sec) != SN_OK)
        return sn_fail(e->err, SN_ECORRUPT, "the index has a time of expiry that is none");
    if (sec > e->now_sec) {
        e->next_sec = sec;
        return SN_DONE;
    }
    return sn_xap_db_each_docid(e->db, term, keep_docid, e, e->err);
}

static sn_status add_id(sn_hidden *set, sn_str id)
{
    sn_hidden_entry *at = realloc(set->at, (set->n + 1) * sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    set->at = at;
    char *copy = sn_str_dup(id);
    if (copy == NULL)
        return SN_ENOMEM;
    set->at[set->n++] = (sn_hidden_entry){SN_EXPIRED_CHANGE, copy};
    return SN_OK;
}

/* Their ids, by which they are left out as those that were taken down are. */
static sn_status add_ids(const expired *e, sn_hidden *set)
{
    SN_CLEANUP(sn_buf) sn_buf data = SN_BUF(SN_RECORD_BYTES);
    sn_hit *hit = e->n > 0 ? malloc(sizeof *hit) : NULL;
    sn_status s = e->n > 0 && hit == NULL ? sn_fail(e->err, SN_ENOMEM, "out of memory") : SN_OK;
    for (size_t i = 0; s == SN_OK && i < e->n; i++) {
        s = sn_hit_load(e->db, e->at[i], &data, hit, e->err);
        if (s == SN_OK && add_id(set, hit->id) != SN_OK)
            s = sn_fail(e->err, SN_ENOMEM, "out of memory");
    }
    free(hit);
    return s;
}

sn_status sn_snapshot_add_expired(const sn_xap_db *db, int64_t now_sec, sn_hidden *set,
                                  int64_t *next_sec, sn_error *err)
{
    expired e = {.db = db, .now_sec = now_sec, .next_sec = SN_NO_EXPIRY, .err = err};
    sn_status s = sn_xap_db_each_term(db, SN_STR("X"), look_at_term, &e, err);
    if (s == SN_OK)
        s = add_ids(&e, set);
    if (s == SN_OK)
        *next_sec = e.next_sec;
    free(e.at);
    return s;
}
