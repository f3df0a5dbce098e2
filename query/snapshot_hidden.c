/* The articles that a snapshot holds and that may not be shown. */
#include "query/engine.h"

#include <stdlib.h>
#include <string.h>

static int compare_entries(const void *a, const void *b)
{
    const sn_hidden_entry *left = a, *right = b;
    return strcmp(left->id, right->id);
}

static int by_docid(const void *left, const void *right)
{
    const sn_docid *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

bool sn_hidden_has(const sn_hidden *hidden, sn_str id)
{
    char text[SN_LIMIT_ID_BYTES + 1];
    if (hidden->n == 0 || id.len > SN_LIMIT_ID_BYTES)
        return false;
    memcpy(text, id.at, id.len);
    text[id.len] = '\0';
    sn_hidden_entry key = {.id = text};
    return bsearch(&key, hidden->at, hidden->n, sizeof key, compare_entries) != NULL;
}

/* What cannot be told is hidden. */
static bool is_outside(const sn_snapshot *now, sn_str id)
{
    char term[SN_INDEX_TERM_SIZE];
    sn_docid docid = 0;
    if (now->scope == NULL)
        return false;
    if (id.len > SN_LIMIT_ID_BYTES ||
        sn_xap_db_first_with_term(now->db, sn_index_term(SN_LIST_ID, id, term), &docid, NULL) !=
            SN_OK)
        return true;
    return now->n_hidden_docids > 0 && bsearch(&docid, now->hidden_docids, now->n_hidden_docids,
                                               sizeof docid, by_docid) != NULL;
}

bool sn_snapshot_hides(const sn_snapshot *snapshot, sn_str id)
{
    return sn_hidden_has(&snapshot->hidden, id) || is_outside(snapshot, id);
}

/* For sn_hidden_has(). */
static void sort_hidden(sn_hidden *hidden)
{
    if (hidden->n > 1)
        qsort(hidden->at, hidden->n, sizeof *hidden->at, compare_entries);
}

/* Keep what is in force for this commit. */
static void keep_in_force(sn_hidden *hidden, uint64_t applied)
{
    size_t kept = 0;
    for (size_t i = 0; i < hidden->n; i++) {
        if (hidden->at[i].change > applied)
            hidden->at[kept++] = hidden->at[i];
        else
            free(hidden->at[i].id);
    }
    hidden->n = kept;
}

/* Takes docids over. */
static sn_status keep_numbers(sn_snapshot *now, sn_docid *docids, size_t n, sn_error *err)
{
    if (now->scope != NULL) {
        sn_docid *all = sn_scope_join(docids, n, &now->outside, &n);
        free(docids);
        if (all == NULL)
            return sn_fail(err, SN_ENOMEM, "out of memory");
        docids = all;
    }
    free(now->hidden_docids);
    now->hidden_docids = docids;
    now->n_hidden_docids = n;
    return SN_OK;
}

/* The numbers of those that the snapshot holds, and the terms that stand for them (both may be NULL):
 * thousands may wait, few of them indexed. */
static sn_status find_held(sn_snapshot *now, sn_xap_query **terms, size_t *n_terms, sn_error *err)
{
    sn_docid *docids = calloc(now->hidden.n + 1, sizeof *docids);
    sn_status s = docids == NULL ? sn_fail(err, SN_ENOMEM, "out of memory") : SN_OK;
    size_t n = 0;
    for (size_t i = 0; s == SN_OK && i < now->hidden.n; i++) {
        char bytes[SN_INDEX_TERM_SIZE];
        sn_str id = sn_str_of(now->hidden.at[i].id);
        if (i > 0 && strcmp(id.at, now->hidden.at[i - 1].id) == 0)
            continue;
        s = sn_xap_db_first_with_term(now->db, sn_index_term(SN_LIST_ID, id, bytes), &docids[n],
                                      err);
        if (s == SN_OK && terms != NULL)
            terms[n] = sn_tree_term(&now->hidden_tree, SN_LIST_ID, id);
        n += s == SN_OK;
        s = s == SN_ENOTFOUND ? SN_OK : s;
    }
    if (s != SN_OK) {
        free(docids);
        return s;
    }
    if (n > 1)
        qsort(docids, n, sizeof *docids, by_docid);
    if (n_terms != NULL)
        *n_terms = n;
    return keep_numbers(now, docids, n, err);
}

/* One query for them. */
static sn_status plan_hidden(sn_searcher *s, sn_error *err)
{
    sn_snapshot *now = &s->snapshot;
    sn_tree *t = &now->hidden_tree;
    size_t n = 0;
    sn_tree_done(t);
    now->hidden_query = NULL;
    t->err = NULL;
    sn_xap_query **parts = calloc(now->hidden.n + 2, sizeof *parts);
    if (parts == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    sn_status status = find_held(now, parts, &n, err);
    if (status == SN_OK && now->scope != NULL)
        parts[n++] = sn_scope_query(s, t);
    if (status == SN_OK && n > 0)
        now->hidden_query = sn_tree_join(t, SN_XAP_OR, parts, n, 0);
    free(parts);
    return status == SN_OK ? t->status : status;
}

sn_status sn_hidden_collect(const char *dir, const sn_xap_db *db, uint64_t applied, int64_t now_sec,
                            sn_hidden *out, int64_t *next_sec, sn_error *err)
{
    SN_CLEANUP(sn_hidden) sn_hidden hidden = {0};
    sn_status s = sn_hidden_read(dir, &hidden, err);
    if (s != SN_OK)
        return s;
    keep_in_force(&hidden, applied);
    s = sn_snapshot_add_expired(db, now_sec, &hidden, next_sec, err);
    if (s != SN_OK)
        return s;
    sort_hidden(&hidden);
    *out = hidden;
    hidden = (sn_hidden){0};
    return SN_OK;
}

static sn_status read_hidden(sn_searcher *s, sn_error *err)
{
    sn_snapshot *now = &s->snapshot;
    sn_hidden hidden = {0};
    sn_status status =
        sn_hidden_collect(s->engine->dir, now->db, now->applied, sn_engine_now(s->engine), &hidden,
                          &now->next_expiry_sec, err);
    if (status != SN_OK)
        return status;
    sn_hidden_done(&now->hidden);
    now->hidden = hidden;
    status = sn_scope_find_outside(s, err);
    return status == SN_OK ? plan_hidden(s, err) : status;
}

/* After a failure nothing of it is relied on: the next request begins anew. */
sn_status sn_snapshot_read_hidden(sn_searcher *s, sn_error *err)
{
    sn_status status = s->snapshot.db != NULL ? read_hidden(s, err) : SN_OK;
    if (status != SN_OK)
        s->seen = (sn_epoch_values){0};
    return status;
}

/* The entries of `more` move to the set. */
static sn_status add_hidden(sn_hidden *set, sn_hidden *more)
{
    sn_hidden_entry *at = realloc(set->at, (set->n + more->n) * sizeof *at);
    if (at == NULL)
        return SN_ENOMEM;
    set->at = at;
    memcpy(set->at + set->n, more->at, more->n * sizeof *at);
    set->n += more->n;
    more->n = 0;
    sort_hidden(set);
    return SN_OK;
}

sn_status sn_searcher_look_again(sn_searcher *s, sn_error *err)
{
    if (s->epoch == NULL || s->snapshot.db == NULL ||
        sn_epoch_get(s->epoch).hidden == s->seen.hidden)
        return SN_OK;
    SN_CLEANUP(sn_hidden) sn_hidden more = {0};
    sn_status status = sn_hidden_read(s->engine->dir, &more, err);
    if (status != SN_OK)
        return status;
    keep_in_force(&more, s->snapshot.applied);
    if (more.n == 0)
        return SN_OK;
    status = add_hidden(&s->snapshot.hidden, &more);
    return status == SN_OK ? find_held(&s->snapshot, NULL, NULL, err) : status;
}
