/* indexer/apply/writer_internal - what the files behind writer.h share: what a writer is. */
#ifndef SN_INDEXER_WRITER_INTERNAL_H
#define SN_INDEXER_WRITER_INTERNAL_H

#include "indexer/apply/applier.h"

struct sn_writer {
    char *dir;
    const char *program;
    bool low_priority, whatever_room; /* sn_writer_opts */
    uint32_t jobs, shards;
    sn_archive *archive;
    sn_epoch *epoch;
    sn_applier applier; /* with the lock while it is held */
};

/* The current generation open for reading, and its number. SN_ENOTFOUND: none yet (status.c). */
SN_MUST_USE sn_status sn_writer_open_db(const sn_writer *w, uint32_t *generation, sn_xap_db **db,
                                        sn_error *err);

/* Holding the lock: where the generation is empty and much is to come, build it as a rebuild does, by
 * several threads. Then it has to be started again. In all other cases nothing is done (rebuild.c). */
SN_MUST_USE sn_status sn_writer_build_first(sn_writer *w, sn_apply_progress *progress, void *ctx,
                                            sn_apply_report *report, sn_error *err);

#endif
