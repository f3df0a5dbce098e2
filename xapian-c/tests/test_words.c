/* Words that weigh together, pruned and not, against their terms scaled and joined by OR; what documents have of a term. */
#include "xapian-c/tests/corpus.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUERIES = 150, WORDS = 5 };
static const double K1 = 3, B = 0.8;

typedef struct ranked {
    sn_docid docid;
    double weight;
} ranked;

/* Some words with random factors; the same word may come twice, and one may be of no document. */
typedef struct bag {
    char names[WORDS][12];
    double factors[WORDS];
    sn_xap_word words[WORDS];
    size_t n;
} bag;

static void make_bag(place *p, sn_xap_db *db, uint64_t *random, bag *out)
{
    uint32_t count = 0;
    must(p, sn_xap_db_count(db, &count, &p->err));
    out->n = 1 + random_below(random, WORDS);
    for (size_t i = 0; i < out->n; i++) {
        uint32_t freq = 0;
        snprintf(out->names[i], sizeof out->names[i], "t%u",
                 random_below(random, CORPUS_TERMS + 1));
        must(p, sn_xap_db_term_freq(db, sn_str_of(out->names[i]), &freq, &p->err));
        double odds = (count - freq + 0.5) / (freq + 0.5);
        double idf = log(odds < 2 ? odds / 2 + 1 : odds);
        out->factors[i] = random_below(random, 40) / 10.0;
        out->words[i] = (sn_xap_word){sn_str_of(out->names[i]), out->factors[i] * idf, freq};
    }
}

static sn_xap_query *tree_of(place *p, const bag *b)
{
    sn_xap_query *each[WORDS], *q = NULL;
    for (size_t i = 0; i < b->n; i++) {
        sn_xap_query *word = term(p, b->names[i]);
        must(p, sn_xap_query_scale(word, b->factors[i], &each[i], &p->err));
        sn_xap_query_destroy(word);
    }
    must(p, sn_xap_query_join(SN_XAP_OR, each, b->n, 0, &q, &p->err));
    for (size_t i = 0; i < b->n; i++)
        sn_xap_query_destroy(each[i]);
    return q;
}

static sn_xap_query *list_of(place *p, const sn_xap_db *db, const bag *b, const sn_xap_decay *decay)
{
    sn_xap_query *q = NULL;
    must(p, sn_xap_query_words(db, b->words, b->n, K1, B, decay, &q, &p->err));
    return q;
}

/* What may stand around a query: nothing, a filter, what is left out, a decay. Destroys q. */
static sn_xap_query *within(place *p, sn_xap_query *q, uint32_t kind, const sn_xap_decay *decay)
{
    static const sn_xap_op ops[] = {SN_XAP_FILTER, SN_XAP_AND_NOT, SN_XAP_AND_MAYBE};
    sn_xap_query *other = NULL;
    if (kind == 0)
        return q;
    if (kind == 3)
        must(p, sn_xap_query_decay(decay, &other, &p->err));
    else
        other = term(p, "t3");
    return join2(p, ops[kind - 1], q, other);
}

/* Destroys q. */
static size_t match(place *p, sn_xap_db *db, sn_xap_query *q, uint32_t max_items,
                    uint32_t check_at_least, ranked out[])
{
    sn_xap_matches *m = NULL;
    sn_xap_match_opts opts = {
        .max_items = max_items, .check_at_least = check_at_least, .k1 = K1, .b = B};
    must(p, sn_xap_match(db, q, &opts, &m, &p->err));
    size_t n = sn_xap_matches_count(m);
    for (size_t i = 0; i < n; i++)
        out[i] = (ranked){sn_xap_matches_at(m, i)->docid, sn_xap_matches_at(m, i)->weight};
    sn_xap_matches_destroy(m);
    sn_xap_query_destroy(q);
    return n;
}

static double weight_of(const ranked *all, size_t n, sn_docid docid)
{
    for (size_t i = 0; i < n; i++)
        if (all[i].docid == docid)
            return all[i].weight;
    return -1;
}

/* Equal weights may change places by a rounding. */
static void expect_best(const ranked *got, size_t n, const ranked *want, size_t all, size_t max)
{
    assert_int_equal(n, all < max ? all : max);
    for (size_t i = 0; i < n; i++) {
        assert_true(fabs(got[i].weight - want[i].weight) < 1e-9);
        assert_true(fabs(got[i].weight - weight_of(want, all, got[i].docid)) < 1e-9);
    }
}

