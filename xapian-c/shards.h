/* xapian-c/shards - one database made of several, each with some of the documents: what xapian_c.h says, of all of them. */
#ifndef SN_XAPIAN_C_SHARDS_H
#define SN_XAPIAN_C_SHARDS_H

#include "xapian-c/xapian_c.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SN_XAP_SHARDS_MAX 64

/* Which of `shards` (from 1) holds a document, from 0 on: the number's hash (fmix32 of MurmurHash3), times shards, by 2^32,
 * rounded down. It never changes: databases are written by it. */
uint32_t sn_xap_shard_of(sn_docid docid, uint32_t shards);

/* A writer of n databases (1 to SN_XAP_SHARDS_MAX), which hold the documents together: one goes to the shard
 * that its number says. Paths in their order, always the same: each shard knows which one it is, and SN_ECORRUPT is
 * where it is not that one. Metadata is the first shard's.
 * One commit is one commit after the other, of the shards that have changed, and of the first shard last: whatever its
 * metadata says that is held, all of them hold, wherever a crash comes between. Others may hold more then; who does the same
 * changes again, from what that metadata says on, makes all of them equal. Numbers of UINT32_MAX / n and up are SN_EINVAL in
 * replace and delete. With n = 1 it is sn_xap_writer_open. */
SN_MUST_USE sn_status sn_xap_writer_open_shards(const char *const *paths, size_t n,
                                                sn_xap_open_mode mode, sn_xap_writer **out,
                                                sn_error *err);

/* Read them as one database that holds all their documents, which keep their numbers. Counts, frequencies and lengths are of all
 * of them, and so are weights. What is not the same: a match by number has no early end, nor has one with a tally; the bounds of
 * totals that are not exact; a prefix (its most frequent terms are those of each shard), a synonym that is scaled; of a match that runs out of
 * time, what it found is of the first shards. The snapshot is one of each shard: while a writer commits, shards are seen
 * after and before that commit. sn_xap_check, sn_xap_compact and sn_xap_join are of one shard. */
SN_MUST_USE sn_status sn_xap_db_open_shards(const char *const *paths, size_t n, sn_xap_db **out,
                                            sn_error *err);

#ifdef __cplusplus
}
#endif
#endif
