/* indexer/apply/check - do archive and index agree, and is each of them sound? */
#ifndef SN_INDEXER_CHECK_H
#define SN_INDEXER_CHECK_H

#include "indexer/apply/writer.h"

/* Check both databases of the archive and the current generation, and, where no change is pending,
 * that they hold the same documents, settings and groups. Findings are appended as lines, *errors is their number. What
 * could not be looked at is a line that begins "note: ", and no error. Besides: statuses of archive.h and xapian_c.h but
 * SN_ECORRUPT, which is a finding. */
SN_MUST_USE sn_status sn_writer_check(sn_writer *w, sn_buf *findings, size_t *errors,
                                      sn_error *err);

/* ---- to the last position ----
 *
 * Each article is analysed again and its document compared: terms, how often and where they stand, values, the
 * record; besides: ledger, archive, hidden set and index agree on what is taken down, groups have the names of their first
 * members, the generations that are kept are whole. While others write: what seems to differ is looked at again when the
 * index has caught up. */

typedef struct sn_deep_opts {
    uint64_t sample; /* so many articles, drawn by `seed`; 0: all */
    uint64_t seed;
    sn_apply_progress *progress; /* articles looked at, of all; NULL is fine */
    void *ctx;
} sn_deep_opts;

/* Findings and statuses as above (a note also of another analysis, and of changes that nobody applies); *compared is how
 * many articles were. */
SN_MUST_USE sn_status sn_writer_check_deep(sn_writer *w, const sn_deep_opts *opts, sn_buf *findings,
                                           size_t *errors, uint64_t *compared, sn_error *err);

#endif
