/* What a searcher may see of a snapshot: for the rest of its request, what is outside of the scope is hidden. */
#include "query/engine.h"
#include "query/filters.h"
#include "query/refuse.h"

#include <stdlib.h>
#include <string.h>

static const sn_term_list lists[] = {SN_LIST_SOURCE, SN_LIST_CATEGORY, SN_LIST_AUTHOR, SN_LIST_TAG};

/* Each value behind the number of its list: two scopes of one text are one. For free(); NULL: out of memory. */
static char *scope_text(const sn_request *scope)
{
    SN_CLEANUP(sn_buf)
    sn_buf text =
        SN_BUF(sizeof lists * (size_t)SN_LIMIT_FILTER_VALUES * (SN_LIMIT_FIELD_BYTES + 32));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const sn_values *values = sn_filters_values(scope, lists[i]);
        for (size_t v = 0; v < values->n; v++)
            sn_buf_add_format(&text, "%zu:%zu:%s", i, strlen(values->at[v]), values->at[v]);
    }
    return sn_buf_status(&text) == SN_OK ? sn_str_dup((sn_str){sn_buf_text(&text), text.len})
                                         : NULL;
}

static bool is_same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

void sn_searcher_set_scope(sn_searcher *s, const sn_request *scope)
{
    s->scope = scope;
}

bool sn_scope_has_changed(const sn_searcher *s)
{
    if (s->scope == NULL)
        return s->snapshot.scope != NULL;
    char *text = scope_text(s->scope);
    bool is_other = text == NULL || !is_same(text, s->snapshot.scope);
    free(text);
    return is_other;
}

sn_status sn_scope_check(const sn_searcher *s, const sn_request *request, sn_problem *problem)
{
    if (s->scope == NULL || !request->explain)
        return SN_OK;
    return sn_problem_make(
        problem, SN_EINVAL, "not_for_filter", "explain",
        "%s: not with a key that sees a part of the articles",
        "%s: با کلیدی که بخشی از خبرها را می‌بیند نمی‌شود",
        "explain");
}

void sn_outside_done(sn_outside *o)
{
    free(o->scope);
    free(o->docids);
    *o = (sn_outside){0};
}

static bool is_of(const sn_outside *o, const sn_snapshot *now)
{
    return is_same(o->scope, now->scope) && o->generation == now->manifest.generation &&
           o->applied == now->applied;
}

static sn_status take(const sn_xap_matches *m, sn_outside *out, sn_error *err)
{
    size_t n = sn_xap_matches_count(m);
    out->docids = calloc(n + 1, sizeof *out->docids);
    if (out->docids == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    for (size_t i = 0; i < n; i++)
        out->docids[i] = sn_xap_matches_at(m, i)->docid;
    out->n = n;
    return SN_OK;
}

sn_xap_query *sn_scope_query(const sn_searcher *s, sn_tree *t)
{
    sn_xap_query *inside = sn_filters_query(t, s->scope, s->snapshot.spill_minutes, SN_LIST_STEM);
    return sn_tree_pair(t, SN_XAP_AND_NOT, sn_tree_all(t), inside);
}

static sn_status find(const sn_searcher *s, sn_outside *out, sn_error *err)
{
    const sn_snapshot *now = &s->snapshot;
    SN_CLEANUP(sn_tree) sn_tree tree = {.err = err};
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *m = NULL;
    const sn_xap_query *query = sn_scope_query(s, &tree);
    sn_xap_match_opts opts = {.max_items = now->articles, .order = SN_XAP_BY_DOCID};
    sn_status status = tree.status;
    if (status == SN_OK)
        status = sn_xap_match(now->db, query, &opts, &m, err);
    return status == SN_OK ? take(m, out, err) : status;
}

/* First the name is taken away, so that after a failure what is there is of no scope. */
sn_status sn_scope_find_outside(sn_searcher *s, sn_error *err)
{
    sn_snapshot *now = &s->snapshot;
    free(now->scope);
    now->scope = NULL;
    if (s->scope == NULL)
        return SN_OK;
    now->scope = scope_text(s->scope);
    if (now->scope == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    if (is_of(&now->outside, now))
        return SN_OK;
    sn_outside_done(&now->outside);
    sn_status status = find(s, &now->outside, err);
    if (status == SN_OK)
        now->outside.scope = sn_str_dup(sn_str_of(now->scope));
    now->outside.generation = now->manifest.generation;
    now->outside.applied = now->applied;
    return status;
}

sn_docid *sn_scope_join(const sn_docid *held, size_t n_held, const sn_outside *outside, size_t *n)
{
    sn_docid *all = calloc(n_held + outside->n + 1, sizeof *all);
    size_t i = 0, j = 0, k = 0;
    while (all != NULL && (i < n_held || j < outside->n)) {
        bool is_held = j == outside->n || (i < n_held && held[i] < outside->docids[j]);
        sn_docid next = is_held ? held[i++] : outside->docids[j++];
        if (k == 0 || all[k - 1] != next)
            all[k++] = next;
    }
    if (all != NULL)
        *n = k;
    return all;
}
