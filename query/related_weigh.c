/* What is related, weighed by all words of the story: those that did not find are looked up in the articles found, which
 * takes a tenth of a match of them all. */
#include "base/clock.h"
#include "layout/terms.h"
#include "query/refs.h"
#include "query/related.h"

#include <stdlib.h>

typedef struct weighing {
    sn_ref *refs; /* by number */
    size_t n;
    const sn_bm25 *bm25;
    double gain;         /* of the word */
    sn_docid *docids;    /* of the refs */
    uint32_t *lengths;   /* likewise */
    double *relative;    /* by the average */
    bool *is_in_section; /* likewise */
} weighing;

static sn_status weighing_begin(const sn_searcher *s, sn_lookup *l, weighing *out, sn_error *err)
{
    double average;
    size_t n = l->n_refs;
    *out = (weighing){.refs = l->refs,
                      .n = n,
                      .bm25 = &l->plan.bm25,
                      .docids = calloc(n + 1, sizeof *out->docids),
                      .lengths = calloc(n + 1, sizeof *out->lengths),
                      .relative = calloc(n + 1, sizeof *out->relative),
                      .is_in_section = calloc(n + 1, sizeof *out->is_in_section)};
    if (out->docids == NULL || out->lengths == NULL || out->relative == NULL ||
        out->is_in_section == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory for related articles");
    for (size_t i = 0; i < n; i++)
        out->docids[i] = l->refs[i].docid;
    sn_status status = sn_xap_db_average_length(s->snapshot.db, &average, err);
    if (status == SN_OK)
        status = sn_xap_db_lengths(s->snapshot.db, out->docids, n, out->lengths, err);
    for (size_t i = 0; i < n && status == SN_OK; i++)
        out->relative[i] = average > 0 ? out->lengths[i] / average : 1;
    return status;
}

static void weighing_done(weighing *w)
{
    free(w->docids);
    free(w->lengths);
    free(w->relative);
    free(w->is_in_section);
}

static void add_word(void *ctx, size_t i, uint32_t wdf)
{
    weighing *w = ctx;
    w->refs[i].score += w->gain * sn_xap_bm25(w->bm25->k1, w->bm25->b, w->relative[i], wdf);
}

/* The words that find have weighed already. */
static sn_status add_words(const sn_searcher *s, sn_related *r, weighing *w, sn_error *err)
{
    char bytes[SN_INDEX_TERM_SIZE];
    sn_lookup *l = r->lookup;
    sn_status status = SN_OK;
    for (size_t k = r->n_finders; k < r->n_terms && status == SN_OK; k++) {
        if (sn_clock_monotonic_us() > l->deadline_us) {
            l->totals.timed_out = true;
            break;
        }
        sn_str term = sn_index_term(SN_LIST_STEM, r->terms[k].stem, bytes);
        w->gain = r->terms[k].gain;
        status = sn_xap_db_wdfs(s->snapshot.db, term, w->docids, w->n, add_word, w, err);
    }
    return status;
}

static void note_section(void *ctx, size_t i, uint32_t wdf)
{
    (void)wdf;
    ((bool *)ctx)[i] = true;
}

static sn_status add_section(const sn_searcher *s, const sn_related *r, weighing *w, sn_error *err)
{
    char bytes[SN_INDEX_TERM_SIZE];
    const sn_related_source *source = &r->source;
    double gain = r->lookup->plan.profile->related.section;
    sn_status status = SN_OK;
    for (size_t k = 0; k < source->n_sections && gain > 0 && status == SN_OK; k++) {
        sn_str term = sn_index_term(SN_LIST_CATEGORY, source->sections[k], bytes);
        status = sn_xap_db_wdfs(s->snapshot.db, term, w->docids, w->n, note_section,
                                w->is_in_section, err);
    }
    for (size_t i = 0; i < w->n && status == SN_OK; i++)
        w->refs[i].score += w->is_in_section[i] ? gain : 0;
    return status;
}

/* What shares too little with the story only stands there because nothing else did. */
static void drop_distant(sn_lookup *l, weighing *w)
{
    size_t kept = 0;
    for (size_t i = 0; i < l->n_refs; i++) {
        if (l->refs[i].score < l->plan.profile->related.least)
            continue;
        w->docids[kept] = w->docids[i];
        l->refs[kept++] = l->refs[i];
    }
    w->n = l->n_refs = kept;
}

static double time_of(const sn_lookup *l, const sn_ref *ref)
{
    return l->plan.has_decay ? sn_xap_decay_weight(&l->plan.decay, ref->docid) : 0;
}

sn_status sn_related_weigh(const sn_searcher *s, sn_related *r, sn_error *err)
{
    weighing w;
    sn_lookup *l = r->lookup;
    if (l->n_refs > 1)
        qsort(l->refs, l->n_refs, sizeof *l->refs, sn_ref_by_number);
    for (size_t i = 0; i < l->n_refs; i++)
        l->refs[i].score -= time_of(l, &l->refs[i]);
    sn_status status = weighing_begin(s, l, &w, err);
    if (status == SN_OK)
        status = add_words(s, r, &w, err);
    if (status == SN_OK) {
        drop_distant(l, &w);
        status = add_section(s, r, &w, err);
    }
    weighing_done(&w);
    for (size_t i = 0; i < l->n_refs; i++)
        l->refs[i].score += time_of(l, &l->refs[i]);
    if (l->n_refs > 1)
        qsort(l->refs, l->n_refs, sizeof *l->refs, sn_ref_by_score);
    return status;
}
