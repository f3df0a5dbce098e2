#include "base/digest.h"

uint64_t sn_digest_add(uint64_t digest, const void *bytes, size_t len)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < len; i++)
        digest = (digest ^ at[i]) * 0x100000001b3u;
    return digest;
}
