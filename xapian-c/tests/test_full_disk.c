/* A disk that is full at each point of a commit, by a limit on the size of files. Without the room
 * that the writer reserves most of these ended the process. */
#include "xapian-c/tests/helpers.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>

enum { FIRST_DOCS = 200, ALL_DOCS = 2000, SLOTS = 3 };

static void limit_file_size(rlim_t bytes)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static int ignore_signal(void **state)
{
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    return 0;
}

/* Documents from..to with values in an order of their own, so that many blocks are changed. */
static void put(place *p, sn_xap_writer *w, sn_docid from, sn_docid to)
{
    for (sn_docid i = from; i <= to; i++) {
        char text[80];
        snprintf(text, sizeof text, "all n%u m%u", i, i * 7);
        sn_xap_doc *doc = doc_of_words(p, text);
        for (uint32_t slot = 0; slot < SLOTS; slot++) {
            snprintf(text, sizeof text, "value %u of document %u", slot, i);
            must(p, sn_xap_doc_set_value(doc, slot, sn_str_of(text), &p->err));
        }
        must(p, sn_xap_writer_replace(w, i * 7919 % 100003, doc, &p->err));
        sn_xap_doc_destroy(doc);
    }
}

static sn_xap_writer *open_writer(place *p)
{
    sn_xap_writer *w = NULL;
    must(p, sn_xap_writer_open(p->db, SN_XAP_OPEN, &w, &p->err));
    return w;
}

static void expect_count(place *p, uint32_t want)
{
    uint32_t n = 0;
    sn_xap_db *db = open_db(p);
    must(p, sn_xap_db_count(db, &n, &p->err));
    sn_xap_db_close(db);
    assert_int_equal(n, want);
}

static void expect_sound(place *p)
{
    SN_CLEANUP(sn_buf) sn_buf findings = SN_BUF(10000);
    size_t errors = 1;
    must(p, sn_xap_check(p->db, &findings, &errors, &p->err));
    assert_int_equal(errors, 0);
}

/* The last commit stays, and the same batch goes in once there is room. */
static void every_size_gives_a_status(void **state)
{
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    put(p, w, 1, FIRST_DOCS);
    must(p, sn_xap_writer_commit(w, &p->err));
    sn_xap_writer_close(w);
    sn_status status = SN_ENOSPACE;
    int full = 0;
    for (rlim_t size = 20000; status != SN_OK; size += 40000, full++) {
        w = open_writer(p);
        put(p, w, FIRST_DOCS + 1, ALL_DOCS);
        limit_file_size(size);
        status = sn_xap_writer_commit(w, &p->err);
        limit_file_size(RLIM_INFINITY);
        if (status != SN_OK)
            assert_int_equal(status, SN_ENOSPACE);
        sn_xap_writer_close(w);
        expect_count(p, status == SN_OK ? ALL_DOCS : FIRST_DOCS);
    }
    print_message("%d sizes were too small\n", full - 1);
    assert_true(full > 30);
    expect_sound(p);
}

static void a_failed_writer_takes_nothing_more(void **state)
{
    place *p = *state;
    sn_xap_writer *w = create_db(p);
    put(p, w, 1, FIRST_DOCS);
    limit_file_size(30000);
    sn_status status = sn_xap_writer_commit(w, &p->err);
    limit_file_size(RLIM_INFINITY);
    assert_int_equal(status, SN_ENOSPACE);
    assert_int_equal(sn_xap_writer_commit(w, &p->err), SN_ENOSPACE);
    assert_int_equal(sn_xap_writer_delete(w, 1, &p->err), SN_ENOSPACE);
    assert_int_equal(sn_xap_writer_set_metadata(w, SN_STR("k"), SN_STR("v"), NULL), SN_ENOSPACE);
    assert_string_equal(p->err.msg, "delete: an earlier change failed, close the writer");
    sn_xap_writer_close(w);
    expect_count(p, 0);
    w = open_writer(p);
    put(p, w, 1, FIRST_DOCS);
    must(p, sn_xap_writer_commit(w, &p->err));
    sn_xap_writer_close(w);
    expect_count(p, FIRST_DOCS);
    expect_sound(p);
}

static void what_was_reserved_is_given_back(void **state)
{
    place *p = *state;
    char path[400];
    struct stat st;
    sn_xap_writer *w = create_db(p);
    put(p, w, 1, ALL_DOCS);
    must(p, sn_xap_writer_commit(w, &p->err));
    sn_xap_writer_close(w);
    snprintf(path, sizeof path, "%s/postlist.glass", p->db);
    assert_int_equal(stat(path, &st), 0);
    assert_true(st.st_blocks * 512 < st.st_size + 65536);
    expect_count(p, ALL_DOCS);
    expect_sound(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(every_size_gives_a_status),
        PLACED(a_failed_writer_takes_nothing_more),
        PLACED(what_was_reserved_is_given_back),
    };
    return cmocka_run_group_tests(tests, ignore_signal, NULL);
}
