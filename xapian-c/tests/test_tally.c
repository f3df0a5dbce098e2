#include "xapian-c/tests/corpus.h"

#include <stdio.h>
#include <string.h>

enum { VALUES_MAX = 64 };

/* What a tally counted of one slot, sorted by the library or not. */
typedef struct counts {
    char value[VALUES_MAX][8];
    uint32_t documents[VALUES_MAX];
    size_t n;
} counts;

static sn_status note(void *ctx, sn_str value, uint32_t documents)
{
    counts *c = ctx;
    assert_true(c->n < VALUES_MAX && value.len > 0 && value.len < sizeof *c->value);
    memcpy(c->value[c->n], value.at, value.len);
    c->value[c->n][value.len] = '\0';
    c->documents[c->n++] = documents;
    return SN_OK;
}

static uint32_t count_of(const counts *c, const char *value)
{
    uint32_t found = 0, times = 0;
    for (size_t i = 0; i < c->n; i++) {
        if (strcmp(c->value[i], value) == 0) {
            found = c->documents[i];
            times++;
        }
    }
    assert_true(times <= 1);
    return found;
}

static void put(place *p, sn_xap_writer *w, sn_docid docid, const char *value)
{
    sn_xap_doc *doc = doc_of_words(p, "a");
    must(p, sn_xap_doc_set_value(doc, 0, sn_str_of(value), &p->err));
    must(p, sn_xap_doc_set_value(doc, 1, SN_STR("all"), &p->err));
    must(p, sn_xap_writer_replace(w, docid, doc, &p->err));
    sn_xap_doc_destroy(doc);
}

/* Document n of 1..20 has "a"; slot 0 holds "x" or "y" by turns, nothing for n > 15; slot 1 "all". */
static sn_xap_db *twenty(place *p)
{
    sn_xap_writer *w = create_db(p);
    for (uint32_t n = 1; n <= 20; n++)
        put(p, w, n, n > 15 ? "" : n % 2 == 1 ? "x" : "y");
    return finish(p, w);
}

static sn_xap_tally *tally_of(place *p, uint32_t limit)
{
    sn_xap_tally *t = NULL;
    must(p, sn_xap_tally_create(limit, &t, &p->err));
    return t;
}

static void count(place *p, sn_xap_db *db, sn_xap_query *q, sn_xap_match_opts opts)
{
    static const uint32_t slots[] = {0, 1, 9};
    sn_xap_matches *m = NULL;
    must(p, sn_xap_match(db, q, &opts, &m, &p->err));
    must(p, sn_xap_tally_count(opts.tally, db, slots, 3, &p->err));
    sn_xap_matches_destroy(m);
    sn_xap_query_destroy(q);
}

static const struct tally_case {
    const char *name;
    sn_xap_match_opts opts;
} tally_cases[] = {
    {"nothing shown", {.order = SN_XAP_BY_DOCID}},
    {"nothing shown, by weight", {.order = SN_XAP_BY_WEIGHT}},
    {"one shown", {.max_items = 1, .order = SN_XAP_BY_DOCID}},
    {"by value", {.max_items = 3, .order = SN_XAP_BY_VALUE, .sort_slot = 0}},
    {"collapsed", {.max_items = 3, .collapse_slot = 1, .collapse_max = 1}},
    {"with a deadline far away", {.max_items = 3, .deadline_us = INT64_MAX}},
};

static void every_match_is_counted_whatever_is_shown(void **state)
{
    place *p = *state;
    sn_xap_db *db = twenty(p);
    sn_xap_tally *t = tally_of(p, 1000);
    for (size_t i = 0; i < sizeof tally_cases / sizeof *tally_cases; i++) {
        print_message("  case: %s\n", tally_cases[i].name);
        sn_xap_match_opts opts = tally_cases[i].opts;
        opts.tally = t;
        count(p, db, term(p, "a"), opts);
        counts xy = {0}, all = {0}, none = {0};
        must(p, sn_xap_tally_each(t, 0, note, &xy));
        must(p, sn_xap_tally_each(t, 1, note, &all));
        must(p, sn_xap_tally_each(t, 2, note, &none));
        assert_int_equal(sn_xap_tally_documents(t), 20);
        assert_false(sn_xap_tally_is_cut(t));
        assert_int_equal(xy.n, 2);
        assert_int_equal(count_of(&xy, "x"), 8);
        assert_int_equal(count_of(&xy, "y"), 7);
        assert_int_equal(count_of(&all, "all"), 20);
        assert_int_equal(none.n, 0);
    }
    sn_xap_tally_destroy(t);
    sn_xap_db_close(db);
}

