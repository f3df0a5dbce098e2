/* grouping/groups - from verified pairs to groups of copies.
 *
 * Articles of the same text are one. Beyond that not everything that hangs together is a group: a copy
 * of a copy of a copy may have nothing of the first any more, and the daily items of a week make a
 * chain. So a group is what is around the article that stands for it, its leader:
 *
 *   leader   the earliest that is in no group yet (by date, then id; undated ones last)
 *   1st ring what is a copy of the leader
 *   2nd ring what is a copy of at least half of leader and 1st ring
 *
 * and what is left makes further groups in the same way. Only dates, ids, texts and pairs decide, never
 * the order in which articles came. */
#ifndef SN_GROUPING_GROUPS_H
#define SN_GROUPING_GROUPS_H

#include "base/bytes.h"

typedef struct sn_group_node {
    int64_t published_sec; /* SN_GROUP_UNDATED: no date */
    sn_str id;             /* different for each */
    uint64_t text;         /* sn_fingerprint.text; 0 is equal to none */
} sn_group_node;
#define SN_GROUP_UNDATED INT64_MAX

/* Two nodes, by their place in the list, that sn_is_copy() holds for. In any order, also twice. */
typedef struct sn_group_pair {
    uint32_t a, b;
} sn_group_pair;

/* leaders[i] becomes the place of the node that stands for node i, i itself for one that stands alone or
 * for others. Nodes that no pair and no text connects never meet, so that one component may be given
 * or many. Time: n log n + pairs. SN_EINVAL (a pair of no node), SN_ENOMEM. */
SN_MUST_USE sn_status sn_groups_of(const sn_group_node *nodes, size_t n, const sn_group_pair *pairs,
                                   size_t n_pairs, uint32_t *leaders);

#endif
