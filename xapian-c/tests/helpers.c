#include "xapian-c/tests/helpers.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* libxapian frees an object of Database::check with the size of its base class. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "new_delete_type_mismatch=0";
}

int place_make(void **state)
{
    place *p = calloc(1, sizeof *p);
    const char *tmp = getenv("TMPDIR");
    if (p == NULL)
        return -1;
    snprintf(p->dir, sizeof p->dir, "%s/sn-xapian-c-XXXXXX", tmp != NULL ? tmp : "/tmp");
    if (mkdtemp(p->dir) == NULL) {
        free(p);
        return -1;
    }
    snprintf(p->db, sizeof p->db, "%s/db", p->dir);
    *state = p;
    return 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

int place_remove(void **state)
{
    place *p = *state;
    nftw(p->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(p);
    return 0;
}

void must(place *p, sn_status status)
{
    if (status != SN_OK)
        fail_msg("%s: %s", sn_status_name(status), p->err.msg);
}

void add_words(place *p, sn_xap_doc *doc, const char *text)
{
    uint32_t pos = 1;
    while (*text != '\0') {
        size_t len = strcspn(text, " ");
        must(p, sn_xap_doc_add_posting(doc, (sn_str){text, len}, pos++, 1, &p->err));
        text += len;
        text += strspn(text, " ");
    }
}

sn_xap_doc *doc_of_words(place *p, const char *text)
{
    sn_xap_doc *doc = NULL;
    must(p, sn_xap_doc_create(&doc));
    add_words(p, doc, text);
    return doc;
}

void put_words(place *p, sn_xap_writer *w, sn_docid docid, const char *text)
{
    sn_xap_doc *doc = doc_of_words(p, text);
    must(p, sn_xap_doc_set_data(doc, sn_str_of(text), &p->err));
    must(p, sn_xap_writer_replace(w, docid, doc, &p->err));
    sn_xap_doc_destroy(doc);
}

sn_xap_writer *create_db(place *p)
{
    sn_xap_writer *w = NULL;
    must(p, sn_xap_writer_open(p->db, SN_XAP_CREATE, &w, &p->err));
    return w;
}

sn_xap_db *open_db(place *p)
{
    sn_xap_db *db = NULL;
    must(p, sn_xap_db_open(p->db, &db, &p->err));
    return db;
}

sn_xap_db *finish(place *p, sn_xap_writer *w)
{
    must(p, sn_xap_writer_commit(w, &p->err));
    sn_xap_writer_close(w);
    return open_db(p);
}

sn_xap_query *term(place *p, const char *text)
{
    sn_xap_query *q = NULL;
    must(p, sn_xap_query_term(sn_str_of(text), 1, &q, &p->err));
    return q;
}

sn_xap_query *join2(place *p, sn_xap_op op, sn_xap_query *a, sn_xap_query *b)
{
    sn_xap_query *parts[] = {a, b}, *q = NULL;
    must(p, sn_xap_query_join(op, parts, 2, 0, &q, &p->err));
    sn_xap_query_destroy(a);
    sn_xap_query_destroy(b);
    return q;
}

size_t run(place *p, sn_xap_db *db, sn_xap_query *q, const sn_xap_match_opts *opts,
           sn_docid docids[], size_t max)
{
    sn_xap_matches *m = NULL;
    must(p, sn_xap_match(db, q, opts, &m, &p->err));
    size_t n = sn_xap_matches_count(m);
    assert_true(n <= max);
    for (size_t i = 0; i < n; i++)
        docids[i] = sn_xap_matches_at(m, i)->docid;
    sn_xap_matches_destroy(m);
    sn_xap_query_destroy(q);
    return n;
}

void expect_docids(place *p, sn_xap_db *db, sn_xap_query *q, const char *docids)
{
    sn_docid found[100];
    sn_xap_match_opts opts = {.max_items = 100, .order = SN_XAP_BY_DOCID};
    size_t n = run(p, db, q, &opts, found, 100);
    char text[1000] = "";
    for (size_t i = 0, used = 0; i < n; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, i > 0 ? " %u" : "%u", found[i]);
    assert_string_equal(text, docids);
}

uint64_t test_seed(void)
{
    static uint64_t seed;
    if (seed == 0) {
        const char *given = getenv("SN_SEED");
        seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
        print_message("SN_SEED=%llu\n", (unsigned long long)seed);
    }
    return seed;
}

/* splitmix64 */
uint32_t random_below(uint64_t *state, uint32_t n)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ (z >> 31)) % n);
}
