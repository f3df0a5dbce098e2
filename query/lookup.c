#include "query/lookup.h"

#include "query/curate.h"
#include "query/filters.h"
#include "query/relaxing.h"
#include "query/spelling.h"

#include <stdlib.h>

void sn_lookup_destroy(sn_lookup *l)
{
    if (l == NULL)
        return;
    if (l->spelling != NULL)
        sn_spelling_done(l->spelling);
    free(l->spelling);
    free(l->refs);
    sn_xap_tally_destroy(l->seen);
    sn_facets_done(&l->facets);
    sn_plan_done(&l->plan);
    sn_question_done(&l->question);
    free(l);
}

/* Up to SN_COUNTED_HITS every match was looked at; beyond, the library estimates; a match that ran
 * out of time knows only what it saw. */
sn_total sn_lookup_total(const sn_lookup *l)
{
    const sn_xap_totals *t = &l->totals;
    if (t->timed_out)
        return (sn_total){t->lower, t->uncollapsed_lower, SN_TOTAL_AT_LEAST};
    if (l->after != NULL)
        return (sn_total){l->after->total, l->after->uncollapsed,
                          (sn_total_relation)l->after->relation};
    if (t->lower == t->upper)
        return (sn_total){t->lower, t->uncollapsed_estimated, SN_TOTAL_EXACT};
    return (sn_total){t->estimated, t->uncollapsed_estimated, SN_TOTAL_ABOUT};
}

static sn_status prepare(sn_searcher *s, const sn_request *request, const sn_question_opts *opts,
                         sn_lookup *l, sn_problem *problem, sn_error *err)
{
    const sn_profile *profile;
    double average_length;
    sn_status status = sn_config_choose(s->config, request->profile, &profile, problem);
    if (status == SN_OK)
        status = sn_xap_db_average_length(s->snapshot.db, &average_length, err);
    if (status == SN_OK)
        status =
            sn_question_read_as(s->analyzer, sn_str_of(request->q), opts, &l->question, problem);
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
                        .bm25 = sn_profile_bm25(profile, average_length),
                        .request = request,
                        .now_sec = l->now_sec,
                        .spill_minutes = s->snapshot.spill_minutes,
                        .burst_base = &s->snapshot.burst_base,
                        .hidden = s->snapshot.hidden_query,
                        .n_hidden = s->snapshot.n_hidden_docids};
    status = sn_plan_make(&in, &l->question, &l->plan, err);
    return status == SN_OK ? sn_curate(s, request, l, err) : status;
}

bool sn_lookup_is_narrowed(const sn_lookup *l, const sn_request *request)
{
    const sn_question *q = &l->question;
    return sn_filters_any(request) || q->n_fields > 0 || q->from_sec != INT64_MIN ||
           q->to_sec != INT64_MAX;
}

static sn_status look_up(sn_searcher *s, const sn_request *request, const sn_question_opts *opts,
                         const sn_lookup *like, sn_lookup **out, sn_problem *problem, sn_error *err)
{
    SN_CLEANUP_PTR(sn_lookup) sn_lookup *l = calloc(1, sizeof *l);
    if (l == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    l->now_sec = like->now_sec;
    l->deadline_us = like->deadline_us;
    l->after = like->after;
    sn_status status = prepare(s, request, opts, l, problem, err);
    if (status == SN_OK && request->n_facets > 0)
        status = sn_xap_tally_create(SN_COUNTED_HITS - 1, &l->seen, err);
    if (status == SN_OK && (l->has_content || sn_lookup_is_narrowed(l, request)))
        status = sn_relaxing_run(s, request, l, err);
    if (status != SN_OK)
        return status;
    *out = l;
    l = NULL;
    return SN_OK;
}

sn_status sn_lookup_run(sn_searcher *s, const sn_request *request, int64_t now_sec,
                        int64_t deadline_us, sn_lookup **out, sn_problem *problem, sn_error *err)
{
    SN_CLEANUP_PTR(sn_lookup) sn_lookup *l = NULL;
    SN_CLEANUP_PTR(sn_lookup) sn_lookup *other = NULL;
    sn_lookup like = {.now_sec = now_sec, .deadline_us = deadline_us, .after = request->after};
    sn_question_opts first = sn_relaxing_opts(request, now_sec), opts = first;
    sn_status status = look_up(s, request, &first, &like, &l, problem, err);
    if (status == SN_OK && l->after != NULL)
        l->reading = l->after->reading;
    else if (status == SN_OK && sn_relaxing_rereads(request, l, &opts))
        status = look_up(s, request, &opts, &like, &other, problem, err);
    if (status != SN_OK)
        return status;
    bool is_other = other != NULL && other->totals.uncollapsed_lower > l->totals.uncollapsed_lower;
    if (is_other)
        other->reading = sn_relaxing_reading(&first, &opts);
    *out = is_other ? other : l;
    *(is_other ? &other : &l) = NULL;
    return SN_OK;
}

sn_status sn_lookup_plan(sn_searcher *s, const sn_request *request, int64_t now_sec,
                         sn_lookup **out, sn_problem *problem, sn_error *err)
{
    SN_CLEANUP_PTR(sn_lookup) sn_lookup *l = calloc(1, sizeof *l);
    sn_question_opts opts = sn_relaxing_opts(request, now_sec);
    if (l == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    l->now_sec = now_sec;
    sn_status status = prepare(s, request, &opts, l, problem, err);
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
                         .seen = l->has_seen_all ? l->seen : NULL,
                         .has_slots = s->snapshot.manifest.format >= SN_FACETS_FORMAT,
                         .is_empty = !l->has_content && !sn_lookup_is_narrowed(l, request)};
    return request->n_facets > 0 ? sn_facets_count(&in, &l->facets, err) : SN_OK;
}

sn_status sn_lookup_matched(const sn_request *request, sn_lookup *l)
{
    return request->members > 0 || request->story_members > 0
               ? sn_plan_matched(&l->plan, &l->question, l->mode, l->plan.filter, &l->matched)
               : SN_OK;
}
