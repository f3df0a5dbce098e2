#include "archive/copy.h"

#include "archive/store.h"
#include "base/file.h"

#include <errno.h>
#include <sqlite3.h>
#include <unistd.h>

#define PAGES_A_STEP 2048
#define BUSY_MS      10000

typedef struct connection {
    sqlite3 *db;
    char path[SN_PATH_SIZE];
} connection;

static void connection_done(connection *c)
{
    sqlite3_close(c->db);
}
SN_DEFINE_CLEANUP(connection, connection_done)

static sn_status fail(const connection *c, sn_error *err)
{
    return sn_sql_fail(c->db, sqlite3_extended_errcode(c->db), c->path, err);
}

static sn_status connect(connection *c, const char *dir, const char *file, int flags, sn_error *err)
{
    sn_status s = sn_path_join(dir, file, c->path, sizeof c->path, err);
    if (s != SN_OK)
        return s;
    errno = 0;
    int code = sqlite3_open_v2(c->path, &c->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK)
        return sn_sql_fail(c->db, code, c->path, err);
    sqlite3_extended_result_codes(c->db, 1);
    sqlite3_busy_timeout(c->db, BUSY_MS);
    return SN_OK;
}

static sn_status run(const connection *c, const char *sql, sn_error *err)
{
    return sn_sql_exec(c->db, sql, c->path, err);
}

/* ---- out of an archive ---- */

/* One read transaction from the first page to the last: else a commit of another process, and there may
 * always be one more, would let it begin again. */
static sn_status copy_pages(const connection *from, const connection *to,
                            sn_copy_progress *progress, void *ctx, sn_error *err)
{
    sqlite3_backup *copy = sqlite3_backup_init(to->db, "main", from->db, "main");
    if (copy == NULL)
        return fail(to, err);
    int code = SQLITE_OK;
    while (code == SQLITE_OK) {
        errno = 0;
        code = sqlite3_backup_step(copy, PAGES_A_STEP);
        int total = sqlite3_backup_pagecount(copy), left = sqlite3_backup_remaining(copy);
        if (progress != NULL)
            progress(ctx, (uint64_t)(total - left), (uint64_t)total);
    }
    int ended = sqlite3_backup_finish(copy);
    if (code == SQLITE_DONE && ended == SQLITE_OK)
        return SN_OK;
    return sn_sql_fail(to->db, code != SQLITE_DONE ? code : ended, to->path, err);
}

/* The copy says of itself that it has a log beside it, as the original does: it is to be one plain file. */
static sn_status make_plain(const char *dir, const char *file, sn_error *err)
{
    SN_CLEANUP(connection) connection c = {0};
    sn_status s = connect(&c, dir, file, SQLITE_OPEN_READWRITE, err);
    if (s == SN_OK)
        s = run(&c, "PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE;", err);
    return s;
}

