#include "query/plan_parts.h"

#include <math.h>

const char *sn_part_kind_name(sn_part_kind kind)
{
    static const char *const names[] = {
        [SN_PART_STEM] = "stem",
        [SN_PART_COMPOUND_PARTS] = "compound_parts",
        [SN_PART_READING] = "reading",
        [SN_PART_SYNONYM] = "synonym",
        [SN_PART_DERIVED] = "derived",
        [SN_PART_TITLE] = "title",
        [SN_PART_EXACT] = "exact",
        [SN_PART_PREFIX] = "prefix",
        [SN_PART_PAIR] = "pair",
        [SN_PART_NEAR] = "near",
        [SN_PART_TITLE_PHRASE] = "title_phrase",
        [SN_PART_OPENING] = "opening",
        [SN_PART_PASSAGE] = "passage",
        [SN_PART_ALL_WORDS] = "all_words",
        [SN_PART_FRESHNESS] = "freshness",
        [SN_PART_SOURCE] = "source",
        [SN_PART_URGENCY] = "urgency",
        [SN_PART_SHARED] = "shared",
        [SN_PART_TIME] = "time",
        [SN_PART_SECTION] = "section",
    };
    return names[kind];
}

bool sn_part_is_positional(const sn_part *part)
{
    return part->kind == SN_PART_PAIR || part->kind == SN_PART_NEAR ||
           part->kind == SN_PART_TITLE_PHRASE || part->kind == SN_PART_OPENING ||
           part->kind == SN_PART_PASSAGE;
}

static void add_part(sn_plan *p, sn_part_kind kind, const sn_asked_word *word,
                     const sn_asked_word *other, sn_xap_query *query, double factor)
{
    p->parts[p->n_parts++] =
        (sn_part){.kind = kind, .word = word, .other = other, .query = query, .factor = factor};
}

/* A part of one word, as the tree has it. */
static sn_xap_query *word_part(sn_plan *p, sn_part_kind kind, const sn_asked_word *word,
                               sn_xap_query *query, double factor)
{
    add_part(p, kind, word, NULL, query, factor);
    return factor == 1 ? query : sn_tree_scale(&p->tree, query, factor);
}

static sn_xap_query *compound_parts(sn_tree *t, const sn_asked_word *w)
{
    sn_xap_query *parts[SN_LIMIT_QUERY_TERMS];
    for (size_t i = 0; i < w->n_parts; i++)
        parts[i] = sn_tree_term(t, SN_LIST_STEM, w->parts[i]);
    return sn_tree_join(t, SN_XAP_AND, parts, w->n_parts, 0);
}

/* Any of the queries that find a word: its stem, its parts wherever they stand, the other word that
 * it may be, what else it is called. */
static sn_xap_query *finding(sn_plan *p, const sn_profile *profile, const sn_question *question,
                             const sn_asked_word *w)
{
    sn_tree *t = &p->tree;
    sn_xap_query *any[SN_LIMIT_QUERY_EXPANSIONS + 3];
    size_t n = 0, word = (size_t)(w - question->words);
    any[n++] = word_part(p, SN_PART_STEM, w, sn_tree_term(t, SN_LIST_STEM, w->stem), 1);
    if (question->is_exact)
        return any[0];
    if (w->n_parts > 0)
        any[n++] =
            word_part(p, SN_PART_COMPOUND_PARTS, w, compound_parts(t, w), p->parts_factor[word]);
    if (w->reading.len > 0)
        any[n++] = word_part(p, SN_PART_READING, w, sn_tree_term(t, SN_LIST_STEM, w->reading),
                             profile->reading);
    n += sn_plan_alternatives(p, question, word, 1, any + n);
    return n == 1 ? any[0] : sn_tree_join(t, SN_XAP_OR, any, n, 0);
}

/* What finds the word and what it weighs: more for the title and the form as written. */
static sn_xap_query *word_query(sn_plan *p, const sn_profile *profile, const sn_question *question,
                                const sn_asked_word *w)
{
    sn_tree *t = &p->tree;
    sn_xap_query *more[2];
    size_t n = 0, word = (size_t)(w - question->words);
    if (p->prefix[word] != NULL)
        return word_part(p, SN_PART_PREFIX, w, p->prefix[word], 1);
    sn_xap_query *q = finding(p, profile, question, w);
    if (profile->title > 0)
        more[n++] =
            word_part(p, SN_PART_TITLE, w, sn_tree_term(t, SN_LIST_TITLE, w->stem), profile->title);
    if (profile->exact > 0 && w->exact.len > 0)
        more[n++] = word_part(p, SN_PART_EXACT, w, sn_tree_term(t, SN_LIST_EXACT, w->exact),
                              profile->exact);
    return n == 0 ? q
                  : sn_tree_pair(t, SN_XAP_AND_MAYBE, q, sn_tree_join(t, SN_XAP_OR, more, n, 0));
}

