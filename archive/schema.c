#include "archive/store.h"

#include "base/clock.h"
#include "base/file.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#define DEFAULT_BUSY_MS 10000
/* What archives of the first format lack. */
#define SETTINGS_SQL                                                                               \
    "CREATE TABLE settings (kind INTEGER NOT NULL, key TEXT NOT NULL, item TEXT NOT NULL,"         \
    " value TEXT, change INTEGER NOT NULL, at INTEGER NOT NULL, who TEXT,"                         \
    " PRIMARY KEY (kind, key, item)) WITHOUT ROWID;"
/* What archives before the third format lack. Articles of equal text are one in `texts`, `keys` and
 * `pairs`. Keys begin with the time, so that what is added lies close together however much there is;
 * pairs stand in both directions. */
#define GROUPS_SQL                                                                                 \
    "CREATE TABLE members (docid INTEGER PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL," \
    " text INTEGER NOT NULL, published INTEGER NOT NULL, copies INTEGER NOT NULL,"                 \
    " story INTEGER NOT NULL, about BLOB NOT NULL DEFAULT x'');"                                   \
    "CREATE INDEX members_text ON members (text, published, id);"                                  \
    "CREATE INDEX members_copies ON members (copies, published, id);"                              \
    "CREATE INDEX members_story ON members (story, published, id);"                                \
    "CREATE TABLE texts (text INTEGER PRIMARY KEY, same INTEGER NOT NULL, print BLOB NOT NULL);"   \
    "CREATE INDEX texts_same ON texts (same);"                                                     \
    "CREATE TABLE keys (kind INTEGER NOT NULL, bucket INTEGER NOT NULL, key INTEGER NOT NULL,"     \
    " text INTEGER NOT NULL, PRIMARY KEY (kind, bucket, key, text)) WITHOUT ROWID;"                \
    "CREATE TABLE pairs (text INTEGER NOT NULL, other INTEGER NOT NULL, apart INTEGER NOT NULL,"   \
    " undated INTEGER NOT NULL, PRIMARY KEY (text, other)) WITHOUT ROWID;"

/* What archives before the fourth format lack, one behind the other. */
#define SOURCES_SQL                                                                                \
    "CREATE TABLE sources (source TEXT PRIMARY KEY, within TEXT, asked_format TEXT,"               \
    " asked_map TEXT, map_stamp TEXT, format TEXT, stamp TEXT, etag TEXT, modified TEXT,"          \
    " error TEXT, follows INTEGER NOT NULL, bytes INTEGER NOT NULL, digest INTEGER NOT NULL,"      \
    " lines INTEGER NOT NULL, whole INTEGER NOT NULL, tried INTEGER NOT NULL,"                     \
    " good INTEGER NOT NULL, retry INTEGER NOT NULL, n_read INTEGER NOT NULL,"                     \
    " n_taken INTEGER NOT NULL, n_refused INTEGER NOT NULL) WITHOUT ROWID;"                        \
    "CREATE INDEX sources_within ON sources (within, source);"                                     \
    "CREATE TABLE addresses (address TEXT PRIMARY KEY, id TEXT NOT NULL) WITHOUT ROWID;"
/* Most articles are alone in their groups, so only those that are
 * not are found by the names of these; texts have numbers in the order they came, so that what is
 * compared lies close together. A hash of a text begins with that of its letters. */
#define ALONE_SQL                                                                                  \
    "DROP INDEX members_copies; DROP INDEX members_story;"                                         \
    "ALTER TABLE members ADD COLUMN has_copies INTEGER NOT NULL DEFAULT 1;"                        \
    "ALTER TABLE members ADD COLUMN has_story INTEGER NOT NULL DEFAULT 1;"                         \
    "CREATE INDEX members_copies ON members (copies, published, id) WHERE has_copies = 1;"         \
    "CREATE INDEX members_story ON members (story, published, id) WHERE has_story = 1;"            \
    "UPDATE members SET version = 0, text = 0; DROP TABLE texts; DELETE FROM keys;"                \
    "DELETE FROM pairs;"                                                                           \
    "CREATE TABLE texts (text INTEGER PRIMARY KEY, hash INTEGER NOT NULL, same INTEGER NOT NULL,"  \
    " print BLOB NOT NULL);"                                                                       \
    "CREATE INDEX texts_hash ON texts (hash);"
