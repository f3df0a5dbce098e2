#include "query/expansions.h"

#include "base/grow.h"
#include "base/limits.h"
#include "base/text_lines.h"
#include "query/joined.h"
#include "query/tables.h"

#include <stdlib.h>
#include <string.h>

/* Stems of one entry with a blank between, the words' longest ones. */
#define KEY_BYTES (SN_EXPANSION_WORDS * (SN_TERM_MAX_BYTES + 1))

/* From the stems of some words to one alternative. */
typedef struct pairing {
    sn_str key;
    const sn_expansion *to;
    size_t order; /* of the rule */
} pairing;

struct sn_expansions {
    sn_pool pool;
    pairing *pairings; /* by key, then order */
    const sn_expansion **targets;
    size_t n, cap;
};

/* An entry of a rule after analysis. */
typedef struct form {
    sn_str key;
    const sn_expansion *as;
} form;

/* What making the table needs. */
typedef struct maker {
    sn_expansions *to;
    sn_analyzer *analyzer;
    const char *name;
    sn_error *err;
} maker;

void sn_expansions_destroy(sn_expansions *e)
{
    if (e == NULL)
        return;
    sn_pool_done(&e->pool);
    free(e->pairings);
    free(e->targets);
    free(e);
}

static size_t put_key(char *out, size_t at, sn_str stem)
{
    if (at > 0)
        out[at++] = ' ';
    memcpy(out + at, stem.at, stem.len);
    return at + stem.len;
}

static sn_status add_pairing(sn_expansions *e, sn_str key, const sn_expansion *to)
{
    pairing *pairings = sn_grow(e->pairings, e->n, &e->cap, sizeof *pairings);
    if (pairings == NULL)
        return SN_ENOMEM;
    e->pairings = pairings;
    e->pairings[e->n] = (pairing){key, to, e->n};
    e->n++;
    return SN_OK;
}

/* The stems on the entry's positions, and its key. */
static sn_status read_words(maker *m, const sn_tokens *tokens, sn_expansion *x, sn_str *key)
{
    char bytes[KEY_BYTES];
    sn_str parts[SN_LIMIT_QUERY_TERMS], terms[SN_LIMIT_QUERY_TERMS];
    size_t len = 0, words = 0;
    sn_status s = SN_OK;
    for (size_t i = 0; i < tokens->n_tokens && s == SN_OK; words++) {
        sn_joined word = sn_joined_at(tokens, i);
        size_t n = sn_joined_parts(tokens, &word, parts, SN_LIMIT_QUERY_TERMS);
        if (words == SN_EXPANSION_WORDS || x->n_terms + n > SN_LIMIT_QUERY_TERMS)
            return SN_ELIMIT;
        len = put_key(bytes, len, sn_joined_stem(tokens, &word));
        for (size_t k = 0; k < n && s == SN_OK; k++)
            s = sn_pool_copy(&m->to->pool, parts[k], &terms[x->n_terms++]);
        x->span += sn_joined_width(tokens, &word);
        i += word.n;
    }
    if (s == SN_OK)
        s = sn_pool_copy(&m->to->pool, (sn_str){bytes, len}, key);
    x->terms = sn_pool_take(&m->to->pool, (x->n_terms + 1) * sizeof *x->terms);
    if (x->terms == NULL || s != SN_OK)
        return SN_ENOMEM;
    memcpy(x->terms, terms, x->n_terms * sizeof *terms);
    x->stem = words == 1 ? *key : (sn_str){0};
    return words == 0 ? SN_EINVAL : SN_OK;
}

static sn_status fail_entry(const maker *m, sn_status status, uint32_t line, sn_str entry)
{
    if (status == SN_EINVAL)
        return sn_fail(m->err, status, "%s, line %u: «%.*s» has no word", m->name, line,
                       (int)entry.len, entry.at);
    if (status == SN_ELIMIT)
        return sn_fail(m->err, SN_EINVAL, "%s, line %u: «%.*s» has more than %d words", m->name,
                       line, (int)entry.len, entry.at, SN_EXPANSION_WORDS);
    return status;
}

