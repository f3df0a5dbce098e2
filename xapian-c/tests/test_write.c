#include "xapian-c/tests/helpers.h"

#include <math.h>
#include <string.h>

static void what_is_written_reads_back(void **state)
{
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    sn_xap_doc *doc = doc_of_words(p, "b a b");
    must(p, sn_xap_doc_add_posting(doc, SN_STR("b"), 9, 4, &p->err));
    must(p, sn_xap_doc_add_term(doc, SN_STR("Xfilter"), 0, &p->err));
    must(p, sn_xap_doc_set_value(doc, 3, SN_STR("v\0w"), &p->err));
    must(p, sn_xap_doc_set_data(doc, SN_STR("text\0more"), &p->err));
    must(p, sn_xap_writer_replace(w, 7, doc, &p->err));
    sn_xap_doc_destroy(doc);
    sn_xap_db *db = finish(p, w);

    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100);
    must(p, sn_xap_db_data(db, 7, &out, &p->err));
    must(p, sn_xap_db_value(db, 7, 3, &out, &p->err));
    must(p, sn_xap_db_value(db, 7, 4, &out, &p->err)); /* never set: empty */
    assert_int_equal(out.len, 12);
    assert_memory_equal(out.at, "text\0morev\0w", 12);
    double length = 0;
    must(p, sn_xap_db_average_length(db, &length, &p->err));
    assert_true(length == 7);
    sn_xap_db_close(db);
}

static void a_cleared_document_is_empty(void **state)
{
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    sn_xap_doc *doc = doc_of_words(p, "first");
    must(p, sn_xap_doc_set_value(doc, 1, SN_STR("v"), &p->err));
    must(p, sn_xap_writer_replace(w, 1, doc, &p->err));
    must(p, sn_xap_doc_clear(doc, &p->err));
    add_words(p, doc, "second");
    must(p, sn_xap_writer_replace(w, 2, doc, &p->err));
    sn_xap_doc_destroy(doc);
    sn_xap_db *db = finish(p, w);
    expect_docids(p, db, term(p, "first"), "1");
    expect_docids(p, db, term(p, "second"), "2");
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100);
    must(p, sn_xap_db_value(db, 2, 1, &out, &p->err));
    must(p, sn_xap_db_data(db, 2, &out, &p->err));
    assert_int_equal(out.len, 0);
    sn_xap_db_close(db);
}

static void replace_and_delete(void **state)
{
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    put_words(p, w, 5, "old");
    put_words(p, w, 6, "other");
    put_words(p, w, 5, "new");
    must(p, sn_xap_writer_delete(w, 6, &p->err));
    must(p, sn_xap_writer_delete(w, 6, &p->err));
    must(p, sn_xap_writer_delete(w, 4000000000u, &p->err));
    uint32_t count = 0;
    must(p, sn_xap_writer_count(w, &count, &p->err));
    assert_int_equal(count, 1);
    sn_xap_db *db = finish(p, w);
    expect_docids(p, db, term(p, "old"), "");
    expect_docids(p, db, term(p, "new"), "5");
    sn_xap_db_close(db);
}

static void close_drops_what_is_not_committed(void **state)
{
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    put_words(p, w, 1, "kept");
    must(p, sn_xap_writer_commit(w, &p->err));
    must(p, sn_xap_writer_commit(w, &p->err)); /* nothing to do */
    put_words(p, w, 2, "dropped");
    must(p, sn_xap_writer_set_metadata(w, SN_STR("k"), SN_STR("dropped"), &p->err));
    uint32_t count = 0;
    must(p, sn_xap_writer_count(w, &count, &p->err));
    assert_int_equal(count, 2);
    sn_xap_writer_close(w);
    sn_xap_writer_close(NULL);

    sn_xap_db *db = open_db(p);
    must(p, sn_xap_db_count(db, &count, &p->err));
    assert_int_equal(count, 1);
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100);
    must(p, sn_xap_db_metadata(db, SN_STR("k"), &out, &p->err));
    assert_int_equal(out.len, 0);
    sn_xap_db_close(db);
}

