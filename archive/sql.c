#include "archive/store.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static const struct statement {
    sn_db db;
    const char *sql;
} statements[] = {
#define SN_SQL_ROW(name, db, sql) {db, sql},
    SN_STATEMENTS(SN_SQL_ROW)
#undef SN_SQL_ROW
};

/* Why no file can be made beside the database: SQLite tries once more, to read, what it could not make (a
 * journal), and knows only of that failure then. */
static int errno_of_new_file(sqlite3 *db)
{
    char path[SN_PATH_SIZE];
    const char *name = db != NULL ? sqlite3_db_filename(db, "main") : NULL;
    int n = name != NULL ? snprintf(path, sizeof path, "%s-probe", name) : -1;
    if (n < 0 || (size_t)n >= sizeof path)
        return 0;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno;
    close(fd);
    unlink(path);
    return 0;
}

static sn_status status_of_io(sqlite3 *db, int code, int last_errno)
{
    int reason = sqlite3_system_errno(db) != 0 ? sqlite3_system_errno(db) : last_errno;
    bool only_reads = db != NULL && sqlite3_db_readonly(db, "main") == 1;
    if ((code & 0xff) == SQLITE_CANTOPEN && reason == ENOENT && !only_reads)
        reason = errno_of_new_file(db);
    switch (reason) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return SN_ENOSPACE;
    case ENOMEM:
        return SN_ENOMEM;
    default:
        return SN_EIO;
    }
}

static sn_status status_of(sqlite3 *db, int code, int last_errno)
{
    if (code == SQLITE_IOERR_NOMEM)
        return SN_ENOMEM;
    if (code == SQLITE_IOERR_CORRUPTFS)
        return SN_ECORRUPT;
    switch (code & 0xff) {
    case SQLITE_FULL:
        return SN_ENOSPACE;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return SN_ELOCKED;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return SN_ECORRUPT;
    case SQLITE_NOMEM:
        return SN_ENOMEM;
    case SQLITE_TOOBIG:
        return SN_ELIMIT;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return status_of_io(db, code, last_errno);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return SN_EIO;
    default:
        return SN_EINTERNAL;
    }
}

sn_status sn_sql_fail(sqlite3 *db, int code, const char *what, sn_error *err)
{
    sn_status status = status_of(db, code, errno);
    if (status == SN_ENOSPACE)
        return sn_fail(err, status, "%s: no room on the disk", what);
    bool is_last = db != NULL && (sqlite3_errcode(db) & 0xff) == (code & 0xff);
    return sn_fail(err, status, "%s: %s", what,
                   is_last ? sqlite3_errmsg(db) : sqlite3_errstr(code));
}

sn_status sn_sql_exec(sqlite3 *db, const char *sql, const char *what, sn_error *err)
{
    errno = 0;
    int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? SN_OK : sn_sql_fail(db, sqlite3_extended_errcode(db), what, err);
}

static const char *name_of(sn_db db)
{
    return db == SN_DB_ARCHIVE ? SN_ARCHIVE_FILE : SN_LEDGER_FILE;
}

static sn_status prepare(sn_archive *a, sn_sql which, sqlite3_stmt **out, sn_error *err)
{
    const struct statement *s = &statements[which];
    sqlite3 *db = a->db[s->db];
    if (db == NULL)
        return sn_fail(err, SN_ENOTFOUND, "there is no %s", name_of(s->db));
    if (a->statements[which] == NULL) {
        errno = 0;
        int code = sqlite3_prepare_v3(db, s->sql, -1, SQLITE_PREPARE_PERSISTENT,
                                      &a->statements[which], NULL);
        if (code != SQLITE_OK)
            return sn_sql_fail(db, code, name_of(s->db), err);
    }
    *out = a->statements[which];
    return SN_OK;
}

static int bind_str(sqlite3_stmt *statement, int at, sn_str s)
{
    if (s.len > INT_MAX)
        return SQLITE_TOOBIG;
    return sqlite3_bind_text(statement, at, s.len == 0 ? "" : s.at, (int)s.len, SQLITE_STATIC);
}

static int bind_bytes(sqlite3_stmt *statement, int at, sn_str s)
{
    if (s.len > INT_MAX)
        return SQLITE_TOOBIG;
    return sqlite3_bind_blob(statement, at, s.len == 0 ? "" : s.at, (int)s.len, SQLITE_STATIC);
}

static int bind(sqlite3_stmt *statement, const char *types, va_list args)
{
    int code = SQLITE_OK;
    for (int at = 1; *types != '\0' && code == SQLITE_OK; types++, at++) {
        if (*types == 'i') {
            code = sqlite3_bind_int64(statement, at, va_arg(args, int64_t));
        } else if (*types == 's') {
            code = bind_str(statement, at, va_arg(args, sn_str));
        } else if (*types == 'b') {
            code = bind_bytes(statement, at, va_arg(args, sn_str));
        } else {
            const char *text = va_arg(args, const char *);
            code = text == NULL ? sqlite3_bind_null(statement, at)
                                : bind_str(statement, at, sn_str_of(text));
        }
    }
    return code;
}

