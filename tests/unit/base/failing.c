#include "tests/unit/base/failing.h"

#include "tests/unit/base/testing.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Scenarios may have threads of their own, but only one at a time calls. */
static struct {
    unsigned kinds; /* that are counted; 0: none */
    size_t asked, fail_at;
    bool has_failed;
    sn_status index_status;
} failing = {.index_status = SN_EIO};

bool failing_now(failing_kind kind)
{
    if ((failing.kinds & kind) == 0 || ++failing.asked != failing.fail_at)
        return false;
    failing.has_failed = true;
    return true;
}

void failing_index_status(sn_status status)
{
    failing.index_status = status;
}

sn_status failing_index(sn_error *err)
{
    return sn_fail(err, failing.index_status, "the index fails here");
}

/* ---- memory */

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_malloc(size_t size)
{
    return failing_now(FAILING_MEMORY) ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return failing_now(FAILING_MEMORY) ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return failing_now(FAILING_MEMORY) ? NULL : __real_realloc(old, size);
}

/* ---- files: the names that 64 bits of offsets have in the C library */

static bool file_fails(bool needs_room)
{
    if (failing_now(FAILING_FILES)) {
        errno = EIO;
        return true;
    }
    if (needs_room && failing_now(FAILING_ROOM)) {
        errno = ENOSPC;
        return true;
    }
    return false;
}

#define STANDS_BEFORE(type, name, room, failure, parameters, arguments)                            \
    type __real_##name parameters;                                                                 \
    type __wrap_##name parameters;                                                                 \
    type __wrap_##name parameters                                                                  \
    {                                                                                              \
        return file_fails(room) ? (failure) : __real_##name arguments;                             \
    }

STANDS_BEFORE(int, open64, (flags & O_CREAT) != 0, -1, (const char *path, int flags, mode_t mode),
              (path, flags, mode))
STANDS_BEFORE(int, mkostemp64, true, -1, (char *name, int flags), (name, flags))
STANDS_BEFORE(FILE *, fopen64, false, NULL, (const char *path, const char *mode), (path, mode))
STANDS_BEFORE(ssize_t, read, false, -1, (int fd, void *to, size_t n), (fd, to, n))
STANDS_BEFORE(ssize_t, write, true, -1, (int fd, const void *at, size_t n), (fd, at, n))
STANDS_BEFORE(int, fsync, true, -1, (int fd), (fd))
STANDS_BEFORE(int, fchmod, false, -1, (int fd, mode_t mode), (fd, mode))
STANDS_BEFORE(int, rename, true, -1, (const char *from, const char *to), (from, to))
STANDS_BEFORE(int, mkdir, true, -1, (const char *path, mode_t mode), (path, mode))
STANDS_BEFORE(int, unlink, false, -1, (const char *path), (path))
STANDS_BEFORE(int, stat64, false, -1, (const char *path, struct stat *out), (path, out))
STANDS_BEFORE(int, fstat64, false, -1, (int fd, struct stat *out), (fd, out))
STANDS_BEFORE(int, ftruncate64, true, -1, (int fd, off_t len), (fd, len))
STANDS_BEFORE(DIR *, opendir, false, NULL, (const char *path), (path))
STANDS_BEFORE(struct dirent *, readdir64, false, NULL, (DIR * d), (d))

/* ---- threads, which need memory of their own */

typedef void *thread_fn(void *ctx);
int __real_pthread_create(pthread_t *out, const pthread_attr_t *how, thread_fn *fn, void *ctx);
int __wrap_pthread_create(pthread_t *out, const pthread_attr_t *how, thread_fn *fn, void *ctx);

int __wrap_pthread_create(pthread_t *out, const pthread_attr_t *how, thread_fn *fn, void *ctx)
{
    return failing_now(FAILING_MEMORY) ? EAGAIN : __real_pthread_create(out, how, fn, ctx);
}

/* ---- SQLite, which has its own word for what happened last */

static bool sql_failed;

static bool sql_fails(void)
{
    sql_failed = failing_now(FAILING_SQL);
    return sql_failed;
}

int __real_sqlite3_extended_errcode(sqlite3 *db);
int __wrap_sqlite3_extended_errcode(sqlite3 *db);

int __wrap_sqlite3_extended_errcode(sqlite3 *db)
{
    return sql_failed ? SQLITE_IOERR_WRITE : __real_sqlite3_extended_errcode(db);
}