/* The unit's words that carry weight, all of them; of a phrase only where it stands as one. NULL
 * for a stop word by itself. */
static sn_xap_query *unit_query(sn_plan *p, const sn_unit *unit)
{
    sn_tree *t = &p->tree;
    sn_xap_query *words[SN_LIMIT_QUERY_TERMS];
    size_t n = 0;
    for (size_t i = unit->first; i < unit->first + unit->n; i++) {
        if (p->by_word[i] != NULL)
            words[n++] = p->by_word[i];
    }
    sn_xap_query *q = n > 0 ? sn_tree_join(t, SN_XAP_AND, words, n, 0) : NULL;
    if (unit->kind != SN_UNIT_PHRASE)
        return q;
    sn_xap_query *phrase = sn_plan_phrase(t, unit);
    return q != NULL ? sn_tree_pair(t, SN_XAP_FILTER, q, phrase) : sn_tree_scale(t, phrase, 0);
}

static void add_placed(sn_plan *p, sn_part_kind kind, const sn_asked_word *word,
                       const sn_asked_word *other, size_t placed, uint32_t window, double factor)
{
    if (factor <= 0)
        return;
    add_part(p, kind, word, other, NULL, factor);
    p->parts[p->n_parts - 1].placed = (uint32_t)placed;
    p->parts[p->n_parts - 1].window = window;
}

/* Of the words that stand somewhere the i-th and the next one. */
static void plan_pair(sn_plan *p, const sn_profile *profile, const sn_asked_word *const *words,
                      size_t i)
{
    const sn_asked_word *a = words[i], *b = words[i + 1];
    uint32_t distance = b->pos - a->pos;
    if (distance > a->width - 1 + profile->near_gap)
        return;
    uint32_t window = distance + 1;
    add_placed(p, SN_PART_PAIR, a, b, i, window, profile->pair);
    add_placed(p, SN_PART_NEAR, a, b, i, window + profile->near_slack, profile->near);
}

/* The words that weigh; with_places: only those that stand somewhere, no prefixes. */
static size_t scored_words(const sn_plan *p, const sn_question *question, bool with_places,
                           const sn_asked_word **out)
{
    size_t n = 0;
    for (size_t i = 0; i < question->n_words; i++) {
        if (question->words[i].is_scored && !(with_places && p->prefix[i] != NULL))
            out[n++] = &question->words[i];
    }
    return n;
}

static void plan_title_phrase(sn_plan *p, const sn_profile *profile,
                              const sn_asked_word *const *words, size_t n)
{
    if (n < 2 || n > profile->phrase_words)
        return;
    uint32_t window = words[n - 1]->pos - words[0]->pos + 1;
    add_placed(p, SN_PART_TITLE_PHRASE, NULL, NULL, 0, window, profile->title_phrase);
}

/* Two words in one passage are a pair, and may be there by chance; the more words a query has, the less. */
static double passage_weight(const sn_profile *profile, size_t n)
{
    if (n >= profile->passage_words)
        return profile->passage;
    return n > 2 ? profile->passage * (double)(n - 2) / (profile->passage_words - 2) : 0;
}

static void plan_places(sn_plan *p, const sn_profile *profile, const sn_question *question,
                        const sn_asked_word *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        p->placed[i] = (sn_placed_word){words[i]->stem, p->best[words[i] - question->words]};
    p->n_placed = n;
    if (n > 0)
        add_placed(p, SN_PART_OPENING, NULL, NULL, 0, 0, profile->opening);
    add_placed(p, SN_PART_PASSAGE, NULL, NULL, 0, 0, passage_weight(profile, n));
}

double sn_plan_idf(uint32_t freq, uint32_t count)
{
    double odds = ((double)count - freq + 0.5) / (freq + 0.5);
    return log(odds < 2 ? odds * 0.5 + 1 : odds);
}