static sn_status copy_file(const char *dir, const char *file, const char *to_dir,
                           sn_copy_progress *progress, void *ctx, sn_error *err)
{
    SN_CLEANUP(connection) connection from = {0};
    SN_CLEANUP(connection) connection to = {0};
    sn_status s = connect(&from, dir, file, SQLITE_OPEN_READONLY, err);
    if (s == SN_OK)
        s = run(&from, "BEGIN; SELECT count(*) FROM sqlite_schema;", err);
    if (s == SN_OK)
        s = connect(&to, to_dir, file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
    if (s == SN_OK)
        s = run(&to, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;", err);
    return s == SN_OK ? copy_pages(&from, &to, progress, ctx, err) : s;
}

sn_status sn_archive_copy(const char *dir, const char *to_dir, sn_copy_progress *progress,
                          void *ctx, sn_error *err)
{
    sn_status s = copy_file(dir, SN_ARCHIVE_FILE, to_dir, progress, ctx, err);
    if (s == SN_OK)
        s = make_plain(to_dir, SN_ARCHIVE_FILE, err);
    if (s == SN_OK)
        s = copy_file(dir, SN_LEDGER_FILE, to_dir, NULL, NULL, err);
    return s == SN_OK ? make_plain(to_dir, SN_LEDGER_FILE, err) : s;
}

/* ---- into an archive ---- */

sn_status sn_archive_get_mark(sn_archive *a, sn_archive_mark *out, sn_error *err)
{
    sn_archive_mark mark = {0};
    sn_status s = sn_archive_last_change(a, &mark.last_change, err);
    if (s == SN_OK)
        s = sn_sql_int(a, SN_SQL_LEDGER_VERSION, &mark.ledger, err, "");
    if (s == SN_OK)
        *out = mark;
    return s;
}

/* Whoever takes something down holds archive.db's lock while he writes to the ledger: under that lock neither
 * moves any more. */
static sn_status check_mark(sn_archive *a, const sn_archive_mark *mark, sn_error *err)
{
    sn_archive_mark now;
    sn_status s = sn_archive_get_mark(a, &now, err);
    if (s == SN_OK && (now.last_change != mark->last_change || now.ledger != mark->ledger))
        s = sn_fail(err, SN_ESTALE, "something was accepted meanwhile");
    return s;
}

static sn_status replace_pages(sn_archive *a, const connection *from, const connection *to,
                               const sn_archive_mark *mark, sn_error *err)
{
    sqlite3_backup *copy = sqlite3_backup_init(to->db, "main", from->db, "main");
    if (copy == NULL)
        return fail(to, err);
    errno = 0;
    int code = sqlite3_backup_step(copy, 0); /* no page yet, only the lock */
    sn_status s =
        code == SQLITE_OK ? check_mark(a, mark, err) : sn_sql_fail(to->db, code, to->path, err);
    if (s == SN_OK) {
        errno = 0;
        code = sqlite3_backup_step(copy, -1);
    }
    int ended = sqlite3_backup_finish(copy); /* rolls back what is not done */
    if (s != SN_OK)
        return s;
    if (code == SQLITE_DONE && ended == SQLITE_OK)
        return SN_OK;
    return sn_sql_fail(to->db, code != SQLITE_DONE ? code : ended, to->path, err);
}

sn_status sn_archive_replace(sn_archive *a, const char *dir, const char *staged_dir,
                             const sn_archive_mark *mark, sn_error *err)
{
    SN_CLEANUP(connection) connection from = {0};
    SN_CLEANUP(connection) connection to = {0};
    if (a->begun)
        return sn_fail(err, SN_EINVAL, "restore: a transaction is open");
    sn_status s = connect(&from, staged_dir, SN_ARCHIVE_FILE, SQLITE_OPEN_READWRITE, err);
    if (s == SN_OK)
        s = connect(&to, dir, SN_ARCHIVE_FILE, SQLITE_OPEN_READWRITE, err);
    if (s == SN_OK)
        s = run(&to, "PRAGMA synchronous = FULL;", err);
    return s == SN_OK ? replace_pages(a, &from, &to, mark, err) : s;
}

/* ---- a name and numbers of its own ---- */

sn_status sn_archive_rename(sn_archive *a, sn_error *err)
{
    char uuid[SN_UUID_SIZE];
    sn_status s = sn_uuid_make(uuid, err);
    if (s == SN_OK)
        s = sn_write_begin(a, err);
    if (s != SN_OK)
        return s;
    s = sn_write_end(a, sn_sql_run(a, SN_SQL_META_PUT, err, "tt", "uuid", uuid), err);
    return s == SN_OK ? sn_archive_refresh(a, err) : s;
}

static sn_status number_above(sn_archive *a, uint64_t change, sn_error *err)
{
    uint64_t last;
    sn_status s = sn_archive_last_change(a, &last, err);
    if (s != SN_OK || last > change)
        return s;
    return sn_sql_run(a, SN_SQL_ADD_CHANGE_AT, err, "i", (int64_t)change + 1);
}

sn_status sn_archive_number_above(sn_archive *a, uint64_t change, sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    return s == SN_OK ? sn_write_end(a, number_above(a, change, err), err) : s;
}
