#include "query/curate.h"

#include "query/members.h"
#include "query/plan_parts.h"
#include "query/refine.h"

#include <stdlib.h>
#include <string.h>

static sn_xap_query *any_of(sn_tree *t, const char *const *ids, size_t n)
{
    sn_xap_query *terms[SN_LIMIT_PINNED_IDS + SN_LIMIT_PIN_HIDDEN_IDS];
    for (size_t i = 0; i < n; i++)
        terms[i] = sn_tree_term(t, SN_LIST_ID, sn_str_of(ids[i]));
    return sn_tree_join(t, SN_XAP_OR, terms, n, 0);
}

static void exclude(sn_plan *p, sn_xap_query *q)
{
    p->exclude = p->exclude == NULL ? q : sn_tree_pair(&p->tree, SN_XAP_OR, p->exclude, q);
}

static bool is_among(const sn_xap_matches *m, sn_docid docid)
{
    for (size_t i = 0; i < sn_xap_matches_count(m); i++)
        if (sn_xap_matches_at(m, i)->docid == docid)
            return true;
    return false;
}

static sn_status note_pinned(const sn_searcher *s, const char *id, const sn_xap_matches *m,
                             sn_lookup *l, sn_error *err)
{
    char term[SN_INDEX_TERM_SIZE];
    sn_docid docid = 0;
    sn_status status = sn_xap_db_first_with_term(
        s->snapshot.db, sn_index_term(SN_LIST_ID, sn_str_of(id), term), &docid, err);
    if (status == SN_OK && is_among(m, docid)) {
        sn_ref *ref = &l->pinned[l->n_pinned++];
        *ref = (sn_ref){.docid = docid, .is_refined = true, .pinned = (uint32_t)l->n_pinned};
    }
    return status == SN_ENOTFOUND ? SN_OK : status;
}

/* Nothing but fields, which narrow the query as filters do? */
static bool is_of_fields(const sn_question *q, size_t node)
{
    if (q->nodes[node].kind == SN_NODE_UNIT)
        return q->units[q->nodes[node].unit].kind == SN_UNIT_FIELD;
    for (size_t i = q->nodes[node].first; i != 0; i = q->nodes[i].next) {
        if (!is_of_fields(q, i))
            return false;
    }
    return true;
}

/* What of it the dates and fields of the query leave. */
static sn_xap_query *narrowed(sn_plan *p, const sn_question *question, sn_xap_query *q)
{
    if (p->dates != NULL)
        q = sn_tree_pair(&p->tree, SN_XAP_FILTER, q, p->dates);
    for (size_t i = question->nodes[0].first; i != 0; i = question->nodes[i].next) {
        sn_xap_query *fields = !question->nodes[i].is_excluded && is_of_fields(question, i)
                                   ? sn_plan_node(p, question, i)
                                   : NULL;
        if (fields != NULL)
            q = sn_tree_pair(&p->tree, SN_XAP_FILTER, q, fields);
    }
    return q;
}

/* Takedowns are in the plan's exclusions, words that the query excludes too. */
static sn_status find_pinned(const sn_searcher *s, const sn_curation *c, sn_lookup *l,
                             sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_plan *p = &l->plan;
    sn_xap_query *q = sn_tree_scale(&p->tree, any_of(&p->tree, c->pinned, c->n_pinned), 0);
    if (p->exclude != NULL)
        q = sn_tree_pair(&p->tree, SN_XAP_AND_NOT, q, p->exclude);
    q = narrowed(p, &l->question, q);
    p->also = q;
    if (p->filter != NULL)
        q = sn_tree_pair(&p->tree, SN_XAP_FILTER, q, p->filter);
    if (p->tree.status != SN_OK)
        return p->tree.status;
    sn_xap_match_opts opts = {.max_items = SN_LIMIT_PINNED_IDS, .order = SN_XAP_BY_DOCID};
    sn_status status = sn_xap_match(s->snapshot.db, q, &opts, &m, err);
    for (size_t i = 0; i < c->n_pinned && status == SN_OK; i++)
        status = note_pinned(s, c->pinned[i], m, l, err);
    return status;
}

/* Where copies or stories are collapsed, a pinned article stands for the rest of its own. In an index
 * that knows no groups it stands for itself. */
static sn_status stand_for_groups(const sn_searcher *s, sn_lookup *l, sn_group_kind kind,
                                  sn_error *err)
{
    sn_xap_query *groups[SN_LIMIT_PINNED_IDS];
    sn_tree *t = &l->plan.tree;
    sn_status status = SN_OK;
    if (!sn_members_are_known(&s->snapshot) || l->n_pinned == 0)
        return t->status;
    for (size_t i = 0; i < l->n_pinned && status == SN_OK; i++) {
        char term[SN_INDEX_TERM_SIZE];
        uint64_t *name = &l->stands_for[i];
        status = sn_members_group(&s->snapshot, l->pinned[i].docid, kind, name, err);
        if (status == SN_OK)
            groups[i] = sn_tree_raw(t, sn_group_term(kind, *name, term));
    }
    if (status == SN_OK)
        l->plan.stood_for = sn_tree_join(t, SN_XAP_OR, groups, l->n_pinned, 0);
    return status == SN_OK ? t->status : status;
}

/* What is said of the question with its dates as words, as a pin has them («سیل دیروز»). */
static sn_status find_dated(const sn_searcher *s, const sn_request *request, sn_curation *out)
{
    sn_question_opts opts = {.is_exact = request->mode == SN_MODE_EXACT};
    sn_question *q = calloc(1, sizeof *q);
    if (q == NULL)
        return SN_ENOMEM;
    sn_status status = sn_question_read_as(s->analyzer, sn_str_of(request->q), &opts, q, NULL);
    if (status == SN_OK) {
        sn_question_stop(q, s->vocabulary->stop);
        status = sn_pins_find(s->vocabulary->pins, q, out);
    }
    sn_question_done(q);
    free(q);
    return status == SN_ELIMIT ? SN_OK : status; /* too many words for a pin */
}

