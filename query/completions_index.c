#include "query/completions.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

typedef struct spot {
    uint32_t place, owner;
} spot;

typedef struct sorting {
    const char *keys;
    const sn_completion *items;
} sorting;

/* What stands at a place, to the end of its key. */
static sn_str rest_at(const char *keys, const sn_completion *item, uint32_t place)
{
    return (sn_str){keys + place, item->key + item->key_len - place};
}

static int compare_spots(const void *a, const void *b, void *ctx)
{
    const spot *left = a, *right = b;
    const sorting *s = ctx;
    int order = sn_str_compare(rest_at(s->keys, &s->items[left->owner], left->place),
                               rest_at(s->keys, &s->items[right->owner], right->place));
    return order != 0 ? order : (left->owner > right->owner) - (left->owner < right->owner);
}

/* Items stand best first; those that begin with what was typed go before those that only have it. */
static uint32_t rank_of(const sn_completion_set *set, uint32_t i)
{
    uint32_t owner = set->owners[i];
    return set->places[i] == set->items[owner].key ? owner : (uint32_t)set->n_items + owner;
}

static uint32_t better(const sn_completion_set *set, uint32_t a, uint32_t b)
{
    return rank_of(set, b) < rank_of(set, a) ? b : a;
}

static void fill_tree(sn_completion_set *set)
{
    size_t n = set->n_places;
    for (size_t i = 0; i < n; i++)
        set->tree[n + i] = (uint32_t)i;
    for (size_t i = n; i-- > 1;)
        set->tree[i] = better(set, set->tree[2 * i], set->tree[2 * i + 1]);
}

sn_status sn_completion_set_index(sn_completion_set *set, sn_str keys, const uint32_t *starts,
                                  const uint32_t *first)
{
    size_t n = first[set->n_items];
    sorting s = {keys.at, set->items};
    spot *spots = calloc(n + 1, sizeof *spots);
    set->places = calloc(n + 1, sizeof *set->places);
    set->owners = calloc(n + 1, sizeof *set->owners);
    set->tree = calloc(2 * n + 2, sizeof *set->tree);
    if (spots == NULL || set->places == NULL || set->owners == NULL || set->tree == NULL) {
        free(spots);
        return SN_ENOMEM;
    }
    for (uint32_t item = 0; item < set->n_items; item++) {
        for (uint32_t i = first[item]; i < first[item + 1]; i++)
            spots[i] = (spot){starts[i], item};
    }
    if (n > 1)
        qsort_r(spots, n, sizeof *spots, compare_spots, &s);
    for (size_t i = 0; i < n; i++) {
        set->places[i] = spots[i].place;
        set->owners[i] = spots[i].owner;
    }
    set->n_places = n;
    free(spots);
    fill_tree(set);
    return SN_OK;
}

/* ---- walking ---------------------------------------------------------------------------------- */

/* The first place whose text, cut to the length of the prefix, is not before it; is_behind: the first
 * that is behind it. */
static uint32_t bound_of(const sn_completion_set *set, const char *keys, sn_str prefix,
                         bool is_behind)
{
    size_t low = 0, high = set->n_places;
    while (low < high) {
        size_t middle = (low + high) / 2;
        sn_str rest = rest_at(keys, &set->items[set->owners[middle]], set->places[middle]);
        rest.len = rest.len < prefix.len ? rest.len : prefix.len;
        int order = sn_str_compare(rest, prefix);
        if (order < 0 || (is_behind && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)low;
}

/* The place of the best rank within first..last - 1, which are not none. */
static uint32_t best_of(const sn_completion_set *set, uint32_t first, uint32_t last)
{
    size_t n = set->n_places, low = n + first, high = n + last;
    uint32_t best = first;
    for (; low < high; low /= 2, high /= 2) {
        if (low % 2 == 1)
            best = better(set, best, set->tree[low++]);
        if (high % 2 == 1)
            best = better(set, best, set->tree[--high]);
    }
    return best;
}

static void add_range(sn_completion_walk *w, uint32_t first, uint32_t last)
{
    if (first < last)
        w->ranges[w->n_ranges++] = (sn_completion_range){first, last, best_of(w->set, first, last)};
}

void sn_completion_walk_begin(sn_completion_walk *w, const sn_completions *c,
                              sn_completion_type type, sn_str prefix)
{
    const sn_completion_set *set = &c->sets[type];
    const char *keys = sn_buf_text(&c->keys);
    w->set = set;
    w->n_ranges = w->n_tries = w->n_given = 0;
    add_range(w, bound_of(set, keys, prefix, false), bound_of(set, keys, prefix, true));
}

static bool was_given(const sn_completion_walk *w, uint32_t item)
{
    for (size_t i = 0; i < w->n_given; i++) {
        if (w->given[i] == item)
            return true;
    }
    return false;
}

const sn_completion *sn_completion_walk_next(sn_completion_walk *w, uint32_t *place)
{
    const sn_completion_set *set = w->set;
    while (w->n_ranges > 0 && w->n_tries < SN_COMPLETION_TRIES) {
        size_t at = 0;
        for (size_t i = 1; i < w->n_ranges; i++) {
            if (rank_of(set, w->ranges[i].best) < rank_of(set, w->ranges[at].best))
                at = i;
        }
        sn_completion_range r = w->ranges[at];
        w->ranges[at] = w->ranges[--w->n_ranges];
        add_range(w, r.first, r.best);
        add_range(w, r.best + 1, r.last);
        w->n_tries++;
        uint32_t item = set->owners[r.best];
        if (was_given(w, item))
            continue;
        w->given[w->n_given++] = item;
        *place = set->places[r.best];
        return &set->items[item];
    }
    return NULL;
}
