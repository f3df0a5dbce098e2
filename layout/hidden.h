/* layout/hidden - articles that no answer may show although the index still holds them.
 *
 * A takedown enters here, durable, before it is acknowledged; every search leaves these out inside
 * the match; the applier takes them off once a commit of the index has forgotten them. An entry is
 * in force for snapshots whose applied change is below the entry's. */
#ifndef SN_LAYOUT_HIDDEN_H
#define SN_LAYOUT_HIDDEN_H

#include "layout/epoch.h"

typedef struct sn_hidden_entry {
    uint64_t change;
    char *id;
} sn_hidden_entry;

typedef struct sn_hidden {
    sn_hidden_entry *at;
    size_t n;
} sn_hidden;

void sn_hidden_done(sn_hidden *h); /* NULL and zeroed are fine */

/* The set now. A missing file is an empty set. SN_ECORRUPT, SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_hidden_read(const char *dir, sn_hidden *out, sn_error *err);
/* Add an id (several processes may do so at once) and bump the epoch; an entry that is held
 * already is fine. SN_ELIMIT over SN_LIMIT_HIDDEN_IDS: the index is to be brought along first. SN_ENOSPACE, and
 * those of sn_hidden_read(). */
SN_MUST_USE sn_status sn_hidden_add(const char *dir, sn_epoch *epoch, sn_str id, uint64_t change,
                                    sn_error *err);
/* The same of several, all or none of them; their texts are copied. */
SN_MUST_USE sn_status sn_hidden_add_all(const char *dir, sn_epoch *epoch,
                                        const sn_hidden_entry *entries, size_t n, sn_error *err);
/* Drop the entries up to change `applied`, and bump the epoch if there were any. Only after
 * sn_epoch_set_applied() of that number. Statuses likewise. */
SN_MUST_USE sn_status sn_hidden_forget(const char *dir, sn_epoch *epoch, uint64_t applied,
                                       sn_error *err);

SN_DEFINE_CLEANUP(sn_hidden, sn_hidden_done)

#endif
