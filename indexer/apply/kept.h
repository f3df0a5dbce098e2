/* indexer/apply/kept - which generations an index directory has, and whether another one is being built. */
#ifndef SN_INDEXER_KEPT_H
#define SN_INDEXER_KEPT_H

#include "base/bytes.h"

#define SN_KEPT_GENERATIONS 8

typedef struct sn_kept {
    uint32_t current; /* 0: none yet */
    uint32_t
        generations[SN_KEPT_GENERATIONS]; /* the greatest first; above `current`: being built */
    size_t n;
    char builder[160]; /* who builds one, and since when; "": nobody */
} sn_kept;

/* SN_ENOTFOUND: no such directory; SN_ECORRUPT, SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_kept_read(const char *dir, sn_kept *out, sn_error *err);

#endif
