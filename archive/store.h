/* archive/store - what the files of the archive share: the handle, its statements, transactions.
 *
 * Locks are taken in one order: archive.db first, then takedowns.db. Private to archive/. */
#ifndef SN_ARCHIVE_STORE_H
#define SN_ARCHIVE_STORE_H

#include "archive/archive.h"
#include "archive/number_runs.h"
#include "base/file.h"

struct sqlite3;
struct sqlite3_stmt;

#define SN_SQL_MEMBER                                                                              \
    "SELECT docid, id, version, text, published, copies, story, about, has_copies, has_story"      \
    " FROM members"

/* As many rows as one statement puts. */
#define SN_SQL_KEY_ROWS 16
#define SN_SQL_KEY_ROW4 "(?, ?, ?, ?), (?, ?, ?, ?), (?, ?, ?, ?), (?, ?, ?, ?)"

#define SN_SQL_SOURCE_COLUMNS                                                                      \
    "source, within, asked_format, asked_map, map_stamp, format, stamp, etag, modified, error,"    \
    " follows, bytes, digest, lines, whole, tried, good, retry, n_read, n_taken, n_refused"

/* X(name, database, SQL). A state is the number of sn_article_state: 0 live, 1 withdrawn, 2 taken down. */
#define SN_STATEMENTS(X)                                                                           \
    X(BEGIN_READ, SN_DB_ARCHIVE, "BEGIN")                                                          \
    X(BEGIN_WRITE, SN_DB_ARCHIVE, "BEGIN IMMEDIATE")                                               \
    X(COMMIT, SN_DB_ARCHIVE, "COMMIT")                                                             \
    X(HAS_TABLE, SN_DB_ARCHIVE, "SELECT 1 FROM sqlite_schema WHERE name = ?")                      \
    X(META_GET, SN_DB_ARCHIVE, "SELECT value FROM meta WHERE key = ?")                             \
    X(META_PUT, SN_DB_ARCHIVE, "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)")           \
    X(META_BATCHES, SN_DB_ARCHIVE,                                                                 \
      "SELECT key, value FROM meta WHERE key GLOB 'batch:*' ORDER BY key")                         \
    X(DATA_VERSION, SN_DB_ARCHIVE, "PRAGMA data_version")                                          \
    X(BY_ID, SN_DB_ARCHIVE, "SELECT docid, state, change, json, was FROM articles WHERE id = ?")   \
    X(BY_DOCID, SN_DB_ARCHIVE, "SELECT id, state, change, json FROM articles WHERE docid = ?")     \
    X(NUMBERS_FROM, SN_DB_ARCHIVE,                                                                 \
      "SELECT docid FROM articles INDEXED BY articles_state WHERE docid >= ? ORDER BY docid")      \
    X(LAST_NUMBER, SN_DB_ARCHIVE, "SELECT max(docid) FROM articles")                               \
    X(INSERT, SN_DB_ARCHIVE,                                                                       \
      "INSERT INTO articles (docid, id, state, was, change, json) VALUES (?, ?, ?, 0, ?, ?)")      \
    X(UPDATE, SN_DB_ARCHIVE,                                                                       \
      "UPDATE articles SET docid = ?2, state = ?3, change = ?4, json = ?5 WHERE id = ?1")          \
    X(WITHDRAW, SN_DB_ARCHIVE, "UPDATE articles SET state = 1, change = ?2 WHERE id = ?1")         \
    X(TAKE_DOWN, SN_DB_ARCHIVE,                                                                    \
      "UPDATE articles SET was = state, state = 2, change = ?2 WHERE id = ?1")                     \
    X(LIFT, SN_DB_ARCHIVE, "UPDATE articles SET state = was, change = ?2 WHERE id = ?1")           \
    X(SET_STATE, SN_DB_ARCHIVE, "UPDATE articles SET state = ?2 WHERE id = ?1")                    \
    X(CHANGE_STATE, SN_DB_ARCHIVE, "UPDATE articles SET state = ?2, change = ?3 WHERE id = ?1")    \
    X(DUE_PUT, SN_DB_ARCHIVE, "INSERT OR REPLACE INTO due (id, at) VALUES (?, ?)")                 \
    X(DUE_REMOVE, SN_DB_ARCHIVE, "DELETE FROM due WHERE id = ?")                                   \
    X(DUE_GET, SN_DB_ARCHIVE, "SELECT at FROM due WHERE id = ?")                                   \
    X(DUE_NEXT, SN_DB_ARCHIVE, "SELECT at FROM due ORDER BY at LIMIT 1")                           \
    X(DUE_FIRST, SN_DB_ARCHIVE, "SELECT id, at FROM due WHERE at <= ? ORDER BY at, id LIMIT 1")    \
    X(ADD_CHANGE, SN_DB_ARCHIVE, "INSERT INTO changes (docid, id) VALUES (?, ?)")                  \
    X(CHANGES_AFTER, SN_DB_ARCHIVE,                                                                \
      "SELECT change, docid FROM changes WHERE change > ? ORDER BY change LIMIT ?")                \
    X(CHANGE_ID, SN_DB_ARCHIVE, "SELECT id FROM changes WHERE change = ?")                         \
    X(ADD_CHANGE_AT, SN_DB_ARCHIVE, "INSERT INTO changes (change, docid, id) VALUES (?, 0, '')")   \
    X(CHANGES_TRIM, SN_DB_ARCHIVE,                                                                 \
      "DELETE FROM changes WHERE change NOT IN (SELECT max(change) FROM changes GROUP BY docid)")  \
    X(PAGE_SIZE, SN_DB_ARCHIVE, "PRAGMA page_size")                                                \
    X(PAGES, SN_DB_ARCHIVE, "PRAGMA page_count")                                                   \
    X(PAGES_EMPTY, SN_DB_ARCHIVE, "PRAGMA freelist_count")                                         \
    X(VACUUM, SN_DB_ARCHIVE, "VACUUM")                                                             \
    X(CHECKPOINT, SN_DB_ARCHIVE, "PRAGMA wal_checkpoint(TRUNCATE)")                                \
    X(LAST_CHANGE, SN_DB_ARCHIVE, "SELECT seq FROM sqlite_sequence WHERE name = 'changes'")        \
    X(LIVE_FROM, SN_DB_ARCHIVE,                                                                    \
      "SELECT docid, id, change, json FROM articles WHERE docid >= ? AND state = 0"                \
      " ORDER BY docid LIMIT ?")                                                                   \
    X(LIVE_BEHIND, SN_DB_ARCHIVE,                                                                  \
      "SELECT docid FROM articles INDEXED BY articles_state WHERE docid >= ? AND state = 0"        \
      " ORDER BY docid LIMIT 1 OFFSET ?")                                                          \
    X(COUNT, SN_DB_ARCHIVE,                                                                        \
      "SELECT state, count(*) FROM articles INDEXED BY articles_state GROUP BY state")             \
    X(TAKEN_GET, SN_DB_ARCHIVE, "SELECT change FROM taken WHERE id = ?")                           \
    X(TAKEN_ADD, SN_DB_ARCHIVE, "INSERT INTO taken (id, change) VALUES (?, ?)")                    \
    X(TAKEN_REMOVE, SN_DB_ARCHIVE, "DELETE FROM taken WHERE id = ?")                               \
    X(TAKEN_ALL, SN_DB_ARCHIVE, "SELECT id FROM taken ORDER BY id")                                \
    X(TAKEN_NOT_DOWN, SN_DB_ARCHIVE,                                                               \
      "SELECT t.id FROM taken AS t JOIN articles AS a ON a.id = t.id WHERE a.state <> 2")          \
    X(DOWN_NOT_TAKEN, SN_DB_ARCHIVE,                                                               \
      "SELECT id FROM articles WHERE state = 2 AND id NOT IN (SELECT id FROM taken)")              \
    X(SETTING_GET, SN_DB_ARCHIVE,                                                                  \
      "SELECT value FROM settings WHERE kind = ? AND key = ? AND item = ? AND value IS NOT NULL")  \
    X(SETTING_PUT, SN_DB_ARCHIVE,                                                                  \
      "INSERT OR REPLACE INTO settings (kind, key, item, value, change, at, who)"                  \
      " VALUES (?, ?, ?, ?, ?, ?, ?)")                                                             \
    X(SETTINGS_REMOVE, SN_DB_ARCHIVE,                                                              \
      "UPDATE settings SET value = NULL, change = ?3, at = ?4, who = ?5"                           \
      " WHERE kind = ?1 AND key = ?2 AND value IS NOT NULL")                                       \
    X(SETTINGS_OF_KEY, SN_DB_ARCHIVE,                                                              \
      "SELECT key, item, value, change, at, who FROM settings"                                     \
      " WHERE kind = ? AND key = ? AND value IS NOT NULL ORDER BY item")                           \
    X(SETTINGS_OF_KIND, SN_DB_ARCHIVE,                                                             \
      "SELECT key, item, value, change, at, who FROM settings"                                     \
      " WHERE kind = ? AND value IS NOT NULL ORDER BY key, item")                                  \
    X(MEMBER_PUT, SN_DB_ARCHIVE,                                                                   \
      "INSERT OR REPLACE INTO members (docid, id, version, text, published, copies, story, about," \
      " has_copies, has_story) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")                             \
    X(MEMBER_GET, SN_DB_ARCHIVE, SN_SQL_MEMBER " WHERE docid = ?")                                 \
    X(MEMBER_REMOVE, SN_DB_ARCHIVE, "DELETE FROM members WHERE docid = ?")                         \
    X(MEMBER_COPIES, SN_DB_ARCHIVE,                                                                \
      "UPDATE members SET copies = ?2, has_copies = 1 WHERE docid = ?1")                           \
    X(MEMBER_STORY, SN_DB_ARCHIVE,                                                                 \
      "UPDATE members SET story = ?2, has_story = ?3 WHERE docid = ?1")                            \
    X(MEMBER_TOUCH, SN_DB_ARCHIVE,                                                                 \
      "INSERT INTO changes (docid, id) SELECT docid, id FROM members WHERE docid = ?")             \
    X(MEMBERS_OF_TEXT, SN_DB_ARCHIVE,                                                              \
      SN_SQL_MEMBER " WHERE text = ? ORDER BY published, id LIMIT ?")                              \
    X(MEMBERS_OF_COPIES, SN_DB_ARCHIVE,                                                            \
      SN_SQL_MEMBER " WHERE copies = ? AND has_copies = 1 ORDER BY published, id LIMIT ?")         \
    X(MEMBERS_OF_STORY, SN_DB_ARCHIVE,                                                             \
      SN_SQL_MEMBER " WHERE story = ? AND has_story = 1 ORDER BY published, id LIMIT ?")           \
    X(MEMBERS_FROM, SN_DB_ARCHIVE, SN_SQL_MEMBER " WHERE docid >= ? ORDER BY docid LIMIT ?")       \
    X(MEMBERS_OUTDATE, SN_DB_ARCHIVE, "UPDATE members SET version = 0, text = 0")                  \
    X(TEXTS_CLEAR, SN_DB_ARCHIVE, "DELETE FROM texts")                                             \
    X(KEYS_CLEAR, SN_DB_ARCHIVE, "DELETE FROM keys")                                               \
    X(PAIRS_CLEAR, SN_DB_ARCHIVE, "DELETE FROM pairs")                                             \
    X(TEXT_PUT, SN_DB_ARCHIVE, "INSERT INTO texts (hash, same, print) VALUES (?, ?, ?)")           \
    X(TEXT_FIND, SN_DB_ARCHIVE, "SELECT text, hash, same FROM texts WHERE hash BETWEEN ? AND ?")   \
    X(TEXT_GET, SN_DB_ARCHIVE, "SELECT same, print FROM texts WHERE text = ?")                     \
    X(TEXT_REMOVE, SN_DB_ARCHIVE, "DELETE FROM texts WHERE text = ?")                              \
    X(TEXTS_SAME, SN_DB_ARCHIVE,                                                                   \
      "SELECT text, 0, 0 FROM texts WHERE hash BETWEEN ? AND ? AND same = ? ORDER BY text")        \
    X(TEXT_BETWEEN, SN_DB_ARCHIVE,                                                                 \
      "SELECT 1 FROM members WHERE text = ? AND published BETWEEN ? AND ? LIMIT 1")                \
    X(TEXTS_NEAR, SN_DB_ARCHIVE,                                                                   \
      "SELECT 1 FROM members AS m JOIN members AS o ON o.text = ?2"                                \
      " AND o.published BETWEEN m.published - ?3 AND m.published + ?3"                             \
      " WHERE m.text = ?1 AND m.published < 9223372036854775807 LIMIT 1")                          \
    X(PAIR_PUT, SN_DB_ARCHIVE,                                                                     \
      "INSERT OR REPLACE INTO pairs (text, other, apart, undated) VALUES (?, ?, ?, ?)")            \
    X(PAIRS_OF, SN_DB_ARCHIVE,                                                                     \
      "SELECT other, apart, undated FROM pairs WHERE text = ? ORDER BY other")                     \
    X(PAIRS_REMOVE_BACK, SN_DB_ARCHIVE,                                                            \
      "DELETE FROM pairs WHERE (text, other) IN"                                                   \
      " (SELECT other, text FROM pairs WHERE text = ?)")                                           \
    X(PAIRS_REMOVE, SN_DB_ARCHIVE, "DELETE FROM pairs WHERE text = ?")                             \
    X(KEYS_PUT, SN_DB_ARCHIVE,                                                                     \
      "INSERT OR IGNORE INTO keys (kind, bucket, key, text) VALUES " SN_SQL_KEY_ROW4               \
      ", " SN_SQL_KEY_ROW4 ", " SN_SQL_KEY_ROW4 ", " SN_SQL_KEY_ROW4)                              \
    X(KEY_PUT, SN_DB_ARCHIVE,                                                                      \
      "INSERT OR IGNORE INTO keys (kind, bucket, key, text) VALUES (?, ?, ?, ?)")                  \
    X(KEY_REMOVE, SN_DB_ARCHIVE,                                                                   \
      "DELETE FROM keys WHERE kind = ? AND bucket = ? AND key = ? AND text = ?")                   \
    X(KEYS_FIND, SN_DB_ARCHIVE,                                                                    \
      "SELECT key, text FROM keys WHERE kind = ? AND bucket = ?"                                   \
      " AND key IN (?, ?, ?, ?, ?, ?, ?, ?)")                                                      \
    X(KEYS_EACH, SN_DB_ARCHIVE,                                                                    \
      "SELECT key, text FROM keys WHERE kind = ? AND bucket = ? ORDER BY key, text")               \
    X(SOURCE_GET, SN_DB_ARCHIVE, "SELECT " SN_SQL_SOURCE_COLUMNS " FROM sources WHERE source = ?") \
    X(SOURCE_PUT, SN_DB_ARCHIVE,                                                                   \
      "INSERT OR REPLACE INTO sources (" SN_SQL_SOURCE_COLUMNS ") VALUES"                          \
      " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")                          \
    X(SOURCES_BESIDE, SN_DB_ARCHIVE,                                                               \
      "SELECT count(*) FROM sources WHERE within IS NULL"                                          \
      " AND NOT EXISTS (SELECT 1 FROM sources WHERE source = ?)")                                  \
    X(SOURCES_OF, SN_DB_ARCHIVE, "SELECT count(*) FROM sources WHERE source = ?1 OR within = ?1")  \
    X(SOURCES_WITHIN, SN_DB_ARCHIVE,                                                               \
      "SELECT " SN_SQL_SOURCE_COLUMNS " FROM sources WHERE within IS ? ORDER BY source")           \
    X(SOURCE_FORGET, SN_DB_ARCHIVE, "DELETE FROM sources WHERE source = ?1 OR within = ?1")        \
    X(SOURCES_FORGET_OLD, SN_DB_ARCHIVE, "DELETE FROM sources WHERE within = ? AND tried < ?")     \
    X(ADDRESS_PUT, SN_DB_ARCHIVE, "INSERT OR REPLACE INTO addresses (address, id) VALUES (?, ?)")  \
    X(ADDRESS_GET, SN_DB_ARCHIVE, "SELECT id FROM addresses WHERE address = ?")                    \
    X(COUNT_BETWEEN, SN_DB_ARCHIVE,                                                                \
      "SELECT count(*) FROM articles WHERE docid >= ? AND docid < ? AND state = ?")                \
    X(KNOWS, SN_DB_ARCHIVE,                                                                        \
      "SELECT 1 FROM articles WHERE id = ?1 UNION ALL SELECT 1 FROM taken WHERE id = ?1 LIMIT 1")  \
    X(LEDGER_VERSION, SN_DB_LEDGER, "PRAGMA data_version")                                         \
    /* Of one id the times rise, whatever the clock says, so that two ledgers can be joined. */    \
    X(LEDGER_ADD, SN_DB_LEDGER,                                                                    \
      "INSERT INTO ledger (id, at, who, why, articles) VALUES (?1, max(?2, (SELECT"                \
      " ifnull(max(max(at, lifted_at)) + 1, 0) FROM ledger WHERE id = ?1)), ?3, ?4, ?5)")          \
    X(LEDGER_LIFT, SN_DB_LEDGER,                                                                   \
      "UPDATE ledger SET lifted_at = max(?2, at + 1), lifted_by = ?3"                              \
      " WHERE id = ?1 AND lifted_at = 0")                                                          \
    X(LEDGER_IN_FORCE, SN_DB_LEDGER, "SELECT 1 FROM ledger WHERE id = ? AND lifted_at = 0")        \
    X(LEDGER_KNOWS, SN_DB_LEDGER, "SELECT 1 FROM ledger WHERE id = ? LIMIT 1")                     \
    X(LEDGER_ALL_IN_FORCE, SN_DB_LEDGER, "SELECT id FROM ledger WHERE lifted_at = 0 ORDER BY id")  \
    X(LEDGER_HAS_ARTICLES, SN_DB_LEDGER,                                                           \
      "SELECT 1 FROM pragma_table_info('ledger') WHERE name = 'articles'")                         \
    X(LEDGER_ALL_1, SN_DB_LEDGER,                                                                  \
      "SELECT id, at, who, why, lifted_at, lifted_by, -1 FROM ledger ORDER BY at, seq")            \
    X(LEDGER_ALL, SN_DB_LEDGER,                                                                    \
      "SELECT id, at, who, why, lifted_at, lifted_by, ifnull(articles, -1)"                        \
      " FROM ledger ORDER BY at, seq")

