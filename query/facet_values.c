/* From labels and how many articles have each, to values: those whose keys are equal are one. */
#include "layout/labels.h"
#include "query/collation.h"
#include "query/facet.h"

#include <stdlib.h>
#include <string.h>

/* A label, or when they are joined a value. */
typedef struct counted {
    sn_label label;
    uint32_t count;
    sn_str order; /* sorts as the text does in a dictionary */
} counted;

/* A hash table of labels, open addressing; an entry without a key is free. */
typedef struct labels {
    counted *at;
    size_t n, cap; /* cap: a power of two */
} labels;

static size_t place_of(const labels *t, sn_label label)
{
    uint64_t h = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < label.key.len; i++)
        h = (h ^ (unsigned char)label.key.at[i]) * 1099511628211u;
    for (size_t i = 0; i < label.text.len; i++)
        h = (h ^ (unsigned char)label.text.at[i]) * 1099511628211u;
    size_t i = (size_t)(h ^ h >> 32) & (t->cap - 1);
    while (t->at[i].label.key.len > 0 && !(sn_str_equal(t->at[i].label.key, label.key) &&
                                           sn_str_equal(t->at[i].label.text, label.text)))
        i = (i + 1) & (t->cap - 1);
    return i;
}

static sn_status make_room(labels *t)
{
    if (2 * (t->n + 1) <= t->cap)
        return SN_OK;
    labels more = {.n = t->n, .cap = t->cap > 0 ? 2 * t->cap : 64};
    more.at = calloc(more.cap, sizeof *more.at);
    if (more.at == NULL)
        return SN_ENOMEM;
    for (size_t i = 0; i < t->cap; i++) {
        if (t->at[i].label.key.len > 0)
            more.at[place_of(&more, t->at[i].label)] = t->at[i];
    }
    free(t->at);
    *t = more;
    return SN_OK;
}

/* The labels of one field, as `documents` articles have them; borrowed from the tally. */
static sn_status add_field(void *ctx, sn_str field, uint32_t documents)
{
    labels *t = ctx;
    sn_label label;
    sn_status s;
    while ((s = sn_labels_take(&field, &label)) == SN_OK) {
        s = make_room(t);
        if (s != SN_OK)
            return s;
        counted *to = &t->at[place_of(t, label)];
        t->n += to->label.key.len == 0;
        to->label = label;
        to->count += documents;
    }
    return s == SN_DONE ? SN_OK : s;
}

/* Values together, the spelling that most articles have first. */
static int by_key(const void *a, const void *b)
{
    const counted *left = a, *right = b;
    int order = sn_str_compare(left->label.key, right->label.key);
    if (order != 0)
        return order;
    if (left->count != right->count)
        return left->count > right->count ? -1 : 1;
    return sn_str_compare(left->label.text, right->label.text);
}

static int by_count(const void *a, const void *b)
{
    const counted *left = a, *right = b;
    if (left->count != right->count)
        return left->count > right->count ? -1 : 1;
    return sn_str_compare(left->label.key, right->label.key);
}

static int by_order(const void *a, const void *b)
{
    const counted *left = a, *right = b;
    int order = sn_str_compare(left->order, right->order);
    return order != 0 ? order : sn_str_compare(left->label.key, right->label.key);
}

/* The entries moved to the front, and those of one key made one. */
static void join_spellings(labels *t)
{
    size_t n = 0, values = 0;
    for (size_t i = 0; i < t->cap; i++) {
        if (t->at[i].label.key.len > 0)
            t->at[n++] = t->at[i];
    }
    if (n > 1)
        qsort(t->at, n, sizeof *t->at, by_key);
    for (size_t i = 0; i < n; i++) {
        if (values > 0 && sn_str_equal(t->at[values - 1].label.key, t->at[i].label.key))
            t->at[values - 1].count += t->at[i].count;
        else
            t->at[values++] = t->at[i];
    }
    t->n = values;
}

static sn_status sort_values(labels *t, sn_facet_sort sort, sn_pool *pool)
{
    if (t->n < 2)
        return SN_OK;
    if (sort == SN_FACET_BY_COUNT) {
        qsort(t->at, t->n, sizeof *t->at, by_count);
        return SN_OK;
    }
    SN_CLEANUP_PTR(sn_collation) sn_collation *collation = NULL;
    sn_status s = sn_collation_open(&collation);
    for (size_t i = 0; i < t->n && s == SN_OK; i++)
        s = sn_collation_key(collation, t->at[i].label.text, pool, &t->at[i].order);
    if (s == SN_OK)
        qsort(t->at, t->n, sizeof *t->at, by_order);
    return s;
}

/* The first of them, copied: the tally goes away. */
static sn_status take_values(const labels *t, size_t limit, sn_pool *pool, sn_facet_counts *out)
{
    size_t n = t->n < limit ? t->n : limit;
    sn_facet_value *values = sn_pool_take(pool, (n + 1) * sizeof *values);
    sn_status s = values == NULL ? SN_ENOMEM : SN_OK;
    for (size_t i = 0; i < n && s == SN_OK; i++) {
        s = sn_pool_copy(pool, t->at[i].label.text, &values[i].value);
        values[i].count = t->at[i].count;
    }
    if (s != SN_OK)
        return s;
    for (size_t i = n; i < t->n; i++)
        out->others += t->at[i].count;
    out->n_others = t->n - n;
    out->values = values;
    out->n = n;
    return SN_OK;
}

sn_status sn_facet_read_values(const sn_xap_tally *tally, size_t i, const sn_request *request,
                               sn_pool *pool, sn_facet_counts *out, sn_error *err)
{
    labels t = {0};
    sn_status s = sn_xap_tally_each(tally, i, add_field, &t);
    if (s == SN_OK) {
        join_spellings(&t);
        s = sort_values(&t, request->facet_sort, pool);
    }
    if (s == SN_OK)
        s = take_values(&t, (size_t)request->facet_limit, pool, out);
    free(t.at);
    return s == SN_OK ? SN_OK : sn_fail(err, s, "the values of a facet cannot be read");
}
