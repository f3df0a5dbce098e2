#include "tests/property/query/model.h"
#include "tests/unit/base/testing.h"

#include "analysis/fold.h"
#include "base/cleanup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NO_POSITION UINT32_MAX

/* All terms by their bytes in the index, in a table of chains. */
#define BUCKETS 65536
typedef struct term_entry {
    char bytes[SN_INDEX_TERM_SIZE];
    size_t len;
    uint32_t next, frequency, last_article;
} term_entry;
struct model_terms {
    term_entry *at;
    size_t n, cap;
    uint32_t buckets[BUCKETS];
};

static uint32_t bucket_of(sn_str bytes)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < bytes.len; i++)
        h = (h ^ (unsigned char)bytes.at[i]) * 16777619u;
    return h % BUCKETS;
}

static uint32_t find(const struct model_terms *t, sn_str bytes)
{
    for (uint32_t i = t->buckets[bucket_of(bytes)]; i != UINT32_MAX; i = t->at[i].next) {
        if (t->at[i].len == bytes.len && memcmp(t->at[i].bytes, bytes.at, bytes.len) == 0)
            return i;
    }
    return UINT32_MAX;
}

static uint32_t take(struct model_terms *t, sn_str bytes)
{
    uint32_t found = find(t, bytes), bucket = bucket_of(bytes);
    if (found != UINT32_MAX)
        return found;
    if (t->n == t->cap) {
        t->cap = t->cap == 0 ? 4096 : 2 * t->cap;
        t->at = realloc(t->at, t->cap * sizeof *t->at);
        assert_non_null(t->at);
    }
    term_entry *e = &t->at[t->n];
    *e = (term_entry){.len = bytes.len, .next = t->buckets[bucket], .last_article = UINT32_MAX};
    memcpy(e->bytes, bytes.at, bytes.len);
    t->buckets[bucket] = (uint32_t)t->n;
    return (uint32_t)t->n++;
}

void model_init(model *m, size_t n_articles)
{
    *m = (model){.n_articles = n_articles};
    m->articles = calloc(n_articles, sizeof *m->articles);
    m->terms = calloc(1, sizeof *m->terms);
    assert_true(m->articles != NULL && m->terms != NULL);
    memset(m->terms->buckets, 0xff, sizeof m->terms->buckets);
    assert_int_equal(sn_analyzer_create(sn_lexicon_builtin(), &m->analyzer), SN_OK);
}

void model_done(model *m)
{
    for (size_t i = 0; i < m->n_articles; i++) {
        free(m->articles[i].postings);
    }
    free(m->articles);
    free(m->terms->at);
    free(m->terms);
    sn_analyzer_destroy(m->analyzer);
}

static void post(model *m, model_article *a, sn_term_list list, sn_str text, uint32_t pos,
                 uint32_t wdf)
{
    char bytes[SN_INDEX_TERM_SIZE];
    if (a->n_postings == a->cap) {
        a->cap = a->cap == 0 ? 256 : 2 * a->cap;
        a->postings = realloc(a->postings, a->cap * sizeof *a->postings);
        assert_non_null(a->postings);
    }
    uint32_t term = take(m->terms, sn_index_term(list, text, bytes));
    uint32_t article = (uint32_t)(a - m->articles);
    term_entry *e = &m->terms->at[term];
    e->frequency += e->last_article != article;
    e->last_article = article;
    a->postings[a->n_postings++] = (model_posting){term, pos, wdf};
    a->length += wdf;
}

static void post_stem(model *m, model_article *a, sn_str stem, uint32_t pos, uint32_t wdf,
                      bool in_title)
{
    post(m, a, SN_LIST_STEM, stem, pos, wdf);
    if (in_title)
        post(m, a, SN_LIST_TITLE, stem, pos, wdf > 0);
}

