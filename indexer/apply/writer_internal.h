/* indexer/apply/writer_internal - what writer.c, rebuild.c and status.c share. */
#ifndef SN_INDEXER_WRITER_INTERNAL_H
#define SN_INDEXER_WRITER_INTERNAL_H

#include "indexer/apply/applier.h"

struct sn_writer {
    char *dir;
    const char *program;
    sn_archive *archive;
    sn_epoch *epoch;
    sn_applier applier; /* with the lock while it is held */
};

#endif
