#include "xapian-c/tests/helpers.h"

#include <math.h>
#include <string.h>

/* Slot 0 of document n holds the letter 'a' + n. */
static sn_xap_db *small_db(place *p)
{
    static const char *const texts[] = {"red green blue", "green red",   "blue",
                                        "greed green",    "red x green", "grey"};
    sn_xap_writer *w = create_db(p);
    for (sn_docid i = 0; i < sizeof texts / sizeof *texts; i++) {
        sn_xap_doc *doc = doc_of_words(p, texts[i]);
        char value = (char)('a' + i + 1);
        if (i != 5)
            must(p, sn_xap_doc_set_value(doc, 0, (sn_str){&value, 1}, &p->err));
        must(p, sn_xap_writer_replace(w, i + 1, doc, &p->err));
        sn_xap_doc_destroy(doc);
    }
    return finish(p, w);
}

static void operators(void **state)
{
    static const struct {
        sn_xap_op op;
        const char *docids;
    } cases[] = {
        {SN_XAP_AND, "1 2 5"},       {SN_XAP_OR, "1 2 4 5"},   {SN_XAP_AND_NOT, ""},
        {SN_XAP_AND_MAYBE, "1 2 5"}, {SN_XAP_FILTER, "1 2 5"}, {SN_XAP_SYNONYM, "1 2 4 5"},
        {SN_XAP_MAX, "1 2 4 5"},     {SN_XAP_NEAR, "1 2"},     {SN_XAP_PHRASE, "1"},
    };
    place *p = *state;
    sn_xap_db *db = small_db(p);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        print_message("  operator %zu\n", i);
        expect_docids(p, db, join2(p, cases[i].op, term(p, "red"), term(p, "green")),
                      cases[i].docids);
    }
    expect_docids(p, db, join2(p, SN_XAP_AND_NOT, term(p, "green"), term(p, "red")), "4");
    sn_xap_db_close(db);
}

static void more_than_two_parts(void **state)
{
    place *p = *state;
    sn_xap_db *db = small_db(p);
    sn_xap_query *parts[] = {term(p, "green"), term(p, "blue"), term(p, "greed")}, *q = NULL;
    must(p, sn_xap_query_join(SN_XAP_AND_NOT, parts, 3, 0, &q, &p->err));
    expect_docids(p, db, q, "2 5"); /* neither of the others */
    must(p, sn_xap_query_join(SN_XAP_FILTER, parts, 3, 0, &q, &p->err));
    expect_docids(p, db, q, ""); /* all of the others */
    must(p, sn_xap_query_join(SN_XAP_AND_MAYBE, parts, 3, 0, &q, &p->err));
    expect_docids(p, db, q, "1 2 4 5");
    for (size_t i = 0; i < 3; i++)
        sn_xap_query_destroy(parts[i]);
    sn_xap_db_close(db);
}

static void windows(void **state)
{
    place *p = *state;
    sn_xap_db *db = small_db(p);
    sn_xap_query *parts[] = {term(p, "red"), term(p, "green")}, *q = NULL;
    must(p, sn_xap_query_join(SN_XAP_PHRASE, parts, 2, 3, &q, &p->err));
    expect_docids(p, db, q, "1 5");
    must(p, sn_xap_query_join(SN_XAP_NEAR, parts, 2, 3, &q, &p->err));
    expect_docids(p, db, q, "1 2 5");
    sn_xap_query *both = join2(p, SN_XAP_AND, parts[0], parts[1]);
    assert_int_equal(
        sn_xap_query_join(SN_XAP_PHRASE, (sn_xap_query *[]){both, both}, 2, 0, &q, &p->err),
        SN_EINVAL);
    sn_xap_query_destroy(both);
    sn_xap_db_close(db);
}

/* At 0 and 1, too, and nowhere else: such a list the library reads as one of 1 alone. */
static void a_word_twice_at_the_beginning_is_a_phrase(void **state)
{
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    uint32_t places[4] = {0};
    size_t n = 0;
    for (sn_docid docid = 1; docid <= 3; docid++) {
        sn_xap_doc *doc = NULL;
        must(p, sn_xap_doc_create(&doc));
        must(p, sn_xap_doc_add_posting(doc, SN_STR("red"), docid - 1, 1, &p->err));
        must(p, sn_xap_doc_add_posting(doc, SN_STR("red"), docid, 1, &p->err));
        must(p, sn_xap_writer_replace(w, docid, doc, &p->err));
        sn_xap_doc_destroy(doc);
    }
    sn_xap_db *db = finish(p, w);
    sn_xap_query *parts[] = {term(p, "red"), term(p, "red")}, *q = NULL;
    must(p, sn_xap_query_join(SN_XAP_PHRASE, parts, 2, 0, &q, &p->err));
    expect_docids(p, db, q, "1 2 3");
    must(p, sn_xap_db_positions(db, 1, SN_STR("red"), 0, places, 4, &n, &p->err));
    assert_int_equal(n, 2);
    assert_int_equal(places[0], 0);
    assert_int_equal(places[1], 1);
    must(p, sn_xap_db_positions(db, 3, SN_STR("red"), 3, places, 4, &n, &p->err));
    assert_int_equal(n, 1);
    assert_int_equal(places[0], 3);
    sn_xap_query_destroy(parts[0]);
    sn_xap_query_destroy(parts[1]);
    sn_xap_db_close(db);
}

