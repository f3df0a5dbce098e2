/* Texts, pairs and keys of archive/groups.h. */
#include "archive/groups.h"
#include "archive/store.h"

#include <sqlite3.h>

#define KEYS_AT_ONCE 8 /* as many as the statement has places for */

/* ---- texts ---- */

/* A hash of both: those of one `same` are neighbours in the order of it, and of those as alike in 40 bits the
 * column tells them apart. Texts that are equal in all 64 have the same letters: one is as good as the other. */
#define PRINT_BITS 24
#define PRINT_MASK ((UINT64_C(1) << PRINT_BITS) - 1)

static int64_t first_hash(uint64_t same)
{
    return (int64_t)(same & ~PRINT_MASK);
}

static int64_t last_hash(uint64_t same)
{
    return (int64_t)(same | PRINT_MASK);
}

static int64_t hash_of(const sn_text_hash *hash)
{
    return (int64_t)((hash->same & ~PRINT_MASK) | (hash->print & PRINT_MASK));
}

sn_status sn_text_find(sn_archive *a, const sn_text_hash *hash, uint64_t *text, bool *others,
                       sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    uint64_t found = 0;
    bool is_other = false;
    sn_status s = sn_rows_open(a, SN_SQL_TEXT_FIND, &rows, err, "ii", first_hash(hash->same),
                               last_hash(hash->same));
    while (s == SN_OK && (s = sn_rows_next(&rows, err)) == SN_OK) {
        if ((uint64_t)sn_rows_int(&rows, 2) != hash->same)
            continue;
        if (sn_rows_int(&rows, 1) == hash_of(hash))
            found = (uint64_t)sn_rows_int(&rows, 0);
        else
            is_other = true;
    }
    if (s != SN_DONE)
        return s;
    *text = found;
    *others = is_other;
    return SN_OK;
}

sn_status sn_text_put(sn_archive *a, const sn_text_hash *hash, sn_str print, uint64_t *text,
                      sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    if (s != SN_OK)
        return s;
    s = sn_sql_run(a, SN_SQL_TEXT_PUT, err, "iib", hash_of(hash), (int64_t)hash->same, print);
    if (s == SN_OK)
        *text = (uint64_t)sqlite3_last_insert_rowid(a->db[SN_DB_ARCHIVE]);
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

sn_status sn_text_has_between(sn_archive *a, uint64_t text, int64_t first_sec, int64_t last_sec,
                              bool *out, sn_error *err)
{
    return sn_sql_has(a, SN_SQL_TEXT_BETWEEN, out, err, "iii", (int64_t)text, first_sec, last_sec);
}

sn_status sn_texts_are_near(sn_archive *a, uint64_t text, uint64_t other, int64_t apart_sec,
                            bool *out, sn_error *err)
{
    return sn_sql_has(a, SN_SQL_TEXTS_NEAR, out, err, "iii", (int64_t)text, (int64_t)other,
                      apart_sec);
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
    sn_status s = sn_rows_open(a, SN_SQL_TEXTS_SAME, &rows, err, "iii", first_hash(same),
                               last_hash(same), (int64_t)same);
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

static void values_of(const sn_time_key *key, int64_t out[4])
{
    out[0] = key->kind;
    out[1] = key->bucket;
    out[2] = key->key;
    out[3] = (int64_t)key->item;
}

static sn_status keys_put(sn_archive *a, const sn_time_key *keys, size_t n, sn_error *err)
{
    int64_t values[4 * SN_SQL_KEY_ROWS];
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < n;) {
        size_t rows = n - i >= SN_SQL_KEY_ROWS ? SN_SQL_KEY_ROWS : 1;
        for (size_t k = 0; k < rows; k++)
            values_of(&keys[i + k], &values[4 * k]);
        s = sn_sql_run_ints(a, rows > 1 ? SN_SQL_KEYS_PUT : SN_SQL_KEY_PUT, values, 4 * rows, err);
        i += rows;
    }
    return s;
}

sn_status sn_time_keys_put(sn_archive *a, const sn_time_key *keys, size_t n, sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    return s == SN_OK ? sn_write_end(a, keys_put(a, keys, n, err), err) : s;
}

sn_status sn_time_key_remove(sn_archive *a, const sn_time_key *key, sn_error *err)
{
    int64_t values[4];
    sn_status s = sn_write_begin(a, err);
    if (s != SN_OK)
        return s;
    values_of(key, values);
    return sn_write_end(a, sn_sql_run_ints(a, SN_SQL_KEY_REMOVE, values, 4, err), err);
}

static sn_status give_keys(sn_rows *rows, sn_key_fn *fn, void *ctx, sn_error *err)
{
    sn_status s;
    while ((s = sn_rows_next(rows, err)) == SN_OK) {
        s = fn(ctx, (uint32_t)sn_rows_int(rows, 0), (uint64_t)sn_rows_int(rows, 1));
        if (s != SN_OK)
            return s;
    }
    return s == SN_DONE ? SN_OK : s;
}

/* Eight keys by one statement; where there are fewer, the last is asked for again. */
sn_status sn_time_keys_find(sn_archive *a, sn_key_kind kind, int32_t bucket, const uint32_t *keys,
                            size_t n, sn_key_fn *fn, void *ctx, sn_error *err)
{
    sn_status s = SN_OK;
    for (size_t first = 0; s == SN_OK && first < n; first += KEYS_AT_ONCE) {
        SN_CLEANUP(sn_rows) sn_rows rows = {0};
        int64_t k[KEYS_AT_ONCE];
        for (size_t i = 0; i < KEYS_AT_ONCE; i++)
            k[i] = keys[first + i < n ? first + i : n - 1];
        s = sn_rows_open(a, SN_SQL_KEYS_FIND, &rows, err, "iiiiiiiiii", (int64_t)kind,
                         (int64_t)bucket, k[0], k[1], k[2], k[3], k[4], k[5], k[6], k[7]);
        if (s == SN_OK)
            s = give_keys(&rows, fn, ctx, err);
    }
    return s;
}

sn_status sn_time_keys_each(sn_archive *a, sn_key_kind kind, int32_t bucket, sn_key_fn *fn,
                            void *ctx, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status s =
        sn_rows_open(a, SN_SQL_KEYS_EACH, &rows, err, "ii", (int64_t)kind, (int64_t)bucket);
    return s == SN_OK ? give_keys(&rows, fn, ctx, err) : s;
}
