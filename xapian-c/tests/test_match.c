#include "xapian-c/tests/helpers.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Document n of 1..12 has "a" n times and "b" if n is odd; slot 0 holds a group ("" for n > 9),
 * slot 1 a letter that falls as n rises. */
static sn_xap_db *dozen(place *p)
{
    sn_xap_writer *w = create_db(p);
    for (uint32_t n = 1; n <= 12; n++) {
        sn_xap_doc *doc = doc_of_words(p, n % 2 == 1 ? "b x" : "x y");
        must(p, sn_xap_doc_add_term(doc, SN_STR("a"), n, &p->err));
        char group = (char)('0' + n % 3), letter = (char)('z' - n);
        if (n <= 9)
            must(p, sn_xap_doc_set_value(doc, 0, (sn_str){&group, 1}, &p->err));
        must(p, sn_xap_doc_set_value(doc, 1, (sn_str){&letter, 1}, &p->err));
        must(p, sn_xap_writer_replace(w, n, doc, &p->err));
        sn_xap_doc_destroy(doc);
    }
    return finish(p, w);
}

static sn_xap_matches *match(place *p, sn_xap_db *db, sn_xap_query *q, sn_xap_match_opts opts)
{
    sn_xap_matches *m = NULL;
    must(p, sn_xap_match(db, q, &opts, &m, &p->err));
    sn_xap_query_destroy(q);
    return m;
}

/* The formula the header states. */
static double bm25(double k1, double b, double docs, double freq, double wdf, double relative_len)
{
    double odds = (docs - freq + 0.5) / (freq + 0.5);
    double idf = log(odds < 2 ? odds / 2 + 1 : odds);
    double length = b * fmax(relative_len, 0.5) + (1 - b);
    return idf * (k1 + 1) * wdf / (k1 * length + wdf);
}

static void weights_are_the_formula(void **state)
{
    place *p = *state;
    sn_xap_db *db = dozen(p);
    double average = 0;
    must(p, sn_xap_db_average_length(db, &average, &p->err));
    static const double params[][2] = {{0, 0}, {1.2, 0.75}, {2, 0}, {0.9, 1}};
    for (size_t i = 0; i < 4; i++) {
        double k1 = i == 0 ? 1.2 : params[i][0], b = i == 0 ? 0.75 : params[i][1];
        sn_xap_match_opts opts = {.max_items = 20, .k1 = params[i][0], .b = params[i][1]};
        sn_xap_query *q = NULL; /* the frequency in the query does not count */
        must(p, sn_xap_query_term(SN_STR("a"), (uint32_t)i, &q, &p->err));
        sn_xap_matches *m = match(p, db, q, opts);
        assert_int_equal(sn_xap_matches_count(m), 12);
        for (size_t j = 0; j < 12; j++) {
            const sn_xap_hit *hit = sn_xap_matches_at(m, j);
            double n = hit->docid, length = n + 2;
            assert_true(fabs(hit->weight - bm25(k1, b, 12, 12, n, length / average)) < 1e-12);
        }
        assert_true(sn_xap_matches_totals(m).max_attained == sn_xap_matches_at(m, 0)->weight);
        sn_xap_matches_destroy(m);
    }
    sn_xap_db_close(db);
}

static void bad_options_are_refused(void **state)
{
    static const sn_xap_match_opts bad[] = {
        {.k1 = 1, .b = 1.5}, {.k1 = -1}, {.k1 = 0, .b = 0.5}, {.k1 = NAN}, {.k1 = 1, .b = NAN},
    };
    place *p = *state;
    sn_xap_db *db = dozen(p);
    sn_xap_query *q = term(p, "a");
    sn_xap_matches *m = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(sn_xap_match(db, q, &bad[i], &m, &p->err), SN_EINVAL);
    assert_null(m);
    sn_xap_query_destroy(q);
    sn_xap_db_close(db);
}

static void expect_order(place *p, sn_xap_db *db, const char *word, sn_xap_order order,
                         const sn_docid want[3])
{
    sn_docid found[3];
    sn_xap_match_opts opts = {.max_items = 3, .order = order, .sort_slot = 1};
    assert_int_equal(run(p, db, term(p, word), &opts, found, 3), 3);
    assert_memory_equal(found, want, sizeof found);
}

static void orders(void **state)
{
    place *p = *state;
    sn_xap_db *db = dozen(p);
    expect_order(p, db, "a", SN_XAP_BY_WEIGHT, (sn_docid[]){12, 11, 10});
    expect_order(p, db, "a", SN_XAP_BY_DOCID, (sn_docid[]){1, 2, 3});
    expect_order(p, db, "a", SN_XAP_BY_VALUE, (sn_docid[]){12, 11, 10});
    expect_order(p, db, "a", SN_XAP_BY_VALUE_DOWN, (sn_docid[]){1, 2, 3});
    sn_xap_db_close(db);
}

