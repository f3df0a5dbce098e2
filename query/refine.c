#include "query/refine.h"

#include "base/clock.h"
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

static bool has_positional(const sn_plan *plan)
{
    for (size_t i = 0; i < plan->n_parts; i++) {
        if (sn_part_is_positional(&plan->parts[i]))
            return true;
    }
    return false;
}

static sn_status add_places_of(sn_places *places, const sn_plan *plan, sn_ref *ref, sn_error *err)
{
    sn_status status = sn_places_read(places, ref->docid, err);
    for (size_t i = 0; i < plan->n_parts && status == SN_OK; i++) {
        double weight;
        if (!sn_part_is_positional(&plan->parts[i]))
            continue;
        status = sn_places_weigh(places, &plan->parts[i], &weight, err);
        if (status == SN_OK)
            ref->score += weight;
    }
    return status;
}

/* The parts of places, all of an article at once. refs stand by number. */
static sn_status add_places(const sn_searcher *s, sn_lookup *l, sn_ref *refs, size_t n,
                            sn_error *err)
{
    SN_CLEANUP_PTR(sn_places) sn_places *places = NULL;
    if (n == 0 || !has_positional(&l->plan))
        return SN_OK;
    sn_status status = sn_places_open(s->snapshot.db, &l->plan, &places, err);
    for (size_t i = 0; i < n && status == SN_OK; i++) {
        if (l->deadline_us != 0 && sn_clock_monotonic_us() >= l->deadline_us) {
            l->totals.timed_out = true;
            break;
        }
        status = add_places_of(places, &l->plan, &refs[i], err);
    }
    return status;
}

/* What the plan adds by matches, but freshness; refs stand by number. */
static sn_status add_matches(const sn_searcher *s, sn_lookup *l, sn_ref *refs, size_t n,
                             sn_error *err)
{
    SN_CLEANUP(sn_tree) sn_tree t = {.err = err};
    if (n == 0)
        return SN_OK;
    sn_xap_query *articles = sn_refs_query(&t, refs, n);
    sn_status status = t.status;
    for (size_t i = 0; i < l->plan.n_parts && status == SN_OK; i++) {
        const sn_part *part = &l->plan.parts[i];
        if (part->kind != SN_PART_FRESHNESS && !sn_part_is_positional(part))
            status = add_part(s, l, part, articles, &t, refs, n, err);
    }
    return status;
}

/* The positional parts, with refs by number from then on. */
static sn_status add_positional(const sn_searcher *s, sn_lookup *l, sn_ref *refs, size_t n,
                                sn_error *err)
{
    qsort(refs, n, sizeof *refs, sn_ref_by_number);
    for (size_t i = 0; i < n; i++)
        refs[i].is_refined = true;
    return add_places(s, l, refs, n, err);
}

sn_status sn_refine(const sn_searcher *s, sn_lookup *l, sn_ref *refs, size_t n, sn_error *err)
{
    sn_status status = add_positional(s, l, refs, n, err);
    qsort(refs, n, sizeof *refs, sn_ref_by_score);
    return status;
}

sn_status sn_score_pinned(const sn_searcher *s, sn_lookup *l, sn_ref *refs, size_t n, sn_error *err)
{
    sn_status status = add_positional(s, l, refs, n, err);
    if (status == SN_OK)
        status = add_matches(s, l, refs, n, err);
    for (size_t i = 0; i < n && l->plan.has_decay; i++)
        refs[i].score += sn_xap_decay_weight(&l->plan.decay, refs[i].docid);
    qsort(refs, n, sizeof *refs, by_pinned_place);
    return status;
}
