/* What stands at the end of answers: which snapshot, how long it took, whose it is. */
#include "query/answer.h"

#include "base/clock.h"
#include "query/spelling.h"

#include <math.h>

void sn_answer_snapshot(sn_json *j, const sn_snapshot *now)
{
    sn_json_key(j, "generation");
    sn_json_int(j, now->db != NULL ? now->manifest.generation : 0);
    sn_json_key(j, "change");
    sn_json_int(j, (int64_t)now->applied);
}

void sn_answer_took(sn_json *j, int64_t started_us)
{
    sn_json_key(j, "took_ms");
    sn_json_double(j, round((double)(sn_clock_monotonic_us() - started_us) / 100) / 10);
}

void sn_answer_request(sn_json *j, const sn_answer_info *info)
{
    if (info == NULL || info->request_id == NULL)
        return;
    sn_json_key(j, "request_id");
    sn_json_text(j, info->request_id);
}

sn_answer_facts sn_answer_facts_of(const sn_answer_writer *a, size_t before)
{
    const sn_snapshot *now = &a->searcher->snapshot;
    const sn_lookup *l = a->lookup;
    sn_answer_facts facts = {
        .lasting = a->lasting - before,
        .until_sec = now->db != NULL ? now->next_expiry_sec : SN_NO_EXPIRY,
    };
    if (l == NULL)
        return facts;
    facts.total = sn_lookup_total(l).value;
    facts.has_words = l->has_content;
    facts.narrowed = sn_lookup_is_narrowed(l, a->request);
    facts.relaxed = l->relaxed;
    facts.corrected = l->spelling != NULL && l->spelling->is_applied;
    facts.timed_out = l->totals.timed_out;
    facts.words = l->question.n_words;
    facts.parts = l->plan.n_parts;
    facts.hits = l->n_refs;
    return facts;
}

/* What lasts ends within the object of the answer, behind a member of it. */
sn_status sn_answer_close(sn_buf *out, const sn_answer_info *info)
{
    sn_json j = {.out = out, .depth = 1, .need_comma = true, .closers = {'}'}};
    sn_answer_took(&j, info->started_us);
    sn_answer_request(&j, info);
    sn_json_end(&j);
    return sn_json_finish(&j);
}
