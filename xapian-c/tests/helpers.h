/* helpers - a directory for each test, short ways to fill an index, and seeded random numbers. */
#ifndef SN_XAPIAN_C_TESTS_HELPERS_H
#define SN_XAPIAN_C_TESTS_HELPERS_H

#include "xapian-c/xapian_c.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct place {
    char dir[256]; /* removed with all in it when the test ends */
    char db[300];  /* a path in it where no database is yet */
    sn_error err;
} place;

int place_make(void **state); /* cmocka's setup and teardown */
int place_remove(void **state);

#define PLACED(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

/* Fails the test with the message unless status is SN_OK. */
void must(place *p, sn_status status);

/* Words of text, divided by blanks, as postings at rising positions. */
void add_words(place *p, sn_xap_doc *doc, const char *text);
sn_xap_doc *doc_of_words(place *p, const char *text);
/* Replace document docid by the words of text. */
void put_words(place *p, sn_xap_writer *w, sn_docid docid, const char *text);

sn_xap_writer *create_db(place *p);
sn_xap_db *open_db(place *p);
/* Commit, close, open for reading. */
sn_xap_db *finish(place *p, sn_xap_writer *w);

sn_xap_query *term(place *p, const char *text);
/* Joins and destroys a and b. */
sn_xap_query *join2(place *p, sn_xap_op op, sn_xap_query *a, sn_xap_query *b);
/* Run and destroy q; the numbers of the hits go to docids in order. Returns how many. */
size_t run(place *p, sn_xap_db *db, sn_xap_query *q, const sn_xap_match_opts *opts,
           sn_docid docids[], size_t max);
/* The hits of q (destroyed) by number are exactly "1 4 7". */
void expect_docids(place *p, sn_xap_db *db, sn_xap_query *q, const char *docids);

/* The seed of this run: SN_SEED, or the clock; printed once. */
uint64_t test_seed(void);
uint32_t random_below(uint64_t *state, uint32_t n);

#endif
