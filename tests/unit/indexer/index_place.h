/* index_place - an index directory for each test, with a writer open, short ways to change what it
 * holds, and ways to look at the database behind it. */
#ifndef SN_TESTS_UNIT_INDEXER_INDEX_PLACE_H
#define SN_TESTS_UNIT_INDEXER_INDEX_PLACE_H

#include "indexer/apply/writer.h"
#include "layout/epoch.h"
#include "tests/unit/base/testing.h"
#include "xapian-c/xapian_c.h"

#include <sys/types.h>

#define LONG_MS 300000 /* longer than any test takes: never waited out */

typedef struct index_place {
    place *place;
    char dir[300]; /* the index */
    sn_writer *w;
    sn_error err;
} index_place;

int index_make(void **state); /* cmocka's setup and teardown */
int index_remove(void **state);
#define INDEXED(test) cmocka_unit_test_setup_teardown(test, index_make, index_remove)

/* Fails the test with the message unless status is SN_OK. */
#define must(ix, status) assert_ok_at(status, &(ix)->err, __FILE__, __LINE__)

/* Another door to the same index; the caller's to close. */
sn_writer *open_writer(index_place *ix);
void reopen_writer(index_place *ix);

/* Put one article, as JSON ("'" stands for a double quote), and return its change. */
uint64_t put(index_place *ix, const char *json);
uint64_t put_through(sn_writer *w, const char *json);
uint64_t withdraw(index_place *ix, const char *id);
uint64_t take_down(index_place *ix, const char *id);
uint64_t lift(index_place *ix, const char *id);
/* All that is pending; what was done. */
sn_apply_report catch_up(index_place *ix);
sn_apply_report rebuild(index_place *ix);
sn_index_status status_of(index_place *ix);

uint32_t current_generation(index_place *ix);
sn_xap_db *open_current(index_place *ix); /* the caller's to close */
/* Ids of the documents of the current generation in document order, each with a blank behind. */
void list_ids(index_place *ix, sn_buf *out);
void assert_ids(index_place *ix, const char *want);
bool has_term(index_place *ix, const char *term);
/* Everything a search could see of the current generation: for each document its number, terms,
 * values and record, and what the database says of itself. */
void describe_index(index_place *ix, sn_buf *out);
void describe_document(sn_xap_db *db, sn_docid docid, sn_buf *out);
/* The document number that the archive has given. */
uint32_t docid_of(index_place *ix, const char *id);
/* The ids in the hidden set, each with a blank behind. */
void list_hidden(index_place *ix, sn_buf *out);
void assert_hidden(index_place *ix, const char *want);
/* Archive and index agree, and both are sound. */
void assert_sound(index_place *ix);
/* Write another analysis version into the manifest of the current generation. */
void set_analysis(index_place *ix, int version);

/* Fork; the child runs fn with a writer of its own and ends, 0 if fn returns true. */
typedef bool child_fn(index_place *ix, void *ctx);
pid_t start_child(index_place *ix, child_fn *fn, void *ctx);
int wait_child(pid_t child); /* its exit status, or 1000 + the signal that killed it */
/* Kill a child that runs fn, at any time behind its first turn: what the index holds is as before, and
 * sound. fn goes on for ever and writes a byte behind each turn to the descriptor that ctx points to; work: how long
 * it is left, in calls of status_of(). */
void assert_unharmed_by_kill(index_place *ix, child_fn *fn, unsigned work);

#endif
