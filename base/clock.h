/* base/clock - the time of day, and time that only runs forward. */
#ifndef SN_BASE_CLOCK_H
#define SN_BASE_CLOCK_H

#include <stdint.h>

int64_t sn_clock_now_sec(void);      /* seconds since 1970, CLOCK_REALTIME */
int64_t sn_clock_monotonic_us(void); /* microseconds, CLOCK_MONOTONIC: for durations, deadlines */
int64_t sn_clock_processor_us(void); /* microseconds that this thread has run */

#endif