typedef enum sn_sql {
#define SN_SQL_ENUM(name, db, sql) SN_SQL_##name,
    SN_STATEMENTS(SN_SQL_ENUM)
#undef SN_SQL_ENUM
        SN_SQL_COUNT_
} sn_sql;

typedef enum sn_db { SN_DB_ARCHIVE, SN_DB_LEDGER, SN_DB_COUNT_ } sn_db;

/* ---- untouched.c: databases read without making a file beside them ---- */

typedef enum sn_untouched_how {
    SN_UNTOUCHED_SHARED, /* beside who may write, by the files that the writer has made */
    SN_UNTOUCHED_AT_REST /* there is no log, so nobody writes now: no lock is wanted, nor any other file */
} sn_untouched_how;

/* Which file it is; at rest, as of which change. Zeros: there is none. */
typedef struct sn_file_mark {
    uint64_t device, inode;
    int64_t bytes, changed_ns;
} sn_file_mark;

typedef struct sn_file_marks {
    sn_untouched_how how; /* what the log says about archive.db */
    sn_file_mark archive, log, ledger;
} sn_file_marks;

/* How the files of an archive are now; before they are opened. SN_EIO: a log that cannot be read. */
SN_MUST_USE sn_status sn_untouched_look(const char *dir, sn_file_marks *out, sn_error *err);
/* Open one; SQLite's code. The ledger has no log, so SHARED is for it, always. */
int sn_untouched_open(const char *path, sn_untouched_how how, struct sqlite3 **out);