/* The second at which an article begins or ceases to be shown. */
#define DUE_SQL                                                                                    \
    "CREATE TABLE due (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;"                   \
    "CREATE INDEX due_at ON due (at, id);"
#define FORMAT_4_SQL SOURCES_SQL ALONE_SQL DUE_SQL
/* What stands in the fourth format's tables about the articles of before (addresses.c); what they may have to
 * say of when they are shown is looked at first, hence the 0. */
#define FORMAT_4_FILL_SQL                                                                          \
    "INSERT OR REPLACE INTO addresses (address, id) SELECT address, id FROM"                       \
    " (SELECT address_of(json) AS address, id FROM articles ORDER BY change)"                      \
    " WHERE address IS NOT NULL AND address <> id;"                                                \
    "INSERT INTO due (id, at) SELECT id, 0 FROM articles WHERE json LIKE '%\"publish_at\":%'"      \
    " OR json LIKE '%\"expires_at\":%' OR json LIKE '%\"pubstatus\":%';"

/* docid is the row's own key, so that a walk in document order reads the file in its order; the
 * index holds the numbers close together, without the articles between them. */
static const char archive_sql[] =
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;"
    "CREATE TABLE articles (docid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
    " state INTEGER NOT NULL, was INTEGER NOT NULL, change INTEGER NOT NULL, json TEXT NOT NULL);"
    "CREATE INDEX articles_state ON articles (docid, state);"
    "CREATE TABLE changes (change INTEGER PRIMARY KEY AUTOINCREMENT, docid INTEGER NOT NULL,"
    " id TEXT NOT NULL);"
    "CREATE TABLE taken (id TEXT PRIMARY KEY, change INTEGER NOT NULL) WITHOUT ROWID;" SETTINGS_SQL
        GROUPS_SQL FORMAT_4_SQL;

/* What ledgers of the first format lack: how many articles a takedown took out. */
#define ARTICLES_SQL "ALTER TABLE ledger ADD COLUMN articles INTEGER;"

static const char ledger_sql[] =
    "CREATE TABLE ledger (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL,"
    " at INTEGER NOT NULL, who TEXT, why TEXT, lifted_at INTEGER NOT NULL DEFAULT 0,"
    " lifted_by TEXT, articles INTEGER);"
    "CREATE INDEX ledger_id ON ledger (id);"
    "CREATE UNIQUE INDEX ledger_in_force ON ledger (id) WHERE lifted_at = 0;";

/* Groups are found by hashes, so a batch of them touches pages all over the file: cache and log hold enough
 * of these that each is read and written back once for many articles (32 MB each).
 * The ledger is one plain file between writes, easily copied: hence no WAL there. */
static const struct database {
    const char *file;
    int application_id, format;
    const char *pragmas, *schema;
    const char *upgrades[3]; /* from format 1, 2, 3: what makes it the next one */
} databases[] = {
    [SN_DB_ARCHIVE] = {SN_ARCHIVE_FILE,
                       0x534e4172,
                       4,
                       "PRAGMA journal_mode = WAL;"
                       "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;"
                       "PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 8192;",
                       archive_sql,
                       {SETTINGS_SQL, GROUPS_SQL, FORMAT_4_SQL FORMAT_4_FILL_SQL}},
    [SN_DB_LEDGER] = {SN_LEDGER_FILE,
                      0x534e546b,
                      2,
                      "PRAGMA journal_mode = DELETE;"
                      "PRAGMA synchronous = EXTRA;",
                      ledger_sql,
                      {ARTICLES_SQL}},
};