static void a_limit_counts_the_lowest_numbers(void **state)
{
    place *p = *state;
    sn_xap_db *db = twenty(p);
    for (uint32_t limit = 0; limit <= 21; limit++) {
        sn_xap_tally *t = tally_of(p, limit);
        count(p, db, term(p, "a"), (sn_xap_match_opts){.tally = t, .max_items = 2});
        counts xy = {0};
        must(p, sn_xap_tally_each(t, 0, note, &xy));
        uint32_t seen = limit < 20 ? limit : 20, valued = seen < 15 ? seen : 15;
        assert_int_equal(sn_xap_tally_documents(t), seen);
        assert_int_equal(sn_xap_tally_is_cut(t), limit < 20);
        assert_int_equal(count_of(&xy, "x"), (valued + 1) / 2);
        assert_int_equal(count_of(&xy, "y"), valued / 2);
        sn_xap_tally_destroy(t);
    }
    sn_xap_db_close(db);
}

static sn_status stop(void *ctx, sn_str value, uint32_t documents)
{
    (void)value;
    (void)documents;
    return *(sn_status *)ctx;
}

static void a_walk_ends_as_its_function_says(void **state)
{
    place *p = *state;
    sn_xap_db *db = twenty(p);
    sn_xap_tally *t = tally_of(p, 100);
    count(p, db, term(p, "a"), (sn_xap_match_opts){.tally = t});
    sn_status done = SN_DONE, bad = SN_ECORRUPT;
    assert_int_equal(sn_xap_tally_each(t, 0, stop, &done), SN_OK);
    assert_int_equal(sn_xap_tally_each(t, 0, stop, &bad), SN_ECORRUPT);
    count(p, db, term(p, "nothing"), (sn_xap_match_opts){.tally = t}); /* begins anew */
    assert_int_equal(sn_xap_tally_documents(t), 0);
    assert_int_equal(sn_xap_tally_each(t, 0, stop, &bad), SN_OK);
    sn_xap_tally_destroy(t);
    sn_xap_db_close(db);
}

/* The handle reads a slot of few values as a whole once it was counted again and again. */
static void counts_are_those_of_the_commit_however_often_they_were_asked_for(void **state)
{
    place *p = *state;
    sn_xap_db *db = twenty(p);
    sn_xap_tally *t = tally_of(p, 100);
    for (uint32_t commit = 0; commit < 4; commit++) {
        for (int again = 0; again < 4; again++) {
            count(p, db, term(p, "a"), (sn_xap_match_opts){.tally = t, .max_items = 1});
            counts xy = {0};
            must(p, sn_xap_tally_each(t, 0, note, &xy));
            assert_int_equal(count_of(&xy, "x"), 8 - commit);
            assert_int_equal(count_of(&xy, "new"), 2 * commit);
        }
        sn_xap_writer *w = NULL;
        must(p, sn_xap_writer_open(p->db, SN_XAP_OPEN, &w, &p->err));
        put(p, w, 1 + 2 * commit, "new");
        put(p, w, 21 + commit, "new");
        must(p, sn_xap_writer_commit(w, &p->err));
        sn_xap_writer_close(w);
        must(p, sn_xap_db_reopen(db, NULL, &p->err));
    }
    sn_xap_tally_destroy(t);
    sn_xap_db_close(db);
}

enum { MANY = 70000 };

static sn_status count_values(void *ctx, sn_str value, uint32_t documents)
{
    (void)value;
    assert_int_equal(documents, 1);
    ++*(uint32_t *)ctx;
    return SN_OK;
}

