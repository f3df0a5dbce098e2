/* What is matched for a story: its words, where and when related ones may be. */
#include "archive/number.h"
#include "calendar/span.h"
#include "layout/membership.h"
#include "query/filters.h"
#include "query/related.h"

#include <string.h>

#define DAY_SECONDS 86400

/* More would mark half of a text. */
#define MARKED_WORDS 30
_Static_assert(MARKED_WORDS <= SN_LIMIT_QUERY_TERMS, "they are the words of a question");

/* Words as those of a search, for its parts and marks; the weightiest are marked. */
static sn_asked_word *make_words(sn_related *r)
{
    sn_question *q = &r->lookup->question;
    sn_asked_word *words = sn_pool_take(&q->pool, (r->n_terms + 1) * sizeof *words);
    if (words == NULL)
        return NULL;
    for (size_t i = 0; i < r->n_terms; i++)
        words[i] = (sn_asked_word){.stem = r->terms[i].stem, .width = 1, .is_scored = true};
    q->n_words = r->n_terms < MARKED_WORDS ? r->n_terms : MARKED_WORDS;
    memcpy(q->words, words, q->n_words * sizeof *words);
    return words;
}

/* The weightiest words find: half the articles of an index have one of all. The time weighs from the beginning, so what is
 * far is left out early. */
static sn_xap_query *finders_query(const sn_searcher *s, sn_related *r)
{
    const sn_plan *p = &r->lookup->plan;
    char bytes[SN_LIMIT_RELATED_TERMS][SN_INDEX_TERM_SIZE];
    sn_xap_word words[SN_LIMIT_RELATED_TERMS];
    for (size_t i = 0; i < r->n_finders; i++)
        words[i] = (sn_xap_word){sn_index_term(SN_LIST_STEM, r->terms[i].stem, bytes[i]),
                                 r->terms[i].gain, r->terms[i].articles};
    return sn_tree_words(&r->lookup->plan.tree, s->snapshot.db, words, r->n_finders, p->bm25.k1,
                         p->bm25.b, p->has_decay ? &p->decay : NULL);
}

static void plan_time(sn_related *r)
{
    sn_plan *p = &r->lookup->plan;
    const sn_related_constants *constants = &p->profile->related;
    p->has_decay = r->source.published.precision != 0 && constants->time > 0;
    if (!p->has_decay)
        return;
    p->decay = (sn_xap_decay){
        .peak = constants->time,
        .half = constants->half_days * 1440,
        .origin = sn_number_of_minute(sn_minute_of_second(r->source.published.sec)),
        .step = SN_NUMBER_SLOTS,
        .last = SN_NUMBER_DATED_LAST,
        .to_both_sides = true,
    };
}

static void add_part(sn_plan *p, sn_part_kind kind, const sn_asked_word *word, sn_xap_query *query)
{
    p->parts[p->n_parts++] = (sn_part){.kind = kind, .word = word, .query = query, .factor = 1};
}

/* An editor has put both into one section. */
static void plan_section(sn_related *r)
{
    sn_plan *p = &r->lookup->plan;
    sn_xap_query *each[SN_RELATED_SECTIONS];
    double gain = p->profile->related.section;
    size_t n = r->source.n_sections;
    if (n == 0 || gain <= 0)
        return;
    for (size_t i = 0; i < n; i++)
        each[i] = sn_tree_term(&p->tree, SN_LIST_CATEGORY, r->source.sections[i]);
    add_part(p, SN_PART_SECTION, NULL,
             sn_tree_constant(&p->tree, gain, sn_tree_join(&p->tree, SN_XAP_OR, each, n, 0)));
}

/* What related_weigh.c adds up, for who asks why. */
static void plan_parts(sn_related *r, const sn_asked_word *words)
{
    sn_plan *p = &r->lookup->plan;
    for (size_t i = 0; i < r->n_terms; i++) {
        sn_xap_query *word = sn_tree_term(&p->tree, SN_LIST_STEM, r->terms[i].stem);
        add_part(p, SN_PART_SHARED, &words[i], sn_tree_scale(&p->tree, word, r->terms[i].weight));
    }
    plan_section(r);
    if (p->has_decay)
        add_part(p, SN_PART_TIME, NULL, sn_tree_decay(&p->tree, &p->decay));
}

