/* http/access/rates - how often each caller asks, by token buckets.
 *
 * A caller's bucket holds SN_LIMIT_RATE_BURST_SEC seconds of its rate and fills evenly; a request takes
 * one token, long work takes more when it is done. The table is bounded: when it is full, the bucket that
 * was used longest ago makes room, and a caller who comes back finds a full one. So many addresses can
 * make the limits looser for others, never tighter. Safe from every thread; a lock guards a 64th of the
 * table and is held for some nanoseconds. */
#ifndef SN_HTTP_ACCESS_RATES_H
#define SN_HTTP_ACCESS_RATES_H

#include "base/bytes.h"

typedef struct sn_rates sn_rates;

/* SN_ENOMEM, SN_EINTERNAL (no random numbers). */
SN_MUST_USE sn_status sn_rates_create(sn_rates **out);
void sn_rates_destroy(sn_rates *r); /* NULL is fine */

/* The caller of some bytes, by a keyed digest: nobody can choose whose place they take. */
uint64_t sn_rates_caller(const sn_rates *r, const void *bytes, size_t len);

/* What the caller is told: how many requests may come at once, how many of them still may, in how many
 * seconds all of them may again; and, refused, in how many the next one may. */
typedef struct sn_rate_state {
    int64_t quota, remaining, reset_sec, retry_after_sec;
} sn_rate_state;

/* Take a token at now_us (monotonic clock). False: there is none, ask again in retry_after_sec. */
bool sn_rates_take(sn_rates *r, uint64_t caller, int64_t per_sec, int64_t now_us,
                   sn_rate_state *state);

/* The request took work_us: each SN_LIMIT_RATE_WORK_MS of it is one token more, owed at most until the
 * next burst is full again. */
void sn_rates_charge(sn_rates *r, uint64_t caller, int64_t per_sec, int64_t work_us,
                     int64_t now_us);

#endif
