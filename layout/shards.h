/* layout/shards - the databases of one generation.
 *
 *   one:      GENERATION/db
 *   several:  GENERATION/db/0, db/1, ...    which article is where: sn_xap_shard_of, by its document number
 *
 * The manifest lists them. Readers and writers open all of them as one database (xapian-c/xapian_c.h). */
#ifndef SN_LAYOUT_SHARDS_H
#define SN_LAYOUT_SHARDS_H

#include "base/file.h"
#include "base/limits.h"
#include "xapian-c/shards.h"

typedef struct sn_shards {
    uint32_t n; /* 1 to SN_LIMIT_INDEX_SHARDS */
    char text[SN_LIMIT_INDEX_SHARDS][SN_PATH_SIZE];
    const char *at[SN_LIMIT_INDEX_SHARDS]; /* of text: do not copy the struct */
} sn_shards;

/* The name of shard i of n below its generation: "db", "db/2". */
#define SN_SHARD_NAME_SIZE 16
const char *sn_shard_name(uint32_t i, uint32_t n, char out[SN_SHARD_NAME_SIZE]);
/* The databases of a folder that is itself the only one, or has n of them. SN_ELIMIT: n, or a path. */
SN_MUST_USE sn_status sn_shards_below(const char *folder, uint32_t n, sn_shards *out,
                                      sn_error *err);
/* Those of a generation. */
SN_MUST_USE sn_status sn_shards_of(const char *generation_path, uint32_t n, sn_shards *out,
                                   sn_error *err);
/* Open a generation for reading, with as many shards as its manifest says; the second reads that itself. Statuses of
 * xapian_c.h, and of sn_manifest_read(). */
SN_MUST_USE sn_status sn_shards_open(const char *generation_path, uint32_t n, sn_xap_db **out,
                                     sn_error *err);
SN_MUST_USE sn_status sn_generation_read_db(const char *generation_path, sn_xap_db **out,
                                            sn_error *err);
/* When the last commit of a generation was written, by the clock of who wrote it, which a copy of the file keeps if it is
 * told to; 0: not known. */
int64_t sn_shards_committed_sec(const char *generation_path, uint32_t n);
/* Open these for writing; SN_XAP_CREATE and SN_XAP_SCRATCH make the folder of several. */
SN_MUST_USE sn_status sn_shards_write(const char *folder, uint32_t n, sn_xap_open_mode mode,
                                      sn_xap_writer **out, sn_error *err);

#endif