static sn_status find_curation(const sn_searcher *s, const sn_request *request, const sn_lookup *l,
                               sn_curation *out)
{
    *out = (sn_curation){0};
    sn_status status = l->question.n_dates > 0 ? find_dated(s, request, out) : SN_OK;
    return status == SN_OK && out->n_pinned + out->n_hidden == 0
               ? sn_pins_find(s->vocabulary->pins, &l->question, out)
               : status;
}

sn_status sn_curate(sn_searcher *s, const sn_request *request, sn_lookup *l, sn_error *err)
{
    sn_curation c;
    if (!request->curation || l->sort != SN_SORT_RELEVANCE || s->vocabulary->pins == NULL)
        return SN_OK;
    sn_status status = find_curation(s, request, l, &c);
    if (status != SN_OK || c.n_pinned + c.n_hidden == 0)
        return status;
    if (c.n_pinned > 0)
        status = find_pinned(s, &c, l, err);
    if (status != SN_OK)
        return status;
    if (c.n_hidden > 0)
        exclude(&l->plan, any_of(&l->plan.tree, c.hidden, c.n_hidden));
    if (c.n_pinned > 0)
        exclude(&l->plan, any_of(&l->plan.tree, c.pinned, c.n_pinned));
    if (request->collapse == SN_COLLAPSE_DUPLICATES)
        status = stand_for_groups(s, l, SN_GROUP_COPIES, err);
    if (request->collapse == SN_COLLAPSE_STORY)
        status = stand_for_groups(s, l, SN_GROUP_STORY, err);
    return status == SN_OK ? l->plan.tree.status : status;
}

size_t sn_curated_place(const sn_lookup *l, size_t place)
{
    return place > l->n_pinned ? place - l->n_pinned : 0;
}

static void count(sn_xap_totals *t, uint32_t shown, uint32_t found)
{
    t->lower += shown;
    t->estimated += shown;
    t->upper += shown;
    t->uncollapsed_lower += found;
    t->uncollapsed_estimated += found;
    t->uncollapsed_upper += found;
}

/* Of pinned articles of one group the first stands for it. */
static bool is_first_of_group(const sn_lookup *l, size_t i, uint32_t *pinned)
{
    *pinned = 0;
    for (size_t k = 0; k < l->n_pinned; k++) {
        if (l->stands_for[k] != l->stands_for[i])
            continue;
        if (k < i)
            return false;
        ++*pinned;
    }
    return true;
}

/* How many of what the query finds a pinned article stands for. */
static sn_status count_group(const sn_searcher *s, sn_lookup *l, sn_group_kind kind, size_t i,
                             sn_xap_query *found, sn_error *err)
{
    char term[SN_INDEX_TERM_SIZE];
    uint32_t pinned;
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    if (!is_first_of_group(l, i, &pinned))
        return SN_OK;
    sn_tree *t = &l->plan.tree;
    sn_xap_query *group = sn_tree_raw(t, sn_group_term(kind, l->stands_for[i], term));
    sn_xap_query *q = sn_tree_pair(t, SN_XAP_AND, group, found);
    sn_xap_match_opts opts = {.order = SN_XAP_BY_DOCID,
                              .check_at_least = s->snapshot.articles,
                              .deadline_us = l->deadline_us};
    if (t->status != SN_OK)
        return t->status;
    sn_status status = sn_xap_match(s->snapshot.db, q, &opts, &m, err);
    if (status == SN_OK) {
        uint32_t n = sn_xap_matches_totals(m).lower;
        l->pinned[i].copies = n > pinned ? n - pinned : 0;
    }
    return status;
}

static sn_status count_groups(const sn_searcher *s, const sn_request *request, sn_lookup *l,
                              sn_error *err)
{
    sn_xap_query *found;
    sn_group_kind kind = request->collapse == SN_COLLAPSE_STORY ? SN_GROUP_STORY : SN_GROUP_COPIES;
    if (l->plan.stood_for == NULL)
        return SN_OK;
    sn_status status = sn_plan_matched(&l->plan, &l->question, l->mode, l->plan.filter, &found);
    for (size_t i = 0; i < l->n_pinned && status == SN_OK; i++)
        status = count_group(s, l, kind, i, found, err);
    return status;
}

sn_status sn_curated_page(const sn_searcher *s, const sn_request *request, sn_lookup *l,
                          size_t first, size_t end, sn_error *err)
{
    uint32_t found = (uint32_t)l->n_pinned;
    sn_status status = count_groups(s, request, l, err);
    if (status != SN_OK)
        return status;
    for (size_t i = 0; i < l->n_pinned; i++)
        found += l->pinned[i].copies;
    count(&l->totals, (uint32_t)l->n_pinned, found);
    end = end < l->n_pinned ? end : l->n_pinned;
    if (first >= end)
        return SN_OK;
    sn_ref *refs = calloc(end - first + l->n_refs, sizeof *refs);
    if (refs == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    memcpy(refs, l->pinned + first, (end - first) * sizeof *refs);
    status = sn_score_pinned(s, l, refs, end - first, err);
    if (l->n_refs > 0)
        memcpy(refs + (end - first), l->refs, l->n_refs * sizeof *refs);
    free(l->refs);
    l->refs = refs;
    l->n_refs += end - first;
    return status;
}
