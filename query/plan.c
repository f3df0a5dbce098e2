#include "query/plan.h"

#include "archive/number.h"
#include "query/filters.h"
#include "query/plan_parts.h"

/* The terms of an excluded word or phrase: any writing of it. */
static sn_xap_query *exclusion(sn_tree *t, const sn_question *question, const sn_unit *unit)
{
    const sn_asked_word *w = &question->words[unit->first];
    sn_xap_query *phrase = sn_tree_phrase(t, SN_LIST_STEM, unit->terms, unit->n_terms, unit->span);
    if (unit->n > 1)
        return phrase;
    sn_xap_query *whole = sn_tree_term(t, SN_LIST_STEM, w->stem);
    return w->n_parts > 1 ? sn_tree_pair(t, SN_XAP_OR, whole, phrase) : whole;
}

static void plan_exclusions(sn_plan *p, const sn_plan_input *in, const sn_question *question)
{
    sn_xap_query *out[SN_LIMIT_QUERY_TERMS + 1];
    size_t n = 0;
    for (size_t i = 0; i < question->n_units; i++) {
        if (question->units[i].kind == SN_UNIT_EXCLUDED)
            out[n++] = exclusion(&p->tree, question, &question->units[i]);
    }
    if (in->hidden != NULL) {
        sn_xap_query *hidden = (sn_xap_query *)in->hidden; /* read only: queries do not change */
        out[n++] = sn_tree_join(&p->tree, SN_XAP_OR, &hidden, 1, 0);
    }
    p->exclude = n == 0 ? NULL : sn_tree_join(&p->tree, SN_XAP_OR, out, n, 0);
}

/* All words by their stems alone: what they are also called comes and goes with them. */
static sn_xap_query *all_stems(sn_plan *p)
{
    sn_xap_query *stems[SN_LIMIT_QUERY_TERMS];
    size_t n = 0;
    for (size_t i = 0; i < p->n_parts && n < SN_LIMIT_QUERY_TERMS; i++) {
        if (p->parts[i].kind == SN_PART_STEM)
            stems[n++] = p->parts[i].query;
    }
    return n > 0 ? sn_tree_join(&p->tree, SN_XAP_AND, stems, n, 0) : NULL;
}

static sn_status choose_freshness(sn_plan *p, const sn_plan_input *in, const sn_question *question)
{
    sn_freshness_input from = {.request = in->request,
                               .profile = in->profile,
                               .question = question,
                               .db = in->db,
                               .now_sec = in->now_sec,
                               .base = in->burst_base,
                               .tree = &p->tree,
                               .words = all_stems(p)};
    return p->tree.status == SN_OK ? sn_freshness_choose(&from, &p->freshness) : p->tree.status;
}

static void plan_freshness(sn_plan *p, const sn_plan_input *in)
{
    if (p->freshness.share <= 0 || p->attainable <= 0)
        return;
    p->decay = (sn_xap_decay){
        .peak = p->freshness.share * p->attainable,
        .half = p->freshness.half_days * 1440,
        .origin = sn_number_of_minute(sn_minute_of_second(in->now_sec)),
        .step = SN_NUMBER_SLOTS,
        .last = SN_NUMBER_DATED_LAST,
    };
    p->has_decay = true;
    p->parts[p->n_parts++] = (sn_part){
        .kind = SN_PART_FRESHNESS, .query = sn_tree_decay(&p->tree, &p->decay), .factor = 1};
}

sn_status sn_plan_make(const sn_plan_input *in, const sn_question *question, sn_plan *out,
                       sn_error *err)
{
    out->profile = in->profile;
    out->bm25 = in->bm25;
    out->tree.err = err;
    sn_status s = sn_plan_words(in, question, out, err);
    if (s == SN_OK)
        s = choose_freshness(out, in, question);
    if (s != SN_OK)
        return s;
    out->first_bonus = out->n_parts;
    plan_freshness(out, in);
    sn_plan_priors(out);
    out->filter = sn_filters_query(&out->tree, in->request, in->spill_minutes, SN_LIST_STEM);
    plan_exclusions(out, in, question);
    return out->tree.status;
}

void sn_plan_done(sn_plan *p)
{
    sn_tree_done(&p->tree);
}

bool sn_plan_can_relax(const sn_plan *p, const sn_question *question, sn_plan_mode mode)
{
    size_t words = 0, phrases = 0;
    for (size_t i = 0; i < question->n_units; i++) {
        words += p->words[i] != NULL && question->units[i].kind == SN_UNIT_WORD;
        phrases += p->words[i] != NULL && question->units[i].kind == SN_UNIT_PHRASE;
    }
    if (mode == SN_PLAN_ANY)
        return words + phrases > 1;
    return mode == SN_PLAN_RELAXED && words > 0 && words + phrases > 1;
}

