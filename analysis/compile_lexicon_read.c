#include "analysis/compile_lexicon_read.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define TABLE_MAX_BYTES (64u << 20)

static void close_file(FILE **f)
{
    if (*f != NULL)
        (void)fclose(*f);
}

static sn_status read_file(const char *path, sn_buf *text, sn_error *err)
{
    __attribute__((cleanup(close_file))) FILE *f = fopen(path, "rbe");
    if (f == NULL)
        return sn_fail_errno(err, "%s", path);
    char block[65536];
    size_t n;
    while ((n = fread(block, 1, sizeof block, f)) > 0) {
        sn_status status = sn_buf_add(text, block, n);
        if (status != SN_OK)
            return sn_fail(err, status, "%s: too large", path);
    }
    if (ferror(f) != 0)
        return sn_fail_errno(err, "%s", path);
    if (!sn_utf8_is_valid(sn_buf_str(text), NULL))
        return sn_fail(err, SN_EUTF8, "%s: not UTF-8", path);
    return SN_OK;
}

static void split_fields(sn_str line, sn_row *row)
{
    row->n = 0;
    while (row->n < SN_ROW_FIELDS) {
        const char *tab = line.len > 0 ? memchr(line.at, '\t', line.len) : NULL;
        size_t len = tab != NULL ? (size_t)(tab - line.at) : line.len;
        row->field[row->n++] = (sn_str){line.at, len};
        if (tab == NULL)
            return;
        line.at += len + 1;
        line.len -= len + 1;
    }
}

static sn_status each_line(sn_str text, sn_row *row, size_t n_fields, sn_row_fn *fn, void *context,
                           sn_error *err)
{
    while (text.len > 0) {
        const char *end = memchr(text.at, '\n', text.len);
        size_t len = end != NULL ? (size_t)(end - text.at) : text.len;
        sn_str line = {text.at, len};
        text.at += len + (end != NULL);
        text.len -= len + (end != NULL);
        row->line++;
        if (line.len == 0 || line.at[0] == '#')
            continue;
        split_fields(line, row);
        if (row->n < n_fields)
            return sn_fail(err, SN_EINVAL, "%s:%zu: %zu fields wanted", row->path, row->line,
                           n_fields);
        sn_status status = fn(context, row, err);
        if (status != SN_OK)
            return status;
    }
    return SN_OK;
}

sn_status sn_rows_read(const char *directory, const char *name, size_t n_fields, sn_row_fn *fn,
                       void *context, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(TABLE_MAX_BYTES);
    char path[4096];
    int n = snprintf(path, sizeof path, "%s/%s", directory, name);
    if (n < 0 || (size_t)n >= sizeof path)
        return sn_fail(err, SN_ELIMIT, "%s: path too long", name);
    sn_status status = read_file(path, &text, err);
    if (status != SN_OK)
        return status;
    sn_row row = {.path = path};
    return each_line(sn_buf_str(&text), &row, n_fields, fn, context, err);
}

sn_status sn_row_letters(const sn_row *row, size_t i, sn_letters *out, sn_error *err)
{
    if (sn_letters_of(row->field[i], out))
        return SN_OK;
    return sn_fail(err, SN_EINVAL, "%s:%zu: not a folded Persian word: %.*s", row->path, row->line,
                   (int)row->field[i].len, row->field[i].at);
}

sn_status sn_row_number(const sn_row *row, size_t i, uint32_t max, uint32_t *out, sn_error *err)
{
    uint32_t value = 0;
    bool good = row->field[i].len > 0 && row->field[i].len < 9;
    for (size_t k = 0; k < row->field[i].len && good; k++) {
        char c = row->field[i].at[k];
        good = c >= '0' && c <= '9';
        value = value * 10 + (uint32_t)(c - '0');
    }
    if (!good || value > max)
        return sn_fail(err, SN_EINVAL, "%s:%zu: a number of at most %u wanted", row->path,
                       row->line, max);
    *out = value;
    return SN_OK;
}
