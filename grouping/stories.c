#include "grouping/stories.h"

#include "grouping/keys.h"
#include "grouping/mix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Tuned on half of bench/labels/stories.tsv (docs/stories.md): a neighbour alone must be nearer than two
 * that agree. */
#define NEAR_ALONE     0.36
#define NEAR_PAIR      0.27
#define AGE_PER_DAY    0.1 /* the longer a story goes on, the nearer an article must be to join it */
#define DIFFERENT_MAIN 0.8
#define HALF_SEC       (12 * 3600.0)
#define DAY_SEC        86400
#define TERM_BYTES     6

static int by_hash(const void *left, const void *right)
{
    const sn_story_term *a = left, *b = right;
    return (a->hash > b->hash) - (a->hash < b->hash);
}

/* Of equal weight the lower hash, so that it is the same ones each time. */
static int heaviest_first(const void *left, const void *right)
{
    const sn_story_term *a = left, *b = right;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return by_hash(left, right);
}

static size_t add_up(sn_story_term *terms, size_t n)
{
    size_t kept = 0;
    qsort(terms, n, sizeof *terms, by_hash);
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && terms[kept - 1].hash == terms[i].hash) {
            unsigned sum = (unsigned)terms[kept - 1].weight + terms[i].weight;
            terms[kept - 1].weight = (uint16_t)(sum < UINT16_MAX ? sum : UINT16_MAX);
        } else {
            terms[kept++] = terms[i];
        }
    }
    return kept;
}

void sn_story_terms_take(sn_story_term *terms, size_t n, sn_story_terms *out)
{
    *out = (sn_story_terms){0};
    if (n == 0)
        return;
    n = add_up(terms, n);
    qsort(terms, n, sizeof *terms, heaviest_first);
    while (out->n < n && out->n < SN_STORY_TERMS && terms[out->n].weight > 0) {
        out->at[out->n] = terms[out->n];
        out->n++;
    }
    qsort(out->at, out->n, sizeof *out->at, by_hash);
}

sn_status sn_story_terms_write(const sn_story_terms *t, sn_buf *out)
{
    sn_buf_add_byte(out, t->is_day_only ? 1 : 0);
    for (size_t i = 0; i < t->n; i++) {
        uint64_t bits = (uint64_t)t->at[i].weight << 32 | t->at[i].hash;
        for (int k = 0; k < TERM_BYTES; k++)
            sn_buf_add_byte(out, (unsigned char)(bits >> (8 * k)));
    }
    return sn_buf_status(out);
}

sn_status sn_story_terms_read(sn_str bytes, sn_story_terms *out)
{
    sn_story_terms t = {0};
    if (bytes.len % TERM_BYTES != 1 || bytes.len > SN_STORY_TERMS_BYTES ||
        (unsigned char)bytes.at[0] > 1)
        return SN_ECORRUPT;
    t.is_day_only = bytes.at[0] != 0;
    bytes = (sn_str){bytes.at + 1, bytes.len - 1};
    for (size_t i = 0; i < bytes.len / TERM_BYTES; i++) {
        uint64_t bits = 0;
        for (size_t k = TERM_BYTES; k-- > 0;)
            bits = bits << 8 | (unsigned char)bytes.at[i * TERM_BYTES + k];
        t.at[i] = (sn_story_term){(uint32_t)bits, (uint16_t)(bits >> 32)};
        if (t.at[i].weight == 0 || (i > 0 && t.at[i].hash <= t.at[i - 1].hash))
            return SN_ECORRUPT;
        t.n++;
    }
    *out = t;
    return SN_OK;
}

static uint32_t key_of(uint32_t hash, uint64_t kind)
{
    return (uint32_t)(sn_mix(kind << 32 | hash) >> 33);
}

size_t sn_story_keys(const sn_story_terms *t, uint32_t keys[SN_STORY_KEYS])
{
    sn_story_term heaviest[SN_STORY_TERMS];
    size_t n = t->n < SN_STORY_KEYS ? t->n : SN_STORY_KEYS;
    if (n == 0)
        return 0;
    memcpy(heaviest, t->at, t->n * sizeof *heaviest);
    qsort(heaviest, t->n, sizeof *heaviest, heaviest_first);
    for (size_t i = 0; i < n; i++)
        keys[i] = key_of(heaviest[i].hash, t->n == 1);
    return sn_sort_keys(keys, n);
}

static double squares(const sn_story_terms *t)
{
    double sum = 0;
    for (size_t i = 0; i < t->n; i++)
        sum += (double)t->at[i].weight * t->at[i].weight;
    return sum;
}

