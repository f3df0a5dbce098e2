#include "analysis/compile_lexicon_read.h"

#include "base/file.h"
#include "base/options.h"
#include "base/text_lines.h"
#include "base/utf8.h"

#include <string.h>

#define TABLE_MAX_BYTES (64u << 20)

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
    sn_str line;
    sn_text_lines lines = sn_text_lines_of(text);
    while (sn_text_lines_next(&lines, &line)) {
        if (line.len == 0 || line.at[0] == '#')
            continue;
        row->line = lines.number;
        split_fields(line, row);
        if (row->n < n_fields)
            return sn_fail(err, SN_EINVAL, "%s:%u: %zu fields wanted", row->path, row->line,
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
    char path[SN_PATH_SIZE];
    sn_status status = sn_path_join(directory, name, path, sizeof path, err);
    if (status == SN_OK)
        status = sn_file_read(path, &text, err);
    if (status != SN_OK)
        return status;
    if (!sn_utf8_is_valid(sn_buf_str(&text), NULL))
        return sn_fail(err, SN_EUTF8, "%s: not UTF-8", path);
    sn_row row = {.path = path};
    return each_line(sn_buf_str(&text), &row, n_fields, fn, context, err);
}

sn_status sn_row_letters(const sn_row *row, size_t i, sn_letters *out, sn_error *err)
{
    if (sn_letters_of(row->field[i], out))
        return SN_OK;
    return sn_fail(err, SN_EINVAL, "%s:%u: not a folded Persian word: %.*s", row->path, row->line,
                   (int)row->field[i].len, row->field[i].at);
}

sn_status sn_row_number(const sn_row *row, size_t i, uint32_t max, uint32_t *out, sn_error *err)
{
    int64_t value;
    if (sn_int_parse(row->field[i], 0, max, &value) != SN_OK)
        return sn_fail(err, SN_EINVAL, "%s:%u: a number of at most %u wanted", row->path, row->line,
                       max);
    *out = (uint32_t)value;
    return SN_OK;
}
