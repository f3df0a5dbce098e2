#include "query/choose.h"

#include "base/clock.h"
#include "layout/url.h"
#include "query/lookup.h"
#include "query/records.h"
#include "query/refuse.h"

#include <stdlib.h>
#include <string.h>

/* One try. */
typedef struct choosing {
    sn_searcher *searcher;
    const sn_choice *choice;
    size_t most;
    sn_chosen *out;
    sn_lookup *plan;
    sn_tree tree;        /* of ids and urls */
    sn_values keys;      /* of the urls, sorted */
    sn_problem *refusal; /* of this try */
    sn_error *err;
} choosing;

void sn_chosen_done(sn_chosen *c)
{
    for (size_t i = 0; i < c->n; i++)
        free(c->at[i].id);
    free(c->at);
    *c = (sn_chosen){0};
}

static void choosing_done(choosing *c)
{
    sn_lookup_destroy(c->plan);
    sn_tree_done(&c->tree);
    for (size_t i = 0; i < c->keys.n; i++)
        free(c->keys.at[i]);
    free(c->keys.at);
}
SN_DEFINE_CLEANUP(choosing, choosing_done)

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* An address that is none has no key, and is that of no article. */
static sn_status read_keys(choosing *c)
{
    const sn_values *urls = &c->choice->urls;
    c->keys.at = calloc(urls->n + 1, sizeof *c->keys.at);
    if (c->keys.at == NULL)
        return sn_fail(c->err, SN_ENOMEM, "out of memory");
    for (size_t i = 0; i < urls->n; i++) {
        SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(SN_LIMIT_FIELD_BYTES + 1);
        sn_status s = sn_url_key(sn_str_of(urls->at[i]), &key);
        if (s != SN_OK)
            return sn_fail(c->err, s, "an address has no key");
        if (key.len == 0)
            continue;
        c->keys.at[c->keys.n] = sn_str_dup(sn_buf_str(&key));
        if (c->keys.at[c->keys.n++] == NULL)
            return sn_fail(c->err, SN_ENOMEM, "out of memory");
    }
    if (c->keys.n > 1)
        qsort(c->keys.at, c->keys.n, sizeof *c->keys.at, by_text);
    return SN_OK;
}

/* Any of these terms, and what the query has. */
static sn_xap_query *narrow(choosing *c, sn_xap_query *query, sn_term_list list, const sn_values *v)
{
    sn_xap_query **terms = calloc(v->n + 1, sizeof *terms);
    if (terms == NULL)
        c->tree.status = SN_ENOMEM;
    for (size_t i = 0; terms != NULL && i < v->n; i++)
        terms[i] = sn_tree_term(&c->tree, list, sn_str_of(v->at[i]));
    sn_xap_query *any = terms == NULL ? NULL
                        : v->n == 0   ? sn_tree_nothing(&c->tree)
                                      : sn_tree_join(&c->tree, SN_XAP_OR, terms, v->n, 0);
    free(terms);
    return sn_tree_pair(&c->tree, SN_XAP_FILTER, any, query);
}

/* What has no word in it means nothing, not everything that the filters leave. */
static sn_status refuse_wordless(const choosing *c)
{
    const sn_question *q = &c->plan->question;
    bool is_read = c->plan->has_content || q->n_fields > 0 || q->from_sec != INT64_MIN ||
                   q->to_sec != INT64_MAX;
    if (is_read || sn_str_trim(sn_str_of(c->choice->request.q)).len == 0)
        return SN_OK;
    return sn_problem_make(c->refusal, SN_EINVAL, "invalid_parameter", "q",
                           "%s: there is no word in it that is looked for",
                           "%s: واژه‌ای برای جست‌وجو در آن نیست", "q");
}

static sn_status make_query(choosing *c, int64_t now_sec, sn_xap_query **out)
{
    const sn_choice *choice = c->choice;
    sn_status s =
        sn_lookup_plan(c->searcher, &choice->request, now_sec, &c->plan, c->refusal, c->err);
    if (s == SN_OK)
        s = refuse_wordless(c);
    if (s == SN_OK)
        s = sn_plan_query(&c->plan->plan, &c->plan->question, SN_PLAN_ALL, false, out);
    if (s == SN_OK && choice->urls.n > 0)
        s = read_keys(c);
    if (s != SN_OK)
        return s;
    if (choice->ids.n > 0)
        *out = narrow(c, *out, SN_LIST_ID, &choice->ids);
    if (choice->urls.n > 0)
        *out = narrow(c, *out, SN_LIST_URL, &c->keys);
    return c->tree.status;
}

