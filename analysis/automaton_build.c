#include "analysis/automaton_build.h"

#include "analysis/lexicon_letters.h"

#include <stdlib.h>
#include <string.h>

#define EDGES_MAX (1u << 28)

typedef struct open_edge {
    uint8_t letter;
    bool final;
    uint32_t target; /* set when the state behind it is closed */
} open_edge;

typedef struct open_state {
    open_edge edges[SN_LETTERS];
    size_t n;
} open_state;

struct sn_automaton_builder {
    uint64_t *edges;  /* closed states */
    uint32_t *counts; /* keys of the state that begins at this edge */
    size_t n_edges, cap;
    uint32_t *table; /* closed states by content, 0 = free */
    size_t table_size, n_states;
    open_state path[SN_KEY_MAX + 1]; /* states along the last key */
    uint8_t last[SN_KEY_MAX];
    size_t last_len;
    uint32_t first[SN_FIRST]; /* edges of the root by letter */
};

sn_status sn_automaton_builder_create(sn_automaton_builder **out)
{
    sn_automaton_builder *b = calloc(1, sizeof *b);
    if (b == NULL)
        return SN_ENOMEM;
    b->cap = 1024;
    b->table_size = 1024;
    b->edges = calloc(b->cap, sizeof *b->edges);
    b->counts = calloc(b->cap, sizeof *b->counts);
    b->table = calloc(b->table_size, sizeof *b->table);
    b->n_edges = 1;
    if (b->edges == NULL || b->counts == NULL || b->table == NULL) {
        sn_automaton_builder_destroy(b);
        return SN_ENOMEM;
    }
    *out = b;
    return SN_OK;
}

void sn_automaton_builder_destroy(sn_automaton_builder *b)
{
    if (b == NULL)
        return;
    free(b->edges);
    free(b->counts);
    free(b->table);
    free(b);
}

static uint64_t hash_state(const uint64_t *edges)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0;; i++) {
        h = (h ^ edges[i]) * UINT64_C(0x9e3779b97f4a7c15);
        h ^= h >> 29;
        if (SN_EDGE_LAST(edges[i]))
            return h;
    }
}

static bool same_state(const uint64_t *a, const uint64_t *b)
{
    for (size_t i = 0; a[i] == b[i]; i++) {
        if (SN_EDGE_LAST(a[i]))
            return true;
    }
    return false;
}

/* Where the state at `edges` is in the table, or the free place for it. */
static uint32_t *table_slot(const sn_automaton_builder *b, const uint64_t *edges)
{
    for (uint64_t h = hash_state(edges);; h++) {
        uint32_t *slot = &b->table[h & (b->table_size - 1)];
        if (*slot == 0 || same_state(b->edges + *slot, edges))
            return slot;
    }
}

static sn_status grow_table(sn_automaton_builder *b)
{
    uint32_t *old = b->table;
    size_t old_size = b->table_size;
    b->table = calloc(old_size * 2, sizeof *b->table);
    if (b->table == NULL) {
        b->table = old;
        return SN_ENOMEM;
    }
    b->table_size = old_size * 2;
    for (size_t i = 0; i < old_size; i++) {
        if (old[i] != 0)
            *table_slot(b, b->edges + old[i]) = old[i];
    }
    free(old);
    return SN_OK;
}

static sn_status grow_edges(sn_automaton_builder *b)
{
    size_t cap = b->cap * 2;
    if (cap > EDGES_MAX)
        return SN_ELIMIT;
    uint64_t *edges = realloc(b->edges, cap * sizeof *edges);
    if (edges == NULL)
        return SN_ENOMEM;
    b->edges = edges;
    uint32_t *counts = realloc(b->counts, cap * sizeof *counts);
    if (counts == NULL)
        return SN_ENOMEM;
    b->counts = counts;
    b->cap = cap;
    return SN_OK;
}

/* Write the edges of an open state behind the closed ones; returns how many keys it has. */
static uint32_t lay_out(sn_automaton_builder *b, const open_state *s)
{
    uint32_t keys = 0;
    for (size_t i = 0; i < s->n; i++) {
        const open_edge *e = &s->edges[i];
        b->edges[b->n_edges + i] = (uint64_t)e->letter | (uint64_t)(i + 1 == s->n) << 6 |
                                   (uint64_t)e->final << 7 | (uint64_t)keys << 8 |
                                   (uint64_t)e->target << 36;
        keys += (e->final ? 1u : 0u) + (e->target != 0 ? b->counts[e->target] : 0u);
    }
    return keys;
}

/* Close a state: find its equal or keep it. Returns its number in *out. */
static sn_status close_state(sn_automaton_builder *b, open_state *s, uint32_t *out)
{
    *out = 0;
    if (s->n == 0)
        return SN_OK;
    while (b->n_edges + s->n > b->cap) {
        sn_status status = grow_edges(b);
        if (status != SN_OK)
            return status;
    }
    if (b->n_states * 2 >= b->table_size) {
        sn_status status = grow_table(b);
        if (status != SN_OK)
            return status;
    }
    uint32_t keys = lay_out(b, s);
    uint32_t *slot = table_slot(b, b->edges + b->n_edges);
    if (*slot == 0) {
        *slot = (uint32_t)b->n_edges;
        b->counts[b->n_edges] = keys;
        b->n_edges += s->n;
        b->n_states++;
    }
    *out = *slot;
    s->n = 0;
    return SN_OK;
}

/* Close the states of the last key that lie deeper than `depth`. */
static sn_status close_below(sn_automaton_builder *b, size_t depth)
{
    for (size_t i = b->last_len; i > depth; i--) {
        open_state *parent = &b->path[i - 1];
        sn_status status = close_state(b, &b->path[i], &parent->edges[parent->n - 1].target);
        if (status != SN_OK)
            return status;
    }
    return SN_OK;
}

sn_status sn_automaton_builder_add(sn_automaton_builder *b, const uint8_t *key, size_t len)
{
    if (len == 0 || len > SN_KEY_MAX)
        return SN_EINVAL;
    size_t common = 0;
    while (common < len && common < b->last_len && key[common] == b->last[common])
        common++;
    if (common == len || (common < b->last_len && key[common] < b->last[common]))
        return SN_EINVAL;
    sn_status status = close_below(b, common);
    if (status != SN_OK)
        return status;
    for (size_t i = common; i < len; i++) {
        open_state *s = &b->path[i];
        s->edges[s->n++] = (open_edge){.letter = key[i], .final = i + 1 == len};
        b->path[i + 1].n = 0;
    }
    memcpy(b->last, key, len);
    b->last_len = len;
    return SN_OK;
}

sn_status sn_automaton_builder_finish(sn_automaton_builder *b, sn_automaton *out, size_t *n_edges)
{
    uint32_t root;
    sn_status status = close_below(b, 0);
    if (status == SN_OK)
        status = close_state(b, &b->path[0], &root);
    if (status != SN_OK)
        return status;
    b->last_len = 0;
    for (uint32_t e = root; e != 0; e = SN_EDGE_LAST(b->edges[e]) ? 0 : e + 1)
        b->first[SN_EDGE_LETTER(b->edges[e])] = e;
    *out = (sn_automaton){b->edges, b->first};
    *n_edges = b->n_edges;
    return SN_OK;
}
