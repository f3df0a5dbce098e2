#include "archive/archive.h"

#include "archive/copy.h"
#include "archive/store.h"
#include "base/clock.h"
#include "base/limits.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

int64_t sn_archive_now(const sn_archive *a)
{
    return a->now_sec != 0 ? a->now_sec : sn_clock_now_sec();
}

sn_status sn_archive_refresh(sn_archive *a, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status status = sn_rows_open(a, SN_SQL_META_GET, &rows, err, "t", "uuid");
    if (status == SN_OK)
        status = sn_rows_next(&rows, err);
    sn_str uuid = status == SN_OK ? sn_rows_str(&rows, 0) : (sn_str){NULL, 0};
    if (status == SN_DONE || (status == SN_OK && uuid.len != SN_UUID_SIZE - 1))
        return sn_fail(err, SN_ECORRUPT, "archive.db: its name is lost");
    if (status == SN_OK)
        memcpy(a->uuid, uuid.at, uuid.len);
    return status;
}

/* The ledger of a handle that writes is made where it is missing: archive.db knows enough. */
static sn_status open_ledger(sn_archive *a, const char *dir, const sn_archive_opts *opts,
                             sn_error *err)
{
    sn_archive_opts making = *opts;
    making.create = true;
    sn_status status =
        sn_schema_open(dir, SN_DB_LEDGER, &making, SN_UNTOUCHED_SHARED, &a->db[SN_DB_LEDGER], err);
    return status == SN_ENOTFOUND && opts->read_only ? SN_OK : status;
}

static sn_status merge_if_needed(sn_archive *a, sn_error *err)
{
    bool differs = false;
    sn_status status = sn_ledger_differs(a, &differs, err);
    if (status != SN_OK || !differs)
        return status;
    a->ledger_unread = true;
    status = sn_write_begin(a, err);
    return status == SN_OK ? sn_write_end(a, SN_OK, err) : status;
}

static sn_status open_all(sn_archive *a, const char *dir, const sn_archive_opts *opts,
                          sn_error *err)
{
    sn_status status =
        sn_schema_open(dir, SN_DB_ARCHIVE, opts, a->marks.how, &a->db[SN_DB_ARCHIVE], err);
    if (status == SN_OK)
        status = open_ledger(a, dir, opts, err);
    if (status == SN_OK)
        status = sn_archive_refresh(a, err);
    if (status == SN_OK && !a->read_only)
        status = merge_if_needed(a, err);
    return status;
}

/* What the files are like is noted before they are opened, so that no change between the two is missed. */
static sn_status note_files(sn_archive *a, const char *dir, sn_error *err)
{
    size_t len = strlen(dir);
    if (len >= sizeof a->dir)
        return sn_fail(err, SN_ELIMIT, "path too long: %.80s", dir);
    memcpy(a->dir, dir, len + 1);
    a->untouched = true;
    return sn_untouched_look(dir, &a->marks, err);
}

sn_status sn_archive_open(const char *dir, const sn_archive_opts *opts, sn_archive **out,
                          sn_error *err)
{
    static const sn_archive_opts defaults = {0};
    if (opts == NULL)
        opts = &defaults;
    sn_archive *a = calloc(1, sizeof *a);
    if (a == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory for an archive");
    a->read_only = opts->read_only;
    a->now_sec = opts->now_sec;
    a->scratch = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    sn_status status = opts->read_only && opts->untouched ? note_files(a, dir, err) : SN_OK;
    if (status == SN_OK)
        status = open_all(a, dir, opts, err);
    if (status == SN_OK)
        *out = a;
    else
        sn_archive_close(a);
    return status;
}

void sn_archive_close(sn_archive *a)
{
    if (a == NULL)
        return;
    sn_archive_rollback(a);
    for (size_t i = 0; i < SN_SQL_COUNT_; i++)
        sqlite3_finalize(a->statements[i]);
    for (size_t i = 0; i < SN_DB_COUNT_; i++)
        sqlite3_close(a->db[i]);
    sn_buf_done(&a->scratch);
    free(a);
}

const char *sn_archive_uuid(const sn_archive *a)
{
    return a->uuid;
}

const char *sn_article_state_name(sn_article_state state)
{
    switch (state) {
    case SN_ARTICLE_LIVE:
        return "live";
    case SN_ARTICLE_WITHDRAWN:
        return "withdrawn";
    case SN_ARTICLE_TAKEN_DOWN:
        return "taken_down";
    case SN_ARTICLE_EMBARGOED:
        return "embargoed";
    case SN_ARTICLE_EXPIRED:
        return "expired";
    case SN_ARTICLE_WITHHELD:
        return "withheld";
    }
    return "unknown";
}

void sn_record_done(sn_record *r)
{
    if (r != NULL)
        sn_buf_done(&r->json);
}
