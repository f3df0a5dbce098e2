/* analysis/automaton_build - make an automaton of sorted keys. Internal to analysis/.
 *
 * Incremental construction after Daciuk et al. (2000): keys arrive sorted, the branch of the last
 * key stays open, what it has left behind is closed and shared with any equal state. The same keys
 * give the same bytes. */
#ifndef SN_ANALYSIS_AUTOMATON_BUILD_H
#define SN_ANALYSIS_AUTOMATON_BUILD_H

#include "analysis/automaton.h"
#include "base/bytes.h"

#define SN_KEY_MAX 64

typedef struct sn_automaton_builder sn_automaton_builder;

/* Returns SN_OK, SN_ENOMEM. */
SN_MUST_USE sn_status sn_automaton_builder_create(sn_automaton_builder **out);
void sn_automaton_builder_destroy(sn_automaton_builder *b); /* NULL is fine */

/* Keys must be of 1 to SN_KEY_MAX letters and strictly rise by bytes.
 * Returns SN_OK, SN_EINVAL, SN_ELIMIT (over 2^28 edges), SN_ENOMEM. */
SN_MUST_USE sn_status sn_automaton_builder_add(sn_automaton_builder *b, const uint8_t *key,
                                               size_t len);

/* Close the last branch. *out borrows from the builder; *n_edges counts the unused edge 0.
 * Returns SN_OK, SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn_automaton_builder_finish(sn_automaton_builder *b, sn_automaton *out,
                                                  size_t *n_edges);

SN_DEFINE_CLEANUP_PTR(sn_automaton_builder, sn_automaton_builder_destroy)

#endif
