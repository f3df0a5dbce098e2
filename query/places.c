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

/* The words that weigh something, and the reader of their places: its i-th word is words[i] of the plan. */
typedef struct reading {
    const sn_plan *plan;
    sn_xap_places *reader;
    uint32_t words[SN_LIMIT_QUERY_TERMS];
    size_t n_words;
    spot *spots; /* room for all places of all words */
} reading;

static sn_status begin(reading *r, const sn_xap_db *db, const sn_plan *plan, sn_error *err)
{
    char bytes[SN_LIMIT_QUERY_TERMS][SN_INDEX_TERM_SIZE];
    sn_str terms[SN_LIMIT_QUERY_TERMS];
    r->plan = plan;
    for (uint32_t i = 0; i < plan->n_placed; i++) {
        if (plan->placed[i].best <= 0)
            continue;
        terms[r->n_words] = sn_index_term(SN_LIST_STEM, plan->placed[i].stem, bytes[r->n_words]);
        r->words[r->n_words++] = i;
    }
    r->spots = malloc((r->n_words + 1) * SN_LIMIT_QUERY_PLACES * sizeof *r->spots);
    if (r->spots == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory for the places of words");
    return sn_xap_places_open(db, terms, r->n_words, &r->reader, err);
}

static sn_status read_one(reading *r, sn_docid docid, sn_places *out, sn_error *err)
{
    size_t n = 0;
    double opening = 0;
    sn_status s = sn_xap_places_read(r->reader, docid, err);
    for (size_t i = 0; i < r->n_words && s == SN_OK; i++) {
        size_t n_places;
        const uint32_t *places = sn_xap_places_of(r->reader, i, &n_places);
        n_places = n_places < SN_LIMIT_QUERY_PLACES ? n_places : SN_LIMIT_QUERY_PLACES;
        if (is_early(r->plan, places, n_places))
            opening += r->plan->placed[r->words[i]].best;
        n = merge(r->spots, n, places, n_places, r->words[i]);
    }
    if (s == SN_OK)
        *out = (sn_places){opening, best_passage(r->plan, r->spots, n)};
    return s;
}

sn_status sn_places_read(const sn_xap_db *db, const sn_plan *plan, const sn_docid *docids, size_t n,
                         sn_places *out, sn_error *err)
{
    reading r = {0};
    sn_status s = begin(&r, db, plan, err);
    for (size_t i = 0; i < n && s == SN_OK; i++)
        s = read_one(&r, docids[i], &out[i], err);
    sn_xap_places_close(r.reader);
    free(r.spots);
    return s;
}

double sn_places_of(const sn_places *places, sn_part_kind kind)
{
    return kind == SN_PART_OPENING ? places->opening : places->passage;
}
