/* query/freshness - how much newer articles are preferred by one search, decided before the match
 * from the request, the profile and counts of the whole index, so that every page agrees. Private to
 * query/. */
#ifndef SN_QUERY_FRESHNESS_H
#define SN_QUERY_FRESHNESS_H

#include "query/profile.h"

typedef struct sn_freshness_choice {
    sn_freshness asked; /* by the request, or by the profile for it */
    double share;       /* of the attainable score, 0: off */
    double half_days;
    const char *reason; /* as answers show it (docs/api.md) */
} sn_freshness_choice;

sn_freshness_choice sn_freshness_choose(const sn_request *request, const sn_profile *profile);

#endif
