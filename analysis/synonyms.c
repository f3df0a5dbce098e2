#include "analysis/synonyms.h"

#include "base/grow.h"
#include "base/limits.h"
#include "base/text_lines.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

void sn_synonyms_done(sn_synonyms *s)
{
    for (size_t i = 0; i < s->n_texts; i++)
        free(s->texts[i]);
    free(s->texts);
    free(s->entries);
    free(s->rules);
    *s = (sn_synonyms){0};
}

/* The line being read. */
typedef struct line {
    sn_synonyms *to;
    const char *name;
    uint32_t number;
    sn_error *err;
} line;

static sn_status fail(const line *l, sn_status status, const char *sentence)
{
    return sn_fail(l->err, status, "%s, line %u: %s", l->name, l->number, sentence);
}

static sn_status keep_entry(sn_synonyms *s, sn_str entry)
{
    sn_str *entries = sn_grow(s->entries, s->n_entries, &s->cap_entries, sizeof *entries);
    if (entries == NULL)
        return SN_ENOMEM;
    s->entries = entries;
    s->entries[s->n_entries++] = entry;
    return SN_OK;
}

static sn_status keep_rule(sn_synonyms *s, const sn_synonym_rule *rule)
{
    sn_synonym_rule *rules = sn_grow(s->rules, s->n_rules, &s->cap_rules, sizeof *rules);
    if (rules == NULL)
        return SN_ENOMEM;
    s->rules = rules;
    s->rules[s->n_rules++] = *rule;
    return SN_OK;
}

static sn_status add_entry(line *l, sn_str entry)
{
    sn_synonyms *s = l->to;
    if (entry.len == 0)
        return fail(l, SN_EINVAL, "nothing stands between two commas or beside =>");
    if (s->n_entries >= SN_LIMIT_SYNONYM_ENTRIES)
        return fail(l, SN_ELIMIT, "there are more entries than the limit SYNONYM_ENTRIES");
    return keep_entry(s, entry);
}

/* U+060C, the Persian comma, is D8 8C. */
static size_t comma_at(sn_str s, size_t *len)
{
    for (size_t i = 0; i < s.len; i++) {
        *len = s.at[i] == ',' ? 1 : i + 1 < s.len && memcmp(s.at + i, "\xd8\x8c", 2) == 0 ? 2 : 0;
        if (*len > 0)
            return i;
    }
    return s.len;
}

/* The entries of one side. */
static sn_status add_entries(line *l, sn_str side, size_t *first, size_t *n)
{
    sn_status status = SN_OK;
    *first = l->to->n_entries;
    for (bool more = true; more && status == SN_OK;) {
        size_t comma_len = 0, at = comma_at(side, &comma_len);
        status = add_entry(l, sn_str_trim((sn_str){side.at, at}));
        more = at < side.len;
        side = (sn_str){side.at + at + comma_len, side.len - at - comma_len};
    }
    *n = l->to->n_entries - *first;
    return status;
}

static size_t arrow_at(sn_str s)
{
    for (size_t i = 0; i + 1 < s.len; i++) {
        if (s.at[i] == '=' && s.at[i + 1] == '>')
            return i;
    }
    return s.len;
}

static sn_status add_rule(line *l, sn_str text)
{
    sn_synonyms *s = l->to;
    size_t arrow = arrow_at(text), n_before = s->n_entries;
    sn_synonym_rule rule = {.line = l->number};
    sn_status status = add_entries(l, (sn_str){text.at, arrow}, &rule.first, &rule.n);
    if (status == SN_OK && arrow < text.len) {
        sn_str right = {text.at + arrow + 2, text.len - arrow - 2};
        status = arrow_at(right) < right.len ? fail(l, SN_EINVAL, "=> stands twice in one rule")
                                             : add_entries(l, right, &rule.right, &rule.n_right);
    } else if (status == SN_OK && rule.n < 2) {
        status = fail(l, SN_EINVAL, "a rule wants at least two entries, with commas between");
    }
    if (status == SN_OK)
        status = keep_rule(s, &rule);
    if (status != SN_OK)
        s->n_entries = n_before;
    return status;
}

static sn_status read_line(line *l, sn_str text)
{
    if (text.len > SN_LIMIT_SYNONYM_LINE_BYTES)
        return fail(l, SN_ELIMIT, "the line is longer than the limit SYNONYM_LINE_BYTES");
    text = sn_str_trim(text);
    if (text.len == 0 || text.at[0] == '#')
        return SN_OK;
    if (text.at[0] != '@')
        return add_rule(l, text);
    if (!sn_str_equal(text, SN_STR("@starter off")))
        return fail(l, SN_EINVAL, "the only line with @ is «@starter off»");
    l->to->starter_off = true;
    return SN_OK;
}

/* Entries are borrowed from a copy, which lives as long as they. */
static sn_status keep_text(sn_synonyms *s, sn_str *text)
{
    char **texts = sn_grow(s->texts, s->n_texts, &s->cap_texts, sizeof *texts);
    if (texts == NULL)
        return SN_ENOMEM;
    s->texts = texts;
    char *copy = sn_str_dup(*text);
    if (copy == NULL)
        return SN_ENOMEM;
    s->texts[s->n_texts++] = copy;
    text->at = copy;
    return SN_OK;
}

sn_status sn_synonyms_parse(const char *name, sn_str text, sn_synonyms *s, sn_error *err)
{
    line l = {.to = s, .name = name, .err = err};
    size_t bad;
    if (!sn_utf8_is_valid(text, &bad)) {
        l.number = sn_text_line_at(text, bad);
        return fail(&l, SN_EUTF8, "not well-formed UTF-8");
    }
    sn_str at;
    sn_status status = keep_text(s, &text);
    sn_text_lines lines = sn_text_lines_of(text);
    while (status == SN_OK && sn_text_lines_next(&lines, &at)) {
        l.number = lines.number;
        status = read_line(&l, at);
    }
    return status;
}