static void documents_without_a_value_have_the_lowest(void **state)
{
    place *p = *state;
    sn_xap_db *db = dozen(p);
    sn_docid found[20];
    sn_xap_match_opts opts = {.max_items = 20, .order = SN_XAP_BY_VALUE};
    assert_int_equal(run(p, db, term(p, "a"), &opts, found, 20), 12);
    assert_memory_equal(found, ((sn_docid[]){10, 11, 12, 3, 6, 9, 1}), 7 * sizeof *found);
    opts.order = SN_XAP_BY_VALUE_DOWN;
    assert_int_equal(run(p, db, term(p, "a"), &opts, found, 20), 12);
    assert_memory_equal(found + 6, ((sn_docid[]){3, 6, 9, 10, 11, 12}), 6 * sizeof *found);
    sn_xap_db_close(db);
}

static void ties_go_to_the_lowest_number(void **state)
{
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    for (sn_docid n = 1; n <= 9; n++)
        put_words(p, w, 10 - n, "same");
    sn_xap_db *db = finish(p, w);
    expect_order(p, db, "same", SN_XAP_BY_WEIGHT, (sn_docid[]){1, 2, 3});
    expect_order(p, db, "same", SN_XAP_BY_VALUE, (sn_docid[]){1, 2, 3});
    expect_order(p, db, "same", SN_XAP_BY_VALUE_DOWN, (sn_docid[]){1, 2, 3});
    sn_xap_db_close(db);
}

static void pages(void **state)
{
    place *p = *state;
    sn_xap_db *db = dozen(p);
    sn_docid found[20];
    sn_xap_match_opts opts = {.first = 10, .max_items = 20, .order = SN_XAP_BY_DOCID};
    assert_int_equal(run(p, db, term(p, "a"), &opts, found, 20), 2);
    assert_int_equal(found[0], 11);
    opts = (sn_xap_match_opts){.first = UINT32_MAX, .max_items = UINT32_MAX};
    assert_int_equal(run(p, db, term(p, "a"), &opts, found, 20), 0);
    opts = (sn_xap_match_opts){.max_items = 0, .check_at_least = 100};
    sn_xap_matches *m = match(p, db, term(p, "b"), opts);
    assert_int_equal(sn_xap_matches_count(m), 0);
    assert_int_equal(sn_xap_matches_totals(m).lower, 6);
    assert_int_equal(sn_xap_matches_totals(m).upper, 6);
    sn_xap_matches_destroy(m);
    sn_xap_matches_destroy(NULL);
    sn_xap_db_close(db);
}

/* Groups 0 1 2 of three documents each, and three documents (10, 11, 12) of none. */
static void collapse(void **state)
{
    place *p = *state;
    sn_xap_db *db = dozen(p);
    for (uint32_t max = 1; max <= 3; max++) {
        sn_xap_match_opts opts = {.max_items = 20, .check_at_least = 20, .collapse_max = max};
        sn_xap_matches *m = match(p, db, term(p, "a"), opts);
        assert_int_equal(sn_xap_matches_count(m), 3 + 3 * max);
        sn_xap_totals t = sn_xap_matches_totals(m);
        assert_int_equal(t.lower, 3 + 3 * max);
        assert_int_equal(t.upper, 3 + 3 * max);
        assert_int_equal(t.uncollapsed_upper, 12);
        uint32_t of_group[3] = {0};
        for (size_t i = 0; i < sn_xap_matches_count(m); i++) {
            const sn_xap_hit *hit = sn_xap_matches_at(m, i);
            if (hit->docid > 9) {
                assert_int_equal(hit->collapse_key.len, 0);
                continue;
            }
            assert_int_equal(hit->collapse_key.at[0], '0' + (int)(hit->docid % 3));
            assert_int_equal(hit->collapse_count, 3 - max);
            of_group[hit->docid % 3]++;
        }
        for (size_t i = 0; i < 3; i++)
            assert_int_equal(of_group[i], max);
        sn_xap_matches_destroy(m);
    }
    sn_xap_db_close(db);
}

static void collapse_keeps_the_best_in_every_order(void **state)
{
    place *p = *state;
    sn_xap_db *db = dozen(p);
    sn_docid found[20];
    sn_xap_match_opts opts = {.max_items = 20, .collapse_max = 1, .sort_slot = 1};
    assert_int_equal(run(p, db, term(p, "a"), &opts, found, 20), 6);
    assert_memory_equal(found, ((sn_docid[]){12, 11, 10, 9, 8, 7}), 6 * sizeof *found);
    opts.order = SN_XAP_BY_DOCID;
    assert_int_equal(run(p, db, term(p, "a"), &opts, found, 20), 6);
    assert_memory_equal(found, ((sn_docid[]){1, 2, 3, 10, 11, 12}), 6 * sizeof *found);
    opts.order = SN_XAP_BY_VALUE;
    assert_int_equal(run(p, db, term(p, "a"), &opts, found, 20), 6);
    assert_memory_equal(found, ((sn_docid[]){12, 11, 10, 9, 8, 7}), 6 * sizeof *found);
    sn_xap_db_close(db);
}