static double cosine(const sn_story_terms *a, const sn_story_terms *b)
{
    double sum = 0;
    for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
        if (a->at[i].hash < b->at[k].hash)
            i++;
        else if (a->at[i].hash > b->at[k].hash)
            k++;
        else
            sum += (double)a->at[i++].weight * b->at[k++].weight;
    }
    return sum > 0 ? fmin(sum / sqrt(squares(a) * squares(b)), 1) : 0;
}

/* At least so much time lies between them: a day without a time may have been any of its hours. */
static int64_t apart(const sn_story_article *a, const sn_story_article *b)
{
    const sn_story_article *first = a->published_sec <= b->published_sec ? a : b;
    int64_t sec =
        first == a ? b->published_sec - a->published_sec : a->published_sec - b->published_sec;
    int64_t doubt = first->terms->is_day_only ? DAY_SEC / 2 : 0;
    return sec > doubt ? sec - doubt : 0;
}

static uint32_t heaviest(const sn_story_terms *t)
{
    size_t best = 0;
    for (size_t i = 1; i < t->n; i++)
        best = t->at[i].weight > t->at[best].weight ? i : best;
    return t->at[best].hash;
}

static bool has_term(const sn_story_terms *t, uint32_t hash)
{
    const sn_story_term key = {.hash = hash};
    return bsearch(&key, t->at, t->n, sizeof key, by_hash) != NULL;
}

/* What each is first of all about, the other does not mention: an explosion in one town and in another. */
static bool differ_in_main(const sn_story_terms *a, const sn_story_terms *b)
{
    return a->n > 0 && b->n > 0 && !has_term(b, heaviest(a)) && !has_term(a, heaviest(b));
}

double sn_story_nearness(const sn_story_article *a, const sn_story_article *b)
{
    int64_t sec = apart(a, b);
    if (sec > SN_STORY_WINDOW_SEC)
        return 0;
    double near = cosine(a->terms, b->terms) * HALF_SEC / (HALF_SEC + (double)sec);
    return differ_in_main(a->terms, b->terms) ? near * DIFFERENT_MAIN : near;
}

static int by_copies(const void *left, const void *right)
{
    const sn_story_neighbour *a = left, *b = right;
    if (a->copies != b->copies)
        return a->copies < b->copies ? -1 : 1;
    return (a->nearness < b->nearness) - (a->nearness > b->nearness);
}

/* Copies say the same: of each group only the nearest counts. */
static size_t one_of_each(sn_story_neighbour *neighbours, size_t n)
{
    size_t kept = 0;
    qsort(neighbours, n, sizeof *neighbours, by_copies);
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || neighbours[kept - 1].copies != neighbours[i].copies)
            neighbours[kept++] = neighbours[i];
    }
    return kept;
}

static int by_story(const void *left, const void *right)
{
    const sn_story_neighbour *a = left, *b = right;
    if (a->story != b->story)
        return a->story < b->story ? -1 : 1;
    return (a->nearness < b->nearness) - (a->nearness > b->nearness);
}

/* How near a story is, whose nearest neighbours these are: from 1 on near enough to be joined. */
static double story_nearness(const sn_story_neighbour *best, size_t n, int64_t published_sec)
{
    int64_t begins = best[0].story_begins_sec;
    int64_t age = begins > published_sec ? begins - published_sec : published_sec - begins;
    double alone = best[0].nearness;
    double pair = n > 1 ? (alone + best[1].nearness) / 2 : 0;
    if (age > SN_STORY_MAX_AGE_SEC)
        return 0;
    return fmax(alone / NEAR_ALONE, pair / NEAR_PAIR) / (1 + AGE_PER_DAY * (double)age / DAY_SEC);
}

bool sn_story_choose(sn_story_neighbour *neighbours, size_t n, int64_t published_sec, uint64_t kept,
                     uint64_t *story)
{
    double best = 0;
    if (n == 0)
        return false;
    n = one_of_each(neighbours, n);
    qsort(neighbours, n, sizeof *neighbours, by_story);
    for (size_t i = 0, end = 0; i < n; i = end) {
        while (end < n && neighbours[end].story == neighbours[i].story)
            end++;
        double near = story_nearness(&neighbours[i], end - i, published_sec);
        bool stays = near >= 1 && neighbours[i].story == kept;
        if (near >= 1 &&
            (stays || near > best)) { /* of equally near ones that with the lower name */
            best = stays ? INFINITY : near;
            *story = neighbours[i].story;
        }
    }
    return best > 0;
}
