#include "query/profile.h"

const sn_profile sn_profile_default = {
    .k1 = 1.2,
    .b = 0.75,
    .title = 0.5,
    .exact = 0.2,
    .whole = 1,
    .parts = 0.3,
    .near = 0.2,
    .near_slack = 2,
    .near_gap = 4,
    .title_phrase = 0.3,
    .phrase_words = 8,
    .relax_below = 10,
    .freshness =
        {
            [SN_FRESHNESS_OFF] = {"off", 0, 1},
            [SN_FRESHNESS_LOW] = {"low", 0.15, 60},
            [SN_FRESHNESS_NORMAL] = {"normal", 0.35, 7},
            [SN_FRESHNESS_HIGH] = {"high", 0.8, 1},
        },
};
