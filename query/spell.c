/* What a query was meant as, told for itself: what sn_correct() says of a search of it. */
#include "query/answer.h"
#include "query/attempt.h"
#include "query/spelling.h"

#include <math.h>

typedef struct spell_output {
    const sn_answer_info *info;
    sn_buf *out;
} spell_output;

/* Costs are kept in tenths. */
static void write_change(sn_json *j, const char *q, const sn_correction *c)
{
    sn_json_object(j);
    sn_json_key(j, "word");
    sn_json_str(j, (sn_str){q + c->begin, c->end - c->begin});
    sn_json_key(j, "to");
    sn_json_str(j, c->to);
    sn_json_key(j, "kind");
    sn_json_text(j, sn_correction_kind_name(c->kind));
    sn_json_key(j, "articles");
    sn_json_int(j, c->freq);
    sn_json_key(j, "cost");
    sn_json_double(j, c->cost / 10.);
    sn_json_key(j, "fit");
    sn_json_double(j, round(c->fit * 100) / 100);
    sn_json_end(j);
}

static void write_candidate(sn_json *j, const char *q, const sn_spelling *s)
{
    sn_json_object(j);
    sn_json_key(j, "q");
    sn_json_str(j, s->text);
    sn_json_key(j, "applied");
    sn_json_bool(j, s->is_applied);
    sn_answer_total(j, s->after);
    sn_json_key(j, "changes");
    sn_json_array(j);
    for (size_t i = 0; i < s->n; i++)
        write_change(j, q, &s->changes[i]);
    sn_json_end(j);
    sn_json_end(j);
}

/* Are the words there that corrections are made of? */
static bool is_ready(const sn_attempt *attempt)
{
    const sn_hint *hint = NULL;
    const sn_searcher *s = attempt->searcher;
    if (s->snapshot.db == NULL)
        return true;
    sn_status status = sn_hints_take(s->engine->hints, SN_HINT_WORDS, &s->snapshot, &hint, NULL);
    bool is_there = status == SN_OK && hint != NULL;
    sn_hint_give_back(s->engine->hints, hint);
    return is_there;
}

static sn_status write_spelling(sn_attempt *attempt, const sn_lookup *l)
{
    const spell_output *to = attempt->ctx;
    const sn_spelling *s = l != NULL ? l->spelling : NULL;
    size_t before = to->out->len;
    sn_json j = SN_JSON(to->out);
    sn_json_object(&j);
    sn_json_key(&j, "q");
    sn_json_text(&j, attempt->request->q);
    sn_answer_total(&j, s != NULL ? s->before : l != NULL ? sn_lookup_total(l) : (sn_total){0});
    sn_json_key(&j, "candidates");
    sn_json_array(&j);
    if (s != NULL)
        write_candidate(&j, attempt->request->q, s);
    sn_json_end(&j);
    sn_json_key(&j, "ready");
    sn_json_bool(&j, is_ready(attempt));
    sn_answer_snapshot(&j, &attempt->searcher->snapshot);
    sn_answer_took(&j, attempt->started_us);
    sn_answer_request(&j, to->info);
    sn_json_end(&j);
    sn_status status = sn_json_finish(&j);
    if (status != SN_OK)
        sn_buf_cut(to->out, before);
    return status;
}

sn_status sn_spell_json(sn_searcher *s, const sn_request *request, const sn_answer_info *info,
                        sn_buf *out, sn_problem *problem)
{
    spell_output to = {info, out};
    sn_attempt attempt =
        sn_attempt_of(s, request, info != NULL ? info->started_us : 0, &to, problem);
    return sn_attempt_do(&attempt, write_spelling);
}
