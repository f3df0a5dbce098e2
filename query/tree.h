/* query/tree - query trees built without a check after each branch.
 *
 * A builder owns every query made with it and frees them together. Errors stick: after the first,
 * every function returns NULL (and takes NULL), and sn_tree.status says why. */
#ifndef SN_QUERY_TREE_H
#define SN_QUERY_TREE_H

#include "layout/terms.h"
#include "xapian-c/xapian_c.h"

typedef struct sn_tree {
    sn_xap_query **owned;
    size_t n, cap;
    sn_status status;
    sn_error *err; /* the caller's, NULL is fine */
} sn_tree;

void sn_tree_done(sn_tree *t);

/* All results are borrowed from the builder. */
sn_xap_query *sn_tree_term(sn_tree *t, sn_term_list list, sn_str text);
/* A term of the index with the letter of its list. */
sn_xap_query *sn_tree_raw(sn_tree *t, sn_str term);
sn_xap_query *sn_tree_join(sn_tree *t, sn_xap_op op, sn_xap_query *const *parts, size_t n,
                           uint32_t window);
/* Both under op. */
sn_xap_query *sn_tree_pair(sn_tree *t, sn_xap_op op, sn_xap_query *left, sn_xap_query *right);
sn_xap_query *sn_tree_scale(sn_tree *t, sn_xap_query *q, double factor);
sn_xap_query *sn_tree_all(sn_tree *t);
sn_xap_query *sn_tree_nothing(sn_tree *t);
sn_xap_query *sn_tree_range(sn_tree *t, const sn_xap_docid_range *range);
/* The documents of these numbers, which rise. */
sn_xap_query *sn_tree_docids(sn_tree *t, const sn_docid *docids, size_t n);
/* Articles with any of some words (xapian_c.h), weighed together, with the decay unless it is NULL. */
sn_xap_query *sn_tree_words(sn_tree *t, const sn_xap_db *db, const sn_xap_word *words, size_t n,
                            double k1, double b, const sn_xap_decay *decay);
/* Documents whose value of the slot is not below `low`. */
sn_xap_query *sn_tree_values_from(sn_tree *t, uint32_t slot, sn_str low);
sn_xap_query *sn_tree_decay(sn_tree *t, const sn_xap_decay *decay);
/* The weight for each article of q, for the maybe-side of AND_MAYBE. */
sn_xap_query *sn_tree_constant(sn_tree *t, double weight, sn_xap_query *q);
/* The terms of one list as a phrase within `span` positions; near each other, in any order. */
sn_xap_query *sn_tree_phrase(sn_tree *t, sn_term_list list, const sn_str *terms, size_t n,
                             uint32_t span);
sn_xap_query *sn_tree_near(sn_tree *t, sn_term_list list, const sn_str *terms, size_t n,
                           uint32_t span);

SN_DEFINE_CLEANUP(sn_tree, sn_tree_done)

#endif
