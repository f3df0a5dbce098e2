#include "tests/property/query/model_rank.h"

#include "archive/number.h"

#include <math.h>

/* An article and what is asked of it. */
typedef struct view {
    const model *m;
    const model_asked *asked;
    const sn_question *q;
    const model_article *a;
    bool *is_doubtful;
} view;

static uint32_t term(const view *v, sn_term_list list, sn_str text)
{
    return model_term(v->m, list, text);
}

static bool has(const view *v, sn_term_list list, sn_str text)
{
    return model_has(v->a, term(v, list, text));
}

static model_constants constants(const view *v)
{
    const sn_profile *p = v->asked->profile;
    return (model_constants){p->k1, p->b, p->length};
}

static double bm25(const view *v, sn_term_list list, sn_str text)
{
    return model_bm25(v->m, v->a, term(v, list, text), constants(v));
}

static double best(const view *v, sn_str stem)
{
    return model_best(v->m, term(v, SN_LIST_STEM, stem), constants(v));
}

static bool is_phrase(const view *v, sn_term_list list, const sn_str *terms, size_t n,
                      uint32_t window)
{
    uint32_t numbers[SN_LIMIT_QUERY_TERMS] = {0};
    for (size_t i = 0; i < n; i++)
        numbers[i] = term(v, list, terms[i]);
    return n == 1 ? model_has(v->a, numbers[0])
                  : model_phrase(v->a, numbers, n, window > n ? window : (uint32_t)n);
}

static bool is_near(const view *v, sn_term_list list, const sn_str *terms, size_t n,
                    uint32_t window)
{
    uint32_t numbers[SN_LIMIT_QUERY_TERMS] = {0};
    for (size_t i = 0; i < n; i++)
        numbers[i] = term(v, list, terms[i]);
    if (n == 1)
        return model_has(v->a, numbers[0]);
    bool is = model_near(v->a, numbers, n, window);
    for (size_t i = 0; i < n && is; i++) {
        for (size_t k = 0; k < i; k++)
            *v->is_doubtful = *v->is_doubtful || model_share_place(v->a, numbers[i], numbers[k]);
    }
    return is;
}

/* ---- one word ------------------------------------------------------------------------------- */

static double parts_factor(const view *v, const sn_asked_word *w)
{
    return best(v, w->stem) > 0 ? v->asked->profile->parts : 1;
}

static double best_of_word(const view *v, const sn_asked_word *w)
{
    double sum = 0;
    for (size_t i = 0; i < w->n_parts; i++)
        sum += best(v, w->parts[i]);
    return best(v, w->stem) + parts_factor(v, w) * sum;
}

static bool has_parts(const view *v, const sn_asked_word *w)
{
    for (size_t i = 0; i < w->n_parts; i++) {
        if (!has(v, SN_LIST_STEM, w->parts[i]))
            return false;
    }
    return w->n_parts > 0;
}

/* ---- what words are also called ------------------------------------------------------------- */

static double best_of_other(const view *v, const sn_expansion *x)
{
    double whole = x->stem.len > 0 ? best(v, x->stem) : 0, sum = 0;
    for (size_t i = 0; i < x->n_terms && x->n_terms > 1; i++)
        sum += best(v, x->terms[i]);
    return whole > 0 ? whole : sum;
}

static double best_of_words(const view *v, const sn_alternative *alt)
{
    double sum = 0;
    for (size_t i = alt->first; i < alt->first + alt->n; i++)
        sum += v->q->words[i].is_scored ? best_of_word(v, &v->q->words[i]) : 0;
    return sum;
}

static double other_factor(const view *v, const sn_alternative *alt)
{
    const sn_profile *p = v->asked->profile;
    double share = alt->as->kind == SN_EXPANSION_SYNONYM ? p->synonym : p->derived;
    double words = best_of_words(v, alt), other = best_of_other(v, alt->as);
    return words <= 0 ? 1 : other > words ? share * words / other : share;
}

static bool has_other(const view *v, const sn_expansion *x)
{
    return (x->stem.len > 0 && has(v, SN_LIST_STEM, x->stem)) ||
           (x->n_terms > 1 && is_phrase(v, SN_LIST_STEM, x->terms, x->n_terms, x->span));
}

