#include "archive/store.h"

#include <sqlite3.h>
#include <stdint.h>

/* Two sorted walks side by side: the ids in force in the ledger, those taken down in archive.db. */
typedef struct walk {
    sn_rows ledger, taken;
    bool ledger_more, taken_more;
} walk;

static void walk_done(walk *w)
{
    sn_rows_done(&w->ledger);
    sn_rows_done(&w->taken);
}
SN_DEFINE_CLEANUP(walk, walk_done)

static sn_status step(sn_rows *rows, bool *more, sn_error *err)
{
    sn_status status = sn_rows_next(rows, err);
    *more = status == SN_OK;
    return status == SN_DONE ? SN_OK : status;
}

static sn_status walk_open(sn_archive *a, walk *w, sn_error *err)
{
    sn_status status = sn_rows_open(a, SN_SQL_LEDGER_ALL_IN_FORCE, &w->ledger, err, "");
    if (status == SN_OK)
        status = sn_rows_open(a, SN_SQL_TAKEN_ALL, &w->taken, err, "");
    if (status == SN_OK)
        status = step(&w->ledger, &w->ledger_more, err);
    if (status == SN_OK)
        status = step(&w->taken, &w->taken_more, err);
    return status;
}

/* The next id that only one of them has: SN_OK, or SN_DONE at the end. */
static sn_status walk_next(walk *w, sn_str *id, bool *in_ledger, sn_error *err)
{
    while (w->ledger_more || w->taken_more) {
        sn_str ledger = w->ledger_more ? sn_rows_str(&w->ledger, 0) : (sn_str){NULL, 0};
        sn_str taken = w->taken_more ? sn_rows_str(&w->taken, 0) : (sn_str){NULL, 0};
        int order = !w->taken_more ? -1 : !w->ledger_more ? 1 : sn_str_compare(ledger, taken);
        if (order != 0) {
            *id = order < 0 ? ledger : taken;
            *in_ledger = order < 0;
            return SN_OK;
        }
        sn_status status = step(&w->ledger, &w->ledger_more, err);
        if (status == SN_OK)
            status = step(&w->taken, &w->taken_more, err);
        if (status != SN_OK)
            return status;
    }
    return SN_DONE;
}

static sn_status walk_pass(walk *w, bool in_ledger, sn_error *err)
{
    return in_ledger ? step(&w->ledger, &w->ledger_more, err)
                     : step(&w->taken, &w->taken_more, err);
}

sn_status sn_ledger_differs(sn_archive *a, bool *differs, sn_error *err)
{
    SN_CLEANUP(walk) walk w = {0};
    sn_str id;
    bool in_ledger;
    if (a->db[SN_DB_LEDGER] == NULL) {
        *differs = false;
        return SN_OK;
    }
    sn_status status = walk_open(a, &w, err);
    if (status == SN_OK)
        status = walk_next(&w, &id, &in_ledger, err);
    if (status == SN_OK || status == SN_DONE)
        *differs = status == SN_OK;
    return status == SN_DONE ? SN_OK : status;
}

/* One byte of where, the id, a NUL, ...: what is to do, noted before any of it changes the tables
 * that are being read. */
static sn_status note_differences(sn_archive *a, sn_buf *notes, sn_error *err)
{
    SN_CLEANUP(walk) walk w = {0};
    sn_status status = walk_open(a, &w, err);
    while (status == SN_OK) {
        sn_str id;
        bool in_ledger;
        status = walk_next(&w, &id, &in_ledger, err);
        if (status != SN_OK)
            break;
        sn_buf_add_byte(notes, in_ledger ? 'L' : 'T');
        sn_buf_add_str(notes, id);
        sn_buf_add_byte(notes, '\0');
        status = walk_pass(&w, in_ledger, err);
    }
    if (sn_buf_status(notes) != SN_OK)
        return sn_fail(err, SN_ENOMEM, "no memory to merge the takedowns");
    return status == SN_DONE ? SN_OK : status;
}

/* Taken down in archive.db only: lifted since, or the ledger is an older one. */
static sn_status settle_taken(sn_archive *a, sn_str id, sn_error *err)
{
    bool known = false;
    uint64_t change;
    sn_status status = sn_sql_has(a, SN_SQL_LEDGER_KNOWS, &known, err, "s", id);
    if (status != SN_OK)
        return status;
    if (known)
        return sn_takedown_revoke(a, id, &change, err);
    return sn_sql_run(a, SN_SQL_LEDGER_ADD, err, "sittt", id, sn_archive_now(a), (const char *)NULL,
                      "found in archive.db, missing in the ledger", (const char *)NULL);
}

