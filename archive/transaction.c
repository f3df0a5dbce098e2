#include "archive/store.h"

#include <sqlite3.h>

/* The input was refused before anything was written; all else leaves half a change behind. */
static bool is_refusal(sn_status status)
{
    switch (status) {
    case SN_EINVAL:
    case SN_EUTF8:
    case SN_ELIMIT:
    case SN_ENOTFOUND:
    case SN_ECONFLICT:
    case SN_ETAKENDOWN:
        return true;
    default:
        return false;
    }
}

static void roll_back(sn_archive *a)
{
    sqlite3 *db = a->db[SN_DB_ARCHIVE];
    if (db != NULL && sqlite3_get_autocommit(db) == 0)
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    a->runs.n = 0;
    a->ledger_unread = a->ledger_unread || a->ledger_ahead;
    a->ledger_ahead = false;
}

/* The archive's lock is ours: what the ledger says now cannot be outrun by a put. */
static sn_status merge_if_changed(sn_archive *a, sn_error *err)
{
    int64_t version = 0;
    sn_status status = sn_sql_int(a, SN_SQL_LEDGER_VERSION, &version, err, "");
    if (status != SN_OK || (!a->ledger_unread && version == a->ledger_version))
        return status;
    a->ledger_ahead = true;
    status = sn_ledger_merge(a, err);
    if (status == SN_OK) {
        a->ledger_unread = false;
        a->ledger_version = version;
    }
    return status;
}

static sn_status begin(sn_archive *a, sn_error *err)
{
    if (a->read_only)
        return sn_fail(err, SN_EINVAL, "the archive was opened for reading only");
    sn_status status = sn_sql_run(a, SN_SQL_BEGIN_WRITE, err, "");
    if (status == SN_OK)
        status = merge_if_changed(a, err);
    if (status != SN_OK)
        roll_back(a);
    return status;
}

static sn_status commit(sn_archive *a, sn_error *err)
{
    sn_status status = sn_sql_run(a, SN_SQL_COMMIT, err, "");
    if (status != SN_OK)
        roll_back(a);
    a->ledger_ahead = false;
    return status;
}

static sn_status fail_broken(sn_archive *a, sn_error *err)
{
    return sn_fail(err, a->broken, "the transaction was rolled back when a write in it failed");
}

sn_status sn_write_begin(sn_archive *a, sn_error *err)
{
    if (!a->begun)
        return begin(a, err);
    return a->broken == SN_OK ? SN_OK : fail_broken(a, err);
}

sn_status sn_write_end(sn_archive *a, sn_status status, sn_error *err)
{
    if (!a->begun) {
        if (status == SN_OK)
            return commit(a, err);
        /* A refusal wrote nothing, but takedowns merged before it may as well stay. */
        if (!is_refusal(status) || commit(a, NULL) != SN_OK)
            roll_back(a);
        return status;
    }
    if (status != SN_OK && !is_refusal(status)) {
        roll_back(a);
        a->broken = status;
    }
    return status;
}

sn_status sn_archive_begin(sn_archive *a, sn_error *err)
{
    if (a->begun)
        return sn_fail(err, SN_EINVAL, "a transaction is open already");
    sn_status status = begin(a, err);
    if (status == SN_OK) {
        a->begun = true;
        a->broken = SN_OK;
    }
    return status;
}

sn_status sn_archive_commit(sn_archive *a, sn_error *err)
{
    if (!a->begun)
        return sn_fail(err, SN_EINVAL, "no transaction is open");
    a->begun = false;
    return a->broken == SN_OK ? commit(a, err) : fail_broken(a, err);
}

void sn_archive_rollback(sn_archive *a)
{
    if (a->begun)
        roll_back(a);
    a->begun = false;
    a->broken = SN_OK;
}