struct sn_archive {
    struct sqlite3 *db[SN_DB_COUNT_]; /* the ledger is NULL in a read-only handle that has none */
    struct sqlite3_stmt *statements[SN_SQL_COUNT_];
    char uuid[SN_UUID_SIZE];
    bool read_only, untouched;
    char dir[SN_PATH_SIZE]; /* untouched: where the files are, and how they were */
    sn_file_marks marks;
    int64_t now_sec;        /* 0: the system clock */
    bool begun;             /* between sn_archive_begin and its end */
    sn_status broken;       /* why the transaction begun was rolled back already */
    bool ledger_ahead;      /* this transaction follows the ledger: rolled back, it must again */
    bool ledger_unread;     /* the ledger may hold what archive.db does not */
    int64_t ledger_version; /* of the last merge */
    sn_number_runs runs;
    sn_buf scratch; /* canonical JSON of the article being put */
};

int64_t sn_archive_now(const sn_archive *a);

/* ---- sql.c: one statement ---- */

/* The status of an SQLite result code, with a message in *err. errno is looked at too: set it to 0
 * before the call that may fail. */
sn_status sn_sql_fail(struct sqlite3 *db, int code, const char *what, sn_error *err);

/* A statement ready to step, ended (reset) by its scope. */
typedef struct sn_rows {
    struct sqlite3_stmt *statement;
    struct sqlite3 *db;
    const char *name; /* of the database, for messages */
} sn_rows;
void sn_rows_done(sn_rows *rows);
SN_DEFINE_CLEANUP(sn_rows, sn_rows_done)

