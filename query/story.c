/* One story: its members, grouped by text, in the order of publication. */
#include "query/stories.h"

#include "layout/labels.h"
#include "layout/membership.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct loading {
    sn_story *story;
    sn_docid *docids;
    sn_str *labels; /* of each member's source; empty: none */
    sn_status status;
} loading;

void sn_story_done(sn_story *story)
{
    sn_pool_done(&story->pool);
    *story = (sn_story){0};
}

static sn_status take_members(const sn_xap_matches *m, loading *l)
{
    sn_story *story = l->story;
    size_t n = sn_xap_matches_count(m);
    story->members = sn_pool_take(&story->pool, n * sizeof *story->members);
    l->docids = sn_pool_take(&story->pool, n * sizeof *l->docids);
    l->labels = sn_pool_take(&story->pool, n * sizeof *l->labels);
    if (story->members == NULL || l->docids == NULL || l->labels == NULL)
        return SN_ENOMEM;
    for (size_t i = 0; i < n; i++) {
        l->docids[i] = sn_xap_matches_at(m, i)->docid;
        story->members[i].docid = l->docids[i];
    }
    story->n_members = n;
    return SN_OK;
}

static sn_status find_members(const sn_searcher *s, loading *l, sn_error *err)
{
    char term[SN_INDEX_TERM_SIZE];
    SN_CLEANUP(sn_tree) sn_tree tree = {.err = err};
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_xap_query *query = sn_tree_raw(&tree, sn_group_term(SN_GROUP_STORY, l->story->name, term));
    if (s->snapshot.hidden_query != NULL)
        query = sn_tree_pair(&tree, SN_XAP_AND_NOT, query, s->snapshot.hidden_query);
    if (tree.status != SN_OK)
        return tree.status;
    sn_xap_match_opts opts = {.max_items = SN_LIMIT_STORY_MEMBERS, .order = SN_XAP_BY_DOCID};
    sn_status status = sn_xap_match(s->snapshot.db, query, &opts, &m, err);
    if (status == SN_OK && sn_xap_matches_count(m) == 0)
        status = SN_ENOTFOUND;
    return status == SN_OK ? take_members(m, l) : status;
}

static void take_copies(void *ctx, size_t i, sn_str value)
{
    loading *l = ctx;
    if (sn_group_of_value(value, &l->story->members[i].copies) != SN_OK)
        l->status = SN_ECORRUPT;
}

static void take_date(void *ctx, size_t i, sn_str value)
{
    loading *l = ctx;
    l->story->members[i].sec = value.len > 0 ? sn_xap_number_of_value(value) : INFINITY;
}

static void take_source(void *ctx, size_t i, sn_str value)
{
    loading *l = ctx;
    sn_label label;
    if (sn_labels_take(&value, &label) == SN_OK &&
        sn_pool_copy(&l->story->pool, label.text, &l->labels[i]) != SN_OK)
        l->status = SN_ENOMEM;
}

static sn_status read_values(const sn_xap_db *db, loading *l, sn_error *err)
{
    size_t n = l->story->n_members;
    sn_status s = sn_xap_db_values(db, SN_SLOT_COPY, l->docids, n, take_copies, l, err);
    if (s == SN_OK)
        s = sn_xap_db_values(db, SN_SLOT_PUBLISHED, l->docids, n, take_date, l, err);
    if (s == SN_OK)
        s = sn_xap_db_values(db, SN_SLOT_SOURCE_LABEL, l->docids, n, take_source, l, err);
    if (s == SN_OK && l->status != SN_OK)
        s = sn_fail(err, l->status, "the values of a story's articles do not read");
    return s;
}

static int oldest_first(const void *a, const void *b)
{
    const sn_story_member *x = a, *y = b;
    if (x->sec < y->sec || x->sec > y->sec)
        return x->sec < y->sec ? -1 : 1;
    return (x->docid > y->docid) - (x->docid < y->docid);
}

static int by_copies(const void *a, const void *b)
{
    const sn_story_member *x = a, *y = b;
    if (x->copies != y->copies)
        return x->copies < y->copies ? -1 : 1;
    return oldest_first(a, b);
}

static int by_item(const void *a, const void *b)
{
    const sn_story_member *x = a, *y = b;
    if (x->item != y->item)
        return x->item < y->item ? -1 : 1;
    return oldest_first(a, b);
}

/* Each member first gets the place of its group's first member in the order of publication as its item;
 * sorted by that, the groups are counted through. */
static sn_status make_items(sn_story *story)
{
    sn_story_member *m = story->members;
    size_t n = story->n_members;
    uint32_t *place = sn_pool_take(&story->pool, n * sizeof *place);
    story->items = sn_pool_take(&story->pool, n * sizeof *story->items);
    if (place == NULL || story->items == NULL)
        return SN_ENOMEM;
    qsort(m, n, sizeof *m, oldest_first);
    for (size_t i = 0; i < n; i++)
        m[i].item = (uint32_t)i;
    qsort(m, n, sizeof *m, by_copies);
    for (size_t i = 1; i < n; i++) {
        if (m[i].copies == m[i - 1].copies)
            m[i].item = m[i - 1].item;
    }
    qsort(m, n, sizeof *m, by_item);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || m[i].item != m[i - 1].item)
            story->items[story->n_items++] = (sn_story_item){i, 0};
        story->items[story->n_items - 1].n++;
    }
    return SN_OK;
}

static int by_label(const void *a, const void *b)
{
    return sn_str_compare(*(const sn_str *)a, *(const sn_str *)b);
}

static int most_first(const void *a, const void *b)
{
    const sn_story_source *x = a, *y = b;
    if (x->articles != y->articles)
        return x->articles > y->articles ? -1 : 1;
    return sn_str_compare(x->label, y->label);
}

static sn_status count_sources(loading *l)
{
    sn_story *story = l->story;
    size_t n = story->n_members;
    story->sources = sn_pool_take(&story->pool, n * sizeof *story->sources);
    if (story->sources == NULL)
        return SN_ENOMEM;
    qsort(l->labels, n, sizeof *l->labels, by_label);
    for (size_t i = 0; i < n; i++) {
        if (l->labels[i].len == 0)
            continue;
        if (story->n_sources == 0 || !sn_str_equal(l->labels[i], l->labels[i - 1]))
            story->sources[story->n_sources++] = (sn_story_source){l->labels[i], 0};
        story->sources[story->n_sources - 1].articles++;
    }
    qsort(story->sources, story->n_sources, sizeof *story->sources, most_first);
    return SN_OK;
}

sn_status sn_story_load(const sn_searcher *s, uint64_t name, sn_story *out, sn_error *err)
{
    loading l = {.story = out};
    out->name = name;
    sn_status status = find_members(s, &l, err);
    if (status == SN_OK)
        status = read_values(s->snapshot.db, &l, err);
    if (status == SN_OK)
        status = count_sources(&l);
    return status == SN_OK ? make_items(out) : status;
}
