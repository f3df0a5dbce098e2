/* Matching: the hits of one mode, and the page cut out of them. */
#include "query/lookup.h"

#include "query/curate.h"
#include "query/date_order.h"
#include "query/date_runs.h"
#include "query/diverse.h"
#include "query/paging.h"
#include "query/refine.h"
#include "query/refs.h"

#include <stdlib.h>
#include <string.h>

static uint32_t collapse_slot(sn_collapse by)
{
    static const uint32_t slots[] = {[SN_COLLAPSE_DUPLICATES] = SN_SLOT_COPY,
                                     [SN_COLLAPSE_SOURCE] = SN_SLOT_SOURCE,
                                     [SN_COLLAPSE_STORY] = SN_SLOT_STORY,
                                     [SN_COLLAPSE_NONE] = SN_SLOT_COPY};
    return slots[by];
}

static sn_xap_match_opts match_opts(const sn_request *request, const sn_lookup *l)
{
    sn_xap_match_opts opts = {
        .check_at_least = SN_COUNTED_HITS,
        .sort_slot = SN_SLOT_PUBLISHED,
        .collapse_slot = collapse_slot(request->collapse),
        .collapse_max = request->collapse != SN_COLLAPSE_NONE ? 1 : 0,
        .k1 = l->plan.bm25.k1,
        .b = l->plan.bm25.b,
        .deadline_us = l->deadline_us,
        .tally = l->seen,
    };
    static const sn_xap_order orders[] = {[SN_SORT_RELEVANCE] = SN_XAP_BY_WEIGHT,
                                          [SN_SORT_NEWEST] = SN_XAP_BY_DOCID,
                                          [SN_SORT_OLDEST] = SN_XAP_BY_VALUE};
    opts.order = orders[l->sort];
    return opts;
}

static void keep_page(sn_lookup *l, size_t first, size_t end)
{
    first = first < l->n_refs ? first : l->n_refs;
    end = end < l->n_refs ? end : l->n_refs;
    l->has_more = end < l->n_refs && !l->totals.timed_out;
    memmove(l->refs, l->refs + first, (end - first) * sizeof *l->refs);
    l->n_refs = end - first;
}

static void note_seen(sn_lookup *l, const sn_xap_match_opts *opts)
{
    l->has_seen_all =
        opts->tally != NULL && !sn_xap_tally_is_cut(opts->tally) && !l->totals.timed_out;
}

static sn_status match_list(sn_searcher *s, sn_lookup *l, const sn_xap_query *query,
                            const sn_xap_match_opts *opts, sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_status status = sn_xap_match(s->snapshot.db, query, opts, &m, err);
    free(l->refs);
    l->refs = NULL;
    l->n_refs = 0;
    if (status == SN_OK)
        status = sn_refs_take(m, &l->refs, &l->n_refs);
    if (status != SN_OK)
        return status;
    l->totals = sn_xap_matches_totals(m);
    note_seen(l, opts);
    return SN_OK;
}

/* Of the hits as ranked so far, those that are weighed by places. Going on, they are those of the
 * first page and what came between them since: one that fell out would be shown twice. */
static size_t window_of(const sn_lookup *l)
{
    size_t refined = l->plan.profile->refined, n = l->n_refs < refined ? l->n_refs : refined;
    for (size_t i = n; l->after != NULL && i < l->n_refs && i < 4 * refined; i++) {
        if (l->refs[i].docid == l->after->window)
            n = i + 1;
    }
    return n;
}

/* The ranking from its first hit on, and from which place of the list (pinned articles before it) the
 * page is. */
static sn_status rank_list(sn_searcher *s, const sn_request *request, sn_lookup *l, size_t *from,
                           sn_error *err)
{
    size_t window = window_of(l);
    bool is_thinned = request->max_per_source > 0;
    *from = l->after != NULL ? sn_paging_begin(l) : (size_t)request->offset;
    l->window = l->after != NULL ? l->after->window : window > 0 ? l->refs[window - 1].docid : 0;
    sn_status status = SN_OK;
    if (l->totals.timed_out || (sn_curated_place(l, *from) > window && !is_thinned))
        return SN_OK;
    status = sn_refine(s, l, l->refs, window, err);
    if (status == SN_OK && is_thinned)
        status = sn_diverse_thin(s, l, request->max_per_source, err);
    if (status == SN_OK && l->after != NULL)
        *from = sn_paging_begin(l);
    return status;
}

/* Hits that may have come before a page since its cursor was written, before more are matched. */
#define PAGE_SLACK 100

/* How much of the ranking is matched for a page: to one hit behind it, and all that is refined. */
static size_t ranking_depth(const sn_request *request, const sn_lookup *l)
{
    size_t to = (size_t)(request->offset + request->limit), refined = l->plan.profile->refined;
    size_t depth = sn_curated_place(l, to) + 1;
    if (l->after != NULL)
        depth = l->after->position + (size_t)request->limit + 1 + PAGE_SLACK;
    if (request->max_per_source > 0)
        depth = SN_DIVERSE_DEPTH(depth);
    return depth > refined ? depth : refined;
}

