#include "query/refine.h"

#include "query/places.h"
#include "query/refs.h"

#include <stdlib.h>

static int by_pinned_place(const void *a, const void *b)
{
    const sn_ref *left = a, *right = b;
    return (left->pinned > right->pinned) - (left->pinned < right->pinned);
}

/* refs stand by number. */
static sn_status add_part(const sn_searcher *s, sn_lookup *l, const sn_part *part,
                          sn_xap_query *articles, sn_tree *t, sn_ref *refs, size_t n, sn_error *err)
{
    const sn_xap_query *query = sn_tree_pair(t, SN_XAP_FILTER, part->query, articles);
    return t->status != SN_OK ? t->status
                              : sn_refs_add_weights(s, l, query, part->factor, refs, n, err);
}

static double score_of(const sn_plan *plan, const sn_places *at)
{
    double sum = 0;
    for (size_t k = 0; k < plan->n_parts; k++) {
        if (sn_part_is_of_places(&plan->parts[k]))
            sum += plan->parts[k].factor * sn_places_of(at, plan->parts[k].kind);
    }
    return sum;
}

/* The parts of places, all at once: the same places make them all. refs stand by number. */
static sn_status add_places(const sn_searcher *s, const sn_lookup *l, sn_ref *refs, size_t n,
                            sn_error *err)
{
    bool is_wanted = false;
    for (size_t k = 0; k < l->plan.n_parts; k++)
        is_wanted = is_wanted || sn_part_is_of_places(&l->plan.parts[k]);
    if (!is_wanted)
        return SN_OK;
    sn_docid *docids = calloc(n + 1, sizeof *docids);
    sn_places *at = calloc(n + 1, sizeof *at);
    sn_status status =
        docids != NULL && at != NULL ? SN_OK : sn_fail(err, SN_ENOMEM, "no memory for places");
    for (size_t i = 0; i < n && status == SN_OK; i++)
        docids[i] = refs[i].docid;
    if (status == SN_OK)
        status = sn_places_read(s->snapshot.db, &l->plan, docids, n, at, err);
    for (size_t i = 0; i < n && status == SN_OK; i++)
        refs[i].score += score_of(&l->plan, &at[i]);
    free(docids);
    free(at);
    return status;
}

/* The parts that `wants` says, with refs by number from then on. */
static sn_status add_parts(const sn_searcher *s, sn_lookup *l, bool (*wants)(const sn_part *part),
                           sn_ref *refs, size_t n, sn_error *err)
{
    SN_CLEANUP(sn_tree) sn_tree t = {.err = err};
    sn_xap_query *articles = NULL;
    sn_status status = SN_OK;
    qsort(refs, n, sizeof *refs, sn_ref_by_number);
    for (size_t i = 0; i < l->plan.n_parts && n > 0 && status == SN_OK; i++) {
        const sn_part *part = &l->plan.parts[i];
        if (!wants(part) || sn_part_is_of_places(part))
            continue;
        if (articles == NULL)
            articles = sn_refs_query(&t, refs, n);
        status = t.status == SN_OK ? add_part(s, l, part, articles, &t, refs, n, err) : t.status;
    }
    for (size_t i = 0; i < n; i++)
        refs[i].is_refined = true;
    return status == SN_OK ? add_places(s, l, refs, n, err) : status;
}

sn_status sn_refine(const sn_searcher *s, sn_lookup *l, sn_ref *refs, size_t n, sn_error *err)
{
    sn_status status = add_parts(s, l, sn_part_is_positional, refs, n, err);
    qsort(refs, n, sizeof *refs, sn_ref_by_score);
    return status;
}

static bool is_matched(const sn_part *part)
{
    return part->kind != SN_PART_FRESHNESS;
}

sn_status sn_score_pinned(const sn_searcher *s, sn_lookup *l, sn_ref *refs, size_t n, sn_error *err)
{
    sn_status status = add_parts(s, l, is_matched, refs, n, err);
    for (size_t i = 0; i < n && l->plan.has_decay; i++)
        refs[i].score += sn_xap_decay_weight(&l->plan.decay, refs[i].docid);
    qsort(refs, n, sizeof *refs, by_pinned_place);
    return status;
}
