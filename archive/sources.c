#include "archive/sources.h"

#include "archive/store.h"
#include "base/limits.h"

#include <stdlib.h>

void sn_remembered_done(sn_remembered *r)
{
    char *texts[] = {r->source, r->within, r->asked_format, r->asked_map, r->map_stamp,
                     r->format, r->stamp,  r->etag,         r->modified,  r->error};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    *r = (sn_remembered){0};
}

/* False: no memory. A text that is not there is fine. */
static bool take_text(const sn_rows *rows, int column, char **out)
{
    sn_str text = sn_rows_str(rows, column);
    *out = text.at != NULL ? sn_str_dup(text) : NULL;
    return text.at == NULL || *out != NULL;
}

static sn_status read_row(const sn_rows *rows, sn_remembered *out)
{
    char **const texts[] = {&out->source,    &out->within, &out->asked_format, &out->asked_map,
                            &out->map_stamp, &out->format, &out->stamp,        &out->etag,
                            &out->modified,  &out->error};
    const int n_texts = sizeof texts / sizeof *texts;
    bool whole = true;
    for (int i = 0; i < n_texts; i++)
        whole = take_text(rows, i, texts[i]) && whole;
    out->follows = sn_rows_int(rows, n_texts) != 0;
    out->bytes = (uint64_t)sn_rows_int(rows, n_texts + 1);
    out->digest = (uint64_t)sn_rows_int(rows, n_texts + 2);
    out->lines = (uint64_t)sn_rows_int(rows, n_texts + 3);
    out->whole = sn_rows_int(rows, n_texts + 4) != 0;
    out->tried_sec = sn_rows_int(rows, n_texts + 5);
    out->good_sec = sn_rows_int(rows, n_texts + 6);
    out->retry_sec = sn_rows_int(rows, n_texts + 7);
    out->n_read = (uint64_t)sn_rows_int(rows, n_texts + 8);
    out->n_taken = (uint64_t)sn_rows_int(rows, n_texts + 9);
    out->n_refused = (uint64_t)sn_rows_int(rows, n_texts + 10);
    if (!whole)
        sn_remembered_done(out);
    return whole ? SN_OK : SN_ENOMEM;
}

sn_status sn_source_get(sn_archive *a, const char *source, sn_remembered *out, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status s = sn_rows_open(a, SN_SQL_SOURCE_GET, &rows, err, "t", source);
    if (s == SN_OK)
        s = sn_rows_next(&rows, err);
    if (s == SN_DONE)
        return sn_fail(err, SN_ENOTFOUND, "nothing is remembered of %.300s", source);
    return s == SN_OK ? read_row(&rows, out) : s;
}

/* Only a new one can be one too many; files of directories are counted where these are read. */
static sn_status check_room(sn_archive *a, const sn_remembered *r, sn_error *err)
{
    int64_t n = 0;
    sn_status s = SN_OK;
    if (r->within == NULL)
        s = sn_sql_int(a, SN_SQL_SOURCES_BESIDE, &n, err, "t", r->source);
    if (s == SN_OK && n >= SN_LIMIT_SOURCES)
        return sn_fail(err, SN_ELIMIT, "%lld sources are remembered, SOURCES allows %d",
                       (long long)n, SN_LIMIT_SOURCES);
    return s;
}

static sn_status put(sn_archive *a, const sn_remembered *r, sn_error *err)
{
    sn_status s = check_room(a, r, err);
    if (s != SN_OK)
        return s;
    return sn_sql_run(a, SN_SQL_SOURCE_PUT, err, "ttttttttttiiiiiiiiiii", r->source, r->within,
                      r->asked_format, r->asked_map, r->map_stamp, r->format, r->stamp, r->etag,
                      r->modified, r->error, (int64_t)r->follows, (int64_t)r->bytes,
                      (int64_t)r->digest, (int64_t)r->lines, (int64_t)r->whole, r->tried_sec,
                      r->good_sec, r->retry_sec, (int64_t)r->n_read, (int64_t)r->n_taken,
                      (int64_t)r->n_refused);
}

sn_status sn_source_put(sn_archive *a, const sn_remembered *r, sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    return s == SN_OK ? sn_write_end(a, put(a, r, err), err) : s;
}

static sn_status forget(sn_archive *a, const char *source, uint64_t *n, sn_error *err)
{
    int64_t found = 0;
    sn_status s = sn_sql_int(a, SN_SQL_SOURCES_OF, &found, err, "t", source);
    if (s == SN_OK)
        s = sn_sql_run(a, SN_SQL_SOURCE_FORGET, err, "t", source);
    if (s == SN_OK)
        *n = (uint64_t)found;
    return s;
}

sn_status sn_source_forget(sn_archive *a, const char *source, uint64_t *n, sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    return s == SN_OK ? sn_write_end(a, forget(a, source, n, err), err) : s;
}

sn_status sn_source_forget_old(sn_archive *a, const char *within, int64_t before_sec, sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    if (s != SN_OK)
        return s;
    return sn_write_end(a, sn_sql_run(a, SN_SQL_SOURCES_FORGET_OLD, err, "ti", within, before_sec),
                        err);
}

sn_status sn_sources_each(sn_archive *a, const char *within, sn_source_fn *fn, void *ctx,
                          sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status s = sn_rows_open(a, SN_SQL_SOURCES_WITHIN, &rows, err, "t", within);
    while (s == SN_OK) {
        SN_CLEANUP(sn_remembered) sn_remembered one = {0};
        s = sn_rows_next(&rows, err);
        if (s == SN_OK)
            s = read_row(&rows, &one);
        if (s == SN_OK)
            s = fn(ctx, &one);
    }
    return s == SN_DONE ? SN_OK : s;
}