/* Bind and make ready; `types` has a letter for each argument: i int64_t, s sn_str, t const char *
 * (NULL is null), b sn_str as bytes. */
SN_MUST_USE sn_status sn_rows_open(sn_archive *a, sn_sql which, sn_rows *out, sn_error *err,
                                   const char *types, ...);
/* SN_OK with a row, SN_DONE without. */
SN_MUST_USE sn_status sn_rows_next(sn_rows *rows, sn_error *err);
int64_t sn_rows_int(const sn_rows *rows, int column);
sn_str sn_rows_str(const sn_rows *rows, int column); /* until the next step */
sn_str sn_rows_bytes(const sn_rows *rows, int column);

/* A statement without rows. */
SN_MUST_USE sn_status sn_sql_run(sn_archive *a, sn_sql which, sn_error *err, const char *types,
                                 ...);
/* One with n places for numbers, without rows. */
SN_MUST_USE sn_status sn_sql_run_ints(sn_archive *a, sn_sql which, const int64_t *values, size_t n,
                                      sn_error *err);
/* The first column of the first row: SN_OK, or SN_DONE without a row. */
SN_MUST_USE sn_status sn_sql_int(sn_archive *a, sn_sql which, int64_t *out, sn_error *err,
                                 const char *types, ...);
/* Is there a row? */
SN_MUST_USE sn_status sn_sql_has(sn_archive *a, sn_sql which, bool *out, sn_error *err,
                                 const char *types, ...);
