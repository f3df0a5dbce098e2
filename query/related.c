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

/* What refs are of, for those that were asked for it. */
typedef struct keys {
    uint64_t *sources, *stories; /* 0: of none, or it does not matter */
    size_t n;                    /* of so many refs it is known */
} keys;

/* Of some more: a list is full after a few, and each is a look into two tables. */
static sn_status read_keys(const sn_searcher *s, const sn_related_request *request,
                           const sn_lookup *l, keys *k, sn_error *err)
{
    size_t n = l->n_refs - k->n, at_once = 2 * (size_t)request->search.limit;
    sn_status status = SN_OK;
    n = n < at_once ? n : at_once;
    if (request->max_per_source > 0)
        status = sn_diverse_keys(s, SN_SLOT_SOURCE, l->refs + k->n, n, k->sources + k->n, err);
    if (status == SN_OK && request->max_per_story > 0)
        status = sn_diverse_keys(s, SN_SLOT_STORY, l->refs + k->n, n, k->stories + k->n, err);
    k->n += n;
    return status;
}

/* The first `limit` of them with no more than so many of one source and one story. */
static sn_status thin(const sn_searcher *s, const sn_related_request *request, sn_lookup *l,
                      keys *k, sn_error *err)
{
    size_t kept[SN_LIMIT_PAGE_HITS], n = 0;
    sn_status status = SN_OK;
    for (size_t i = 0; i < l->n_refs && (int64_t)n < request->search.limit; i++) {
        if (i == k->n)
            status = read_keys(s, request, l, k, err);
        if (status != SN_OK)
            return status;
        if (has_room(k->sources, kept, n, k->sources[i], request->max_per_source) &&
            has_room(k->stories, kept, n, k->stories[i], request->max_per_story))
            kept[n++] = i;
    }
    for (size_t i = 0; i < n; i++)
        l->refs[i] = l->refs[kept[i]];
    l->n_refs = n;
    return SN_OK;
}

/* Copies are joined here and not by the match, which would look up the group of all that it weighs:
 * two fifths of its time. */
static sn_status thin_by_keys(const sn_searcher *s, const sn_related_request *request, sn_lookup *l,
                              sn_error *err)
{
    uint64_t *room = calloc(2 * l->n_refs + 1, sizeof *room);
    if (room == NULL)
        return SN_ENOMEM;
    sn_status status = sn_diverse_keys(s, SN_SLOT_COPY, l->refs, l->n_refs, room, err);
    if (status == SN_OK) {
        size_t n = l->n_refs;
        join_copies(l, room);
        memset(room, 0, n * sizeof *room);
        status = thin(s, request, l, &(keys){.sources = room, .stories = room + n}, err);
    }
    free(room);
    return status;
}

/* The first `depth` of what is found, weighed and thinned. *is_all: more would not be found. */
static sn_status make_list(sn_searcher *s, const sn_related_request *request, sn_related *r,
                           const sn_xap_query *query, uint32_t depth, bool *is_all, sn_error *err)
{
    sn_lookup *l = r->lookup;
    sn_status status = match(s, l, query, depth, err);
    *is_all = l->n_refs < depth || depth == SN_LIMIT_RELATED_HITS;
    if (status == SN_OK)
        status = sn_related_weigh(s, r, err);
    if (status == SN_OK)
        status = sn_related_drop_copies(s, request, r, err);
    return status == SN_OK ? thin_by_keys(s, request, l, err) : status;
}

/* Further down until the list is full, nothing more is found, or what is found is distant. The less deep the match, the more
 * of what it meets is too light. */
static sn_status fill_list(sn_searcher *s, const sn_related_request *request, sn_related *r,
                           const sn_xap_query *query, sn_error *err)
{
    sn_lookup *l = r->lookup;
    uint32_t limit = (uint32_t)request->search.limit, depth = SN_DIVERSE_DEPTH(limit);
    sn_status status = SN_OK;
    for (bool is_all = false; status == SN_OK && !is_all; depth *= 4) {
        depth = depth < SN_LIMIT_RELATED_HITS ? depth : SN_LIMIT_RELATED_HITS;
        status = make_list(s, request, r, query, depth, &is_all, err);
        is_all = is_all || l->totals.timed_out || l->n_refs == limit ||
                 sn_clock_monotonic_us() > l->deadline_us;
    }
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

static sn_status try_once(sn_related_attempt *a, bool force, sn_related_fn *fn, sn_problem *problem)
{
    SN_CLEANUP(sn_related) sn_related found = {0};
    sn_searcher *s = a->searcher;
    sn_status status = sn_searcher_refresh(s, force, &a->err);
    if (status == SN_OK && s->snapshot.db != NULL)
        status = find(s, a->request, a->now_sec, a->started_us + (int64_t)SN_LIMIT_QUERY_MS * 1000,
                      &found, problem, &a->err);
    else if (status == SN_OK && (a->request->id != NULL || a->request->url != NULL))
        return sn_problem_make(problem, SN_ENOTFOUND, "not_found", "", "nothing is indexed yet",
                               "هنوز چیزی نمایه نشده است");
    return status == SN_OK ? fn(a, &found) : status;
}

sn_status sn_related_do(sn_searcher *s, const sn_related_request *request, int64_t started_us,
                        sn_related_fn *fn, void *ctx, sn_problem *problem)
{
    int64_t now_sec = request->search.now_sec;
    sn_related_attempt a = {
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
        a.err = (sn_error){0};
        *problem = (sn_problem){0};
        status = try_once(&a, i > 0, fn, problem);
    }
    if (status != SN_OK && problem->code[0] == '\0')
        sn_refuse_error(problem, &a.err, status);
    return status;
}
