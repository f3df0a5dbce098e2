#include "query/relaxing.h"

#include <math.h>
#include <stdlib.h>

#define SUM_ERROR 1e-9 /* of sums of weights that come out in another order, as a share */

static bool has_enough(const sn_lookup *l)
{
    return l->totals.timed_out || l->totals.uncollapsed_lower >= l->plan.profile->relax_below;
}

/* How much weight an article may miss so that enough are found, from one match in which each weighs
 * what it has: the best as many as wanted are the ones that miss least. Whether a step finds enough
 * could be asked step by step, but each is hundreds of queries. */
static sn_status wanted_missing(sn_searcher *s, sn_lookup *l, double *out, sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_xap_query *query;
    double whole;
    uint32_t wanted = l->plan.profile->relax_to;
    sn_xap_match_opts opts = {
        .max_items = wanted, .order = SN_XAP_BY_WEIGHT, .deadline_us = l->deadline_us};
    sn_status status = sn_plan_coverage(&l->plan, &l->question, &query, &whole);
    if (status == SN_OK)
        status = sn_xap_match(s->snapshot.db, query, &opts, &m, err);
    if (status != SN_OK)
        return status;
    size_t n = sn_xap_matches_count(m);
    *out = n < wanted ? INFINITY : whole * (1 - SUM_ERROR) - sn_xap_matches_at(m, n - 1)->weight;
    return SN_OK;
}

/* Move the plan to the first step that finds enough, or to the last one; *any: there is one. */
static sn_status choose_step(sn_searcher *s, sn_lookup *l, bool *any, sn_error *err)
{
    double missing;
    *any = sn_plan_relax(&l->plan, &l->question);
    if (!*any || l->plan.step.is_any)
        return SN_OK;
    sn_status status = wanted_missing(s, l, &missing, err);
    if (status == SN_OK)
        sn_plan_relax_for(&l->plan, &l->question, missing);
    return status;
}

/* Does the period of a date have little? Of a relative one that narrows («دیروز»), little is less
 * than enough; of one that articles may also name («آبان ۱۴۰۲»), nothing. */
static bool is_date_doubtful(const sn_lookup *l)
{
    for (size_t i = 0; i < l->question.n_dates; i++) {
        const sn_asked_date *date = &l->question.dates[i];
        if ((date->is_relative && !has_enough(l)) ||
            (date->is_soft && l->totals.uncollapsed_lower == 0))
            return true;
    }
    return false;
}

/* What a mode found. */
typedef struct found {
    sn_ref *refs;
    size_t n_refs, position;
    bool has_more, is_too_deep;
    sn_docid window;
    sn_plan_mode mode;
    sn_xap_totals totals;
} found;

static found take_found(sn_lookup *l)
{
    found f = {l->refs,        l->n_refs, l->position, l->has_more,
               l->is_too_deep, l->window, l->mode,     l->totals};
    l->refs = NULL;
    l->n_refs = 0;
    return f;
}

static void put_found(sn_lookup *l, const found *f)
{
    free(l->refs);
    l->refs = f->refs;
    l->n_refs = f->n_refs;
    l->position = f->position;
    l->has_more = f->has_more;
    l->is_too_deep = f->is_too_deep;
    l->window = f->window;
    l->mode = f->mode;
    l->totals = f->totals;
    l->has_seen_all = false; /* seen is what another mode saw */
}

/* Few articles have all the words: those that miss some, if that finds more. */
static sn_status relax(sn_searcher *s, const sn_request *request, sn_lookup *l, sn_error *err)
{
    bool can_relax;
    sn_status status = choose_step(s, l, &can_relax, err);
    if (status != SN_OK || !can_relax)
        return status;
    found strict = take_found(l);
    status = sn_lookup_match(s, request, l, SN_PLAN_RELAXED, err);
    l->relaxed = status == SN_OK && l->totals.uncollapsed_lower > strict.totals.uncollapsed_lower;
    if (l->relaxed) {
        free(strict.refs);
        return SN_OK;
    }
    bool is_cut = l->totals.timed_out; /* more might have been found */
    put_found(l, &strict);
    l->totals.timed_out = is_cut;
    sn_xap_query *query; /* the parts are those of all words again */
    return status != SN_OK ? status
                           : sn_plan_query(&l->plan, &l->question, SN_PLAN_ALL,
                                           l->sort == SN_SORT_RELEVANCE, &query);
}

sn_status sn_relaxing_run(sn_searcher *s, const sn_request *request, sn_lookup *l, sn_error *err)
{
    bool any = request->match == SN_MATCH_ANY;
    if (l->after != NULL) {
        l->relaxed = l->after->mode == SN_PLAN_RELAXED;
        if (l->relaxed)
            sn_plan_relax_to(&l->plan, &l->question, l->after->misses);
        return sn_lookup_match(s, request, l, (sn_plan_mode)l->after->mode, err);
    }
    sn_status status = sn_lookup_match(s, request, l, any ? SN_PLAN_ANY : SN_PLAN_ALL, err);
    l->strict = any ? 0 : l->totals.uncollapsed_lower;
    if (status != SN_OK || request->match != SN_MATCH_AUTO || has_enough(l) || is_date_doubtful(l))
        return status;
    return relax(s, request, l, err);
}

static bool has_loose_phrase(const sn_question *q)
{
    for (size_t i = q->nodes[0].first; i != 0; i = q->nodes[i].next) {
        const sn_unit *unit = &q->units[q->nodes[i].unit];
        if (q->nodes[i].kind == SN_NODE_UNIT && unit->kind == SN_UNIT_PHRASE &&
            unit->list == SN_LIST_STEM && !q->nodes[i].is_needed && !q->nodes[i].is_excluded)
            return true;
    }
    return false;
}

bool sn_relaxing_rereads(const sn_request *request, const sn_lookup *l, sn_question_opts *other)
{
    bool finds_nothing = l->totals.uncollapsed_lower == 0 && !l->totals.timed_out;
    bool by_date = is_date_doubtful(l);
    bool by_field = l->question.distant_field && finds_nothing;
    bool by_phrase =
        request->match == SN_MATCH_AUTO && has_loose_phrase(&l->question) && finds_nothing;
    other->reads_dates = other->reads_dates && !by_date;
    other->is_literal = by_field;
    other->loose_phrases = by_phrase;
    return by_date || by_field || by_phrase;
}

sn_question_opts sn_relaxing_opts(const sn_request *request, int64_t now_sec)
{
    unsigned as = request->after != NULL ? request->after->reading : 0;
    bool has_period = request->from_sec != INT64_MIN || request->to_sec != INT64_MAX;
    return (sn_question_opts){.now_sec = now_sec,
                              .reads_dates = !has_period && (as & SN_READ_DATES_AS_WORDS) == 0,
                              .is_literal = (as & SN_READ_FIELDS_AS_WORDS) != 0,
                              .loose_phrases = (as & SN_READ_PHRASES_AS_WORDS) != 0,
                              .is_exact = request->mode == SN_MODE_EXACT};
}

unsigned sn_relaxing_reading(const sn_question_opts *first, const sn_question_opts *other)
{
    unsigned dates = first->reads_dates && !other->reads_dates ? SN_READ_DATES_AS_WORDS : 0;
    unsigned fields = other->is_literal ? SN_READ_FIELDS_AS_WORDS : 0;
    return dates | fields | (other->loose_phrases ? SN_READ_PHRASES_AS_WORDS : 0);
}