static double other_weight(const view *v, const sn_alternative *alt)
{
    const sn_expansion *x = alt->as;
    double sum = x->stem.len > 0 ? bm25(v, SN_LIST_STEM, x->stem) : 0;
    if (x->n_terms > 1 && is_phrase(v, SN_LIST_STEM, x->terms, x->n_terms, x->span)) {
        for (size_t i = 0; i < x->n_terms; i++)
            sum += bm25(v, SN_LIST_STEM, x->terms[i]);
    }
    return other_factor(v, alt) * sum;
}

/* The alternatives of n words from `first` on: are any there, what do they weigh? */
static bool any_other(const view *v, size_t first, size_t n, double *weight)
{
    bool any = false;
    for (size_t i = 0; i < v->q->n_alternatives; i++) {
        const sn_alternative *alt = &v->q->alternatives[i];
        if (alt->first != first || alt->n != n)
            continue;
        any = any || has_other(v, alt->as);
        *weight += other_weight(v, alt);
    }
    return any;
}

/* The n of several words that begin with this one and have another name together, or 0. */
static size_t span_from(const view *v, size_t word)
{
    for (size_t i = 0; i < v->q->n_alternatives; i++) {
        if (v->q->alternatives[i].first == word && v->q->alternatives[i].n > 1)
            return v->q->alternatives[i].n;
    }
    return 0;
}

/* ---- found and weighed ---------------------------------------------------------------------- */

/* Is the word found, with what it is also called by itself; what does it weigh? */
static bool word_of(const view *v, size_t i, double *weight)
{
    const sn_asked_word *w = &v->q->words[i];
    const sn_profile *p = v->asked->profile;
    bool found = has(v, SN_LIST_STEM, w->stem);
    double sum = bm25(v, SN_LIST_STEM, w->stem);
    if (!v->q->is_exact) {
        if (has_parts(v, w)) {
            found = true;
            for (size_t k = 0; k < w->n_parts; k++)
                sum += parts_factor(v, w) * bm25(v, SN_LIST_STEM, w->parts[k]);
        }
        if (w->reading.len > 0 && has(v, SN_LIST_STEM, w->reading)) {
            found = true;
            sum += p->reading * bm25(v, SN_LIST_STEM, w->reading);
        }
        found = any_other(v, i, 1, &sum) || found;
    }
    if (found) {
        sum += p->title * bm25(v, SN_LIST_TITLE, w->stem);
        if (w->exact.len > 0)
            sum += p->exact * bm25(v, SN_LIST_EXACT, w->exact);
    }
    *weight = found ? sum : 0;
    return found;
}

static size_t first_mention(const view *v, size_t word)
{
    for (size_t i = 0; i < v->q->n_words; i++) {
        if (v->q->words[i].is_scored && sn_str_equal(v->q->words[i].stem, v->q->words[word].stem))
            return i;
    }
    return word;
}

/* Found by itself or by the other name of a span that it stands in. */
static bool finds_word(const view *v, size_t word)
{
    double weight;
    size_t mention = first_mention(v, word);
    if (v->q->words[mention].is_scored && word_of(v, mention, &weight))
        return true;
    for (size_t i = 0; i < v->q->n_words; i++) {
        size_t n = span_from(v, i);
        double ignored = 0;
        if (n > 0 && word >= i && word < i + n && any_other(v, i, n, &ignored))
            return true;
    }
    return false;
}

static bool finds_exact(const view *v, const sn_asked_word *w)
{
    return w->exact.len > 0 ? has(v, SN_LIST_EXACT, w->exact) : has(v, SN_LIST_STEM, w->stem);
}

static bool finds_phrase(const view *v, const sn_unit *u)
{
    bool stands = u->slop == 0 ? is_phrase(v, u->list, u->terms, u->n_terms, u->span)
                               : is_near(v, u->list, u->terms, u->n_terms, u->span + u->slop);
    for (size_t i = u->first; i < u->first + u->n && v->q->is_exact && stands; i++)
        stands = finds_exact(v, &v->q->words[i]);
    return stands;
}

