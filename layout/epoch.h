/* layout/epoch - a small mapped file by which readers notice that something changed.
 *
 * Writers store after what they did is durable; readers look at it when a request begins. The
 * numbers are hints to look again: what is true stands in the database, `current` and `hidden`. */
#ifndef SN_LAYOUT_EPOCH_H
#define SN_LAYOUT_EPOCH_H

#include "base/bytes.h"

typedef struct sn_epoch sn_epoch;

typedef struct sn_epoch_values {
    uint64_t generation; /* current generation */
    uint64_t applied;    /* last change its last commit holds */
    uint64_t hidden;     /* counts up with every change of the hidden set */
} sn_epoch_values;

/* Map INDEX/epoch. With `writable` it is made, and is on the disk, if it is not there or was lost when the
 * power failed (empty, or zeros). SN_ENOTFOUND (without `writable` also when it is still to be written),
 * SN_ECORRUPT, SN_EIO, SN_ENOSPACE, SN_ENOMEM. */
SN_MUST_USE sn_status sn_epoch_open(const char *dir, bool writable, sn_epoch **out, sn_error *err);
void sn_epoch_close(sn_epoch *e);
sn_epoch_values sn_epoch_get(const sn_epoch *e);
/* Generation and applied change together, in the order that keeps readers right. */
void sn_epoch_set_applied(sn_epoch *e, uint64_t generation, uint64_t applied);
void sn_epoch_bump_hidden(sn_epoch *e);

/* Wait until `change` is applied, looking every few milliseconds.
 * SN_OK, or SN_ETIMEOUT after timeout_ms. */
SN_MUST_USE sn_status sn_epoch_wait(const sn_epoch *e, uint64_t change, int64_t timeout_ms);

SN_DEFINE_CLEANUP_PTR(sn_epoch, sn_epoch_close)

#endif
