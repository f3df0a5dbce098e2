/* One database, and the same documents in several: what is read of them is the same. */
#include "xapian-c/shards.h"

#include "xapian-c/places.h"
#include "xapian-c/tests/corpus.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SHARDS = 4, QUERIES = 300 };

typedef struct paths {
    char text[SHARDS][320];
    const char *at[SHARDS];
} paths;

static void name_shards(const place *p, paths *out)
{
    for (size_t i = 0; i < SHARDS; i++) {
        snprintf(out->text[i], sizeof out->text[i], "%s/shard%zu", p->dir, i);
        out->at[i] = out->text[i];
    }
}

static sn_xap_writer *create_shards(place *p, const paths *where)
{
    sn_xap_writer *w = NULL;
    must(p, sn_xap_writer_open_shards(where->at, SHARDS, SN_XAP_CREATE, &w, &p->err));
    return w;
}

static sn_xap_db *open_shards(place *p, const paths *where)
{
    sn_xap_db *db = NULL;
    must(p, sn_xap_db_open_shards(where->at, SHARDS, &db, &p->err));
    return db;
}

static sn_xap_db *finish_shards(place *p, sn_xap_writer *w, const paths *where)
{
    must(p, sn_xap_writer_commit(w, &p->err));
    sn_xap_writer_close(w);
    return open_shards(p, where);
}

/* Both of the same seed. */
static void make_both(place *p, corpus *c, uint64_t *random, sn_xap_db **one, sn_xap_db **several)
{
    paths where;
    uint64_t again = *random;
    name_shards(p, &where);
    *one = corpus_make(p, c, random);
    sn_xap_writer *w = create_shards(p, &where);
    corpus_fill(p, c, w, &again);
    *several = finish_shards(p, w, &where);
}

/* ---- the rule ---- */