static sn_status rows_open(sn_archive *a, sn_sql which, sn_rows *out, sn_error *err,
                           const char *types, va_list args)
{
    sqlite3_stmt *statement = NULL;
    sn_status status = prepare(a, which, &statement, err);
    if (status != SN_OK)
        return status;
    sqlite3 *db = a->db[statements[which].db];
    errno = 0;
    int code = bind(statement, types, args);
    if (code != SQLITE_OK)
        return sn_sql_fail(db, code, name_of(statements[which].db), err);
    *out = (sn_rows){statement, db, name_of(statements[which].db)};
    return SN_OK;
}

sn_status sn_rows_open(sn_archive *a, sn_sql which, sn_rows *out, sn_error *err, const char *types,
                       ...)
{
    va_list args;
    va_start(args, types);
    sn_status status = rows_open(a, which, out, err, types, args);
    va_end(args);
    return status;
}

void sn_rows_done(sn_rows *rows)
{
    if (rows->statement != NULL) {
        sqlite3_reset(rows->statement);
        sqlite3_clear_bindings(rows->statement);
    }
    rows->statement = NULL;
}

sn_status sn_rows_next(sn_rows *rows, sn_error *err)
{
    errno = 0; /* what SQLite's own record of it loses when a commit fails */
    int code = sqlite3_step(rows->statement);
    if (code == SQLITE_ROW)
        return SN_OK;
    if (code == SQLITE_DONE)
        return SN_DONE;
    return sn_sql_fail(rows->db, sqlite3_extended_errcode(rows->db), rows->name, err);
}

int64_t sn_rows_int(const sn_rows *rows, int column)
{
    return sqlite3_column_int64(rows->statement, column);
}

sn_str sn_rows_str(const sn_rows *rows, int column)
{
    const char *text = (const char *)sqlite3_column_text(rows->statement, column);
    return (sn_str){text, text == NULL ? 0 : (size_t)sqlite3_column_bytes(rows->statement, column)};
}

sn_str sn_rows_bytes(const sn_rows *rows, int column)
{
    const char *bytes = sqlite3_column_blob(rows->statement, column);
    return (sn_str){bytes,
                    bytes == NULL ? 0 : (size_t)sqlite3_column_bytes(rows->statement, column)};
}

sn_status sn_sql_run(sn_archive *a, sn_sql which, sn_error *err, const char *types, ...)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    va_list args;
    va_start(args, types);
    sn_status status = rows_open(a, which, &rows, err, types, args);
    va_end(args);
    while (status == SN_OK)
        status = sn_rows_next(&rows, err);
    return status == SN_DONE ? SN_OK : status;
}

sn_status sn_sql_run_ints(sn_archive *a, sn_sql which, const int64_t *values, size_t n,
                          sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    int code = SQLITE_OK;
    sn_status status = sn_rows_open(a, which, &rows, err, "");
    for (size_t i = 0; status == SN_OK && code == SQLITE_OK && i < n; i++)
        code = sqlite3_bind_int64(rows.statement, (int)i + 1, values[i]);
    if (code != SQLITE_OK)
        return sn_sql_fail(rows.db, code, rows.name, err);
    while (status == SN_OK)
        status = sn_rows_next(&rows, err);
    return status == SN_DONE ? SN_OK : status;
}

static sn_status first_int(sn_archive *a, sn_sql which, int64_t *out, sn_error *err,
                           const char *types, va_list args)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status status = rows_open(a, which, &rows, err, types, args);
    if (status == SN_OK)
        status = sn_rows_next(&rows, err);
    if (status == SN_OK)
        *out = sn_rows_int(&rows, 0);
    return status;
}

sn_status sn_sql_int(sn_archive *a, sn_sql which, int64_t *out, sn_error *err, const char *types,
                     ...)
{
    va_list args;
    va_start(args, types);
    sn_status status = first_int(a, which, out, err, types, args);
    va_end(args);
    return status;
}

sn_status sn_sql_has(sn_archive *a, sn_sql which, bool *out, sn_error *err, const char *types, ...)
{
    int64_t unused;
    va_list args;
    va_start(args, types);
    sn_status status = first_int(a, which, &unused, err, types, args);
    va_end(args);
    if (status == SN_OK || status == SN_DONE)
        *out = status == SN_OK;
    return status == SN_DONE ? SN_OK : status;
}

sn_status sn_sql_has_table(sn_archive *a, const char *name, bool *out, sn_error *err)
{
    if (a->read_only)
        return sn_sql_has(a, SN_SQL_HAS_TABLE, out, err, "t", name);
    *out = true; /* it was brought along when it was opened */
    return SN_OK;
}

sn_status sn_meta_int(sn_archive *a, const char *key, int64_t *out, sn_error *err)
{
    int64_t number = 0;
    sn_status status = sn_sql_int(a, SN_SQL_META_GET, &number, err, "t", key);
    if (status == SN_OK || status == SN_DONE)
        *out = number;
    return status == SN_DONE ? SN_OK : status;
}
