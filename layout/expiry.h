/* layout/expiry - the second from which on an article may not be shown any more, as a term.
 *
 *   X + 16 hex digits, in the order of time
 *
 * So whoever reads the index finds those whose time is over at the beginning of this list, and the next
 * moment behind them, without looking at any other article (query/snapshot_expired.c). The applier deletes
 * what has expired soon, so the list begins with what is still to come. */
#ifndef SN_LAYOUT_EXPIRY_H
#define SN_LAYOUT_EXPIRY_H

#include "layout/terms.h"

/* Borrowed from out. */
sn_str sn_expiry_term(int64_t sec, char out[SN_INDEX_TERM_SIZE]);
/* The second that a term says; SN_ECORRUPT for one that sn_expiry_term() does not write. */
SN_MUST_USE sn_status sn_expiry_of_term(sn_str term, int64_t *sec);

#endif
