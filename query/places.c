#include "query/places.h"

#include "xapian-c/places.h"

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

/* The reader has the stems of the words that weigh something and, if that is asked for, all of them as words of titles. */
struct sn_places {
    const sn_plan *plan;
    sn_xap_places *reader;
    uint32_t words[SN_LIMIT_QUERY_TERMS]; /* of the plan, by number in the reader */
    size_t n_words;
    size_t stem_at[SN_LIMIT_QUERY_TERMS], title_at[SN_LIMIT_QUERY_TERMS]; /* the other way */
    spot *spots; /* room for all places of all words */
};

#define NOWHERE SIZE_MAX /* no article has the word */

static bool has_part(const sn_plan *plan, sn_part_kind kind)
{
    for (size_t i = 0; i < plan->n_parts; i++) {
        if (plan->parts[i].kind == kind)
            return true;
    }
    return false;
}

static sn_status open_reader(sn_places *p, const sn_xap_db *db, sn_error *err)
{
    char bytes[2 * SN_LIMIT_QUERY_TERMS][SN_INDEX_TERM_SIZE];
    sn_str terms[2 * SN_LIMIT_QUERY_TERMS];
    const sn_plan *plan = p->plan;
    for (uint32_t i = 0; i < plan->n_placed; i++) {
        p->stem_at[i] = plan->placed[i].best > 0 ? p->n_words : NOWHERE;
        if (plan->placed[i].best <= 0)
            continue;
        terms[p->n_words] = sn_index_term(SN_LIST_STEM, plan->placed[i].stem, bytes[p->n_words]);
        p->words[p->n_words++] = i;
    }
    size_t n = p->n_words;
    for (size_t i = 0; i < plan->n_placed && has_part(plan, SN_PART_TITLE_PHRASE); i++) {
        p->title_at[i] = n;
        terms[n] = sn_index_term(SN_LIST_TITLE, plan->placed[i].stem, bytes[n]);
        n++;
    }
    return sn_xap_places_open(db, terms, n, &p->reader, err);
}

sn_status sn_places_open(const sn_xap_db *db, const sn_plan *plan, sn_places **out, sn_error *err)
{
    sn_places *p = calloc(1, sizeof *p);
    if (p == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory for the places of words");
    p->plan = plan;
    sn_status s = open_reader(p, db, err);
    if (s == SN_OK && has_part(plan, SN_PART_PASSAGE)) {
        p->spots = malloc((p->n_words + 1) * SN_LIMIT_QUERY_PLACES * sizeof *p->spots);
        if (p->spots == NULL)
            s = sn_fail(err, SN_ENOMEM, "no memory for the places of words");
    }
    if (s == SN_OK)
        *out = p;
    else
        sn_places_close(p);
    return s;
}

void sn_places_close(sn_places *p)
{
    if (p == NULL)
        return;
    sn_xap_places_close(p->reader);
    free(p->spots);
    free(p);
}

sn_status sn_places_read(sn_places *p, sn_docid docid, sn_error *err)
{
    return sn_xap_places_read(p->reader, docid, err);
}

/* The first places of a word, by its number in the reader. */
static sn_status places_of(sn_places *p, size_t i, const uint32_t **out, size_t *n, sn_error *err)
{
    sn_status s = sn_xap_places_of(p->reader, i, out, n, err);
    if (s == SN_OK && *n > SN_LIMIT_QUERY_PLACES)
        *n = SN_LIMIT_QUERY_PLACES;
    return s;
}

static sn_status weigh_opening(sn_places *p, double *out, sn_error *err)
{
    double sum = 0;
    for (size_t i = 0; i < p->n_words; i++) {
        size_t n;
        const uint32_t *places;
        sn_status s = places_of(p, i, &places, &n, err);
        if (s != SN_OK)
            return s;
        if (is_early(p->plan, places, n))
            sum += p->plan->placed[p->words[i]].best;
    }
    *out = sum;
    return SN_OK;
}

static sn_status weigh_passage(sn_places *p, double *out, sn_error *err)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n_words; i++) {
        size_t n_places;
        const uint32_t *places;
        sn_status s = places_of(p, i, &places, &n_places, err);
        if (s != SN_OK)
            return s;
        n = merge(p->spots, n, places, n_places, p->words[i]);
    }
    *out = best_passage(p->plan, p->spots, n);
    return SN_OK;
}

/* Words standing as a query says them; 0 where no article has one of them. */
static sn_status weigh_placing(sn_places *p, const sn_part *part, double *out, sn_error *err)
{
    bool is_title = part->kind == SN_PART_TITLE_PHRASE;
    const size_t *at = (is_title ? p->title_at : p->stem_at) + part->placed;
    sn_xap_placing how = {.words = at,
                          .n = is_title ? p->plan->n_placed : 2,
                          .window = part->window,
                          .is_ordered = part->kind != SN_PART_NEAR,
                          .k1 = p->plan->bm25.k1,
                          .b = p->plan->bm25.b};
    for (size_t i = 0; i < how.n; i++) {
        if (at[i] == NOWHERE) {
            *out = 0;
            return SN_OK;
        }
    }
    return sn_xap_places_weigh(p->reader, &how, out, err);
}

sn_status sn_places_weigh(sn_places *p, const sn_part *part, double *out, sn_error *err)
{
    double weight;
    sn_status s = part->kind == SN_PART_OPENING   ? weigh_opening(p, &weight, err)
                  : part->kind == SN_PART_PASSAGE ? weigh_passage(p, &weight, err)
                                                  : weigh_placing(p, part, &weight, err);
    if (s == SN_OK)
        *out = part->factor * weight;
    return s;
}
