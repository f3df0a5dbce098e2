/* http/watch/recent - how the last minute was: a histogram looked at each second. */
#ifndef SN_HTTP_WATCH_RECENT_H
#define SN_HTTP_WATCH_RECENT_H

#include "http/watch/histogram.h"

#include <pthread.h>

#define SN_RECENT_SEC 60

typedef struct sn_recent {
    pthread_mutex_t lock;
    struct {
        int64_t at_us; /* monotonic clock */
        sn_distribution counted;
    } looks[SN_RECENT_SEC + 1]; /* a ring */
    size_t n, next;
} sn_recent;

void sn_recent_init(sn_recent *r);
void sn_recent_done(sn_recent *r);

/* To be called each second with all that was counted by now. */
void sn_recent_look(sn_recent *r, int64_t now_us, const sn_distribution *counted);

/* What came since the oldest look that is kept, a minute ago; *seconds: how long that is, 0 if nobody has
 * looked yet. */
sn_distribution sn_recent_read(sn_recent *r, int64_t now_us, const sn_distribution *counted,
                               double *seconds);

#endif
