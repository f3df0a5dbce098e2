#include "query/facet.h"

#include "query/filters.h"

static const struct kind {
    const char *name;
    sn_term_list list; /* the field whose filter is about it; SN_LIST_STEM: none */
    uint32_t slot;
} kinds[SN_FACETS] = {
    [SN_FACET_SOURCE] = {"source", SN_LIST_SOURCE, SN_SLOT_SOURCE_LABEL},
    [SN_FACET_CATEGORY] = {"category", SN_LIST_CATEGORY, SN_SLOT_CATEGORY_LABELS},
    [SN_FACET_AUTHOR] = {"author", SN_LIST_AUTHOR, SN_SLOT_AUTHOR_LABELS},
    [SN_FACET_TAG] = {"tag", SN_LIST_TAG, SN_SLOT_TAG_LABELS},
    [SN_FACET_DAY] = {"date:day", SN_LIST_STEM, SN_SLOT_DAY},
    [SN_FACET_MONTH] = {"date:month", SN_LIST_STEM, SN_SLOT_DAY},
    [SN_FACET_YEAR] = {"date:year", SN_LIST_STEM, SN_SLOT_DAY},
};

const char *sn_facet_name(sn_facet facet)
{
    return kinds[facet].name;
}

bool sn_facet_is_date(sn_facet facet)
{
    return facet >= SN_FACET_DAY;
}

void sn_facets_done(sn_facets *f)
{
    sn_pool_done(&f->pool);
    *f = (sn_facets){0};
}

/* The field whose filter a facet has to be counted without, so that the values that were not chosen
 * stay to be seen; SN_LIST_STEM if it has none. */
static sn_term_list own_filter(const sn_request *request, sn_facet facet)
{
    const sn_values *values = sn_filters_values(request, kinds[facet].list);
    return values != NULL && values->n > 0 ? kinds[facet].list : SN_LIST_STEM;
}

/* One match for all facets that leave the same filter out. */
typedef struct group {
    sn_term_list but;
    uint32_t slots[SN_FACETS];
    size_t n_slots;
    sn_facet_counts *facets[SN_FACETS];
    size_t slot_of[SN_FACETS]; /* of each facet */
    size_t n;
} group;

static void add_to_group(group *g, sn_facet_counts *facet)
{
    size_t i = 0;
    while (i < g->n_slots && g->slots[i] != kinds[facet->facet].slot)
        i++;
    if (i == g->n_slots)
        g->slots[g->n_slots++] = kinds[facet->facet].slot;
    g->slot_of[g->n] = i;
    g->facets[g->n++] = facet;
}

static sn_status add_documents(void *ctx, sn_str value, uint32_t documents)
{
    (void)value;
    *(uint32_t *)ctx += documents;
    return SN_OK;
}

static sn_status read_group(const sn_facet_input *in, const group *g, const sn_xap_tally *tally,
                            bool is_approximate, sn_pool *pool, sn_error *err)
{
    sn_status s = SN_OK;
    for (size_t i = 0; i < g->n && s == SN_OK; i++) {
        sn_facet_counts *to = g->facets[i];
        uint32_t with_value = 0;
        s = sn_xap_tally_each(tally, g->slot_of[i], add_documents, &with_value);
        to->missing = sn_xap_tally_documents(tally) - with_value;
        to->is_approximate = is_approximate;
        if (s == SN_OK)
            s = sn_facet_is_date(to->facet)
                    ? sn_facet_read_dates(tally, g->slot_of[i], in->request, pool, to, err)
                    : sn_facet_read_values(tally, g->slot_of[i], in->request, pool, to, err);
    }
    return s;
}

/* Did the page's match see just what is counted? */
static bool is_seen(const sn_facet_input *in, const group *g)
{
    const sn_plan *plan = in->plan;
    return in->seen != NULL && g->but == SN_LIST_STEM && plan->also == NULL &&
           plan->stood_for == NULL;
}

static sn_status count_seen(const sn_facet_input *in, const group *g, sn_pool *pool, sn_error *err)
{
    sn_status s = sn_xap_tally_count(in->seen, in->db, g->slots, g->n_slots, err);
    return s == SN_OK ? read_group(in, g, in->seen, false, pool, err) : s;
}

static sn_status count_group(const sn_facet_input *in, const group *g, sn_pool *pool, sn_error *err)
{
    sn_plan *plan = in->plan;
    SN_CLEANUP_PTR(sn_xap_tally) sn_xap_tally *tally = NULL;
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_xap_query *query, *filter = plan->filter;
    if (g->but != SN_LIST_STEM)
        filter = sn_filters_query(&plan->tree, in->request, in->spill_minutes, g->but);
    sn_status s = sn_plan_matched(plan, in->question, in->mode, filter, &query);
    if (s == SN_OK)
        s = sn_xap_tally_create(SN_LIMIT_FACET_HITS, &tally, err);
    sn_xap_match_opts opts = {
        .order = SN_XAP_BY_DOCID, .deadline_us = in->deadline_us, .tally = tally};
    if (s == SN_OK)
        s = sn_xap_match(in->db, query, &opts, &m, err);
    if (s == SN_OK)
        s = sn_xap_tally_count(tally, in->db, g->slots, g->n_slots, err);
    if (s != SN_OK)
        return s;
    bool is_approximate = sn_xap_tally_is_cut(tally) || sn_xap_matches_totals(m).timed_out;
    return read_group(in, g, tally, is_approximate, pool, err);
}

sn_status sn_facets_count(const sn_facet_input *in, sn_facets *out, sn_error *err)
{
    const sn_request *r = in->request;
    bool is_done[SN_FACETS] = {false};
    sn_status s = SN_OK;
    if (!in->has_slots)
        return SN_OK;
    out->n = r->n_facets;
    for (size_t i = 0; i < out->n; i++)
        out->of[i].facet = r->facets[i];
    for (size_t i = 0; i < out->n && !in->is_empty && s == SN_OK; i++) {
        if (is_done[i])
            continue;
        group g = {.but = own_filter(r, r->facets[i])};
        for (size_t k = i; k < out->n; k++) {
            if (own_filter(r, r->facets[k]) != g.but)
                continue;
            add_to_group(&g, &out->of[k]);
            is_done[k] = true;
        }
        s = is_seen(in, &g) ? count_seen(in, &g, &out->pool, err)
                            : count_group(in, &g, &out->pool, err);
    }
    return s;
}
