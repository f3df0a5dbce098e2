#include "archive/store.h"

#include <errno.h>
#include <sqlite3.h>

static sn_status read_row(sn_archive *a, sn_str id, sn_record *out, bool *found, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status status = sn_rows_open(a, SN_SQL_BY_ID, &rows, err, "s", id);
    if (status == SN_OK)
        status = sn_rows_next(&rows, err);
    *found = status == SN_OK;
    if (status != SN_OK)
        return status == SN_DONE ? SN_OK : status;
    sn_str json = sn_rows_str(&rows, 3);
    status = sn_buf_add_str(&out->json, json);
    if (status != SN_OK)
        return sn_fail(err, status, "article \"%.*s\" has %zu bytes", (int)id.len, id.at, json.len);
    out->docid = (uint32_t)sn_rows_int(&rows, 0);
    out->state = (sn_article_state)sn_rows_int(&rows, 1);
    out->change = (uint64_t)sn_rows_int(&rows, 2);
    return SN_OK;
}

/* The ledger is asked too: a handle for reading does not merge it. */
static sn_status read_takedown(sn_archive *a, sn_str id, sn_record *out, bool *taken, sn_error *err)
{
    int64_t change = 0;
    sn_status status = sn_sql_int(a, SN_SQL_TAKEN_GET, &change, err, "s", id);
    if (status == SN_OK) {
        *taken = true;
        out->change = (uint64_t)change;
        return SN_OK;
    }
    return status == SN_DONE ? sn_ledger_holds(a, id, taken, err) : status;
}

sn_status sn_archive_get(sn_archive *a, sn_str id, sn_record *out, sn_error *err)
{
    SN_CLEANUP(sn_record) sn_record record = {.json = SN_BUF(out->json.max)};
    bool found = false, taken = false;
    if (sn_article_check_id(id, NULL) != SN_OK)
        return sn_fail(err, SN_ENOTFOUND, "no article can have that id");
    sn_status status = read_row(a, id, &record, &found, err);
    if (status == SN_OK)
        status = read_takedown(a, id, &record, &taken, err);
    if (status != SN_OK)
        return status;
    if (!found && !taken)
        return sn_fail(err, SN_ENOTFOUND, "article \"%.*s\" is not held", (int)id.len, id.at);
    if (taken)
        record.state = SN_ARTICLE_TAKEN_DOWN;
    sn_buf_done(&out->json);
    *out = record;
    record = (sn_record){0};
    return SN_OK;
}

sn_status sn_archive_last_change(sn_archive *a, uint64_t *out, sn_error *err)
{
    int64_t last = 0;
    sn_status status = sn_sql_int(a, SN_SQL_LAST_CHANGE, &last, err, "");
    if (status == SN_OK || status == SN_DONE)
        *out = (uint64_t)last;
    return status == SN_DONE ? SN_OK : status;
}

sn_status sn_archive_data_version(sn_archive *a, int64_t *out, sn_error *err)
{
    return sn_sql_int(a, SN_SQL_DATA_VERSION, out, err, "");
}

sn_status sn_archive_count(sn_archive *a, sn_archive_counts *out, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_archive_counts counts = {0};
    sn_status status = sn_rows_open(a, SN_SQL_COUNT, &rows, err, "");
    while (status == SN_OK) {
        status = sn_rows_next(&rows, err);
        if (status != SN_OK)
            break;
        uint64_t n = (uint64_t)sn_rows_int(&rows, 1);
        int64_t state = sn_rows_int(&rows, 0);
        uint64_t *const by_state[] = {[SN_ARTICLE_LIVE] = &counts.live,
                                      [SN_ARTICLE_WITHDRAWN] = &counts.withdrawn,
                                      [SN_ARTICLE_TAKEN_DOWN] = &counts.taken_down,
                                      [SN_ARTICLE_EMBARGOED] = &counts.embargoed,
                                      [SN_ARTICLE_EXPIRED] = &counts.expired,
                                      [SN_ARTICLE_WITHHELD] = &counts.withheld};
        if (state >= 0 && state < (int64_t)(sizeof by_state / sizeof *by_state))
            *by_state[state] = n;
    }
    if (status == SN_DONE)
        status = sn_archive_last_change(a, &counts.last_change, err);
    if (status == SN_OK)
        *out = counts;
    return status;
}

static sn_status check(sqlite3 *db, const char *name, sn_buf *findings, size_t *errors,
                       sn_error *err)
{
    sqlite3_stmt *statement = NULL;
    errno = 0;
    int code = sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &statement, NULL);
    while (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        code = SQLITE_OK;
        if (sn_str_equal(sn_str_of(text), SN_STR("ok")))
            continue;
        sn_buf_add_format(findings, "%s: %s\n", name, text != NULL ? text : "?");
        ++*errors;
    }
    sn_status status = SN_OK;
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
        sn_buf_add_format(findings, "%s: %s\n", name, sqlite3_errmsg(db));
        ++*errors;
    } else if (code != SQLITE_DONE) {
        status = sn_sql_fail(db, sqlite3_extended_errcode(db), name, err);
    }
    sqlite3_finalize(statement);
    return status;
}

sn_status sn_archive_check(sn_archive *a, sn_buf *findings, size_t *errors, sn_error *err)
{
    size_t found = 0;
    sn_status status = check(a->db[SN_DB_ARCHIVE], SN_ARCHIVE_FILE, findings, &found, err);
    if (status == SN_OK && a->db[SN_DB_LEDGER] != NULL)
        status = check(a->db[SN_DB_LEDGER], SN_LEDGER_FILE, findings, &found, err);
    if (status == SN_OK)
        *errors = found;
    return status;
}
