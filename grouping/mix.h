/* grouping/mix - 64 bits stirred until each depends on all (the last step of MurmurHash3). What is kept
 * of it in an archive depends on it: another one is another SN_GROUPING_VERSION. */
#ifndef SN_GROUPING_MIX_H
#define SN_GROUPING_MIX_H

#include <stdint.h>

static inline uint64_t sn_mix(uint64_t h)
{
    h = (h ^ (h >> 33)) * UINT64_C(0xff51afd7ed558ccd);
    h = (h ^ (h >> 33)) * UINT64_C(0xc4ceb9fe1a85ec53);
    return h ^ (h >> 33);
}

#endif
