#include "archive/space.h"

#include "archive/store.h"
#include "base/disk.h"

#include <sqlite3.h>

/* Rewriting a file costs its whole size: for less it is not worth while. */
#define EMPTY_ONE_OF 20

typedef struct pages {
    int64_t size, all, empty;
} pages;

static sn_status read_pages(sn_archive *a, pages *out, sn_error *err)
{
    sn_status s = sn_sql_int(a, SN_SQL_PAGE_SIZE, &out->size, err, "");
    if (s == SN_OK)
        s = sn_sql_int(a, SN_SQL_PAGES, &out->all, err, "");
    return s == SN_OK ? sn_sql_int(a, SN_SQL_PAGES_EMPTY, &out->empty, err, "") : s;
}

static sn_status trim_log(sn_archive *a, uint64_t *rows, sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    if (s != SN_OK)
        return s;
    s = sn_sql_run(a, SN_SQL_CHANGES_TRIM, err, "");
    if (s == SN_OK)
        *rows = (uint64_t)sqlite3_changes64(a->db[SN_DB_ARCHIVE]);
    return sn_write_end(a, s, err);
}

static sn_status rewrite(sn_archive *a, const char *dir, const pages *is, sn_error *err)
{
    uint64_t used = (uint64_t)(is->size * (is->all - is->empty));
    sn_status s = sn_disk_reserve(dir, 2 * used, "vacuum of the archive", err);
    if (s == SN_OK)
        s = sn_sql_run(a, SN_SQL_VACUUM, err, "");
    /* The file shrinks when the log is carried over; where a reader is in the way, another time. */
    if (s == SN_OK && sn_sql_run(a, SN_SQL_CHECKPOINT, NULL, "") == SN_ENOMEM)
        s = sn_fail(err, SN_ENOMEM, "no memory for the archive");
    return s;
}

sn_status sn_archive_vacuum(sn_archive *a, const char *dir, sn_archive_space *out, sn_error *err)
{
    sn_archive_space space = {0};
    pages is = {0};
    if (a->begun)
        return sn_fail(err, SN_EINVAL, "vacuum: a transaction is open");
    sn_status s = read_pages(a, &is, err);
    space.before = (uint64_t)(is.size * is.all);
    if (s == SN_OK)
        s = trim_log(a, &space.changes, err);
    if (s == SN_OK)
        s = read_pages(a, &is, err);
    space.rewritten = is.empty > is.all / EMPTY_ONE_OF;
    if (s == SN_OK && space.rewritten)
        s = rewrite(a, dir, &is, err);
    if (s == SN_OK)
        s = read_pages(a, &is, err);
    space.after = (uint64_t)(is.size * is.all);
    if (s == SN_OK)
        *out = space;
    return s;
}