static bool finds_listed(const view *v, const sn_unit *u)
{
    const sn_asked_word *w = &v->q->words[u->first];
    return has(v, u->list, w->stem) ||
           (w->n_parts > 1 && is_phrase(v, u->list, u->terms, u->n_terms, u->span));
}

typedef enum answer { NO, YES, NOTHING_SAID } answer;

static answer finds_unit(const view *v, const sn_unit *u)
{
    const sn_asked_word *w = u->n > 0 ? &v->q->words[u->first] : NULL;
    if (u->kind == SN_UNIT_FIELD)
        return has(v, u->list, u->key) ? YES : NO;
    if (u->kind == SN_UNIT_PHRASE && !(u->n == 1 && u->is_excluded))
        return finds_phrase(v, u) ? YES : NO;
    if (!u->is_excluded && w->is_stop && !v->q->all_stop)
        return NOTHING_SAID;
    if (v->q->is_exact && u->list == SN_LIST_STEM)
        return finds_exact(v, w) ? YES : NO;
    if (u->is_excluded || u->list != SN_LIST_STEM)
        return finds_listed(v, u) ? YES : NO;
    return finds_word(v, u->first) ? YES : NO;
}

static answer finds_node(const view *v, size_t node)
{
    const sn_node *n = &v->q->nodes[node];
    if (n->kind == SN_NODE_UNIT)
        return finds_unit(v, &v->q->units[n->unit]);
    bool all = true, any = false, said = false, excluded = false;
    for (size_t i = n->first; i != 0; i = v->q->nodes[i].next) {
        answer one = finds_node(v, i);
        if (one == NOTHING_SAID)
            continue;
        if (v->q->nodes[i].is_excluded) {
            excluded = excluded || one == YES;
            continue;
        }
        said = true;
        all = all && one == YES;
        any = any || one == YES;
    }
    if (!said)
        return NOTHING_SAID;
    return (n->kind == SN_NODE_ANY ? any : all) && !excluded ? YES : NO;
}

/* ---- what is needed ------------------------------------------------------------------------- */

static bool is_optional(const view *v, size_t node, sn_plan_mode mode)
{
    const sn_node *n = &v->q->nodes[node];
    if (n->is_needed || mode == SN_PLAN_ALL)
        return false;
    if (n->kind == SN_NODE_UNIT) {
        const sn_unit *u = &v->q->units[n->unit];
        return mode == SN_PLAN_ANY ? u->kind != SN_UNIT_FIELD
                                   : u->kind == SN_UNIT_WORD && u->list == SN_LIST_STEM;
    }
    for (size_t i = n->first; i != 0; i = v->q->nodes[i].next) {
        if (!v->q->nodes[i].is_excluded && !is_optional(v, i, mode))
            return false;
    }
    return true;
}

/* What other names give the words from `word` on, where no article has the words themselves. */
static double reach_of_others(const view *v, size_t word)
{
    double reached = 0;
    for (size_t i = 0; i < v->q->n_alternatives; i++) {
        const sn_alternative *alt = &v->q->alternatives[i];
        double other = best_of_other(v, alt->as);
        if (alt->first == word && best_of_words(v, alt) <= 0 && other > reached)
            reached = other;
    }
    return reached;
}

static double reach_of(const view *v, size_t word)
{
    const sn_asked_word *w = &v->q->words[word];
    return (w->is_scored ? best_of_word(v, w) : 0) + reach_of_others(v, word);
}

double model_attainable(const model *m, const model_asked *asked)
{
    bool ignored;
    view v = {m, asked, asked->question, NULL, &ignored};
    double sum = 0;
    for (size_t i = 0; i < v.q->n_words; i++)
        sum += reach_of(&v, i);
    return sum;
}

static double node_weight(const view *v, size_t node)
{
    const sn_node *n = &v->q->nodes[node];
    double sum = 0, most = 0;
    if (n->kind == SN_NODE_UNIT)
        return reach_of(v, first_mention(v, v->q->units[n->unit].first));
    for (size_t i = n->first; i != 0; i = v->q->nodes[i].next) {
        double one = v->q->nodes[i].is_excluded ? 0 : node_weight(v, i);
        sum += one;
        most = one > most ? one : most;
    }
    return n->kind == SN_NODE_ANY ? most : sum;
}

