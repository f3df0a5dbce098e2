#include "query/stories.h"

#include "layout/membership.h"
#include "query/filters.h"

#include <math.h>
#include <stdlib.h>

/* One article of the period. */
typedef struct seen {
    uint64_t story, copies;
    double sec;
} seen;

typedef struct seen_list {
    sn_docid *docids; /* rising */
    seen *at;
    size_t n;
    sn_status status; /* of a value that does not read */
} seen_list;

static void seen_done(seen_list *l)
{
    free(l->docids);
    free(l->at);
}
SN_DEFINE_CLEANUP(seen_list, seen_done)

void sn_story_counts_done(sn_story_counts *c)
{
    free(c->at);
    *c = (sn_story_counts){0};
}

/* What the filters leave, without what may not be shown. */
static sn_xap_query *visible(const sn_searcher *s, sn_tree *t, const sn_request *filters)
{
    sn_xap_query *all = sn_filters_query(t, filters, s->snapshot.spill_minutes, SN_LIST_STEM);
    if (all == NULL && t->status == SN_OK)
        all = sn_tree_all(t);
    if (s->snapshot.hidden_query != NULL)
        all = sn_tree_pair(t, SN_XAP_AND_NOT, all, s->snapshot.hidden_query);
    return all;
}

static sn_status take_docids(const sn_xap_matches *m, seen_list *out)
{
    size_t n = sn_xap_matches_count(m);
    out->docids = calloc(n + 1, sizeof *out->docids);
    out->at = calloc(n + 1, sizeof *out->at);
    if (out->docids == NULL || out->at == NULL)
        return SN_ENOMEM;
    for (size_t i = 0; i < n; i++)
        out->docids[i] = sn_xap_matches_at(m, i)->docid;
    out->n = n;
    return SN_OK;
}

static sn_status match_period(const sn_searcher *s, const sn_request *filters, seen_list *out,
                              bool *is_cut, sn_error *err)
{
    SN_CLEANUP(sn_tree) sn_tree tree = {.err = err};
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    const sn_xap_query *query = visible(s, &tree, filters);
    if (tree.status != SN_OK)
        return tree.status;
    sn_xap_match_opts opts = {.max_items = SN_LIMIT_STORY_WINDOW + 1, .order = SN_XAP_BY_DOCID};
    sn_status status = sn_xap_match(s->snapshot.db, query, &opts, &m, err);
    if (status == SN_OK)
        status = take_docids(m, out);
    *is_cut = out->n > SN_LIMIT_STORY_WINDOW;
    out->n = *is_cut ? SN_LIMIT_STORY_WINDOW : out->n;
    return status;
}

static void take_name(seen_list *l, sn_str value, uint64_t *out)
{
    if (sn_group_of_value(value, out) != SN_OK)
        l->status = SN_ECORRUPT;
}

static void take_story(void *ctx, size_t i, sn_str value)
{
    seen_list *l = ctx;
    take_name(l, value, &l->at[i].story);
}

static void take_copies(void *ctx, size_t i, sn_str value)
{
    seen_list *l = ctx;
    take_name(l, value, &l->at[i].copies);
}

static void take_date(void *ctx, size_t i, sn_str value)
{
    seen_list *l = ctx;
    l->at[i].sec = value.len > 0 ? sn_xap_number_of_value(value) : INFINITY;
}

static sn_status read_values(const sn_xap_db *db, seen_list *l, sn_error *err)
{
    sn_status s = sn_xap_db_values(db, SN_SLOT_STORY, l->docids, l->n, take_story, l, err);
    if (s == SN_OK)
        s = sn_xap_db_values(db, SN_SLOT_COPY, l->docids, l->n, take_copies, l, err);
    if (s == SN_OK)
        s = sn_xap_db_values(db, SN_SLOT_PUBLISHED, l->docids, l->n, take_date, l, err);
    if (s == SN_OK && l->status != SN_OK)
        s = sn_fail(err, l->status, "an article of the index has no story");
    return s;
}

static int by_story(const void *a, const void *b)
{
    const seen *x = a, *y = b;
    if (x->story != y->story)
        return x->story < y->story ? -1 : 1;
    return (x->copies > y->copies) - (x->copies < y->copies);
}

/* Undated ones are the oldest here: nobody knows that they are new. */
static double freshness(double sec)
{
    return isinf(sec) ? -INFINITY : sec;
}

static int biggest_first(const void *a, const void *b)
{
    const sn_story_count *x = a, *y = b;
    double fx = freshness(x->last_sec), fy = freshness(y->last_sec);
    if (x->items != y->items)
        return x->items > y->items ? -1 : 1;
    if (fx > fy || fx < fy)
        return fx > fy ? -1 : 1;
    return (x->name > y->name) - (x->name < y->name);
}

static sn_status count_sorted(const seen_list *l, sn_story_counts *out)
{
    out->at = calloc(l->n + 1, sizeof *out->at);
    if (out->at == NULL)
        return SN_ENOMEM;
    for (size_t i = 0; i < l->n; i++) {
        const seen *one = &l->at[i], *before = i > 0 ? &l->at[i - 1] : NULL;
        if (before == NULL || before->story != one->story) {
            out->at[out->n++] = (sn_story_count){.name = one->story, .last_sec = INFINITY};
            before = NULL;
        }
        sn_story_count *c = &out->at[out->n - 1];
        c->articles++;
        c->items += before == NULL || before->copies != one->copies;
        if (freshness(one->sec) > freshness(c->last_sec))
            c->last_sec = one->sec;
    }
    qsort(out->at, out->n, sizeof *out->at, biggest_first);
    return SN_OK;
}

sn_status sn_stories_count(const sn_searcher *s, const sn_request *filters, sn_story_counts *out,
                           sn_error *err)
{
    SN_CLEANUP(seen_list) seen_list list = {0};
    sn_status status = match_period(s, filters, &list, &out->is_approximate, err);
    if (status == SN_OK)
        status = read_values(s->snapshot.db, &list, err);
    if (status != SN_OK)
        return status;
    qsort(list.at, list.n, sizeof *list.at, by_story);
    return count_sorted(&list, out);
}
