#include "indexer/apply/why.h"

#include "archive/due.h"
#include "archive/shown.h"
#include "indexer/apply/writer_internal.h"
#include "layout/hit.h"
#include "layout/membership.h"

#include <stdlib.h>
#include <string.h>

#define RECORD_BYTES ((size_t)4 * SN_LIMIT_ARTICLE_BYTES)

typedef struct copies {
    const sn_xap_db *db;
    sn_why *why;
} copies;

static sn_status add_copy(void *ctx, sn_docid docid)
{
    const copies *c = ctx;
    sn_why *why = c->why;
    SN_CLEANUP(sn_buf) sn_buf record = SN_BUF(RECORD_BYTES);
    if (why->n_copies == SN_WHY_COPIES)
        return SN_DONE;
    sn_hit *hit = malloc(sizeof *hit);
    if (hit == NULL)
        return SN_ENOMEM;
    sn_status s = sn_xap_db_data(c->db, docid, &record, NULL);
    if (s == SN_OK)
        s = sn_hit_read(sn_buf_str(&record), hit);
    if (s == SN_OK && hit->id.len <= SN_LIMIT_ID_BYTES) {
        char *copy = why->copies[why->n_copies++];
        memcpy(copy, hit->id.at, hit->id.len);
        copy[hit->id.len] = '\0';
    }
    free(hit);
    return s;
}

static sn_status find_copies(const sn_xap_db *db, sn_docid docid, sn_why *why, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(64);
    char term[SN_INDEX_TERM_SIZE];
    uint64_t name;
    copies c = {db, why};
    sn_status s = sn_xap_db_value(db, docid, SN_SLOT_COPY, &value, err);
    if (s != SN_OK || sn_group_of_value(sn_buf_str(&value), &name) != SN_OK)
        return s; /* or an index of before there were groups */
    return sn_xap_db_each_docid(db, sn_group_term(SN_GROUP_COPIES, name, term), add_copy, &c, err);
}

static sn_status look_in_index(const sn_writer *w, sn_str id, sn_why *why, sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_db) sn_xap_db *db = NULL;
    char bytes[SN_INDEX_TERM_SIZE];
    sn_docid docid;
    sn_status s = sn_writer_open_db(w, &why->generation, &db, err);
    if (s == SN_OK)
        s = sn_xap_db_first_with_term(db, sn_index_term(SN_LIST_ID, id, bytes), &docid, err);
    if (s == SN_ENOTFOUND)
        return SN_OK;
    if (s != SN_OK)
        return s;
    why->in_index = true;
    return find_copies(db, docid, why, err);
}

static sn_status look_in_hidden(const sn_writer *w, sn_str id, sn_why *why, sn_error *err)
{
    SN_CLEANUP(sn_hidden) sn_hidden hidden = {0};
    sn_status s = sn_hidden_read(w->dir, &hidden, err);
    for (size_t i = 0; s == SN_OK && i < hidden.n; i++)
        why->hidden |= sn_str_equal(sn_str_of(hidden.at[i].id), id);
    return s;
}

sn_status sn_writer_why(sn_writer *w, sn_str id, sn_why *out, sn_error *err)
{
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(RECORD_BYTES)};
    memset(out, 0, sizeof *out);
    out->applied = sn_epoch_get(w->epoch).applied;
    out->due_sec = SN_NEVER_SEC;
    sn_status s = sn_archive_get(w->archive, id, &record, err);
    if (s == SN_OK) {
        out->known = true;
        out->state = record.state;
        out->docid = record.docid;
        out->change = record.change;
        s = sn_archive_due_of(w->archive, id, &out->due_sec, err);
    }
    if (s == SN_OK || s == SN_ENOTFOUND)
        s = look_in_index(w, id, out, err);
    return s == SN_OK ? look_in_hidden(w, id, out, err) : s;
}