static bool is_unknown(const view *v, size_t node)
{
    const sn_node *n = &v->q->nodes[node];
    if (n->kind == SN_NODE_UNIT) {
        const sn_unit *u = &v->q->units[n->unit];
        return u->n == 1 && reach_of(v, first_mention(v, u->first)) <= 0;
    }
    bool all = true, any = false;
    for (size_t i = n->first; i != 0; i = v->q->nodes[i].next) {
        bool unknown = !v->q->nodes[i].is_excluded && is_unknown(v, i);
        all = all && (unknown || v->q->nodes[i].is_excluded);
        any = any || unknown;
    }
    return n->kind == SN_NODE_ANY ? all : any;
}

/* The sum of the k greatest of n weights. */
static double greatest(double *weights, size_t n, size_t k)
{
    double sum = 0;
    for (size_t taken = 0; taken < k && taken < n; taken++) {
        size_t most = taken;
        for (size_t i = taken; i < n; i++)
            most = weights[i] > weights[most] ? i : most;
        double w = weights[most];
        weights[most] = weights[taken];
        weights[taken] = w;
        sum += w;
    }
    return sum;
}

/* Does the article have what the mode needs of the root's children? *said: is anything needed. */
static bool finds_root(const view *v, sn_plan_mode mode, bool *said)
{
    double weights[SN_LIMIT_QUERY_TERMS], missing = 0;
    size_t n = 0, needed = 0;
    bool all_needed = true, any = false, unknown = false;
    for (size_t i = v->q->nodes[0].first; i != 0; i = v->q->nodes[i].next) {
        const sn_node *node = &v->q->nodes[i];
        answer one = node->is_excluded ? NOTHING_SAID : finds_node(v, i);
        bool is_dated = node->kind == SN_NODE_UNIT && v->q->units[node->unit].is_dated;
        if (one == NOTHING_SAID || is_dated)
            continue;
        if (!is_optional(v, i, mode)) {
            needed++;
            all_needed = all_needed && one == YES;
        } else if (is_unknown(v, i)) {
            unknown = true;
        } else {
            weights[n++] = node_weight(v, i);
            missing += one == YES ? 0 : node_weight(v, i);
            any = any || one == YES;
        }
    }
    *said = needed > 0 || n > 0 || unknown;
    bool is_any = mode == SN_PLAN_ANY || (mode == SN_PLAN_RELAXED && v->asked->step.is_any);
    if (!is_any && n > 0) {
        double may = greatest(weights, n, mode == SN_PLAN_RELAXED ? v->asked->step.misses : 0);
        return all_needed && missing <= may * (1 + 1e-9);
    }
    if (needed == 0 && n > 0)
        return any;
    return needed > 0 ? all_needed : !unknown;
}

static bool is_excluded(const view *v)
{
    for (size_t i = v->q->nodes[0].first; i != 0; i = v->q->nodes[i].next) {
        if (v->q->nodes[i].is_excluded && finds_node(v, i) == YES)
            return true;
    }
    return false;
}

/* ---- the score ------------------------------------------------------------------------------ */

static double decay(const view *v)
{
    if (v->asked->share <= 0 || v->a->docid > SN_NUMBER_DATED_LAST)
        return 0;
    double age = v->a->docid > v->asked->origin
                     ? (v->a->docid - v->asked->origin) / (double)SN_NUMBER_SLOTS
                     : 0;
    double half = v->asked->half_days * 1440;
    return v->asked->share * half / (half + age);
}

/* Has the span's words or their other name: the weight of all that is there. */
static double spans_weight(const view *v)
{
    double sum = 0;
    for (size_t i = 0; i < v->q->n_words; i++) {
        size_t n = span_from(v, i);
        if (n > 0)
            any_other(v, i, n, &sum);
    }
    return sum;
}

