#include "query/profile.h"

/* Measured on the judged topics and on headlines remembered in part; docs/ranking.md says how. */
const sn_profile sn_profile_default = {
    .k1 = 0.8,
    .b = 0.25,
    .title = 0.03,
    .exact = 0.2,
    .parts = 0.1,
    .reading = 0.1,
    .synonym = 0.3,
    .derived = 0.15,
    .near = 0.1,
    .near_slack = 1,
    .near_gap = 4,
    .near_pairs = 3,
    .title_phrase = 0.2,
    .phrase_words = 8,
    .refined = 50,
    .relax_below = 10,
    .freshness =
        {
            [SN_FRESHNESS_OFF] = {"off", 0, 1},
            [SN_FRESHNESS_LOW] = {"low", 0.15, 60},
            [SN_FRESHNESS_NORMAL] = {"normal", 0.35, 7},
            [SN_FRESHNESS_HIGH] = {"high", 0.8, 1},
        },
};
