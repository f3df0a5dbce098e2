#include "archive/store.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <sqlite3.h>

sn_status sn_change_add(sn_archive *a, uint32_t docid, sn_str id, uint64_t *change, sn_error *err)
{
    sn_status status = sn_sql_run(a, SN_SQL_ADD_CHANGE, err, "is", (int64_t)docid, id);
    if (status == SN_OK)
        *change = (uint64_t)sqlite3_last_insert_rowid(a->db[SN_DB_ARCHIVE]);
    return status;
}

/* docid 0 and SN_OK for an id that is not held. */
static sn_status find(sn_archive *a, sn_str id, uint32_t *docid, sn_article_state *state,
                      sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    *docid = 0;
    sn_status status = sn_rows_open(a, SN_SQL_BY_ID, &rows, err, "s", id);
    if (status == SN_OK)
        status = sn_rows_next(&rows, err);
    if (status == SN_OK) {
        *docid = (uint32_t)sn_rows_int(&rows, 0);
        *state = (sn_article_state)sn_rows_int(&rows, 1);
    }
    return status == SN_DONE ? SN_OK : status;
}

static sn_status withdraw(sn_archive *a, sn_str id, uint64_t *change, sn_error *err)
{
    uint32_t docid;
    sn_article_state state;
    sn_status status = find(a, id, &docid, &state, err);
    if (status != SN_OK)
        return status;
    if (docid == 0 || state == SN_ARTICLE_WITHDRAWN || state == SN_ARTICLE_TAKEN_DOWN)
        return sn_fail(err, SN_ENOTFOUND, "article \"%.*s\" is not held", (int)id.len, id.at);
    status = sn_change_add(a, docid, id, change, err);
    return status != SN_OK ? status
                           : sn_sql_run(a, SN_SQL_WITHDRAW, err, "si", id, (int64_t)*change);
}

sn_status sn_archive_withdraw(sn_archive *a, sn_str id, uint64_t *change, sn_error *err)
{
    uint64_t made = 0;
    if (sn_article_check_id(id, NULL) != SN_OK)
        return sn_fail(err, SN_ENOTFOUND, "no article can have that id");
    sn_status status = sn_write_begin(a, err);
    if (status != SN_OK)
        return status;
    status = sn_write_end(a, withdraw(a, id, &made, err), err);
    if (status == SN_OK)
        *change = made;
    return status;
}

sn_status sn_takedown_apply(sn_archive *a, sn_str id, uint64_t *change, sn_error *err)
{
    uint32_t docid;
    sn_article_state state;
    sn_status status = find(a, id, &docid, &state, err);
    if (status == SN_OK)
        status = sn_change_add(a, docid, id, change, err);
    if (status == SN_OK && docid != 0)
        status = sn_sql_run(a, SN_SQL_TAKE_DOWN, err, "si", id, (int64_t)*change);
    if (status == SN_OK)
        status = sn_sql_run(a, SN_SQL_TAKEN_ADD, err, "si", id, (int64_t)*change);
    return status;
}

sn_status sn_takedown_revoke(sn_archive *a, sn_str id, uint64_t *change, sn_error *err)
{
    uint32_t docid;
    sn_article_state state;
    sn_status status = find(a, id, &docid, &state, err);
    if (status == SN_OK)
        status = sn_change_add(a, docid, id, change, err);
    if (status == SN_OK && docid != 0)
        status = sn_sql_run(a, SN_SQL_LIFT, err, "si", id, (int64_t)*change);
    if (status == SN_OK && docid != 0)
        status = sn_due_settle(a, id, err);
    if (status == SN_OK)
        status = sn_sql_run(a, SN_SQL_TAKEN_REMOVE, err, "s", id);
    return status;
}

static sn_status take_down(sn_archive *a, sn_str id, const char *who, const char *why,
                           uint64_t *change, uint32_t *docid, sn_error *err)
{
    int64_t in_force = 0;
    sn_article_state state = SN_ARTICLE_WITHDRAWN;
    sn_status status = find(a, id, docid, &state, err);
    if (status == SN_OK)
        status = sn_sql_int(a, SN_SQL_TAKEN_GET, &in_force, err, "s", id);
    if (status == SN_OK) {
        *change = (uint64_t)in_force;
        return SN_OK;
    }
    if (status != SN_DONE)
        return status;
    /* Committed here and now: whatever becomes of archive.db, the ledger knows. */
    a->ledger_ahead = true;
    int64_t articles = *docid != 0 && state == SN_ARTICLE_LIVE;
    status =
        sn_sql_run(a, SN_SQL_LEDGER_ADD, err, "sitti", id, sn_archive_now(a), who, why, articles);
    return status != SN_OK ? status : sn_takedown_apply(a, id, change, err);
}

static sn_status check_note(const char *name, const char *text, sn_error *err)
{
    sn_str note = sn_str_of(text);
    if (note.len > SN_LIMIT_FIELD_BYTES || !sn_utf8_is_valid(note, NULL))
        return sn_fail(err, SN_EINVAL, "%s: over %d bytes, or ill-formed UTF-8", name,
                       SN_LIMIT_FIELD_BYTES);
    return SN_OK;
}

sn_status sn_archive_take_down(sn_archive *a, sn_str id, const char *who, const char *why,
                               uint64_t *change, uint32_t *docid, sn_error *err)
{
    uint64_t made = 0;
    uint32_t number = 0;
    sn_status status = sn_article_check_id(id, err);
    if (status != SN_OK)
        return sn_fail_in(err, SN_EINVAL, "no takedown");
    status = check_note("who", who, err);
    if (status == SN_OK)
        status = check_note("why", why, err);
    if (status == SN_OK)
        status = sn_write_begin(a, err);
    if (status != SN_OK)
        return status;
    status = sn_write_end(a, take_down(a, id, who, why, &made, &number, err), err);
    if (status == SN_OK) {
        *change = made;
        *docid = number;
    }
    return status;
}

static sn_status lift(sn_archive *a, sn_str id, const char *who, uint64_t *change, sn_error *err)
{
    int64_t in_force;
    sn_status status = sn_sql_int(a, SN_SQL_TAKEN_GET, &in_force, err, "s", id);
    if (status == SN_DONE)
        return sn_fail(err, SN_ENOTFOUND, "no takedown of \"%.*s\" is in force", (int)id.len,
                       id.at);
    if (status != SN_OK)
        return status;
    a->ledger_ahead = true;
    status = sn_sql_run(a, SN_SQL_LEDGER_LIFT, err, "sit", id, sn_archive_now(a), who);
    return status != SN_OK ? status : sn_takedown_revoke(a, id, change, err);
}

sn_status sn_archive_lift(sn_archive *a, sn_str id, const char *who, uint64_t *change,
                          sn_error *err)
{
    uint64_t made = 0;
    if (sn_article_check_id(id, NULL) != SN_OK)
        return sn_fail(err, SN_ENOTFOUND, "no article can have that id");
    sn_status status = check_note("who", who, err);
    if (status == SN_OK)
        status = sn_write_begin(a, err);
    if (status != SN_OK)
        return status;
    status = sn_write_end(a, lift(a, id, who, &made, err), err);
    if (status == SN_OK)
        *change = made;
    return status;
}
