#include "query/search.h"

#include "query/answer.h"
#include "query/attempt.h"
#include "query/records.h"

#include <stdlib.h>
#include <string.h>

typedef struct json_output {
    const sn_answer_info *info;
    sn_buf *out;
} json_output;

static sn_status write_json(sn_attempt *attempt, const sn_lookup *lookup)
{
    json_output *to = attempt->ctx;
    size_t before = to->out->len;
    sn_answer_writer a = {.searcher = attempt->searcher,
                          .request = attempt->request,
                          .info = to->info,
                          .lookup = lookup,
                          .now_sec = attempt->now_sec,
                          .started_us = attempt->started_us,
                          .err = &attempt->err};
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
    json_output to = {info, out};
    sn_attempt attempt =
        sn_attempt_of(s, request, info != NULL ? info->started_us : 0, &to, problem);
    if (info != NULL && info->deadline_us != 0)
        attempt.deadline_us = info->deadline_us;
    return sn_attempt_do(&attempt, write_json);
}

void sn_ranking_done(sn_ranking *r)
{
    free(r->at);
    *r = (sn_ranking){0};
}

static sn_status read_ranked(sn_attempt *attempt, const sn_lookup *lookup, sn_hit *hit,
                             sn_ranking *ranking)
{
    SN_CLEANUP(sn_buf) sn_buf data = SN_BUF(SN_RECORD_BYTES);
    const sn_snapshot *now = &attempt->searcher->snapshot;
    for (size_t i = 0; i < lookup->n_refs; i++) {
        sn_status s = sn_hit_load(now->db, lookup->refs[i].docid, &data, hit, &attempt->err);
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

static sn_status write_ranking(sn_attempt *attempt, const sn_lookup *lookup)
{
    sn_ranking ranking = {0};
    sn_status s = SN_OK;
    if (lookup != NULL) {
        sn_hit *hit = malloc(sizeof *hit);
        ranking.at = calloc(lookup->n_refs + 1, sizeof *ranking.at);
        ranking.relaxed = lookup->relaxed;
        ranking.timed_out = lookup->totals.timed_out;
        s = hit == NULL || ranking.at == NULL ? SN_ENOMEM
                                              : read_ranked(attempt, lookup, hit, &ranking);
        free(hit);
    }
    if (s != SN_OK) {
        sn_ranking_done(&ranking);
        return s;
    }
    *(sn_ranking *)attempt->ctx = ranking;
    return SN_OK;
}

sn_status sn_search_ranking(sn_searcher *s, const sn_request *request, sn_ranking *out,
                            sn_problem *problem)
{
    sn_attempt attempt = sn_attempt_of(s, request, 0, out, problem);
    return sn_attempt_do(&attempt, write_ranking);
}
