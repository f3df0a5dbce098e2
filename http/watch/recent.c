#include "http/watch/recent.h"

void sn_recent_init(sn_recent *r)
{
    *r = (sn_recent){.n = 0};
    pthread_mutex_init(&r->lock, NULL);
}

void sn_recent_done(sn_recent *r)
{
    pthread_mutex_destroy(&r->lock);
}

void sn_recent_look(sn_recent *r, int64_t now_us, const sn_distribution *counted)
{
    pthread_mutex_lock(&r->lock);
    r->looks[r->next].at_us = now_us;
    r->looks[r->next].counted = *counted;
    r->next = (r->next + 1) % (SN_RECENT_SEC + 1);
    r->n += r->n <= SN_RECENT_SEC ? 1 : 0;
    pthread_mutex_unlock(&r->lock);
}

sn_distribution sn_recent_read(sn_recent *r, int64_t now_us, const sn_distribution *counted,
                               double *seconds)
{
    sn_distribution d = {0};
    *seconds = 0;
    pthread_mutex_lock(&r->lock);
    if (r->n > 0) {
        size_t oldest = r->n <= SN_RECENT_SEC ? 0 : r->next;
        *seconds = (double)(now_us - r->looks[oldest].at_us) / 1e6;
        d = sn_distribution_between(&r->looks[oldest].counted, counted);
    }
    pthread_mutex_unlock(&r->lock);
    return d;
}
