#include "xapian-c/tests/corpus.h"

#include <time.h>

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void past_ends_every_match(void **state)
{
    static corpus c;
    place *p = *state;
    uint64_t random = test_seed();
    sn_xap_db *db = corpus_make(p, &c, &random);
    for (int i = 0; i < 200; i++) {
        sn_xap_query *q = random_query(p, &random), *decay = NULL;
        if (i % 2 == 0) {
            must(p, sn_xap_query_decay(&(sn_xap_decay){3, 7, 1, 9, 9000, false}, &decay, &p->err));
            q = join2(p, SN_XAP_AND_MAYBE, q, decay);
        }
        sn_xap_match_opts opts = {.max_items = 10, .order = (sn_xap_order)(i % 4)};
        opts.sort_slot = opts.collapse_slot = CORPUS_SLOT;
        opts.collapse_max = (uint32_t)i / 4 % 2;
        sn_xap_matches *m = NULL, *full = NULL;
        must(p, sn_xap_match(db, q, &opts, &full, &p->err));
        opts.deadline_us = 1;
        must(p, sn_xap_match(db, q, &opts, &m, &p->err));
        sn_xap_totals t = sn_xap_matches_totals(m);
        assert_int_equal(sn_xap_matches_count(m), 0);
        if (sn_xap_matches_count(full) > 0) {
            assert_true(t.timed_out);
            assert_int_equal(t.upper, CORPUS_DOCS);
            assert_int_equal(t.uncollapsed_upper, CORPUS_DOCS);
        }
        assert_int_equal(t.lower, 0);
        sn_xap_matches_destroy(m);
        sn_xap_matches_destroy(full);
        sn_xap_query_destroy(q);
    }
    sn_xap_db_close(db);
}

static void far_away_changes_nothing(void **state)
{
    static corpus c;
    place *p = *state;
    uint64_t random = test_seed();
    sn_xap_db *db = corpus_make(p, &c, &random);
    for (int i = 0; i < 200; i++) {
        sn_xap_query *q = random_query(p, &random);
        sn_xap_match_opts opts = {.max_items = 10, .order = (sn_xap_order)(i % 4)};
        opts.sort_slot = CORPUS_SLOT;
        opts.collapse_max = i % 3 == 0 ? 1 : 0;
        opts.collapse_slot = CORPUS_SLOT;
        sn_xap_matches *m = NULL, *full = NULL;
        must(p, sn_xap_match(db, q, &opts, &full, &p->err));
        opts.deadline_us = now_us() + 3600 * INT64_C(1000000);
        must(p, sn_xap_match(db, q, &opts, &m, &p->err));
        assert_int_equal(sn_xap_matches_count(m), sn_xap_matches_count(full));
        for (size_t j = 0; j < sn_xap_matches_count(m); j++) {
            const sn_xap_hit *a = sn_xap_matches_at(m, j), *b = sn_xap_matches_at(full, j);
            assert_int_equal(a->docid, b->docid);
            assert_true(a->weight - b->weight < 1e-9 && b->weight - a->weight < 1e-9);
            assert_int_equal(a->collapse_count, b->collapse_count);
        }
        sn_xap_totals t = sn_xap_matches_totals(m), u = sn_xap_matches_totals(full);
        assert_false(t.timed_out || u.timed_out);
        assert_int_equal(t.lower, u.lower);
        assert_int_equal(t.estimated, u.estimated);
        assert_int_equal(t.upper, u.upper);
        assert_int_equal(t.uncollapsed_upper, u.uncollapsed_upper);
        sn_xap_matches_destroy(m);
        sn_xap_matches_destroy(full);
        sn_xap_query_destroy(q);
    }
    sn_xap_db_close(db);
}

/* What was found before the deadline is given: the match is long enough to meet it midway. */
static void midway_gives_what_there_is(void **state)
{
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    sn_xap_doc *doc = doc_of_words(p, "a b c");
    for (sn_docid i = 1; i <= 30000; i++)
        must(p, sn_xap_writer_replace(w, i, doc, &p->err));
    sn_xap_doc_destroy(doc);
    sn_xap_db *db = finish(p, w);
    sn_xap_query *parts[] = {term(p, "a"), term(p, "b"), term(p, "c")}, *q = NULL;
    must(p, sn_xap_query_join(SN_XAP_PHRASE, parts, 3, 0, &q, &p->err));
    sn_xap_match_opts opts = {.max_items = 10, .check_at_least = 30000};
    sn_xap_totals t = {0};
    size_t found = 0;
    for (int64_t grace = 2000; found == 0 && grace < 60000000; grace *= 2) {
        sn_xap_matches *m = NULL;
        opts.deadline_us = now_us() + grace;
        must(p, sn_xap_match(db, q, &opts, &m, &p->err));
        t = sn_xap_matches_totals(m);
        found = sn_xap_matches_count(m);
        sn_xap_matches_destroy(m);
    }
    assert_true(found == 10 && t.upper == 30000 && t.lower >= 10);
    assert_true(t.timed_out == (t.lower < 30000));
    sn_xap_query_destroy(q);
    for (size_t i = 0; i < 3; i++)
        sn_xap_query_destroy(parts[i]);
    sn_xap_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(past_ends_every_match),
        PLACED(far_away_changes_nothing),
        PLACED(midway_gives_what_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
