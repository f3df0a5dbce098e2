/* indexer/readers/items - the members of a list that is a whole file, one at a time. */
#ifndef SN_READERS_ITEMS_H
#define SN_READERS_ITEMS_H

#include "indexer/readers/peek.h"

typedef struct sn_items {
    sn_peek bytes;
    sn_buf item;
    uint64_t line;       /* that is read, from 1 */
    uint64_t begin_line; /* where the member last given or refused begins */
    uint64_t number;     /* of it, from 1 */
    bool begun, ended;
} sn_items;

/* Is it the beginning of a list of objects, or of an empty list? */
bool sn_items_begin(sn_str head);

/* The input stays the caller's. SN_ENOMEM. */
SN_MUST_USE sn_status sn_items_init(sn_items *it, sn_input *input, size_t max_item);
void sn_items_done(sn_items *it);

/* The text of the next member, trimmed and not checked, borrowed until the next call. SN_DONE: no more.
 * SN_ELIMIT: this one is too long and was passed over, go on. SN_EINVAL: the list ends otherwise than a list does; that
 * is told once, behind its last member. Statuses of sn_input_read. */
SN_MUST_USE sn_status sn_items_next(sn_items *it, sn_str *out, sn_error *err);

#endif
