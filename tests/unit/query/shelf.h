/* shelf - a small index for the tests of query/, made article by article.
 *
 * Documents are the indexer's own; numbers, commits, generations and the hidden set are the test's
 * to choose, which is what tests of snapshots and orders need. */
#ifndef SN_TESTS_UNIT_QUERY_SHELF_H
#define SN_TESTS_UNIT_QUERY_SHELF_H

#include "tests/unit/base/testing.h"

#include "layout/epoch.h"
#include "layout/hidden.h"
#include "query/engine.h"
#include "xapian-c/xapian_c.h"

#include <cjson/cJSON.h>

typedef struct shelf {
    place *place;
    uint32_t generation, current;
    sn_xap_writer *writer;
    sn_epoch *epoch;
    uint64_t change;
    uint32_t undated; /* articles without a date so far */
    sn_engine *engine;
    sn_searcher *searcher;
} shelf;

/* cmocka's setup and teardown: an empty generation 1, with engine and searcher. */
int shelf_make(void **state);
int shelf_remove(void **state);
#define SHELVED(test) cmocka_unit_test_setup_teardown(test, shelf_make, shelf_remove)

/* The same, with these articles in it. */
int shelf_furnish(void **state, const char *const *articles, size_t n);

/* Begin the next generation; shelf_switch() makes it the current one. */
void shelf_generation(shelf *s);
void shelf_switch(shelf *s);

/* Put an article, given as JSON, under the number of its publication minute and `slot` (undated:
 * the next one). Its change number is the count of changes. Its copies are those of equal text, its story
 * is its own. Returns the document number. */
sn_docid shelf_put(shelf *s, const char *json, uint32_t slot);
/* The same as a member of the groups named by these ids. */
sn_docid shelf_put_in(shelf *s, const char *json, uint32_t slot, const char *copies,
                      const char *story);
void shelf_delete(shelf *s, sn_docid docid);
/* Commit, and say so in the epoch if the generation is the current one. */
void shelf_commit(shelf *s);
void shelf_hide(shelf *s, const char *id); /* a takedown, as a change of its own */

/* Put a configuration in force, from the next search on. */
void shelf_configure(shelf *s, const char *text);

/* Set a request from "name=value" strings, NULL at the end. */
void shelf_request(sn_request *r, const char *const *settings);

/* Ids in the order of the answer, joined by blanks; borrowed until the next call. settings as above,
 * as variable arguments. */
const char *shelf_ids(shelf *s, ...) __attribute__((sentinel));
/* Ids as above in the order of bytes: for tests of what is found, not where. Borrowed likewise. */
const char *shelf_sorted(const char *ids);
/* The answer as JSON, borrowed until the next call. */
const char *shelf_json(shelf *s, ...) __attribute__((sentinel));
/* The setting that goes on behind the page that shelf_json() gave last, or NULL: it was the last one.
 * Borrowed until the next call. */
const char *shelf_next(const char *json);
/* The member of a value, as "query.spelling.0.to"; the test fails if there is none. */
const cJSON *shelf_at(const cJSON *value, const char *path);
/* The score of an article, or -1 if it is not found. */
double shelf_score(shelf *s, const char *id, ...) __attribute__((sentinel));

#endif