/* Of `all`, which are the matches of a query in their order, the first of each group, and how many it stands for. groups[n] is
 * that of document n; 0: none. */
static size_t first_of_groups(const sn_docid all[], size_t n, const uint64_t groups[],
                              sn_xap_hit out[])
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        size_t j = 0;
        while (j < found && (groups[all[i]] == 0 || groups[out[j].docid] != groups[all[i]]))
            j++;
        if (j < found)
            out[j].collapse_count++;
        else
            out[found++] = (sn_xap_hit){.docid = all[i]};
    }
    return found;
}

#define SOME 120

/* A group is a number of eight bytes or a short text; most documents of the heaviest are of one. */
static sn_xap_db *groups_at_random(place *p, uint64_t *seed, uint64_t groups[SOME + 1])
{
    sn_xap_writer *w = create_db(p);
    uint32_t kinds = 1 + random_below(seed, 60), one = random_below(seed, SOME);
    bool are_long = random_below(seed, 2);
    for (sn_docid n = 1; n <= SOME; n++) {
        sn_xap_doc *doc = doc_of_words(p, "x");
        char value[8] = "";
        must(p, sn_xap_doc_add_term(doc, SN_STR("a"), 1 + SOME - n, &p->err));
        groups[n] = n < one ? 1 : random_below(seed, kinds);
        memcpy(value, &groups[n], sizeof value);
        if (groups[n] != 0)
            must(p, sn_xap_doc_set_value(doc, 0, (sn_str){value, are_long ? 8 : 2}, &p->err));
        must(p, sn_xap_writer_replace(w, n, doc, &p->err));
        sn_xap_doc_destroy(doc);
    }
    return finish(p, w);
}

/* The whole list without collapsing says what each page of the other has to be, however many copies lead it. */
static void any_page_of_any_groups(void **state)
{
    place *p = *state;
    uint64_t seed = test_seed(), groups[SOME + 1];
    sn_xap_db *db = groups_at_random(p, &seed, groups);
    for (int turn = 0; turn < 60; turn++) {
        sn_docid all[SOME];
        sn_xap_hit wanted[SOME];
        sn_xap_order order = turn % 2 == 0 ? SN_XAP_BY_WEIGHT : SN_XAP_BY_DOCID;
        sn_xap_match_opts opts = {.max_items = SOME, .order = order, .check_at_least = SOME + 1};
        size_t n_all = run(p, db, term(p, "a"), &opts, all, SOME);
        size_t n = first_of_groups(all, n_all, groups, wanted);
        opts.collapse_max = 1;
        opts.first = random_below(&seed, SOME / 2);
        opts.max_items = random_below(&seed, 20);
        sn_xap_matches *m = match(p, db, term(p, "a"), opts);
        size_t rest = n > opts.first ? n - opts.first : 0;
        size_t shown = rest < opts.max_items ? rest : opts.max_items;
        assert_int_equal(sn_xap_matches_count(m), shown);
        for (size_t i = 0; i < shown; i++) {
            const sn_xap_hit *hit = sn_xap_matches_at(m, i), *w = &wanted[opts.first + i];
            assert_int_equal(hit->docid, w->docid);
            assert_int_equal(hit->collapse_count, w->collapse_count);
        }
        sn_xap_totals t = sn_xap_matches_totals(m);
        assert_int_equal(t.lower, n);
        assert_int_equal(t.upper, n);
        assert_int_equal(t.uncollapsed_lower, n_all);
        assert_int_equal(t.uncollapsed_upper, n_all);
        sn_xap_matches_destroy(m);
    }
    sn_xap_db_close(db);
}

static void an_empty_database_and_an_empty_query(void **state)
{
    place *p = *state;
    sn_xap_db *db = finish(p, create_db(p));
    sn_docid found[1];
    sn_xap_match_opts opts = {.max_items = 1, .deadline_us = INT64_MAX};
    assert_int_equal(run(p, db, term(p, "a"), &opts, found, 1), 0);
    sn_xap_query *q = NULL;
    must(p, sn_xap_query_docid_range(&(sn_xap_docid_range){.last = UINT32_MAX}, &q, &p->err));
    assert_int_equal(run(p, db, q, &opts, found, 1), 0);
    must(p, sn_xap_query_nothing(&q, &p->err));
    assert_int_equal(run(p, db, q, &opts, found, 1), 0);
    sn_xap_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(weights_are_the_formula),
        PLACED(bad_options_are_refused),
        PLACED(orders),
        PLACED(documents_without_a_value_have_the_lowest),
        PLACED(ties_go_to_the_lowest_number),
        PLACED(pages),
        PLACED(collapse),
        PLACED(collapse_keeps_the_best_in_every_order),
        PLACED(any_page_of_any_groups),
        PLACED(an_empty_database_and_an_empty_query),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