static sn_status read_form(maker *m, sn_str entry, uint32_t line, form *out)
{
    sn_tokens tokens;
    sn_expansion *x = sn_pool_take(&m->to->pool, sizeof *x);
    if (x == NULL)
        return SN_ENOMEM;
    x->kind = SN_EXPANSION_SYNONYM;
    sn_status s = sn_pool_copy(&m->to->pool, entry, &x->text);
    if (s == SN_OK)
        s = sn_analyzer_run(m->analyzer, entry, &tokens);
    if (s == SN_OK)
        s = read_words(m, &tokens, x, &out->key);
    out->as = x;
    return s == SN_OK ? SN_OK : fail_entry(m, s, line, entry);
}

/* Does x have all terms of y, one behind the other? */
static bool contains(const sn_expansion *x, const sn_expansion *y)
{
    for (size_t i = 0; i + y->n_terms <= x->n_terms; i++) {
        size_t k = 0;
        while (k < y->n_terms && sn_str_equal(x->terms[i + k], y->terms[k]))
            k++;
        if (k == y->n_terms)
            return true;
    }
    return false;
}

/* Writings that the analysis has as one need no rule, and a longer name with the words in it
 * («ایالات متحده آمریکا») finds nothing that they do not. */
static sn_status pair_forms(maker *m, const form *from, const form *to)
{
    return sn_str_equal(from->key, to->key) || contains(to->as, from->as)
               ? SN_OK
               : add_pairing(m->to, from->key, to->as);
}

static sn_status add_rule(maker *m, const sn_synonyms *rules, const sn_synonym_rule *rule)
{
    size_t n = rule->n + rule->n_right;
    form *forms = calloc(n, sizeof *forms);
    sn_status s = forms == NULL ? SN_ENOMEM : SN_OK;
    for (size_t i = 0; i < n && s == SN_OK; i++) {
        size_t entry = i < rule->n ? rule->first + i : rule->right + i - rule->n;
        s = read_form(m, rules->entries[entry], rule->line, &forms[i]);
    }
    size_t to = rule->n_right > 0 ? rule->n : 0;
    for (size_t i = 0; i < rule->n; i++) {
        for (size_t k = to; k < n && s == SN_OK; k++)
            s = pair_forms(m, &forms[i], &forms[k]);
    }
    free(forms);
    return s;
}

static sn_status add_synonyms(maker *m, const sn_synonyms *rules, const char *name)
{
    sn_status s = SN_OK;
    m->name = name;
    for (size_t i = 0; i < rules->n_rules && s == SN_OK; i++)
        s = add_rule(m, rules, &rules->rules[i]);
    return s;
}

/* One stem as an alternative of another. */
static sn_status add_derived(sn_expansions *e, sn_str from, sn_str to)
{
    sn_expansion *x = sn_pool_take(&e->pool, sizeof *x);
    if (x == NULL)
        return SN_ENOMEM;
    *x = (sn_expansion){
        .kind = SN_EXPANSION_DERIVED, .text = to, .stem = to, .n_terms = 1, .span = 1};
    x->terms = &x->stem;
    return add_pairing(e, from, x);
}

static sn_str take_column(sn_str *row)
{
    const char *end = memchr(row->at, '\t', row->len);
    size_t len = end != NULL ? (size_t)(end - row->at) : row->len;
    sn_str column = {row->at, len};
    len += end != NULL;
    *row = (sn_str){row->at + len, row->len - len};
    return column;
}

/* The table is part of the program: its strings are borrowed, its form is checked by tests/lint. */
static sn_status add_all_derived(sn_expansions *e, sn_str table)
{
    sn_status s = SN_OK;
    sn_text_lines lines = sn_text_lines_of(table);
    sn_str row;
    while (s == SN_OK && sn_text_lines_next(&lines, &row)) {
        if (row.len == 0 || row.at[0] == '#')
            continue;
        sn_str a = take_column(&row), b = take_column(&row);
        s = add_derived(e, a, b);
        if (s == SN_OK)
            s = add_derived(e, b, a);
    }
    return s;
}

