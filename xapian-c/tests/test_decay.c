/* Ranking with a decay, pruned and not, against the formula over all matches. */
#include "xapian-c/tests/corpus.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { QUERIES = 100, TOP = 10 };

typedef struct ranked {
    sn_docid docid;
    double weight;
} ranked;

static int better_first(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return x->docid < y->docid ? -1 : x->docid > y->docid;
}

static size_t match_all(place *p, sn_xap_db *db, const sn_xap_query *q, uint32_t max_items,
                        uint32_t check_at_least, ranked out[])
{
    sn_xap_matches *m = NULL;
    sn_xap_match_opts opts = {.max_items = max_items, .check_at_least = check_at_least};
    must(p, sn_xap_match(db, q, &opts, &m, &p->err));
    size_t n = sn_xap_matches_count(m);
    for (size_t i = 0; i < n; i++)
        out[i] = (ranked){sn_xap_matches_at(m, i)->docid, sn_xap_matches_at(m, i)->weight};
    sn_xap_matches_destroy(m);
    return n;
}

static sn_xap_query *with_decay(place *p, sn_xap_query *q, const sn_xap_decay *decay)
{
    sn_xap_query *d = NULL, *parts[2], *out = NULL;
    must(p, sn_xap_query_decay(decay, &d, &p->err));
    parts[0] = q;
    parts[1] = d;
    must(p, sn_xap_query_join(SN_XAP_AND_MAYBE, parts, 2, 0, &out, &p->err));
    sn_xap_query_destroy(d);
    return out;
}

/* Equal weights may change places by a rounding: the weights must agree place by place, and each
 * document must have the weight that the formula gives it. */
static bool same_ranking(const ranked *got, size_t n, const ranked *want, size_t want_all,
                         size_t max)
{
    if (n != (want_all < max ? want_all : max))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (fabs(got[i].weight - want[i].weight) > 1e-9)
            return false;
        size_t j = 0;
        while (j < want_all && want[j].docid != got[i].docid)
            j++;
        if (j == want_all || fabs(got[i].weight - want[j].weight) > 1e-9)
            return false;
    }
    return true;
}

static sn_xap_decay random_decay(const corpus *c, uint64_t *random)
{
    const sn_docid first = c->docs[0].docid, last = c->docs[CORPUS_DOCS - 1].docid;
    const uint32_t span = last - first;
    return (sn_xap_decay){
        .peak = random_below(random, 80) / 10.0,
        .half = 0.1 + random_below(random, 200) / 10.0,
        .origin = first - 20 + random_below(random, span),
        .step = 1 + random_below(random, 300),
        .last = last - random_below(random, span / 2),
        .to_both_sides = random_below(random, 2) == 0,
    };
}

static void ranking_equals_brute_force(void **state)
{
    static corpus c;
    static ranked want[CORPUS_DOCS], got[CORPUS_DOCS];
    place *p = *state;
    uint64_t random = test_seed();
    sn_xap_db *db = corpus_make(p, &c, &random);
    size_t wrong = 0;
    for (size_t i = 0; i < QUERIES; i++) {
        sn_xap_decay decay = random_decay(&c, &random);
        sn_xap_query *plain = random_query(p, &random);
        sn_xap_query *q = with_decay(p, plain, &decay);
        size_t all = match_all(p, db, plain, CORPUS_DOCS, CORPUS_DOCS, want);
        for (size_t j = 0; j < all; j++)
            want[j].weight += sn_xap_decay_weight(&decay, want[j].docid);
        qsort(want, all, sizeof *want, better_first);
        size_t n = match_all(p, db, q, TOP, CORPUS_DOCS, got);
        assert_true(same_ranking(got, n, want, all, TOP));
        n = match_all(p, db, q, TOP, 0, got);
        wrong += !same_ranking(got, n, want, all, TOP);
        sn_xap_query_destroy(plain);
        sn_xap_query_destroy(q);
    }
    print_message("pruned and not equal: %zu of %d\n", wrong, QUERIES);
    assert_true(wrong == 0);
    sn_xap_db_close(db);
}

static sn_xap_query *with_constant(place *p, sn_xap_query *q, double weight, const unsigned terms[],
                                   size_t n)
{
    sn_xap_query *each[3], *any = NULL, *parts[2] = {q, NULL}, *out = NULL;
    for (size_t i = 0; i < n; i++) {
        char name[12];
        snprintf(name, sizeof name, "t%u", terms[i]);
        each[i] = term(p, name);
    }
    must(p, sn_xap_query_join(SN_XAP_OR, each, n, 0, &any, &p->err));
    must(p, sn_xap_query_constant(weight, any, &parts[1], &p->err));
    must(p, sn_xap_query_join(SN_XAP_AND_MAYBE, parts, 2, 0, &out, &p->err));
    for (size_t i = 0; i < n; i++)
        sn_xap_query_destroy(each[i]);
    sn_xap_query_destroy(any);
    sn_xap_query_destroy(parts[1]);
    return out;
}

static const corpus_doc *doc_of(const corpus *c, sn_docid docid)
{
    size_t i = 0;
    while (c->docs[i].docid != docid)
        i++;
    return &c->docs[i];
}