sn_status sn_ledger_merge(sn_archive *a, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf notes = SN_BUF(SIZE_MAX / 2);
    sn_status status = note_differences(a, &notes, err);
    for (size_t i = 0; i < notes.len && status == SN_OK;) {
        sn_str id = sn_str_of(notes.at + i + 1);
        uint64_t change;
        status =
            notes.at[i] == 'L' ? sn_takedown_apply(a, id, &change, err) : settle_taken(a, id, err);
        i += id.len + 2;
    }
    return status;
}

static size_t add_findings(const sn_buf *notes, sn_buf *findings)
{
    size_t errors = 0;
    for (size_t i = 0; i < notes->len; errors++) {
        sn_str id = sn_str_of(notes->at + i + 1);
        sn_buf_add_format(findings, "the takedown of %.*s is in %s only\n", (int)id.len, id.at,
                          notes->at[i] == 'L' ? SN_LEDGER_FILE : SN_ARCHIVE_FILE);
        i += id.len + 2;
    }
    return errors;
}

static sn_status find_articles(sn_archive *a, sn_sql which, const char *what, sn_buf *findings,
                               size_t *errors, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status status = sn_rows_open(a, which, &rows, err, "");
    while (status == SN_OK && (status = sn_rows_next(&rows, err)) == SN_OK) {
        sn_str id = sn_rows_str(&rows, 0);
        sn_buf_add_format(findings, "article %.*s %s\n", (int)id.len, id.at, what);
        ++*errors;
    }
    return status == SN_DONE ? SN_OK : status;
}

static sn_status check_takedowns(sn_archive *a, sn_buf *findings, size_t *errors, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf notes = SN_BUF(SIZE_MAX / 2);
    sn_status status = note_differences(a, &notes, err);
    if (status == SN_OK)
        *errors += add_findings(&notes, findings);
    if (status == SN_OK)
        status = find_articles(a, SN_SQL_TAKEN_NOT_DOWN, "is taken down, and its state is another",
                               findings, errors, err);
    if (status == SN_OK)
        status = find_articles(a, SN_SQL_DOWN_NOT_TAKEN,
                               "has the state of one that is taken down, "
                               "and is not",
                               findings, errors, err);
    return status;
}

/* Under the lock nobody is between the two. What can be merged is merged before. */
sn_status sn_archive_check_takedowns(sn_archive *a, sn_buf *findings, size_t *errors, sn_error *err)
{
    size_t found = 0;
    sn_status status = sn_write_begin(a, err);
    if (status != SN_OK)
        return status;
    status = sn_write_end(a, check_takedowns(a, findings, &found, err), err);
    if (status == SN_OK)
        *errors = found;
    return status;
}

sn_status sn_ledger_holds(sn_archive *a, sn_str id, bool *in_force, sn_error *err)
{
    if (a->db[SN_DB_LEDGER] == NULL) {
        *in_force = false;
        return SN_OK;
    }
    return sn_sql_has(a, SN_SQL_LEDGER_IN_FORCE, in_force, err, "s", id);
}

static char *text_or_null(const sn_rows *rows, int column)
{
    return (char *)(uintptr_t)sn_rows_str(rows, column).at;
}

sn_status sn_archive_each_takedown(sn_archive *a, sn_takedown_fn *fn, void *ctx, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    if (a->db[SN_DB_LEDGER] == NULL)
        return SN_OK;
    bool has_articles = false; /* a handle for reading takes the format before, too */
    sn_status status = sn_sql_has(a, SN_SQL_LEDGER_HAS_ARTICLES, &has_articles, err, "");
    if (status == SN_OK)
        status =
            sn_rows_open(a, has_articles ? SN_SQL_LEDGER_ALL : SN_SQL_LEDGER_ALL_1, &rows, err, "");
    if (status != SN_OK)
        return status;
    while ((status = sn_rows_next(&rows, err)) == SN_OK) {
        sn_takedown t = {.id = text_or_null(&rows, 0),
                         .at_sec = sn_rows_int(&rows, 1),
                         .who = text_or_null(&rows, 2),
                         .why = text_or_null(&rows, 3),
                         .lifted_at_sec = sn_rows_int(&rows, 4),
                         .lifted_by = text_or_null(&rows, 5),
                         .articles = sn_rows_int(&rows, 6)};
        status = fn(ctx, &t);
        if (status != SN_OK)
            return status;
    }
    return status == SN_DONE ? SN_OK : status;
}