static void no_part_and_one_part(void **state)
{
    place *p = *state;
    sn_xap_db *db = small_db(p);
    sn_xap_query *q = NULL, *grey = term(p, "grey");
    for (int op = SN_XAP_AND; op <= SN_XAP_PHRASE; op++) {
        must(p, sn_xap_query_join((sn_xap_op)op, NULL, 0, 0, &q, &p->err));
        expect_docids(p, db, q, "");
        must(p, sn_xap_query_join((sn_xap_op)op, &grey, 1, 0, &q, &p->err));
        expect_docids(p, db, q, "6");
    }
    sn_xap_query_destroy(grey);
    sn_xap_query_destroy(NULL);
    sn_xap_db_close(db);
}

static void all_nothing_and_parts_of_nothing(void **state)
{
    place *p = *state;
    sn_xap_db *db = small_db(p);
    sn_xap_query *all = NULL, *nothing = NULL;
    must(p, sn_xap_query_all(&all, &p->err));
    expect_docids(p, db, all, "1 2 3 4 5 6");
    must(p, sn_xap_query_nothing(&nothing, &p->err));
    expect_docids(p, db, join2(p, SN_XAP_AND_MAYBE, term(p, "grey"), nothing), "6");
    must(p, sn_xap_query_nothing(&nothing, &p->err));
    expect_docids(p, db, join2(p, SN_XAP_FILTER, term(p, "grey"), nothing), "");
    must(p, sn_xap_query_nothing(&nothing, &p->err));
    expect_docids(p, db, nothing, "");
    sn_xap_db_close(db);
}

static void prefixes(void **state)
{
    place *p = *state;
    sn_xap_db *db = small_db(p);
    sn_xap_query *q = NULL;
    must(p, sn_xap_query_prefix(SN_STR("gre"), 10, &q, &p->err));
    expect_docids(p, db, q, "1 2 4 5 6");
    must(p, sn_xap_query_prefix(SN_STR("gre"), 1, &q, &p->err)); /* the most frequent: green */
    expect_docids(p, db, q, "1 2 4 5");
    must(p, sn_xap_query_prefix(SN_STR("none"), 10, &q, &p->err));
    expect_docids(p, db, q, "");
    assert_int_equal(sn_xap_query_prefix(SN_STR("g"), 0, &q, &p->err), SN_EINVAL);
    assert_int_equal(sn_xap_query_prefix(SN_STR(""), 10, &q, &p->err), SN_EINVAL);
    sn_xap_db_close(db);
}

static void value_ranges(void **state)
{
    static const struct {
        const char *low, *high, *docids;
    } cases[] = {
        {"c", "e", "2 3 4"}, {"c", "", "2 3 4 5"}, {"b", "b", "1"},         {"e", "c", ""},
        {"g", "z", ""},      {"", "c", "1 2"},     {"", "", "1 2 3 4 5 6"},
    };
    place *p = *state;
    sn_xap_db *db = small_db(p);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sn_xap_query *q = NULL;
        print_message("  [%s, %s]\n", cases[i].low, cases[i].high);
        must(p, sn_xap_query_value_range(0, sn_str_of(cases[i].low), sn_str_of(cases[i].high), &q,
                                         &p->err));
        expect_docids(p, db, q, cases[i].docids);
    }
    sn_xap_db_close(db);
}

static double weight_of_first(place *p, sn_xap_db *db, sn_xap_query *q)
{
    sn_xap_matches *m = NULL;
    sn_xap_match_opts opts = {.max_items = 1};
    must(p, sn_xap_match(db, q, &opts, &m, &p->err));
    assert_int_equal(sn_xap_matches_count(m), 1);
    double weight = sn_xap_matches_at(m, 0)->weight;
    sn_xap_matches_destroy(m);
    sn_xap_query_destroy(q);
    return weight;
}

static void scale_multiplies_the_weight(void **state)
{
    place *p = *state;
    sn_xap_db *db = small_db(p);
    sn_xap_query *blue = term(p, "blue"), *q = NULL;
    must(p, sn_xap_query_scale(blue, 2.5, &q, &p->err));
    double scaled = weight_of_first(p, db, q);
    must(p, sn_xap_query_scale(blue, 0, &q, &p->err));
    assert_true(weight_of_first(p, db, q) == 0);
    assert_true(fabs(scaled - 2.5 * weight_of_first(p, db, blue)) < 1e-9);
    sn_xap_db_close(db);
}