/* Hits by score: the page, cut out of the hits from the first one on. */
static sn_status match_ranked(sn_searcher *s, const sn_request *request, sn_lookup *l,
                              const sn_xap_query *query, sn_error *err)
{
    sn_xap_match_opts opts = match_opts(request, l);
    size_t from, to, first, end;
    for (size_t depth = ranking_depth(request, l);; depth *= 4) {
        opts.max_items = (uint32_t)depth;
        sn_status status = match_list(s, l, query, &opts, err);
        bool is_all = l->n_refs < depth;
        if (status == SN_OK)
            status = rank_list(s, request, l, &from, err);
        if (status != SN_OK)
            return status;
        to = from + (size_t)request->limit;
        first = sn_curated_place(l, from);
        end = sn_curated_place(l, to);
        if (is_all || end < l->n_refs || depth > 2 * SN_LIMIT_CURSOR_HITS)
            break;
    }
    bool has_more = l->n_pinned > to;
    keep_page(l, first, end);
    l->has_more = l->has_more || has_more;
    l->position = from;
    l->is_too_deep = l->has_more && to >= SN_LIMIT_CURSOR_HITS;
    return sn_curated_page(s, request, l, from, to, err);
}

/* Behind a cursor only the rest is matched, but where which of a group is shown is decided before. */
static sn_status match_dated(sn_searcher *s, const sn_request *request, sn_lookup *l,
                             sn_xap_query *query, sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_xap_match_opts opts = match_opts(request, l);
    size_t position = l->after != NULL ? l->after->position : (size_t)request->offset;
    bool is_newest = l->sort == SN_SORT_NEWEST,
         is_rest = l->after != NULL && opts.collapse_max == 0;
    sn_date_page page = {is_rest ? 0 : (uint32_t)position, (uint32_t)request->limit, is_newest,
                         l->after};
    if (is_rest)
        query = sn_tree_pair(&l->plan.tree, SN_XAP_FILTER, query,
                             sn_date_order_rest(&l->plan.tree, l->after, is_newest));
    if (is_rest) { /* nothing is counted: neither matches nor copies */
        opts.check_at_least = 0;
        opts.tally = NULL;
    }
    if (l->plan.tree.status != SN_OK)
        return l->plan.tree.status;
    sn_status status =
        sn_date_order_match(s->snapshot.db, query, &opts, &page, &l->refs, &l->n_refs, &m, err);
    if (status != SN_OK)
        return status;
    l->totals = sn_xap_matches_totals(m);
    note_seen(l, &opts);
    keep_page(l, 0, (size_t)request->limit);
    l->position = position;
    l->is_too_deep = l->has_more && opts.collapse_max > 0 &&
                     position + (size_t)request->limit >= SN_LIMIT_CURSOR_HITS;
    return SN_OK;
}

/* The list by date from its first hit on: which of it are left is decided before any page. */
static sn_status match_dated_thinned(sn_searcher *s, const sn_request *request, sn_lookup *l,
                                     const sn_xap_query *query, sn_error *err)
{
    sn_xap_match_opts opts = match_opts(request, l);
    bool is_newest = l->sort == SN_SORT_NEWEST, is_all = false;
    size_t begin = (size_t)request->offset, end = 0;
    for (size_t depth = SN_DIVERSE_DEPTH(begin + (size_t)request->limit); end == 0; depth *= 4) {
        SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
        sn_date_page page = {0, (uint32_t)depth, is_newest, NULL};
        free(l->refs);
        l->refs = NULL;
        sn_status status =
            sn_date_order_match(s->snapshot.db, query, &opts, &page, &l->refs, &l->n_refs, &m, err);
        if (status != SN_OK)
            return status;
        l->totals = sn_xap_matches_totals(m);
        note_seen(l, &opts);
        is_all = l->n_refs <= depth || l->totals.timed_out || depth > 2 * SN_LIMIT_CURSOR_HITS;
        status = sn_diverse_thin(s, l, request->max_per_source, err);
        if (status == SN_OK && l->after != NULL)
            status = sn_date_find_after(s->snapshot.db, l->refs, l->n_refs, l->after, is_newest,
                                        &begin, err);
        if (status != SN_OK)
            return status;
        if (is_all || begin + (size_t)request->limit < l->n_refs)
            end = begin + (size_t)request->limit;
    }
    keep_page(l, begin, end);
    l->position = begin;
    l->is_too_deep = l->has_more && end >= SN_LIMIT_CURSOR_HITS;
    return SN_OK;
}

sn_status sn_lookup_match(sn_searcher *s, const sn_request *request, sn_lookup *l,
                          sn_plan_mode mode, sn_error *err)
{
    sn_xap_query *query;
    bool weighted = l->sort == SN_SORT_RELEVANCE;
    sn_status status = sn_plan_query(&l->plan, &l->question, mode, weighted, &query);
    if (status != SN_OK)
        return status;
    l->mode = mode;
    if (weighted)
        return match_ranked(s, request, l, query, err);
    return request->max_per_source > 0 ? match_dated_thinned(s, request, l, query, err)
                                       : match_dated(s, request, l, query, err);
}