/* SQLite does not wait for a lock while it changes the journal mode, so we do. */
static sn_status run_waiting(sqlite3 *db, const char *sql, int busy_ms, const char *what,
                             sn_error *err)
{
    int64_t until_us = sn_clock_monotonic_us() + (int64_t)busy_ms * 1000;
    for (;;) {
        sn_status status = sn_sql_exec(db, sql, what, err);
        if (status != SN_ELOCKED || sn_clock_monotonic_us() >= until_us)
            return status;
        usleep(5000);
    }
}

static sn_status read_int(sqlite3 *db, const char *sql, int *out, const char *what, sn_error *err)
{
    sqlite3_stmt *statement = NULL;
    errno = 0;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        *out = sqlite3_column_int(statement, 0);
        code = SQLITE_OK;
    }
    sn_status status = SN_OK;
    if (code != SQLITE_OK)
        status = sn_sql_fail(db, sqlite3_extended_errcode(db), what, err);
    sqlite3_finalize(statement);
    return status;
}

typedef struct identity {
    int application_id, format, tables;
} identity;

static sn_status read_values(sqlite3 *db, identity *out, const char *what, sn_error *err)
{
    sn_status status = read_int(db, "PRAGMA application_id", &out->application_id, what, err);
    if (status == SN_OK)
        status = read_int(db, "PRAGMA user_version", &out->format, what, err);
    if (status == SN_OK)
        status = read_int(db, "SELECT count(*) FROM sqlite_schema", &out->tables, what, err);
    if (status == SN_ECORRUPT && (sqlite3_errcode(db) & 0xff) == SQLITE_NOTADB)
        return sn_fail(err, SN_EFORMAT, "%s: not a database", what);
    return status;
}

/* All of one moment: another process may be making the database between two of the reads. A
 * savepoint, because this is asked inside a transaction too. */
static sn_status read_identity(sqlite3 *db, identity *out, const char *what, sn_error *err)
{
    sn_status status = sn_sql_exec(db, "SAVEPOINT identity", what, err);
    if (status != SN_OK)
        return status;
    status = read_values(db, out, what, err);
    sn_status end = sn_sql_exec(db, "RELEASE identity", what, status == SN_OK ? err : NULL);
    return status != SN_OK ? status : end;
}

static bool is_empty(const identity *is)
{
    return is->application_id == 0 && is->format == 0 && is->tables == 0;
}

static sn_status check_identity(const identity *is, const struct database *d, const char *path,
                                sn_error *err)
{
    if (is->application_id != d->application_id)
        return sn_fail(err, SN_EFORMAT, "%s: a database, but no %s of Sarnakh", path, d->file);
    if (is->format < 1 || is->format > d->format)
        return sn_fail(err, SN_EFORMAT, "%s: format %d, this program knows %d", path, is->format,
                       d->format);
    return SN_OK;
}

sn_status sn_uuid_make(char out[SN_UUID_SIZE], sn_error *err)
{
    unsigned char b[16];
    if (getrandom(b, sizeof b, 0) != (ssize_t)sizeof b)
        return sn_fail_errno(err, "no random bytes for the archive's name");
    b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
    b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
    snprintf(out, SN_UUID_SIZE,
             "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
             b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
             b[15]);
    return SN_OK;
}

static sn_status write_schema(sqlite3 *db, const struct database *d, const char *path,
                              sn_error *err)
{
    char uuid[SN_UUID_SIZE], sql[256];
    sn_status status = sn_uuid_make(uuid, err);
    if (status == SN_OK)
        status = sn_sql_exec(db, d->schema, path, err);
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d;",
             d->application_id, d->format);
    if (status == SN_OK)
        status = sn_sql_exec(db, sql, path, err);
    if (status != SN_OK || d != &databases[SN_DB_ARCHIVE])
        return status;
    snprintf(sql, sizeof sql, "INSERT INTO meta VALUES ('uuid', '%s'), ('max_spill', 0)", uuid);
    return sn_sql_exec(db, sql, path, err);
}