static sn_xap_decay random_decay(const corpus *c, uint64_t *random)
{
    return (sn_xap_decay){
        .peak = random_below(random, 20) / 10.0,
        .half = 1 + random_below(random, 5),
        .origin = c->docs[random_below(random, CORPUS_DOCS)].docid,
        .step = 40,
        .last = c->docs[CORPUS_DOCS - 1 - random_below(random, 50)].docid,
        .to_both_sides = random_below(random, 2) == 0,
    };
}

/* With the decay around it or in it. */
static void words_weigh_what_their_terms_joined_by_or_do(void **state)
{
    static const uint32_t depths[] = {1, 10, 60, CORPUS_DOCS};
    static corpus c;
    static ranked want[CORPUS_DOCS], got[CORPUS_DOCS];
    place *p = *state;
    uint64_t random = test_seed();
    sn_xap_db *db = corpus_make(p, &c, &random);
    for (uint32_t i = 0; i < QUERIES; i++) {
        bag b;
        sn_xap_decay decay = random_decay(&c, &random);
        const sn_xap_decay *inside = random_below(&random, 2) == 0 ? &decay : NULL;
        make_bag(p, db, &random, &b);
        sn_xap_query *tree = within(p, tree_of(p, &b), inside != NULL ? 3 : 0, &decay);
        size_t all = match(p, db, within(p, tree, i % 4, &decay), CORPUS_DOCS, CORPUS_DOCS, want);
        for (size_t k = 0; k < 2 * sizeof depths / sizeof *depths; k++) {
            sn_xap_query *q = within(p, list_of(p, db, &b, inside), i % 4, &decay);
            size_t n = match(p, db, q, depths[k / 2], k % 2 == 0 ? 0 : CORPUS_DOCS, got);
            expect_best(got, n, want, all, depths[k / 2]);
        }
    }
    sn_xap_db_close(db);
}

/* The highest number that there can be, alone and as the last of a list. */
static void words_find_the_last_number(void **state)
{
    place *p = *state;
    sn_xap_query *q = NULL;
    sn_xap_writer *w = create_db(p);
    put_words(p, w, 7, "sea sea wave");
    put_words(p, w, UINT32_MAX, "sea");
    sn_xap_db *db = finish(p, w);
    const sn_xap_word words[] = {{SN_STR("sea"), 1, 2}, {SN_STR("wave"), 2, 1}};
    must(p, sn_xap_query_words(db, words, 2, K1, B, NULL, &q, &p->err));
    expect_docids(p, db, q, "7 4294967295");
    sn_xap_db_close(db);
}

static void no_words_find_nothing(void **state)
{
    place *p = *state;
    sn_xap_query *q = NULL;
    sn_xap_writer *w = create_db(p);
    put_words(p, w, 7, "sea");
    sn_xap_db *db = finish(p, w);
    must(p, sn_xap_query_words(db, NULL, 0, K1, B, NULL, &q, &p->err));
    expect_docids(p, db, q, "");
    const sn_xap_word unknown = {SN_STR("wave"), 1, 1};
    must(p, sn_xap_query_words(db, &unknown, 1, K1, B, NULL, &q, &p->err));
    expect_docids(p, db, q, "");
    sn_xap_db_close(db);
}

static void words_that_cannot_weigh_are_refused(void **state)
{
    static const struct {
        sn_xap_word word;
        double k1, b;
    } cases[] = {
        {{{NULL, 0}, 1, 1}, 1, 0.5},       {{{"a", 1}, -1, 1}, 1, 0.5},
        {{{"a", 1}, NAN, 1}, 1, 0.5},      {{{"a", 1}, INFINITY, 1}, 1, 0.5},
        {{{"a", 1}, 1, 1}, 0, 0.5},        {{{"a", 1}, 1, 1}, NAN, 0.5},
        {{{"a", 1}, 1, 1}, INFINITY, 0.5}, {{{"a", 1}, 1, 1}, 1, 1.5},
        {{{"a", 1}, 1, 1}, 1, -0.5},       {{{"a", 1}, 1, 1}, 1, NAN},
    };
    place *p = *state;
    sn_xap_query *q = NULL, *scaled = NULL;
    sn_xap_db *db = finish(p, create_db(p));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(
            sn_xap_query_words(db, &cases[i].word, 1, cases[i].k1, cases[i].b, NULL, &q, &p->err),
            SN_EINVAL);
        assert_null(q);
    }
    const sn_xap_word fine = {SN_STR("a"), 1, 1};
    must(p, sn_xap_query_words(db, &fine, 1, 1, 0.5, NULL, &q, &p->err));
    assert_int_equal(sn_xap_query_scale(q, 0.5, &scaled, &p->err), SN_EINVAL);
    sn_xap_query_destroy(q);
    sn_xap_db_close(db);
}

