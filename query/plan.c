#include "query/plan.h"

#include "archive/number.h"
#include "query/filters.h"
#include "query/plan_parts.h"

static void plan_exclusions(sn_plan *p, const sn_plan_input *in, const sn_question *question)
{
    sn_xap_query *out[SN_LIMIT_QUERY_TERMS + 1];
    size_t n = 0;
    for (size_t i = question->nodes[0].first; i != 0; i = question->nodes[i].next) {
        sn_xap_query *q = question->nodes[i].is_excluded ? sn_plan_node(p, question, i) : NULL;
        if (q != NULL)
            out[n++] = q;
    }
    if (in->hidden != NULL) {
        sn_xap_query *hidden = (sn_xap_query *)in->hidden; /* read only: queries do not change */
        out[n++] = sn_tree_join(&p->tree, SN_XAP_OR, &hidden, 1, 0);
    }
    p->exclude = n == 0 ? NULL : sn_tree_join(&p->tree, SN_XAP_OR, out, n, 0);
}

/* Articles of the period, and those that say the date's words. */
static sn_xap_query *soft_date(sn_plan *p, const sn_plan_input *in, const sn_question *question,
                               const sn_asked_date *date)
{
    sn_xap_query *words[SN_LIMIT_QUERY_TERMS];
    size_t n = 0;
    for (size_t u = 0; u < question->n_units; u++) {
        const sn_unit *unit = &question->units[u];
        size_t at = unit->n > 0 ? question->words[unit->first].begin : 0;
        if (!unit->is_dated || at < date->begin || at >= date->begin + date->text.len)
            continue;
        sn_xap_query *word = sn_plan_word(p, question, unit->first);
        if (word != NULL)
            words[n++] = word;
    }
    sn_xap_query *period =
        sn_filters_period(&p->tree, date->from_sec, date->to_sec, in->spill_minutes);
    return n == 0 ? period
                  : sn_tree_pair(&p->tree, SN_XAP_OR, period,
                                 sn_tree_join(&p->tree, SN_XAP_AND, words, n, 0));
}

/* The dates of the query, as one filter. */
static void plan_dates(sn_plan *p, const sn_plan_input *in, const sn_question *question)
{
    sn_xap_query *all[SN_QUESTION_DATES + 1];
    size_t n = 0;
    if (question->from_sec != INT64_MIN || question->to_sec != INT64_MAX)
        all[n++] =
            sn_filters_period(&p->tree, question->from_sec, question->to_sec, in->spill_minutes);
    for (size_t i = 0; i < question->n_dates; i++) {
        if (question->dates[i].is_soft)
            all[n++] = soft_date(p, in, question, &question->dates[i]);
    }
    if (n > 0)
        p->dates = sn_tree_join(&p->tree, SN_XAP_AND, all, n, 0);
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
    plan_dates(out, in, question);
    out->all_words = in->profile->all_words * out->attainable;
    out->n_fixed = out->n_parts;
    return out->tree.status;
}

void sn_plan_done(sn_plan *p)
{
    sn_tree_done(&p->tree);
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
        } else if (p->words[i] != NULL) {
            out[n++] = p->words[i];
        }
    }
    return n;
}

/* All words, and nothing but words and phrases: each narrows what the others have to look at. */
static sn_xap_query *all_query(sn_plan *p, const sn_question *question)
{
    sn_xap_query *units[2 * SN_LIMIT_QUERY_TERMS];
    size_t n = collect_all(p, question, units);
    return n > 0 ? sn_tree_join(&p->tree, SN_XAP_AND, units, n, 0) : sn_tree_all(&p->tree);
}

static const sn_span *span_of_word(const sn_plan *p, const sn_question *question, size_t word)
{
    for (size_t i = 0; i < p->n_spans; i++) {
        size_t first = question->units[p->spans[i].first].first;
        if (word >= first && word < first + p->spans[i].n)
            return &p->spans[i];
    }
    return NULL;
}

