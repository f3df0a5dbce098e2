/* query/date_runs - articles of one second, in the order of their ids; and what stands behind a hit. */
#ifndef SN_QUERY_DATE_RUNS_H
#define SN_QUERY_DATE_RUNS_H

#include "query/lookup.h"

/* Were both published in one second? Never true of undated ones. */
bool sn_date_is_same(const sn_ref *a, const sn_ref *b);

/* refs[0..n) stand by their keys: put those of one second that reach into begin..end in the order
 * of ids. */
SN_MUST_USE sn_status sn_date_sort_runs(const sn_xap_db *db, sn_ref *refs, size_t n, size_t begin,
                                        size_t end, sn_error *err);

/* refs[0..n) stand by their keys: the first of them behind the cursor's last hit, whether or not that
 * is among them. Those of its second are put in the order of ids. */
SN_MUST_USE sn_status sn_date_find_after(const sn_xap_db *db, sn_ref *refs, size_t n,
                                         const sn_cursor *after, bool newest_first, size_t *out,
                                         sn_error *err);

#endif
