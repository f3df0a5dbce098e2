/* http/watch/behind - for how long changes have been accepted that searches do not see yet.
 *
 * Changes have numbers and no times, so that is told by looking each second at the last one accepted: marks are kept, each
 * a change and when it was there. The oldest mark that is not applied says how far behind the index is, to
 * the second. What was there at the first look counts from then on. Where there would be more marks than are kept, they
 * stand further apart, and say rather too early than too late, by a sixteenth of the time between the first and the last. */
#ifndef SN_HTTP_WATCH_BEHIND_H
#define SN_HTTP_WATCH_BEHIND_H

#include <stddef.h>
#include <stdint.h>

#define SN_BEHIND_MARKS 64

typedef struct sn_behind {
    struct {
        uint64_t change;
        int64_t at_us;        /* monotonic clock */
    } marks[SN_BEHIND_MARKS]; /* the oldest first, all of them not applied */
    size_t n;
    int64_t apart_us; /* at least, once there was no room */
} sn_behind;

/* The last change accepted is `accepted`, searches see all up to `applied`. */
void sn_behind_look(sn_behind *b, uint64_t accepted, uint64_t applied, int64_t now_us);
/* Since when (monotonic clock) searches lack a change; INT64_MAX: they lack none. */
int64_t sn_behind_since_us(const sn_behind *b);

#endif
