#include "query/tree.h"

#include "base/grow.h"
#include "base/limits.h"

#include <stdlib.h>

void sn_tree_done(sn_tree *t)
{
    for (size_t i = 0; i < t->n; i++)
        sn_xap_query_destroy(t->owned[i]);
    free(t->owned);
    *t = (sn_tree){0};
}

/* Room for one more before it is made, so that what is made is always owned. */
static bool can_take(sn_tree *t)
{
    if (t->status != SN_OK)
        return false;
    sn_xap_query **owned = sn_grow(t->owned, t->n, &t->cap, sizeof *owned);
    if (owned == NULL) {
        t->status = SN_ENOMEM;
        return false;
    }
    t->owned = owned;
    return true;
}

static sn_xap_query *take(sn_tree *t, sn_status status, sn_xap_query *q)
{
    t->status = status;
    if (status != SN_OK)
        return NULL;
    t->owned[t->n++] = q;
    return q;
}

sn_xap_query *sn_tree_raw(sn_tree *t, sn_str term)
{
    sn_xap_query *q = NULL;
    if (!can_take(t))
        return NULL;
    sn_status s = sn_xap_query_term(term, 1, &q, t->err);
    return take(t, s, q);
}

sn_xap_query *sn_tree_term(sn_tree *t, sn_term_list list, sn_str text)
{
    char term[SN_INDEX_TERM_SIZE];
    return sn_tree_raw(t, sn_index_term(list, text, term));
}

sn_xap_query *sn_tree_join(sn_tree *t, sn_xap_op op, sn_xap_query *const *parts, size_t n,
                           uint32_t window)
{
    sn_xap_query *q = NULL;
    if (!can_take(t))
        return NULL;
    sn_status s = sn_xap_query_join(op, parts, n, window, &q, t->err);
    return take(t, s, q);
}

sn_xap_query *sn_tree_pair(sn_tree *t, sn_xap_op op, sn_xap_query *left, sn_xap_query *right)
{
    sn_xap_query *both[] = {left, right};
    return sn_tree_join(t, op, both, 2, 0);
}

sn_xap_query *sn_tree_scale(sn_tree *t, sn_xap_query *scaled, double factor)
{
    sn_xap_query *q = NULL;
    if (!can_take(t))
        return NULL;
    sn_status s = sn_xap_query_scale(scaled, factor, &q, t->err);
    return take(t, s, q);
}

sn_xap_query *sn_tree_all(sn_tree *t)
{
    sn_xap_query *q = NULL;
    if (!can_take(t))
        return NULL;
    sn_status s = sn_xap_query_all(&q, t->err);
    return take(t, s, q);
}

sn_xap_query *sn_tree_nothing(sn_tree *t)
{
    sn_xap_query *q = NULL;
    if (!can_take(t))
        return NULL;
    sn_status s = sn_xap_query_nothing(&q, t->err);
    return take(t, s, q);
}

sn_xap_query *sn_tree_range(sn_tree *t, const sn_xap_docid_range *range)
{
    sn_xap_query *q = NULL;
    if (!can_take(t))
        return NULL;
    sn_status s = sn_xap_query_docid_range(range, &q, t->err);
    return take(t, s, q);
}

sn_xap_query *sn_tree_docids(sn_tree *t, const sn_docid *docids, size_t n)
{
    sn_xap_query *q = NULL;
    if (!can_take(t))
        return NULL;
    sn_status s = sn_xap_query_docids(docids, n, &q, t->err);
    return take(t, s, q);
}

sn_xap_query *sn_tree_words(sn_tree *t, const sn_xap_db *db, const sn_xap_word *words, size_t n,
                            double k1, double b, const sn_xap_decay *decay)
{
    sn_xap_query *q = NULL;
    if (!can_take(t))
        return NULL;
    sn_status s = sn_xap_query_words(db, words, n, k1, b, decay, &q, t->err);
    return take(t, s, q);
}

sn_xap_query *sn_tree_values_from(sn_tree *t, uint32_t slot, sn_str low)
{
    sn_xap_query *q = NULL;
    if (!can_take(t))
        return NULL;
    sn_status s = sn_xap_query_value_range(slot, low, (sn_str){0}, &q, t->err);
    return take(t, s, q);
}

sn_xap_query *sn_tree_decay(sn_tree *t, const sn_xap_decay *decay)
{
    sn_xap_query *q = NULL;
    if (!can_take(t))
        return NULL;
    sn_status s = sn_xap_query_decay(decay, &q, t->err);
    return take(t, s, q);
}

sn_xap_query *sn_tree_constant(sn_tree *t, double weight, sn_xap_query *q)
{
    sn_xap_query *out = NULL;
    if (!can_take(t))
        return NULL;
    sn_status s = sn_xap_query_constant(weight, q, &out, t->err);
    return take(t, s, out);
}

static sn_xap_query *placed(sn_tree *t, sn_xap_op op, sn_term_list list, const sn_str *terms,
                            size_t n, uint32_t span)
{
    sn_xap_query *parts[SN_LIMIT_QUERY_TERMS];
    if (n > SN_LIMIT_QUERY_TERMS) {
        t->status = SN_ELIMIT;
        return NULL;
    }
    for (size_t i = 0; i < n; i++)
        parts[i] = sn_tree_term(t, list, terms[i]);
    return sn_tree_join(t, op, parts, n, span > n ? span : (uint32_t)n);
}

sn_xap_query *sn_tree_phrase(sn_tree *t, sn_term_list list, const sn_str *terms, size_t n,
                             uint32_t span)
{
    return placed(t, SN_XAP_PHRASE, list, terms, n, span);
}

sn_xap_query *sn_tree_near(sn_tree *t, sn_term_list list, const sn_str *terms, size_t n,
                           uint32_t span)
{
    return placed(t, SN_XAP_NEAR, list, terms, n, span);
}
