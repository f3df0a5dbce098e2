/* Each status of the header that an index on disk can provoke. */
#include "xapian-c/tests/helpers.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void file_of(place *p, const char *name, char out[400])
{
    snprintf(out, 400, "%s/%s", p->db, name);
}

static void overwrite(place *p, const char *name, off_t at, const void *bytes, size_t len)
{
    char path[400];
    file_of(p, name, path);
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, bytes, len, at), (ssize_t)len);
    close(fd);
}

static void make_db(place *p, sn_docid docs)
{
    sn_xap_writer *w = create_db(p);
    for (sn_docid i = 1; i <= docs; i++) {
        char text[100];
        snprintf(text, sizeof text, "all w%u v%u u%u", i, i / 2, i / 3);
        put_words(p, w, i, text);
    }
    must(p, sn_xap_writer_commit(w, &p->err));
    sn_xap_writer_close(w);
}

static void assert_says(const sn_error *err, sn_status status, const char *words)
{
    assert_int_equal(err->status, status);
    if (strstr(err->msg, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", err->msg, words);
}

static void not_found(void **state)
{
    place *p = *state;
    sn_xap_db *db = NULL;
    sn_xap_writer *w = NULL;
    assert_int_equal(sn_xap_db_open(p->db, &db, &p->err), SN_ENOTFOUND);
    assert_says(&p->err, SN_ENOTFOUND, p->db);
    assert_int_equal(sn_xap_db_open(p->dir, &db, NULL), SN_ENOTFOUND);
    assert_int_equal(sn_xap_db_open("", &db, NULL), SN_EINVAL);
    assert_int_equal(sn_xap_writer_open("", SN_XAP_OPEN, &w, NULL), SN_EINVAL);
    assert_int_equal(sn_xap_writer_open(p->db, SN_XAP_OPEN, &w, &p->err), SN_ENOTFOUND);
    assert_int_equal(sn_xap_writer_open(p->dir, SN_XAP_OPEN, &w, NULL), SN_ENOTFOUND);
    assert_null(db);
    assert_null(w);
}

/* A file of databases elsewhere is not followed. */
static void a_stub_file_is_no_database(void **state)
{
    place *p = *state;
    make_db(p, 1);
    char stub[300];
    snprintf(stub, sizeof stub, "%s/stub", p->dir);
    FILE *f = fopen(stub, "w");
    fprintf(f, "auto %s\n", p->db);
    fclose(f);
    sn_xap_db *db = NULL;
    assert_int_equal(sn_xap_db_open(stub, &db, &p->err), SN_ENOTFOUND);
}

static void create_refuses_an_existing_database(void **state)
{
    place *p = *state;
    make_db(p, 1);
    sn_xap_writer *w = NULL;
    assert_int_equal(sn_xap_writer_open(p->db, SN_XAP_CREATE, &w, &p->err), SN_EINVAL);
    assert_says(&p->err, SN_EINVAL, "already exists");
    assert_int_equal(sn_xap_writer_open("/nowhere/at/all", SN_XAP_CREATE, &w, &p->err), SN_EIO);
    assert_null(w);
}

static void locked(void **state)
{
    place *p = *state;
    sn_xap_writer *w = create_db(p), *second = NULL;
    assert_int_equal(sn_xap_writer_open(p->db, SN_XAP_OPEN, &second, &p->err), SN_ELOCKED);
    assert_says(&p->err, SN_ELOCKED, "already locked");
    sn_xap_writer_close(w);
    must(p, sn_xap_writer_open(p->db, SN_XAP_OPEN, &second, &p->err));
    sn_xap_writer_close(second);
}

static void stale_after_the_second_commit(void **state)
{
    place *p = *state;
    make_db(p, 2000);
    sn_xap_db *db = open_db(p);
    sn_xap_writer *w = NULL;
    must(p, sn_xap_writer_open(p->db, SN_XAP_OPEN, &w, &p->err));
    sn_docid found[1];
    sn_xap_match_opts opts = {.max_items = 1};
    for (sn_docid round = 1; round <= 3; round++) {
        for (sn_docid i = 1; i <= 2000; i++)
            put_words(p, w, i, round % 2 ? "all odd" : "all even");
        must(p, sn_xap_writer_commit(w, &p->err));
        if (round == 1)
            assert_int_equal(run(p, db, term(p, "w1999"), &opts, found, 1), 1);
    }
    sn_xap_query *q = term(p, "all");
    sn_xap_matches *m = NULL;
    opts.check_at_least = 2000;
    assert_int_equal(sn_xap_match(db, q, &opts, &m, &p->err), SN_ESTALE);
    assert_says(&p->err, SN_ESTALE, "discarded");
    must(p, sn_xap_db_reopen(db, NULL, &p->err));
    must(p, sn_xap_match(db, q, &opts, &m, &p->err));
    sn_xap_matches_destroy(m);
    sn_xap_query_destroy(q);
    sn_xap_writer_close(w);
    sn_xap_db_close(db);
}

static void corrupt_files(void **state)
{
    place *p = *state;
    make_db(p, 2000);
    sn_xap_db *db = open_db(p);
    char junk[8192], path[400];
    memset(junk, 0x55, sizeof junk);
    overwrite(p, "iamglass", 0, junk, 16);
    sn_xap_db *bad = NULL;
    assert_int_equal(sn_xap_db_open(p->db, &bad, &p->err), SN_ECORRUPT);
    assert_says(&p->err, SN_ECORRUPT, p->db);

    file_of(p, "postlist.glass", path);
    assert_int_equal(truncate(path, 8192), 0);
    sn_xap_query *q = term(p, "w1999");
    sn_xap_matches *m = NULL;
    sn_xap_match_opts opts = {.max_items = 1};
    assert_int_equal(sn_xap_match(db, q, &opts, &m, &p->err), SN_ECORRUPT);
    sn_xap_query_destroy(q);
    sn_xap_db_close(db);
}

static void another_format_version(void **state)
{
    place *p = *state;
    make_db(p, 1);
    overwrite(p, "iamglass", 14, "\xff\xff", 2);
    sn_xap_db *db = NULL;
    assert_int_equal(sn_xap_db_open(p->db, &db, &p->err), SN_EFORMAT);
    assert_says(&p->err, SN_EFORMAT, "format version");
}

static void long_terms_and_bad_numbers(void **state)
{
    place *p = *state;
    char text[SN_XAP_TERM_MAX_BYTES + 1];
    memset(text, 'x', sizeof text);
    sn_str over = {text, sizeof text}, nuls = {text, SN_XAP_TERM_MAX_BYTES}, none = {NULL, 0};
    sn_xap_doc *doc = doc_of_words(p, "a");
    sn_xap_query *q = NULL;
    assert_int_equal(sn_xap_doc_add_posting(doc, over, 1, 1, &p->err), SN_EINVAL);
    assert_says(&p->err, SN_EINVAL, "246 bytes, at most 245");
    assert_int_equal(sn_xap_doc_add_term(doc, over, 1, NULL), SN_EINVAL);
    assert_int_equal(sn_xap_doc_add_term(doc, none, 1, NULL), SN_EINVAL);
    assert_int_equal(sn_xap_query_term(over, 1, &q, NULL), SN_EINVAL);
    assert_int_equal(sn_xap_query_term(none, 1, &q, NULL), SN_EINVAL);
    text[9] = '\0'; /* stored as two bytes */
    assert_int_equal(sn_xap_doc_add_posting(doc, nuls, 1, 1, NULL), SN_EINVAL);
    assert_int_equal(sn_xap_doc_set_value(doc, UINT32_MAX, SN_STR("v"), NULL), SN_EINVAL);

    sn_xap_writer *w = create_db(p);
    assert_int_equal(sn_xap_writer_replace(w, 0, doc, &p->err), SN_EINVAL);
    assert_int_equal(sn_xap_writer_delete(w, 0, &p->err), SN_EINVAL);
    assert_int_equal(sn_xap_writer_set_metadata(w, none, none, &p->err), SN_EINVAL);
    assert_int_equal(sn_xap_writer_set_metadata(w, over, none, &p->err), SN_EINVAL);
    must(p, sn_xap_writer_replace(w, 1, doc, &p->err)); /* refused calls changed nothing */
    must(p, sn_xap_writer_commit(w, &p->err));
    sn_xap_doc_destroy(doc);
    sn_xap_writer_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(not_found),
        PLACED(a_stub_file_is_no_database),
        PLACED(create_refuses_an_existing_database),
        PLACED(locked),
        PLACED(stale_after_the_second_commit),
        PLACED(corrupt_files),
        PLACED(another_format_version),
        PLACED(long_terms_and_bad_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
