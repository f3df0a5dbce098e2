/* indexer/apply/first_groups - the groups of an archive that has none yet, found slice by slice of time while
 * slices before are written (slices.h).
 *
 * Changes come in any order. By date, oldest first, a story is begun by its first article, the keys of the
 * days at hand are asked for once, and what is written is seldom renamed. What is renamed all the same has a change
 * behind it, and is replayed. Nothing is noted as grouped before the end: killed on the way, all is looked at again, in
 * the order of changes. Statuses as grouping.h. */
#ifndef SN_INDEXER_FIRST_GROUPS_H
#define SN_INDEXER_FIRST_GROUPS_H

#include "indexer/apply/grouping.h"

typedef struct sn_first_groups {
    sn_archive *archive;
    sn_grouper *grouper;
    uint64_t last;         /* change before the first slice */
    uint64_t processor_us; /* spent on it */
} sn_first_groups;

/* Holding writer.lock, with archive and grouper set. *usable: there are no groups; if not, all have to be
 * found in the order of changes. */
SN_MUST_USE sn_status sn_first_groups_begin(sn_first_groups *f, bool *usable, sn_error *err);
/* A sn_slice_fn of an sn_first_groups. */
SN_MUST_USE sn_status sn_first_groups_slice(void *ctx, uint32_t first, uint32_t end,
                                            sn_chunk *articles, sn_error *err);
/* All slices are through: the changes up to f->last are grouped. */
SN_MUST_USE sn_status sn_first_groups_end(sn_first_groups *f, sn_error *err);

#endif
