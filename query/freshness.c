#include "query/freshness.h"

sn_freshness_choice sn_freshness_choose(const sn_request *request, const sn_profile *profile)
{
    bool is_said = request->freshness != SN_FRESHNESS_OF_PROFILE;
    sn_freshness asked = is_said ? request->freshness : profile->prefer;
    const sn_freshness_level *level = &profile->freshness[asked];
    return (sn_freshness_choice){
        .asked = asked,
        .share = level->share,
        .half_days = request->half_days > 0 ? request->half_days : level->half_days,
        .reason = is_said ? "request" : "profile",
    };
}