/* Returns the first position of the next field. */
static uint32_t add_field(model *m, model_article *a, const char *text, uint32_t base, uint32_t wdf,
                          bool in_title)
{
    sn_tokens tokens;
    if (text == NULL || *text == '\0')
        return base;
    assert_int_equal(sn_analyzer_run(m->analyzer, sn_str_of(text), &tokens), SN_OK);
    for (size_t i = 0; i < tokens.n_tokens; i++) {
        const sn_token *t = &tokens.tokens[i];
        post_stem(m, a, t->stem, base + t->pos, wdf, in_title);
        for (size_t k = 0; k < t->n_extras; k++) {
            const sn_extra *e = &tokens.extras[t->first_extra + k];
            post_stem(m, a, e->stem, base + e->pos, sn_extra_is_guess(e) ? 0 : wdf, in_title);
        }
        if (!sn_str_equal(t->exact, t->stem))
            post(m, a, SN_LIST_EXACT, t->exact, NO_POSITION, 1);
    }
    return base + tokens.n_positions + SN_FIELD_GAP;
}

static void add_name(model *m, model_article *a, sn_term_list list, const char *name)
{
    SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(65536);
    if (name == NULL)
        return;
    assert_int_equal(sn_fold_name(sn_str_of(name), &key), SN_OK);
    if (key.len > 0)
        post(m, a, list, sn_buf_str(&key), NO_POSITION, 0);
}

void model_add(model *m, size_t i, const sn_article *from, uint32_t docid)
{
    model_article *a = &m->articles[i];
    strncpy(a->id, from->id, sizeof a->id - 1);
    a->docid = docid;
    a->sec = from->published_at.precision != 0 ? from->published_at.sec : INT64_MIN;
    uint32_t pos = add_field(m, a, from->title, 0, SN_WDF_TITLE, true);
    pos = add_field(m, a, from->kicker, pos, SN_WDF_KICKER, false);
    pos = add_field(m, a, from->lead, pos, SN_WDF_LEAD, false);
    pos = add_field(m, a, from->body, pos, SN_WDF_BODY, false);
    for (size_t k = 0; k < from->tags.n; k++)
        pos = add_field(m, a, from->tags.at[k], pos, SN_WDF_TAG, false);
    for (size_t k = 0; k < from->author.n; k++)
        pos = add_field(m, a, from->author.at[k], pos, SN_WDF_TAG, false);
    add_name(m, a, SN_LIST_SOURCE, from->source);
    for (size_t k = 0; k < from->category.n; k++)
        add_name(m, a, SN_LIST_CATEGORY, from->category.at[k]);
    for (size_t k = 0; k < from->tags.n; k++)
        add_name(m, a, SN_LIST_TAG, from->tags.at[k]);
    for (size_t k = 0; k < from->author.n; k++)
        add_name(m, a, SN_LIST_AUTHOR, from->author.at[k]);
}

static int by_term(const void *x, const void *y)
{
    const model_posting *a = x, *b = y;
    if (a->term != b->term)
        return a->term < b->term ? -1 : 1;
    return a->pos < b->pos ? -1 : a->pos > b->pos;
}

void model_finish(model *m)
{
    double sum = 0;
    for (size_t i = 0; i < m->n_articles; i++) {
        model_article *a = &m->articles[i];
        qsort(a->postings, a->n_postings, sizeof *a->postings, by_term);
        sum += a->length;
    }
    m->average_length = m->n_articles > 0 ? sum / (double)m->n_articles : 0;
}

uint32_t model_term(const model *m, sn_term_list list, sn_str text)
{
    char bytes[SN_INDEX_TERM_SIZE];
    return find(m->terms, sn_index_term(list, text, bytes));
}

uint32_t model_frequency(const model *m, uint32_t term)
{
    return term == UINT32_MAX ? 0 : m->terms->at[term].frequency;
}

/* The first posting of the term at or behind a position; n_postings if there is none. */
static size_t first_posting(const model_article *a, uint32_t term, uint32_t pos)
{
    size_t low = 0, high = a->n_postings;
    while (low < high) {
        size_t mid = (low + high) / 2;
        const model_posting *p = &a->postings[mid];
        if (p->term < term || (p->term == term && p->pos < pos))
            low = mid + 1;
        else
            high = mid;
    }
    return low < a->n_postings && a->postings[low].term == term ? low : a->n_postings;
}

