/* Texts, pairs and keys of archive/groups.h. */
#include "archive/groups.h"
#include "archive/store.h"

#define KEYS_AT_ONCE 8 /* as many as the statement has places for */

/* ---- texts ---- */

sn_status sn_text_put(sn_archive *a, uint64_t text, uint64_t same, sn_str print, sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    if (s != SN_OK)
        return s;
    s = sn_sql_run(a, SN_SQL_TEXT_PUT, err, "iib", (int64_t)text, (int64_t)same, print);
    return sn_write_end(a, s, err);
}

sn_status sn_text_get(sn_archive *a, uint64_t text, uint64_t *same, sn_buf *print, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status s = sn_rows_open(a, SN_SQL_TEXT_GET, &rows, err, "i", (int64_t)text);
    if (s == SN_OK)
        s = sn_rows_next(&rows, err);
    if (s == SN_DONE)
        return sn_fail(err, SN_ENOTFOUND, "a text is not known");
    if (s == SN_OK && print != NULL)
        s = sn_buf_add_str(print, sn_rows_bytes(&rows, 1));
    if (s == SN_OK)
        *same = (uint64_t)sn_rows_int(&rows, 0);
    return s;
}

static sn_status text_remove(sn_archive *a, uint64_t text, sn_error *err)
{
    static const sn_sql steps[] = {SN_SQL_PAIRS_REMOVE_BACK, SN_SQL_PAIRS_REMOVE,
                                   SN_SQL_TEXT_REMOVE};
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < sizeof steps / sizeof *steps; i++)
        s = sn_sql_run(a, steps[i], err, "i", (int64_t)text);
    return s;
}

sn_status sn_text_remove(sn_archive *a, uint64_t text, sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    return s == SN_OK ? sn_write_end(a, text_remove(a, text, err), err) : s;
}

static sn_status is_row(sn_status s, bool *out)
{
    if (s == SN_OK || s == SN_DONE)
        *out = s == SN_OK;
    return s == SN_DONE ? SN_OK : s;
}

sn_status sn_text_has_between(sn_archive *a, uint64_t text, int64_t first_sec, int64_t last_sec,
                              bool *out, sn_error *err)
{
    int64_t one;
    return is_row(
        sn_sql_int(a, SN_SQL_TEXT_BETWEEN, &one, err, "iii", (int64_t)text, first_sec, last_sec),
        out);
}

sn_status sn_texts_are_near(sn_archive *a, uint64_t text, uint64_t other, int64_t apart_sec,
                            bool *out, sn_error *err)
{
    int64_t one;
    return is_row(sn_sql_int(a, SN_SQL_TEXTS_NEAR, &one, err, "iii", (int64_t)text, (int64_t)other,
                             apart_sec),
                  out);
}

static sn_status give_texts(sn_rows *rows, sn_text_fn *fn, void *ctx, sn_error *err)
{
    sn_status s;
    while ((s = sn_rows_next(rows, err)) == SN_OK) {
        sn_reach reach = {sn_rows_int(rows, 1), sn_rows_int(rows, 2) != 0};
        s = fn(ctx, (uint64_t)sn_rows_int(rows, 0), reach);
        if (s != SN_OK)
            return s;
    }
    return s == SN_DONE ? SN_OK : s;
}

sn_status sn_texts_same(sn_archive *a, uint64_t same, sn_text_fn *fn, void *ctx, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status s = sn_rows_open(a, SN_SQL_TEXTS_SAME, &rows, err, "i", (int64_t)same);
    return s == SN_OK ? give_texts(&rows, fn, ctx, err) : s;
}

/* ---- pairs: in both directions ---- */

sn_status sn_pair_put(sn_archive *a, uint64_t text, uint64_t other, sn_reach reach, sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    if (s != SN_OK)
        return s;
    s = sn_sql_run(a, SN_SQL_PAIR_PUT, err, "iiii", (int64_t)text, (int64_t)other, reach.apart_sec,
                   (int64_t)reach.undated);
    if (s == SN_OK)
        s = sn_sql_run(a, SN_SQL_PAIR_PUT, err, "iiii", (int64_t)other, (int64_t)text,
                       reach.apart_sec, (int64_t)reach.undated);
    return sn_write_end(a, s, err);
}

sn_status sn_pairs_of(sn_archive *a, uint64_t text, sn_text_fn *fn, void *ctx, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status s = sn_rows_open(a, SN_SQL_PAIRS_OF, &rows, err, "i", (int64_t)text);
    return s == SN_OK ? give_texts(&rows, fn, ctx, err) : s;
}

/* ---- keys ---- */

static sn_status each_key(sn_archive *a, sn_sql which, const sn_time_keys *keys, uint64_t text,
                          sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    if (s != SN_OK)
        return s;
    for (size_t i = 0; s == SN_OK && i < keys->n; i++)
        s = sn_sql_run(a, which, err, "iiii", (int64_t)keys->kind, (int64_t)keys->bucket,
                       (int64_t)keys->at[i], (int64_t)text);
    return sn_write_end(a, s, err);
}

sn_status sn_time_keys_put(sn_archive *a, const sn_time_keys *keys, uint64_t text, sn_error *err)
{
    return each_key(a, SN_SQL_KEY_PUT, keys, text, err);
}

sn_status sn_time_keys_remove(sn_archive *a, const sn_time_keys *keys, uint64_t text, sn_error *err)
{
    return each_key(a, SN_SQL_KEY_REMOVE, keys, text, err);
}

/* Eight keys by one statement; where there are fewer, the last is asked for again. */
static sn_status find_some(sn_archive *a, const sn_time_keys *keys, int64_t bucket, size_t first,
                           sn_text_fn *fn, void *ctx, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    int64_t k[KEYS_AT_ONCE];
    for (size_t i = 0; i < KEYS_AT_ONCE; i++)
        k[i] = (int64_t)keys->at[first + i < keys->n ? first + i : keys->n - 1];
    sn_status s = sn_rows_open(a, SN_SQL_KEYS_FIND, &rows, err, "iiiiiiiiii", (int64_t)keys->kind,
                               bucket, k[0], k[1], k[2], k[3], k[4], k[5], k[6], k[7]);
    return s == SN_OK ? give_texts(&rows, fn, ctx, err) : s;
}

sn_status sn_time_keys_find(sn_archive *a, const sn_time_keys *keys, sn_text_fn *fn, void *ctx,
                            sn_error *err)
{
    sn_status s = SN_OK;
    for (int64_t bucket = (int64_t)keys->bucket - 1; bucket <= (int64_t)keys->bucket + 1; bucket++)
        for (size_t first = 0; s == SN_OK && first < keys->n; first += KEYS_AT_ONCE)
            s = find_some(a, keys, bucket, first, fn, ctx, err);
    return s;
}
