#include "archive/due.h"

#include "archive/shown.h"
#include "archive/store.h"
#include "base/limits.h"

typedef struct row {
    uint32_t docid;
    sn_article_state state;
    sn_article article;
} row;

static void row_done(row *r)
{
    sn_article_done(&r->article);
}
SN_DEFINE_CLEANUP(row, row_done)

static bool is_held(sn_article_state state)
{
    return state != SN_ARTICLE_WITHDRAWN && state != SN_ARTICLE_TAKEN_DOWN;
}

/* docid 0 and SN_OK for an id that is not held. */
static sn_status read_row(sn_archive *a, sn_str id, row *out, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status s = sn_rows_open(a, SN_SQL_BY_ID, &rows, err, "s", id);
    if (s == SN_OK)
        s = sn_rows_next(&rows, err);
    if (s != SN_OK)
        return s == SN_DONE ? SN_OK : s;
    sn_article_state state = (sn_article_state)sn_rows_int(&rows, 1);
    if (!is_held(state))
        return SN_OK;
    s = sn_article_parse(sn_rows_str(&rows, 3), &out->article, err);
    if (s != SN_OK)
        return sn_fail_in(err, s == SN_ENOMEM ? s : SN_ECORRUPT, "the archive's article %.*s",
                          (int)id.len, id.at);
    out->docid = (uint32_t)sn_rows_int(&rows, 0);
    out->state = state;
    return SN_OK;
}

sn_status sn_due_note(sn_archive *a, sn_str id, int64_t at_sec, sn_error *err)
{
    return at_sec == SN_NEVER_SEC ? sn_sql_run(a, SN_SQL_DUE_REMOVE, err, "s", id)
                                  : sn_sql_run(a, SN_SQL_DUE_PUT, err, "si", id, at_sec);
}

sn_status sn_due_settle(sn_archive *a, sn_str id, sn_error *err)
{
    SN_CLEANUP(row) row r = {0};
    sn_showing shown;
    sn_status s = read_row(a, id, &r, err);
    if (s != SN_OK || r.docid == 0)
        return s;
    s = sn_article_shown_at(&r.article, sn_archive_now(a), &shown, err);
    if (s == SN_OK)
        s = sn_sql_run(a, SN_SQL_SET_STATE, err, "si", id, (int64_t)shown.state);
    return s == SN_OK ? sn_due_note(a, id, shown.until_sec, err) : s;
}

/* A moment of before this program, `at_sec` 0, is one to look at: its document is written again. */
static sn_status fall_due(sn_archive *a, sn_str id, int64_t at_sec, sn_error *err)
{
    SN_CLEANUP(row) row r = {0};
    sn_showing shown;
    uint64_t change;
    sn_status s = read_row(a, id, &r, err);
    if (s != SN_OK || r.docid == 0)
        return s != SN_OK ? s : sn_due_note(a, id, SN_NEVER_SEC, err);
    s = sn_article_shown_at(&r.article, sn_archive_now(a), &shown, err);
    if (s == SN_OK && (shown.state != r.state || at_sec == 0)) {
        s = sn_change_add(a, r.docid, id, &change, err);
        if (s == SN_OK)
            s = sn_sql_run(a, SN_SQL_CHANGE_STATE, err, "sii", id, (int64_t)shown.state,
                           (int64_t)change);
    }
    return s == SN_OK ? sn_due_note(a, id, shown.until_sec, err) : s;
}

/* The first of those whose moment has come. */
static sn_status first_due(sn_archive *a, sn_buf *id, int64_t *at_sec, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status s = sn_rows_open(a, SN_SQL_DUE_FIRST, &rows, err, "i", sn_archive_now(a));
    if (s == SN_OK)
        s = sn_rows_next(&rows, err);
    if (s != SN_OK)
        return s;
    sn_buf_clear(id);
    *at_sec = sn_rows_int(&rows, 1);
    return sn_buf_add_str(id, sn_rows_str(&rows, 0));
}

static sn_status each_due(sn_archive *a, uint32_t max, uint32_t *n, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf id = SN_BUF(SN_LIMIT_ID_BYTES + 1);
    int64_t at_sec;
    sn_status s = SN_OK;
    while (s == SN_OK && *n < max) {
        s = first_due(a, &id, &at_sec, err);
        if (s == SN_OK)
            s = fall_due(a, sn_buf_str(&id), at_sec, err);
        *n += s == SN_OK;
    }
    return s == SN_DONE ? SN_OK : s;
}

sn_status sn_archive_fall_due(sn_archive *a, uint32_t max, uint32_t *n, sn_error *err)
{
    int64_t next;
    uint32_t done = 0;
    sn_status s = sn_archive_next_due(a, &next, err);
    if (s == SN_OK && next <= sn_archive_now(a)) {
        s = sn_write_begin(a, err);
        if (s == SN_OK)
            s = sn_write_end(a, each_due(a, max, &done, err), err);
    }
    if (s == SN_OK)
        *n = done;
    return s;
}

/* The first column of a row, or never. */
static sn_status moment(sn_status s, int64_t found, int64_t *sec)
{
    if (s == SN_OK || s == SN_DONE)
        *sec = s == SN_OK ? found : SN_NEVER_SEC;
    return s == SN_DONE ? SN_OK : s;
}

sn_status sn_archive_next_due(sn_archive *a, int64_t *sec, sn_error *err)
{
    int64_t found = SN_NEVER_SEC;
    bool any = false;
    sn_status s = sn_sql_has_table(a, "due", &any, err);
    if (s == SN_OK && any)
        s = sn_sql_int(a, SN_SQL_DUE_NEXT, &found, err, "");
    return moment(s, found, sec);
}

sn_status sn_archive_due_of(sn_archive *a, sn_str id, int64_t *sec, sn_error *err)
{
    int64_t found = SN_NEVER_SEC;
    bool any = false;
    sn_status s = sn_sql_has_table(a, "due", &any, err);
    if (s == SN_OK && any)
        s = sn_sql_int(a, SN_SQL_DUE_GET, &found, err, "s", id);
    return moment(s, found, sec);
}

void sn_archive_set_now(sn_archive *a, int64_t now_sec)
{
    a->now_sec = now_sec;
}
