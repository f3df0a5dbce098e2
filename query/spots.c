#include "query/spots.h"

#include "xapian-c/places.h"

#include <stdlib.h>
#include <string.h>

typedef enum asked_use {
    USE_WORD, /* the word itself */
    USE_INSTEAD, /* only where that does not stand in the text: parts, the other reading, derived forms */
    USE_ALWAYS /* another name of it */
} asked_use;

/* Terms that are marked as a word of the question where they stand one behind the other. */
typedef struct asked {
    asked_use use;
    size_t word;
    size_t first, n; /* into the terms */
    size_t exact;    /* USE_WORD: the term of the word as written, which has no places; 0: none */
} asked;

struct sn_asked_terms {
    asked *at;
    size_t n;
    sn_str *terms;
    size_t n_terms;
};

typedef struct place_list {
    uint32_t *at;
    size_t n;
} place_list;

struct sn_hit_places {
    sn_docid docid;
    bool is_odd;    /* has a word as written and not its stem: only the analysis tells where */
    place_list *of; /* by term */
    sn_xap_stretch *stretches;
    size_t n_stretches;
};

void sn_page_spots_done(sn_page_spots *p)
{
    sn_pool_done(&p->pool);
    free(p->at);
    *p = (sn_page_spots){0};
}

static sn_status add_term(sn_page_spots *p, sn_term_list list, sn_str text)
{
    char bytes[SN_INDEX_TERM_SIZE];
    sn_str *term = &p->asked->terms[p->asked->n_terms++];
    return sn_pool_copy(&p->pool, sn_index_term(list, text, bytes), term);
}

/* n stems one behind the other. */
static sn_status ask(sn_page_spots *p, asked_use use, size_t word, const sn_str *stems, size_t n)
{
    struct sn_asked_terms *a = p->asked;
    a->at[a->n++] = (asked){.use = use, .word = word, .first = a->n_terms, .n = n};
    sn_status s = SN_OK;
    for (size_t i = 0; i < n && s == SN_OK; i++)
        s = add_term(p, SN_LIST_STEM, stems[i]);
    return s;
}

static sn_status ask_word(sn_page_spots *p, size_t i, const sn_asked_word *w)
{
    sn_status s = ask(p, USE_WORD, i, &w->stem, 1);
    if (s == SN_OK && w->exact.len > 0) {
        p->asked->at[p->asked->n - 1].exact = p->asked->n_terms;
        s = add_term(p, SN_LIST_EXACT, w->exact);
    }
    for (size_t k = 0; k < w->n_parts && s == SN_OK; k++)
        s = ask(p, USE_INSTEAD, i, &w->parts[k], 1);
    if (s == SN_OK && w->reading.len > 0)
        s = ask(p, USE_INSTEAD, i, &w->reading, 1);
    return s;
}

static sn_status ask_alternative(sn_page_spots *p, const sn_alternative *a)
{
    asked_use use = a->as->kind == SN_EXPANSION_SYNONYM ? USE_ALWAYS : USE_INSTEAD;
    sn_status s = a->as->stem.len > 0 ? ask(p, use, a->first, &a->as->stem, 1) : SN_OK;
    if (s == SN_OK && a->as->n_terms > 1)
        s = ask(p, use, a->first, a->as->terms, a->as->n_terms);
    return s;
}

/* Room for all that is asked for, each with at least one term. */
static sn_status make_room(sn_page_spots *p, const sn_question *q)
{
    size_t n = 0;
    for (size_t i = 0; i < q->n_words; i++)
        n += 3 + q->words[i].n_parts;
    for (size_t i = 0; i < q->n_alternatives; i++)
        n += 1 + q->alternatives[i].as->n_terms;
    struct sn_asked_terms *a = sn_pool_take(&p->pool, sizeof *a);
    if (a == NULL)
        return SN_ENOMEM;
    a->at = sn_pool_take(&p->pool, (n + 1) * sizeof *a->at);
    a->terms = sn_pool_take(&p->pool, (n + 1) * sizeof *a->terms);
    if (a->at == NULL || a->terms == NULL)
        return SN_ENOMEM;
    p->asked = a;
    return SN_OK;
}

