/* Synonyms and derived forms in a plan: they find articles like the words they stand for, and weigh
 * less than those. */
#include "query/plan_parts.h"

#include <string.h>

/* Its terms have one query each; a name of several words is found as a phrase. */
static sn_status best_of_expansion(const sn_plan_input *in, const sn_expansion *x, double *out,
                                   sn_error *err)
{
    double sum = 0, whole = 0;
    sn_status s = x->stem.len > 0 ? sn_plan_best_of(in, x->stem, &whole, err) : SN_OK;
    for (size_t i = 0; i < x->n_terms && x->n_terms > 1 && s == SN_OK; i++) {
        double one = 0;
        s = sn_plan_best_of(in, x->terms[i], &one, err);
        sum += one;
    }
    *out = whole > 0 ? whole : sum;
    return s;
}

/* A rare name must not outweigh the word that was typed. */
static double factor_of(const sn_profile *profile, const sn_expansion *x, double words, double best)
{
    double share = x->kind == SN_EXPANSION_SYNONYM ? profile->synonym : profile->derived;
    if (words <= 0)
        return 1;
    return best > words ? share * words / best : share;
}

sn_status sn_plan_weigh_alternatives(const sn_plan_input *in, const sn_question *question,
                                     sn_plan *p, sn_error *err)
{
    sn_status s = SN_OK;
    double reached = 0; /* by an alternative of the words before */
    for (size_t i = 0; i < question->n_alternatives && s == SN_OK; i++) {
        const sn_alternative *a = &question->alternatives[i];
        double words = 0, best = 0;
        for (size_t w = a->first; w < a->first + a->n; w++)
            words += p->best[w];
        s = best_of_expansion(in, a->as, &best, err);
        p->alternative_factor[i] = factor_of(in->profile, a->as, words, best);
        if (i == 0 || a->first != question->alternatives[i - 1].first)
            reached = 0;
        if (words <= 0 && best > reached) {
            p->attainable += best - reached;
            p->reach[a->first] += best - reached;
            reached = best;
        }
    }
    return s;
}

static sn_xap_query *expansion_query(sn_tree *t, const sn_expansion *x)
{
    sn_xap_query *whole = x->stem.len > 0 ? sn_tree_term(t, SN_LIST_STEM, x->stem) : NULL;
    if (x->n_terms < 2)
        return whole;
    sn_xap_query *phrase = sn_tree_phrase(t, SN_LIST_STEM, x->terms, x->n_terms, x->span);
    return whole != NULL ? sn_tree_pair(t, SN_XAP_OR, whole, phrase) : phrase;
}

size_t sn_plan_alternatives(sn_plan *p, const sn_question *question, size_t first, size_t n,
                            sn_xap_query **out)
{
    size_t n_out = 0;
    for (size_t i = 0; i < question->n_alternatives; i++) {
        const sn_alternative *a = &question->alternatives[i];
        if (a->first != first || a->n != n)
            continue;
        sn_xap_query *q = expansion_query(&p->tree, a->as);
        p->parts[p->n_parts++] = (sn_part){
            .kind = a->as->kind == SN_EXPANSION_SYNONYM ? SN_PART_SYNONYM : SN_PART_DERIVED,
            .word = &question->words[first],
            .as = a->as,
            .query = q,
            .factor = p->alternative_factor[i]};
        out[n_out++] = sn_tree_scale(&p->tree, q, p->alternative_factor[i]);
    }
    return n_out;
}

/* The unit that is the word. */
static size_t unit_of_word(const sn_question *question, size_t word)
{
    size_t u = 0;
    while (u + 1 < question->n_units && question->units[u].first != word)
        u++;
    return u;
}

void sn_plan_spans(sn_plan *p, const sn_question *question)
{
    sn_xap_query *also[SN_LIMIT_QUERY_EXPANSIONS];
    for (size_t i = 0; i < question->n_alternatives; i++) {
        const sn_alternative *a = &question->alternatives[i];
        if (a->n < 2 || (i > 0 && question->alternatives[i - 1].first == a->first))
            continue;
        size_t n = sn_plan_alternatives(p, question, a->first, a->n, also);
        p->spans[p->n_spans++] = (sn_span){.first = unit_of_word(question, a->first),
                                           .n = a->n,
                                           .also = sn_tree_join(&p->tree, SN_XAP_OR, also, n, 0)};
    }
}

/* Found by all the words or by an alternative; weighed by every one of them that is there. */
sn_xap_query *sn_plan_span_query(sn_plan *p, const sn_span *span)
{
    sn_xap_query *words[SN_EXPANSION_WORDS + 1];
    sn_tree *t = &p->tree;
    size_t n = 0;
    for (size_t u = span->first; u < span->first + span->n; u++) {
        if (p->words[u] != NULL)
            words[n++] = p->words[u];
    }
    if (n == 0)
        return span->also;
    sn_xap_query *all = sn_tree_join(t, SN_XAP_AND, words, n, 0);
    sn_xap_query *found = sn_tree_pair(t, SN_XAP_OR, all, span->also);
    words[n++] = span->also;
    return sn_tree_pair(t, SN_XAP_FILTER, sn_tree_join(t, SN_XAP_OR, words, n, 0), found);
}