/* Long keys are cut in terms: is it really one of the addresses? */
static sn_status is_at_one(const choosing *c, const sn_hit *hit, bool *out)
{
    SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(SN_LIMIT_FIELD_BYTES + 1);
    *out = c->choice->urls.n == 0;
    if (*out)
        return SN_OK;
    if (sn_url_key(hit->url, &key) == SN_ENOMEM)
        return sn_fail(c->err, SN_ENOMEM, "out of memory");
    const char *text = sn_buf_text(&key);
    *out = sn_buf_status(&key) == SN_OK && key.len > 0 && c->keys.n > 0 &&
           bsearch(&text, c->keys.at, c->keys.n, sizeof *c->keys.at, by_text) != NULL;
    return SN_OK;
}

static sn_status take(choosing *c, const sn_xap_matches *m, sn_hit *hit)
{
    SN_CLEANUP(sn_buf) sn_buf data = SN_BUF(SN_RECORD_BYTES);
    const sn_snapshot *now = &c->searcher->snapshot;
    size_t n = sn_xap_matches_count(m);
    sn_status s = sn_searcher_look_again(c->searcher, c->err);
    c->out->at = calloc((n < c->most ? n : c->most) + 1, sizeof *c->out->at);
    if (s == SN_OK && c->out->at == NULL)
        s = sn_fail(c->err, SN_ENOMEM, "out of memory");
    for (size_t i = 0; i < n && i < c->most && s == SN_OK; i++) {
        s = sn_hit_load(now->db, sn_xap_matches_at(m, i)->docid, &data, hit, c->err);
        bool is_one = false;
        if (s == SN_OK)
            s = is_at_one(c, hit, &is_one);
        if (s != SN_OK)
            break;
        if (sn_snapshot_hides(now, hit->id) || !is_one) {
            c->out->total--;
            continue;
        }
        sn_chosen_article *one = &c->out->at[c->out->n];
        *one = (sn_chosen_article){sn_str_dup(hit->id), hit->etag};
        c->out->n += one->id != NULL;
        s = one->id != NULL ? SN_OK : sn_fail(c->err, SN_ENOMEM, "out of memory");
    }
    return s;
}

static sn_status match(choosing *c, const sn_xap_query *query, int64_t deadline_us)
{
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    sn_xap_match_opts opts = {.max_items = (uint32_t)c->most,
                              .check_at_least = SN_COUNTED_HITS,
                              .order = SN_XAP_BY_DOCID,
                              .deadline_us = deadline_us};
    sn_status s = sn_xap_match(c->searcher->snapshot.db, query, &opts, &m, c->err);
    if (s != SN_OK)
        return s;
    sn_xap_totals totals = sn_xap_matches_totals(m);
    if (totals.timed_out)
        return sn_fail(c->err, SN_ETIMEOUT, "the articles were not all found in time");
    c->out->total = totals.estimated;
    sn_hit *hit = malloc(sizeof *hit);
    s = hit == NULL ? sn_fail(c->err, SN_ENOMEM, "out of memory") : take(c, m, hit);
    free(hit);
    return s;
}

static sn_status try_once(sn_searcher *searcher, const sn_choice *choice, bool force, size_t most,
                          sn_chosen *out, sn_problem *refusal, sn_error *err)
{
    SN_CLEANUP(choosing)
    choosing c = {.searcher = searcher,
                  .choice = choice,
                  .most = most,
                  .out = out,
                  .tree = {.err = err},
                  .refusal = refusal,
                  .err = err};
    sn_xap_query *query = NULL;
    int64_t deadline_us = sn_clock_monotonic_us() + (int64_t)SN_LIMIT_QUERY_MS * 1000;
    sn_status s = sn_searcher_refresh(searcher, force, err);
    const sn_snapshot *now = &searcher->snapshot;
    if (s != SN_OK || now->db == NULL)
        return s;
    out->generation = now->manifest.generation;
    out->change = now->applied;
    s = make_query(&c, sn_clock_now_sec(), &query);
    return s == SN_OK ? match(&c, query, deadline_us) : s;
}

sn_status sn_searcher_choose(sn_searcher *s, const sn_choice *choice, size_t most, sn_chosen *out,
                             sn_problem *problem)
{
    sn_error err = {0};
    sn_problem refusal = {0};
    sn_status status = SN_ESTALE;
    for (int i = 0; i < SN_SNAPSHOT_TRIES && sn_searcher_is_stale(s, status); i++) {
        SN_CLEANUP(sn_chosen) sn_chosen found = {0};
        err = (sn_error){0};
        refusal = (sn_problem){0};
        status = try_once(s, choice, i > 0, most, &found, &refusal, &err);
        if (status == SN_OK) {
            *out = found;
            found = (sn_chosen){0};
        }
    }
    if (status != SN_OK && refusal.code[0] == '\0')
        return sn_refuse_error(problem, &err, status);
    if (status != SN_OK)
        *problem = refusal;
    return status;
}