/* Has archive.db this table? One of an older format that is open for reading may lack some. */
SN_MUST_USE sn_status sn_sql_has_table(sn_archive *a, const char *name, bool *out, sn_error *err);
/* The number that `meta` has under a key; 0: none. */
SN_MUST_USE sn_status sn_meta_int(sn_archive *a, const char *key, int64_t *out, sn_error *err);

/* Statements that are not of the table above, without rows. what: for messages. */
SN_MUST_USE sn_status sn_sql_exec(struct sqlite3 *db, const char *sql, const char *what,
                                  sn_error *err);

/* ---- transaction.c ---- */

/* Begin unless sn_archive_begin did, merging the ledger where it has changed. */
SN_MUST_USE sn_status sn_write_begin(sn_archive *a, sn_error *err);
/* Commit on SN_OK, roll back otherwise; inside sn_archive_begin only failures of the system roll
 * back. Returns status, or why the commit failed. */
SN_MUST_USE sn_status sn_write_end(sn_archive *a, sn_status status, sn_error *err);

/* ---- slots.c ---- */

/* A free number for an article. SN_ELIMIT if there is none. */
SN_MUST_USE sn_status sn_slot_find(sn_archive *a, const sn_article *article, uint32_t *number,
                                   sn_error *err);

/* ---- ledger.c ---- */

