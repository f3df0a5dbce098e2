#include "query/search.h"

#include "base/clock.h"
#include "query/answer.h"
#include "query/correct.h"
#include "query/job.h"
#include "query/paging.h"
#include "query/refuse.h"

#include <stdlib.h>
#include <string.h>

static sn_status try_once(sn_job *j, bool force, sn_job_fn *fn)
{
    SN_CLEANUP_PTR(sn_lookup) sn_lookup *lookup = NULL;
    const sn_profile *profile; /* of an index without articles yet, too, a wrong name is wrong */
    sn_status s = sn_searcher_refresh(j->searcher, force, &j->err);
    if (s == SN_OK && j->request->after != NULL)
        s = sn_paging_check(j->searcher, j->request->after, &j->refusal);
    if (s == SN_OK)
        s = sn_config_choose(j->searcher->config, j->request->profile, &profile, &j->refusal);
    if (s == SN_OK && j->searcher->snapshot.db != NULL)
        s = sn_lookup_run(j->searcher, j->request, j->now_sec, j->deadline_us, &lookup, &j->refusal,
                          &j->err);
    /* What corrects is made of all articles. */
    if (s == SN_OK && lookup != NULL && j->searcher->scope == NULL)
        s = sn_correct(j->searcher, j->request, &lookup, &j->err);
    if (s == SN_OK && lookup != NULL)
        s = sn_lookup_facets(j->searcher, j->request, lookup, &j->err);
    if (s == SN_OK && lookup != NULL)
        s = sn_lookup_matched(j->request, lookup);
    return s == SN_OK ? fn(j, lookup) : s;
}

/* What can be refused without the index; a cursor taken up. */
static sn_status begin(sn_job *j)
{
    sn_status s = sn_scope_check(j->searcher, j->request, j->problem);
    if (s == SN_OK)
        s = sn_request_check(j->request, j->problem);
    if (s != SN_OK || j->request->cursor == NULL)
        return s;
    s = sn_paging_resume(j->searcher, j->request, &j->resumed, &j->after, j->problem);
    if (s != SN_OK)
        return s;
    j->request = &j->resumed;
    j->now_sec = j->after.now_sec;
    return SN_OK;
}

sn_status sn_job_do(sn_job *j, sn_job_fn *fn)
{
    sn_status s = begin(j);
    if (s != SN_OK)
        return s;
    s = SN_ESTALE;
    int tries = j->searcher->is_held ? 1 : SN_SNAPSHOT_TRIES;
    for (int i = 0; i < tries && sn_searcher_is_stale(j->searcher, s); i++) {
        j->err = (sn_error){0};
        j->refusal = (sn_problem){0};
        s = try_once(j, i > 0, fn);
    }
    if (s != SN_OK && j->refusal.code[0] == '\0')
        sn_refuse_error(&j->refusal, &j->err, s);
    if (s != SN_OK && j->problem != NULL)
        *j->problem = j->refusal;
    return s;
}

sn_job sn_job_of(sn_searcher *s, const sn_request *request, int64_t started_us, void *ctx,
                 sn_problem *problem)
{
    if (started_us == 0)
        started_us = sn_clock_monotonic_us();
    return (sn_job){
        .searcher = s,
        .request = request,
        .now_sec = request->now_sec != 0 ? request->now_sec : sn_clock_now_sec(),
        .started_us = started_us,
        .deadline_us = started_us + (int64_t)SN_LIMIT_QUERY_MS * 1000,
        .problem = problem,
        .ctx = ctx,
    };
}

typedef struct json_job {
    const sn_answer_info *info;
    sn_buf *out;
} json_job;

static sn_status write_json(sn_job *j, const sn_lookup *lookup)
{
    json_job *to = j->ctx;
    size_t before = to->out->len;
    sn_answer a = {.searcher = j->searcher,
                   .request = j->request,
                   .info = to->info,
                   .lookup = lookup,
                   .now_sec = j->now_sec,
                   .started_us = j->started_us,
                   .err = &j->err};
    sn_status s = sn_answer_begin(&a, to->out);
    if (s == SN_OK)
        s = sn_answer_write(&a);
    if (s == SN_OK && to->info != NULL && to->info->facts != NULL)
        *to->info->facts = sn_answer_facts_of(&a, before);
    if (s != SN_OK)
        sn_buf_cut(to->out, before);
    sn_answer_end(&a);
    return s;
}

sn_status sn_search_json(sn_searcher *s, const sn_request *request, const sn_answer_info *info,
                         sn_buf *out, sn_problem *problem)
{
    json_job to = {info, out};
    sn_job j = sn_job_of(s, request, info != NULL ? info->started_us : 0, &to, problem);
    if (info != NULL && info->deadline_us != 0)
        j.deadline_us = info->deadline_us;
    return sn_job_do(&j, write_json);
}

void sn_ranking_done(sn_ranking *r)
{
    free(r->at);
    *r = (sn_ranking){0};
}

static sn_status read_ranked(sn_job *j, const sn_lookup *lookup, sn_hit *hit, sn_ranking *ranking)
{
    SN_CLEANUP(sn_buf) sn_buf data = SN_BUF(SN_RECORD_BYTES);
    const sn_snapshot *now = &j->searcher->snapshot;
    for (size_t i = 0; i < lookup->n_refs; i++) {
        sn_status s = sn_hit_load(now->db, lookup->refs[i].docid, &data, hit, &j->err);
        if (s != SN_OK)
            return s;
        if (sn_snapshot_hides(now, hit->id) || hit->id.len > SN_LIMIT_ID_BYTES)
            continue;
        sn_ranked *to = &ranking->at[ranking->n++];
        memcpy(to->id, hit->id.at, hit->id.len);
        to->score = lookup->refs[i].score;
    }
    return SN_OK;
}

static sn_status write_ranking(sn_job *j, const sn_lookup *lookup)
{
    sn_ranking ranking = {0};
    sn_status s = SN_OK;
    if (lookup != NULL) {
        sn_hit *hit = malloc(sizeof *hit);
        ranking.at = calloc(lookup->n_refs + 1, sizeof *ranking.at);
        ranking.relaxed = lookup->relaxed;
        ranking.timed_out = lookup->totals.timed_out;
        s = hit == NULL || ranking.at == NULL ? SN_ENOMEM : read_ranked(j, lookup, hit, &ranking);
        free(hit);
    }
    if (s != SN_OK) {
        sn_ranking_done(&ranking);
        return s;
    }
    *(sn_ranking *)j->ctx = ranking;
    return SN_OK;
}

sn_status sn_search_ranking(sn_searcher *s, const sn_request *request, sn_ranking *out,
                            sn_problem *problem)
{
    sn_job j = sn_job_of(s, request, 0, out, problem);
    return sn_job_do(&j, write_ranking);
}