sn_status sn_plan_shown_freq(const sn_plan_input *in, sn_xap_query *query, uint32_t freq,
                             uint32_t *out, sn_error *err)
{
    SN_CLEANUP(sn_tree) sn_tree tree = {.err = err};
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_xap_match_opts opts = {.max_items = 1, .order = SN_XAP_BY_DOCID};
    *out = freq;
    if (freq == 0 || in->hidden == NULL || freq > in->n_hidden)
        return SN_OK; /* more than are hidden: one of them is shown */
    sn_xap_query *hidden = (sn_xap_query *)in->hidden; /* read only: queries do not change */
    sn_xap_query *shown =
        sn_tree_pair(&tree, SN_XAP_AND_NOT, query, sn_tree_join(&tree, SN_XAP_OR, &hidden, 1, 0));
    sn_status s = tree.status;
    if (s == SN_OK)
        s = sn_xap_match(in->db, shown, &opts, &m, err);
    if (s == SN_OK && sn_xap_matches_count(m) == 0)
        *out = 0;
    return s;
}

sn_status sn_plan_best_of(const sn_plan_input *in, sn_str stem, double *out, sn_error *err)
{
    SN_CLEANUP(sn_tree) sn_tree tree = {.err = err};
    uint32_t freq = 0, count = 0;
    char term[SN_INDEX_TERM_SIZE];
    sn_status s = sn_xap_db_count(in->db, &count, err);
    if (s == SN_OK)
        s = sn_xap_db_term_freq(in->db, sn_index_term(SN_LIST_STEM, stem, term), &freq, err);
    sn_xap_query *word = s == SN_OK ? sn_tree_term(&tree, SN_LIST_STEM, stem) : NULL;
    if (s == SN_OK)
        s = tree.status; /* which the tree of what is shown does not know of */
    if (s == SN_OK)
        s = sn_plan_shown_freq(in, word, freq, &freq, err);
    if (s == SN_OK)
        *out = freq > 0 ? sn_plan_idf(freq, count) * (in->bm25.k1 + 1) : 0;
    return s;
}

/* Parts weigh little beside their whole, and fully where no article has the whole. */
static sn_status weigh_word(const sn_plan_input *in, const sn_question *question, size_t i,
                            sn_plan *p, sn_error *err)
{
    double whole, sum = 0;
    const sn_asked_word *w = &question->words[i];
    if (p->prefix[i] != NULL) {
        p->attainable += p->reach[i] = p->best[i];
        return SN_OK;
    }
    sn_status s = sn_plan_best_of(in, w->stem, &whole, err);
    for (size_t k = 0; k < w->n_parts && s == SN_OK; k++) {
        double part;
        s = sn_plan_best_of(in, w->parts[k], &part, err);
        if (s == SN_OK)
            sum += part;
    }
    if (s != SN_OK)
        return s;
    p->parts_factor[i] = whole > 0 ? in->profile->parts : 1;
    p->best[i] = whole + p->parts_factor[i] * sum;
    p->reach[i] = p->best[i];
    p->attainable += p->best[i];
    return SN_OK;
}

/* From counts of the whole index only, so that every page and shard has the same. */
static sn_status weigh_words(const sn_plan_input *in, const sn_question *question, sn_plan *p,
                             sn_error *err)
{
    sn_status s = SN_OK;
    for (size_t i = 0; i < question->n_words && s == SN_OK; i++) {
        if (question->words[i].is_scored)
            s = weigh_word(in, question, i, p, err);
    }
    return s == SN_OK ? sn_plan_weigh_alternatives(in, question, p, err) : s;
}

sn_status sn_plan_words(const sn_plan_input *in, const sn_question *question, sn_plan *p,
                        sn_error *err)
{
    const sn_asked_word *words[SN_LIMIT_QUERY_TERMS];
    size_t n = scored_words(p, question, false, words);
    sn_status s = sn_plan_prefixes(in, question, p, err);
    if (s == SN_OK)
        s = weigh_words(in, question, p, err);
    if (s != SN_OK)
        return s;
    for (size_t i = 0; i < n; i++)
        p->by_word[words[i] - question->words] = word_query(p, in->profile, question, words[i]);
    for (size_t i = 0; i < question->n_units; i++) {
        if (!question->units[i].is_excluded)
            p->words[i] = unit_query(p, &question->units[i]);
    }
    sn_plan_spans(p, question);
    n = scored_words(p, question, true, words);
    for (size_t i = 0; i + 1 < n && i < in->profile->near_pairs; i++)
        plan_pair(p, in->profile, words, i);
    plan_title_phrase(p, in->profile, words, n);
    plan_places(p, in->profile, question, words, n);
    return SN_OK;
}
