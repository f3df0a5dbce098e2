#include "query/lookup.h"

#include "query/curate.h"
#include "query/date_order.h"
#include "query/filters.h"
#include "query/refine.h"
#include "query/spelling.h"

#include <stdlib.h>
#include <string.h>

void sn_lookup_destroy(sn_lookup *l)
{
    if (l == NULL)
        return;
    if (l->spelling != NULL)
        sn_spelling_done(l->spelling);
    free(l->spelling);
    free(l->refs);
    sn_facets_done(&l->facets);
    sn_plan_done(&l->plan);
    sn_question_done(&l->question);
    free(l);
}

static sn_xap_match_opts match_opts(const sn_request *request, const sn_lookup *l)
{
    sn_xap_match_opts opts = {
        .check_at_least = SN_COUNTED_HITS,
        .sort_slot = SN_SLOT_PUBLISHED,
        .collapse_slot = SN_SLOT_COPY,
        .collapse_max = request->collapse == SN_COLLAPSE_DUPLICATES ? 1 : 0,
        .k1 = l->plan.profile->k1,
        .b = l->plan.profile->b,
        .deadline_us = l->deadline_us,
    };
    static const sn_xap_order orders[] = {[SN_SORT_RELEVANCE] = SN_XAP_BY_WEIGHT,
                                          [SN_SORT_NEWEST] = SN_XAP_BY_DOCID,
                                          [SN_SORT_OLDEST] = SN_XAP_BY_VALUE};
    opts.order = orders[l->sort];
    return opts;
}

static sn_status take_refs(const sn_xap_matches *m, sn_ref **out, size_t *n)
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

static void keep_page(sn_lookup *l, size_t first, size_t end)
{
    first = first < l->n_refs ? first : l->n_refs;
    end = end < l->n_refs ? end : l->n_refs;
    memmove(l->refs, l->refs + first, (end - first) * sizeof *l->refs);
    l->n_refs = end - first;
}

/* The totals of a match that began at its first hit. The library calls them exact only without
 * collapsing; but as long as fewer groups were seen than it had to look at, it saw every match:
 * then `lower` is the number of groups, and what it took off the upper bound is that of copies. */
static sn_xap_totals settled_totals(const sn_xap_matches *m, const sn_xap_match_opts *opts)
{
    sn_xap_totals t = sn_xap_matches_totals(m);
    if (opts->collapse_max == 0 || t.timed_out || t.lower >= opts->check_at_least)
        return t;
    uint32_t copies = t.uncollapsed_upper - t.upper;
    if (sn_xap_matches_count(m) == t.lower) { /* all of them are here: the bounds were set equal */
        copies = 0;
        for (size_t i = 0; i < t.lower; i++)
            copies += sn_xap_matches_at(m, i)->collapse_count;
    }
    t.estimated = t.upper = t.lower;
    t.uncollapsed_lower = t.uncollapsed_estimated = t.uncollapsed_upper = t.lower + copies;
    return t;
}

/* Hits by score: the page, cut out of the hits from the first one on. */
static sn_status match_ranked(sn_searcher *s, const sn_request *request, sn_lookup *l,
                              const sn_xap_query *query, sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_xap_match_opts opts = match_opts(request, l);
    size_t from = (size_t)request->offset, to = from + (size_t)request->limit;
    size_t first = sn_curated_place(l, from), end = sn_curated_place(l, to);
    size_t refined = l->plan.profile->refined;
    opts.max_items = (uint32_t)(end > refined || first >= refined ? end : refined);
    sn_status status = sn_xap_match(s->snapshot.db, query, &opts, &m, err);
    if (status == SN_OK)
        status = take_refs(m, &l->refs, &l->n_refs);
    if (status != SN_OK)
        return status;
    l->totals = settled_totals(m, &opts);
    if (first < refined && !l->totals.timed_out)
        status = sn_refine(s, l, l->refs, l->n_refs < refined ? l->n_refs : refined, err);
    keep_page(l, first, end);
    return status == SN_OK ? sn_curated_page(s, l, from, to, err) : status;
}

static sn_status match_dated(sn_searcher *s, const sn_request *request, sn_lookup *l,
                             const sn_xap_query *query, sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_xap_match_opts opts = match_opts(request, l);
    sn_date_page page = {(uint32_t)request->offset, (uint32_t)request->limit,
                         l->sort == SN_SORT_NEWEST};
    sn_status status =
        sn_date_order_match(s->snapshot.db, query, &opts, &page, &l->refs, &l->n_refs, &m, err);
    if (status == SN_OK)
        l->totals = settled_totals(m, &opts);
    return status;
}

