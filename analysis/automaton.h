/* analysis/automaton - a minimal acyclic automaton that numbers its keys.
 *
 * A set of words as a graph in which equal endings are stored once; walking a key gives its rank
 * in the sorted set, the index of its record in an array beside (minimal perfect hashing by
 * counts). Read-only data without pointers: it is mapped, never loaded. Keys are letters of
 * lexicon_letters.h. */
#ifndef SN_ANALYSIS_AUTOMATON_H
#define SN_ANALYSIS_AUTOMATON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One edge: letter in bits 0-5, "last of its state" in 6, "a key ends here" in 7, keys of the
 * state before this edge in 8-35, target state in 36-63. A state is the index of its first edge;
 * state 0 has none. */
#define SN_EDGE_LETTER(e) ((uint8_t)((e)&63u))
#define SN_EDGE_LAST(e)   (((e) >> 6 & 1u) != 0)
#define SN_EDGE_FINAL(e)  (((e) >> 7 & 1u) != 0)
#define SN_EDGE_SKIP(e)   ((uint32_t)((e) >> 8 & 0xfffffffu))
#define SN_EDGE_TARGET(e) ((uint32_t)((e) >> 36))

/* The root has an edge for nearly every letter: `first` gives the one of a letter at once. */
typedef struct sn_automaton {
    const uint64_t *edges;
    const uint32_t *first; /* SN_FIRST entries, 0 = no key begins so */
} sn_automaton;

#define SN_FIRST 64

/* Where a walk stands: after some letters that begin at least one key. */
typedef struct sn_walk {
    uint32_t state; /* SN_WALK_ROOT before the first letter */
    uint32_t rank;  /* rank of the key that ends here, if final */
    bool final;
} sn_walk;

#define SN_WALK_ROOT UINT32_MAX

static inline sn_walk sn_walk_begin(void)
{
    return (sn_walk){SN_WALK_ROOT, 0, false};
}

/* Take edge e. */
static inline void sn_walk_take(sn_walk *w, uint64_t e)
{
    w->rank += SN_EDGE_SKIP(e) + w->final;
    w->final = SN_EDGE_FINAL(e);
    w->state = SN_EDGE_TARGET(e);
}

/* One letter further. False, with *w left as it was, if no key goes on so. */
static inline bool sn_walk_step(const sn_automaton *a, sn_walk *w, uint8_t letter)
{
    if (w->state == SN_WALK_ROOT) {
        uint32_t e = a->first[letter % SN_FIRST];
        if (e != 0)
            sn_walk_take(w, a->edges[e]);
        return e != 0;
    }
    if (w->state == 0)
        return false;
    for (const uint64_t *e = a->edges + w->state;; e++) {
        if (SN_EDGE_LETTER(*e) == letter) {
            sn_walk_take(w, *e);
            return true;
        }
        if (SN_EDGE_LAST(*e))
            return false;
    }
}

#define SN_NO_RANK UINT32_MAX

/* The rank of the whole key, or SN_NO_RANK. */
uint32_t sn_automaton_find(const sn_automaton *a, const uint8_t *key, size_t len);

#endif