/* Another process may be making it at the same time: look again under the lock. */
static sn_status make(sqlite3 *db, const struct database *d, const char *path, identity *is,
                      sn_error *err)
{
    sn_status status = sn_sql_exec(db, "BEGIN IMMEDIATE", path, err);
    if (status != SN_OK)
        return status;
    status = read_identity(db, is, path, err);
    if (status == SN_OK && is_empty(is))
        status = write_schema(db, d, path, err);
    if (status == SN_OK)
        status = sn_sql_exec(db, "COMMIT", path, err);
    if (status == SN_OK)
        status = read_identity(db, is, path, err);
    if (sqlite3_get_autocommit(db) == 0)
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

/* In one transaction: whoever is killed in it leaves an archive of the format it had. */
static sn_status upgrade(sqlite3 *db, const struct database *d, const char *path, sn_error *err)
{
    char sql[64];
    identity is = {0, 0, 0};
    snprintf(sql, sizeof sql, "PRAGMA user_version = %d;", d->format);
    sn_status status = sn_sql_exec(db, "BEGIN IMMEDIATE", path, err);
    if (status == SN_OK && sn_addresses_teach(db) != SQLITE_OK)
        status = SN_ENOMEM;
    if (status == SN_OK)
        status = read_identity(db, &is, path, err); /* another process may have been quicker */
    for (int format = is.format; status == SN_OK && format < d->format; format++)
        status = sn_sql_exec(db, d->upgrades[format - 1], path, err);
    if (status == SN_OK && is.format < d->format)
        status = sn_sql_exec(db, sql, path, err);
    if (status == SN_OK)
        status = sn_sql_exec(db, "COMMIT", path, err);
    if (sqlite3_get_autocommit(db) == 0)
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

static sn_status set_up(sqlite3 *db, const struct database *d, const sn_archive_opts *opts,
                        const char *dir, const char *path, sn_error *err)
{
    int busy_ms = opts->busy_ms > 0 ? opts->busy_ms : DEFAULT_BUSY_MS;
    identity is = {0, 0, 0};
    sqlite3_busy_timeout(db, busy_ms);
    sqlite3_extended_result_codes(db, 1);
    sn_status status = read_identity(db, &is, path, err);
    if (status != SN_OK)
        return status;
    bool making = is_empty(&is) && opts->create && !opts->read_only;
    if (!making)
        status = check_identity(&is, d, path, err);
    if (status == SN_OK && !opts->read_only)
        status = run_waiting(db, d->pragmas, busy_ms, path, err);
    if (status == SN_OK && !making && !opts->read_only && is.format < d->format)
        status = upgrade(db, d, path, err);
    if (status == SN_OK && making) {
        status = make(db, d, path, &is, err);
        if (status == SN_OK)
            status = check_identity(&is, d, path, err);
        if (status == SN_OK)
            status = sn_dir_sync(dir, err);
    }
    return status;
}

static int open_database(const char *path, const sn_archive_opts *opts, sn_untouched_how how,
                         sqlite3 **out)
{
    int flags = opts->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (opts->read_only && opts->untouched)
        return sn_untouched_open(path, how, out);
    if (opts->create && !opts->read_only)
        flags |= SQLITE_OPEN_CREATE;
    return sqlite3_open_v2(path, out, flags | SQLITE_OPEN_NOMUTEX, NULL);
}

sn_status sn_schema_open(const char *dir, sn_db which, const sn_archive_opts *opts,
                         sn_untouched_how how, sqlite3 **out, sn_error *err)
{
    const struct database *d = &databases[which];
    bool create = opts->create && !opts->read_only;
    char path[SN_PATH_SIZE];
    sn_status status = sn_path_join(dir, d->file, path, sizeof path, err);
    if (status != SN_OK)
        return status;
    if (!create && access(path, F_OK) != 0 && errno == ENOENT)
        return sn_fail(err, SN_ENOTFOUND, "%s: there is none", path);
    sqlite3 *db = NULL;
    errno = 0;
    int code = open_database(path, opts, how, &db);
    status = code == SQLITE_OK ? set_up(db, d, opts, dir, path, err)
                               : sn_sql_fail(db, sqlite3_extended_errcode(db), path, err);
    if (status == SN_OK)
        *out = db;
    else
        sqlite3_close(db);
    return status;
}
