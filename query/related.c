#include "query/related.h"

#include "base/clock.h"
#include "query/diverse.h"
#include "query/refs.h"
#include "query/refuse.h"

#include <stdlib.h>
#include <string.h>

void sn_related_done(sn_related *r)
{
    sn_lookup_destroy(r->lookup);
    sn_related_source_done(&r->source);
    r->lookup = NULL;
}

static sn_status match(sn_searcher *s, sn_lookup *l, const sn_xap_query *query, uint32_t depth,
                       sn_error *err)
{
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_status status = sn_refs_match(s, l, query, depth, &m, err);
    if (status != SN_OK)
        return status;
    free(l->refs);
    l->refs = NULL;
    l->n_refs = 0;
    l->totals = sn_xap_matches_totals(m);
    return sn_refs_take(m, &l->refs, &l->n_refs);
}

/* Match a query among what was found, which stands by number, and add to each what it weighs there. */
static sn_status add_weights(sn_searcher *s, sn_lookup *l, sn_xap_query *query, sn_error *err)
{
    SN_CLEANUP(sn_tree) sn_tree t = {.err = err};
    const sn_xap_query *among =
        sn_tree_pair(&t, SN_XAP_FILTER, query, sn_refs_query(&t, l->refs, l->n_refs));
    return t.status != SN_OK ? t.status
                             : sn_refs_add_weights(s, l, among, 1, l->refs, l->n_refs, err);
}

/* What shares too little with the story only stands there because nothing else did. */
static void drop_distant(sn_lookup *l)
{
    size_t kept = 0;
    for (size_t i = 0; i < l->n_refs; i++) {
        if (l->refs[i].score >= l->plan.profile->related.least)
            l->refs[kept++] = l->refs[i];
    }
    l->n_refs = kept;
}

/* What was found, weighed by all words of the story, and by when and where it stands. */
static sn_status weigh(sn_searcher *s, const sn_related *r, sn_error *err)
{
    sn_lookup *l = r->lookup;
    for (size_t i = 0; i < l->n_refs; i++)
        l->refs[i].score = 0;
    if (l->n_refs > 1)
        qsort(l->refs, l->n_refs, sizeof *l->refs, sn_ref_by_number);
    sn_status status = add_weights(s, l, r->all_words, err);
    if (status == SN_OK)
        drop_distant(l);
    if (status == SN_OK && r->section != NULL && l->n_refs > 0)
        status = add_weights(s, l, r->section, err);
    for (size_t i = 0; i < l->n_refs && l->plan.has_decay; i++)
        l->refs[i].score += sn_xap_decay_weight(&l->plan.decay, l->refs[i].docid);
    if (l->n_refs > 1)
        qsort(l->refs, l->n_refs, sizeof *l->refs, sn_ref_by_score);
    return status;
}

/* Of copies the best, which says how many it stands for. */
static void join_copies(sn_lookup *l, uint64_t *keys)
{
    size_t kept = 0;
    for (size_t i = 0; i < l->n_refs; i++) {
        size_t same = 0;
        while (same < kept && (keys[i] == 0 || keys[same] != keys[i]))
            same++;
        if (same < kept) {
            l->refs[same].copies++;
            continue;
        }
        keys[kept] = keys[i];
        l->refs[kept++] = l->refs[i];
    }
    l->n_refs = kept;
}

/* Is there room for one more of this key, after those that were kept? */
static bool has_room(const uint64_t *keys, const size_t *kept, size_t n, uint64_t key, int64_t most)
{
    int64_t seen = 0;
    for (size_t i = 0; i < n && most > 0 && key != 0; i++)
        seen += keys[kept[i]] == key;
    return most == 0 || seen < most;
}

/* The first `limit` of them with no more than so many of one source and one story. */
static void thin(sn_lookup *l, const sn_related_request *request, const uint64_t *sources,
                 const uint64_t *stories)
{
    size_t kept[SN_LIMIT_PAGE_HITS], n = 0;
    for (size_t i = 0; i < l->n_refs && (int64_t)n < request->search.limit; i++) {
        if (has_room(sources, kept, n, sources[i], request->max_per_source) &&
            has_room(stories, kept, n, stories[i], request->max_per_story))
            kept[n++] = i;
    }
    for (size_t i = 0; i < n; i++)
        l->refs[i] = l->refs[kept[i]];
    l->n_refs = n;
}

/* Copies are joined here and not by the match, which would look up the group of all that it weighs:
 * two fifths of its time. */
static sn_status thin_by_keys(const sn_searcher *s, const sn_related_request *request, sn_lookup *l,
                              sn_error *err)
{
    uint64_t *keys = calloc(2 * l->n_refs + 1, sizeof *keys);
    if (keys == NULL)
        return SN_ENOMEM;
    uint64_t *stories = keys + l->n_refs;
    sn_status status = sn_diverse_keys(s, SN_SLOT_COPY, l->refs, l->n_refs, keys, err);
    if (status == SN_OK) {
        join_copies(l, keys);
        memset(keys, 0, l->n_refs * sizeof *keys);
    }
    if (status == SN_OK && request->max_per_source > 0)
        status = sn_diverse_keys(s, SN_SLOT_SOURCE, l->refs, l->n_refs, keys, err);
    if (status == SN_OK && request->max_per_story > 0)
        status = sn_diverse_keys(s, SN_SLOT_STORY, l->refs, l->n_refs, stories, err);
    if (status == SN_OK)
        thin(l, request, keys, stories);
    free(keys);
    return status;
}

