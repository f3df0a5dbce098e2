/* calendar/parts - what a date as text says, before a calendar has looked at it.
 *
 *   tokens --[sn_date_parts_read]--> year, month, day, time, zone --[instant]--> seconds
 *
 * Private to calendar/. */
#ifndef SN_CALENDAR_PARTS_H
#define SN_CALENDAR_PARTS_H

#include "calendar/icu.h"
#include "calendar/names.h"
#include "calendar/token.h"

typedef struct sn_date_parts {
    sn_calsys system;
    int year, month, day; /* 0: not said */
    int hour, minute, second;
    sn_precision time; /* 0: no time said */
    bool has_zone;
    int zone_min; /* minutes east of Greenwich */
    bool is_epoch;
    sn_instant epoch; /* with is_epoch: everything is here */
} sn_date_parts;

/* SN_EINVAL if the tokens are no date; month and day may be missing. */
SN_MUST_USE sn_status sn_date_parts_read(const sn_date_tokens *tokens, sn_date_parts *out);

/* SN_EINVAL if there is no such day or hour, or it lies outside SN_INSTANT_MIN..MAX;
 * SN_ENOMEM, SN_EINTERNAL. */
SN_MUST_USE sn_status sn_date_parts_instant(const sn_date_parts *parts, sn_instant *out);

/* The name that begins at word token i, spelt in up to three words or with dots («ق.ظ»), and in
 * *used how many tokens it takes; NULL if none. */
const sn_date_name *sn_date_name_at(const sn_date_tokens *tokens, size_t i, size_t *used);

/* Fill *err for a text that is no date, or was not read for another reason: quotes at most 60 bytes of it. Returns
 * status. */
sn_status sn_date_refuse(sn_error *err, sn_str text, sn_status status);

#endif