/* What marking.c marks, but for forms. */
static sn_status ask_all(sn_page_spots *p, const sn_question *q)
{
    sn_status s = make_room(p, q);
    for (size_t i = 0; i < q->n_words && s == SN_OK; i++) {
        if (q->words[i].is_scored)
            s = ask_word(p, i, &q->words[i]);
    }
    for (size_t i = 0; i < q->n_alternatives && s == SN_OK; i++) {
        if (q->words[q->alternatives[i].first].is_scored)
            s = ask_alternative(p, &q->alternatives[i]);
    }
    return s;
}

/* size bytes of places, NULL if there is no memory. */
static void *keep(sn_page_spots *p, const void *from, size_t size)
{
    void *kept = sn_pool_take(&p->pool, size > 0 ? size : 1);
    if (kept != NULL && size > 0)
        memcpy(kept, from, size);
    return kept;
}

/* Has the hit a word as written whose stem it does not have? */
static sn_status look_odd(const sn_page_spots *p, sn_xap_places *reader, struct sn_hit_places *hit,
                          sn_error *err)
{
    sn_status s = SN_OK;
    for (size_t i = 0; i < p->asked->n && s == SN_OK && !hit->is_odd; i++) {
        const asked *a = &p->asked->at[i];
        if (a->exact > 0 && hit->of[a->first].n == 0)
            s = sn_xap_places_has(reader, a->exact, &hit->is_odd, err);
    }
    return s;
}

static sn_status read_hit(sn_page_spots *p, sn_xap_places *reader, struct sn_hit_places *hit,
                          sn_error *err)
{
    size_t n_terms = p->asked->n_terms;
    const sn_xap_stretch *stretches = NULL;
    sn_status s = sn_xap_places_read(reader, hit->docid, err);
    if (s == SN_OK)
        s = sn_xap_places_stretches(reader, &stretches, &hit->n_stretches, err);
    if (s != SN_OK)
        return s;
    hit->stretches = keep(p, stretches, hit->n_stretches * sizeof *stretches);
    hit->of = sn_pool_take(&p->pool, (n_terms + 1) * sizeof *hit->of);
    bool is_kept = hit->stretches != NULL && hit->of != NULL;
    for (size_t i = 0; i < n_terms && is_kept; i++) {
        const uint32_t *at;
        s = sn_xap_places_of(reader, i, &at, &hit->of[i].n, err);
        if (s != SN_OK)
            return s;
        hit->of[i].at = keep(p, at, hit->of[i].n * sizeof *at);
        is_kept = hit->of[i].at != NULL;
    }
    return is_kept ? look_odd(p, reader, hit, err)
                   : sn_fail(err, SN_ENOMEM, "no memory for places");
}

static int by_number(const void *left, const void *right)
{
    const struct sn_hit_places *a = left, *b = right;
    return (a->docid > b->docid) - (a->docid < b->docid);
}

static sn_status read_hits(sn_page_spots *p, const sn_xap_db *db, const sn_ref *refs, size_t n,
                           sn_error *err)
{
    sn_xap_places *reader = NULL;
    struct sn_hit_places *hits = sn_pool_take(&p->pool, (n + 1) * sizeof *hits);
    if (hits == NULL)
        return sn_fail(err, SN_ENOMEM, "no memory for places");
    for (size_t i = 0; i < n; i++)
        hits[i].docid = refs[i].docid;
    qsort(hits, n, sizeof *hits, by_number);
    sn_status s = sn_xap_places_open(db, p->asked->terms, p->asked->n_terms, &reader, err);
    for (size_t i = 0; i < n && s == SN_OK; i++)
        s = read_hit(p, reader, &hits[i], err);
    sn_xap_places_close(reader);
    p->hits = hits;
    p->n_hits = s == SN_OK ? n : 0;
    return s;
}

static bool has_places(const sn_question *q)
{
    bool has = !q->is_exact && q->n_scored > 0;
    for (size_t i = 0; i < q->n_words; i++)
        has = has && !(q->words[i].is_scored && q->words[i].is_prefix);
    return has;
}

sn_status sn_page_spots_read(sn_page_spots *p, const sn_xap_db *db, const sn_question *question,
                             const sn_ref *refs, size_t n, sn_error *err)
{
    if (n == 0 || !has_places(question))
        return SN_OK;
    sn_status s = ask_all(p, question);
    return s == SN_OK ? read_hits(p, db, refs, n, err) : sn_fail(err, s, "no memory for places");
}

