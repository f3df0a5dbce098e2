/* corpus - a seeded random index that is also held in memory, to compare answers by brute force. */
#ifndef SN_XAPIAN_C_TESTS_CORPUS_H
#define SN_XAPIAN_C_TESTS_CORPUS_H

#include "xapian-c/tests/helpers.h"

enum { CORPUS_DOCS = 500, CORPUS_TERMS = 12, CORPUS_SLOT = 2 };

typedef struct corpus_doc {
    sn_docid docid;         /* rising, with gaps */
    bool has[CORPUS_TERMS]; /* term i is "t<i>", rarer as i rises */
    char value[4];          /* of CORPUS_SLOT: two letters or empty */
} corpus_doc;

typedef struct corpus {
    corpus_doc docs[CORPUS_DOCS];
} corpus;

/* Fills c and an index of the same documents. */
sn_xap_db *corpus_make(place *p, corpus *c, uint64_t *random);
/* The same into a writer, without a commit. */
void corpus_fill(place *p, corpus *c, sn_xap_writer *w, uint64_t *random);
/* A query for one to three terms, joined by a random operator of AND, OR, PHRASE and AND_NOT. */
sn_xap_query *random_query(place *p, uint64_t *random);

#endif
