/* Which articles a question finds, apart from what they weigh. */
#include "query/plan_parts.h"

/* The word that carries the weight of all with this stem. */
static size_t first_mention(const sn_question *question, size_t word)
{
    for (size_t i = 0; i < question->n_words; i++) {
        if (question->words[i].is_scored &&
            sn_str_equal(question->words[i].stem, question->words[word].stem))
            return i;
    }
    return word;
}

/* The form as it is written. One that is its own stem has no term of its own, so its stem finds
 * inflections, too. */
static sn_xap_query *exact_query(sn_tree *t, const sn_asked_word *w)
{
    return w->exact.len > 0 ? sn_tree_term(t, SN_LIST_EXACT, w->exact)
                            : sn_tree_term(t, SN_LIST_STEM, w->stem);
}

/* A word in one list, in any writing. */
static sn_xap_query *listed_word(sn_tree *t, const sn_asked_word *w, const sn_unit *unit)
{
    sn_xap_query *whole = sn_tree_term(t, unit->list, w->stem);
    if (w->n_parts < 2)
        return whole;
    return sn_tree_pair(t, SN_XAP_OR, whole,
                        sn_tree_phrase(t, unit->list, unit->terms, unit->n_terms, unit->span));
}

sn_xap_query *sn_plan_phrase(sn_tree *t, const sn_unit *unit)
{
    return unit->slop == 0
               ? sn_tree_phrase(t, unit->list, unit->terms, unit->n_terms, unit->span)
               : sn_tree_near(t, unit->list, unit->terms, unit->n_terms, unit->span + unit->slop);
}

static sn_xap_query *phrase_query(sn_tree *t, const sn_question *question, const sn_unit *unit)
{
    sn_xap_query *all[SN_LIMIT_QUERY_TERMS + 1];
    size_t n = 0;
    all[n++] = sn_plan_phrase(t, unit);
    for (size_t i = unit->first; i < unit->first + unit->n && question->is_exact; i++)
        all[n++] = exact_query(t, &question->words[i]);
    return sn_tree_join(t, SN_XAP_AND, all, n, 0);
}

sn_xap_query *sn_plan_word(sn_plan *p, const sn_question *question, size_t word)
{
    sn_xap_query *q = p->by_word[first_mention(question, word)];
    for (size_t i = 0; i < p->n_spans && q != NULL; i++) {
        size_t first = question->units[p->spans[i].first].first;
        if (word >= first && word < first + p->spans[i].n)
            return sn_tree_pair(&p->tree, SN_XAP_OR, q, p->spans[i].also);
    }
    return q;
}

static sn_xap_query *word_unit(sn_plan *p, const sn_question *question, const sn_unit *unit)
{
    const sn_asked_word *w = &question->words[unit->first];
    if (!unit->is_excluded && w->is_stop && !question->all_stop)
        return NULL;
    if (question->is_exact && unit->list == SN_LIST_STEM)
        return exact_query(&p->tree, w);
    if (unit->is_excluded || unit->list != SN_LIST_STEM)
        return listed_word(&p->tree, w, unit);
    return sn_plan_word(p, question, unit->first);
}

static sn_xap_query *unit_match(sn_plan *p, const sn_question *question, const sn_unit *unit)
{
    switch (unit->kind) {
    case SN_UNIT_PHRASE:
        return unit->n == 1 && unit->is_excluded ? word_unit(p, question, unit)
                                                 : phrase_query(&p->tree, question, unit);
    case SN_UNIT_PREFIX:
        return p->prefix[unit->first];
    case SN_UNIT_FIELD:
        return sn_tree_term(&p->tree, unit->list, unit->key);
    default:
        return word_unit(p, question, unit);
    }
}

static sn_xap_query *group_match(sn_plan *p, const sn_question *question, const sn_node *group)
{
    sn_xap_query *found[SN_LIMIT_QUERY_TERMS], *excluded[SN_LIMIT_QUERY_TERMS + 1];
    size_t n = 0, n_excluded = 1;
    for (size_t i = group->first; i != 0; i = question->nodes[i].next) {
        sn_xap_query *q = sn_plan_node(p, question, i);
        if (q != NULL && question->nodes[i].is_excluded)
            excluded[n_excluded++] = q;
        else if (q != NULL)
            found[n++] = q;
    }
    if (n == 0)
        return NULL;
    excluded[0] =
        sn_tree_join(&p->tree, group->kind == SN_NODE_ANY ? SN_XAP_OR : SN_XAP_AND, found, n, 0);
    return sn_tree_join(&p->tree, SN_XAP_AND_NOT, excluded, n_excluded, 0);
}

