/* indexer/apply/kept - which generations an index directory has, and whether another one is being built. */
#ifndef SN_INDEXER_KEPT_H
#define SN_INDEXER_KEPT_H

#include "archive/archive.h"

#define SN_KEPT_GENERATIONS 8

typedef struct sn_kept {
    uint32_t current; /* 0: none yet */
    /* The greatest first; above `current`: being built. */
    uint32_t generations[SN_KEPT_GENERATIONS];
    size_t n;
    char builder[160]; /* who builds one, and since when; "": nobody */
} sn_kept;

/* SN_ENOTFOUND: no such directory; SN_ECORRUPT, SN_EIO, SN_ENOMEM. */
SN_MUST_USE sn_status sn_kept_read(const char *dir, sn_kept *out, sn_error *err);

typedef struct sn_kept_generation {
    uint32_t number;
    bool is_current;
    /* False: it is being built, or was left unfinished; what follows up to bytes is not known. */
    bool is_whole;
    char built_at[32]; /* RFC 3339 */
    uint32_t documents;
    int format, analysis;
    uint64_t bytes;
    bool may_follow; /* rollback takes it: this program can bring it along with this archive */
    char reason[sizeof((sn_error *)0)->msg]; /* why not; "" */
} sn_kept_generation;

/* What is known of one of them. A generation that is gone by now, or cannot be read, is not whole. SN_ENOMEM. */
SN_MUST_USE sn_status sn_kept_describe(const char *dir, uint32_t number, uint32_t current,
                                       sn_archive *archive, sn_kept_generation *out, sn_error *err);

#endif
