/* query/members - the group of copies and the story of an article, and who else is in them, as one
 * snapshot has it. What may not be shown is in neither. Private to query/. */
#ifndef SN_QUERY_MEMBERS_H
#define SN_QUERY_MEMBERS_H

#include "layout/membership.h"
#include "query/engine.h"

/* The generation has groups (SN_GROUPS_FORMAT); false without one. */
bool sn_members_are_known(const sn_snapshot *now);

/* The group of an article of such a generation. SN_ECORRUPT, or the statuses of xapian-c. */
SN_MUST_USE sn_status sn_members_group(const sn_snapshot *now, sn_docid docid, sn_group_kind kind,
                                       uint64_t *name, sn_error *err);

/* How many articles of a group may be shown: exact, whatever waits in the hidden set. */
SN_MUST_USE sn_status sn_members_count(const sn_snapshot *now, sn_group_kind kind, uint64_t name,
                                       uint32_t *out, sn_error *err);

#endif
