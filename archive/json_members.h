/* archive/json_members - the members of a JSON object from outside, one after the other, for who takes
 * them as names and values and wants no tree. */
#ifndef SN_ARCHIVE_JSON_MEMBERS_H
#define SN_ARCHIVE_JSON_MEMBERS_H

#include "base/bytes.h"

typedef struct sn_json_value {
    sn_str name;    /* of the member */
    sn_str text;    /* a text; a number in decimal; true and false as words; borrowed */
    bool is_scalar; /* false: an object, or a list in a list; there is no text */
    bool is_listed; /* one of a list */
} sn_json_value;

/* What fn returns ends the walk unless it is SN_OK, and is returned; *err is not touched then. */
typedef sn_status sn_json_value_fn(void *ctx, const sn_json_value *value);

/* fn for each value of the object `json`, those of lists in their order; null and empty lists are as
 * if they were not there. Statuses of sn_json_check(), all found before the first call; SN_EINVAL for
 * what is no object. */
SN_MUST_USE sn_status sn_json_each_member(sn_str json, sn_json_value_fn *fn, void *ctx,
                                          sn_error *err);

#endif
