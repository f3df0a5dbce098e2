#include "query/past_queries.h"

#include "analysis/fold.h"
#include "base/file.h"
#include "base/grow.h"
#include "base/limits.h"
#include "base/options.h"
#include "base/text_lines.h"
#include "base/utf8.h"
#include "layout/index_dir.h"
#include "query/search.h"

#include <stdlib.h>
#include <string.h>

sn_status sn_query_fold(sn_str q, sn_buf *out)
{
    return sn_utf8_is_valid(q, NULL) ? sn_fold_key(q, out) : SN_EUTF8;
}

typedef struct parsing {
    const char *name;
    sn_past_queries *out;
    size_t cap;
    sn_error *err;
} parsing;

static sn_status add(parsing *p, sn_str text, int64_t count)
{
    sn_past_queries *out = p->out;
    sn_past_query *at = sn_grow(out->at, out->n, &p->cap, sizeof *at);
    if (at == NULL)
        return sn_fail(p->err, SN_ENOMEM, "out of memory");
    out->at = at;
    at[out->n++] = (sn_past_query){text, (uint32_t)count};
    return SN_OK;
}

static sn_status parse_line(parsing *p, sn_str line, uint32_t number)
{
    int64_t count;
    sn_str trimmed = sn_str_trim(line);
    if (trimmed.len == 0 || trimmed.at[0] == '#')
        return SN_OK;
    const char *tab = memrchr(trimmed.at, '\t', trimmed.len);
    if (tab == NULL)
        return sn_fail(p->err, SN_EINVAL, "%s, line %u: a query, a tab and a count are wanted",
                       p->name, number);
    size_t len = (size_t)(tab - trimmed.at);
    sn_str text = sn_str_trim((sn_str){trimmed.at, len});
    sn_str digits = sn_str_trim((sn_str){tab + 1, trimmed.len - len - 1});
    if (text.len == 0 || sn_int_parse(digits, 1, SN_LIMIT_PAST_QUERY_COUNT, &count) != SN_OK)
        return sn_fail(p->err, SN_EINVAL,
                       "%s, line %u: behind the tab a whole number from 1 to %d is wanted", p->name,
                       number, SN_LIMIT_PAST_QUERY_COUNT);
    if (text.len > SN_LIMIT_SUGGEST_BYTES)
        return sn_fail(p->err, SN_ELIMIT, "%s, line %u: a query has more than %d bytes", p->name,
                       number, SN_LIMIT_SUGGEST_BYTES);
    if (p->out->n >= SN_LIMIT_PAST_QUERIES)
        return sn_fail(p->err, SN_ELIMIT, "%s, line %u: more than %d queries", p->name, number,
                       SN_LIMIT_PAST_QUERIES);
    return add(p, text, count);
}

sn_status sn_past_queries_parse(const char *name, sn_str text, sn_past_queries *out, sn_error *err)
{
    size_t bad;
    sn_str line;
    parsing p = {.name = name, .out = out, .err = err};
    if (!sn_utf8_is_valid(text, &bad))
        return sn_fail(err, SN_EUTF8, "%s, line %u: not UTF-8", name, sn_text_line_at(text, bad));
    sn_text_lines lines = sn_text_lines_of(text);
    sn_status s = SN_OK;
    while (s == SN_OK && sn_text_lines_next(&lines, &line))
        s = memchr(line.at, '\0', line.len) != NULL
                ? sn_fail(err, SN_EINVAL, "%s, line %u: a NUL character", name, lines.number)
                : parse_line(&p, line, lines.number);
    return s;
}

sn_status sn_past_queries_read(const char *dir, sn_past_queries *out, sn_error *err)
{
    char folder[SN_PATH_SIZE], path[SN_PATH_SIZE];
    out->file = SN_BUF(SN_LIMIT_PAST_QUERIES_BYTES);
    sn_status s = sn_path_join(dir, SN_INDEX_WORDS, folder, sizeof folder, err);
    if (s == SN_OK)
        s = sn_path_join(folder, SN_PAST_QUERIES_FILE, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_file_read(path, &out->file, err);
    if (s == SN_ENOTFOUND)
        return SN_OK;
    return s == SN_OK
               ? sn_past_queries_parse(SN_PAST_QUERIES_FILE, sn_buf_str(&out->file), out, err)
               : s;
}

void sn_past_queries_done(sn_past_queries *q)
{
    free(q->at);
    sn_buf_done(&q->file);
    *q = (sn_past_queries){0};
}