#define SQL_STANDS_BEFORE(name, parameters, arguments)                                             \
    int __real_##name parameters;                                                                  \
    int __wrap_##name parameters;                                                                  \
    int __wrap_##name parameters                                                                   \
    {                                                                                              \
        return sql_fails() ? SQLITE_IOERR_WRITE : __real_##name arguments;                         \
    }

SQL_STANDS_BEFORE(sqlite3_open_v2, (const char *path, sqlite3 **db, int flags, const char *vfs),
                  (path, db, flags, vfs))
SQL_STANDS_BEFORE(sqlite3_prepare_v2,
                  (sqlite3 * db, const char *sql, int n, sqlite3_stmt **out, const char **tail),
                  (db, sql, n, out, tail))
SQL_STANDS_BEFORE(sqlite3_prepare_v3,
                  (sqlite3 * db, const char *sql, int n, unsigned flags, sqlite3_stmt **out,
                   const char **tail),
                  (db, sql, n, flags, out, tail))
SQL_STANDS_BEFORE(sqlite3_step, (sqlite3_stmt * statement), (statement))
SQL_STANDS_BEFORE(sqlite3_bind_int64, (sqlite3_stmt * statement, int i, sqlite3_int64 value),
                  (statement, i, value))
SQL_STANDS_BEFORE(sqlite3_bind_text,
                  (sqlite3_stmt * statement, int i, const char *text, int n, void (*done)(void *)),
                  (statement, i, text, n, done))
SQL_STANDS_BEFORE(sqlite3_exec,
                  (sqlite3 * db, const char *sql,
                   int (*fn)(void *ctx, int n, char **values, char **names), void *ctx, char **why),
                  (db, sql, fn, ctx, why))
SQL_STANDS_BEFORE(sqlite3_backup_step, (sqlite3_backup * backup, int pages), (backup, pages))
SQL_STANDS_BEFORE(sqlite3_create_function,
                  (sqlite3 * db, const char *name, int n, int encoding, void *app,
                   void (*fn)(sqlite3_context *, int, sqlite3_value **),
                   void (*step)(sqlite3_context *, int, sqlite3_value **),
                   void (*final)(sqlite3_context *)),
                  (db, name, n, encoding, app, fn, step, final))

/* ---- scenarios */

static bool is_of_below(sn_status s)
{
    return s == SN_OK || s == SN_ENOMEM || s == SN_EIO || s == SN_ENOSPACE || s == SN_ECORRUPT ||
           s == SN_ELOCKED;
}

static sn_status run(unsigned kinds, size_t fail_at, failing_fn *scenario, void *ctx, sn_error *err)
{
    failing.kinds = kinds;
    failing.asked = 0;
    failing.fail_at = fail_at;
    failing.has_failed = false;
    sn_status s = scenario(ctx, err);
    failing.kinds = 0;
    return s;
}

/* One call fails, and behind that nothing does. */
static void fail_at(unsigned kinds, size_t n, failing_fn *scenario, void *ctx)
{
    sn_error err = {0};
    sn_status s = run(kinds, n, scenario, ctx, &err);
    if (!failing.has_failed) /* what is kept from the runs before needs fewer calls */
        assert_ok(s, &err);
    else if (!is_of_below(s))
        fail_msg("call %zu: %s: %s", n, sn_status_name(s), err.msg);
    s = run(0, 0, scenario, ctx, &err);
    if (s != SN_OK)
        fail_msg("behind call %zu: %s: %s", n, sn_status_name(s), err.msg);
}

size_t each_call_fails_of(unsigned kinds, failing_fn *scenario, void *ctx)
{
    static uint64_t state;
    sn_error err = {0};
    cJSON_InitHooks(&(cJSON_Hooks){__wrap_malloc, free});
    assert_ok(run(0, 0, scenario, ctx, &err), &err);
    assert_ok(run(kinds, 0, scenario, ctx, &err), &err);
    size_t calls = failing.asked, step = calls > FAILING_MOST ? 1 + 2 * calls / FAILING_MOST : 1;
    state = state == 0 ? test_seed() : state;
    for (size_t n = 1 + random_below(&state, (uint32_t)step); n <= calls; n += step)
        fail_at(kinds, n, scenario, ctx);
    return calls;
}

size_t each_call_fails(failing_fn *scenario, void *ctx)
{
    static const unsigned kinds[] = {FAILING_MEMORY, FAILING_FILES, FAILING_ROOM, FAILING_SQL};
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        n += each_call_fails_of(kinds[i], scenario, ctx);
    return n;
}