static void the_rule_never_changes(void **state)
{
    static const struct {
        sn_docid docid;
        uint32_t shards, shard;
    } known[] = {
        {1u, 4, 1},         {2u, 4, 0},          {3u, 4, 2},         {5u, 4, 3},
        {1000u, 4, 1},      {86399u, 4, 2},      {186000000u, 4, 1}, {186000008u, 4, 2},
        {841524481u, 4, 0}, {4294967295u, 4, 2}, {1u, 2, 0},         {186000007u, 3, 1},
        {7u, 1, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_int_equal(sn_xap_shard_of(known[i].docid, known[i].shards), known[i].shard);
}

/* Numbers as articles have them: minutes times 8, most of them the first slot. */
static void shards_get_equal_parts(void **state)
{
    uint64_t random = test_seed();
    (void)state;
    for (uint32_t shards = 1; shards <= 8; shards++) {
        uint32_t counts[8] = {0}, n = 40000, docid = 180000000 + random_below(&random, 1000000);
        for (uint32_t i = 0; i < n; i++) {
            docid += 8 * (1 + random_below(&random, 5));
            counts[sn_xap_shard_of(docid, shards)]++;
        }
        for (uint32_t i = 0; i < shards; i++)
            assert_true(fabs(counts[i] - (double)n / shards) < 6 * sqrt(n));
    }
}

/* ---- reading ---- */

static void expect_equal_match(place *p, const sn_xap_db *one, const sn_xap_db *several,
                               const sn_xap_query *q, const sn_xap_match_opts *opts)
{
    sn_xap_matches *a = NULL, *b = NULL;
    must(p, sn_xap_match(one, q, opts, &a, &p->err));
    must(p, sn_xap_match(several, q, opts, &b, &p->err));
    assert_int_equal(sn_xap_matches_count(a), sn_xap_matches_count(b));
    for (size_t i = 0; i < sn_xap_matches_count(a); i++) {
        const sn_xap_hit *x = sn_xap_matches_at(a, i), *y = sn_xap_matches_at(b, i);
        assert_int_equal(x->docid, y->docid);
        assert_true(fabs(x->weight - y->weight) < 1e-9);
        assert_true(x->collapse_key.len == y->collapse_key.len &&
                    memcmp(x->collapse_key.at, y->collapse_key.at, x->collapse_key.len) == 0);
    }
    if (opts->check_at_least >= CORPUS_DOCS) {
        const sn_xap_totals x = sn_xap_matches_totals(a), y = sn_xap_matches_totals(b);
        assert_int_equal(x.lower, y.lower);
        if (opts->collapse_max == 0)
            assert_int_equal(x.upper, y.upper);
        assert_true(fabs(x.max_attained - y.max_attained) < 1e-9);
    }
    sn_xap_matches_destroy(a);
    sn_xap_matches_destroy(b);
}

static sn_xap_query *synonym(place *p, uint64_t *random)
{
    sn_xap_query *parts[8], *q = NULL;
    size_t n = 2 + random_below(random, 7);
    for (size_t i = 0; i < n; i++) {
        char name[12];
        snprintf(name, sizeof name, "t%u", random_below(random, CORPUS_TERMS + 1));
        parts[i] = term(p, name);
    }
    must(p, sn_xap_query_join(SN_XAP_SYNONYM, parts, n, 0, &q, &p->err));
    for (size_t i = 0; i < n; i++)
        sn_xap_query_destroy(parts[i]);
    return q;
}

/* With what else there is around a query: ranges of numbers and values, lists of numbers, decays, terms that all documents
 * have, places. Destroys q. */
static sn_xap_query *with_more(place *p, sn_xap_query *q, const corpus *c, uint64_t *random)
{
    sn_xap_query *more = NULL;
    sn_docid some[20];
    size_t first = random_below(random, CORPUS_DOCS - 20);
    for (size_t i = 0; i < 20; i++)
        some[i] = c->docs[first + i].docid;
    sn_xap_docid_range range = {.first = some[0],
                                .last = c->docs[CORPUS_DOCS - 1].docid - random_below(random, 900),
                                .inner_first = some[9],
                                .inner_last = some[9] + random_below(random, 2000),
                                .slot = CORPUS_SLOT,
                                .low = SN_STR("aa"),
                                .high = SN_STR("bc")};
    sn_xap_decay decay = {.peak = 3, .half = 5, .origin = some[3], .step = 30, .last = some[19]};
    switch (random_below(random, 9)) {
    case 0:
        must(p, sn_xap_query_docid_range(&range, &more, &p->err));
        return join2(p, SN_XAP_FILTER, q, more);
    case 1:
        must(p, sn_xap_query_docids(some, 20, &more, &p->err));
        return join2(p, random_below(random, 2) == 0 ? SN_XAP_AND_NOT : SN_XAP_FILTER, q, more);
    case 2:
        must(p, sn_xap_query_docids(some, 20, &more, &p->err));
        return join2(p, SN_XAP_OR, q, more);
    case 3:
        must(p, sn_xap_query_decay(&decay, &more, &p->err));
        return join2(p, SN_XAP_AND_MAYBE, q, more);
    case 4: /* all documents have it */
        return join2(p, SN_XAP_FILTER, q, term(p, "t0"));
    case 6:
        return join2(p, random_below(random, 2) == 0 ? SN_XAP_AND : SN_XAP_OR, q,
                     synonym(p, random));
    case 7:
        return join2(p, SN_XAP_FILTER, q, synonym(p, random));
    case 5:
        return join2(p, SN_XAP_AND_NOT, q, term(p, "t9"));
    default:
        return q;
    }
}

/* Of matches by weight that stop early the library may miss a document, very rarely (xapian_c.h); so all is looked at. */
static void several_databases_match_as_one_does(void **state)
{
    static corpus c;
    place *p = *state;
    uint64_t random = test_seed();
    sn_xap_db *one, *several;
    make_both(p, &c, &random, &one, &several);
    for (uint32_t i = 0; i < QUERIES; i++) {
        sn_xap_query *q = with_more(p, random_query(p, &random), &c, &random);
        sn_xap_match_opts opts = {.first = random_below(&random, 5),
                                  .max_items = 1 + random_below(&random, 30),
                                  .check_at_least = CORPUS_DOCS,
                                  .order = (sn_xap_order)random_below(&random, 4),
                                  .sort_slot = CORPUS_SLOT,
                                  .collapse_slot = CORPUS_SLOT,
                                  .collapse_max = random_below(&random, 3)};
        expect_equal_match(p, one, several, q, &opts);
        sn_xap_query_destroy(q);
    }
    sn_xap_db_close(one);
    sn_xap_db_close(several);
}

static void words_weigh_the_same(void **state)
{
    static corpus c;
    place *p = *state;
    uint64_t random = test_seed();
    sn_xap_db *one, *several;
    const sn_xap_word words[] = {{SN_STR("t3"), 1.5, 200}, {SN_STR("t7"), 2, 110}};
    make_both(p, &c, &random, &one, &several);
    sn_xap_query *q = NULL;
    must(p, sn_xap_query_words(several, words, 2, 1.2, 0.7, NULL, &q, &p->err));
    sn_xap_match_opts opts = {.max_items = 50, .k1 = 1.2, .b = 0.7};
    expect_equal_match(p, one, several, q, &opts);
    sn_xap_query_destroy(q);
    sn_xap_db_close(one);
    sn_xap_db_close(several);
}

static sn_status add_value(void *ctx, sn_str value, uint32_t documents)
{
    uint64_t *sum = ctx;
    for (size_t i = 0; i < value.len; i++)
        *sum += (uint64_t)(unsigned char)value.at[i] * (i + 3) * documents * documents;
    return SN_OK;
}

static uint64_t counted(place *p, const sn_xap_db *db, const sn_xap_query *q, uint32_t limit,
                        uint32_t *documents, bool *is_cut)
{
    sn_xap_tally *t = NULL;
    sn_xap_matches *m = NULL;
    uint64_t sum = 0;
    must(p, sn_xap_tally_create(limit, &t, &p->err));
    sn_xap_match_opts opts = {.max_items = 5, .tally = t};
    must(p, sn_xap_match(db, q, &opts, &m, &p->err));
    sn_xap_matches_destroy(m);
    must(p, sn_xap_tally_count(t, db, (const uint32_t[]){CORPUS_SLOT}, 1, &p->err));
    must(p, sn_xap_tally_each(t, 0, add_value, &sum));
    *documents = sn_xap_tally_documents(t);
    *is_cut = sn_xap_tally_is_cut(t);
    sn_xap_tally_destroy(t);
    return sum;
}

/* The first ones of all, also beyond the limit; and often enough that columns are read. */
static void tallies_count_the_same(void **state)
{
    static corpus c;
    place *p = *state;
    uint64_t random = test_seed();
    sn_xap_db *one, *several;
    make_both(p, &c, &random, &one, &several);
    for (uint32_t i = 0; i < 60; i++) {
        uint32_t n[2], limit = 1 + random_below(&random, 300);
        bool cut[2];
        sn_xap_query *q = random_query(p, &random);
        assert_true(counted(p, one, q, limit, &n[0], &cut[0]) ==
                    counted(p, several, q, limit, &n[1], &cut[1]));
        assert_int_equal(n[0], n[1]);
        assert_int_equal(cut[0], cut[1]);
        sn_xap_query_destroy(q);
    }
    sn_xap_db_close(one);
    sn_xap_db_close(several);
}

static void note_value(void *ctx, size_t i, sn_str value)
{
    sn_buf_add_format(ctx, "%zu=%.*s ", i, (int)value.len, value.at);
}

static void note_wdf(void *ctx, size_t i, uint32_t wdf)
{
    sn_buf_add_format(ctx, "%zu:%u ", i, wdf);
}

static sn_status note_term(void *ctx, sn_str term, uint32_t freq)
{
    sn_buf_add_format(ctx, "%.*s %u ", (int)term.len, term.at, freq);
    return SN_OK;
}

static sn_status note_docid(void *ctx, sn_docid docid)
{
    sn_buf_add_format(ctx, "%u ", docid);
    return SN_OK;
}

/* All that can be read without a match, as text. */
static void read_all(place *p, const sn_xap_db *db, const corpus *c, sn_buf *out)
{
    sn_docid docids[CORPUS_DOCS], first, last;
    uint32_t n, lengths[CORPUS_DOCS], places[40];
    double average;
    size_t n_places;
    for (size_t i = 0; i < CORPUS_DOCS; i++)
        docids[i] = c->docs[i].docid;
    must(p, sn_xap_db_count(db, &n, &p->err));
    must(p, sn_xap_db_last_docid(db, &last, &p->err));
    must(p, sn_xap_db_first_with_term(db, SN_STR("t9"), &first, &p->err));
    must(p, sn_xap_db_average_length(db, &average, &p->err));
    sn_buf_add_format(out, "%u %u %u %.9f ", n, last, first, average);
    must(p, sn_xap_db_count_between(db, docids[17], docids[300] + 1, &n, &p->err));
    sn_buf_add_format(out, "%u ", n);
    must(p, sn_xap_db_values(db, CORPUS_SLOT, docids, CORPUS_DOCS, note_value, out, &p->err));
    must(p, sn_xap_db_wdfs(db, SN_STR("t5"), docids, CORPUS_DOCS, note_wdf, out, &p->err));
    must(p, sn_xap_db_each_term(db, SN_STR("t"), note_term, out, &p->err));
    must(p, sn_xap_db_each_docid(db, SN_STR("t8"), note_docid, out, &p->err));
    must(p, sn_xap_db_lengths(db, docids, CORPUS_DOCS, lengths, &p->err));
    for (size_t i = 0; i < CORPUS_DOCS; i++) {
        sn_buf_add_format(out, "%u ", lengths[i]);
        must(p, sn_xap_db_value(db, docids[i], CORPUS_SLOT, out, &p->err));
        must(p, sn_xap_db_each_doc_term(db, docids[i], note_term, out, &p->err));
        must(p,
             sn_xap_db_positions(db, docids[i], SN_STR("t2"), 0, places, 40, &n_places, &p->err));
        for (size_t k = 0; k < n_places; k++)
            sn_buf_add_format(out, "@%u", places[k]);
    }
}

static void all_reads_are_the_same(void **state)
{
    static corpus c;
    place *p = *state;
    uint64_t random = test_seed();
    sn_xap_db *one, *several;
    SN_CLEANUP(sn_buf) sn_buf a = SN_BUF(1 << 20);
    SN_CLEANUP(sn_buf) sn_buf b = SN_BUF(1 << 20);
    make_both(p, &c, &random, &one, &several);
    read_all(p, one, &c, &a);
    read_all(p, several, &c, &b);
    assert_string_equal(sn_buf_text(&a), sn_buf_text(&b));
    assert_int_equal(sn_xap_db_data(several, 1, &b, &p->err), SN_ENOTFOUND);
    sn_xap_db_close(one);
    sn_xap_db_close(several);
}

static void places_are_read_of_all_shards(void **state)
{
    static corpus c;
    place *p = *state;
    uint64_t random = test_seed();
    sn_xap_db *both[2];
    double weights[2][CORPUS_DOCS];
    const sn_str terms[] = {SN_STR("t1"), SN_STR("t4")};
    const size_t words[] = {0, 1};
    const sn_xap_placing how = {words, 2, 10, false, 1.2, 0.75};
    make_both(p, &c, &random, &both[0], &both[1]);
    for (size_t k = 0; k < 2; k++) {
        sn_xap_places *places = NULL;
        must(p, sn_xap_places_open(both[k], terms, 2, &places, &p->err));
        for (size_t i = 0; i < CORPUS_DOCS; i++) {
            must(p, sn_xap_places_read(places, c.docs[i].docid, &p->err));
            must(p, sn_xap_places_weigh(places, &how, &weights[k][i], &p->err));
        }
        sn_xap_places_close(places);
        sn_xap_db_close(both[k]);
    }
    for (size_t i = 0; i < CORPUS_DOCS; i++)
        assert_true(fabs(weights[0][i] - weights[1][i]) < 1e-12);
}

/* Some shards have no other documents than such with the term, which the library reads under a wrong name. */
static void terms_that_all_of_one_shard_have_filter_the_same(void **state)
{
    place *p = *state;
    paths where;
    name_shards(p, &where);
    sn_xap_writer *w = create_shards(p, &where);
    uint32_t wanted = 0, found = 0;
    for (sn_docid n = 1; n <= 6000; n++) {
        const bool has = sn_xap_shard_of(n, SHARDS) != 2 || n % 3 == 0;
        put_words(p, w, n, has ? "all word" : "word");
        wanted += has;
    }
    sn_xap_db *db = finish_shards(p, w, &where);
    for (sn_xap_order order = SN_XAP_BY_WEIGHT; order <= SN_XAP_BY_VALUE; order++) {
        sn_xap_matches *m = NULL;
        sn_xap_query *q = join2(p, SN_XAP_FILTER, term(p, "word"), term(p, "all"));
        sn_xap_match_opts opts = {.max_items = 6000, .order = order};
        must(p, sn_xap_match(db, q, &opts, &m, &p->err));
        found = (uint32_t)sn_xap_matches_count(m);
        assert_int_equal(found, wanted);
        sn_xap_matches_destroy(m);
        sn_xap_query_destroy(q);
    }
    sn_xap_db_close(db);
}

/* ---- writing ---- */

static void shards_in_another_order_are_refused(void **state)
{
    place *p = *state;
    paths where;
    sn_xap_db *db = NULL;
    sn_xap_writer *w = NULL;
    name_shards(p, &where);
    sn_xap_db_close(finish_shards(p, create_shards(p, &where), &where));
    const char *const wrong[] = {where.at[0], where.at[2], where.at[1], where.at[3]};
    assert_int_equal(sn_xap_db_open_shards(wrong, SHARDS, &db, &p->err), SN_ECORRUPT);
    assert_int_equal(sn_xap_db_open_shards(where.at, SHARDS - 1, &db, &p->err), SN_ECORRUPT);
    assert_int_equal(sn_xap_db_open_shards(where.at, 0, &db, &p->err), SN_EINVAL);
    assert_int_equal(sn_xap_writer_open_shards(wrong, SHARDS, SN_XAP_OPEN, &w, &p->err),
                     SN_ECORRUPT);
}

static void numbers_without_room_are_refused(void **state)
{
    place *p = *state;
    paths where;
    name_shards(p, &where);
    sn_xap_writer *w = create_shards(p, &where);
    sn_xap_doc *doc = doc_of_words(p, "word");
    const sn_docid last = UINT32_MAX / SHARDS - 1;
    assert_int_equal(sn_xap_writer_replace(w, last + 1, doc, &p->err), SN_EINVAL);
    assert_int_equal(sn_xap_writer_delete(w, UINT32_MAX, &p->err), SN_EINVAL);
    must(p, sn_xap_writer_replace(w, last, doc, &p->err));
    sn_xap_doc_destroy(doc);
    sn_xap_db *db = finish_shards(p, w, &where);
    char text[16];
    snprintf(text, sizeof text, "%u", last);
    expect_docids(p, db, term(p, "word"), text);
    sn_xap_db_close(db);
}

/* Shards are committed one after the other: here all but the first, as if the process had been killed between. */
static void a_crash_between_two_commits_is_made_good_by_doing_it_again(void **state)
{
    place *p = *state;
    paths where;
    SN_CLEANUP(sn_buf) sn_buf applied = SN_BUF(16);
    name_shards(p, &where);
    sn_xap_db_close(finish_shards(p, create_shards(p, &where), &where));
    sn_xap_writer *part = NULL, *w = NULL;
    sn_docid n = 1;
    for (; sn_xap_shard_of(n, SHARDS) != SHARDS - 1; n++)
        ;
    must(p, sn_xap_writer_open(where.at[SHARDS - 1], SN_XAP_OPEN, &part, &p->err));
    put_words(p, part, n, "word");
    must(p, sn_xap_writer_commit(part, &p->err));
    sn_xap_writer_close(part);
    must(p, sn_xap_writer_open_shards(where.at, SHARDS, SN_XAP_OPEN, &w, &p->err));
    must(p, sn_xap_writer_get_metadata(w, SN_STR("applied"), &applied, &p->err));
    assert_int_equal(applied.len, 0); /* what all hold */
    put_words(p, w, n, "word");
    must(p, sn_xap_writer_set_metadata(w, SN_STR("applied"), SN_STR("1"), &p->err));
    sn_xap_db *db = finish_shards(p, w, &where);
    must(p, sn_xap_db_metadata(db, SN_STR("applied"), &applied, &p->err));
    assert_string_equal(sn_buf_text(&applied), "1");
    char text[16];
    snprintf(text, sizeof text, "%u", n);
    expect_docids(p, db, term(p, "word"), text);
    sn_xap_db_close(db);
}

static void what_is_written_is_seen_after_a_reopen(void **state)
{
    place *p = *state;
    paths where;
    sn_xap_writer *w = NULL;
    bool changed = false;
    name_shards(p, &where);
    sn_xap_db *db = finish_shards(p, create_shards(p, &where), &where);
    must(p, sn_xap_writer_open_shards(where.at, SHARDS, SN_XAP_OPEN, &w, &p->err));
    for (sn_docid n = 1; n <= 9; n++)
        put_words(p, w, n, "word");
    must(p, sn_xap_writer_delete(w, 4, &p->err));
    must(p, sn_xap_writer_commit(w, &p->err));
    expect_docids(p, db, term(p, "word"), "");
    must(p, sn_xap_db_reopen(db, &changed, &p->err));
    assert_true(changed);
    expect_docids(p, db, term(p, "word"), "1 2 3 5 6 7 8 9");
    uint32_t n;
    must(p, sn_xap_writer_count(w, &n, &p->err));
    assert_int_equal(n, 8);
    sn_xap_writer_close(w);
    sn_xap_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rule_never_changes),
        cmocka_unit_test(shards_get_equal_parts),
        PLACED(several_databases_match_as_one_does),
        PLACED(words_weigh_the_same),
        PLACED(tallies_count_the_same),
        PLACED(all_reads_are_the_same),
        PLACED(places_are_read_of_all_shards),
        PLACED(terms_that_all_of_one_shard_have_filter_the_same),
        PLACED(shards_in_another_order_are_refused),
        PLACED(numbers_without_room_are_refused),
        PLACED(a_crash_between_two_commits_is_made_good_by_doing_it_again),
        PLACED(what_is_written_is_seen_after_a_reopen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