static sn_status run_mode(sn_searcher *s, const sn_request *request, sn_lookup *l,
                          sn_plan_mode mode, sn_error *err)
{
    sn_xap_query *query;
    bool weighted = l->sort == SN_SORT_RELEVANCE;
    sn_status status = sn_plan_query(&l->plan, &l->question, mode, weighted, &query);
    if (status != SN_OK)
        return status;
    return weighted ? match_ranked(s, request, l, query, err)
                    : match_dated(s, request, l, query, err);
}

/* Few articles have all the words: those that have any of them, if that finds more. */
static sn_status relax(sn_searcher *s, const sn_request *request, sn_lookup *l, sn_error *err)
{
    sn_ref *strict = l->refs;
    size_t n_strict = l->n_refs;
    sn_xap_totals totals = l->totals;
    l->refs = NULL;
    sn_status status = run_mode(s, request, l, SN_PLAN_RELAXED, err);
    l->relaxed = status == SN_OK && l->totals.uncollapsed_lower > totals.uncollapsed_lower;
    if (l->relaxed) {
        l->mode = SN_PLAN_RELAXED;
        free(strict);
        return SN_OK;
    }
    free(l->refs);
    l->refs = strict;
    l->n_refs = n_strict;
    l->totals = totals;
    return status;
}

static sn_status run_request(sn_searcher *s, const sn_request *request, sn_lookup *l, sn_error *err)
{
    l->mode = request->match == SN_MATCH_ANY ? SN_PLAN_ANY : SN_PLAN_ALL;
    sn_status status = run_mode(s, request, l, l->mode, err);
    l->strict = request->match == SN_MATCH_ANY ? 0 : l->totals.uncollapsed_lower;
    if (status != SN_OK || request->match != SN_MATCH_AUTO || l->totals.timed_out ||
        l->totals.uncollapsed_lower >= l->plan.profile->relax_below ||
        !sn_plan_can_relax(&l->plan, &l->question, SN_PLAN_RELAXED))
        return status;
    return relax(s, request, l, err);
}

static sn_status prepare(sn_searcher *s, const sn_request *request, sn_lookup *l,
                         sn_problem *problem, sn_error *err)
{
    const sn_profile *profile;
    sn_status status = sn_config_choose(s->config, request->profile, &profile, problem);
    if (status == SN_OK)
        status = sn_question_read(s->analyzer, sn_str_of(request->q), &l->question, problem);
    if (status != SN_OK)
        return status;
    sn_question_stop(&l->question, s->vocabulary->stop);
    if (request->expand)
        sn_question_expand(&l->question, s->vocabulary->expansions);
    l->has_content = l->question.n_scored > 0;
    l->sort =
        request->sort == SN_SORT_RELEVANCE && !l->has_content ? SN_SORT_NEWEST : request->sort;
    sn_plan_input in = {.db = s->snapshot.db,
                        .profile = profile,
                        .request = request,
                        .now_sec = l->now_sec,
                        .spill_minutes = s->snapshot.spill_minutes,
                        .burst_base = &s->snapshot.burst_base,
                        .hidden = s->snapshot.hidden_query};
    status = sn_plan_make(&in, &l->question, &l->plan, err);
    return status == SN_OK ? sn_curate(s, request, l, err) : status;
}

sn_status sn_lookup_run(sn_searcher *s, const sn_request *request, int64_t now_sec,
                        int64_t deadline_us, sn_lookup **out, sn_problem *problem, sn_error *err)
{
    SN_CLEANUP_PTR(sn_lookup) sn_lookup *l = calloc(1, sizeof *l);
    if (l == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    l->now_sec = now_sec;
    l->deadline_us = deadline_us;
    sn_status status = prepare(s, request, l, problem, err);
    if (status == SN_OK && (l->has_content || sn_filters_any(request)))
        status = run_request(s, request, l, err);
    if (status != SN_OK)
        return status;
    *out = l;
    l = NULL;
    return SN_OK;
}

sn_status sn_lookup_facets(sn_searcher *s, const sn_request *request, sn_lookup *l, sn_error *err)
{
    sn_facet_input in = {.db = s->snapshot.db,
                         .request = request,
                         .plan = &l->plan,
                         .question = &l->question,
                         .mode = l->mode,
                         .spill_minutes = s->snapshot.spill_minutes,
                         .deadline_us = l->deadline_us,
                         .has_slots = s->snapshot.manifest.format >= SN_FACETS_FORMAT,
                         .is_empty = !l->has_content && !sn_filters_any(request)};
    return request->n_facets > 0 ? sn_facets_count(&in, &l->facets, err) : SN_OK;
}