bool model_has(const model_article *a, uint32_t term)
{
    return first_posting(a, term, 0) < a->n_postings;
}

static double idf(const model *m, uint32_t term)
{
    double n = model_frequency(m, term), all = (double)m->n_articles;
    double odds = (all - n + 0.5) / (n + 0.5);
    return log(odds < 2 ? odds / 2 + 1 : odds);
}

/* k1 of an article of average length, which scales all articles alike. */
static double scale(const model *m, model_constants c)
{
    double usual = c.length > 0 ? c.length : m->average_length;
    return c.k1 * (1 - c.b + c.b * m->average_length / usual);
}

double model_best(const model *m, uint32_t term, model_constants c)
{
    return model_frequency(m, term) == 0 ? 0 : idf(m, term) * (scale(m, c) + 1);
}

double model_bm25(const model *m, const model_article *a, uint32_t term, model_constants c)
{
    double f = 0;
    for (size_t i = first_posting(a, term, 0); i < a->n_postings && a->postings[i].term == term;
         i++)
        f += a->postings[i].wdf;
    if (term == UINT32_MAX || f == 0)
        return 0;
    double usual = c.length > 0 ? c.length : m->average_length;
    double words = a->length < m->average_length / 2 ? m->average_length / 2 : a->length;
    return idf(m, term) * (scale(m, c) + 1) * f / (f + c.k1 * (1 - c.b + c.b * words / usual));
}

/* The first place of the term at or behind `from`, or NO_POSITION. */
static uint32_t next_place(const model_article *a, uint32_t term, uint32_t from)
{
    size_t i = first_posting(a, term, from);
    return i < a->n_postings ? a->postings[i].pos : NO_POSITION;
}

/* From a place of the first on, the nearest place of each next one is the best there is. */
bool model_phrase(const model_article *a, const uint32_t *terms, size_t n, uint32_t window)
{
    for (uint32_t first = next_place(a, terms[0], 0); first != NO_POSITION;
         first = next_place(a, terms[0], first + 1)) {
        uint32_t at = first;
        size_t k = 1;
        for (; k < n && at != NO_POSITION; k++)
            at = next_place(a, terms[k], at + 1);
        if (k == n && at != NO_POSITION && at - first < window)
            return true;
    }
    return false;
}

/* Is there a place for each of terms[k..n) between low and high, none of them taken? */
static bool places(const model_article *a, const uint32_t *terms, size_t k, size_t n, uint32_t low,
                   uint32_t high, uint32_t *taken)
{
    if (k == n)
        return true;
    for (uint32_t at = next_place(a, terms[k], low); at != NO_POSITION && at <= high;
         at = next_place(a, terms[k], at + 1)) {
        bool is_free = true;
        for (size_t i = 0; i < k; i++)
            is_free = is_free && taken[i] != at;
        taken[k] = at;
        if (is_free && places(a, terms, k + 1, n, low, high, taken))
            return true;
    }
    return false;
}

bool model_near(const model_article *a, const uint32_t *terms, size_t n, uint32_t window)
{
    uint32_t taken[64];
    for (size_t i = 0; i < n; i++) {
        for (uint32_t low = next_place(a, terms[i], 0); low != NO_POSITION;
             low = next_place(a, terms[i], low + 1)) {
            if (places(a, terms, 0, n, low, low + window - 1, taken))
                return true;
        }
    }
    return false;
}

uint32_t model_next_place(const model_article *a, uint32_t term, uint32_t from)
{
    return next_place(a, term, from);
}

bool model_share_place(const model_article *a, uint32_t one, uint32_t other)
{
    for (uint32_t at = next_place(a, one, 0); at != NO_POSITION; at = next_place(a, one, at + 1)) {
        if (next_place(a, other, at) == at)
            return true;
    }
    return false;
}