static void scale_refuses_bad_factors_and_sources(void **state)
{
    place *p = *state;
    sn_xap_query *q = NULL, *decay = NULL, *range = NULL;
    sn_xap_query *one = term(p, "blue");
    assert_int_equal(sn_xap_query_scale(one, -1, &q, &p->err), SN_EINVAL);
    assert_int_equal(sn_xap_query_scale(one, NAN, &q, &p->err), SN_EINVAL);
    assert_int_equal(sn_xap_query_scale(one, INFINITY, &q, &p->err), SN_EINVAL);
    must(p, sn_xap_query_decay(&(sn_xap_decay){1, 1, 1, 1, 9, false}, &decay, &p->err));
    must(p,
         sn_xap_query_docid_range(&(sn_xap_docid_range){.first = 1, .last = 2}, &range, &p->err));
    sn_xap_query *deep = join2(p, SN_XAP_OR, join2(p, SN_XAP_AND_MAYBE, one, decay), range);
    assert_int_equal(sn_xap_query_scale(deep, 0.5, &q, &p->err), SN_EINVAL);
    assert_null(q);
    sn_xap_query_destroy(deep);
}

static sn_xap_query *docids_query(place *p, const sn_docid *docids, size_t n)
{
    sn_xap_query *q = NULL;
    must(p, sn_xap_query_docids(docids, n, &q, &p->err));
    return q;
}

static void a_list_of_documents_filters(void **state)
{
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    for (sn_docid d = 1; d <= 9; d++)
        put_words(p, w, d, d % 2 == 1 ? "odd all" : "even all");
    sn_xap_db *db = finish(p, w);
    const sn_docid some[] = {2, 3, 5, 8};
    expect_docids(p, db, docids_query(p, some, 4), "2 3 5 8");
    expect_docids(p, db, docids_query(p, some, 0), "");
    expect_docids(p, db, join2(p, SN_XAP_FILTER, term(p, "odd"), docids_query(p, some, 4)), "3 5");
    expect_docids(p, db, join2(p, SN_XAP_FILTER, term(p, "all"), docids_query(p, some + 3, 1)),
                  "8");
    expect_docids(p, db, join2(p, SN_XAP_AND_NOT, term(p, "odd"), docids_query(p, some, 4)),
                  "1 7 9");
    expect_docids(p, db, join2(p, SN_XAP_OR, term(p, "odd"), docids_query(p, some, 4)),
                  "1 2 3 5 7 8 9");
    sn_xap_query *q = NULL;
    const sn_docid falling[] = {3, 2}, twice[] = {3, 3}, zero[] = {0};
    assert_int_equal(sn_xap_query_docids(falling, 2, &q, &p->err), SN_EINVAL);
    assert_int_equal(sn_xap_query_docids(twice, 2, &q, &p->err), SN_EINVAL);
    assert_int_equal(sn_xap_query_docids(zero, 1, &q, &p->err), SN_EINVAL);
    sn_xap_db_close(db);
}

static void bad_decays_are_refused(void **state)
{
    place *p = *state;
    const sn_xap_decay bad[] = {
        {-1, 1, 1, 1, 9, false},       {NAN, 1, 1, 1, 9, false},      {1, 0, 1, 1, 9, false},
        {1, 1, 1, 0, 9, false},        {1, 1, 1, -2, 9, false},       {INFINITY, 1, 1, 1, 9, false},
        {1, INFINITY, 1, 1, 9, false}, {1, 1, 1, INFINITY, 9, false},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        sn_xap_query *q = NULL;
        assert_int_equal(sn_xap_query_decay(&bad[i], &q, &p->err), SN_EINVAL);
    }
}

static void describe(void **state)
{
    place *p = *state;
    sn_xap_query *decay = NULL, *range = NULL;
    must(p, sn_xap_query_decay(&(sn_xap_decay){1, 2, 3, 4, 9, false}, &decay, &p->err));
    must(p,
         sn_xap_query_docid_range(&(sn_xap_docid_range){.first = 1, .last = 2}, &range, &p->err));
    sn_xap_query *q =
        join2(p, SN_XAP_FILTER, join2(p, SN_XAP_AND_MAYBE, term(p, "a"), decay), range);
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(400), small = SN_BUF(3);
    must(p, sn_xap_query_describe(q, &out, &p->err));
    assert_string_equal(
        sn_buf_text(&out),
        "Query(((a AND_MAYBE PostingSource(decay(1*2/(2+(docid-3)/4) to 9))) FILTER "
        "PostingSource(docids(1..2, value 0 outside 0..0))))");
    assert_int_equal(sn_xap_query_describe(q, &small, &p->err), SN_ELIMIT);
    sn_xap_query_destroy(q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(operators),
        PLACED(more_than_two_parts),
        PLACED(windows),
        PLACED(no_part_and_one_part),
        PLACED(all_nothing_and_parts_of_nothing),
        PLACED(prefixes),
        PLACED(value_ranges),
        PLACED(a_word_twice_at_the_beginning_is_a_phrase),
        PLACED(scale_multiplies_the_weight),
        PLACED(scale_refuses_bad_factors_and_sources),
        PLACED(bad_decays_are_refused),
        PLACED(a_list_of_documents_filters),
        PLACED(describe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