/* Two constants for documents of some terms, over a decay: each adds itself, no more and no less. */
static void constants_add_exactly(void **state)
{
    static corpus c;
    static ranked want[CORPUS_DOCS], got[CORPUS_DOCS];
    place *p = *state;
    uint64_t random = test_seed();
    sn_xap_db *db = corpus_make(p, &c, &random);
    for (size_t i = 0; i < QUERIES; i++) {
        sn_xap_decay decay = random_decay(&c, &random);
        unsigned of[2][3];
        double weight[2];
        for (size_t k = 0; k < 2; k++) {
            weight[k] = random_below(&random, 60) / 10.0;
            for (size_t j = 0; j < 3; j++)
                of[k][j] = random_below(&random, CORPUS_TERMS);
        }
        sn_xap_query *plain = random_query(p, &random);
        sn_xap_query *fresh = with_decay(p, plain, &decay);
        sn_xap_query *one = with_constant(p, fresh, weight[0], of[0], 3);
        sn_xap_query *q = with_constant(p, one, weight[1], of[1], 1);
        size_t all = match_all(p, db, plain, CORPUS_DOCS, CORPUS_DOCS, want);
        for (size_t j = 0; j < all; j++) {
            const corpus_doc *d = doc_of(&c, want[j].docid);
            bool first = d->has[of[0][0]] || d->has[of[0][1]] || d->has[of[0][2]];
            want[j].weight += sn_xap_decay_weight(&decay, want[j].docid);
            want[j].weight += (first ? weight[0] : 0) + (d->has[of[1][0]] ? weight[1] : 0);
        }
        qsort(want, all, sizeof *want, better_first);
        size_t n = match_all(p, db, q, TOP, CORPUS_DOCS, got);
        assert_true(same_ranking(got, n, want, all, TOP));
        n = match_all(p, db, q, TOP, 0, got);
        assert_true(same_ranking(got, n, want, all, TOP));
        sn_xap_query_destroy(q);
        sn_xap_query_destroy(one);
        sn_xap_query_destroy(fresh);
        sn_xap_query_destroy(plain);
    }
    sn_xap_db_close(db);
}

static void a_constant_is_a_weight(void **state)
{
    place *p = *state;
    sn_xap_query *q = NULL, *of = term(p, "t1"), *scaled = NULL;
    assert_int_equal(sn_xap_query_constant(-1, of, &q, &p->err), SN_EINVAL);
    assert_int_equal(sn_xap_query_constant((double)INFINITY, of, &q, &p->err), SN_EINVAL);
    must(p, sn_xap_query_constant(2, of, &q, &p->err));
    assert_int_equal(sn_xap_query_scale(q, 0.5, &scaled, &p->err), SN_EINVAL);
    sn_xap_query_destroy(q);
    sn_xap_query_destroy(of);
}

/* Asked by next() and skip_to(), as the only or the first list. */
static void a_decay_alone_lists_all_documents(void **state)
{
    static corpus c;
    static ranked got[CORPUS_DOCS];
    place *p = *state;
    uint64_t random = test_seed();
    sn_xap_db *db = corpus_make(p, &c, &random);
    sn_xap_decay decay = {.peak = 3, .half = 7, .origin = 1100, .step = 10, .last = 1700};
    sn_xap_query *q = NULL, *every = NULL;
    must(p, sn_xap_query_decay(&decay, &q, &p->err));
    assert_int_equal(match_all(p, db, q, CORPUS_DOCS, 0, got), CORPUS_DOCS);
    for (size_t i = 0; i < CORPUS_DOCS; i++) {
        assert_int_equal(got[i].docid, c.docs[i].docid); /* lighter as the number rises */
        assert_true(got[i].weight == sn_xap_decay_weight(&decay, got[i].docid));
    }
    assert_int_equal(match_all(p, db, q, 5, 0, got), 5);
    sn_xap_query_destroy(q);
    must(p, sn_xap_query_all(&every, &p->err));
    q = with_decay(p, every, &decay);
    assert_int_equal(match_all(p, db, q, CORPUS_DOCS, 0, got), CORPUS_DOCS);
    assert_int_equal(got[0].docid, c.docs[0].docid);
    sn_xap_query_destroy(q);
    sn_xap_query_destroy(every);
    sn_xap_db_close(db);
}

static void decay_weights(void **state)
{
    (void)state;
    const sn_xap_decay d = {.peak = 8, .half = 2, .origin = 100, .step = 10, .last = 1000};
    assert_true(sn_xap_decay_weight(&d, 1) == 8);
    assert_true(sn_xap_decay_weight(&d, 100) == 8);
    assert_true(sn_xap_decay_weight(&d, 120) == 4);
    assert_true(sn_xap_decay_weight(&d, 160) == 2);
    assert_true(sn_xap_decay_weight(&d, 1000) > 0);
    assert_true(sn_xap_decay_weight(&d, 1001) == 0);
    sn_xap_decay both = d;
    both.to_both_sides = true;
    assert_true(sn_xap_decay_weight(&both, 80) == 4);
    assert_true(sn_xap_decay_weight(&both, 100) == 8);
    assert_true(sn_xap_decay_weight(&both, 120) == 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decay_weights),    PLACED(a_decay_alone_lists_all_documents),
        PLACED(constants_add_exactly),      PLACED(a_constant_is_a_weight),
        PLACED(ranking_equals_brute_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
