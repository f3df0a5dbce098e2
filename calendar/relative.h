/* calendar/relative - periods that count from now: «دیروز», «هفته گذشته», «۳ روز اخیر», -7d.
 * Private to calendar/. */
#ifndef SN_CALENDAR_RELATIVE_H
#define SN_CALENDAR_RELATIVE_H

#include "calendar/parts.h"

/* Both seconds inclusive. */
typedef struct sn_period {
    int64_t first, last;
} sn_period;

/* SN_DONE if the text is not of this kind; statuses of ICU. */
SN_MUST_USE sn_status sn_relative_period(const sn_date_tokens *tokens, int64_t now_sec,
                                         sn_period *out);

#endif
