/* indexer/readers/unpack - gzip and zstd, a piece at a time. Internal to input.c. */
#ifndef SN_READERS_UNPACK_H
#define SN_READERS_UNPACK_H

#include "base/bytes.h"

typedef enum sn_packing { SN_PACKING_NONE, SN_PACKING_GZIP, SN_PACKING_ZSTD } sn_packing;

/* By the first bytes (four are enough). */
sn_packing sn_packing_of(sn_str head);

typedef struct sn_unpacker sn_unpacker;

/* SN_ENOMEM. */
SN_MUST_USE sn_status sn_unpacker_create(sn_packing packing, sn_unpacker **out);
void sn_unpacker_destroy(sn_unpacker *u); /* NULL is fine */

/* Unpack from the front of *from, which is moved on, into room bytes at `to`; *n is how many came (0:
 * more of *from is wanted). Members and frames one behind the other are one text, as gzip and zstd have it.
 * SN_EINVAL: the data is broken. SN_ENOMEM. */
SN_MUST_USE sn_status sn_unpacker_step(sn_unpacker *u, sn_str *from, char *to, size_t room,
                                       size_t *n, sn_error *err);

/* May the packed data end here? */
bool sn_unpacker_is_whole(const sn_unpacker *u);

#endif
