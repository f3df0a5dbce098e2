#include "query/attempt.h"

#include "base/clock.h"
#include "query/correct.h"
#include "query/paging.h"
#include "query/refuse.h"

static sn_status try_once(sn_attempt *a, bool force, sn_attempt_fn *fn)
{
    SN_CLEANUP_PTR(sn_lookup) sn_lookup *lookup = NULL;
    const sn_profile *profile; /* of an index without articles yet, too, a wrong name is wrong */
    sn_status s = sn_searcher_refresh(a->searcher, force, &a->err);
    if (s == SN_OK && a->request->after != NULL)
        s = sn_paging_check(a->searcher, a->request->after, &a->refusal);
    if (s == SN_OK)
        s = sn_config_choose(a->searcher->config, a->request->profile, &profile, &a->refusal);
    if (s == SN_OK && a->searcher->snapshot.db != NULL)
        s = sn_lookup_run(a->searcher, a->request, a->now_sec, a->deadline_us, &lookup, &a->refusal,
                          &a->err);
    /* What corrects is made of all articles. */
    if (s == SN_OK && lookup != NULL && a->searcher->scope == NULL)
        s = sn_correct(a->searcher, a->request, &lookup, &a->err);
    if (s == SN_OK && lookup != NULL)
        s = sn_lookup_facets(a->searcher, a->request, lookup, &a->err);
    if (s == SN_OK && lookup != NULL)
        s = sn_lookup_matched(a->request, lookup);
    return s == SN_OK ? fn(a, lookup) : s;
}

/* What can be refused without the index; a cursor taken up. */
static sn_status begin(sn_attempt *a)
{
    sn_status s = sn_scope_check(a->searcher, a->request, a->problem);
    if (s == SN_OK)
        s = sn_request_check(a->request, a->problem);
    if (s != SN_OK || a->request->cursor == NULL)
        return s;
    s = sn_paging_resume(a->searcher, a->request, &a->resumed, &a->after, a->problem);
    if (s != SN_OK)
        return s;
    a->request = &a->resumed;
    a->now_sec = a->after.now_sec;
    return SN_OK;
}

sn_status sn_attempt_do(sn_attempt *a, sn_attempt_fn *fn)
{
    sn_status s = begin(a);
    if (s != SN_OK)
        return s;
    s = SN_ESTALE;
    int tries = a->searcher->is_held ? 1 : SN_SNAPSHOT_TRIES;
    for (int i = 0; i < tries && sn_searcher_is_stale(a->searcher, s); i++) {
        a->err = (sn_error){0};
        a->refusal = (sn_problem){0};
        s = try_once(a, i > 0, fn);
    }
    if (s != SN_OK && a->refusal.code[0] == '\0')
        sn_refuse_error(&a->refusal, &a->err, s);
    if (s != SN_OK && a->problem != NULL)
        *a->problem = a->refusal;
    return s;
}

sn_attempt sn_attempt_of(sn_searcher *s, const sn_request *request, int64_t started_us, void *ctx,
                         sn_problem *problem)
{
    if (started_us == 0)
        started_us = sn_clock_monotonic_us();
    return (sn_attempt){
        .searcher = s,
        .request = request,
        .now_sec = request->now_sec != 0 ? request->now_sec : sn_clock_now_sec(),
        .started_us = started_us,
        .deadline_us = started_us + (int64_t)SN_LIMIT_QUERY_MS * 1000,
        .problem = problem,
        .ctx = ctx,
    };
}
