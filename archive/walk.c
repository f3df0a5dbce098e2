#include "archive/store.h"

#include "base/grow.h"

#include <sqlite3.h>
#include <stdlib.h>

typedef struct touch {
    uint64_t change;
    uint32_t docid;
} touch;

typedef struct touches {
    touch *at;
    size_t n;
    uint64_t last; /* the last change looked at */
} touches;

static void touches_done(touches *t)
{
    free(t->at);
}
SN_DEFINE_CLEANUP(touches, touches_done)

static sn_status read_touches(sn_archive *a, uint64_t after, uint32_t max, touches *out,
                              sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    size_t cap = 0;
    out->last = after;
    sn_status status =
        sn_rows_open(a, SN_SQL_CHANGES_AFTER, &rows, err, "ii", (int64_t)after, (int64_t)max);
    while (status == SN_OK && (status = sn_rows_next(&rows, err)) == SN_OK) {
        touch *at = sn_grow(out->at, out->n, &cap, sizeof *at);
        if (at == NULL)
            return sn_fail(err, SN_ENOMEM, "no memory for %zu changes", out->n + 1);
        out->at = at;
        out->last = (uint64_t)sn_rows_int(&rows, 0);
        out->at[out->n++] = (touch){out->last, (uint32_t)sn_rows_int(&rows, 1)};
    }
    return status == SN_DONE ? SN_OK : status;
}

static int by_docid_newest_first(const void *left, const void *right)
{
    const touch *a = left, *b = right;
    if (a->docid != b->docid)
        return a->docid < b->docid ? -1 : 1;
    return (a->change < b->change) - (a->change > b->change);
}

static int by_change(const void *left, const void *right)
{
    const touch *a = left, *b = right;
    return (a->change > b->change) - (a->change < b->change);
}

/* Each document once, with its last change; 0 is no document. */
static void keep_last(touches *t)
{
    size_t kept = 0;
    uint32_t docid = 0;
    if (t->n == 0)
        return;
    qsort(t->at, t->n, sizeof *t->at, by_docid_newest_first);
    for (size_t i = 0; i < t->n; i++) {
        if (t->at[i].docid == docid)
            continue;
        docid = t->at[i].docid;
        t->at[kept++] = t->at[i];
    }
    t->n = kept;
    qsort(t->at, t->n, sizeof *t->at, by_change);
}

/* Nobody has the number now: a change of the id that had it. */
static sn_status give_gone(sn_archive *a, const touch *t, sn_change_fn *fn, void *ctx,
                           sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status status = sn_rows_open(a, SN_SQL_CHANGE_ID, &rows, err, "i", (int64_t)t->change);
    if (status == SN_OK)
        status = sn_rows_next(&rows, err);
    if (status != SN_OK)
        return status == SN_DONE ? sn_fail(err, SN_ECORRUPT, "a change is lost") : status;
    sn_change change = {.change = t->change, .docid = t->docid, .id = sn_rows_str(&rows, 0)};
    return fn(ctx, &change);
}

/* The document as the archive holds it now, whatever the change was about. With ask_ledger the
 * ledger knows of takedowns that have not been merged. */
static sn_status give(sn_archive *a, const touch *t, bool ask_ledger, sn_change_fn *fn, void *ctx,
                      sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status status = sn_rows_open(a, SN_SQL_BY_DOCID, &rows, err, "i", (int64_t)t->docid);
    if (status == SN_OK)
        status = sn_rows_next(&rows, err);
    if (status == SN_DONE)
        return give_gone(a, t, fn, ctx, err);
    if (status != SN_OK)
        return status;
    sn_change change = {.change = t->change,
                        .docid = t->docid,
                        .id = sn_rows_str(&rows, 0),
                        .version = (uint64_t)sn_rows_int(&rows, 2)};
    bool hidden = sn_rows_int(&rows, 1) != SN_ARTICLE_LIVE;
    if (!hidden && ask_ledger)
        status = sn_ledger_holds(a, change.id, &hidden, err);
    if (status != SN_OK)
        return status;
    if (!hidden)
        change.json = sn_rows_str(&rows, 3);
    return fn(ctx, &change);
}

