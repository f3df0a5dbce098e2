/* query/members - the group of copies and the story of an article, and who else is in them, as one
 * snapshot has it. What may not be shown is in neither. Private to query/. */
#ifndef SN_QUERY_MEMBERS_H
#define SN_QUERY_MEMBERS_H

#include "layout/membership.h"
#include "query/lookup.h"

/* The generation has groups (SN_GROUPS_FORMAT); false without one. */
bool sn_members_are_known(const sn_snapshot *now);

/* The group of an article of such a generation. SN_ECORRUPT, or the statuses of xapian-c. */
SN_MUST_USE sn_status sn_members_group(const sn_snapshot *now, sn_docid docid, sn_group_kind kind,
                                       uint64_t *name, sn_error *err);

/* How many articles of a group may be shown: exact, whatever waits in the hidden set. */
SN_MUST_USE sn_status sn_members_count(const sn_snapshot *now, sn_group_kind kind, uint64_t name,
                                       uint32_t *out, sn_error *err);

/* Articles of a group, oldest first and those of one second by id, undated ones last. */
typedef struct sn_members {
    sn_ref *at; /* docid and key (date_keys.h) */
    size_t n;
} sn_members;
void sn_members_done(sn_members *m);

/* Those of a group that may be shown; of more than SN_LIMIT_GROUP_MEMBERS those with the oldest
 * numbers. found: only what this query finds, borrowed; NULL: all. *out is the caller's, whatever comes
 * back. */
SN_MUST_USE sn_status sn_members_find(const sn_snapshot *now, sn_group_kind kind, uint64_t name,
                                      sn_xap_query *found, sn_members *out, sn_error *err);

/* The place in m (which is not empty) of the article that stands for its group: the first one of the
 * source that the configuration prefers most, or the first of all. */
SN_MUST_USE sn_status sn_members_representative(const sn_snapshot *now, const sn_config *config,
                                                const sn_members *m, size_t *out, sn_error *err);

SN_DEFINE_CLEANUP(sn_members, sn_members_done)

#endif