static int by_key(const void *a, const void *b)
{
    const pairing *left = a, *right = b;
    int order = sn_str_compare(left->key, right->key);
    return order != 0 ? order : (left->order > right->order) - (left->order < right->order);
}

static bool is_same_target(const sn_expansion *a, const sn_expansion *b)
{
    if (a->n_terms != b->n_terms || !sn_str_equal(a->stem, b->stem))
        return false;
    for (size_t i = 0; i < a->n_terms; i++) {
        if (!sn_str_equal(a->terms[i], b->terms[i]))
            return false;
    }
    return true;
}

/* Does a pairing before it, of the same key, lead to the same? Runs of one key are short. */
static bool is_said(const sn_expansions *e, size_t n, const pairing *l)
{
    for (; n > 0 && sn_str_equal(e->pairings[n - 1].key, l->key); n--) {
        if (is_same_target(e->pairings[n - 1].to, l->to))
            return true;
    }
    return false;
}

static sn_status settle(sn_expansions *e)
{
    size_t n = 0;
    if (e->n > 0)
        qsort(e->pairings, e->n, sizeof *e->pairings, by_key);
    e->targets = calloc(e->n + 1, sizeof *e->targets);
    if (e->targets == NULL)
        return SN_ENOMEM;
    for (size_t i = 0; i < e->n; i++) {
        if (is_said(e, n, &e->pairings[i]))
            continue;
        e->pairings[n] = e->pairings[i];
        e->targets[n++] = e->pairings[i].to;
    }
    e->n = n;
    return SN_OK;
}

static sn_status add_sets(maker *m, const sn_synonyms *sets)
{
    sn_error *err = m->err, ignored;
    sn_status s = SN_OK;
    m->name = "sets";
    m->err = &ignored;
    for (size_t i = 0; i < sets->n_rules && s == SN_OK; i++) {
        s = add_rule(m, sets, &sets->rules[i]);
        s = s == SN_EINVAL ? SN_OK : s;
    }
    m->err = err;
    return s;
}

static sn_status add_starter(maker *m)
{
    SN_CLEANUP(sn_synonyms) sn_synonyms starter = {0};
    const char *name = "synonyms.txt of the program";
    sn_status s = sn_synonyms_parse(name, sn_table_synonyms(), &starter, m->err);
    return s == SN_OK ? add_synonyms(m, &starter, name) : s;
}

sn_status sn_expansions_create(sn_analyzer *analyzer, const sn_synonyms *user,
                               const char *user_name, const sn_synonyms *sets, sn_expansions **out,
                               sn_error *err)
{
    SN_CLEANUP_PTR(sn_expansions) sn_expansions *e = calloc(1, sizeof *e);
    if (e == NULL)
        return SN_ENOMEM;
    maker m = {.to = e, .analyzer = analyzer, .err = err};
    sn_status s = user != NULL ? add_synonyms(&m, user, user_name) : SN_OK;
    if (s == SN_OK && sets != NULL)
        s = add_sets(&m, sets);
    if (s == SN_OK && (user == NULL || !user->starter_off) && (sets == NULL || !sets->starter_off))
        s = add_starter(&m);
    if (s == SN_OK)
        s = add_all_derived(e, sn_table_derived());
    if (s == SN_OK)
        s = settle(e);
    if (s != SN_OK)
        return s;
    *out = e;
    e = NULL;
    return SN_OK;
}

/* The first pairing whose key is not before it. */
static size_t lower_bound(const sn_expansions *e, sn_str key)
{
    size_t low = 0, high = e->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sn_str_compare(e->pairings[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t sn_expansions_find(const sn_expansions *e, const sn_str *stems, size_t n,
                          const sn_expansion *const **out)
{
    char bytes[KEY_BYTES];
    size_t len = 0;
    if (n == 0 || n > SN_EXPANSION_WORDS)
        return 0;
    for (size_t i = 0; i < n; i++)
        len = put_key(bytes, len, stems[i]);
    sn_str key = {bytes, len};
    size_t first = lower_bound(e, key), end = first;
    while (end < e->n && sn_str_equal(e->pairings[end].key, key))
        end++;
    *out = e->targets + first;
    return end - first;
}
