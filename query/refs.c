#include "query/refs.h"

#include <stdlib.h>

sn_status sn_refs_take(const sn_xap_matches *m, sn_ref **out, size_t *n)
{
    size_t count = sn_xap_matches_count(m);
    sn_ref *refs = calloc(count + 1, sizeof *refs);
    if (refs == NULL)
        return SN_ENOMEM;
    for (size_t i = 0; i < count; i++) {
        const sn_xap_hit *hit = sn_xap_matches_at(m, i);
        refs[i] =
            (sn_ref){.docid = hit->docid, .score = hit->weight, .copies = hit->collapse_count};
    }
    *out = refs;
    *n = count;
    return SN_OK;
}

int sn_ref_by_number(const void *left, const void *right)
{
    const sn_ref *a = left, *b = right;
    return (a->docid > b->docid) - (a->docid < b->docid);
}

int sn_ref_by_score(const void *left, const void *right)
{
    const sn_ref *a = left, *b = right;
    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return sn_ref_by_number(left, right);
}

static void add_each(const sn_xap_matches *m, double factor, sn_ref *refs, size_t n)
{
    for (size_t i = 0; i < sn_xap_matches_count(m); i++) {
        const sn_xap_hit *hit = sn_xap_matches_at(m, i);
        sn_ref key = {.docid = hit->docid};
        sn_ref *ref = bsearch(&key, refs, n, sizeof *refs, sn_ref_by_number);
        if (ref != NULL)
            ref->score += factor * hit->weight;
    }
}

sn_status sn_refs_match(const sn_searcher *s, const sn_lookup *l, const sn_xap_query *query,
                        uint32_t depth, sn_xap_matches **out, sn_error *err)
{
    sn_xap_match_opts opts = {.max_items = depth,
                              .order = SN_XAP_BY_WEIGHT,
                              .k1 = l->plan.bm25.k1,
                              .b = l->plan.bm25.b,
                              .deadline_us = l->deadline_us};
    return sn_xap_match(s->snapshot.db, query, &opts, out, err);
}

sn_status sn_refs_add_weights(const sn_searcher *s, sn_lookup *l, const sn_xap_query *query,
                              double factor, sn_ref *refs, size_t n, sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_status status = sn_refs_match(s, l, query, (uint32_t)n, &m, err);
    if (status != SN_OK)
        return status;
    l->totals.timed_out = l->totals.timed_out || sn_xap_matches_totals(m).timed_out;
    add_each(m, factor, refs, n);
    return SN_OK;
}

sn_xap_query *sn_refs_query(sn_tree *t, const sn_ref *refs, size_t n)
{
    sn_docid *docids = calloc(n + 1, sizeof *docids);
    if (docids == NULL) {
        t->status = SN_ENOMEM;
        return NULL;
    }
    for (size_t i = 0; i < n; i++)
        docids[i] = refs[i].docid;
    sn_xap_query *any = sn_tree_docids(t, docids, n);
    free(docids);
    return any;
}