static sn_status each_change(sn_archive *a, uint64_t after, uint32_t max, sn_change_fn *fn,
                             void *ctx, uint64_t *last, sn_error *err)
{
    SN_CLEANUP(touches) touches t = {NULL, 0, 0};
    bool ask_ledger = false;
    sn_status status = sn_ledger_differs(a, &ask_ledger, err);
    if (status == SN_OK)
        status = read_touches(a, after, max, &t, err);
    if (status != SN_OK)
        return status;
    keep_last(&t);
    for (size_t i = 0; i < t.n && status == SN_OK; i++)
        status = give(a, &t.at[i], ask_ledger, fn, ctx, err);
    if (status == SN_OK)
        *last = t.last;
    return status;
}

/* One that cannot be ended would be in the way of every transaction to come. */
static sn_status end_view(sn_archive *a, sn_error *err)
{
    sqlite3 *db = a->db[SN_DB_ARCHIVE];
    sn_status status = sn_sql_run(a, SN_SQL_COMMIT, err, "");
    if (status != SN_OK && sqlite3_get_autocommit(db) == 0)
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

sn_status sn_archive_each_change(sn_archive *a, uint64_t after, uint32_t max_changes,
                                 sn_change_fn *fn, void *ctx, uint64_t *last, sn_error *err)
{
    uint64_t reached = after;
    bool own = !a->begun; /* one view of the archive for the whole walk */
    sn_status status = own ? sn_sql_run(a, SN_SQL_BEGIN_READ, err, "") : SN_OK;
    if (status != SN_OK)
        return status;
    status = each_change(a, after, max_changes, fn, ctx, &reached, err);
    if (own) {
        sn_status end = end_view(a, status == SN_OK ? err : NULL);
        status = status == SN_OK ? end : status;
    }
    if (status == SN_OK)
        *last = reached;
    return status;
}

static sn_status give_live(sn_archive *a, const sn_rows *rows, bool ask_ledger, sn_change_fn *fn,
                           void *ctx, sn_error *err)
{
    sn_change change = {.docid = (uint32_t)sn_rows_int(rows, 0),
                        .id = sn_rows_str(rows, 1),
                        .change = (uint64_t)sn_rows_int(rows, 2),
                        .version = (uint64_t)sn_rows_int(rows, 2)};
    bool hidden = false;
    sn_status status = ask_ledger ? sn_ledger_holds(a, change.id, &hidden, err) : SN_OK;
    if (status != SN_OK || hidden)
        return status;
    change.json = sn_rows_str(rows, 3);
    return fn(ctx, &change);
}

sn_status sn_archive_each_live(sn_archive *a, uint32_t first_docid, uint32_t max, sn_change_fn *fn,
                               void *ctx, uint32_t *next_docid, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    uint32_t next = 0, given = 0;
    bool ask_ledger = false;
    sn_status status = sn_ledger_differs(a, &ask_ledger, err);
    if (status != SN_OK)
        return status;
    status =
        sn_rows_open(a, SN_SQL_LIVE_FROM, &rows, err, "ii", (int64_t)first_docid, (int64_t)max);
    if (status != SN_OK)
        return status;
    while ((status = sn_rows_next(&rows, err)) == SN_OK) {
        uint32_t docid = (uint32_t)sn_rows_int(&rows, 0);
        status = give_live(a, &rows, ask_ledger, fn, ctx, err);
        if (status != SN_OK)
            return status;
        given++;
        next = docid + 1; /* 0 behind the last number there is */
    }
    if (status != SN_DONE)
        return status;
    *next_docid = given == max ? next : 0;
    return SN_OK;
}

sn_status sn_archive_live_stretch(sn_archive *a, uint32_t first_docid, uint32_t n,
                                  uint32_t *next_docid, sn_error *err)
{
    int64_t next = 0;
    sn_status status =
        sn_sql_int(a, SN_SQL_LIVE_BEHIND, &next, err, "ii", (int64_t)first_docid, (int64_t)n);
    if (status == SN_OK || status == SN_DONE)
        *next_docid = (uint32_t)next;
    return status == SN_DONE ? SN_OK : status;
}
