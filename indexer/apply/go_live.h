/* indexer/apply/go_live - the last steps of every new generation, whoever has made it (a rebuild, vacuum, a
 * way back): what was accepted meanwhile is replayed under writer.lock, `current` names it, readers are told.
 * Internal to the library. All of it under SN_LOCK_REBUILD, which the caller holds. Statuses besides those named: of
 * applier.h. */
#ifndef SN_INDEXER_GO_LIVE_H
#define SN_INDEXER_GO_LIVE_H

#include "indexer/apply/writer_internal.h"

/* The generation before stays for roll-back. */
#define SN_KEEP_GENERATIONS 2

/* Hold up a hand (writer.wanted) so that the service lets go, then take writer.lock. SN_ELOCKED after
 * timeout_ms. */
SN_MUST_USE sn_status sn_writer_take_lock(sn_writer *w, int64_t timeout_ms, sn_lock **lock,
                                          sn_error *err);

/* Begin to make a generation: take rebuild.lock (the caller's to release, whatever comes back), and bring to an end
 * what a killed restore has left. SN_ELOCKED: another process makes one. */
SN_MUST_USE sn_status sn_generation_claim(sn_writer *w, sn_lock **lock, sn_error *err);
/* The number of the next generation. Those above the current one, but for `keep` (0: none), are what was
 * never finished, and go. */
SN_MUST_USE sn_status sn_generation_number(sn_writer *w, uint32_t keep, uint32_t *number,
                                           sn_error *err);

/* May the changes of this archive be replayed into it? SN_EFORMAT if it was built from another archive, is
 * ahead of it, or by another analysis; the message says which. */
SN_MUST_USE sn_status sn_generation_may_follow(sn_generation *g, sn_archive *archive,
                                               sn_error *err);

/* Replay behind g->applied, compare with the archive (verify.h: SN_ECORRUPT), switch, publish, forget. Takes writer.lock
 * unless the writer has it (SN_ELOCKED after timeout_ms). */
SN_MUST_USE sn_status sn_generation_go_live(sn_writer *w, sn_generation *g, int64_t timeout_ms,
                                            sn_apply_report *report, sn_error *err);

/* Remove what did not become the current generation: some of the last steps come behind the switch. */
void sn_generation_discard(sn_writer *w, const sn_generation *g);

#endif