/* With all words, freshness is that of the query; else each word brings its share. */
static double words_weight(const view *v, bool by_word)
{
    double sum = 0;
    for (size_t i = 0; i < v->q->n_words; i++) {
        double weight;
        if (!v->q->words[i].is_scored)
            continue;
        if (word_of(v, i, &weight))
            sum += weight;
        if (by_word && finds_word(v, i))
            sum += decay(v) * reach_of(v, i);
    }
    return sum + spans_weight(v);
}

/* What the words that stand in the text's places [from, to) can score at most. */
static double standing(const view *v, const sn_asked_word *const *words, size_t n, uint32_t from,
                       uint32_t to)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (model_next_place(v->a, term(v, SN_LIST_STEM, words[i]->stem), from) < to)
            sum += best_of_word(v, words[i]);
    }
    return sum;
}

/* Of all windows that begin with a word of the query, the one that has most. */
static double passage(const view *v, const sn_asked_word *const *words, size_t n)
{
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t t = term(v, SN_LIST_STEM, words[i]->stem);
        for (uint32_t at = model_next_place(v->a, t, 0); at != UINT32_MAX;
             at = model_next_place(v->a, t, at + 1)) {
            double one = standing(v, words, n, at, at + v->asked->profile->passage_places);
            most = one > most ? one : most;
        }
    }
    return most;
}

static double text_weight(const view *v, const sn_asked_word *const *words, size_t n)
{
    const sn_profile *p = v->asked->profile;
    double share = n <= 2 ? 0 : n < p->passage_words ? (double)(n - 2) / (p->passage_words - 2) : 1;
    double opening = standing(v, words, n, SN_FIELD_GAP, SN_FIELD_GAP + p->opening_places);
    return p->opening * opening + p->passage * share * passage(v, words, n);
}

static double places_weight(const view *v)
{
    const sn_profile *p = v->asked->profile;
    const sn_asked_word *words[SN_LIMIT_QUERY_TERMS] = {NULL};
    size_t n = 0;
    double sum = 0;
    for (size_t i = 0; i < v->q->n_words; i++) {
        if (v->q->words[i].is_scored)
            words[n++] = &v->q->words[i];
    }
    sum += text_weight(v, words, n);
    for (size_t i = 0; i + 1 < n && i < p->near_pairs; i++) {
        const sn_asked_word *a = words[i], *b = words[i + 1];
        uint32_t distance = b->pos - a->pos;
        sn_str both[] = {a->stem, b->stem};
        double weight = bm25(v, SN_LIST_STEM, a->stem) + bm25(v, SN_LIST_STEM, b->stem);
        if (distance > a->width - 1 + p->near_gap)
            continue;
        if (is_phrase(v, SN_LIST_STEM, both, 2, distance + 1))
            sum += p->pair * weight;
        if (p->near > 0 && is_near(v, SN_LIST_STEM, both, 2, distance + 1 + p->near_slack))
            sum += p->near * weight;
    }
    if (n < 2 || n > p->phrase_words)
        return sum;
    sn_str stems[SN_LIMIT_QUERY_TERMS];
    double title = 0;
    for (size_t i = 0; i < n; i++) {
        stems[i] = words[i]->stem;
        title += bm25(v, SN_LIST_TITLE, stems[i]);
    }
    uint32_t span = words[n - 1]->pos - words[0]->pos + 1;
    return is_phrase(v, SN_LIST_TITLE, stems, n, span) ? sum + p->title_phrase * title : sum;
}

model_score model_score_of(const model *m, const model_asked *asked, const model_article *a)
{
    model_score out = {0};
    view v = {m, asked, asked->question, a, &out.is_doubtful};
    bool said, all_said;
    bool is_simple = asked->mode == SN_PLAN_ALL && sn_question_is_flat(asked->question);
    out.is_found = finds_root(&v, asked->mode, &said) && !is_excluded(&v);
    if (!out.is_found)
        return out;
    out.base = words_weight(&v, !is_simple);
    if (is_simple)
        out.base += decay(&v) * model_attainable(m, asked);
    if (asked->mode == SN_PLAN_RELAXED && asked->step.n_unknown == 0 &&
        finds_root(&v, SN_PLAN_ALL, &all_said) && all_said)
        out.base += asked->profile->all_words * model_attainable(m, asked);
    out.places = places_weight(&v);
    return out;
}
