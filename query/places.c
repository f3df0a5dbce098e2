#include "query/places.h"

#include <stdlib.h>

/* A word standing somewhere. */
typedef struct spot {
    uint32_t pos, word;
} spot;

/* Places of one more word among n spots, all rising; there is room. */
static size_t merge(spot *spots, size_t n, const uint32_t *places, size_t n_places, uint32_t word)
{
    size_t i = n, k = n_places;
    while (k > 0) {
        bool is_spot = i > 0 && spots[i - 1].pos > places[k - 1];
        spots[i + k - 1] = is_spot ? spots[i - 1] : (spot){places[k - 1], word};
        i -= is_spot;
        k -= !is_spot;
    }
    return n + n_places;
}

/* The greatest sum of different words within so many positions. */
static double best_passage(const sn_plan *plan, const spot *spots, size_t n)
{
    uint32_t times[SN_LIMIT_QUERY_TERMS] = {0}, width = plan->profile->passage_places;
    double sum = 0, best = 0;
    size_t first = 0;
    for (size_t i = 0; i < n; i++) {
        if (times[spots[i].word]++ == 0)
            sum += plan->placed[spots[i].word].best;
        for (; spots[i].pos - spots[first].pos >= width; first++) {
            if (--times[spots[first].word] == 0)
                sum -= plan->placed[spots[first].word].best;
        }
        best = sum > best ? sum : best;
    }
    return best;
}

/* Does the word stand in the opening? Its places rise. */
static bool is_early(const sn_plan *plan, const uint32_t *places, size_t n)
{
    size_t i = 0;
    while (i < n && places[i] < SN_FIELD_GAP)
        i++;
    return i < n && places[i] - SN_FIELD_GAP < plan->profile->opening_places;
}

static sn_status read_words(const sn_xap_db *db, const sn_plan *plan, sn_docid docid, spot *spots,
                            sn_places *out, sn_error *err)
{
    uint32_t places[SN_LIMIT_QUERY_PLACES];
    char term[SN_INDEX_TERM_SIZE];
    size_t n = 0;
    double opening = 0;
    for (uint32_t i = 0; i < plan->n_placed; i++) {
        size_t n_places;
        if (plan->placed[i].best <= 0)
            continue;
        sn_str stem = sn_index_term(SN_LIST_STEM, plan->placed[i].stem, term);
        sn_status s =
            sn_xap_db_positions(db, docid, stem, 0, places, SN_LIMIT_QUERY_PLACES, &n_places, err);
        if (s != SN_OK)
            return s;
        if (is_early(plan, places, n_places))
            opening += plan->placed[i].best;
        n = merge(spots, n, places, n_places, i);
    }
    *out = (sn_places){opening, best_passage(plan, spots, n)};
    return SN_OK;
}

sn_status sn_places_read(const sn_xap_db *db, const sn_plan *plan, sn_docid docid, sn_places *out,
                         sn_error *err)
{
    spot *spots = malloc((plan->n_placed + 1) * SN_LIMIT_QUERY_PLACES * sizeof *spots);
    if (spots == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory for the places of words");
    sn_status s = read_words(db, plan, docid, spots, out, err);
    free(spots);
    return s;
}

double sn_places_of(const sn_places *places, sn_part_kind kind)
{
    return kind == SN_PART_OPENING ? places->opening : places->passage;
}
