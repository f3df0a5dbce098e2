#include "xapian-c/tests/helpers.h"

#include <stdio.h>
#include <string.h>

/* 3: "salam bar jahan", 5: "salam", 8: "sal bar" */
static sn_xap_db *three_documents(place *p)
{
    sn_xap_writer *w = create_db(p);
    put_words(p, w, 3, "salam bar jahan");
    put_words(p, w, 5, "salam salam");
    put_words(p, w, 8, "sal bar");
    return finish(p, w);
}

static void counts_and_frequencies(void **state)
{
    place *p = *state;
    sn_xap_db *db = three_documents(p);
    uint32_t n = 0;
    sn_docid docid = 0;
    double length = 0;
    must(p, sn_xap_db_count(db, &n, &p->err));
    assert_int_equal(n, 3);
    must(p, sn_xap_db_last_docid(db, &docid, &p->err));
    assert_int_equal(docid, 8);
    must(p, sn_xap_db_average_length(db, &length, &p->err));
    assert_true(length > 2.33 && length < 2.34);
    must(p, sn_xap_db_term_freq(db, SN_STR("salam"), &n, &p->err));
    assert_int_equal(n, 2);
    must(p, sn_xap_db_term_freq(db, SN_STR("none"), &n, &p->err));
    assert_int_equal(n, 0);
    sn_xap_db_close(db);
    sn_xap_db_close(NULL);
}

static void first_document_of_a_term(void **state)
{
    place *p = *state;
    sn_xap_db *db = three_documents(p);
    sn_docid docid = 0;
    must(p, sn_xap_db_first_with_term(db, SN_STR("sal"), &docid, &p->err));
    assert_int_equal(docid, 8);
    must(p, sn_xap_db_first_with_term(db, SN_STR(""), &docid, &p->err));
    assert_int_equal(docid, 3);
    assert_int_equal(sn_xap_db_first_with_term(db, SN_STR("none"), &docid, &p->err), SN_ENOTFOUND);
    assert_int_equal(docid, 3);
    sn_xap_db_close(db);
}

static void positions_of_a_term(void **state)
{
    place *p = *state;
    sn_xap_db *db = three_documents(p);
    uint32_t at[3] = {7, 7, 7};
    size_t n = 9;
    must(p, sn_xap_db_positions(db, 5, SN_STR("salam"), 0, at, 3, &n, &p->err));
    assert_int_equal(n, 2);
    assert_true(at[0] == 1 && at[1] == 2 && at[2] == 7);
    must(p, sn_xap_db_positions(db, 5, SN_STR("salam"), 0, at, 1, &n, &p->err));
    assert_int_equal(n, 1);
    must(p, sn_xap_db_positions(db, 5, SN_STR("salam"), 2, at, 3, &n, &p->err));
    assert_true(n == 1 && at[0] == 2);
    must(p, sn_xap_db_positions(db, 5, SN_STR("salam"), 3, at, 3, &n, &p->err));
    assert_int_equal(n, 0);
    must(p, sn_xap_db_positions(db, 3, SN_STR("sal"), 0, at, 3, &n, &p->err));
    assert_int_equal(n, 0);
    must(p, sn_xap_db_positions(db, 4, SN_STR("salam"), 0, at, 3, &n, &p->err));
    assert_int_equal(n, 0);
    sn_xap_db_close(db);
}

static void note(void *ctx, size_t i, sn_str value)
{
    char *text = ctx;
    assert_int_equal(strlen(text), 2 * i);
    text[2 * i] = value.len > 0 ? value.at[0] : '-';
    memcpy(text + 2 * i + 1, "|", 2);
}

static void values_of_many_documents(void **state)
{
    static const sn_docid docids[] = {1, 2, 3, 4, 6, 9, 10};
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    sn_xap_doc *doc = NULL;
    for (sn_docid d = 2; d <= 9; d++) {
        char letter = (char)('a' + d);
        must(p, sn_xap_doc_create(&doc));
        if (d != 4 && d != 9)
            must(p, sn_xap_doc_set_value(doc, 5, (sn_str){&letter, 1}, &p->err));
        if (d != 6)
            must(p, sn_xap_writer_replace(w, d, doc, &p->err));
        sn_xap_doc_destroy(doc);
    }
    sn_xap_db *db = finish(p, w);
    char text[40] = "";
    must(p, sn_xap_db_values(db, 5, docids, 7, note, text, &p->err));
    assert_string_equal(text, "-|c|d|-|-|-|-|");
    text[0] = '\0';
    must(p, sn_xap_db_values(db, 6, docids, 2, note, text, &p->err)); /* a slot without values */
    assert_string_equal(text, "-|-|");
    sn_xap_db_close(db);
}

