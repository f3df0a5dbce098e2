/* base/digest - 64 bits by which bytes are known again: against accidents, not against malice.
 *
 * What is added piece by piece has the digest of the whole, wherever the pieces end (FNV-1a). */
#ifndef SN_BASE_DIGEST_H
#define SN_BASE_DIGEST_H

#include "base/bytes.h"

#define SN_DIGEST_BEGIN 0xcbf29ce484222325u

uint64_t sn_digest_add(uint64_t digest, const void *bytes, size_t len);

#endif
