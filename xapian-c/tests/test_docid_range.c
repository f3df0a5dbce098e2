/* Ranges of document numbers against brute force, and the edges by hand. */
#include "xapian-c/tests/corpus.h"

#include <stdlib.h>
#include <string.h>

static corpus docs;

static bool in_range(const corpus_doc *d, const sn_xap_docid_range *r)
{
    if (d->docid < r->first || d->docid > r->last)
        return false;
    if (r->inner_first <= d->docid && d->docid <= r->inner_last)
        return true;
    sn_str value = sn_str_of(d->value);
    return value.len > 0 && sn_str_compare(value, r->low) >= 0 &&
           sn_str_compare(value, r->high) <= 0;
}

static sn_xap_query *range_query(place *p, const sn_xap_docid_range *r)
{
    sn_xap_query *q = NULL;
    must(p, sn_xap_query_docid_range(r, &q, &p->err));
    return q;
}

/* q (destroyed) must find the documents that pass wants, in order; totals must bracket them. */
static void expect(place *p, sn_xap_db *db, sn_xap_query *q, const bool wanted[CORPUS_DOCS])
{
    sn_xap_matches *m = NULL, *few = NULL;
    sn_xap_match_opts opts = {.max_items = CORPUS_DOCS, .order = SN_XAP_BY_DOCID};
    must(p, sn_xap_match(db, q, &opts, &m, &p->err));
    size_t n = 0;
    for (size_t i = 0; i < CORPUS_DOCS; i++) {
        if (wanted[i]) {
            assert_true(n < sn_xap_matches_count(m));
            assert_int_equal(sn_xap_matches_at(m, n++)->docid, docs.docs[i].docid);
        }
    }
    assert_int_equal(sn_xap_matches_count(m), n);
    opts.max_items = 1;
    must(p, sn_xap_match(db, q, &opts, &few, &p->err));
    sn_xap_totals t = sn_xap_matches_totals(few);
    assert_true(t.lower <= n && n <= t.upper && t.lower <= t.estimated && t.estimated <= t.upper);
    sn_xap_matches_destroy(few);
    sn_xap_matches_destroy(m);
    sn_xap_query_destroy(q);
}

static sn_xap_docid_range random_range(uint64_t *random)
{
    static const char *const values[] = {"", "a", "aa", "ab", "b", "ba", "cc", "d"};
    const sn_docid base = docs.docs[0].docid - 10;
    const uint32_t span = docs.docs[CORPUS_DOCS - 1].docid - base + 20;
    return (sn_xap_docid_range){
        .first = base + random_below(random, span),
        .last = base + random_below(random, span),
        .inner_first = base + random_below(random, span),
        .inner_last = base + random_below(random, span),
        .slot = CORPUS_SLOT,
        .low = sn_str_of(values[random_below(random, 8)]),
        .high = sn_str_of(values[random_below(random, 8)]),
    };
}

static void ranges_equal_brute_force(void **state)
{
    place *p = *state;
    uint64_t random = test_seed();
    sn_xap_db *db = corpus_make(p, &docs, &random);
    for (size_t i = 0; i < 300; i++) {
        sn_xap_docid_range r = random_range(&random);
        uint32_t t = random_below(&random, CORPUS_TERMS);
        char name[] = {'t', t < 10 ? (char)('0' + t) : '1', (char)('0' + t % 10), 0};
        if (t < 10)
            name[2] = 0;
        bool inside[CORPUS_DOCS], with_term[CORPUS_DOCS], either[CORPUS_DOCS];
        for (size_t j = 0; j < CORPUS_DOCS; j++) {
            inside[j] = in_range(&docs.docs[j], &r);
            with_term[j] = inside[j] && docs.docs[j].has[t];
            either[j] = inside[j] || docs.docs[j].has[t];
        }
        expect(p, db, range_query(p, &r), inside);
        expect(p, db, join2(p, SN_XAP_FILTER, term(p, name), range_query(p, &r)), with_term);
        expect(p, db, join2(p, SN_XAP_AND, range_query(p, &r), term(p, name)), with_term);
        expect(p, db, join2(p, SN_XAP_OR, range_query(p, &r), term(p, name)), either);
    }
    sn_xap_db_close(db);
}

/* Numbers 10, 20, 30 with values b, c, none. */
static void edges(void **state)
{
    static const struct {
        const char *name;
        sn_xap_docid_range range;
        const char *docids;
    } cases[] = {
        {"all numbers there are", {0, UINT32_MAX, 0, UINT32_MAX, 0, {0}, {0}}, "10 20 30"},
        {"ends included", {10, 20, 10, 20, 0, {0}, {0}}, "10 20"},
        {"one number", {20, 20, 20, 20, 0, {0}, {0}}, "20"},
        {"between numbers", {11, 19, 11, 19, 0, {0}, {0}}, ""},
        {"before all", {1, 9, 1, 9, 0, {0}, {0}}, ""},
        {"after all", {31, UINT32_MAX, 31, UINT32_MAX, 0, {0}, {0}}, ""},
        {"first over last", {30, 10, 10, 30, 0, {0}, {0}}, ""},
        {"inner wider than outer", {15, 25, 1, 99, 0, {0}, {0}}, "20"},
        {"no inner: values decide", {1, 99, 2, 1, 0, {"b", 1}, {"b", 1}}, "10"},
        {"value at both ends", {1, 99, 2, 1, 0, {"b", 1}, {"c", 1}}, "10 20"},
        {"an empty value is outside", {1, 99, 2, 1, 0, {"", 0}, {"z", 1}}, "10 20"},
        {"inner needs no value", {1, 99, 30, 30, 0, {"c", 1}, {"c", 1}}, "20 30"},
        {"low over high", {1, 99, 2, 1, 0, {"c", 1}, {"b", 1}}, ""},
        {"a slot without values", {1, 99, 2, 1, 5, {"", 0}, {"z", 1}}, ""},
    };
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    static const char *const values[] = {"b", "c", ""};
    for (uint32_t i = 0; i < 3; i++) {
        sn_xap_doc *doc = doc_of_words(p, "w");
        must(p, sn_xap_doc_set_value(doc, 0, sn_str_of(values[i]), &p->err));
        must(p, sn_xap_writer_replace(w, 10 * (i + 1), doc, &p->err));
        sn_xap_doc_destroy(doc);
    }
    sn_xap_db *db = finish(p, w);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        print_message("  %s\n", cases[i].name);
        expect_docids(p, db, range_query(p, &cases[i].range), cases[i].docids);
        expect_docids(p, db, join2(p, SN_XAP_FILTER, term(p, "w"), range_query(p, &cases[i].range)),
                      cases[i].docids);
    }
    sn_xap_db_close(db);
}

static void the_highest_number(void **state)
{
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    put_words(p, w, UINT32_MAX - 1, "w");
    put_words(p, w, UINT32_MAX, "w");
    sn_xap_db *db = finish(p, w);
    sn_xap_docid_range r = {.last = UINT32_MAX, .inner_last = UINT32_MAX};
    sn_xap_query *decay = NULL;
    expect_docids(p, db, range_query(p, &r), "4294967294 4294967295");
    r.first = UINT32_MAX;
    expect_docids(p, db, range_query(p, &r), "4294967295");
    must(p, sn_xap_query_decay(&(sn_xap_decay){1, 1, 1, 1, 9, false}, &decay, &p->err));
    expect_docids(p, db, decay, "4294967294 4294967295");
    sn_xap_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(edges),
        PLACED(the_highest_number),
        PLACED(ranges_equal_brute_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