/* When the story ends, as exactly as its date says: what is newer was published after it. */
static int64_t last_second(sn_instant published)
{
    if (published.precision == SN_PRECISION_DAY)
        return published.sec + DAY_SECONDS - 1;
    return published.precision == SN_PRECISION_MINUTE ? published.sec + 59 : published.sec;
}

/* The seconds that the mode and the window leave. */
static sn_status period_of(const sn_related_request *request, sn_instant published, int64_t *from,
                           int64_t *to)
{
    int64_t day[2], window = (int64_t)(request->window_days * DAY_SECONDS);
    *from = INT64_MIN;
    *to = INT64_MAX;
    if (window > 0) {
        *from = published.sec - window;
        *to = last_second(published) + window;
    }
    if (request->mode == SN_RELATED_BACKGROUND)
        *to = published.sec - 1;
    if (request->mode == SN_RELATED_FOLLOWUP)
        *from = last_second(published) + 1;
    if (request->mode != SN_RELATED_SAMEDAY)
        return SN_OK;
    sn_status s = sn_tehran_day(published.sec, &day[0]);
    day[1] = day[0] + 1;
    if (s == SN_OK)
        s = sn_tehran_midnights(day, 2);
    if (s == SN_OK) {
        *from = *from > day[0] ? *from : day[0];
        *to = *to < day[1] - 1 ? *to : day[1] - 1;
    }
    return s;
}

static sn_xap_query *within_period(sn_searcher *s, const sn_related_request *request, sn_related *r,
                                   sn_xap_query *query)
{
    int64_t from, to;
    sn_tree *t = &r->lookup->plan.tree;
    if (request->mode == SN_RELATED_ANY && request->window_days <= 0)
        return query;
    sn_status status = period_of(request, r->source.published, &from, &to);
    if (status != SN_OK && t->status == SN_OK)
        t->status = status;
    return sn_tree_pair(t, SN_XAP_FILTER, query,
                        sn_filters_period(t, from, to, s->snapshot.spill_minutes));
}

/* Not the story, no copy of it, and nothing hidden. */
static sn_xap_query *without(sn_searcher *s, sn_related *r, sn_xap_query *query)
{
    char term[SN_INDEX_TERM_SIZE];
    sn_xap_query *out[3];
    sn_docid docid = r->source.docid;
    sn_tree *t = &r->lookup->plan.tree;
    size_t n = 0;
    if (s->snapshot.hidden_query != NULL)
        out[n++] = sn_tree_join(t, SN_XAP_OR, &s->snapshot.hidden_query, 1, 0);
    if (docid != 0) {
        sn_xap_docid_range itself = {
            .first = docid, .last = docid, .inner_first = docid, .inner_last = docid};
        out[n++] = sn_tree_range(t, &itself);
        out[n++] = sn_tree_raw(t, sn_group_term(SN_GROUP_COPIES, r->source.copies, term));
    }
    return n == 0 ? query
                  : sn_tree_pair(t, SN_XAP_AND_NOT, query, sn_tree_join(t, SN_XAP_OR, out, n, 0));
}

sn_status sn_related_plan(sn_searcher *s, const sn_related_request *request, sn_related *r,
                          sn_xap_query **query, sn_error *err)
{
    sn_plan *p = &r->lookup->plan;
    p->tree.err = err;
    bool needs_date = request->mode != SN_RELATED_ANY || request->window_days > 0;
    r->is_undated = needs_date && r->source.published.precision == 0;
    if (r->n_terms == 0 || r->is_undated) {
        *query = NULL;
        return SN_OK;
    }
    const sn_asked_word *words = make_words(r);
    if (words == NULL)
        return SN_ENOMEM;
    plan_time(r);
    if (request->search.explain)
        plan_parts(r, words);
    sn_xap_query *q = finders_query(s, r);
    sn_xap_query *filter =
        sn_filters_query(&p->tree, &request->search, s->snapshot.spill_minutes, SN_LIST_STEM);
    if (filter != NULL)
        q = sn_tree_pair(&p->tree, SN_XAP_FILTER, q, filter);
    q = without(s, r, within_period(s, request, r, q));
    if (p->tree.status == SN_OK)
        *query = q;
    return p->tree.status;
}
