/* Which of the words may be missing, step by step: in step k as much weight as that of the k
 * weightiest. So one rare word, or several common ones: by their number alone, articles with all
 * but the word that the query is about would do («علل مرگ و میر نهنگ‌ها» without whales). */
#include "query/plan_parts.h"

/* Queries that one step may be made of: each opens posting lists. With 600 no title with words changed
 * ranked higher, and the slowest took three times as long. */
#define STEP_QUERIES 200

/* The clauses by falling weight; left[i]: the weight of those from i on. */
typedef struct ladder {
    const sn_clause *at;
    size_t n;
    double left[SN_LIMIT_QUERY_TERMS + 1];
} ladder;

static void init_ladder(ladder *l, const sn_clause *clauses, size_t n)
{
    *l = (ladder){.at = clauses, .n = n};
    for (size_t i = n; i-- > 0;)
        l->left[i] = l->left[i + 1] + clauses[i].weight;
}

double sn_plan_allowance(const sn_clause *clauses, size_t n, size_t misses)
{
    double sum = 0;
    for (size_t i = 0; i < misses && i < n; i++)
        sum += clauses[i].weight;
    return sum * (1 + 1e-9);
}

/* How many queries it takes that of the clauses from i on no more than `may` is missing; more than
 * STEP_QUERIES if too many. */
static size_t size_of(const ladder *l, size_t i, double may, size_t so_far)
{
    if (may >= l->left[i] || so_far > STEP_QUERIES)
        return so_far;
    so_far = size_of(l, i + 1, may, so_far + 1);
    return may >= l->at[i].weight ? size_of(l, i + 1, may - l->at[i].weight, so_far) : so_far;
}

/* The query for the same; NULL: nothing is needed. Either the first is there, or it is missing and
 * the others may miss less. */
static sn_xap_query *but(sn_tree *t, const ladder *l, size_t i, double may)
{
    if (may >= l->left[i])
        return NULL;
    sn_xap_query *with = but(t, l, i + 1, may), *first = l->at[i].query;
    if (with != NULL)
        first = sn_tree_pair(t, SN_XAP_AND, first, with);
    if (may < l->at[i].weight)
        return first;
    sn_xap_query *without = but(t, l, i + 1, may - l->at[i].weight);
    return without == NULL ? NULL : sn_tree_pair(t, SN_XAP_OR, first, without);
}

sn_xap_query *sn_plan_but(sn_tree *t, const sn_clause *clauses, size_t n, size_t misses)
{
    ladder l;
    init_ladder(&l, clauses, n);
    return but(t, &l, 0, sn_plan_allowance(clauses, n, misses));
}

bool sn_plan_can_miss(const sn_clause *clauses, size_t n, size_t misses)
{
    ladder l;
    init_ladder(&l, clauses, n);
    double may = sn_plan_allowance(clauses, n, misses);
    return misses + 2 <= n && size_of(&l, 0, may, 0) <= STEP_QUERIES;
}

void sn_plan_sort_clauses(sn_clause *clauses, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        sn_clause c = clauses[i];
        size_t k = i;
        for (; k > 0 && clauses[k - 1].weight < c.weight; k--)
            clauses[k] = clauses[k - 1];
        clauses[k] = c;
    }
}