/* The word's share of freshness, for articles that have the word. Scaled to the whole query it would
 * put a fresh article with one of three words before an older one with two. */
static sn_xap_query *fresh_word(sn_plan *p, const sn_question *question, size_t word)
{
    sn_xap_decay decay = p->decay;
    decay.peak *= p->reach[word] / p->attainable;
    sn_xap_query *fresh = sn_tree_decay(&p->tree, &decay);
    sn_xap_query *found = sn_plan_word(p, question, word);
    p->parts[p->n_parts++] = (sn_part){
        .kind = SN_PART_FRESHNESS,
        .word = &question->words[word],
        .query = sn_tree_pair(&p->tree, SN_XAP_FILTER, fresh, found),
        .factor = 1,
    };
    return fresh;
}

/* Everything that weighs, wherever it is found. An article gets the weight of all the words that it
 * has, also of those that are not why it was found. */
static size_t collect_weights(sn_plan *p, const sn_question *question, bool fresh,
                              sn_xap_query **out)
{
    size_t n = 0;
    for (size_t i = 0; i < question->n_words; i++) {
        if (p->by_word[i] == NULL)
            continue;
        sn_xap_query *word = p->by_word[i];
        bool is_fresh = fresh && p->has_decay && p->reach[i] > 0;
        sn_xap_query *decay = is_fresh ? fresh_word(p, question, i) : NULL;
        bool is_spanned = span_of_word(p, question, i) != NULL;
        if (is_fresh && is_spanned) /* also of articles that only have the other name */
            out[n++] = p->parts[p->n_parts - 1].query;
        else if (is_fresh)
            word = sn_tree_pair(&p->tree, SN_XAP_AND_MAYBE, word, decay);
        out[n++] = word;
    }
    for (size_t i = 0; i < p->n_spans; i++)
        out[n++] = p->spans[i].also;
    return n;
}

/* Is any of the words enough, so that having weight is being found? */
static bool is_any_word(const sn_plan *p, const sn_question *question, sn_plan_mode mode)
{
    if (!(mode == SN_PLAN_ANY || (mode == SN_PLAN_RELAXED && p->step.is_any)))
        return false;
    for (size_t i = question->nodes[0].first; i != 0; i = question->nodes[i].next) {
        const sn_node *node = &question->nodes[i];
        if (!node->is_excluded &&
            (node->is_needed || question->units[node->unit].kind != SN_UNIT_WORD))
            return false;
    }
    return sn_question_is_flat(question);
}

/* The articles that the tree of the question finds, and what they weigh by themselves. */
static sn_xap_query *tree_query(sn_plan *p, const sn_question *question, sn_plan_mode mode,
                                bool weighted)
{
    sn_xap_query *weights[3 * SN_LIMIT_QUERY_TERMS];
    sn_tree *t = &p->tree;
    if (weighted && question->n_scored > 0 && is_any_word(p, question, mode))
        return sn_tree_join(t, SN_XAP_OR, weights, collect_weights(p, question, true, weights), 0);
    sn_xap_query *found = sn_plan_root(p, question, mode);
    found = found == NULL ? sn_tree_all(t) : sn_tree_scale(t, found, 0);
    size_t n = weighted ? collect_weights(p, question, true, weights) : 0;
    return n == 0 ? found
                  : sn_tree_pair(t, SN_XAP_AND_MAYBE, found,
                                 sn_tree_join(t, SN_XAP_OR, weights, n, 0));
}

/* Of articles without all the words, those with all of them come first. */
static sn_xap_query *prefer_all_words(sn_plan *p, const sn_question *question, sn_xap_query *q)
{
    sn_tree *t = &p->tree;
    sn_xap_query *all = sn_plan_root(p, question, SN_PLAN_ALL);
    if (p->step.n_unknown > 0 || p->all_words <= 0 || all == NULL)
        return q;
    sn_xap_query *bonus = sn_tree_constant(t, p->all_words, all);
    p->parts[p->n_parts++] = (sn_part){.kind = SN_PART_ALL_WORDS, .query = bonus, .factor = 1};
    return sn_tree_pair(t, SN_XAP_AND_MAYBE, q, bonus);
}

