/* indexer/apply/u64_set - a set of numbers (of texts, of documents, names of groups) that keeps the order in which
 * they came, so that what is known of each can stand in an array beside it. */
#ifndef SN_INDEXER_U64_SET_H
#define SN_INDEXER_U64_SET_H

#include "base/bytes.h"

typedef struct sn_u64_set {
    uint64_t *at; /* each once, in their order; who sorts them only walks them from then on */
    size_t n, cap;
    uint32_t *slots; /* place in `at` + 1 by hash; half of them are free */
    size_t n_slots;
} sn_u64_set; /* {0} is empty */

/* Add a number unless it is in. *place is where it stands in `at`; *is_new: it was not in. Both may be NULL. SN_ENOMEM,
 * and the set is as it was. */
SN_MUST_USE sn_status sn_u64_set_add(sn_u64_set *set, uint64_t number, size_t *place, bool *is_new);
/* False, and *place as it was: it is not in. */
bool sn_u64_set_find(const sn_u64_set *set, uint64_t number, size_t *place);
bool sn_u64_set_has(const sn_u64_set *set, uint64_t number);
void sn_u64_set_clear(sn_u64_set *set); /* room is kept */
void sn_u64_set_done(sn_u64_set *set);

#endif
