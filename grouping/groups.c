#include "grouping/groups.h"

#include <stdlib.h>
#include <string.h>

#define NOBODY UINT32_MAX

/* Nodes are named by their rank: 0 is the earliest. Of equal texts only the first, their head, has pairs. */
typedef struct graph {
    const sn_group_node *nodes;
    uint32_t n;
    uint32_t *order;      /* rank -> place in nodes */
    uint32_t *rank;       /* and back */
    uint32_t *head;       /* rank -> rank of the first of the same text */
    sn_group_pair *pairs; /* both ways, sorted, each once */
    size_t n_pairs;
    size_t *first;     /* rank -> where its pairs begin; n + 1 of them */
    uint32_t *leader;  /* rank -> rank, NOBODY yet */
    uint32_t *seen;    /* how many of the core a node is a copy of */
    uint32_t *core;    /* leader and first ring */
    uint32_t *touched; /* nodes that seen was counted up for */
} graph;

static int compare_nodes(const void *x, const void *y, void *context)
{
    const sn_group_node *nodes = context;
    const sn_group_node *a = &nodes[*(const uint32_t *)x], *b = &nodes[*(const uint32_t *)y];
    if (a->published_sec != b->published_sec)
        return a->published_sec < b->published_sec ? -1 : 1;
    return sn_str_compare(a->id, b->id);
}

/* By text, then rank. */
static int compare_texts(const void *x, const void *y, void *context)
{
    const graph *g = context;
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    uint64_t text_a = g->nodes[g->order[a]].text, text_b = g->nodes[g->order[b]].text;
    if (text_a != text_b)
        return text_a < text_b ? -1 : 1;
    return (a > b) - (a < b);
}

static int compare_pairs(const void *x, const void *y)
{
    const sn_group_pair *a = x, *b = y;
    return a->a != b->a ? (a->a > b->a) - (a->a < b->a) : (a->b > b->b) - (a->b < b->b);
}

static void rank_nodes(graph *g)
{
    for (uint32_t i = 0; i < g->n; i++)
        g->order[i] = i;
    qsort_r(g->order, g->n, sizeof *g->order, compare_nodes, (void *)(uintptr_t)g->nodes);
    for (uint32_t i = 0; i < g->n; i++)
        g->rank[g->order[i]] = i;
}

static void join_equal_texts(graph *g)
{
    uint32_t *by_text = g->touched; /* free until the groups are made */
    for (uint32_t i = 0; i < g->n; i++)
        by_text[i] = i;
    qsort_r(by_text, g->n, sizeof *by_text, compare_texts, g);
    for (uint32_t i = 0; i < g->n; i++) {
        uint64_t text = g->nodes[g->order[by_text[i]]].text;
        bool same = i > 0 && text != 0 && text == g->nodes[g->order[by_text[i - 1]]].text;
        g->head[by_text[i]] = same ? g->head[by_text[i - 1]] : by_text[i];
    }
}

static void sort_pairs(graph *g)
{
    size_t kept = 0;
    qsort(g->pairs, g->n_pairs, sizeof *g->pairs, compare_pairs);
    for (size_t i = 0; i < g->n_pairs; i++) {
        if (kept == 0 || compare_pairs(&g->pairs[kept - 1], &g->pairs[i]) != 0)
            g->pairs[kept++] = g->pairs[i];
    }
    g->n_pairs = kept;
    for (size_t node = 0, i = 0; node <= g->n; node++) {
        while (i < kept && g->pairs[i].a < node)
            i++;
        g->first[node] = i;
    }
}

static sn_status take_pairs(graph *g, const sn_group_pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (pairs[i].a >= g->n || pairs[i].b >= g->n)
            return SN_EINVAL;
        uint32_t a = g->head[g->rank[pairs[i].a]], b = g->head[g->rank[pairs[i].b]];
        if (a == b)
            continue;
        g->pairs[g->n_pairs++] = (sn_group_pair){a, b};
        g->pairs[g->n_pairs++] = (sn_group_pair){b, a};
    }
    sort_pairs(g);
    return SN_OK;
}

/* Leader and first ring, into core; how many they are. */
static uint32_t make_core(graph *g, uint32_t leader)
{
    uint32_t n = 0;
    g->core[n++] = leader;
    g->leader[leader] = leader;
    for (size_t i = g->first[leader]; i < g->first[leader + 1]; i++) {
        uint32_t node = g->pairs[i].b;
        if (g->leader[node] != NOBODY)
            continue;
        g->leader[node] = leader;
        g->core[n++] = node;
    }
    return n;
}

static void add_second_ring(graph *g, uint32_t leader, uint32_t n_core)
{
    uint32_t n = 0;
    for (uint32_t c = 0; c < n_core; c++) {
        for (size_t i = g->first[g->core[c]]; i < g->first[g->core[c] + 1]; i++) {
            uint32_t node = g->pairs[i].b;
            if (g->leader[node] != NOBODY)
                continue;
            if (g->seen[node]++ == 0)
                g->touched[n++] = node;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t node = g->touched[i];
        if (2 * (uint64_t)g->seen[node] >= n_core)
            g->leader[node] = leader;
        g->seen[node] = 0;
    }
}

static void make_groups(graph *g, uint32_t *leaders)
{
    memset(g->leader, 0xff, g->n * sizeof *g->leader);
    memset(g->seen, 0, g->n * sizeof *g->seen);
    for (uint32_t node = 0; node < g->n; node++) {
        if (g->head[node] == node && g->leader[node] == NOBODY)
            add_second_ring(g, node, make_core(g, node));
    }
    for (uint32_t node = 0; node < g->n; node++)
        leaders[g->order[node]] = g->order[g->leader[g->head[node]]];
}

static bool make_room(graph *g, size_t n_pairs)
{
    uint32_t **arrays[] = {&g->order, &g->rank, &g->head,   &g->leader,
                           &g->seen,  &g->core, &g->touched};
    size_t n_arrays = sizeof arrays / sizeof *arrays, n = g->n;
    uint32_t *all = calloc(n_arrays * n, sizeof *all);
    g->order = all;
    if (all == NULL)
        return false;
    for (size_t i = 0; i < n_arrays; i++)
        *arrays[i] = all + i * n;
    g->first = calloc(n + 1, sizeof *g->first);
    g->pairs = calloc(2 * n_pairs + 1, sizeof *g->pairs);
    return g->first != NULL && g->pairs != NULL;
}

sn_status sn_groups_of(const sn_group_node *nodes, size_t n, const sn_group_pair *pairs,
                       size_t n_pairs, uint32_t *leaders)
{
    graph g = {.nodes = nodes, .n = (uint32_t)n};
    sn_status s = SN_OK;
    if (n == 0)
        return n_pairs == 0 ? SN_OK : SN_EINVAL;
    if (n >= NOBODY || !make_room(&g, n_pairs))
        s = SN_ENOMEM;
    if (s == SN_OK) {
        rank_nodes(&g);
        join_equal_texts(&g);
        s = take_pairs(&g, pairs, n_pairs);
    }
    if (s == SN_OK)
        make_groups(&g, leaders);
    free(g.order);
    free(g.first);
    free(g.pairs);
    return s;
}