/* The first `depth` of what was found, weighed and thinned. */
static sn_status make_list(sn_searcher *s, const sn_related_request *request, sn_related *r,
                           const sn_ref *found, size_t depth, sn_error *err)
{
    sn_lookup *l = r->lookup;
    memcpy(l->refs, found, depth * sizeof *found);
    l->n_refs = depth;
    sn_status status = weigh(s, r, err);
    if (status == SN_OK)
        status = sn_related_drop_copies(s, request, r, err);
    return status == SN_OK ? thin_by_keys(s, request, l, err) : status;
}

/* Further down until the list is full, nothing more is found, or what is found is distant. To find is
 * most of the work, so it is done once, as deep as may be; to weigh all of it seldom is needed. */
static sn_status fill_list(sn_searcher *s, const sn_related_request *request, sn_related *r,
                           const sn_xap_query *query, sn_error *err)
{
    sn_lookup *l = r->lookup;
    size_t limit = (size_t)request->search.limit, depth = SN_DIVERSE_DEPTH(limit);
    sn_status status = match(s, l, query, SN_LIMIT_RELATED_HITS, err);
    size_t n = l->n_refs;
    sn_ref *found = status == SN_OK ? malloc((n + 1) * sizeof *found) : NULL;
    if (found == NULL)
        return status != SN_OK ? status : SN_ENOMEM;
    memcpy(found, l->refs, n * sizeof *found);
    for (bool is_all = false; status == SN_OK && !is_all; depth *= 4) {
        is_all = depth >= n || l->totals.timed_out;
        status = make_list(s, request, r, found, depth < n ? depth : n, err);
        is_all = is_all || l->n_refs == limit;
    }
    free(found);
    return status;
}

/* Lengths are measured as the profile does, not by the average of the index. */
static sn_bm25 bm25_of(const sn_profile *profile, double average_length)
{
    sn_profile as = *profile;
    as.k1 = profile->related.k1;
    as.b = profile->related.b;
    return sn_profile_bm25(&as, average_length);
}

/* What the request asks for in the searcher's snapshot, which has a database. *out is zeroed before, and
 * the caller's to end whatever comes back. */
static sn_status find(sn_searcher *s, const sn_related_request *request, int64_t now_sec,
                      int64_t deadline_us, sn_related *out, sn_problem *problem, sn_error *err)
{
    const sn_profile *profile;
    double average_length;
    sn_xap_query *query = NULL;
    sn_lookup *l = out->lookup = calloc(1, sizeof *l);
    if (l == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    sn_status status = sn_config_choose(s->config, request->search.profile, &profile, problem);
    if (status == SN_OK)
        status = sn_related_source_read(s, request, now_sec, &out->source, problem, err);
    if (status == SN_OK)
        status = sn_xap_db_average_length(s->snapshot.db, &average_length, err);
    if (status != SN_OK)
        return status;
    l->now_sec = now_sec;
    l->deadline_us = deadline_us;
    l->has_content = true;
    l->plan.profile = profile;
    l->plan.bm25 = bm25_of(profile, average_length);
    status = sn_related_choose(s, &profile->related, &l->plan.bm25, average_length, out, err);
    if (status == SN_OK)
        status = sn_related_plan(s, request, out, &query, err);
    return status == SN_OK && query != NULL ? fill_list(s, request, out, query, err) : status;
}

static sn_status try_once(sn_related_job *j, bool force, sn_related_fn *fn, sn_problem *problem)
{
    SN_CLEANUP(sn_related) sn_related found = {0};
    sn_searcher *s = j->searcher;
    sn_status status = sn_searcher_refresh(s, force, &j->err);
    if (status == SN_OK && s->snapshot.db != NULL)
        status = find(s, j->request, j->now_sec, j->started_us + (int64_t)SN_LIMIT_QUERY_MS * 1000,
                      &found, problem, &j->err);
    else if (status == SN_OK && (j->request->id != NULL || j->request->url != NULL))
        return sn_refuse(problem, SN_ENOTFOUND, "not_found", "", "nothing is indexed yet",
                         "هنوز چیزی نمایه نشده است");
    return status == SN_OK ? fn(j, &found) : status;
}

sn_status sn_related_do(sn_searcher *s, const sn_related_request *request, int64_t started_us,
                        sn_related_fn *fn, void *ctx, sn_problem *problem)
{
    int64_t now_sec = request->search.now_sec;
    sn_related_job j = {
        .searcher = s,
        .request = request,
        .now_sec = now_sec != 0 ? now_sec : sn_clock_now_sec(),
        .started_us = started_us != 0 ? started_us : sn_clock_monotonic_us(),
        .ctx = ctx,
    };
    sn_status status = sn_scope_check(s, &request->search, problem);
    if (status == SN_OK)
        status = sn_related_request_check(request, problem);
    if (status != SN_OK)
        return status;
    status = SN_ESTALE;
    for (int i = 0; i < SN_SNAPSHOT_TRIES && sn_searcher_is_stale(s, status); i++) {
        j.err = (sn_error){0};
        *problem = (sn_problem){0};
        status = try_once(&j, i > 0, fn, problem);
    }
    if (status != SN_OK && problem->code[0] == '\0')
        sn_refuse_error(problem, &j.err, status);
    return status;
}