/* The units that carry something, by kind, and what spans are also called. */
static size_t collect(const sn_plan *p, const sn_question *question, sn_unit_kind kind,
                      sn_xap_query **out)
{
    size_t n = 0;
    for (size_t i = 0; i < question->n_units; i++) {
        if (p->words[i] != NULL && question->units[i].kind == kind)
            out[n++] = p->words[i];
    }
    for (size_t i = 0; i < p->n_spans && kind == SN_UNIT_WORD; i++)
        out[n++] = p->spans[i].also;
    return n;
}

static const sn_span *span_at(const sn_plan *p, size_t unit)
{
    for (size_t i = 0; i < p->n_spans; i++) {
        if (p->spans[i].first == unit)
            return &p->spans[i];
    }
    return NULL;
}

/* Everything that is asked for. */
static size_t collect_all(sn_plan *p, const sn_question *question, sn_xap_query **out)
{
    size_t n = 0;
    for (size_t i = 0; i < question->n_units; i++) {
        const sn_span *span = span_at(p, i);
        if (span != NULL) {
            out[n++] = sn_plan_span_query(p, span);
            i += span->n - 1;
        } else if (p->words[i] != NULL && question->units[i].kind != SN_UNIT_EXCLUDED) {
            out[n++] = p->words[i];
        }
    }
    return n;
}

static sn_xap_query *core_query(sn_plan *p, const sn_question *question, sn_plan_mode mode)
{
    sn_xap_query *units[2 * SN_LIMIT_QUERY_TERMS];
    sn_tree *t = &p->tree;
    if (mode == SN_PLAN_ALL) {
        size_t n = collect_all(p, question, units);
        return n > 0 ? sn_tree_join(t, SN_XAP_AND, units, n, 0) : sn_tree_all(t);
    }
    size_t phrases = collect(p, question, SN_UNIT_PHRASE, units);
    size_t n = phrases + collect(p, question, SN_UNIT_WORD, units + phrases);
    if (n == 0)
        return sn_tree_all(t);
    if (mode == SN_PLAN_ANY || phrases == 0)
        return sn_tree_join(t, SN_XAP_OR, units, n, 0);
    sn_xap_query *needed = sn_tree_join(t, SN_XAP_AND, units, phrases, 0);
    if (n == phrases)
        return needed;
    sn_xap_query *others = sn_tree_join(t, SN_XAP_OR, units + phrases, n - phrases, 0);
    return sn_tree_pair(t, SN_XAP_AND_MAYBE, needed, others);
}

/* Of what q finds, what may be found. */
static sn_xap_query *within(sn_plan *p, sn_xap_query *q, sn_xap_query *filter)
{
    if (filter != NULL)
        q = sn_tree_pair(&p->tree, SN_XAP_FILTER, q, filter);
    return p->exclude != NULL ? sn_tree_pair(&p->tree, SN_XAP_AND_NOT, q, p->exclude) : q;
}

sn_status sn_plan_matched(sn_plan *p, const sn_question *question, sn_plan_mode mode,
                          sn_xap_query *filter, sn_xap_query **out)
{
    sn_xap_query *q = sn_tree_scale(&p->tree, core_query(p, question, mode), 0);
    q = within(p, q, filter);
    sn_xap_query *also = p->also;
    if (also != NULL && filter != NULL)
        also = sn_tree_pair(&p->tree, SN_XAP_FILTER, also, filter);
    if (also != NULL)
        q = sn_tree_pair(&p->tree, SN_XAP_OR, q, also);
    if (p->tree.status == SN_OK)
        *out = q;
    return p->tree.status;
}

sn_status sn_plan_query(sn_plan *p, const sn_question *question, sn_plan_mode mode, bool weighted,
                        sn_xap_query **out)
{
    sn_tree *t = &p->tree;
    sn_xap_query *q = core_query(p, question, mode);
    if (!weighted) /* leaves out all that only adds weight */
        q = sn_tree_scale(t, q, 0);
    q = within(p, q, p->filter);
    /* Each by itself, so that it is only ever asked for one number and never walks all of them. */
    for (size_t i = p->first_bonus; weighted && i < p->n_parts; i++)
        q = sn_tree_pair(t, SN_XAP_AND_MAYBE, q, p->parts[i].query);
    if (t->status == SN_OK)
        *out = q;
    return t->status;
}
