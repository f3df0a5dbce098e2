/* indexer/apply/check_deep - is the index what the archive makes of it, to the last position?
 *
 * Each article is analysed again and its document compared: terms, how often and where they stand, values, the
 * record; besides: ledger, archive, hidden set and index agree on what is taken down, groups have the names of their first
 * members, the generations that are kept are whole. While others write: what seems to differ is looked at again when the
 * index has caught up. */
#ifndef SN_INDEXER_CHECK_DEEP_H
#define SN_INDEXER_CHECK_DEEP_H

#include "indexer/apply/writer.h"

typedef struct sn_deep_opts {
    uint64_t sample; /* so many articles, drawn by `seed`; 0: all */
    uint64_t seed;
    sn_apply_progress *progress; /* articles looked at, of all; NULL is fine */
    void *ctx;
} sn_deep_opts;

/* Findings are appended as lines, *errors is their number, *compared how many articles were. What could not
 * be looked at (another analysis, changes that nobody applies) is a line that begins "note: ", and no error. Besides: statuses of
 * archive.h and xapian_c.h but SN_ECORRUPT, which is a finding. */
SN_MUST_USE sn_status sn_writer_check_deep(sn_writer *w, const sn_deep_opts *opts, sn_buf *findings,
                                           size_t *errors, uint64_t *compared, sn_error *err);

#endif