sn_xap_query *sn_plan_node(sn_plan *p, const sn_question *question, size_t node)
{
    const sn_node *n = &question->nodes[node];
    return n->kind == SN_NODE_UNIT ? unit_match(p, question, &question->units[n->unit])
                                   : group_match(p, question, n);
}

/* May it be missing in the mode? Relaxed, only words and what is made of words alone. */
static bool is_optional(const sn_question *question, size_t node, sn_plan_mode mode)
{
    const sn_node *n = &question->nodes[node];
    const sn_unit *unit = &question->units[n->unit];
    if (n->is_needed || mode == SN_PLAN_ALL)
        return false;
    if (n->kind == SN_NODE_UNIT)
        return mode == SN_PLAN_ANY ? unit->kind != SN_UNIT_FIELD
                                   : (unit->kind == SN_UNIT_WORD || unit->kind == SN_UNIT_PREFIX) &&
                                         unit->list == SN_LIST_STEM;
    for (size_t i = n->first; i != 0; i = question->nodes[i].next) {
        if (!question->nodes[i].is_excluded && !is_optional(question, i, mode))
            return false;
    }
    return true;
}

/* Does no article have it? Only words and what is made of them can be. */
static bool is_unknown(const sn_plan *p, const sn_question *question, size_t node)
{
    const sn_node *n = &question->nodes[node];
    const sn_unit *unit = &question->units[n->unit];
    if (n->kind == SN_NODE_UNIT)
        return unit->n == 1 && p->reach[first_mention(question, unit->first)] <= 0;
    bool all = true, any = false;
    for (size_t i = n->first; i != 0; i = question->nodes[i].next) {
        bool unknown = !question->nodes[i].is_excluded && is_unknown(p, question, i);
        all = all && (unknown || question->nodes[i].is_excluded);
        any = any || unknown;
    }
    return n->kind == SN_NODE_ANY ? all : any;
}

/* What its words weigh: of alternatives the weightiest. */
static double weight_of(const sn_plan *p, const sn_question *question, size_t node)
{
    const sn_node *n = &question->nodes[node];
    double sum = 0, most = 0;
    if (n->kind == SN_NODE_UNIT)
        return p->reach[first_mention(question, question->units[n->unit].first)];
    for (size_t i = n->first; i != 0; i = question->nodes[i].next) {
        double one = question->nodes[i].is_excluded ? 0 : weight_of(p, question, i);
        sum += one;
        most = one > most ? one : most;
    }
    return n->kind == SN_NODE_ANY ? most : sum;
}

/* What a mode needs, and what of it may be missing. */
typedef struct clauses {
    sn_xap_query *needed[SN_LIMIT_QUERY_TERMS + 1];
    sn_clause optional[SN_LIMIT_QUERY_TERMS];
    size_t n_needed, n_optional, n_unknown; /* unknown ones are in neither list */
} clauses;

static void collect(sn_plan *p, const sn_question *question, sn_plan_mode mode, clauses *c)
{
    *c = (clauses){.n_needed = 0};
    for (size_t i = question->nodes[0].first; i != 0; i = question->nodes[i].next) {
        const sn_node *node = &question->nodes[i];
        bool is_dated = node->kind == SN_NODE_UNIT && question->units[node->unit].is_dated;
        sn_xap_query *q = node->is_excluded || is_dated ? NULL : sn_plan_node(p, question, i);
        if (q == NULL)
            continue;
        if (!is_optional(question, i, mode))
            c->needed[c->n_needed++] = q;
        else if (is_unknown(p, question, i))
            c->n_unknown++;
        else
            c->optional[c->n_optional++] = (sn_clause){q, weight_of(p, question, i)};
    }
    sn_plan_sort_clauses(c->optional, c->n_optional);
}

