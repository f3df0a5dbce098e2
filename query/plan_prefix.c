/* Prefixes in a plan: the terms that begin so, stems and forms as written, counted as one word. The
 * list of exact forms alone would not do: it has no form that is its own stem. */
#include "query/plan_parts.h"

#include <string.h>

/* The most frequent terms seen so far, by frequency. */
typedef struct found_terms {
    sn_pool *pool;
    sn_str at[SN_LIMIT_QUERY_PREFIX_TERMS];
    uint32_t freqs[SN_LIMIT_QUERY_PREFIX_TERMS];
    size_t n;
    uint64_t sum;
    bool was_cut;
} found_terms;

static sn_status note_term(void *ctx, sn_str term, uint32_t freq)
{
    found_terms *f = ctx;
    size_t i = f->n;
    f->was_cut = f->was_cut || f->n == SN_LIMIT_QUERY_PREFIX_TERMS;
    if (i == SN_LIMIT_QUERY_PREFIX_TERMS) {
        if (f->freqs[i - 1] >= freq)
            return SN_OK;
        f->sum -= f->freqs[--i];
    }
    sn_str copy;
    sn_status s = sn_pool_copy(f->pool, term, &copy);
    if (s != SN_OK)
        return s;
    f->n = i + 1;
    for (; i > 0 && f->freqs[i - 1] < freq; i--) {
        f->at[i] = f->at[i - 1];
        f->freqs[i] = f->freqs[i - 1];
    }
    f->at[i] = copy;
    f->freqs[i] = freq;
    f->sum += freq;
    return SN_OK;
}

static sn_status collect_terms(const sn_plan_input *in, sn_term_list list, sn_str prefix,
                               found_terms *f, sn_error *err)
{
    char term[SN_INDEX_TERM_SIZE];
    return sn_xap_db_each_term(in->db, sn_index_term(list, prefix, term), note_term, f, err);
}

static sn_xap_query *terms_query(sn_tree *t, const found_terms *f)
{
    sn_xap_query *terms[SN_LIMIT_QUERY_PREFIX_TERMS];
    for (size_t i = 0; i < f->n; i++)
        terms[i] = sn_tree_raw(t, f->at[i]);
    return f->n > 0 ? sn_tree_join(t, SN_XAP_SYNONYM, terms, f->n, 0) : sn_tree_nothing(t);
}

static sn_status plan_prefix(const sn_plan_input *in, const sn_asked_word *w, sn_term_list list,
                             sn_plan *p, size_t i, sn_error *err)
{
    SN_CLEANUP(sn_pool) sn_pool pool = {0};
    found_terms f = {.pool = &pool};
    uint32_t count = 0;
    sn_status s = sn_xap_db_count(in->db, &count, err);
    if (s == SN_OK)
        s = collect_terms(in, list, w->stem, &f, err);
    if (s == SN_OK && list == SN_LIST_STEM)
        s = collect_terms(in, SN_LIST_EXACT, w->stem, &f, err);
    if (s != SN_OK)
        return s;
    uint32_t freq = f.sum < count ? (uint32_t)f.sum : count;
    p->prefix[i] = terms_query(&p->tree, &f);
    if (p->tree.status == SN_OK)
        s = sn_plan_shown_freq(in, p->prefix[i], freq, &freq, err);
    if (s != SN_OK)
        return s;
    p->best[i] = freq > 0 ? sn_plan_idf(freq, count) * (in->bm25.k1 + 1) : 0;
    p->prefix_cut = p->prefix_cut || f.was_cut;
    return p->tree.status;
}

sn_status sn_plan_prefixes(const sn_plan_input *in, const sn_question *question, sn_plan *p,
                           sn_error *err)
{
    sn_status s = SN_OK;
    for (size_t u = 0; u < question->n_units && s == SN_OK; u++) {
        const sn_unit *unit = &question->units[u];
        if (unit->kind == SN_UNIT_PREFIX)
            s = plan_prefix(in, &question->words[unit->first], unit->list, p, unit->first, err);
    }
    return s;
}