/* ---- what documents have of a term ---- */

typedef struct counted {
    uint32_t wdf[CORPUS_DOCS];
    size_t last, calls;
} counted;

static void count(void *ctx, size_t i, uint32_t wdf)
{
    counted *c = ctx;
    assert_true(c->calls == 0 || i > c->last);
    c->wdf[c->last = i] = wdf;
    c->calls++;
}

typedef struct looked_for {
    const char *name;
    uint32_t wdf, length;
} looked_for;

static sn_status look(void *ctx, sn_str term, uint32_t freq)
{
    looked_for *l = ctx;
    l->length += freq;
    if (sn_str_equal(term, sn_str_of(l->name)))
        l->wdf = freq;
    return SN_OK;
}

static void frequencies_and_lengths_are_those_of_each_document(void **state)
{
    static corpus c;
    static counted got;
    static sn_docid docids[CORPUS_DOCS];
    static uint32_t lengths[CORPUS_DOCS];
    place *p = *state;
    uint64_t random = test_seed();
    sn_xap_db *db = corpus_make(p, &c, &random);
    for (uint32_t round = 0; round < 20; round++) {
        size_t n = 0;
        char name[12];
        snprintf(name, sizeof name, "t%u", random_below(&random, CORPUS_TERMS + 1));
        for (size_t i = 0; i < CORPUS_DOCS; i++)
            if (random_below(&random, 1 + round) == 0)
                docids[n++] = c.docs[i].docid;
        memset(&got, 0, sizeof got);
        must(p, sn_xap_db_wdfs(db, sn_str_of(name), docids, n, count, &got, &p->err));
        must(p, sn_xap_db_lengths(db, docids, n, lengths, &p->err));
        for (size_t i = 0; i < n; i++) {
            looked_for l = {.name = name};
            must(p, sn_xap_db_each_doc_term(db, docids[i], look, &l, &p->err));
            assert_int_equal(got.wdf[i], l.wdf);
            assert_int_equal(lengths[i], l.length);
        }
    }
    sn_xap_db_close(db);
}

static void what_is_not_there_has_no_length_and_no_frequency(void **state)
{
    static counted got;
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    put_words(p, w, 7, "sea");
    put_words(p, w, 9, "sea wave");
    sn_xap_db *db = finish(p, w);
    const sn_docid docids[] = {6, 7, 8, 9, 10};
    uint32_t lengths[5] = {99};
    must(p, sn_xap_db_wdfs(db, SN_STR("wave"), docids, 5, count, &got, &p->err));
    assert_int_equal(got.calls, 1);
    assert_int_equal(got.wdf[3], 1);
    must(p, sn_xap_db_wdfs(db, SN_STR("none"), docids, 5, count, &got, &p->err));
    assert_int_equal(got.calls, 1);
    assert_int_equal(sn_xap_db_wdfs(db, SN_STR(""), docids, 5, count, &got, &p->err), SN_EINVAL);
    assert_int_equal(sn_xap_db_lengths(db, docids, 5, lengths, &p->err), SN_ENOTFOUND);
    assert_int_equal(lengths[0], 99);
    sn_xap_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(words_weigh_what_their_terms_joined_by_or_do),
        PLACED(words_find_the_last_number),
        PLACED(no_words_find_nothing),
        PLACED(words_that_cannot_weigh_are_refused),
        PLACED(frequencies_and_lengths_are_those_of_each_document),
        PLACED(what_is_not_there_has_no_length_and_no_frequency),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