/* The library would commit by itself after 10,000 documents. */
static void nothing_is_committed_by_itself(void **state)
{
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    put_words(p, w, 1, "one");
    must(p, sn_xap_writer_commit(w, &p->err));
    for (sn_docid i = 2; i < 10500; i++)
        put_words(p, w, i, "a");
    sn_xap_db *db = open_db(p);
    uint32_t count = 0;
    must(p, sn_xap_db_count(db, &count, &p->err));
    assert_int_equal(count, 1);
    sn_xap_db_close(db);
    db = finish(p, w);
    must(p, sn_xap_db_count(db, &count, &p->err));
    assert_int_equal(count, 10499);
    sn_xap_db_close(db);
}

static void metadata(void **state)
{
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    must(p, sn_xap_writer_set_metadata(w, SN_STR("applied"), SN_STR("41\0"), &p->err));
    must(p, sn_xap_writer_set_metadata(w, SN_STR("applied"), SN_STR("42\0"), &p->err));
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(5);
    must(p, sn_xap_writer_get_metadata(w, SN_STR("applied"), &out, &p->err));
    must(p, sn_xap_writer_get_metadata(w, SN_STR("never"), &out, &p->err));
    assert_int_equal(out.len, 3);
    assert_memory_equal(out.at, "42\0", 3);
    sn_xap_db *db = finish(p, w);
    assert_int_equal(sn_xap_db_metadata(db, SN_STR("applied"), &out, &p->err), SN_ELIMIT);
    assert_int_equal(sn_xap_db_metadata(db, SN_STR(""), &out, &p->err), SN_EINVAL);
    sn_buf_clear(&out);
    must(p, sn_xap_db_metadata(db, SN_STR("applied"), &out, &p->err));
    assert_memory_equal(out.at, "42\0", 3);
    sn_xap_db_close(db);
}

static void numbers_as_values_sort(void **state)
{
    (void)state;
    static const double numbers[] = {-INFINITY, -1e9, -1, -0.5, 0, 0.25, 1, 2, 1e6, 4e15, INFINITY};
    char before[9], now[9];
    size_t before_len = 0;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        size_t len = sn_xap_number_to_value(numbers[i], now);
        assert_true(len <= 9);
        assert_true(sn_xap_number_of_value((sn_str){now, len}) == numbers[i]);
        if (i > 0)
            assert_true(sn_str_compare((sn_str){before, before_len}, (sn_str){now, len}) < 0);
        memcpy(before, now, sizeof before);
        before_len = len;
    }
}

/* The longest terms, with and without NUL bytes, survive a commit at the highest number. */
static void the_longest_terms_fit(void **state)
{
    place *p = *state;
    char plain[SN_XAP_TERM_MAX_BYTES], nul[SN_XAP_TERM_MAX_BYTES / 2] = {0};
    memset(plain, 'x', sizeof plain);
    sn_str terms[] = {{plain, sizeof plain}, {nul, sizeof nul}};
    sn_xap_writer *w = create_db(p);
    sn_xap_doc *doc = doc_of_words(p, "a");
    for (size_t i = 0; i < 2; i++)
        must(p, sn_xap_doc_add_posting(doc, terms[i], 1, 1, &p->err));
    must(p, sn_xap_writer_replace(w, UINT32_MAX, doc, &p->err));
    must(p, sn_xap_writer_set_metadata(w, terms[0], SN_STR("v"), &p->err));
    must(p, sn_xap_writer_set_metadata(w, terms[1], SN_STR("v"), &p->err));
    sn_xap_doc_destroy(doc);
    sn_xap_db *db = finish(p, w);
    for (size_t i = 0; i < 2; i++) {
        sn_docid found = 0;
        must(p, sn_xap_db_first_with_term(db, terms[i], &found, &p->err));
        assert_int_equal(found, UINT32_MAX);
    }
    sn_xap_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(what_is_written_reads_back),
        PLACED(a_cleared_document_is_empty),
        PLACED(replace_and_delete),
        PLACED(close_drops_what_is_not_committed),
        PLACED(nothing_is_committed_by_itself),
        PLACED(metadata),
        cmocka_unit_test(numbers_as_values_sort),
        PLACED(the_longest_terms_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
