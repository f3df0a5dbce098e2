#include "query/word_list.h"

#include "base/limits.h"

#include <math.h>
#include <string.h>

/* Damerau's distance (a swap of neighbours counts as one edit) with a cost for each edit, computed
 * row by row down the trie: row d is the distance of a word's first d letters from each beginning
 * of what was written. */
typedef struct walk {
    const sn_word_list *list;
    const sn_spelled *word;
    unsigned bound;
    uint8_t row[SN_SPELLING_LETTERS + 1][SN_SPELLING_LETTERS + 1];
    uint8_t least[SN_SPELLING_LETTERS + 1]; /* of each row */
    sn_near *out;
    size_t n, cap;
} walk;

#define FAR 200 /* beyond every bound, and no sum of two overflows a byte */

static unsigned least_of(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Letter i of letters is too many, beside its neighbours: cheaper where it only repeats one. */
static unsigned gap_cost(const uint8_t *letters, size_t i)
{
    unsigned first = i == 0 ? SN_COST_FIRST : 0;
    return i > 0 && letters[i] == letters[i - 1] ? SN_COST_TWICE : SN_COST_GAP + first;
}

static void fill_first_row(walk *w)
{
    w->row[0][0] = 0;
    for (size_t j = 1; j <= w->word->len; j++)
        w->row[0][j] = (uint8_t)least_of(FAR, w->row[0][j - 1] + gap_cost(w->word->at, j - 1));
    w->least[0] = 0;
}

static unsigned cell(const walk *w, const uint8_t *letters, size_t d, size_t j)
{
    const uint8_t *typed = w->word->at;
    uint8_t a = letters[d - 1], b = typed[j - 1];
    unsigned first =
        d == 1 && j == 1 && a != b && w->list->costs[a][b] > SN_COST_HOMOPHONE ? SN_COST_FIRST : 0;
    unsigned best = w->row[d - 1][j - 1] + w->list->costs[a][b] + first;
    best = least_of(best, w->row[d - 1][j] + gap_cost(letters, d - 1));
    best = least_of(best, w->row[d][j - 1] + gap_cost(typed, j - 1));
    if (d > 1 && j > 1 && a == typed[j - 2] && b == letters[d - 2] && a != b)
        best = least_of(best, w->row[d - 2][j - 2] + (unsigned)SN_COST_SWAPPED);
    return least_of(best, FAR);
}

/* The row of the first d letters. False: no word that begins with them is near. */
static bool fill_row(walk *w, const uint8_t *letters, size_t d)
{
    unsigned least = least_of(FAR, w->row[d - 1][0] + gap_cost(letters, d - 1));
    w->row[d][0] = (uint8_t)least;
    for (size_t j = 1; j <= w->word->len; j++) {
        w->row[d][j] = (uint8_t)cell(w, letters, d, j);
        least = least_of(least, w->row[d][j]);
    }
    w->least[d] = (uint8_t)least;
    return least <= w->bound || w->least[d - 1] + (unsigned)SN_COST_SWAPPED <= w->bound;
}

double sn_near_worth(unsigned cost, uint32_t freq)
{
    return 0.7 * log2(1 + (double)freq) - SN_COST_BITS * cost;
}

static void keep(walk *w, uint32_t word, unsigned cost)
{
    sn_near near = {word, w->list->freq[word], cost};
    double worth = sn_near_worth(cost, near.freq);
    size_t at = w->n < w->cap ? w->n : w->cap;
    while (at > 0 && sn_near_worth(w->out[at - 1].cost, w->out[at - 1].freq) < worth)
        at--;
    if (at == w->cap)
        return;
    if (w->n < w->cap)
        w->n++;
    memmove(w->out + at + 1, w->out + at, (w->n - at - 1) * sizeof *w->out);
    w->out[at] = near;
}

/* Words that share their first `dead` letters with one whose row `dead` was too far are too far. */
static void walk_words(walk *w)
{
    const sn_word_list *l = w->list;
    size_t depth = 0, dead = SIZE_MAX, steps = 0;
    for (uint32_t i = 0; i < l->n && steps < SN_LIMIT_SPELLING_STEPS; i++) {
        if (l->shared[i] >= dead)
            continue;
        const uint8_t *letters = l->letters + l->begin[i];
        size_t len = l->begin[i + 1] - l->begin[i];
        depth = least_of((unsigned)depth, l->shared[i]);
        dead = SIZE_MAX;
        while (depth < len && dead == SIZE_MAX) {
            steps++;
            if (!fill_row(w, letters, ++depth))
                dead = depth;
        }
        unsigned cost = w->row[depth][w->word->len];
        if (dead == SIZE_MAX && cost > 0 && cost <= w->bound)
            keep(w, i, cost);
    }
}

size_t sn_word_list_near(const sn_word_list *l, const sn_spelled *word, unsigned bound,
                         sn_near *out, size_t cap)
{
    if (cap == 0 || l->n == 0)
        return 0;
    walk w = {.list = l, .word = word, .bound = bound, .out = out, .cap = cap};
    fill_first_row(&w);
    walk_words(&w);
    return w.n;
}

unsigned sn_near_bound(size_t letters)
{
    if (letters < 3)
        return letters == 2 ? SN_COST_HOMOPHONE : 0;
    return letters < 7 ? SN_COST_OTHER + SN_COST_FIRST : 2 * SN_COST_GAP + SN_COST_FIRST;
}
