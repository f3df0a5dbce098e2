/* base/priority - work that everybody else comes before. */
#ifndef SN_BASE_PRIORITY_H
#define SN_BASE_PRIORITY_H

#include "base/status.h"

typedef sn_status sn_low_fn(void *ctx);

/* Call fn in a thread of low priority, which the threads that it starts have too: 10 nicer than the
 * caller (others who want the processor get ten times as much), and for the disk "idle". The caller
 * waits and stays as it was, because nobody can raise a priority again: what it does next, under a
 * lock that others wait for, is not slow. Where the system refuses to lower something the work is
 * done all the same. Returns what fn returned; SN_ENOMEM: no thread. */
SN_MUST_USE sn_status sn_run_low(sn_low_fn *fn, void *ctx);

#endif
