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

bool sn_snapshot_hides(const sn_snapshot *snapshot, sn_str id)
{
    return sn_hidden_has(&snapshot->hidden, id);
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

/* The numbers of those that the snapshot holds, and the terms that stand for them (terms may be NULL):
 * thousands may wait, few of them indexed. */
static sn_status find_held(sn_snapshot *now, sn_xap_query **terms, sn_error *err)
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
    free(now->hidden_docids);
    now->hidden_docids = docids;
    now->n_hidden_docids = n;
    return SN_OK;
}

/* One query for them. */
static sn_status plan_hidden(sn_snapshot *now, sn_error *err)
{
    sn_tree *t = &now->hidden_tree;
    sn_tree_done(t);
    now->hidden_query = NULL;
    t->err = NULL;
    sn_xap_query **terms = calloc(now->hidden.n + 1, sizeof *terms);
    if (terms == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    sn_status s = find_held(now, terms, err);
    if (s == SN_OK && now->n_hidden_docids > 0)
        now->hidden_query = sn_tree_join(t, SN_XAP_OR, terms, now->n_hidden_docids, 0);
    free(terms);
    return s == SN_OK ? t->status : s;
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

sn_status sn_snapshot_read_hidden(sn_searcher *s, sn_error *err)
{
    sn_snapshot *now = &s->snapshot;
    if (now->db == NULL)
        return SN_OK;
    sn_hidden hidden = {0};
    sn_status status =
        sn_hidden_collect(s->engine->dir, now->db, now->applied, sn_engine_now(s->engine), &hidden,
                          &now->next_expiry_sec, err);
    if (status != SN_OK)
        return status;
    sn_hidden_done(&now->hidden);
    now->hidden = hidden;
    return plan_hidden(now, err);
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
    return status == SN_OK ? find_held(&s->snapshot, NULL, err) : status;
}