static void a_slot_of_very_many_values_is_counted_too(void **state)
{
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    for (uint32_t n = 1; n <= MANY; n++) {
        char value[16];
        snprintf(value, sizeof value, "%u", n);
        put(p, w, 2 * n, value);
    }
    sn_xap_db *db = finish(p, w);
    sn_xap_tally *t = tally_of(p, MANY);
    for (int again = 0; again < 3; again++) {
        uint32_t n = 0;
        count(p, db, term(p, "a"), (sn_xap_match_opts){.tally = t});
        must(p, sn_xap_tally_each(t, 0, count_values, &n));
        assert_int_equal(n, MANY);
    }
    sn_xap_tally_destroy(t);
    sn_xap_db_close(db);
}

/* The values of all hits, counted one by one. */
static void count_hits(place *p, sn_xap_db *db, const sn_xap_matches *m, uint32_t by_value[3][3])
{
    for (size_t i = 0; i < sn_xap_matches_count(m); i++) {
        sn_buf value = SN_BUF(100);
        sn_docid docid = sn_xap_matches_at(m, i)->docid;
        must(p, sn_xap_db_value(db, docid, CORPUS_SLOT, &value, &p->err));
        if (value.len > 0)
            by_value[value.at[0] - 'a'][value.at[1] - 'a']++;
        sn_buf_done(&value);
    }
}

static void expect_counts(place *p, const sn_xap_tally *t, uint32_t by_value[3][3])
{
    counts c = {0};
    must(p, sn_xap_tally_each(t, 0, note, &c));
    for (int i = 0; i < 9; i++) {
        char value[] = {(char)('a' + i / 3), (char)('a' + i % 3), '\0'};
        assert_int_equal(count_of(&c, value), by_value[i / 3][i % 3]);
    }
}

static void tallies_of_random_queries_are_the_values_of_their_hits(void **state)
{
    place *p = *state;
    uint64_t random = test_seed();
    static corpus c;
    static const uint32_t slot = CORPUS_SLOT;
    sn_xap_db *db = corpus_make(p, &c, &random);
    for (int turn = 0; turn < 200; turn++) {
        sn_xap_query *q = random_query(p, &random);
        sn_xap_tally *t = NULL;
        sn_xap_matches *all = NULL, *m = NULL;
        uint32_t by_value[3][3] = {0};
        must(p, sn_xap_tally_create(CORPUS_DOCS, &t, &p->err));
        sn_xap_match_opts whole = {.max_items = CORPUS_DOCS};
        sn_xap_match_opts opts = {.max_items = random_below(&random, 10),
                                  .order = (sn_xap_order)random_below(&random, 4),
                                  .sort_slot = CORPUS_SLOT,
                                  .collapse_slot = CORPUS_SLOT,
                                  .collapse_max = random_below(&random, 2),
                                  .tally = t};
        must(p, sn_xap_match(db, q, &whole, &all, &p->err));
        must(p, sn_xap_match(db, q, &opts, &m, &p->err));
        must(p, sn_xap_tally_count(t, db, &slot, 1, &p->err));
        count_hits(p, db, all, by_value);
        assert_int_equal(sn_xap_tally_documents(t), sn_xap_matches_count(all));
        expect_counts(p, t, by_value);
        sn_xap_matches_destroy(all);
        sn_xap_matches_destroy(m);
        sn_xap_tally_destroy(t);
        sn_xap_query_destroy(q);
    }
    sn_xap_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(every_match_is_counted_whatever_is_shown),
        PLACED(a_limit_counts_the_lowest_numbers),
        PLACED(a_walk_ends_as_its_function_says),
        PLACED(counts_are_those_of_the_commit_however_often_they_were_asked_for),
        PLACED(a_slot_of_very_many_values_is_counted_too),
        PLACED(tallies_of_random_queries_are_the_values_of_their_hits),
    };
    return cmocka_run_group_tests_name("xapian-c/tally", tests, NULL, NULL);
}
