#include "indexer/readers/mapping.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/text_lines.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define QUOTE_BYTES 60

struct sn_mapping {
    sn_buf text; /* of the file; the names point into it */
    sn_mapping_rule rules[SN_LIMIT_MAPPING_ROWS];
    size_t n;
    int others; /* of «*» */
};

static int target_of(sn_str name)
{
    if (sn_str_equal(name, SN_STR("extra")))
        return SN_MAPPING_EXTRA;
    if (sn_str_equal(name, SN_STR("-")))
        return SN_MAPPING_DROP;
    sn_draft_field field;
    return sn_draft_field_named(name, &field) ? (int)field : SN_MAPPING_UNKNOWN;
}

static sn_status add_rule(sn_mapping *m, sn_str from, int target, sn_error *err)
{
    for (size_t i = 0; i < m->n; i++)
        if (sn_str_equal(m->rules[i].from, from))
            return sn_fail(err, SN_EINVAL, "a second line for the same name");
    if (sn_str_equal(from, SN_STR("*"))) {
        if (target < SN_MAPPING_EXTRA)
            return sn_fail(err, SN_EINVAL, "* may be extra or -, no field");
        m->others = target;
        return SN_OK;
    }
    if (m->n == SN_LIMIT_MAPPING_ROWS)
        return sn_fail(err, SN_ELIMIT, "more than %d names (MAPPING_ROWS)", SN_LIMIT_MAPPING_ROWS);
    m->rules[m->n++] = (sn_mapping_rule){from, target};
    return SN_OK;
}

static sn_status read_line(sn_mapping *m, sn_str line, sn_error *err)
{
    line = sn_str_trim(line);
    if (line.len == 0 || line.at[0] == '#')
        return SN_OK;
    const char *equals = memrchr(line.at, '=', line.len);
    if (equals == NULL)
        return sn_fail(err, SN_EINVAL, "«their name = our field» is wanted");
    sn_str from = sn_str_trim((sn_str){line.at, (size_t)(equals - line.at)});
    sn_str to = sn_str_trim((sn_str){equals + 1, line.len - (size_t)(equals + 1 - line.at)});
    int target = target_of(to);
    if (from.len == 0)
        return sn_fail(err, SN_EINVAL, "«their name = our field» is wanted");
    if (target == SN_MAPPING_UNKNOWN)
        return sn_fail(err, SN_EINVAL, "an article has no field «%.*s»",
                       (int)sn_utf8_cut(to, QUOTE_BYTES).len, to.at);
    return add_rule(m, from, target, err);
}

static sn_status read_lines(sn_mapping *m, const char *path, sn_error *err)
{
    sn_str text = sn_buf_str(&m->text);
    size_t bad;
    if (!sn_utf8_is_valid(text, &bad))
        return sn_fail(err, SN_EUTF8, "%s: ill-formed UTF-8 at byte %zu", path, bad);
    sn_text_lines lines = sn_text_lines_of(text);
    for (sn_str line; sn_text_lines_next(&lines, &line);) {
        sn_status s = read_line(m, line, err);
        if (s != SN_OK)
            return sn_fail_in(err, s, "%s:%u", path, lines.number);
    }
    return SN_OK;
}

sn_status sn_mapping_read(const char *path, sn_mapping **out, sn_error *err)
{
    sn_mapping *m = calloc(1, sizeof *m);
    if (m == NULL)
        return SN_ENOMEM;
    m->text = SN_BUF(SN_LIMIT_MAPPING_BYTES);
    m->others = SN_MAPPING_UNKNOWN;
    sn_status s = sn_file_read(path, &m->text, err);
    if (s == SN_OK)
        s = read_lines(m, path, err);
    if (s == SN_OK)
        *out = m;
    else
        sn_mapping_destroy(m);
    return s;
}

void sn_mapping_destroy(sn_mapping *m)
{
    if (m == NULL)
        return;
    sn_buf_done(&m->text);
    free(m);
}

int sn_mapping_target(const sn_mapping *m, sn_str name)
{
    for (size_t i = 0; m != NULL && i < m->n; i++)
        if (sn_str_equal(m->rules[i].from, name))
            return m->rules[i].target;
    int own = sn_str_equal(name, SN_STR("-")) ? SN_MAPPING_UNKNOWN : target_of(name);
    return own != SN_MAPPING_UNKNOWN || m == NULL ? own : m->others;
}

void sn_mapping_put(int target, sn_str name, sn_str text, sn_draft *d)
{
    if (target == SN_MAPPING_EXTRA)
        sn_draft_extra_text(d, name, text);
    else if (target < SN_MAPPING_EXTRA)
        sn_draft_set_column(d, (sn_draft_field)target, text);
}

const sn_mapping_rule *sn_mapping_rules(const sn_mapping *m, size_t *n)
{
    *n = m != NULL ? m->n : 0;
    return m != NULL ? m->rules : NULL;
}
