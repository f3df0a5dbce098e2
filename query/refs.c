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
