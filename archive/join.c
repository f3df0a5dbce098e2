/* Two ledgers into one (copy.h). */
#include "archive/copy.h"
#include "archive/store.h"
#include "base/file.h"

#include <errno.h>
#include <sqlite3.h>

#define SAME "o.id = l.id AND o.at = l.at AND o.who IS l.who AND o.why IS l.why"
/* A newer entry of the id, lifted later. In the same second is not later: which came first is not known. */
#define THERE_LIFTS "o.id = l.id AND o.at >= l.at AND o.lifted_at > l.at"
#define HERE_LIFTS  "k.id = o.id AND k.at >= o.at AND k.lifted_at > o.at"

static const char join_sql[] =
    "BEGIN IMMEDIATE;"
    /* The same entry, lifted there. */
    "UPDATE ledger AS l SET (lifted_at, lifted_by) = (SELECT o.lifted_at, o.lifted_by"
    " FROM other.ledger AS o WHERE " SAME " AND o.lifted_at <> 0)"
    " WHERE l.lifted_at = 0 AND EXISTS (SELECT 1 FROM other.ledger AS o WHERE " SAME
    " AND o.lifted_at <> 0) AND NOT EXISTS (SELECT 1 FROM other.ledger AS o WHERE " SAME
    " AND o.lifted_at = 0);"
    /* Lifted in both: of two accounts the earlier. */
    "UPDATE ledger AS l SET (lifted_at, lifted_by) = (SELECT o.lifted_at, o.lifted_by"
    " FROM other.ledger AS o WHERE " SAME " AND o.lifted_at > 0 AND o.lifted_at < l.lifted_at)"
    " WHERE EXISTS (SELECT 1 FROM other.ledger AS o WHERE " SAME
    " AND o.lifted_at > 0 AND o.lifted_at < l.lifted_at);"
    /* Only here, in force, and a newer one of the id there, lifted. */
    "UPDATE ledger AS l SET (lifted_at, lifted_by) = (SELECT o.lifted_at, o.lifted_by"
    " FROM other.ledger AS o WHERE " THERE_LIFTS " ORDER BY o.lifted_at LIMIT 1)"
    " WHERE l.lifted_at = 0 AND NOT EXISTS (SELECT 1 FROM other.ledger AS o WHERE " SAME ")"
    " AND EXISTS (SELECT 1 FROM other.ledger AS o WHERE " THERE_LIFTS ");"
    /* Only there, lifted. */
    "INSERT INTO ledger (id, at, who, why, lifted_at, lifted_by, articles)"
    " SELECT o.id, o.at, o.who, o.why, o.lifted_at, o.lifted_by, o.articles FROM other.ledger AS o"
    " WHERE o.lifted_at <> 0 AND NOT EXISTS (SELECT 1 FROM ledger AS l WHERE " SAME ")"
    " ORDER BY o.at, o.seq;"
    /* Only there, in force, and a newer one of the id here, lifted. */
    "INSERT INTO ledger (id, at, who, why, lifted_at, lifted_by, articles)"
    " SELECT o.id, o.at, o.who, o.why, min(k.lifted_at), k.lifted_by, o.articles"
    " FROM other.ledger AS o JOIN ledger AS k ON " HERE_LIFTS
    " WHERE o.lifted_at = 0 AND NOT EXISTS (SELECT 1 FROM ledger AS l WHERE " SAME ")"
    " GROUP BY o.seq ORDER BY o.at, o.seq;"
    /* Only there, in force, and another one in force here: -1 is no time, so this counts as no lift. */
    "INSERT INTO ledger (id, at, who, why, lifted_at, lifted_by, articles)"
    " SELECT o.id, o.at, o.who, o.why, -1, 'joined with the entry in force of '"
    " || strftime('%Y-%m-%dT%H:%M:%SZ', k.at, 'unixepoch'), o.articles"
    " FROM other.ledger AS o JOIN ledger AS k ON k.id = o.id AND k.lifted_at = 0"
    " WHERE o.lifted_at = 0 AND NOT EXISTS (SELECT 1 FROM ledger AS l WHERE " SAME ")"
    " ORDER BY o.at, o.seq;"
    /* Only there, in force. */
    "INSERT INTO ledger (id, at, who, why, articles)"
    " SELECT o.id, o.at, o.who, o.why, o.articles FROM other.ledger AS o"
    " WHERE o.lifted_at = 0 AND NOT EXISTS (SELECT 1 FROM ledger AS l WHERE " SAME ")"
    " ORDER BY o.at, o.seq;"
    "COMMIT;";

static sn_status attach(sqlite3 *db, const char *path, sn_error *err)
{
    sqlite3_stmt *statement = NULL;
    errno = 0;
    int code = sqlite3_prepare_v2(db, "ATTACH ? AS other", -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    sn_status s = code == SQLITE_DONE ? SN_OK : sn_sql_fail(db, code, path, err);
    sqlite3_finalize(statement);
    return s;
}

static sn_status join(sn_archive *a, const char *path, sn_error *err)
{
    sqlite3 *db = a->db[SN_DB_LEDGER];
    sn_status s = SN_OK;
    if (sqlite3_db_filename(db, "other") != NULL) /* could not be detached last time */
        s = sn_sql_exec(db, "DETACH other", SN_LEDGER_FILE, err);
    if (s == SN_OK)
        s = attach(db, path, err);
    if (s != SN_OK)
        return s;
    a->ledger_ahead = true;
    s = sn_sql_exec(db, join_sql, SN_LEDGER_FILE, err);
    if (s != SN_OK && sqlite3_get_autocommit(db) == 0)
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    sn_status detached = sn_sql_exec(db, "DETACH other", SN_LEDGER_FILE, s == SN_OK ? err : NULL);
    return s != SN_OK ? s : detached;
}

sn_status sn_ledger_join(sn_archive *a, const char *other_dir, sn_error *err)
{
    char path[SN_PATH_SIZE];
    sn_status s = sn_path_join(other_dir, SN_LEDGER_FILE, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_write_begin(a, err); /* keeps takedowns of others out, and is to carry these out */
    if (s != SN_OK)
        return s;
    s = join(a, path, err);
    if (s == SN_OK)
        s = sn_ledger_merge(a, err);
    return sn_write_end(a, s, err);
}