/* Write to archive.db what the ledger says and it does not, and to the ledger what only archive.db
 * knows. Inside a write transaction. */
SN_MUST_USE sn_status sn_ledger_merge(sn_archive *a, sn_error *err);
/* Is there anything to merge? */
SN_MUST_USE sn_status sn_ledger_differs(sn_archive *a, bool *differs, sn_error *err);
/* Is a takedown of this id in force? */
SN_MUST_USE sn_status sn_ledger_holds(sn_archive *a, sn_str id, bool *in_force, sn_error *err);

/* ---- takedown.c: the part of archive.db ---- */

SN_MUST_USE sn_status sn_takedown_apply(sn_archive *a, sn_str id, uint64_t *change, sn_error *err);
SN_MUST_USE sn_status sn_takedown_revoke(sn_archive *a, sn_str id, uint64_t *change, sn_error *err);
/* A new change, of a document number (0: none) and the id that has it. */
SN_MUST_USE sn_status sn_change_add(sn_archive *a, uint32_t docid, sn_str id, uint64_t *change,
                                    sn_error *err);

/* ---- addresses.c ---- */

/* Note that the article stands at its url. Inside a write transaction. */
SN_MUST_USE sn_status sn_address_note(sn_archive *a, const sn_article *article, sn_error *err);
/* Teach a database the function of FORMAT_4_SQL. Returns SQLite's code. */
int sn_addresses_teach(struct sqlite3 *db);

/* ---- due.c: inside a write transaction ---- */

/* The moment at which to look at an article again; SN_NEVER_SEC: none. */
SN_MUST_USE sn_status sn_due_note(sn_archive *a, sn_str id, int64_t at_sec, sn_error *err);
/* A takedown was lifted: give the article the state it has now, and note its moment. */
SN_MUST_USE sn_status sn_due_settle(sn_archive *a, sn_str id, sn_error *err);

/* ---- schema.c ---- */

/* A name for an archive: a version 4 UUID. */
SN_MUST_USE sn_status sn_uuid_make(char out[SN_UUID_SIZE], sn_error *err);

/* Open or make one database of dir; how: for opts->untouched. SN_ENOTFOUND if there is none and none is to be made. */
SN_MUST_USE sn_status sn_schema_open(const char *dir, sn_db which, const sn_archive_opts *opts,
                                     sn_untouched_how how, struct sqlite3 **out, sn_error *err);

#endif