/* Any of what may be missing. */
static sn_xap_query *any_clause(sn_tree *t, const clauses *c)
{
    sn_xap_query *any[SN_LIMIT_QUERY_TERMS];
    for (size_t i = 0; i < c->n_optional; i++)
        any[i] = c->optional[i].query;
    return sn_tree_join(t, SN_XAP_OR, any, c->n_optional, 0);
}

sn_xap_query *sn_plan_root(sn_plan *p, const sn_question *question, sn_plan_mode mode)
{
    clauses c;
    sn_tree *t = &p->tree;
    collect(p, question, mode, &c);
    bool is_any = mode == SN_PLAN_ANY || p->step.is_any;
    sn_xap_query *some = NULL;
    if (!is_any && c.n_optional > 0)
        some = sn_plan_but(t, c.optional, c.n_optional, p->step.misses);
    else if (c.n_needed == 0 && c.n_optional > 0)
        some = any_clause(t, &c);
    if (some != NULL)
        c.needed[c.n_needed++] = some;
    if (c.n_needed > 0)
        return sn_tree_join(t, SN_XAP_AND, c.needed, c.n_needed, 0);
    return c.n_unknown > 0 ? sn_tree_nothing(t) : NULL;
}

sn_xap_query *sn_plan_covered(sn_plan *p, const sn_question *question, double *whole)
{
    clauses c;
    sn_xap_query *has[SN_LIMIT_QUERY_TERMS];
    sn_tree *t = &p->tree;
    collect(p, question, SN_PLAN_RELAXED, &c);
    *whole = 0;
    for (size_t i = 0; i < c.n_optional; i++) {
        has[i] = sn_tree_constant(t, c.optional[i].weight, c.optional[i].query);
        *whole += c.optional[i].weight;
    }
    sn_xap_query *q =
        c.n_optional > 0 ? sn_tree_join(t, SN_XAP_OR, has, c.n_optional, 0) : sn_tree_nothing(t);
    return c.n_needed > 0 ? sn_tree_pair(t, SN_XAP_FILTER, q,
                                         sn_tree_join(t, SN_XAP_AND, c.needed, c.n_needed, 0))
                          : q;
}

/* The first step leaves out words that no article has, if there are some. */
static bool begin_step(const clauses *c, sn_step *step)
{
    *step = (sn_step){.n_optional = c->n_optional + c->n_unknown, .n_unknown = c->n_unknown};
    if (c->n_unknown > 0)
        return c->n_optional + c->n_needed > 0;
    step->misses = 1;
    step->is_any = !sn_plan_can_miss(c->optional, c->n_optional, 1);
    return c->n_optional > 1 || (c->n_optional == 1 && c->n_needed > 0);
}

static bool next_step(const clauses *c, sn_step *step)
{
    if (step->is_any || c->n_optional == 0 || (c->n_optional == 1 && c->n_needed == 0))
        return false;
    step->misses++;
    step->is_any = !sn_plan_can_miss(c->optional, c->n_optional, step->misses);
    return true;
}

bool sn_plan_relax(sn_plan *p, const sn_question *question)
{
    clauses c;
    collect(p, question, SN_PLAN_RELAXED, &c);
    return p->step.n_optional == 0 ? begin_step(&c, &p->step) : next_step(&c, &p->step);
}

void sn_plan_relax_for(sn_plan *p, const sn_question *question, double missing)
{
    clauses c;
    collect(p, question, SN_PLAN_RELAXED, &c);
    while (!p->step.is_any &&
           sn_plan_allowance(c.optional, c.n_optional, p->step.misses) < missing) {
        if (!next_step(&c, &p->step))
            return;
    }
}

void sn_plan_relax_to(sn_plan *p, const sn_question *question, uint8_t misses)
{
    clauses c;
    collect(p, question, SN_PLAN_RELAXED, &c);
    p->step =
        (sn_step){.n_optional = c.n_optional + c.n_unknown,
                  .n_unknown = c.n_unknown,
                  .misses = misses,
                  .is_any = misses == UINT8_MAX ||
                            (misses > 0 && !sn_plan_can_miss(c.optional, c.n_optional, misses))};
}