static void documents_between_two_numbers(void **state)
{
    static const struct {
        sn_docid first, last;
        uint32_t n;
    } cases[] = {{1, UINT32_MAX, 3}, {3, 8, 3},  {3, 3, 1}, {4, 7, 1},
                 {1, 2, 0},          {9, 90, 0}, {8, 3, 0}};
    place *p = *state;
    sn_xap_db *db = three_documents(p);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t n = 99;
        must(p, sn_xap_db_count_between(db, cases[i].first, cases[i].last, &n, &p->err));
        assert_int_equal(n, cases[i].n);
    }
    sn_xap_db_close(db);
}

static void a_missing_document_is_not_found(void **state)
{
    place *p = *state;
    sn_xap_db *db = three_documents(p);
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100);
    assert_int_equal(sn_xap_db_data(db, 4, &out, &p->err), SN_ENOTFOUND);
    assert_int_equal(sn_xap_db_value(db, 4, 0, &out, &p->err), SN_ENOTFOUND);
    assert_int_equal(sn_xap_db_data(db, 0, &out, &p->err), SN_EINVAL);
    assert_int_equal(out.len, 0);
    sn_xap_db_close(db);
}

/* Writes "name:freq " for each, or stops with `end` at the `left`-th. */
typedef struct walk {
    char text[200];
    int left;
    sn_status end;
} walk;

static sn_status note_term(void *ctx, sn_str term, uint32_t freq)
{
    walk *w = ctx;
    size_t used = strlen(w->text);
    snprintf(w->text + used, sizeof w->text - used, "%.*s:%u ", (int)term.len, term.at, freq);
    return --w->left == 0 ? w->end : SN_OK;
}

static sn_status note_docid(void *ctx, sn_docid docid)
{
    return note_term(ctx, SN_STR("d"), docid);
}

static void walks(void **state)
{
    place *p = *state;
    sn_xap_db *db = three_documents(p);
    walk terms = {0}, all = {0}, docids = {0}, every = {0}, of_doc = {0};
    must(p, sn_xap_db_each_term(db, SN_STR("sal"), note_term, &terms, &p->err));
    assert_string_equal(terms.text, "sal:1 salam:2 ");
    must(p, sn_xap_db_each_term(db, SN_STR(""), note_term, &all, &p->err));
    assert_string_equal(all.text, "bar:2 jahan:1 sal:1 salam:2 ");
    must(p, sn_xap_db_each_docid(db, SN_STR("bar"), note_docid, &docids, &p->err));
    assert_string_equal(docids.text, "d:3 d:8 ");
    must(p, sn_xap_db_each_docid(db, SN_STR(""), note_docid, &every, &p->err));
    assert_string_equal(every.text, "d:3 d:5 d:8 ");
    must(p, sn_xap_db_each_doc_term(db, 5, note_term, &of_doc, &p->err));
    assert_string_equal(of_doc.text, "salam:2 ");
    assert_int_equal(sn_xap_db_each_doc_term(db, 4, note_term, &of_doc, &p->err), SN_ENOTFOUND);
    sn_xap_db_close(db);
}

static void a_walk_ends_when_told(void **state)
{
    place *p = *state;
    sn_xap_db *db = three_documents(p);
    walk done = {.left = 2, .end = SN_DONE}, failed = {.left = 1, .end = SN_ELIMIT};
    must(p, sn_xap_db_each_term(db, SN_STR(""), note_term, &done, &p->err));
    assert_string_equal(done.text, "bar:2 jahan:1 ");
    assert_int_equal(sn_xap_db_each_docid(db, SN_STR(""), note_docid, &failed, &p->err), SN_ELIMIT);
    assert_string_equal(failed.text, "d:3 ");
    sn_xap_db_close(db);
}

static void reopen_moves_to_the_last_commit(void **state)
{
    place *p = *state;
    sn_xap_db_close(three_documents(p));
    sn_xap_writer *w = NULL;
    must(p, sn_xap_writer_open(p->db, SN_XAP_OPEN, &w, &p->err));
    sn_xap_db *db = open_db(p);
    bool changed = true;
    must(p, sn_xap_db_reopen(db, &changed, &p->err));
    assert_false(changed);
    put_words(p, w, 9, "salam");
    must(p, sn_xap_writer_commit(w, &p->err));
    expect_docids(p, db, term(p, "salam"), "3 5");
    must(p, sn_xap_db_reopen(db, &changed, &p->err));
    assert_true(changed);
    must(p, sn_xap_db_reopen(db, NULL, &p->err));
    expect_docids(p, db, term(p, "salam"), "3 5 9");
    sn_xap_writer_close(w);
    sn_xap_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(counts_and_frequencies),
        PLACED(values_of_many_documents),
        PLACED(documents_between_two_numbers),
        PLACED(first_document_of_a_term),
        PLACED(a_missing_document_is_not_found),
        PLACED(walks),
        PLACED(positions_of_a_term),
        PLACED(a_walk_ends_when_told),
        PLACED(reopen_moves_to_the_last_commit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
