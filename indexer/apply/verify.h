/* indexer/apply/verify - a new generation is looked at before readers get it: a build that went wrong must
 * never take the place of one that answers. Internal to the library. */
#ifndef SN_INDEXER_VERIFY_H
#define SN_INDEXER_VERIFY_H

#include "indexer/apply/generation.h"

/* How many articles are looked for, spread over all dates, the newest and the oldest among them. */
#define SN_VERIFY_SAMPLE 100u

/* The library's own check of all that was committed, nothing being written meanwhile. Reads all of it: not
 * to be done under writer.lock. SN_ECORRUPT, and the message has the first finding. */
SN_MUST_USE sn_status sn_verify_tables(const sn_generation *g, sn_error *err);

/* What was committed against the archive, under writer.lock: as many documents as there are live articles,
 * and a sample of these found by id, under its number, with a hit that says so; what was changed behind
 * g->applied may differ. SN_ECORRUPT, and the message says what is missing. */
SN_MUST_USE sn_status sn_verify_holdings(const sn_generation *g, sn_archive *archive,
                                         sn_error *err);

/* sn_xap_check of each database of a generation; what is found is added to *errors. */
SN_MUST_USE sn_status sn_check_tables(const char *generation_path, uint32_t shards,
                                      sn_buf *findings, size_t *errors, sn_error *err);

#endif
