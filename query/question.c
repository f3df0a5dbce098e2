#include "query/question.h"

#include "query/groups.h"
#include "query/units.h"
#include "query/words.h"

#include <string.h>

static bool is_repeated(const sn_question *q, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (q->words[k].is_scored && sn_str_equal(q->words[k].stem, q->words[i].stem))
            return true;
    }
    return false;
}

/* Stop words weigh nothing beside content words; alone they are the query. */
static void choose_scored(sn_question *q)
{
    size_t content = 0, wanted = 0;
    for (size_t i = 0; i < q->n_words; i++) {
        wanted += !q->words[i].is_excluded;
        content += !q->words[i].is_excluded && !q->words[i].is_stop;
    }
    q->all_stop = content == 0 && wanted > 0;
    q->n_scored = 0;
    for (size_t i = 0; i < q->n_words; i++) {
        sn_asked_word *w = &q->words[i];
        w->is_scored = !w->is_excluded && (q->all_stop || !w->is_stop) && !is_repeated(q, i);
        q->n_scored += w->is_scored;
    }
}

/* The units that a date of a period was written as, now that it is known what became words. */
static void mark_dated(sn_question *q)
{
    for (size_t d = 0; d < q->n_dates; d++) {
        const sn_asked_date *date = &q->dates[d];
        for (size_t u = 0; u < q->n_units && date->is_soft; u++) {
            sn_unit *unit = &q->units[u];
            size_t at = unit->n > 0 ? q->words[unit->first].begin : 0;
            if (unit->kind == SN_UNIT_WORD && at >= date->begin &&
                at < date->begin + date->text.len)
                unit->is_dated = true;
        }
    }
}

/* A date by itself, or with function words only, is what is searched for. */
static bool has_more_than_dates(const sn_question *q)
{
    bool is_all_explicit = true;
    for (size_t d = 0; d < q->n_dates; d++)
        is_all_explicit = is_all_explicit && !q->dates[d].is_soft && !q->dates[d].is_relative;
    for (size_t u = 0; u < q->n_units; u++) {
        const sn_unit *unit = &q->units[u];
        for (size_t i = unit->first; i < unit->first + unit->n && !unit->is_dated; i++) {
            if (q->words[i].is_scored && !q->all_stop)
                return true;
        }
    }
    return is_all_explicit;
}

static sn_status read_once(sn_analyzer *analyzer, sn_str q, const sn_question_opts *opts,
                           sn_question *out, sn_problem *problem)
{
    sn_reading r = {.question = out, .analyzer = analyzer, .opts = opts, .problem = problem};
    sn_str own; /* what is noted of it lives as long as the question */
    sn_status s = sn_pool_copy(&out->pool, q, &own);
    if (s != SN_OK)
        return s;
    r.chunks = sn_chunks_of(own, opts->is_literal);
    out->is_exact = opts->is_exact;
    out->is_literal = opts->is_literal;
    out->from_sec = INT64_MIN;
    out->to_sec = INT64_MAX;
    s = sn_groups_read(&r);
    if (s != SN_OK)
        return s;
    mark_dated(out);
    choose_scored(out);
    return SN_OK;
}

sn_status sn_question_read_as(sn_analyzer *analyzer, sn_str q, const sn_question_opts *opts,
                              sn_question *out, sn_problem *problem)
{
    sn_question_opts o = opts != NULL ? *opts : (sn_question_opts){0};
    sn_status s = read_once(analyzer, q, &o, out, problem);
    if (s != SN_OK || out->n_dates == 0 || has_more_than_dates(out))
        return s;
    sn_question_done(out);
    *out = (sn_question){0};
    o.reads_dates = false;
    return read_once(analyzer, q, &o, out, problem);
}

sn_status sn_question_read(sn_analyzer *analyzer, sn_str q, sn_question *out, sn_problem *problem)
{
    return sn_question_read_as(analyzer, q, NULL, out, problem);
}

void sn_question_stop(sn_question *q, const sn_dictionary *stop)
{
    for (size_t i = 0; i < q->n_words && stop->n > 0; i++) {
        sn_asked_word *w = &q->words[i];
        w->is_stop =
            w->is_stop || sn_dictionary_is_stop(stop, w->exact.len > 0 ? w->exact : w->stem);
        w->is_scored = false;
    }
    if (stop->n > 0)
        choose_scored(q);
}

bool sn_question_is_flat(const sn_question *q)
{
    for (size_t i = q->n_nodes > 0 ? q->nodes[0].first : 0; i != 0; i = q->nodes[i].next) {
        const sn_node *node = &q->nodes[i];
        const sn_unit *unit = &q->units[node->unit];
        if (node->is_excluded && node->kind == SN_NODE_UNIT)
            continue;
        if (node->kind != SN_NODE_UNIT || unit->list != SN_LIST_STEM || unit->is_dated ||
            (unit->kind != SN_UNIT_WORD && unit->kind != SN_UNIT_PHRASE))
            return false;
    }
    return !q->is_exact;
}

void sn_question_done(sn_question *q)
{
    sn_pool_done(&q->pool);
}