static sn_part *common_freshness(sn_plan *p)
{
    for (size_t i = 0; i < p->n_fixed; i++) {
        if (p->parts[i].kind == SN_PART_FRESHNESS)
            return &p->parts[i];
    }
    return NULL;
}

static bool is_simple(const sn_question *question, sn_plan_mode mode)
{
    return mode == SN_PLAN_ALL && sn_question_is_flat(question);
}

static sn_xap_query *unweighted(sn_plan *p, const sn_question *question, sn_plan_mode mode)
{
    return is_simple(question, mode) ? sn_tree_scale(&p->tree, all_query(p, question), 0)
                                     : tree_query(p, question, mode, false);
}

/* Of what q finds, what may be found. */
static sn_xap_query *within(sn_plan *p, sn_xap_query *q, sn_xap_query *filter)
{
    if (filter != NULL)
        q = sn_tree_pair(&p->tree, SN_XAP_FILTER, q, filter);
    if (p->dates != NULL)
        q = sn_tree_pair(&p->tree, SN_XAP_FILTER, q, p->dates);
    return p->exclude != NULL ? sn_tree_pair(&p->tree, SN_XAP_AND_NOT, q, p->exclude) : q;
}

/* And of that what is ranked. */
static sn_xap_query *ranked_within(sn_plan *p, sn_xap_query *q)
{
    q = within(p, q, p->filter);
    return p->stood_for != NULL ? sn_tree_pair(&p->tree, SN_XAP_AND_NOT, q, p->stood_for) : q;
}

sn_status sn_plan_matched(sn_plan *p, const sn_question *question, sn_plan_mode mode,
                          sn_xap_query *filter, sn_xap_query **out)
{
    sn_xap_query *q = within(p, unweighted(p, question, mode), filter);
    sn_xap_query *also = p->also;
    if (also != NULL && filter != NULL)
        also = sn_tree_pair(&p->tree, SN_XAP_FILTER, also, filter);
    if (also != NULL)
        q = sn_tree_pair(&p->tree, SN_XAP_OR, q, also);
    if (p->tree.status == SN_OK)
        *out = q;
    return p->tree.status;
}

sn_status sn_plan_coverage(sn_plan *p, const sn_question *question, sn_xap_query **out,
                           double *whole)
{
    sn_xap_query *q = ranked_within(p, sn_plan_covered(p, question, whole));
    if (p->tree.status == SN_OK)
        *out = q;
    return p->tree.status;
}

sn_status sn_plan_query(sn_plan *p, const sn_question *question, sn_plan_mode mode, bool weighted,
                        sn_xap_query **out)
{
    sn_tree *t = &p->tree;
    bool simple = is_simple(question, mode);
    p->n_parts = p->n_fixed;
    sn_xap_query *q = !weighted ? unweighted(p, question, mode)
                      : simple  ? all_query(p, question)
                                : tree_query(p, question, mode, true);
    q = ranked_within(p, q);
    sn_part *fresh = common_freshness(p);
    if (fresh != NULL)
        fresh->is_off = !simple;
    /* Each by itself, so that it is only ever asked for one number and never walks all of them. */
    for (size_t i = p->first_bonus; weighted && i < p->n_fixed; i++) {
        if (!p->parts[i].is_off)
            q = sn_tree_pair(t, SN_XAP_AND_MAYBE, q, p->parts[i].query);
    }
    if (weighted && mode == SN_PLAN_RELAXED)
        q = prefer_all_words(p, question, q);
    if (t->status == SN_OK)
        *out = q;
    return t->status;
}