/* The stretch of the body: fields stand SN_FIELD_GAP apart, and those without text have no place at all; one of signs
 * alone has its gap. */
static const sn_xap_stretch *body_of(const struct sn_hit_places *places, const sn_hit *hit)
{
    size_t wanted = (size_t)(hit->title.len > 0) + (hit->kicker.len > 0) + (hit->lead.len > 0),
           field = 0;
    uint32_t before = UINT32_MAX;
    for (size_t i = 0; i < places->n_stretches && field <= wanted; i++) {
        const sn_xap_stretch *at = &places->stretches[i];
        field += (at->first - before - 1) / SN_FIELD_GAP;
        if (field == wanted && at->first <= at->last)
            return at;
        before = at->last;
    }
    return NULL;
}

static sn_status add_spot(sn_page_spots *p, uint32_t pos, size_t word, sn_str stem)
{
    if (p->n == p->cap) {
        size_t cap = p->cap * 2 + 64;
        sn_spot *at = realloc(p->at, cap * sizeof *at);
        if (at == NULL)
            return SN_ENOMEM;
        p->at = at;
        p->cap = cap;
    }
    p->at[p->n++] = (sn_spot){pos, (uint32_t)word + 1, stem};
    return SN_OK;
}

static int by_place(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Do the terms stand from pos on, one behind the other? */
static bool stand_at(const struct sn_hit_places *places, const asked *a, uint32_t pos)
{
    bool stand = true;
    for (size_t k = 1; k < a->n && stand; k++) {
        const place_list *list = &places->of[a->first + k];
        uint32_t next = pos + (uint32_t)k;
        stand = bsearch(&next, list->at, list->n, sizeof next, by_place) != NULL;
    }
    return stand;
}

static sn_status add_asked(sn_page_spots *p, const struct sn_hit_places *places,
                           const sn_xap_stretch *body, const asked *a)
{
    const place_list *list = &places->of[a->first];
    sn_status s = SN_OK;
    for (size_t i = 0; i < list->n && s == SN_OK; i++) {
        uint32_t pos = list->at[i];
        if (pos < body->first || pos > body->last || !stand_at(places, a, pos))
            continue;
        for (size_t k = 0; k < a->n && s == SN_OK; k++)
            s = add_spot(p, pos - body->first + (uint32_t)k, a->word,
                         p->asked->terms[a->first + k]);
        p->stands[a->word] = p->stands[a->word] || a->use == USE_WORD;
    }
    return s;
}

static int by_spot(const void *left, const void *right)
{
    const sn_spot *a = left, *b = right;
    if (a->pos != b->pos)
        return a->pos < b->pos ? -1 : 1;
    return (a->mark > b->mark) - (a->mark < b->mark);
}

/* In order; at each place the earliest word. */
static void order_spots(sn_page_spots *p)
{
    size_t n = 0;
    if (p->n > 0)
        qsort(p->at, p->n, sizeof *p->at, by_spot);
    for (size_t i = 0; i < p->n; i++) {
        if (n == 0 || p->at[n - 1].pos != p->at[i].pos)
            p->at[n++] = p->at[i];
    }
    p->n = n;
}

sn_status sn_page_spots_of(sn_page_spots *p, sn_docid docid, const sn_hit *hit, bool *is_known,
                           sn_spots *out)
{
    struct sn_hit_places key = {.docid = docid};
    const struct sn_hit_places *places =
        p->n_hits > 0 ? bsearch(&key, p->hits, p->n_hits, sizeof key, by_number) : NULL;
    const sn_xap_stretch *body = places != NULL && !places->is_odd ? body_of(places, hit) : NULL;
    sn_status s = SN_OK;
    *is_known = false;
    if (body == NULL)
        return SN_OK;
    p->n = 0;
    memset(p->stands, 0, sizeof p->stands);
    for (size_t i = 0; i < p->asked->n && s == SN_OK; i++) {
        const asked *a = &p->asked->at[i];
        if (a->use != USE_INSTEAD || !p->stands[a->word])
            s = add_asked(p, places, body, a);
    }
    order_spots(p);
    *is_known = s == SN_OK;
    *out = (sn_spots){p->at, p->n, body->last - body->first + 1, p->stands};
    return s;
}
