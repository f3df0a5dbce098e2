/* archive/number - document numbers run newest first.
 *
 * An article's number in the index is its publication minute counted down from a fixed far minute,
 * times SN_NUMBER_SLOTS, plus the first free slot (spilling to an older minute). So document order
 * is date order, newest first: sort by date, date ranges and freshness are arithmetic. The archive
 * gives each article one number, once; a changed date is another number.
 *
 *   1 ....... SN_NUMBER_DATED_LAST            dated, newest first
 *   SN_NUMBER_DATED_LAST + 1 ....... 2^32-1   undated, in the order of arrival
 */
#ifndef SN_ARCHIVE_NUMBER_H
#define SN_ARCHIVE_NUMBER_H

#include <stdint.h>

#define SN_NUMBER_SLOTS        8u
#define SN_NUMBER_LAST_MINUTE  68374080LL    /* 2100-01-01T00:00Z in minutes since 1970 */
#define SN_NUMBER_FIRST_MINUTE (-36816480LL) /* 1900-01-01T00:00Z */
/* (105,190,560 minutes + 1) * 8 slots: 841.5 million numbers, so up to 5 shards stay below 2^32. */
#define SN_NUMBER_DATED_LAST                                                                       \
    ((uint32_t)((SN_NUMBER_LAST_MINUTE - SN_NUMBER_FIRST_MINUTE + 1) * SN_NUMBER_SLOTS))

/* The first number of a minute (clamped to the range above). */
uint32_t sn_number_of_minute(int64_t minute);
/* The minute whose slots hold this number; only for numbers up to SN_NUMBER_DATED_LAST. */
int64_t sn_minute_of_number(uint32_t number);
/* Minutes since 1970 of a second, rounded down. */
int64_t sn_minute_of_second(int64_t sec);

#endif
